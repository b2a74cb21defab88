"""What a published release says, as frozen facts: the only source of a letter's figures.

Ranks, changes, ratings and targets are those stored at publication; nothing is computed again here. Above or
below average, low against the maximum and counts still open are read off the stored figures.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from scores.models import Indicator
from scores.period import Period

TOTAL = "total"


@dataclass(frozen=True)
class IndicatorFact:
    """A line of the index."""

    code: str
    number: str
    role: str
    name: str
    maximum: Decimal | None
    measure: str
    lower_is_better: bool
    order: int

    @property
    def is_total(self) -> bool:
        return self.role == Indicator.Role.TOTAL

    @property
    def is_open_count(self) -> bool:
        """A count of work left undone, named unit by unit where it is above 0."""
        return self.role == Indicator.Role.COUNT and self.lower_is_better


@dataclass(frozen=True)
class Figure:
    """One unit's published figure. `no_data` is the reason in words, empty where there is a figure."""

    indicator: IndicatorFact
    points: Decimal | None
    rate: Decimal | None
    count: int | None
    count_of: int | None
    average: Decimal | None
    national_rank: int | None
    national_of: int | None
    no_data: str
    line: int
    rank: int | None
    change: Decimal | None
    no_change_reason: str
    rank_change: int | None
    rating: str
    target: str
    target_met: bool | None

    @property
    def average_is_of_points(self) -> bool:
        """The average is in the unit of what leads: points of totals and groups, the rate of components."""
        leads = self.indicator.role in {Indicator.Role.TOTAL, Indicator.Role.GROUP}
        return self.points is not None and (leads or self.rate is None)

    @property
    def below_average(self) -> bool:
        own = self.points if self.average_is_of_points else self.rate
        return own is not None and self.average is not None and own < self.average

    @property
    def share(self) -> Decimal | None:
        """Points in percent of the maximum; None without either."""
        if self.points is None or not self.indicator.maximum:
            return None
        return 100 * self.points / self.indicator.maximum


@dataclass(frozen=True)
class UnitFacts:
    """A unit under the name it bore, with its figures by indicator code."""

    name: str
    level: str
    figures: Mapping[str, Figure]

    @property
    def total(self) -> Figure | None:
        return self.figures.get(TOTAL)


@dataclass(frozen=True)
class LevelFacts:
    """The units of one level in official order, and in index order the indicators any has a row for."""

    level: str
    units: tuple[UnitFacts, ...]
    indicators: tuple[IndicatorFact, ...]

    @property
    def has_total(self) -> bool:
        return any(indicator.code == TOTAL for indicator in self.indicators)

    def ranked(self) -> tuple[UnitFacts, ...]:
        """By line of the total; units without a row for it last, in official order."""
        last = len(self.units) + 1
        return tuple(sorted(self.units, key=lambda unit: unit.total.line if unit.total else last))

    def below(self, code: str, limit: Decimal) -> tuple[UnitFacts, ...]:
        """Units whose rate is below the limit, lowest first."""
        rates = [(unit.figures[code].rate, unit) for unit in self.units if code in unit.figures]
        low = [(rate, unit) for rate, unit in rates if rate is not None and rate < limit]
        return tuple(unit for _, unit in sorted(low, key=lambda pair: pair[0]))

    def still_open(self, code: str) -> tuple[UnitFacts, ...]:
        """Units with a count above 0, highest first."""
        counts = [(unit.figures[code].count, unit) for unit in self.units if code in unit.figures]
        left = [(count, unit) for count, unit in counts if count]
        return tuple(unit for _, unit in sorted(left, key=lambda pair: -pair[0]))


@dataclass(frozen=True)
class GroupFacts:
    """A group with its own figure, if it has one, and the components under it."""

    indicator: IndicatorFact
    figure: Figure | None
    components: tuple[Figure, ...]
    headings: tuple[IndicatorFact, ...]
    """Components without a row of their own that stand above some that have one."""


@dataclass(frozen=True)
class ReleaseFacts:
    """Everything a letter may say about one published release."""

    office: str
    period: Period
    label: str
    as_of: date | None
    index_name: str
    version: int
    published_at: datetime
    results_hash: str
    own: UnitFacts
    groups: tuple[GroupFacts, ...]
    loose_counts: tuple[Figure, ...]
    """The own unit's figures that stand under no group."""
    levels: tuple[LevelFacts, ...]
    committees: tuple[tuple[str, tuple[str, ...]], ...]
    """People's committees directly under the own unit on the period's last day, with or without figures."""

    def below_average(self) -> tuple[Figure, ...]:
        """The own unit's groups below the national average, in index order."""
        return tuple(group.figure for group in self.groups if group.figure and group.figure.below_average)

    def low_groups(self, percent: Decimal) -> tuple[Figure, ...]:
        """Groups with less than so many percent of their maximum, lowest part first."""
        shares = [(group.figure.share, group.figure) for group in self.groups if group.figure]
        low = [(share, figure) for share, figure in shares if share is not None and share < percent]
        return tuple(figure for _, figure in sorted(low, key=lambda pair: pair[0]))
