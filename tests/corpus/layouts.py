"""Workbooks whose layout is odd, for the cases of B: the whole table laid out another way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.corpus.office import COMMUNES, HEADER, POINTS, ROWS, SHEET, TITLE, good, rows, sheet
from tests.workbooks import Row, Sheet, Value, replaced, workbook

JULY = "KẾT QUẢ BỘ CHỈ SỐ 766 CỦA CÁC XÃ, PHƯỜNG THÁNG 7/2025"
TITLES: Sequence[Row] = (
    ["ỦY BAN NHÂN DÂN TỈNH", None, None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
    ["VĂN PHÒNG", None, None, None, "Độc lập - Tự do - Hạnh phúc"],
    [],
    ["PHỤ LỤC"],
    [TITLE],
    ["(Kèm theo Công văn số      /VP-KSTTHC ngày    tháng 9 năm 2025)"],
)
FEET: Sequence[Row] = (
    [],
    [None, "Ghi chú: số liệu lấy từ Cổng Dịch vụ công quốc gia"],
    [None, None, None, None, None, None, "CHÁNH VĂN PHÒNG"],
    [None, None, None, None, None, None, "(Ký, ghi rõ họ tên)"],
)
GROUPS_OVER: Row = ["Stt", "Tên cơ quan, đơn vị", "Trong đó", None, None, None, None, None, "Điểm tổng hợp"]
GROUPS_UNDER: Row = [None, None, *HEADER[2:8]]


def official() -> bytes:
    """As an office prints it: motto, titles, two-row header, sections, blanks, totals, notes, signature."""
    table: list[Row] = [*TITLES, GROUPS_OVER, GROUPS_UNDER, ["I", "CÁC PHƯỜNG"]]
    table += [ROWS[0], ROWS[2], ROWS[7], [], ["II", "CÁC XÃ"]]
    table += [row for row in ROWS if str(row[1]).startswith("Xã")]
    table += [[None, "Trung bình chung", *average()], [None, "Tổng cộng", *added()], *FEET]
    merged = ["A4:I4", "A5:I5", "A6:I6", "C7:H7", "A7:A8", "B7:B8", "I7:I8"]
    return workbook({SHEET: Sheet(table, merged)})


def added() -> list[Value]:
    return [sum(column) for column in zip(*POINTS, strict=True)]


def average() -> list[Value]:
    return [round(sum(column) / len(POINTS), 2) for column in zip(*POINTS, strict=True)]


def above(*extra: Row, below: Sequence[Row] = ()) -> bytes:
    """The good rows with rows before the header and after the table."""
    return workbook({SHEET: [[TITLE], *extra, HEADER, *ROWS, *below]})


def after_row(number: int, *extra: Row) -> bytes:
    """The good sheet with rows put in after one."""
    table = rows({})
    return workbook({SHEET: [*table[:number], *extra, *table[number:]]})


def stacked() -> bytes:
    """A header of two rows, the groups under one merged `Trong đó`."""
    merged = ["C2:H2", "A2:A3", "B2:B3", "I2:I3"]
    return workbook({SHEET: Sheet([[TITLE], GROUPS_OVER, GROUPS_UNDER, *ROWS], merged)})


def moved(down: int, right: int) -> bytes:
    """The good table away from A1."""
    table = [[*([None] * right), *row] for row in rows({})]
    return workbook({SHEET: [*([[]] * down), *table]})


def reordered(order: Sequence[int]) -> bytes:
    """The good table with its columns in another order, headers with them."""
    table = [[row[place] for place in order] for row in [HEADER, *ROWS]]
    return workbook({SHEET: [[TITLE], *table]})


def with_column(header: str | None, values: Sequence[Value]) -> bytes:
    """The good table with one more column at its end."""
    table = [[*HEADER, header], *([*row, value] for row, value in zip(ROWS, values, strict=True))]
    return workbook({SHEET: [[TITLE], *table]})


def exchanged(one: int, other: int) -> bytes:
    """The good table with the figures of two columns exchanged, headers left where they were."""
    table: list[Row] = []
    for row in ROWS:
        figures = list(row)
        figures[one], figures[other] = figures[other], figures[one]
        table.append(figures)
    return workbook({SHEET: [[TITLE], HEADER, *table]})


def header(cells: Mapping[int, str | None]) -> bytes:
    """The good table with some headers written otherwise, by place from 0."""
    written = [cells.get(place, text) for place, text in enumerate(HEADER)]
    return workbook({SHEET: [[TITLE], written, *ROWS]})


def sheets(*, active: str | None = None, **more: Sheet | Sequence[Row]) -> bytes:
    """The good sheet and others after it; `_` stands for a blank in their names."""
    others = {name.replace("_", " "): content for name, content in more.items()}
    return workbook({SHEET: sheet(), **others}, active=active)


def july(**cells: Value) -> list[Row]:
    """The sheet of the month before, as it stands in a book of all months."""
    return [[JULY], *rows(cells)[1:]]


def one_sheet_a_group() -> bytes:
    """Seven sheets, each with one indicator of all communes: an ordinary way to keep them."""
    return workbook(
        {
            f"Bảng {place - 1}": [
                [TITLE],
                [*HEADER[:2], HEADER[place]],
                *([*row[:2], row[place]] for row in ROWS),
            ]
            for place in range(2, 9)
        }
    )


def titled(title: str) -> bytes:
    return good(A1=title)


def of_units(names: Sequence[str], title: str = TITLE) -> bytes:
    """The good figures under the names of other units."""
    table = [[number, name, *ROWS[number - 1][2:]] for number, name in enumerate(names, 1)]
    return workbook({SHEET: [[title], HEADER, *table]})


def renamed(count: int) -> bytes:
    """The good table whose first rows name communes that nobody has."""
    names = [f"Xã Không Có {number}" for number in range(count)]
    return of_units([*names, *COMMUNES[count:]])


def flat_row() -> bytes:
    """The good sheet whose row 5 has no height: nobody sees it, though it is not marked as hidden."""
    return replaced(good(), '<row r="5"', '<row r="5" ht="0" customHeight="1"')
