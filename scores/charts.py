"""Trends as geometry for SVG: points on a plane, lines that stop where a month is missing. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import pairwise

from scores import vietnamese
from scores.period import Period

WIDTH, HEIGHT = 420, 204
LEFT, RIGHT, TOP, BOTTOM = 30, 10, 38, 28
LABEL_ROOM = Decimal(42)
UNDER = Decimal(22)
"""A figure below its dot needs so much height."""


@dataclass(frozen=True)
class Dot:
    """A published figure at its place; `label` is its value, `name` its period."""

    x: str
    y: str
    value: str
    label: str
    """The value where there is room to write it beside the dot, else empty."""
    below: bool
    """Whether the line comes down to the dot, so that the value is written under it."""
    name: str
    marked: bool
    """Only part of the period: drawn hollow."""


@dataclass(frozen=True)
class Mark:
    at: str
    text: str


@dataclass(frozen=True)
class Trend:
    """A line chart: `lines` are runs of neighbouring periods, each a list of SVG points."""

    dots: list[Dot]
    lines: list[str]
    levels: list[Mark]
    periods: list[Mark]
    breaks: list[Mark]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP
    bottom: int = HEIGHT - BOTTOM


@dataclass(frozen=True)
class Point:
    """One figure of a series. Figures of different `body` (before and after a merger) are not joined."""

    period: Period
    value: Decimal
    body: int = 0
    partial: bool = False


def periods_between(first: Period, last: Period) -> list[Period]:
    """All periods of one kind from the first to the last, those without figures too."""
    found = [last]
    while found[-1] > first:
        found.append(found[-1].before)
    return found[::-1]


def trend(points: Sequence[Point]) -> Trend | None:
    """The chart of a series of one kind of period; None with fewer than two figures."""
    if len(points) < 2:
        return None
    ordered = sorted(points, key=lambda point: point.period)
    axis = periods_between(ordered[0].period, ordered[-1].period)
    low, high = whole_fives([point.value for point in ordered])
    across = {period: _across(place, len(axis)) for place, period in enumerate(axis)}
    heights = [Decimal(_down(point.value, low, high)) for point in ordered]
    below = {
        point.period: place in _valleys(ordered) and heights[place] + UNDER < HEIGHT - BOTTOM
        for place, point in enumerate(ordered)
    }
    labelled = _with_room([(point.period, Decimal(across[point.period])) for point in ordered], below)
    dots = [
        Dot(
            x=across[point.period],
            y=_down(point.value, low, high),
            value=vietnamese.decimal(point.value),
            label=vietnamese.decimal(point.value) if point.period in labelled else "",
            below=below[point.period],
            name=point.period.label,
            marked=point.partial,
        )
        for point in ordered
    ]
    return Trend(
        dots=dots,
        lines=_lines(ordered, dots),
        levels=[Mark(_down(value, low, high), vietnamese.decimal(value)) for value in (low, high)],
        periods=_period_marks(axis, across),
        breaks=_breaks(ordered, across),
    )


def _with_room(places: Sequence[tuple[Period, Decimal]], below: Mapping[Period, bool]) -> set[Period]:
    """Periods whose figure is written out: the last always, those before it where the text has room.

    What stands above the line and what stands below it are not in each other's way.
    """
    found: set[Period] = set()
    edges = {True: Decimal(WIDTH * 2), False: Decimal(WIDTH * 2)}
    for period, x in reversed(places):
        side = below[period]
        if edges[side] - x >= LABEL_ROOM:
            found.add(period)
            edges[side] = x
    return found


def _valleys(ordered: Sequence[Point]) -> set[int]:
    """Places to which the line only comes down, from one neighbour it is joined with or from both."""
    found = set()
    for place, point in enumerate(ordered):
        beside = [
            other.value
            for other in ordered[max(place - 1, 0) : place + 2]
            if other is not point and _joined(*sorted((point, other), key=lambda one: one.period))
        ]
        if beside and point.value < min(beside):
            found.add(place)
    return found


def _joined(before: Point, after: Point) -> bool:
    return before.period == after.period.before and before.body == after.body


def _lines(ordered: Sequence[Point], dots: Sequence[Dot]) -> list[str]:
    runs: list[list[str]] = []
    for place, (point, dot) in enumerate(zip(ordered, dots, strict=True)):
        before = ordered[place - 1] if place else None
        if before is None or not _joined(before, point):
            runs.append([])
        runs[-1].append(f"{dot.x},{dot.y}")
    return [" ".join(run) for run in runs if len(run) > 1]


def _breaks(ordered: Sequence[Point], across: Mapping[Period, str]) -> list[Mark]:
    """Where another body goes on: a vertical line half way between its first figure and the last before."""
    return [
        Mark(
            f"{(Decimal(across[before.period]) + Decimal(across[point.period])) / 2:.1f}",
            f"đơn vị mới từ {_short(point.period)}",
        )
        for before, point in pairwise(ordered)
        if before.body != point.body
    ]


def whole_fives(values: Sequence[Decimal]) -> tuple[Decimal, Decimal]:
    """The axis around some figures, in fives, so that small changes are seen; it says where it starts."""
    five = Decimal(5)
    low = (min(values) / five).to_integral_value(ROUND_FLOOR) * five
    high = (max(values) / five).to_integral_value(ROUND_CEILING) * five
    return (low, high) if low < high else (low - five, high + five)


def _across(place: int, of: int) -> str:
    width = WIDTH - LEFT - RIGHT - 44
    return f"{LEFT + 22 + Decimal(place * width) / max(of - 1, 1):.1f}"


def _down(value: Decimal, low: Decimal, high: Decimal) -> str:
    return f"{TOP + (high - value) / (high - low) * (HEIGHT - TOP - BOTTOM):.1f}"


def _period_marks(axis: Sequence[Period], across: Mapping[Period, str]) -> list[Mark]:
    """Labels of the axis, at most five of them, first and last always."""
    step = max(1, -(-(len(axis) - 1) // 4))
    shown = list(axis[::step])
    if axis[-1] not in shown:
        shown[-1:] = [axis[-1]] if len(shown) > 1 else [*shown, axis[-1]]
    return [Mark(across[period], _short(period)) for period in shown]


def _short(period: Period) -> str:
    return period.label.removeprefix("tháng ")
