"""A unit's totals as a line: figures stand where there is room, on the side the line leaves free."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from scores.charts import BOTTOM, HEIGHT, LABEL_ROOM, Dot, Point, Trend, trend
from scores.period import MONTH, Period


def drawn(*values: str) -> Trend:
    """A month each, from 01/2024 on."""
    period, points = Period(MONTH, 2024, 1), []
    for value in values:
        points.append(Point(period, Decimal(value)))
        period = period.after
    found = trend(points)
    assert found is not None
    return found


def written(found: Trend) -> dict[str, bool]:
    """Figure → whether it stands below its dot."""
    return {dot.label: dot.below for dot in found.dots if dot.label}


def test_figures_stand_on_the_side_the_line_leaves_free() -> None:
    assert written(drawn("74.88", "77.51", "75.05")) == {"74,88": True, "77,51": False, "75,05": True}
    assert written(drawn("78", "77", "79")) == {"78": False, "77": True, "79": False}


def test_a_figure_never_stands_on_the_axis() -> None:
    assert written(drawn("70.1", "79", "79.5"))["70,1"] is False


def _places(dots: list[Dot], *, below: bool) -> list[Decimal]:
    return [Decimal(dot.x) for dot in dots if dot.label and dot.below is below]


@given(st.lists(st.decimals(0, 100, places=2), min_size=2, max_size=24))
def test_no_figure_covers_another_and_the_last_is_always_written(values: list[Decimal]) -> None:
    found = drawn(*map(str, values))
    assert found.dots[-1].label
    for below in (True, False):
        places = _places(found.dots, below=below)
        assert all(right - left >= LABEL_ROOM for left, right in pairwise(places))
    assert all(Decimal(dot.y) + 20 < HEIGHT - BOTTOM for dot in found.dots if dot.label and dot.below)
