"""The commands on the real files: what they print, what they write, how they exit."""

from __future__ import annotations

import json
from io import BytesIO, StringIO
from pathlib import Path

import docx
import openpyxl
import pytest
from django.core.management import CommandError, call_command

from scores import demo
from scores.models import Entry, Event, Release, Result, State, Upload

AUGUST = demo.DATA / "2024-08-huyen-tien-lu.xlsx"
SEPTEMBER = ["--office", "tien-lu", "--period", "2024-09"]
BY_CLERK = ["--by", "nhap-lieu"]


def run(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def september(tmp_path: Path) -> Path:
    """The workbook of August with September's titles."""
    return changed(tmp_path, {"Huyện!A2": "THÁNG 9/2024"})


def changed(folder: Path, cells: dict[str, str | None]) -> Path:
    book = openpyxl.load_workbook(AUGUST)
    titles = {"Huyện!A2": "THÁNG 9/2024", "Hồ sơ chưa số hóa!A2": "THÁNG 9/2024"}
    long_title = str(book["Phụ lục"]["A2"].value).replace("8/2024", "9/2024")
    for place, value in (titles | {"Phụ lục!A2": long_title} | cells).items():
        sheet, cell = place.split("!")
        book[sheet][cell] = value
    path = folder / "2024-09-huyen-tien-lu.xlsx"
    book.save(path)
    return path


def counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Release, Upload, Entry, Event))


def test_a_good_file_is_written_and_every_entry_knows_its_cell(september: Path) -> None:
    printed = run("import_scores", str(september), *SEPTEMBER, *BY_CLERK)
    assert "đọc được 42 số liệu, đã ghi vào bản đang nhập" in printed
    entry = Entry.objects.get(release__period="2024-09", unit__name="Xã Thủ Sỹ", indicator__code="total")
    assert (entry.sheet, entry.cell, entry.upload.original_name) == ("Phụ lục", "C6", september.name)  # type: ignore[union-attr]  # from a file


def test_a_dry_run_writes_nothing(september: Path) -> None:
    before = counts()
    assert "không ghi" in run("import_scores", str(september), *SEPTEMBER, "--dry-run")
    assert counts() == before


def test_json_says_the_same(september: Path) -> None:
    answer = json.loads(run("import_scores", str(september), *SEPTEMBER, "--dry-run", "--json"))
    assert (answer["figures"], answer["written"]) == (42, False)
    assert {sheet["name"] for sheet in answer["sheets"]} == {"Huyện", "Phụ lục", "Hồ sơ chưa số hóa"}
    assert all(left["why"] for left in answer["left_out"])


BLOCKING: list[tuple[str, dict[str, str | None], list[str]]] = [
    ("over the maximum", {"Phụ lục!C6": "189,63"}, ["ô C6", "Xã Thủ Sỹ", "tối đa 100", "Ghi lại số đúng"]),
    ("unknown unit", {"Phụ lục!B6": "UBND xã Thủ Sĩ"}, ["ô B6", "Thủ Sĩ", "Có phải “Xã Thủ Sỹ”", "sửa tên"]),
    ("unit twice", {"Phụ lục!B7": "UBND xã Thủ Sỹ"}, ["ô B7", "Xã Thủ Sỹ", "đã có ở ô B6", "Giữ một dòng"]),
    ("missing header", {"Phụ lục!C5": None}, ["ô C6", "không có tiêu đề", "Chọn cột này là chỉ số nào"]),
    (
        "text for a figure",
        {"Phụ lục!C6": "tám chín"},
        ["ô C6", "tám chín", "không phải là số liệu", "Ghi số"],
    ),
    (
        "wrong month",
        {"Huyện!A2": "THÁNG 8/2024"},
        ["trang “Huyện”", "tháng 8/2024", "tháng 9/2024", "Chọn lại"],
    ),
]


@pytest.mark.parametrize(
    ("cells", "words"), [case[1:] for case in BLOCKING], ids=[case[0] for case in BLOCKING]
)
def test_a_blocking_finding_names_the_cell_and_writes_nothing(
    tmp_path: Path, cells: dict[str, str | None], words: list[str]
) -> None:
    before = counts()
    out = StringIO()
    with pytest.raises(CommandError, match="Chưa ghi gì") as refusal:
        path = changed(tmp_path, cells)
        call_command("import_scores", str(path), *SEPTEMBER, *BY_CLERK, stdout=out)
    assert refusal.value.returncode == 1
    blocking = [line for line in out.getvalue().splitlines() if line.startswith("PHẢI SỬA")]
    assert any(all(word in line for word in words) for line in blocking), blocking
    assert counts() == before


def test_a_file_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bang.xlsx"
    path.write_bytes(b"not a workbook")
    out = StringIO()
    with pytest.raises(CommandError, match="Chưa ghi gì"):
        call_command("import_scores", str(path), *SEPTEMBER, *BY_CLERK, stdout=out)
    assert "bang.xlsx" in out.getvalue()
    assert "Lưu thành" in out.getvalue()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--office", "khong-co", "--period", "2024-09"], "Không có cơ quan “khong-co”"),
        (["--office", "tien-lu", "--period", "9/2024"], "không phải là kỳ"),
        ([*SEPTEMBER, "--as-of", "30/9/2024"], "chưa hiểu ngày “30/9/2024”; viết năm-tháng-ngày"),
        (["--office", "tien-lu", "--period", "2024-08"], "đã công bố tháng 8/2024"),
        ([*SEPTEMBER, "--by", "ai-do"], "Không có tài khoản “ai-do”"),
        ([*SEPTEMBER, "--by", "duyet"], "không có quyền nhập số liệu"),
        (SEPTEMBER, "Ghi rõ người nhập bằng --by"),
    ],
)
def test_wrong_arguments_are_answered_with_a_sentence(
    september: Path, arguments: list[str], sentence: str
) -> None:
    before = counts()
    with pytest.raises(CommandError, match=sentence):
        run("import_scores", str(september), *arguments)
    assert counts() == before


def test_a_month_goes_the_whole_way_by_commands(september: Path, tmp_path: Path) -> None:
    run("import_scores", str(september), *SEPTEMBER, *BY_CLERK)
    assert "Chờ duyệt" in run("release", "submit", *SEPTEMBER, *BY_CLERK)
    with pytest.raises(CommandError, match="không có quyền duyệt"):
        run("release", "approve", *SEPTEMBER, *BY_CLERK)
    with pytest.raises(CommandError, match="phải ghi ý kiến"):
        run("release", "send-back", *SEPTEMBER, "--by", "duyet")
    assert "Đã duyệt" in run("release", "approve", *SEPTEMBER, "--by", "duyet")
    assert "Đã công bố" in run("release", "publish", *SEPTEMBER, "--by", "duyet")
    out = tmp_path / "letter.pdf"
    run("letter", *SEPTEMBER, "--out", str(out))
    assert out.read_bytes().startswith(b"%PDF")
    with pytest.raises(CommandError, match="Không ghi được tệp"):
        run("letter", *SEPTEMBER, "--format", "html", "--out", str(tmp_path / "khong-co" / "a.html"))
    page = tmp_path / "letter.html"
    run("letter", *SEPTEMBER, "--format", "html", "--out", str(page))
    assert "tháng 9/2024" in page.read_text(encoding="utf-8")
    file = tmp_path / "letter.docx"
    run("letter", *SEPTEMBER, "--format", "docx", "--out", str(file))
    assert "tháng 9/2024" in docx.Document(str(file)).core_properties.title
    changes = Result.objects.filter(release__period="2024-09", indicator__code="total", level="commune")
    assert {row.change for row in changes} == {0}  # the same figures as in August
    with pytest.raises(CommandError, match="phải ghi lý do"):
        run("release", "withdraw", *SEPTEMBER, "--by", "duyet")
    assert "Đã thu hồi" in run("release", "withdraw", *SEPTEMBER, "--by", "duyet", "--reason", "Thử.")
    with pytest.raises(CommandError, match="chưa công bố"):
        run("letter", *SEPTEMBER, "--out", str(out))


def test_nothing_to_act_on_is_said(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="không có bản đang nhập"):
        run("release", "submit", *SEPTEMBER, *BY_CLERK)
    with pytest.raises(CommandError, match="ít nhất 1 giây"):
        run("run_due", "--every", "0")
    with pytest.raises(CommandError, match="không ra văn bản"):
        run("letter", "--office", "ca-nuoc", "--period", "2026", "--out", str(tmp_path / "a.pdf"))


def test_verify_finds_no_difference_in_what_was_published() -> None:
    published = Release.objects.filter(state=State.PUBLISHED).count()
    assert f"{published} đợt đã công bố" in run("verify_releases")


def test_verify_names_what_was_changed_behind_the_application() -> None:
    release = Release.objects.get(office__slug="hung-yen", period="2024-10")
    Release.objects.filter(pk=release.pk).update(results_hash="0" * 64)
    out = StringIO()
    with pytest.raises(CommandError, match="1 sai khác") as refusal:
        call_command("verify_releases", stdout=out)
    assert refusal.value.returncode == 1
    assert "tháng 10/2024" in out.getvalue()


def test_loading_the_demo_again_adds_nothing() -> None:
    before = counts()
    printed = run("load_demo")
    assert "Đã công bố" not in printed
    assert counts() == before


def test_the_same_bytes_give_the_first_upload(september: Path) -> None:
    run("import_scores", str(september), *SEPTEMBER, *BY_CLERK)
    uploads, entries = Upload.objects.count(), Entry.objects.count()
    run("import_scores", str(september), *SEPTEMBER, *BY_CLERK)
    assert (Upload.objects.count(), Entry.objects.count()) == (uploads, entries)
    assert openpyxl.load_workbook(BytesIO(september.read_bytes())).sheetnames[0] == "Huyện"
