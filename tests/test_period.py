"""Periods: spelling, order, the one before, labels."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scores.period import MONTH, QUARTER, YEAR, Period

months = st.builds(Period, st.just(MONTH), st.integers(1900, 2999), st.integers(1, 12))
quarters = st.builds(Period, st.just(QUARTER), st.integers(1900, 2999), st.integers(1, 4))
years = st.builds(Period, st.just(YEAR), st.integers(1900, 2999), st.just(1))
periods = st.one_of(months, quarters, years)


@given(periods)
def test_spelling_round_trips(period: Period) -> None:
    assert Period.parse(str(period)) == period


@given(periods)
def test_the_one_before_ends_the_day_before_this_begins(period: Period) -> None:
    before = period.before
    assert before.kind == period.kind
    assert before.last_day + timedelta(days=1) == period.first_day
    assert before < period
    assert before.after == period


@given(periods)
def test_first_and_last_day_enclose_a_whole_period(period: Period) -> None:
    months_long = (period.last_day.year - period.first_day.year) * 12
    months_long += period.last_day.month - period.first_day.month + 1
    assert months_long == {MONTH: 1, QUARTER: 3, YEAR: 12}[period.kind]
    assert period.first_day.day == 1
    assert (period.last_day + timedelta(days=1)).day == 1


@pytest.mark.parametrize("text", ["", "2024-13", "2024-00", "2024-1", "10/2024", "2025-Q5", "24-10", "0000"])
def test_other_spellings_are_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match="không phải là kỳ"):
        Period.parse(text)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("2025-02", "tháng 02/2025"),
        ("2024-08", "tháng 8/2024"),
        ("2024-10", "tháng 10/2024"),
        ("2025-Q3", "quý III/2025"),
        ("2026", "năm 2026"),
    ],
)
def test_labels_are_written_as_offices_write_them(text: str, label: str) -> None:
    assert Period.parse(text).label == label


def test_part_of_a_period_says_so() -> None:
    assert Period.parse("2026").label_of_part(date(2026, 9, 27)) == "năm 2026 (tính đến ngày 27/9/2026)"
    assert Period.parse("2026-02").label_of_part(date(2026, 2, 5)).endswith("(tính đến ngày 05/02/2026)")
    assert "một phần kỳ" in Period.parse("2025-09").label_of_part(None)


def test_a_longer_period_comes_after_the_months_it_is_made_of() -> None:
    texts = ["2025", "2025-Q4", "2025-12", "2025-Q3", "2025-09"]
    assert [str(period) for period in sorted(map(Period.parse, texts))] == texts[::-1]
