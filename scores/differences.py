"""What differs between two versions of a release: which figures, and which ranks with them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from scores.figure_text import figures_text
from scores.models import Indicator, Release, Result

NOTHING = "–"


@dataclass(frozen=True)
class Difference:
    """One unit and indicator whose figure or rank is another one; `–` where there was or is none."""

    unit_name: str
    indicator: Indicator
    old: str
    new: str
    old_rank: str
    new_rank: str
    before: Result | None = None
    after: Result | None = None


def between(old: Iterable[Result], new: Iterable[Result]) -> list[Difference]:
    """The differences in the order of the index. A change against the month before is none: it follows."""
    before = {(row.indicator_id, row.unit_id): row for row in old}
    found = []
    for row in new:
        earlier = before.pop((row.indicator_id, row.unit_id), None)
        if earlier is None or earlier.said != row.said:
            found.append(_difference(earlier, row))
    found += [_difference(row, None) for row in before.values()]
    return sorted(found, key=lambda difference: difference.indicator.order)


def from_version_before(release: Release) -> list[Difference]:
    """What a published version changed against the one before it that was public; empty for the first."""
    earlier = release.version_before
    return [] if earlier is None else of_versions(earlier, release)


def of_versions(earlier: Release, later: Release) -> list[Difference]:
    """What one published version says otherwise than another of the same period."""
    old, new = (
        version.results.select_related("indicator", "unit").order_by("line", "pk")
        for version in (earlier, later)
    )
    return between(old, new)


def _difference(old: Result | None, new: Result | None) -> Difference:
    either = new or old
    if either is None:
        raise ValueError("a difference needs a row on one side")
    return Difference(
        either.unit_name, either.indicator, _figures(old), _figures(new), _rank(old), _rank(new), old, new
    )


def _figures(row: Result | None) -> str:
    return NOTHING if row is None else figures_text(row, row.indicator)


def _rank(row: Result | None) -> str:
    return NOTHING if row is None or row.rank is None else f"{row.rank}/{row.of}"
