"""What one published release says of each of its units, read for many of them in a few queries.

The functions that the unit's page asks are asked here too, so that sheet and page never differ.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from scores import queries
from scores.letters.facts import ReleaseFacts
from scores.letters.facts_read import facts_of_unit
from scores.models import SLIP, Indicator, Letter, Level, RatingBand, Release, Result, State
from scores.period import Period
from scores.portrait import explained
from scores.reasons import Reasons, Shortfall
from scores.recent import figures_by_unit


@dataclass(frozen=True)
class SheetFacts:
    """One unit in one release. `rows` are its results by indicator code, in the order of the index."""

    facts: ReleaseFacts
    slug: str
    rows: Mapping[str, Result]
    total: Result | None
    why: Reasons | str
    """The total's change by group, or why it cannot be taken apart; empty without a total."""
    missing: Shortfall | None
    """What it lacks to the next rating; None at the highest, and where nothing is rated."""
    months: tuple[tuple[Period, Result | None], ...]
    """The total of the last months from the first that has one, oldest first; none for other periods."""


def unit_ids(release: Release) -> list[int]:
    """The units a release has results of: by level, then in official order."""
    found = Result.objects.filter(release=release).order_by()
    rows = found.values_list("level", "official_order", "unit_name", "unit_id").distinct()
    return [row[-1] for row in sorted(rows, key=_order)]


def _order(row: tuple[str, int, str, int]) -> tuple[int, int, str, int]:
    level, place, name, unit = row
    return (list(Level.values).index(level), place, name, unit)


def sheet_facts(release: Release, units: Collection[int]) -> list[SheetFacts]:
    """Of each of these units that the release has results of, in the order of `unit_ids`.

    ValueError (Vietnamese) unless the release is the one in force: of others no sheet is made.
    """
    if release.state != State.PUBLISHED:
        raise ValueError(f"{release} không phải bản đang công bố nên không lập được phiếu kết quả.")
    by_unit = _rows(release, units)
    months = _months(release, by_unit)
    lines = list(release.index_version.indicators.order_by("order"))
    bands = list(release.index_version.bands.all())
    first = [rows[0] for rows in by_unit.values()]
    known = [(row.level, row.official_order, row.unit_name, row.unit_id) for row in first]
    return [
        _facts(release, by_unit[pk], months.get(pk, {}), lines, bands) for *_, pk in sorted(known, key=_order)
    ]


def letter_of(release: Release) -> Letter | None:
    """The issued letter that the sheets of a release go with; None while none has its number."""
    issued = release.letters.exclude(kind=SLIP).exclude(number="")
    return issued.order_by("pk").first()


def _rows(release: Release, units: Collection[int]) -> dict[int, list[Result]]:
    found = (
        queries.published_results()
        .filter(release=release, unit__in=units)
        .select_related("unit", "indicator__parent__parent__parent")
        .order_by("indicator__order")
    )
    by_unit: dict[int, list[Result]] = defaultdict(list)
    for row in found:
        by_unit[row.unit_id].append(row)
    return by_unit


def _facts(
    release: Release,
    rows: list[Result],
    months: dict[Period, Result],
    lines: Sequence[Indicator],
    bands: Sequence[RatingBand],
) -> SheetFacts:
    total = next((row for row in rows if row.indicator.role == Indicator.Role.TOTAL), None)
    why, missing = explained(total, rows, lines, bands) if total is not None else ("", None)
    return SheetFacts(
        facts=facts_of_unit(release, rows[0].unit_name, rows[0].level, rows),
        slug=rows[0].unit.slug,
        rows={row.indicator.code: row for row in rows},
        total=total,
        why=why,
        missing=missing,
        months=tuple(_line(release.period, months)),
    )


def _months(release: Release, by_unit: Mapping[int, list[Result]]) -> dict[int, dict[Period, Result]]:
    """Unit id → month → its total, for the release's month and the five before."""
    totals = [row for rows in by_unit.values() for row in rows if row.indicator.role == Indicator.Role.TOTAL]
    found: dict[int, dict[Period, Result]] = {}
    for content in queries.contents(release):
        if content.indicator.role == Indicator.Role.TOTAL:
            of_level = [row for row in totals if row.level == content.level]
            found |= figures_by_unit(release, content, of_level, by_unit.keys())
    return found


def _line(last: Period, months: Mapping[Period, Result]) -> Iterator[tuple[Period, Result | None]]:
    """Month by month without a hole, so that one that is missing is seen."""
    month = min(months, default=None)
    while month is not None and month <= last:
        yield month, months.get(month)
        month = month.after
