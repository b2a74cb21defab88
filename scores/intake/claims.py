"""What the cells of a table claim: of which unit and indicator, to be stored or only compared. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from scores.intake import headers
from scores.intake.catalogue import CatalogueIndicator, CatalogueUnit, Context
from scores.intake.figures import Kind
from scores.intake.headers import Holds, Reader
from scores.intake.matching import Indicators, Units, unit_key
from scores.intake.workbook import Cell

STORED = {Holds.FIGURE, Holds.NATIONAL_AVERAGE, Holds.NATIONAL_RANK}
VALUES = STORED | {
    Holds.PRINTED_CHANGE,
    Holds.PRINTED_RANK,
    Holds.PRINTED_RATING,
    Holds.PRINTED_LEVEL,
    Holds.PRINTED_MAXIMUM,
}
"""What belongs to a unit and an indicator; what is not stored is compared."""


@dataclass(eq=False, slots=True)
class Claim:
    """One cell's word on one unit and indicator; `value` where it is only part of the cell (`(18đ)`).

    Never changed once made; not frozen, because that takes thrice the time and a file has 83,000.

    `column` is the subject of a question about its column, where columns name the indicators; `decided`
    says that a person said what that column holds. `original` is what the file says where a person gave
    the cell's text.
    """

    unit: CatalogueUnit
    indicator: CatalogueIndicator
    holds: Holds
    cell: Cell
    kind: Kind | None = None
    likely: Kind | None = None
    of: int | None = None
    value: Decimal | None = None
    header: Cell | None = None
    column: str = ""
    decided: bool = False
    original: str = ""

    @property
    def label(self) -> str:
        """Whose figure it is, for messages: `Sở Y tế, Tiến độ giải quyết`."""
        return f"{self.unit.name}, {self.indicator.name}"


@dataclass(frozen=True)
class Names:
    """The finders of one reading, built once."""

    units: Units
    absent: Units
    indicators: Indicators
    reader: Reader

    @classmethod
    def of(cls, context: Context) -> Names:
        indicators = Indicators(context.indicators)
        own = frozenset(unit_key(name) for name in context.own.names)
        return cls(
            Units(context.units),
            Units(context.absent_units),
            indicators,
            Reader(indicators, context.measures, own),
        )


def title_maximum(unit: CatalogueUnit, indicator: CatalogueIndicator, cell: Cell | None) -> Iterator[Claim]:
    """The maximum printed in a title or header, `(18đ)`, as a claim to be compared."""
    printed = headers.printed_maximum(cell.text) if cell else None
    if cell and printed is not None:
        yield Claim(unit, indicator, Holds.PRINTED_MAXIMUM, cell, value=printed)
