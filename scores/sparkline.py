"""A unit's last months as one line of a table: no axes, slopes that compare from row to row. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from scores import vietnamese

WIDTH, HEIGHT, EDGE = 64, 18, 3


@dataclass(frozen=True)
class Point:
    """A published figure; `joined` where it may be compared with the month before."""

    value: Decimal | int
    joined: bool = True


@dataclass(frozen=True)
class Sparkline:
    """`path` in units of one pixel of WIDTH × HEIGHT; `label` the figures in words, oldest first."""

    path: str
    label: str


def span(months: Sequence[Point | None]) -> Decimal:
    """How far apart the lowest and the highest of a unit's figures lie."""
    values = _values(months)
    return max(values) - min(values) if values else Decimal(0)


def sparkline(months: Sequence[Point | None], height: Decimal) -> Sparkline:
    """One month after another, None where nothing is published: the line stops there.

    The full height stands for `height`, the widest span of any unit of the table, so that slopes compare;
    each line runs about its own middle. A month that stands alone is a dot: no length, and a round end.
    """
    values = _values(months)
    middle = (max(values) + min(values)) / 2 if values else Decimal(0)
    scale = Decimal(HEIGHT - 2 * EDGE) / (height or 1)
    step = (WIDTH - 2 * EDGE) / max(len(months) - 1, 1)
    runs: list[list[str]] = []
    before: Point | None = None
    for place, point in enumerate(months):
        if point is not None:
            if before is None or not point.joined:
                runs.append([])
            down = HEIGHT // 2 - round((point.value - middle) * scale)
            runs[-1].append(f"{EDGE + round(place * step)} {down}")
        before = point
    path = "".join(f"M{' '.join(run)}" + ("h0" if len(run) == 1 else "") for run in runs)
    return Sparkline(path, "; ".join(_written(point) for point in months))


def _values(months: Sequence[Point | None]) -> list[Decimal]:
    return [Decimal(point.value) for point in months if point is not None]


def _written(point: Point | None) -> str:
    if point is None:
        return "chưa có"
    return vietnamese.count(point.value) if isinstance(point.value, int) else vietnamese.decimal(point.value)
