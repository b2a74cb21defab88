"""The small office of the corpus: a province of 12 communes in 8/2025, its one good workbook, and the truth.

Rows 3–14 of the sheet `Tháng 8` are the communes; columns C–H the six groups, I the total. A case names what
is odd by cell: `good(C3="17,25")` writes a text where the number of Phường Phố Hiến's first group stood.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from openpyxl.utils import coordinate_to_tuple

from scores.intake.catalogue import CatalogueBand, CatalogueIndicator, CatalogueUnit, Context, Previous
from scores.intake.figures import Kind
from scores.period import Period
from tests.workbooks import Cell, Row, Sheet, Value, workbook

FILE = "bảng điểm.xlsx"
SHEET = "Tháng 8"
TITLE = "KẾT QUẢ BỘ CHỈ SỐ 766 CỦA CÁC XÃ, PHƯỜNG THÁNG 8/2025"
HEADER: Row = (
    *("Stt", "Tên cơ quan, đơn vị", "Công khai, minh bạch (18đ)", "Tiến độ giải quyết (20đ)"),
    *("Dịch vụ công trực tuyến (12đ)", "Thanh toán trực tuyến (10đ)", "Mức độ hài lòng (18đ)"),
    *("Số hóa hồ sơ (22đ)", "Điểm tổng hợp"),
)
COMMUNES = (
    *("Phường Phố Hiến", "Xã Tân Hưng", "Phường Hồng Châu", "Xã Lạc Đạo", "Xã Văn Giang", "Xã Hoàn Long"),
    *("Xã Yên Mỹ", "Phường Mỹ Hào", "Xã Ân Thi", "Xã Khoái Châu", "Xã Tiên Lữ", "Xã Tiên Hoa"),
)
DEPARTMENTS = ("Sở Nội vụ", "Sở Xây dựng", "Sở Y tế", "Sở Khoa học và Công nghệ")
DISTRICTS = ("Huyện Kim Động", "Huyện Tiên Lữ", "Huyện Ân Thi", "Thị xã Mỹ Hào")
FIRST_ROW = 3
MERGER = date(2025, 7, 1)

_POINTS_AND_RATE = frozenset({Kind.POINTS, Kind.RATE})
_GROUPS = (
    # code, number, name, maximum, the first commune's points, what every next one has less
    ("CKMB", "1", "Công khai, minh bạch", "18", "17.25", "0.31"),
    ("TDGQ", "2", "Tiến độ giải quyết", "20", "19.40", "0.27"),
    ("CLGQ", "3", "Dịch vụ công trực tuyến", "12", "11.05", "0.13"),
    ("TTTT", "3.5", "Thanh toán trực tuyến", "10", "9.15", "0.17"),
    ("MDHL", "4", "Mức độ hài lòng", "18", "17.80", "0.09"),
    ("MDSH", "5", "Số hóa hồ sơ", "22", "20.35", "0.41"),
)
CODES = (*(code for code, *_ in _GROUPS), "total")

TOTAL = CatalogueIndicator(
    1,
    "total",
    "Tổng điểm",
    ("Tổng điểm", "Điểm tổng hợp", "Tổng cộng"),
    "total",
    maximum=Decimal(100),
    carries=frozenset({Kind.POINTS}),
)
GROUPS = tuple(
    CatalogueIndicator(
        number, code, name, (name,), "group", own, Decimal(maximum), _POINTS_AND_RATE, parent_id=None
    )
    for number, (code, own, name, maximum, *_) in enumerate(_GROUPS, 2)
)
COPIES = CatalogueIndicator(
    20,
    "BSDT",
    "Kết quả cấp bản sao điện tử",
    ("Kết quả cấp bản sao điện tử",),
    "count",
    carries=frozenset({Kind.COUNT}),
    measure="bản",
)
CERTIFIED = CatalogueIndicator(
    21,
    "5.4",
    "Chứng thực bản sao điện tử",
    ("Chứng thực bản sao điện tử",),
    "component",
    "5.4",
    Decimal(2),
    frozenset({Kind.POINTS, Kind.RATE, Kind.COUNT}),
    has_count_of=True,
    measure="đơn vị",
)
PROVINCE = CatalogueUnit(1, "Tỉnh Hưng Yên", "province", ("Tỉnh Hưng Yên",), "H31", first_day=MERGER)


def unit(number: int, name: str, level: str, code: str = "", parent: str = PROVINCE.name) -> CatalogueUnit:
    """A unit under the province, from the merger on."""
    return CatalogueUnit(number, name, level, (name,), code, parent, first_day=MERGER)


UNITS = (
    PROVINCE,
    *(unit(100 + n, name, "commune", code=f"H31.{n + 1:02}") for n, name in enumerate(COMMUNES)),
)
DISSOLVED = tuple(
    CatalogueUnit(300 + n, name, "district", (name,), last_day=date(2025, 6, 30))
    for n, name in enumerate(DISTRICTS)
)
OFFICE = Context(
    office_name="Văn phòng UBND tỉnh Hưng Yên",
    period=Period.parse("2025-08"),
    own=PROVINCE,
    units=UNITS,
    absent_units=DISSOLVED,
    indicators=(TOTAL, *GROUPS, COPIES, CERTIFIED),
    other_offices=("Tỉnh Gia Lai",),
    bands=tuple(
        CatalogueBand(name, Decimal(bound))
        for name, bound in (("Xuất sắc", 90), ("Tốt", 80), ("Khá", 70), ("Trung bình", 50), ("Yếu", 0))
    ),
)
WITH_DEPARTMENTS = replace(
    OFFICE, units=(*UNITS, *(unit(200 + n, name, "department") for n, name in enumerate(DEPARTMENTS)))
)
INDICATOR = {indicator.code: indicator for indicator in OFFICE.indicators}

Key = tuple[str, str]
"""A unit's name and an indicator's code."""


def spelt(number: Decimal) -> str:
    """`17.25`, `90`, `0`: a number as the cases write it."""
    return f"{number.normalize():f}"


def _points(commune: int) -> list[Decimal]:
    points = [Decimal(first) - commune * Decimal(less) for *_, first, less in _GROUPS]
    return [*points, sum(points, Decimal(0))]


POINTS = tuple(tuple(_points(commune)) for commune in range(len(COMMUNES)))
TRUTH: dict[Key, str] = {
    (name, code): spelt(value)
    for name, points in zip(COMMUNES, POINTS, strict=True)
    for code, value in zip(CODES, points, strict=True)
}
ROWS: tuple[Row, ...] = tuple(
    (number, name, *points) for number, (name, points) in enumerate(zip(COMMUNES, POINTS, strict=True), 1)
)


def key_of(address: str) -> Key:
    """Whose figure stands in a cell of the good workbook: `C3` is the first commune's first group."""
    row, column = coordinate_to_tuple(address)
    return COMMUNES[row - FIRST_ROW], CODES[column - 3]


def rows(cells: Mapping[str, Value | Cell]) -> list[Row]:
    """All rows of the good sheet, with some cells written otherwise or added."""
    table: list[list[Value | Cell]] = [[TITLE], list(HEADER), *(list(row) for row in ROWS)]
    for address, value in cells.items():
        row, column = coordinate_to_tuple(address)
        while len(table) < row:
            table.append([])
        table[row - 1].extend([None] * (column - len(table[row - 1])))
        table[row - 1][column - 1] = value
    return [*table]


def good(**cells: Value | Cell) -> bytes:
    """The good workbook, odd only in these cells."""
    return workbook({SHEET: rows(cells)})


def sheet(
    cells: Mapping[str, Value | Cell] | None = None, *, merged: Sequence[str] = (), **more: object
) -> Sheet:
    """The good sheet, odd in cells, merges, or what is hidden (fields of `Sheet`)."""
    return replace(Sheet(rows(cells or {}), merged), **more)  # type: ignore[arg-type]  # by field name


def before(less: str = "0", context: Context = OFFICE) -> Context:
    """The office with a month before, in which every figure was lower by this much (never under 0)."""
    ids = {unit.name: unit.id for unit in context.units}
    previous = {
        (ids[name], INDICATOR[code].id): Previous(points=max(Decimal(0), Decimal(value) - Decimal(less)))
        for (name, code), value in TRUTH.items()
    }
    return replace(context, previous=previous)
