"""Lines of several units: told apart without colour, never joined over a gap or another index version."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from scores.comparison_chart import HEIGHT, LINE_HEIGHT, Chart, Figure, chart
from scores.period import MONTH, Period
from scores.vietnamese import decimal


def figures(*values: str | None, version: int = 1, start: str = "2024-01") -> list[Figure]:
    """A month each; None for a month without a figure."""
    period, found = Period.parse(start), []
    for value in values:
        if value is not None:
            found.append(Figure(period, Decimal(value), version))
        period = period.after
    return found


def drawn(*named: tuple[str, list[Figure]]) -> Chart:
    found = chart(named)
    assert found is not None
    return found


def test_a_missing_month_is_a_gap() -> None:
    found = drawn(("A Huyện Một", figures("70", "71", None, "72", "73", "74")))
    assert [line.count(" ") + 1 for line in found.series[0].lines] == [2, 3]
    assert len(found.series[0].dots) == 5


def test_two_index_versions_are_never_joined() -> None:
    both = figures("70", "71") + figures("72", "73", version=2, start="2024-03")
    found = drawn(("A Huyện Một", both))
    assert [line.count(" ") + 1 for line in found.series[0].lines] == [2, 2]
    assert found.versions == 2


def test_the_table_says_the_same_as_the_dots() -> None:
    found = drawn(("A Huyện Một", figures("70.5", None, "72")), ("B Huyện Hai", figures(None, "60", "61")))
    assert [(month.period.label, month.values) for month in found.months] == [
        ("tháng 3/2024", [Decimal(72), Decimal(61)]),
        ("tháng 02/2024", [None, Decimal(60)]),
        ("tháng 01/2024", [Decimal("70.5"), None]),
    ]
    said = {dot.text for series in found.series for dot in series.dots}
    assert said == {
        f"{month.period.label}: {decimal(value)} điểm"
        for month in found.months
        for value in month.values
        if value is not None
    }


def test_higher_figures_stand_higher_and_months_from_left_to_right() -> None:
    found = drawn(("A", figures("70", "80", "75")))
    ys = [Decimal(dot.y) for dot in found.series[0].dots]
    xs = [Decimal(dot.x) for dot in found.series[0].dots]
    assert ys[1] < ys[2] < ys[0]
    assert xs == sorted(xs)


def test_one_month_makes_no_chart() -> None:
    assert chart([("A", figures("70")), ("B", figures("80"))]) is None
    assert chart([]) is None


@given(st.lists(st.decimals(0, 100, places=2), min_size=1, max_size=5))
def test_names_never_cover_each_other(ends: list[Decimal]) -> None:
    first, second = Period(MONTH, 2024, 1), Period(MONTH, 2024, 2)
    found = drawn(*[("A Xã", [Figure(first, Decimal(50), 1), Figure(second, end, 1)]) for end in ends])
    heights = sorted(Decimal(series.label_y) for series in found.series)
    assert all(below - above >= LINE_HEIGHT for above, below in pairwise(heights))
    assert Decimal(0) < heights[0]
    assert heights[-1] < HEIGHT


def test_long_names_end_in_an_ellipsis_beside_the_line_and_stand_whole_for_the_table() -> None:
    name = "A Ban Quản lý các khu công nghiệp"
    found = drawn((name, figures("70", "71")))
    assert found.series[0].label == "A Ban Quản lý c…"
    assert found.series[0].name == name
