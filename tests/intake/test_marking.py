"""The marked copy: every finding in its cell and in the list, and the file itself as it was."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment

from scores import actions
from scores.intake import marking
from scores.intake.outcome import Reading
from scores.models import Office, Release, Upload
from scores.period import Period
from tests.people import People
from tests.workbooks import Cell, parts, with_part, workbook

DATA = Path(__file__).parent.parent / "data"
HEADER = ["Stt", "Tên cơ quan, đơn vị", "Tổng điểm"]
TITLE = ["KẾT QUẢ THÁNG 10/2024"]
RED, YELLOW = "00FFC7CE", "00FFEB9C"


@pytest.fixture
def draft(office: Office, staff: People) -> Release:
    return actions.start(office=office, period=Period.parse("2024-10"), by=staff.enters)


def kept(draft: Release, staff: People, data: bytes, name: str = "bảng.xlsx") -> Upload:
    return actions.record_upload(release=draft, data=data, name=name, by=staff.enters)


def opened(data: bytes) -> Workbook:
    return load_workbook(io.BytesIO(data))


def told(reading: Reading) -> list[tuple[str, str, str, str]]:
    return [(found.severity, found.code, found.sheet, found.cell) for found in reading.findings]


def odd() -> bytes:
    """An unknown unit, a total over its maximum, a formula without a value, hidden text like a formula."""
    return workbook(
        {
            "Phụ lục": [
                TITLE,
                HEADER,
                [1, "Xã Một", Cell("88,68")],
                [2, "Xã Hai", 188.5],
                [3, "Xã Ba", "=1+80"],
                [4, "Xã Bốn", Cell(77.5, "0.00")],
                [None, "=chú thích", None],
            ]
        }
    )


def test_each_finding_is_in_its_cell_and_in_the_list(draft: Release, staff: People) -> None:
    upload = kept(draft, staff, odd())
    book = opened(marking.marked_copy(upload))
    first, sheet = book.worksheets
    assert first.title == "Kết quả kiểm tra"
    assert book.active is first
    listed = {first.cell(row, 4).value: first.cell(row, 4) for row in range(6, first.max_row + 1)}
    for finding in upload.findings.exclude(cell=""):
        cell = sheet[finding.cell]
        assert cell.fill.fgColor.rgb == (RED if finding.severity == "blocks" else YELLOW)
        assert cell.comment is not None
        assert cell.comment.text.startswith(("Phải sửa: ", "Cần xác nhận: "))
        link = listed[finding.cell].hyperlink
        assert link is not None
        assert link.location == f"'Phụ lục'!{finding.cell}"
    assert {"C4", "C5", "B6"} <= listed.keys()
    assert sheet["C3"].comment is None
    assert sheet["C6"].number_format == "0.00"
    texts = [str(cell.value) for row in first.iter_rows() for cell in row if cell.value]
    assert any("=chú thích" in text for text in texts)
    assert not any(cell.data_type == "f" for row in first.iter_rows() for cell in row)


def test_read_again_it_says_the_same(draft: Release, staff: People) -> None:
    data = odd()
    upload = kept(draft, staff, data)
    before = actions.read(draft, data, "bảng.xlsx")
    copy = marking.marked_copy(upload)
    after = actions.read(draft, copy, "bảng.xlsx")
    assert told(after) == told(before)
    assert [found.message for found in after.findings] == [found.message for found in before.findings]
    assert after.figures == before.figures
    assert [row for row in after.left_out if row.sheet != "Kết quả kiểm tra"] == list(before.left_out)
    again = kept(draft, staff, copy, "bảng - kết quả kiểm tra.xlsx")
    book = opened(marking.marked_copy(again))
    assert book.sheetnames == ["Kết quả kiểm tra", "Phụ lục"]
    comment = book["Phụ lục"]["C4"].comment
    assert comment is not None
    assert comment.text.count("Phải sửa") == 1


@pytest.mark.parametrize(
    "name", ["2024-08-huyen-tien-lu.xlsx", "2023-11-chi-so-thanh-phan.xlsx", "national-2026-09-27.xlsx"]
)
def test_a_real_file_reads_as_before(name: str, draft: Release, staff: People) -> None:
    """Against a foreign catalogue there is much to mark: merged headers, formats and texts stay readable."""
    data = (DATA / name).read_bytes()
    upload = kept(draft, staff, data, "a.xlsx")
    after = actions.read(draft, marking.marked_copy(upload), "a.xlsx")
    before = actions.read(draft, data, "a.xlsx")
    assert told(after) == told(before)
    assert told(before)
    assert [(f.cell, f.raw) for f in after.figures] == [(f.cell, f.raw) for f in before.figures]


def test_what_was_confirmed_says_by_whom(draft: Release, staff: People) -> None:
    upload = kept(
        draft,
        staff,
        workbook({"a": [TITLE, HEADER, [1, "Xã Một", 88.68], [2, "Xã Hai", 80], [3, "Xã Ba", 0]]}),
    )
    actions.confirm_all(upload=upload, release=draft, by=staff.enters, comment="đã đối chiếu")
    first = opened(marking.marked_copy(upload)).worksheets[0]
    texts = [str(cell.value) for row in first.iter_rows() for cell in row if cell.value]
    assert "Đã xác nhận" in texts
    assert any("Người xác nhận: nhap" in text for text in texts)


def test_a_comment_of_the_office_stays(draft: Release, staff: People) -> None:
    book = opened(odd())
    book["Phụ lục"]["C4"].comment = Comment("Chị Lan báo qua điện thoại", "Lan")
    stream = io.BytesIO()
    book.save(stream)
    copy = opened(marking.marked_copy(kept(draft, staff, stream.getvalue())))
    comment = copy["Phụ lục"]["C4"].comment
    assert comment is not None
    assert "Phải sửa: " in comment.text
    assert "Chị Lan báo qua điện thoại" in comment.text


@pytest.mark.parametrize("data", [b"%PDF-1.4 a", b'{"evaluation": []}', odd()[:900]])
def test_what_cannot_be_opened_gets_the_list_alone(data: bytes, draft: Release, staff: People) -> None:
    upload = kept(draft, staff, data, "tệp lạ.xlsx")
    book = opened(marking.marked_copy(upload))
    assert book.sheetnames == ["Kết quả kiểm tra"]
    assert book.worksheets[0]["B6"].value == "Phải sửa"


def test_nothing_that_runs_or_leads_out_is_carried_over(draft: Release, staff: People) -> None:
    data = workbook({"a": [TITLE, HEADER, [1, "Xã Một", "='[1]Tháng 9'!C3"], [2, "Xã Hai", 70]]})
    data = with_part(data, "xl/vbaProject.bin", b"macro")
    data = with_part(data, "xl/externalLinks/externalLink1.xml", b"<externalLink/>")
    upload = kept(draft, staff, data)
    copy = marking.marked_copy(upload)
    names = parts(copy)
    assert not any("vba" in name or "externalLink" in name for name in names)
    formulas = [formula for content in names.values() for formula in re.findall(rb"<f>(.*?)</f>", content)]
    assert formulas == [b"#REF!"]
    assert told(actions.read(draft, copy, "bảng.xlsx")) == told(actions.read(draft, data, "bảng.xlsx"))
