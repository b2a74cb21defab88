"""What holds for every file: no row disappears, columns may stand in any order, nothing raises."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scores.intake.catalogue import Context
from scores.intake.outcome import Reading
from scores.intake.reading import read
from scores.intake.workbook import read_workbook
from tests.workbooks import Row, Sheet, replaced, with_cached_value, workbook, wrong_dimension

ContextOf = Callable[[str, str], Context]
DATA = Path(__file__).parent.parent / "data"
FILES = {
    "2023-11-chi-so-thanh-phan.xlsx": ("tinh-khong-neu-ten", "2023-11"),
    "2024-07-huyen-tien-lu.xlsx": ("tien-lu", "2024-07"),
    "2024-08-huyen-tien-lu.xlsx": ("tien-lu", "2024-08"),
    "2024-10-tinh-hung-yen.xlsx": ("hung-yen", "2024-10"),
    "2025-08-tinh-hung-yen.xlsx": ("hung-yen", "2025-08"),
    "2025-q3-tinh-hung-yen.xlsx": ("hung-yen", "2025-Q3"),
    "national-2026-09-27.xlsx": ("ca-nuoc", "2026"),
}
slow = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)


def assert_every_row_is_told(data: bytes, reading: Reading) -> None:
    """Each row with anything in it was read, or is listed with its text and a reason."""
    listed = {(row.sheet, row.row): row for row in reading.left_out}
    read_rows = {(sheet.name, row) for sheet in reading.sheets for row in sheet.rows}
    for sheet in read_workbook(data).sheets:
        for row in sheet.rows:
            place = (sheet.name, row)
            assert place in read_rows or place in listed, f"{place} disappeared: {sheet.row_text(row)}"
            if place not in read_rows:
                assert listed[place].text == sheet.row_text(row)
                assert listed[place].why


@pytest.mark.parametrize("name", FILES)
def test_no_row_of_a_demo_file_disappears(name: str, context_of: ContextOf) -> None:
    data = (DATA / name).read_bytes()
    assert_every_row_is_told(data, read(data, name, context_of(*FILES[name])))


@pytest.mark.parametrize("name", FILES)
def test_a_file_for_the_wrong_office_is_blocked_and_still_told(name: str, context_of: ContextOf) -> None:
    data = (DATA / name).read_bytes()
    reading = read(data, name, context_of("gia-lai", "2026-02"))
    assert reading.blocked
    assert_every_row_is_told(data, reading)


values = st.one_of(
    st.none(),
    st.sampled_from(["Stt", "Tên cơ quan, đơn vị", "Nhóm chỉ số", "Điểm tổng hợp", "UBND huyện Ân Thi", "I"]),
    st.sampled_from(
        ["Công khai minh bạch", "Ghi chú", "Tỷ lệ (%)", "88,68", "-", "Tháng 9/2024", "Tổng cộng"]
    ),
    st.integers(-5, 200),
    st.floats(allow_nan=False, width=32),
    st.booleans(),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=8),
)


@slow
@given(rows=st.lists(st.lists(values, max_size=5), max_size=9))
def test_no_row_of_any_sheet_disappears(rows: Sequence[Row], context_of: ContextOf) -> None:
    data = workbook({"Bảng": rows})
    reading = read(data, "bảng.xlsx", context_of("hung-yen", "2024-10"))
    assert_every_row_is_told(data, reading)
    assert reading.blocked or reading.figures


HEADER: Row = [
    "Stt",
    "Tên cơ quan, đơn vị",
    "Tỷ lệ hồ sơ TTHC số hóa hồ sơ, kết quả giải quyết TTHC (%)",
    "Kết quả cấp bản sao điện tử (bản)",
    "Điểm đánh giá",
    "Kết quả đánh giá",
]
ROWS: Sequence[Row] = [
    ["I", "UBND tỉnh Hưng Yên", "85,11", "310.630", "87,29", "Tốt"],
    [1, "UBND huyện Kim Động", 80, 44205, "88,68", "Tốt"],
    [2, "UBND Thị Xã Mỹ Hào", "76,5", "50.368", 88.64, "Tốt"],
    [3, "UBND huyện Văn Giang", 74.8, "Không có số liệu", "88,64", "Khá"],
]


def told(reading: Reading) -> tuple[object, list[str]]:
    """What was read, without the addresses that moving a column changes."""
    figures = {
        (f.unit_id, f.indicator_id, f.points, f.rate, f.count, f.no_data_reason) for f in reading.figures
    }
    return figures, sorted(finding.code for finding in reading.findings)


@slow
@given(order=st.permutations(range(6)))
def test_permuted_columns_give_the_same(order: Sequence[int], context_of: ContextOf) -> None:
    context = context_of("hung-yen", "2024-10")
    straight = read(workbook({"Bảng": [HEADER, *ROWS]}), "bảng.xlsx", context)
    moved = [[row[column] for column in order] for row in [HEADER, *ROWS]]
    assert told(read(workbook({"Bảng": moved}), "bảng.xlsx", context)) == told(straight)
    assert len(straight.figures) == 12
    assert "printed-rating" in told(straight)[1]


@slow
@given(order=st.permutations(range(4)))
def test_permuted_rows_give_the_same(order: Sequence[int], context_of: ContextOf) -> None:
    context = context_of("hung-yen", "2024-10")
    straight = read(workbook({"Bảng": [HEADER, *ROWS]}), "bảng.xlsx", context)
    moved = [HEADER, *(ROWS[row] for row in order)]
    assert told(read(workbook({"Bảng": moved}), "bảng.xlsx", context)) == told(straight)


def test_a_wrong_dimension_hides_no_row(context_of: ContextOf) -> None:
    data = workbook({"Bảng": [HEADER, *ROWS]})
    context = context_of("hung-yen", "2024-10")
    assert told(read(wrong_dimension(data, "A1:B1"), "b.xlsx", context)) == told(
        read(data, "b.xlsx", context)
    )


def test_hidden_sheets_are_named(context_of: ContextOf) -> None:
    table: list[Row] = [HEADER, *ROWS]
    data = workbook(
        {"Bảng": table, "Nháp": Sheet(table, state="hidden"), "Cũ": Sheet(table, state="veryHidden")}
    )
    reading = read(data, "bảng.xlsx", context_of("hung-yen", "2024-10"))
    assert len(reading.figures) == 12
    assert [(row.sheet, row.why) for row in reading.left_out] == [
        ("Nháp", "trang bị ẩn"),
        ("Cũ", "trang bị ẩn"),
    ]


def test_formulas_give_the_value_excel_stored(context_of: ContextOf) -> None:
    context = context_of("hung-yen", "2024-10")
    rows: list[Row] = [["Tên đơn vị", "Điểm tổng hợp"], ["Huyện Ân Thi", "=40+47.46"]]
    data = with_cached_value(workbook({"Bảng": rows}), "B2", "87.46")
    assert [str(figure.points) for figure in read(data, "b.xlsx", context).figures] == ["87.46"]
    blank = replaced(with_cached_value(workbook({"Bảng": rows}), "B2", ""), '<c r="B2"', '<c r="B2" t="str"')
    assert [finding.code for finding in read(blank, "b.xlsx", context).findings] == ["no-figures"]


@slow
@given(data=st.binary(max_size=300))
def test_random_bytes_are_refused(data: bytes, context_of: ContextOf) -> None:
    assert read(data, "x.xlsx", context_of("hung-yen", "2024-10")).blocked


def test_every_truncation_is_refused(context_of: ContextOf) -> None:
    context = context_of("tien-lu", "2024-08")
    data = (DATA / "2024-08-huyen-tien-lu.xlsx").read_bytes()
    for length in range(0, len(data), 512):
        reading = read(data[:length], "x.xlsx", context)
        assert [finding.code for finding in reading.findings] == ["not-a-workbook"], length


def test_flipped_bytes_never_raise(context_of: ContextOf) -> None:
    context = context_of("tien-lu", "2024-07")
    data = (DATA / "2024-07-huyen-tien-lu.xlsx").read_bytes()
    whole = told(read(data, "x.xlsx", context))
    chance = random.Random(766)
    for _ in range(150):
        place = chance.randrange(len(data))
        broken = data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :]
        reading = read(broken, "x.xlsx", context)
        assert reading.blocked or told(reading) == whole
