"""What stops an import: each case is found, its message names the place and says what to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import pytest

from scores.intake.catalogue import Context
from scores.intake.outcome import Finding, Reading
from scores.intake.reading import read
from tests import workbooks
from tests.workbooks import Cell, Row, Sheet, workbook

ContextOf = Callable[[str, str], Context]
TITLE: Row = ["KẾT QUẢ THÁNG 10/2024"]
HEADER: Row = ["Stt", "Tên cơ quan, đơn vị", "Điểm tổng hợp", "Tiến độ giải quyết (%)"]
FILE = "bảng điểm.xlsx"


@pytest.fixture
def hung_yen(context_of: ContextOf) -> Context:
    return context_of("hung-yen", "2024-10")


def read_rows(context: Context, *rows: Row, header: Row = HEADER, title: Row = TITLE) -> Reading:
    """A sheet `Bảng` with the title in row 1, the header in row 2, rows from row 3."""
    return read(workbook({"Bảng": [title, header, *rows]}), FILE, context)


def only(reading: Reading, code: str) -> Finding:
    """The one blocking finding, which must be of this kind."""
    (finding,) = [finding for finding in reading.findings if finding.severity == "blocks"]
    assert finding.code == code, finding.message
    assert reading.blocked
    assert f"Tệp “{FILE}”" in finding.message
    return finding


def test_a_good_table_is_read(hung_yen: Context) -> None:
    reading = read_rows(hung_yen, [1, "UBND huyện Kim Động", "88,68", 98.66])
    assert not reading.blocked
    assert len(reading.figures) == 2


@pytest.mark.parametrize(
    ("value", "code", "says"),
    [
        ("188,68", "over-maximum", "lớn hơn mức tối đa 100 điểm"),
        ("Tốt", "text", "“Tốt” không phải là số liệu. Ghi số"),
        ("-", "unclear-mark", "Chọn một nghĩa cho cả tệp, hoặc ghi “Không có số liệu”"),
        ("88,685", "ambiguous", "đọc được theo nhiều cách"),
        (88.685, "too-precise", "ví dụ 88,685 thành 88,69"),
        (-3, "negative", "là số âm"),
        ("88,68%", "wrong-kind", "là tỷ lệ (%), chỉ số này chỉ có điểm"),
        (Cell(0.8868, "0.00%"), "wrong-kind", "88,68%"),
        (date(2024, 10, 9), "date", "Excel có thể đã đổi số liệu thành ngày"),
        (Cell(45574, "dd/mm/yyyy"), "date", "09/10/2024"),
        (True, "boolean", "TRUE"),
        ("#DIV/0!", "error-value", "#DIV/0!"),
        ("=C9+1", "formula-without-value", "Mở tệp bằng Excel, bấm Lưu rồi tải lên lại"),
    ],
)
def test_a_cell_that_is_no_figure(
    value: workbooks.Value | Cell, code: str, says: str, hung_yen: Context
) -> None:
    finding = only(read_rows(hung_yen, [1, "UBND huyện Kim Động", value, 98.66]), code)
    assert (finding.sheet, finding.cell) == ("Bảng", "C3")
    assert "trang “Bảng”, ô C3 (Huyện Kim Động, Tổng điểm)" in finding.message
    assert says in finding.message


def test_points_where_a_rate_belongs(hung_yen: Context) -> None:
    finding = only(read_rows(hung_yen, [1, "UBND huyện Kim Động", 88.68, "19,8/20 điểm"]), "wrong-kind")
    assert "ô D3 (Huyện Kim Động, Tiến độ giải quyết)" in finding.message
    assert "cột này cần tỷ lệ (%)" in finding.message


def test_date_of_the_other_date_system(hung_yen: Context) -> None:
    rows: list[Row] = [
        TITLE,
        HEADER,
        [1, "UBND huyện Kim Động", Cell(date(2024, 10, 9), "dd/mm/yyyy"), 98.66],
    ]
    finding = only(read(workbook({"Bảng": rows}, date_1904=True), FILE, hung_yen), "date")
    assert "09/10/2024" in finding.message


def test_unknown_unit_with_suggestions(hung_yen: Context) -> None:
    finding = only(read_rows(hung_yen, [7, "Sở Xây dưng", "", "97,2"]), "unknown-unit")
    assert finding.cell == "B3"
    assert "“Sở Xây dưng” trong tháng 10/2024. Có phải “Sở Xây dựng”" in finding.message
    assert "sửa tên trong tệp" in finding.message


def test_numbered_row_of_an_unknown_unit_without_figures(hung_yen: Context) -> None:
    reading = read_rows(hung_yen, [1, "UBND huyện Kim Động", 88.68, 98.66], [2, "Sở Mới"])
    assert only(reading, "unknown-unit").cell == "B4"


def test_unit_twice(hung_yen: Context) -> None:
    row: Row = [1, "UBND huyện Kim Động", "88,68", 98.66]
    finding = only(read_rows(hung_yen, row, [2, "Huyện KIM ĐỘNG", "88,68", 98.66]), "unit-twice")
    assert (finding.cell, "đã có ở ô B3. Giữ một dòng" in finding.message) == ("B4", True)


def test_two_sheets_that_contradict_each_other(hung_yen: Context) -> None:
    one: list[Row] = [TITLE, HEADER, [1, "UBND huyện Kim Động", "88,68", 98.66]]
    two: list[Row] = [TITLE, HEADER, [1, "UBND huyện Kim Động", "88,69", 98.66]]
    finding = only(read(workbook({"Một": one, "Hai": two}), FILE, hung_yen), "two-values")
    assert (finding.sheet, finding.cell) == ("Hai", "C3")
    assert "“88,69” nhưng ô C3 trang “Một” ghi “88,68”" in finding.message


def test_figure_and_reason_for_none(hung_yen: Context) -> None:
    one: list[Row] = [TITLE, HEADER, [1, "UBND huyện Kim Động", "88,68", 98.66]]
    two: list[Row] = [TITLE, HEADER, [1, "UBND huyện Kim Động", "Không có số liệu", 98.66]]
    assert only(read(workbook({"Một": one, "Hai": two}), FILE, hung_yen), "two-values").cell == "C3"


def test_unit_of_another_time(context_of: ContextOf) -> None:
    title: Row = ["THÁNG 8/2025"]
    reading = read_rows(
        context_of("hung-yen", "2025-08"), [1, "UBND huyện Kim Động", "88,68", 98.66], title=title
    )
    finding = only(reading, "unit-not-in-period")
    assert "Huyện Kim Động kết thúc hoạt động ngày 30/6/2025" in finding.message
    assert "chọn đúng kỳ" in finding.message


def test_header_that_is_not_understood(hung_yen: Context) -> None:
    header: Row = ["Stt", "Tên cơ quan, đơn vị", "Điểm tổng hợp", "Tiến đô giải quyêt (%)"]
    finding = only(
        read_rows(hung_yen, [1, "UBND huyện Kim Động", 88.68, 98.66], header=header), "unknown-header"
    )
    assert finding.cell == "D2"
    assert "“Tiến đô giải quyêt (%)”" in finding.message
    assert "Có phải “Tiến độ giải quyết”" in finding.message


def test_column_without_header(hung_yen: Context) -> None:
    reading = read_rows(hung_yen, [1, "UBND huyện Kim Động", 88.68, 98.66, 12])
    assert (only(reading, "missing-header").cell, len(reading.figures)) == ("E3", 2)


def test_header_of_another_edition(hung_yen: Context) -> None:
    header: Row = [*HEADER[:3], "Số TTHC công bố mới"]
    finding = only(
        read_rows(hung_yen, [1, "UBND huyện Kim Động", 88.68, 5], header=header), "indicator-not-in-edition"
    )
    assert "thuộc “Biểu mẫu thống kê" in finding.message


def test_kind_that_the_indicator_does_not_carry(hung_yen: Context) -> None:
    header: Row = [*HEADER[:2], "Điểm tổng hợp (%)", HEADER[3]]
    finding = only(read_rows(hung_yen, [1, "UBND huyện Kim Động", 88.68, 98.66], header=header), "wrong-kind")
    assert finding.cell == "C2"


@pytest.mark.parametrize(
    ("rows", "cell"),
    [
        ([["KẾT QUẢ"], [1, "UBND huyện Kim Động", 88.68]], "A2"),
        ([["KẾT QUẢ"], ["Stt", "Tên cơ quan, đơn vị", "Ghi chú"], [1, "UBND huyện Kim Động", "x"]], "B2"),
        ([["KẾT QUẢ"], ["Stt", "Tên", "Điểm tổng hợp"], [1, "UBND huyện Kim Động", 88.68]], "A3"),
    ],
)
def test_missing_header(rows: Sequence[Row], cell: str, hung_yen: Context) -> None:
    finding = only(read(workbook({"Bảng": rows}), FILE, hung_yen), "missing-header")
    assert finding.cell == cell
    assert "tiêu đề" in finding.message


def test_figures_without_a_name(hung_yen: Context) -> None:
    reading = read_rows(hung_yen, [1, "UBND huyện Kim Động", 88.68, 98.66], [2, None, 80, 90])
    finding = only(reading, "nameless-row")
    assert "dòng 4 có “80” nhưng không có tên đơn vị" in finding.message


def test_merged_figure_over_two_units(hung_yen: Context) -> None:
    rows: list[Row] = [
        TITLE,
        HEADER,
        [1, "UBND huyện Kim Động", 88.68, 98.66],
        [2, "UBND huyện Ân Thi", None, 97],
    ]
    data = workbook({"Bảng": Sheet(rows, merged=["C3:C4"])})
    assert only(read(data, FILE, hung_yen), "merged-value").cell == "C3"


def test_data_in_hidden_rows_and_columns(hung_yen: Context) -> None:
    rows: list[Row] = [
        TITLE,
        HEADER,
        [1, "UBND huyện Kim Động", 88.68, 98.66],
        [2, "UBND huyện Ân Thi", 87, 97],
    ]
    data = workbook({"Bảng": Sheet(rows, hidden_rows=[4])})
    assert only(read(data, FILE, hung_yen), "hidden-row").cell == "B4"
    data = workbook({"Bảng": Sheet(rows, hidden_columns=["D"])})
    assert only(read(data, FILE, hung_yen), "hidden-column").cell == "D2"


@pytest.mark.parametrize(
    ("title", "named"),
    [
        ("KẾT QUẢ THÁNG 9/2024", "tháng 9/2024"),
        ("Kết quả tháng 10 năm 2023", "tháng 10/2023"),
        ("Quý III/2024", "quý III/2024"),
        ("NĂM 2023", "năm 2023"),
    ],
)
def test_title_of_another_period(title: str, named: str, hung_yen: Context) -> None:
    reading = read_rows(hung_yen, [1, "UBND huyện Kim Động", 88.68, 98.66], title=[title])
    finding = only(reading, "wrong-period")
    assert f"ghi {named}, nhưng đang nhập tháng 10/2024" in finding.message
    assert "Chọn lại kỳ" in finding.message


def test_sheet_and_file_of_another_period(hung_yen: Context) -> None:
    rows: list[Row] = [["KẾT QUẢ"], HEADER, [1, "UBND huyện Kim Động", 88.68, 98.66]]
    assert only(read(workbook({"Tháng 9": rows}), FILE, hung_yen), "wrong-period").sheet == "Tháng 9"
    reading = read(workbook({"Bảng": rows}), "diem-2024-09.xlsx", hung_yen)
    assert [finding.code for finding in reading.findings if finding.severity == "blocks"] == ["wrong-period"]
    titled = workbook({"Bảng": [TITLE, HEADER, rows[2]]})
    reading = read(titled, "diem-2024-09.xlsx", hung_yen)
    assert not reading.blocked
    assert "wrong-period" in [finding.code for finding in reading.findings]


def test_part_of_the_period(hung_yen: Context) -> None:
    row: Row = [1, "UBND huyện Kim Động", 88.68, 98.66]
    finding = only(read_rows(hung_yen, row, title=["Số liệu tính đến ngày 15/10/2024"]), "part-of-period")
    assert "ghi ngày 15/10/2024" in finding.message
    assert not read_rows(hung_yen, row, title=["Số liệu tính đến ngày 31/10/2024"]).blocked
    partial = replace(hung_yen, partial=True, as_of=date(2024, 10, 15))
    assert not read_rows(partial, row, title=["Số liệu tính đến ngày 15/10/2024"]).blocked


def test_no_figures_at_all(hung_yen: Context) -> None:
    assert (
        "Kiểm tra đã chọn đúng tệp"
        in only(read_rows(hung_yen, [1, "UBND huyện Kim Động"]), "no-figures").message
    )


def test_a_one_unit_table_of_another_office(context_of: ContextOf) -> None:
    rows: list[Row] = [
        ["KẾT QUẢ BỘ CHỈ SỐ 766 CỦA TỈNH HƯNG YÊN THÁNG 02/2026"],
        ["Chỉ số", "Điểm"],
        ["Tổng điểm", 80],
    ]
    reading = read(workbook({"Bảng": rows}), FILE, context_of("gia-lai", "2026-02"))
    assert "là của Tỉnh Hưng Yên, nhưng đang nhập cho Tỉnh Gia Lai" in only(reading, "wrong-office").message


INDICATORS_HEADER: Row = ["Stt", "Nhóm chỉ số", "Điểm", "Trung bình cả nước", "Tỷ lệ", "Xếp hạng"]


@pytest.mark.parametrize(
    ("row", "code", "cell"),
    [
        ([1, "Công khai minh bạch", "19/18 điểm"], "over-maximum", "C3"),
        ([1, "Công khai minh bạch", "15,7", "87%"], "wrong-kind", "D3"),
        ([1, "Công khai minh bạch", "15,7", None, None, "64/63"], "rank", "F3"),
        ([1, "Công khai minh bạch", "15,7", None, None, "2"], "rank", "F3"),
        ([1, "Công khai minh bach", "15,7"], "unknown-indicator", "B3"),
        ([1, None, "15,7"], "nameless-row", "C3"),
        ([1, "Số TTHC công bố mới", "15"], "indicator-not-in-edition", "B3"),
        ([1, "Kết quả cấp bản sao điện tử", "15"], "wrong-kind", "C3"),
    ],
)
def test_rows_of_one_unit(row: Row, code: str, cell: str, hung_yen: Context) -> None:
    finding = only(read_rows(hung_yen, row, header=INDICATORS_HEADER), code)
    assert finding.cell == cell


def test_indicator_twice(hung_yen: Context) -> None:
    rows: list[Row] = [[1, "Công khai minh bạch", "15,7"], [2, "Công khai, minh bạch (18đ)", "15,7"]]
    finding = only(read_rows(hung_yen, *rows, header=INDICATORS_HEADER), "indicator-twice")
    assert "đã có ở ô B3" in finding.message


def test_repeated_title_without_its_number(context_of: ContextOf) -> None:
    header: Row = ["Chỉ tiêu thống kê", "Đơn vị tính", "Số liệu"]
    row: Row = ["Tổng số hồ sơ TTHC đã giải quyết xong", "Hồ sơ", "16.095"]
    reading = read_rows(context_of("hung-yen", "2025-Q3"), row, header=header, title=["QUÝ III/2025"])
    assert "ghi đúng số mục ở cột Stt" in only(reading, "ambiguous-indicator").message
