"""Deadlines in working days against counting days one by one."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scores import working_days


@given(st.dates(date(2022, 1, 1), date(2040, 1, 1)), st.integers(1, 30))
def test_as_many_working_days_lie_between(day: date, count: int) -> None:
    last = working_days.after(day, count)
    between = [day + timedelta(days=place) for place in range(1, (last - day).days + 1)]
    assert len([each for each in between if each.strftime("%a") not in ("Sat", "Sun")]) == count
    assert last.strftime("%a") not in ("Sat", "Sun")


@pytest.mark.parametrize(
    ("day", "count", "last"),
    [
        (date(2024, 11, 8), 1, date(2024, 11, 11)),
        (date(2024, 11, 9), 1, date(2024, 11, 11)),
        (date(2024, 12, 30), 3, date(2025, 1, 2)),
    ],
)
def test_weekends_are_passed_over(day: date, count: int, last: date) -> None:
    assert working_days.after(day, count) == last


def test_how_a_day_is_said() -> None:
    assert working_days.named(date(2026, 11, 24)) == "thứ Ba, 24/11/2026"
    assert working_days.named(date(2026, 2, 1)) == "Chủ nhật, 01/02/2026"
    assert working_days.closing(date(2026, 2, 2), UTC) == datetime(2026, 2, 2, 17, tzinfo=UTC)
