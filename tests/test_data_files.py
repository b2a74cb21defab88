"""The files of tests/data are what the builder makes, and hold what their documents state."""

from collections import Counter
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.build_data import CRAWLED_COUNTRY, CRAWLED_MONTH, DATA, crawled_rows, portal_answer, workbooks
from tests.notices import components_2023_11, figure, hung_yen_2024_10, hung_yen_2025_q3, tien_lu_2024_08
from tests.office.district import july_points
from tests.workbooks import (
    Cell,
    Sheet,
    broken_part,
    parts,
    replaced,
    with_cached_value,
    with_shared_strings,
    without_part,
    workbook,
    wrong_dimension,
)

BOOKS = workbooks()
ROUNDING = Decimal("0.05")  # by how much a figure printed with one decimal may differ from the exact one


def content(sheet: Worksheet) -> tuple[Any, ...]:
    """All that a reader of the sheet can meet: cells with their formats, merges, what is hidden."""
    cells = [(cell.coordinate, cell.value, cell.number_format) for row in sheet.iter_rows() for cell in row]
    merged = sorted(str(area) for area in sheet.merged_cells.ranges)
    hidden_rows = [number for number, row in sheet.row_dimensions.items() if row.hidden]
    hidden_columns = [letter for letter, column in sheet.column_dimensions.items() if column.hidden]
    return cells, merged, hidden_rows, hidden_columns, sheet.sheet_state


def contents(data: bytes) -> dict[str, tuple[Any, ...]]:
    return {sheet.title: content(sheet) for sheet in load_workbook(BytesIO(data)).worksheets}


# The committed files


@pytest.mark.parametrize("name", BOOKS)
def test_workbook_is_as_built(name: str) -> None:
    assert contents((DATA / name).read_bytes()) == contents(BOOKS[name])


def test_every_workbook_has_its_builder() -> None:
    assert {path.name for path in DATA.glob("*.xlsx")} == set(BOOKS)


def test_portal_answer_is_as_built() -> None:
    assert (DATA / f"{CRAWLED_MONTH}.json").read_text(encoding="utf-8") == portal_answer()


def test_every_file_has_its_source() -> None:
    sources = (DATA / "SOURCES.md").read_text(encoding="utf-8")
    named = {path.name for path in DATA.iterdir()} - {"SOURCES.md"}
    named = {name if not name.startswith("2025-0") else name[:8] for name in named}
    assert {name for name in named if f"`{name}" not in sources} == set()


# What the documents state


def test_copies_of_the_districts_add_up_to_the_province() -> None:
    province, *districts = hung_yen_2024_10.DISTRICTS
    assert sum(figure(district.copies) for district in districts) == figure(province.copies) == 310_630


def test_groups_of_2024_10_add_up_within_rounding() -> None:
    groups = hung_yen_2024_10.GROUPS
    total = sum(figure(group.points) for group in groups)
    assert total == Decimal("87.4")
    assert abs(total - figure(hung_yen_2024_10.TOTAL.points)) <= ROUNDING * len(groups)
    assert sum(figure(group.maximum) for group in groups) == 100


def test_appendices_of_2024_10_agree_with_the_letter() -> None:
    assert hung_yen_2024_10.UNITS[0].progress + "%" == hung_yen_2024_10.GROUPS[1].rate
    assert hung_yen_2024_10.DISTRICTS[0].digitised + "%" == hung_yen_2024_10.DETAILS[0].rate
    assert hung_yen_2024_10.DISTRICTS[0].points == hung_yen_2024_10.TOTAL.points


def test_districts_stand_highest_first_with_one_tie() -> None:
    points = [figure(district.points) for district in hung_yen_2024_10.DISTRICTS[1:]]
    assert points == sorted(points, reverse=True)
    assert [value for value, count in Counter(points).items() if count > 1] == [Decimal("88.64")]


@pytest.mark.parametrize(("column", "total"), [("province", "75.5"), ("average", "65.7")])
def test_components_add_up_to_the_total(column: str, total: str) -> None:
    groups = [row for row in components_2023_11.COMPONENTS if row.number in components_2023_11.GROUP_NUMBERS]
    points = [figure(getattr(row, column).partition("/")[0]) for row in groups]
    printed = figure(getattr(components_2023_11.TOTAL, column).removesuffix(" điểm"))
    assert sum(points) == printed == Decimal(total)


def test_communes_below_95_are_those_the_letter_names() -> None:
    low = [commune.name for commune in tien_lu_2024_08.COMMUNES if figure(commune.progress) < 95]
    assert low == ["UBND xã Thiện Phiến", "UBND xã Cương Chính"]


def test_july_is_august_less_the_printed_change() -> None:
    july = july_points()
    assert dict(july)["UBND xã Thủ Sỹ"] == Decimal("82.67")
    assert july[0] == ("UBND xã Nhật Tân", Decimal("89.03"))
    assert len(july) == len(set(dict(july).values())) == 15


def test_printed_rates_of_the_form_are_cut_or_rounded() -> None:
    form = hung_yen_2025_q3.FORM
    computed = [place for place, entry in enumerate(form) if entry.figure.endswith("*")]
    assert len(computed) == 8
    for place in computed:
        rate = figure(form[place].figure.removesuffix("*"))
        whole, part = (figure(entry.figure) for entry in form[place + 1 : place + 3])
        unit = Decimal(1).scaleb(int(rate.as_tuple().exponent))
        assert abs(rate - 100 * part / whole) < unit, form[place]


def test_units_of_gia_lai_tie_at_16() -> None:
    rows = crawled_rows(CRAWLED_MONTH)
    assert Counter(row["child_group"] for row in rows) == {"COMMUNE": 135, "AGENCY": 14}
    assert Counter(row["total_score"] for row in rows).most_common(2) == [("16", 127), ("46", 5)]
    assert len({row["code"] for row in rows}) == 149


def test_groups_of_every_province_add_up_exactly() -> None:
    rows = crawled_rows(CRAWLED_COUNTRY)
    assert len(rows) == 34
    for row in rows:
        groups = (row[code] for code in ("CKMB", "TDGQ", "CLGQ", "TTTT", "MDSH", "MDHL"))
        assert sum(map(Decimal, groups)) == Decimal(row["total_score"]), row["name"]


# The builder of odd workbooks


PLAIN = workbook({"Bảng": [["Stt", "Điểm"], [1, Decimal("98.97")], [None, "=B2"]]})


def test_same_call_gives_the_same_bytes() -> None:
    assert workbook({"Bảng": [["Stt", "Điểm"], [1, Decimal("98.97")], [None, "=B2"]]}) == PLAIN


def test_sheet_carries_merges_formats_and_what_is_hidden() -> None:
    sheet = Sheet(
        [["Tiêu đề", None], [1, Cell(Decimal("0.9897"), "0.00%")]],
        merged=["A1:B1"],
        hidden_rows=[2],
        hidden_columns=["B"],
    )
    book = load_workbook(BytesIO(workbook({"Ẩn": Sheet([[1]], state="veryHidden"), "Hiện": sheet})))
    assert book.active is book["Hiện"]
    assert book["Ẩn"].sheet_state == "veryHidden"
    cells, merged, hidden_rows, hidden_columns, _ = content(book["Hiện"])
    assert cells[3] == ("B2", 0.9897, "0.00%")
    assert (merged, hidden_rows, hidden_columns) == (["A1:B1"], [2], ["B"])


def test_wrong_dimension_hides_rows_from_a_reader_that_trusts_it() -> None:
    book = load_workbook(BytesIO(wrong_dimension(PLAIN, "A1:B1")), read_only=True)
    assert len(list(book["Bảng"].rows)) == 1


def test_cached_value_and_shared_strings_are_read_back() -> None:
    data = with_shared_strings(with_cached_value(PLAIN, "B3", "98.97"))
    rows = list(load_workbook(BytesIO(data), data_only=True)["Bảng"].values)
    assert rows == [("Stt", "Điểm"), (1, 98.97), (None, 98.97)]
    assert b"inlineStr" not in parts(data)["xl/worksheets/sheet1.xml"]


def test_tampering_refuses_to_do_nothing() -> None:
    with pytest.raises(ValueError, match="does not hold"):
        replaced(PLAIN, "no such text", "x")
    with pytest.raises(ValueError, match="no formula"):
        with_cached_value(PLAIN, "B2", "1")
    with pytest.raises(KeyError):
        without_part(PLAIN, "xl/none.xml")
    with pytest.raises(KeyError):
        broken_part(PLAIN, "xl/none.xml")
