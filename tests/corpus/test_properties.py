"""What holds for every file: nothing raises, no row disappears, no wrong figure is read."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from scores.intake.reading import read
from tests.corpus.case import assert_every_row_told, figures_of
from tests.corpus.layouts import reordered
from tests.corpus.office import COMMUNES, FILE, HEADER, OFFICE, ROWS, SHEET, TITLE, TRUTH, good, key_of, spelt
from tests.workbooks import Cell, Value, workbook

EXAMPLES = 60
often = settings(max_examples=EXAMPLES, deadline=None)
GOOD = good()
ADDRESSES = [f"{column}{row}" for column in "CDEFGHI" for row in range(3, 15)]
POINTS = st.decimals(0, 18, places=2)


@often
@given(data=st.binary(max_size=400), starts_as_zip=st.booleans())
def test_random_bytes_are_refused(data: bytes, starts_as_zip: bool) -> None:
    reading = read(b"PK\x03\x04" + data if starts_as_zip else data, FILE, OFFICE)
    assert reading.blocked
    assert not reading.figures


@often
@given(length=st.integers(0, len(GOOD) - 1))
def test_truncated_files_are_refused(length: int) -> None:
    reading = read(GOOD[:length], FILE, OFFICE)
    assert [finding.code for finding in reading.findings] == ["not-a-workbook"]


@often
@given(place=st.integers(0, len(GOOD) - 1), bits=st.integers(1, 255))
def test_a_flipped_byte_changes_no_figure(place: int, bits: int) -> None:
    reading = read(GOOD[:place] + bytes([GOOD[place] ^ bits]) + GOOD[place + 1 :], FILE, OFFICE)
    assert reading.blocked or figures_of(reading.figures, OFFICE) == TRUTH


@often
@given(order=st.permutations(range(9)))
def test_columns_may_stand_in_any_order(order: Sequence[int]) -> None:
    reading = read(reordered(order), FILE, OFFICE)
    assert not reading.findings
    assert figures_of(reading.figures, OFFICE) == TRUTH


@often
@given(order=st.permutations(range(12)))
def test_rows_may_stand_in_any_order(order: Sequence[int]) -> None:
    data = workbook({SHEET: [[TITLE], HEADER, *(ROWS[place] for place in order)]})
    reading = read(data, FILE, OFFICE)
    assert not reading.findings
    assert figures_of(reading.figures, OFFICE) == TRUTH


def written(number: Decimal) -> st.SearchStrategy[Value | Cell]:
    """Every way to write points that can be read in one way only."""
    comma, point = spelt(number).replace(".", ","), f"{number:.2f}"
    full = comma.translate({ord(char): ord(char) + 0xFEE0 for char in "0123456789,"})
    texts = [comma, point, f" {comma} ", f"\u00a0{point}", f"{comma} điểm", f"{comma}/18 điểm", f"+{comma}"]
    return st.sampled_from(
        [number, float(number), float(number) + 1e-12, Cell(number, "0.0"), *texts, full, f"{comma}đ"]
    )


@often
@given(data=st.data(), number=POINTS)
def test_every_spelling_is_read_exactly(data: st.DataObject, number: Decimal) -> None:
    spelling = data.draw(written(number))
    reading = read(good(C3=spelling), FILE, OFFICE)
    assert not reading.blocked
    assert figures_of(reading.figures, OFFICE) == TRUTH | {key_of("C3"): spelt(number)}


@often
@given(
    count=st.integers(0, 10**12),
    by=st.sampled_from(["", ".", " ", "\u00a0"]),
    word=st.sampled_from(["", " bản"]),
)
def test_every_spelling_of_a_count_is_read_exactly(count: int, by: str, word: str) -> None:
    spelling = f"{count:,}".replace(",", by) + word
    reading = read(good(J2="Kết quả cấp bản sao điện tử (bản)", J3=spelling), FILE, OFFICE)
    assert not reading.findings
    assert figures_of(reading.figures, OFFICE)[COMMUNES[0], "BSDT"] == f"#{count}"


ODD: st.SearchStrategy[Value | Cell] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 200),
    st.floats(-1, 30, width=32),
    st.dates().map(lambda day: Cell(day, "dd/mm/yyyy")),
    st.sampled_from(["-", "KPS", "#REF!", "1.725,0", "17,25,", "95%", "9/10", "=A1", "Không có số liệu"]),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=8),
)


@often
@given(cells=st.dictionaries(st.sampled_from(ADDRESSES), ODD, min_size=1, max_size=6))
def test_odd_cells_leave_the_others_alone(cells: dict[str, Value | Cell]) -> None:
    data = good(**cells)
    reading = read(data, FILE, OFFICE)
    assert_every_row_told(data, reading)
    odd = {key_of(address): value for address, value in cells.items()}
    figures = figures_of(reading.figures, OFFICE)
    assert {key: value for key, value in figures.items() if key not in odd} == {
        key: value for key, value in TRUTH.items() if key not in odd
    }
    for key, value in odd.items():
        if isinstance(value, int | float) and key in figures:
            # Beyond the ninth decimal stands the noise of floats, around nought as anywhere.
            stands = Decimal(repr(round(value, 9)))
            assert Decimal(figures[key]) == stands, "another figure than stands in the cell"


@often
@given(rows=st.lists(st.lists(ODD, max_size=10), max_size=4), after=st.integers(0, 14))
def test_odd_rows_anywhere_are_told(rows: list[list[Value | Cell]], after: int) -> None:
    table = [[TITLE], HEADER, *ROWS]
    data = workbook({SHEET: [*table[:after], *rows, *table[after:]]})
    assert_every_row_told(data, read(data, FILE, OFFICE))


def test_addresses_are_those_of_the_sheet() -> None:
    assert [get_column_letter(3 + place) for place in range(7)] == list("CDEFGHI")
    assert {key_of(address) for address in ADDRESSES} == set(TRUTH)
