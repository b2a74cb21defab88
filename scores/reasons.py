"""Why a total changed and what it still lacks, taken apart from published figures and nothing else. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from typing import Protocol

from scores import vietnamese
from scores.groups import Line, adding_up
from scores.ranking import Band

REMAINDER = "Làm tròn hoặc ngoài các nhóm"
WAYS_SHOWN = 3


class Named(Line, Protocol):
    """A line of an edition, with what a page says of it."""

    @property
    def short_name(self) -> str: ...

    @property
    def maximum(self) -> Decimal | None: ...


class Figure(Protocol):
    """A published figure of one unit."""

    @property
    def indicator(self) -> Named: ...

    @property
    def points(self) -> Decimal | None: ...

    @property
    def change(self) -> Decimal | None: ...

    @property
    def no_change_reason(self) -> str: ...


@dataclass(frozen=True)
class Part:
    """What one group, or the remainder, gave to a change or took from it, in points."""

    name: str
    change: Decimal

    @property
    def size(self) -> str:
        """`0,60 điểm`: how much, without the sign."""
        return f"{vietnamese.decimal(abs(self.change), places=2)} điểm"


@dataclass(frozen=True)
class Reasons:
    """A change of points by group: `before` and all parts make `now`, to the digit."""

    before: Decimal
    parts: list[Part]
    now: Decimal

    @property
    def change(self) -> Decimal:
        return self.now - self.before

    @property
    def reached(self) -> list[Decimal]:
        """The points reached after each part."""
        return list(accumulate((part.change for part in self.parts), initial=self.before))[1:]

    @property
    def rise(self) -> Part | None:
        """The group that gave most, if any gave."""
        return max(self._groups(1), key=lambda part: part.change, default=None)

    @property
    def fall(self) -> Part | None:
        return min(self._groups(-1), key=lambda part: part.change, default=None)

    def _groups(self, sign: int) -> list[Part]:
        return [part for part in self.parts if part.change * sign > 0 and part.name != REMAINDER]


def reasons(total: Figure, figures: Iterable[Figure], lines: Iterable[Named]) -> Reasons | str:
    """The change of a total by group, or the sentence that says why it cannot be taken apart.

    `figures` are what the same release says of the same unit, `lines` all lines of its edition in order: a
    group that adds up and was not published, or not compared, would hide in the remainder.
    """
    if total.points is None or total.change is None:
        return total.no_change_reason
    published = {row.indicator.id: row for row in figures if row.points is not None}
    groups = adding_up(lines, published)
    absent = [line.short_name for line in groups if line.id not in published]
    if len(absent) == len(groups):
        return "Kỳ này chỉ công bố tổng điểm, không có điểm từng nhóm"
    if absent:
        return f"Kỳ này không công bố điểm của nhóm {', '.join(absent)}"
    parts = []
    for line in groups:
        row = published[line.id]
        if row.change is None:
            return f"Nhóm {line.short_name} không so sánh được: {_uncapital(row.no_change_reason)}"
        parts.append(Part(line.short_name, row.change))
    remainder = total.change - sum((part.change for part in parts), Decimal(0))
    if remainder:
        parts.append(Part(REMAINDER, remainder))
    return Reasons(total.points - total.change, parts, total.points)


@dataclass(frozen=True)
class Way:
    """A group or component with points still to gain; `enough` where they alone reach the next rating."""

    name: str
    room: Decimal
    maximum: Decimal
    enough: bool


@dataclass(frozen=True)
class Shortfall:
    """What is missing to the next rating, and where the most points are still to be had."""

    rating: str
    bound: Decimal
    points: Decimal
    ways: list[Way]


def shortfall(
    points: Decimal, bands: Iterable[Band], figures: Iterable[Figure], lines: Sequence[Named]
) -> Shortfall | None:
    """The way to the next rating above `points`; None where there is none above."""
    above = min(
        (band for band in bands if band.lower_bound > points),
        key=lambda band: band.lower_bound,
        default=None,
    )
    if above is None:
        return None
    gap = above.lower_bound - points
    published = {row.indicator.id: row.points for row in figures if row.points is not None}
    ways = [
        Way(line.short_name, room, line.maximum, room >= gap)
        for line in _worked_on(lines, published)
        if line.maximum is not None and (room := line.maximum - published[line.id]) > 0
    ]
    ways.sort(key=lambda way: -way.room)  # stable: equal ones stay in the order of the index
    return Shortfall(above.name, above.lower_bound, gap, ways[:WAYS_SHOWN])


def _worked_on(lines: Sequence[Named], published: dict[int, Decimal]) -> list[Named]:
    """Published lines that share no points: of a group its components where all that score are known."""
    found: list[Named] = []
    for group in adding_up(lines, published):
        scored = [
            line
            for line in lines
            if line.role == "component" and line.parent_id == group.id and line.maximum is not None
        ]
        known = [line for line in scored if line.id in published]
        if group.id in published and len(known) < max(len(scored), 1):
            found.append(group)
        else:
            found += known
    return found


def _uncapital(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
