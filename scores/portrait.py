"""A unit in one look: its newest whole figures, why they changed, what they lack, its months by group."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from scores import heat, queries
from scores.models import Indicator, RatingBand, Release, Result, Unit
from scores.period import MONTH
from scores.reasons import Reasons, Shortfall, reasons, shortfall


@dataclass(frozen=True)
class Portrait:
    """`results` are all that is published of the unit, newest period first."""

    unit: Unit
    results: list[Result]
    totals: list[Result]
    """Its totals and those of the unit its office spoke for before, oldest first."""
    newest: Result | None
    """What the page leads with: the newest total of a whole month, else the newest total, else anything."""
    newer: list[Result]
    """Totals of later periods that the page only mentions: parts of one, or not of a month."""
    why: Reasons | str
    """The newest total's change by group, or why it cannot be taken apart."""
    missing: Shortfall | None
    """What it lacks to the next rating; None at the highest, and where nothing is rated."""
    heats: list[heat.Heat]

    @property
    def before(self) -> Decimal | None:
        """The points the newest total is compared with."""
        if self.newest is None or self.newest.points is None or self.newest.change is None:
            return None
        before: Decimal = self.newest.points - self.newest.change
        return before

    @property
    def grouped(self) -> Release | None:
        """The newest release, the leading one before others, that says points of groups."""
        if self.newest is None:
            return None
        with_groups = [
            row.release
            for row in self.results
            if row.indicator.role == Indicator.Role.GROUP and row.points is not None
        ]
        return next(
            (release for release in with_groups if release == self.newest.release),
            next(iter(with_groups), None),
        )

    @property
    def reasons(self) -> Reasons | None:
        return self.why if isinstance(self.why, Reasons) else None


def portrait(unit: Unit) -> Portrait:
    """All that the unit's page says of its figures; seven queries at most, whatever the number of periods."""
    results = queries.unit_results(unit)
    own = [row for row in results if row.indicator.role == Indicator.Role.TOTAL]
    newest = next(filter(_of_whole_month, own), next(iter(own or results), None))
    why: Reasons | str = ""
    missing = None
    if newest is not None and newest.points is not None and newest in own:
        lines = list(newest.release.index_version.indicators.order_by("order"))
        figures = [row for row in results if row.release_id == newest.release_id]
        why, missing = explained(newest, figures, lines, newest.release.index_version.bands.all())
    return Portrait(
        unit=unit,
        results=results,
        totals=queries.totals_of(unit, results),
        newest=newest,
        newer=[row for row in own if newest is not None and row.period > newest.period],
        why=why,
        missing=missing,
        heats=heat.heats(results),
    )


def explained(
    total: Result, figures: Iterable[Result], lines: Sequence[Indicator], bands: Iterable[RatingBand]
) -> tuple[Reasons | str, Shortfall | None]:
    """Why a total changed, and what it lacks to the next rating: from what its release says of the unit."""
    figures = list(figures)
    missing = None
    if total.points is not None and total.rating:
        missing = shortfall(total.points, bands, figures, lines)
    return reasons(total, figures, lines), missing


def _of_whole_month(row: Result) -> bool:
    return row.has_figure and row.period.kind == MONTH and not row.release.partial
