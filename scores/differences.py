"""What differs between two versions of a release: which figures, and which ranks with them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from scores.figure_text import figures_text
from scores.models import Figures, Indicator, Release, Result, State

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


def between(old: Iterable[Result], new: Iterable[Result]) -> list[Difference]:
    """The differences in the order of the index. A change against the month before is none: it follows."""
    before = {(row.indicator_id, row.unit_id): row for row in old}
    found = []
    for row in new:
        earlier = before.pop((row.indicator_id, row.unit_id), None)
        if earlier is None or _said(earlier) != _said(row):
            found.append(_difference(earlier, row))
    found += [_difference(row, None) for row in before.values()]
    return sorted(found, key=lambda difference: difference.indicator.order)


def from_version_before(release: Release) -> list[Difference]:
    """What a published version changed against the one before it that was public; empty for the first."""
    before = Release.objects.filter(
        office=release.office_id,
        period=release.period,
        version__lt=release.version,
        state__in=[State.REPLACED, State.WITHDRAWN],
    )
    earlier = before.order_by("version").last()
    if earlier is None:
        return []
    old, new = (
        version.results.select_related("indicator").order_by("line") for version in (earlier, release)
    )
    return between(old, new)


def _said(row: Result) -> list[object]:
    names = (*(field.name for field in Figures._meta.get_fields()), "rank", "of", "rating")
    return [getattr(row, name) for name in names]


def _difference(old: Result | None, new: Result | None) -> Difference:
    either = new or old
    if either is None:
        raise ValueError("a difference needs a row on one side")
    return Difference(
        either.unit_name, either.indicator, _figures(old), _figures(new), _rank(old), _rank(new)
    )


def _figures(row: Result | None) -> str:
    return NOTHING if row is None else figures_text(row, row.indicator)


def _rank(row: Result | None) -> str:
    return NOTHING if row is None or row.rank is None else f"{row.rank}/{row.of}"
