"""Rank, tie, change and rating from figures. Pure; everything is Decimal or int, never float."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol, TypeVar

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Standing:
    """Where one unit stands: `rank` of `of` units that have a figure; `tied` where others share it."""

    rank: int
    of: int
    tied: bool


class Band(Protocol):
    """A rating: everything from `lower_bound` (included) up to the next band."""

    @property
    def name(self) -> str: ...

    @property
    def lower_bound(self) -> Decimal: ...


def standings(figures: Mapping[Key, Decimal | None], *, lower_is_better: bool = False) -> dict[Key, Standing]:
    """Rank the units that have a figure: 1, 2, 2, 4. Units without a figure get no rank and do not count."""
    present = {key: figure for key, figure in figures.items() if figure is not None}
    ordered = sorted(present.values(), reverse=not lower_is_better)
    first: dict[Decimal, int] = {}
    shared: dict[Decimal, int] = {}
    for place, figure in enumerate(ordered, start=1):
        first.setdefault(figure, place)
        shared[figure] = shared.get(figure, 0) + 1
    return {key: Standing(first[figure], len(ordered), shared[figure] > 1) for key, figure in present.items()}


def change(now: Decimal | None, before: Decimal | None) -> Decimal | None:
    """The difference in the figure's own unit; None unless both are known."""
    if now is None or before is None:
        return None
    return now - before


def rating(points: Decimal | None, bands: Iterable[Band]) -> str:
    """The name of the highest band whose lower bound is reached; empty without points or bands."""
    if points is None:
        return ""
    reached = [band for band in bands if points >= band.lower_bound]
    return max(reached, key=lambda band: band.lower_bound).name if reached else ""


def meets(figure: Decimal, operator: str, value: Decimal) -> bool:
    """Whether a figure reaches a target given as `>=`, `>` or `=`."""
    if operator == ">=":
        return figure >= value
    if operator == ">":
        return figure > value
    if operator == "=":
        return figure == value
    raise ValueError(f"unknown target operator {operator!r}")


def in_order(
    keys: Sequence[Key], placed: Mapping[Key, Standing], order: Mapping[Key, tuple[int, str]]
) -> list[Key]:
    """Lines of a ranking: by rank, ties and units without a figure in the official order, the latter last."""
    unranked = len(keys) + 1
    return sorted(keys, key=lambda key: (placed[key].rank if key in placed else unranked, order[key]))
