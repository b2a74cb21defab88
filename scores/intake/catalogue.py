"""What a file is read against: units, indicators, bands and the figures before. Pure; loaded once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from scores.intake.decisions import Decisions
from scores.intake.figures import Kind
from scores.period import Period


@dataclass(frozen=True)
class CatalogueUnit:
    """A unit as the period knows it; `names` are its name, former names and aliases."""

    id: int
    name: str
    level: str
    names: tuple[str, ...]
    code: str = ""
    parent_name: str = ""
    first_day: date | None = None
    last_day: date | None = None
    slug: str = ""


@dataclass(frozen=True)
class CatalogueTarget:
    """What a rate should reach: `>=`, `>` or `=` a value in percent."""

    operator: str
    value: Decimal


@dataclass(frozen=True)
class CatalogueIndicator:
    """A line of the index; `names` are name, short name and aliases."""

    id: int
    code: str
    name: str
    names: tuple[str, ...]
    role: str
    number: str = ""
    maximum: Decimal | None = None
    carries: frozenset[Kind] = frozenset()
    has_count_of: bool = False
    measure: str = ""
    parent_id: int | None = None
    part_id: int | None = None
    whole_id: int | None = None
    target: CatalogueTarget | None = None
    lower_is_better: bool = False

    @property
    def default_kind(self) -> Kind:
        """Its only kind, else points: what a bare number means."""
        return next(iter(self.carries)) if len(self.carries) == 1 else Kind.POINTS


@dataclass
class CatalogueBand:
    """A rating of the total, from its lower bound (included) up; a `ranking.Band`."""

    name: str
    lower_bound: Decimal


@dataclass(frozen=True)
class Previous:
    """What was published of one unit and indicator for the period before."""

    points: Decimal | None = None
    rate: Decimal | None = None
    count: int | None = None
    count_of: int | None = None


@dataclass(frozen=True)
class Context:
    """Everything a reading may know besides the file itself.

    `own` is the office's unit; `units` are it and those under it on the period's last day, `absent_units`
    those it had at another time; `other_offices` are names of units that other offices speak for;
    `elsewhere` maps names of indicators of other editions to the edition; `entered` are the units and
    indicators of which the draft holds a figure, or a reason for none.
    """

    office_name: str
    period: Period
    own: CatalogueUnit
    units: tuple[CatalogueUnit, ...]
    indicators: tuple[CatalogueIndicator, ...]
    absent_units: tuple[CatalogueUnit, ...] = ()
    other_offices: tuple[str, ...] = ()
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    bands: tuple[CatalogueBand, ...] = ()
    previous: Mapping[tuple[int, int], Previous] = field(default_factory=dict)
    entered: frozenset[tuple[int, int]] = frozenset()
    partial: bool = False
    as_of: date | None = None
    jump_limit: Decimal = Decimal(5)
    decisions: Decisions = field(default_factory=Decisions)

    @cached_property
    def measures(self) -> frozenset[str]:
        """The words a count may carry in a cell: `151 hồ sơ`."""
        return frozenset(
            indicator.measure.casefold()
            for indicator in self.indicators
            if indicator.measure not in ("", "%")
        )

    @cached_property
    def unit_by_id(self) -> dict[int, CatalogueUnit]:
        return {unit.id: unit for unit in self.units}

    @cached_property
    def indicator_by_id(self) -> dict[int, CatalogueIndicator]:
        return {indicator.id: indicator for indicator in self.indicators}

    @cached_property
    def total(self) -> CatalogueIndicator | None:
        return next((indicator for indicator in self.indicators if indicator.role == "total"), None)

    def label_of(self, unit_id: int, indicator_id: int) -> str:
        """Whose figure it is, for messages: `Sở Y tế, Tiến độ giải quyết`."""
        return f"{self.unit_by_id[unit_id].name}, {self.indicator_by_id[indicator_id].name}"
