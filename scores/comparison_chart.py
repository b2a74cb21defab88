"""Totals of several units through time as geometry for SVG: lines told apart by dash, mark and name. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from scores import vietnamese
from scores.charts import whole_fives
from scores.period import Period

WIDTH, HEIGHT = 390, 250
LEFT, RIGHT, TOP, BOTTOM = 28, 116, 16, 30
LINE_HEIGHT = Decimal(15)
# By place, for the chart as a file of its own; the page's style sheet has them too, for both kinds of light.
_INKS = {1: "#9b1c1c", 2: "#5c4a00", 3: "#13693a", 4: "#1d2126", 5: "#5d6b7a"}
_DASHES = {1: "none", 2: "8 4", 3: "2 3", 4: "10 3 2 3", 5: "5 3"}
_LONGEST = 16
_KINDS = re.compile(r"(?<= )(?:Tỉnh|Thành phố|Huyện|Thị xã|Xã|Phường|Thị trấn|Đặc khu) ")


@dataclass(frozen=True)
class Figure:
    """One month's total; figures of two index versions are never joined."""

    period: Period
    value: Decimal
    version: int


@dataclass(frozen=True)
class Dot:
    x: str
    y: str
    text: str


@dataclass(frozen=True)
class Series:
    """One unit: its dots, the lines between neighbouring months of one index version, its name at the end."""

    place: int
    name: str
    dots: list[Dot]
    lines: list[str]
    label: str
    label_y: str

    @property
    def ink(self) -> str:
        return _INKS[self.place]

    @property
    def dash(self) -> str:
        return _DASHES[self.place]


@dataclass(frozen=True)
class Mark:
    at: str
    text: str


@dataclass(frozen=True)
class Month:
    """A month's figures in the order of the series, None where a unit has none."""

    period: Period
    values: list[Decimal | None]


@dataclass(frozen=True)
class Chart:
    """`months` is the same as a table, newest first."""

    series: list[Series]
    levels: list[Mark]
    periods: list[Mark]
    months: list[Month]
    versions: int
    """How many index versions the figures are of."""
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    label_x: int = WIDTH - RIGHT + 22


def chart(named: Sequence[tuple[str, Sequence[Figure]]]) -> Chart | None:
    """The chart of (`A Huyện Kim Động`, its figures oldest first); None with fewer than two months in all."""
    figures = [figure for _, own in named for figure in own]
    periods = sorted({figure.period for figure in figures})
    if len(periods) < 2:
        return None
    axis = [periods[0]]
    while axis[-1] < periods[-1]:
        axis.append(axis[-1].after)
    across = {period: _across(place, len(axis)) for place, period in enumerate(axis)}
    low, high = whole_fives([figure.value for figure in figures])
    ends = [_down(own[-1].value, low, high) if own else Decimal(0) for _, own in named]
    label_ys = _apart(ends)
    series = [
        Series(
            place=place,
            name=name,
            dots=[
                Dot(across[figure.period], f"{_down(figure.value, low, high):.1f}", _said(figure))
                for figure in own
            ],
            lines=_lines(own, across, low, high),
            label=_short(name),
            label_y=f"{label_ys[place - 1]:.1f}",
        )
        for place, (name, own) in enumerate(named, start=1)
    ]
    by_unit = [{figure.period: figure.value for figure in own} for _, own in named]
    return Chart(
        series=series,
        levels=[Mark(f"{_down(value, low, high):.1f}", vietnamese.decimal(value)) for value in (low, high)],
        periods=_period_marks(axis, across),
        months=[Month(period, [own.get(period) for own in by_unit]) for period in reversed(periods)],
        versions=len({figure.version for figure in figures}),
    )


def _lines(figures: Sequence[Figure], across: dict[Period, str], low: Decimal, high: Decimal) -> list[str]:
    runs: list[list[Figure]] = []
    for figure in figures:
        before = runs[-1][-1] if runs else None
        if before is None or before.period.after != figure.period or before.version != figure.version:
            runs.append([])
        runs[-1].append(figure)
    return [
        " ".join(f"{across[figure.period]},{_down(figure.value, low, high):.1f}" for figure in run)
        for run in runs
        if len(run) > 1
    ]


def _apart(ends: Sequence[Decimal]) -> list[Decimal]:
    """Heights of the names: at the ends of their lines, moved down and up again until none covers another."""
    order = sorted(range(len(ends)), key=lambda place: (ends[place], place))
    heights = list(ends)
    edge = Decimal(TOP) - LINE_HEIGHT
    for place in order:
        heights[place] = max(heights[place], edge + LINE_HEIGHT)
        edge = heights[place]
    edge = Decimal(HEIGHT - BOTTOM) + LINE_HEIGHT
    for place in reversed(order):
        heights[place] = min(heights[place], edge - LINE_HEIGHT)
        edge = heights[place]
    return heights


def _short(name: str) -> str:
    """`A Huyện Kim Động` → `A Kim Động`; long names end in an ellipsis, the whole one is in the tables."""
    text = _KINDS.sub("", name, count=1)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"


def _said(figure: Figure) -> str:
    return f"{figure.period.label}: {vietnamese.decimal(figure.value)} điểm"


def _across(place: int, of: int) -> str:
    width = WIDTH - LEFT - RIGHT - 20
    return f"{LEFT + 14 + Decimal(place * width) / max(of - 1, 1):.1f}"


def _down(value: Decimal, low: Decimal, high: Decimal) -> Decimal:
    return TOP + (high - value) / (high - low) * (HEIGHT - TOP - BOTTOM)


def _period_marks(axis: Sequence[Period], across: dict[Period, str]) -> list[Mark]:
    """At most four labels of months, first and last always."""
    last = len(axis) - 1
    places = sorted({round(last * part / 3) for part in range(4)})
    return [Mark(across[axis[place]], axis[place].label.removeprefix("tháng ")) for place in places]
