"""The soak in short, and that effort grows with the file, not with its square."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace

from bench import soak, wide
from scores.intake.reading import read


def steps(work: Callable[[], object]) -> int:
    """How many function calls it takes: the same on any machine, however busy."""
    calls = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return calls


def test_twice_the_units_take_twice_the_steps() -> None:
    known = wide.context()
    small, large = (replace(known, units=known.units[: 1 + count]) for count in (100, 200))
    few, many = wide.workbook(small), wide.workbook(large)
    read(few, wide.NAME, small)
    assert steps(lambda: read(many, wide.NAME, large)) < 2.2 * steps(lambda: read(few, wide.NAME, small))


def test_a_figure_takes_few_steps() -> None:
    """The calls a cell of a plain table takes, all in all; `make bench` measures what that means in time."""
    known = wide.context()
    known = replace(known, units=known.units[:201])
    data = wide.workbook(known)
    read(data, wide.NAME, known)
    assert steps(lambda: read(data, wide.NAME, known)) < 130 * 200 * wide.INDICATORS


def test_broken_files_crash_nothing() -> None:
    known = wide.context()
    counts, crashes = soak.soak(60, 1, replace(known, units=known.units[:17], previous={}))
    assert crashes == 0
    assert counts.total() == 60
