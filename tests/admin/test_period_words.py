"""Periods as staff type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scores.admin import period_words
from scores.period import MONTH, QUARTER, YEAR, Period


@pytest.mark.parametrize(
    ("typed", "period"),
    [
        ("10/2024", "2024-10"),
        (" 2/2025 ", "2025-02"),
        ("Tháng 02/2025", "2025-02"),
        ("10-2024", "2024-10"),
        ("2024-10", "2024-10"),
        ("quý III/2025", "2025-Q3"),
        ("Q3/2025", "2025-Q3"),
        ("quy 3/2025", "2025-Q3"),
        ("2025-q3", "2025-Q3"),
        ("2026", "2026"),
        ("năm 2026", "2026"),
    ],
)
def test_read(typed: str, period: str) -> None:
    assert period_words.read(typed) == Period.parse(period)


@pytest.mark.parametrize(
    "typed", ["", "tháng 10", "13/2024", "0/2024", "quý V/2025", "10/24", "số 5", "1/0000"]
)
def test_what_is_no_period_is_said(typed: str) -> None:
    with pytest.raises(ValueError, match=r"Chưa hiểu kỳ|không phải là kỳ"):
        period_words.read(typed)


def test_what_was_typed_is_what_is_refused() -> None:
    with pytest.raises(ValueError, match="“13/2024” không phải là kỳ: không có tháng 13"):
        period_words.read("13/2024")


@given(
    st.integers(1, 9999)
    .flatmap(
        lambda year: st.one_of(
            st.builds(Period, st.just(MONTH), st.just(year), st.integers(1, 12)),
            st.builds(Period, st.just(QUARTER), st.just(year), st.integers(1, 4)),
            st.just(Period(YEAR, year, 1)),
        )
    )
    .filter(lambda period: period.year >= 1000)
)
def test_what_is_asked_for_is_understood(period: Period) -> None:
    assert period_words.read(period_words.typed(period)) == period
    assert period_words.read(period.label) == period
