"""Ranks, ties, changes and ratings against the naive re-implementation."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scores import ranking
from tests import oracle

# Few different values, so that long ties occur; None is a unit without a figure.
figures = st.one_of(st.none(), st.integers(0, 10000), st.sampled_from([1600, 1601, 0])).map(
    lambda hundredths: None if hundredths is None else Decimal(hundredths) / 100
)
tables = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=3), figures, max_size=170)


@dataclass(frozen=True)
class Band:
    name: str
    lower_bound: Decimal


BANDS = [
    Band(name, Decimal(bound))
    for name, bound in [("Tốt", 80), ("Yếu", 0), ("Xuất sắc", 90), ("Trung bình", 50), ("Khá", 70)]
]


@settings(max_examples=300)
@given(tables)
def test_standings_equal_the_naive_ones(table: dict[str, Decimal | None]) -> None:
    found = ranking.standings(table)
    for unit in table:
        standing = found.get(unit)
        assert (standing.rank if standing else None) == oracle.rank(table, unit)
        if standing:
            assert standing.of == oracle.of(table)
            assert standing.tied == oracle.tied(table, unit)


@given(tables)
def test_lower_is_better_ranks_the_other_way_round(table: dict[str, Decimal | None]) -> None:
    turned = {unit: None if figure is None else -figure for unit, figure in table.items()}
    lower = ranking.standings(table, lower_is_better=True)
    assert {unit: standing.rank for unit, standing in lower.items()} == {
        unit: oracle.rank(turned, unit) for unit in turned if turned[unit] is not None
    }


@given(tables)
def test_lines_follow_ranks_and_put_units_without_a_figure_last(table: dict[str, Decimal | None]) -> None:
    placed = ranking.standings(table)
    order = {unit: (place, unit) for place, unit in enumerate(sorted(table))}
    lines = ranking.in_order(list(table), placed, order)
    assert sorted(lines) == sorted(table)
    keys = [(placed[unit].rank if unit in placed else len(table) + 1, order[unit]) for unit in lines]
    assert keys == sorted(keys)


def test_ties_share_a_rank_and_the_next_is_skipped() -> None:
    table = {"a": Decimal("88.68"), "b": Decimal("88.64"), "c": Decimal("88.640"), "d": Decimal("8")}
    assert {unit: standing.rank for unit, standing in ranking.standings(table).items()} == {
        "a": 1,
        "b": 2,
        "c": 2,
        "d": 4,
    }


@given(st.integers(0, 10000).map(lambda hundredths: Decimal(hundredths) / 100))
def test_ratings_equal_the_naive_ones(points: Decimal) -> None:
    assert ranking.rating(points, BANDS) == oracle.rating(points)


@pytest.mark.parametrize(
    ("points", "name"),
    [
        ("90", "Xuất sắc"),
        ("89.99", "Tốt"),
        ("80.00", "Tốt"),
        ("70", "Khá"),
        ("50", "Trung bình"),
        ("49.99", "Yếu"),
    ],
)
def test_a_band_includes_its_lower_bound(points: str, name: str) -> None:
    assert ranking.rating(Decimal(points), BANDS) == name


def test_without_points_there_is_no_rating_and_no_change() -> None:
    assert ranking.rating(None, BANDS) == ""
    assert ranking.change(None, Decimal(1)) is None
    assert ranking.change(Decimal(1), None) is None
    assert ranking.change(Decimal("88.23"), Decimal("89.03")) == Decimal("-0.80")


@pytest.mark.parametrize(
    ("figure", "operator", "value", "met"),
    [
        ("90", ">=", "90", True),
        ("90", ">", "90", False),
        ("100", "=", "100", True),
        ("49.22", ">=", "90", False),
    ],
)
def test_targets(figure: str, operator: str, value: str, met: bool) -> None:
    assert ranking.meets(Decimal(figure), operator, Decimal(value)) is met


def test_an_unknown_operator_is_an_error() -> None:
    with pytest.raises(ValueError, match="operator"):
        ranking.meets(Decimal(1), "<", Decimal(1))
