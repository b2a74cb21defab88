"""Files made to hurt: refused at once and cheaply, with a sentence; who serves people lives on."""

from __future__ import annotations

import io
import struct
import time
import tracemalloc
import zipfile
from collections.abc import Callable, Mapping

import pytest
from openpyxl import load_workbook

from scores.intake import plain
from scores.intake.container import NotAWorkbookError, check_workbook, load_answer
from scores.intake.guarded import Limits, guess, marked, read
from scores.intake.guess import KnownOffice
from scores.intake.guess import guess as guess_here
from scores.intake.marking_list import Mark
from scores.intake.outcome import Reading
from scores.intake.reading import read as read_here
from scores.intake.workbook import read_workbook
from tests import workbooks
from tests.intake.test_blocking import FILE, HEADER, TITLE, ContextOf, only
from tests.workbooks import Row, workbook

ROWS: list[Row] = [TITLE, HEADER, [1, "UBND huyện Kim Động", 88.68, 98.66]]
GOOD = workbook({"Bảng": ROWS})


def sheet_of(rows: str) -> bytes:
    return workbooks.replaced(GOOD, "</sheetData>", f"{rows}</sheetData>")


def zeros(size: int, claimed: int | None = None) -> bytes:
    """A part that inflates to so many zeros, perhaps claiming less in the zip's list."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in workbooks.parts(GOOD).items():
            archive.writestr(name, content)
        with archive.open("xl/media/image1.bin", "w", force_zip64=True) as part:
            for _ in range(size // 2**20):
                part.write(bytes(2**20))
    data = stream.getvalue()
    if claimed is not None:
        place = data.rindex(b"PK\x01\x02")
        data = data[: place + 24] + struct.pack("<L", claimed) + data[place + 28 :]
    return data


def heavy() -> bytes:
    """As many cells as the guard lets through, near enough: seconds of work for any reader."""
    rows = (
        f'<row r="{row}">'
        + "".join(f'<c r="{column}{row}"><v>{row}</v></c>' for column in "BCDEFGHIJKLM")
        + "</row>"
        for row in range(5, 19_005)
    )
    return sheet_of("".join(rows))


HEAVY = heavy()


def sheets_in(data: bytes | None) -> list[str]:
    assert data is not None
    return load_workbook(io.BytesIO(data)).sheetnames


def many_entries() -> bytes:
    entry = b"PK\x01\x02" + bytes(42)
    return GOOD + entry * 100_000


def moved() -> bytes:
    """The zip's end says that its list begins 100 bytes later: the first part then begins before the file."""
    end = GOOD.rindex(b"PK\x05\x06")
    start = struct.unpack_from("<L", GOOD, end + 16)[0]
    return GOOD[: end + 16] + struct.pack("<L", start + 100) + GOOD[end + 20 :]


def misnamed() -> bytes:
    """Names in UTF-8, says a flag, but the bytes are none."""
    data = bytearray(GOOD)
    place = data.index(b"PK\x01\x02")
    data[place + 8 : place + 10] = struct.pack("<H", 0x800)
    data[place + 46] = 0xFF
    return bytes(data)


def twice(name: str) -> bytes:
    stream = io.BytesIO(GOOD)
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(stream, "a") as archive:
        archive.writestr(name, b"<worksheet/>")
    return stream.getvalue()


def in_utf16(part: str) -> bytes:
    return workbooks.change(GOOD, part, lambda xml: xml.decode().encode("utf-16"))


ENTITIES = (
    "<!DOCTYPE x [" + "".join(f'<!ENTITY e{n} "{"&e" + str(n - 1) + ";"}">' for n in range(1, 9)) + "]>"
)
BOMBS: Mapping[str, tuple[Callable[[], bytes], str]] = {
    "far cell": (lambda: sheet_of('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), "XFD1048576"),
    "a million rows": (
        lambda: sheet_of("<row><c><v>1</v></c></row>".replace("<row>", "<row >") * 100_000),
        "dòng",
    ),
    "zip in zip": (
        lambda: workbooks.with_part(GOOD, "xl/media/a.png", workbooks.packed({"a": b""})),
        "tệp nén",
    ),
    "300 MB of zeros": (lambda: zeros(300 * 2**20), "lớn hơn 20 MB"),
    "a size that lies": (lambda: zeros(64 * 2**20, claimed=1000), "bị hỏng"),
    "entities": (lambda: workbooks.replaced(GOOD, "<worksheet", ENTITIES + "<worksheet"), "khai báo XML"),
    "entities in another encoding": (lambda: in_utf16(workbooks.FIRST_SHEET), "khai báo XML"),
    "a document type among relations": (
        lambda: workbooks.replaced(GOOD, "<Relationships", "<!DOCTYPE x><Relationships", "_rels/.rels"),
        "khai báo XML",
    ),
    "XInclude": (
        lambda: workbooks.replaced(
            GOOD, "<worksheet", '<worksheet xmlns:i="http://www.w3.org/2001/XInclude"'
        ),
        "khai báo XML",
    ),
    "100,000 parts": (many_entries, "quá giới hạn 500"),
    "one name twice": (lambda: twice(workbooks.FIRST_SHEET), "cùng tên"),
    "a path out of the folder": (
        lambda: workbooks.with_part(GOOD, "../../etc/cron.d/a", b""),
        "đường dẫn lạ",
    ),
    "a part before the file's beginning": (moved, "bị hỏng"),
    "names that are no text": (misnamed, "bị hỏng"),
    "a pile of tags": (lambda: sheet_of("<a>" * 3_000_001), "thẻ XML"),
}


@pytest.fixture(scope="module")
def bombs() -> dict[str, bytes]:
    return {name: make() for name, (make, _) in BOMBS.items()}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_at_once_and_cheaply(name: str, bombs: dict[str, bytes]) -> None:
    tracemalloc.start()
    with pytest.raises(NotAWorkbookError, match=BOMBS[name][1]):
        check_workbook(bombs[name])
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 50 * 2**20
    start = time.process_time()
    with pytest.raises(NotAWorkbookError):
        check_workbook(bombs[name])
    assert time.process_time() - start < 0.1


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ('<row r="9"><c r="IW9"><v>1</v></c></row>', "IW9 nằm quá xa"),
        ('<row r="20001"><c r="A20001"><v>1</v></c></row>', "A20001 nằm quá xa"),
        ('<row r="9"><c r="A9" t="s"><v>7</v></c></row>', "bị hỏng"),
        ('<row r="9"><c r="A9"><v>1_000</v></c></row>', "bị hỏng"),
        ('<row r="9"><c r="A9"><v>1</v></c><c r="A9"><v>2</v></c></row>', "hai lần"),
        ('<row r="9"><c r="A8"><v>1</v></c></row>', "bị hỏng"),
    ],
)
def test_what_only_the_sheet_itself_shows(rows: str, says: str) -> None:
    with pytest.raises(NotAWorkbookError, match=says):
        read_workbook(sheet_of(rows))


def test_far_cells_without_anything_in_them_cost_nothing() -> None:
    rows = '<row r="1048576"><c r="XFD1048576" s="0"/></row>'
    assert read_workbook(sheet_of(rows)).sheets[0].rows.keys() == {1, 2, 3}


@pytest.mark.parametrize(
    "answer",
    [
        '{"overview": {"totalScore": 1e309}}',
        '{"overview": {"totalScore": NaN}}',
        f'{{"overview": {{"totalScore": {"9" * 40}}}}}',
        '{"overview": {"totalScore": 80, "totalScore": 90}}',
        '{"overview": ' + "[" * 100_000 + "]" * 100_000 + "}",
    ],
)
def test_an_answer_made_to_hurt(answer: str) -> None:
    with pytest.raises(NotAWorkbookError, match="JSON bị hỏng"):
        load_answer(answer.encode())


def test_the_child_reads_what_is_read_here(context_of: ContextOf) -> None:
    known = context_of("hung-yen", "2024-10")
    told: list[tuple[str, int, int]] = []
    reading = read(GOOD, FILE, known, tell=lambda *what: told.append(what))
    assert reading == read_here(GOOD, FILE, known)
    assert reading.figures
    assert [stage for stage, _, _ in told] == ["reading", "matching"]
    assert told[0] == ("reading", 3, 3)


@pytest.mark.parametrize(
    "limits",
    [Limits(memory=16 * 2**20), Limits(seconds=1), Limits(wait=0)],
    ids=["memory", "computing", "clock"],
)
def test_a_child_past_its_limits(limits: Limits, context_of: ContextOf) -> None:
    known = context_of("hung-yen", "2024-10")
    stopped = read(HEAVY, FILE, known, limits)
    assert "chưa ghi gì" in only(stopped, "too-heavy").message
    assert stopped.figures == ()
    assert read(GOOD, FILE, known).figures


def test_a_guess_past_its_limits_goes_by_the_name_alone() -> None:
    offices = [KnownOffice("kim-dong", ("UBND huyện Kim Động",))]
    data = workbook({"Bảng": [["KẾT QUẢ THÁNG 10/2024 CỦA UBND HUYỆN KIM ĐỘNG"]]})
    assert guess(data, "a.xlsx", offices) == guess_here(data, "a.xlsx", offices)
    assert guess(data, "a.xlsx", offices).office == "kim-dong"
    stopped = guess(data, "báo cáo 9-2024.xlsx", offices, Limits(wait=0))
    assert (str(stopped.period), stopped.office) == ("2024-09", "")


def test_a_copy_past_its_limits_is_the_list_alone_or_none() -> None:
    marks = [Mark("Phải sửa", "Bảng", "C3", "", "", "88,68", "", "", "Sửa ô này.")]
    whole = marked(GOOD, FILE, marks, [])
    alone = marked(None, FILE, marks, [])
    assert [sheets_in(data) for data in (whole, alone)] == [
        ["Kết quả kiểm tra", "Bảng"],
        ["Kết quả kiểm tra"],
    ]
    assert sheets_in(marked(HEAVY, FILE, marks, [], Limits(seconds=1))) == ["Kết quả kiểm tra"]
    assert marked(GOOD, FILE, marks, [], Limits(wait=0)) is None


def test_an_endless_answer_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scores.intake.process._LONGEST_ANSWER", 100)
    assert marked(GOOD, FILE, [], []) is None


def test_a_child_that_crashes(monkeypatch: pytest.MonkeyPatch, context_of: ContextOf) -> None:
    monkeypatch.setattr("scores.intake.process._MODULE", "scores.intake.no_such_module")
    assert "cổng gặp lỗi" in only(read(GOOD, FILE, context_of("hung-yen", "2024-10")), "unreadable").message


def test_the_child_is_given_nothing_of_ours(monkeypatch: pytest.MonkeyPatch, context_of: ContextOf) -> None:
    """No environment, and nothing beyond the standard library, which is all that reading needs."""
    monkeypatch.setenv("SECRET_KEY", "bí mật")
    started: list[dict[str, str]] = []
    real = __import__("subprocess").Popen

    def start(*args: object, **named: object) -> object:
        started.append(named["env"])  # type: ignore[arg-type]  # what `read` gives
        return real(*args, **named)

    monkeypatch.setattr("scores.intake.process.subprocess.Popen", start)
    assert read(GOOD, FILE, context_of("hung-yen", "2024-10")).figures
    assert "SECRET_KEY" not in started[0]
    assert "DATABASE_URL" not in started[0]


@pytest.mark.parametrize(
    "line",
    [
        "",
        "null",
        "[]",
        "{}",
        "[1, [], [], [], []]",
        '["a", [[1]], [], [], []]',
        '["a", [], [], [], [["a", ["b"], 1]]]',
        '["a", [], [], [], [], []]',
    ],
)
def test_an_answer_of_another_shape_is_no_reading(line: str) -> None:
    with pytest.raises(plain.NotPlainError):
        plain.loads(Reading, line)
