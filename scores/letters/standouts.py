"""Which units stand out at a level: lowest totals, biggest rises and falls. Pure.

At most so many are named; those that stand exactly with the last one named are counted, since real lists hold
dozens of units with the same points.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from scores.letters.facts import LevelFacts, UnitFacts

Valued = tuple[UnitFacts, Decimal]


@dataclass(frozen=True)
class Standouts:
    """The units named, each with its figure, and how many others share the last one's."""

    named: tuple[Valued, ...]
    others: int = 0

    def __bool__(self) -> bool:
        return bool(self.named)


NOBODY = Standouts(())


def lowest(level: LevelFacts, limit: int) -> Standouts:
    """The units with the lowest totals, at most half of those that have one; nobody where all are equal."""
    totals = [(unit, unit.total.points) for unit in level.units if unit.total]
    known = [(unit, points) for unit, points in totals if points is not None]
    if len({points for _, points in known}) < 2:
        return NOBODY
    return _first(sorted(known, key=lambda one: one[1]), min(limit, len(known) // 2))


def highest(level: LevelFacts, limit: int) -> Standouts:
    """The units with the highest totals, as `lowest`."""
    totals = [(unit, unit.total.points) for unit in level.units if unit.total]
    known = [(unit, points) for unit, points in totals if points is not None]
    if len({points for _, points in known}) < 2:
        return NOBODY
    return _first(sorted(known, key=lambda one: -one[1]), min(limit, len(known) // 2))


def rises(level: LevelFacts, limit: int) -> Standouts:
    """The units whose total rose most; nobody of a single one, which has none to stand out from."""
    changes = changed(level)
    up = [(unit, change) for unit, change in changes if change > 0]
    return _first(sorted(up, key=lambda one: -one[1]), limit) if len(changes) > 1 else NOBODY


def falls(level: LevelFacts, limit: int) -> Standouts:
    """The units whose total fell most, with the change as it is: below 0."""
    changes = changed(level)
    down = [(unit, change) for unit, change in changes if change < 0]
    return _first(sorted(down, key=lambda one: one[1]), limit) if len(changes) > 1 else NOBODY


def changed(level: LevelFacts) -> list[Valued]:
    """The units whose total was compared with the period before."""
    changes = [(unit, unit.total.change) for unit in level.units if unit.total]
    return [(unit, change) for unit, change in changes if change is not None]


def _first(ordered: Iterable[Valued], limit: int) -> Standouts:
    units = list(ordered)
    named = units[:limit]
    if not named:
        return NOBODY
    return Standouts(tuple(named), sum(value == named[-1][1] for _, value in units[limit:]))
