"""A draft as the checks of reading a file know it, and what they say of it: no second arithmetic."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst

from scores.intake import checks, magnitudes
from scores.intake import context as intake_context
from scores.intake.catalogue import CatalogueUnit, Context
from scores.intake.outcome import About, Log, Place, ReadFigure, doubt
from scores.models import Entry, Figures, Release, State


@dataclass(frozen=True)
class Doubt:
    """What a check of reading says of the figures of a draft; `unit_id` where it is of one unit."""

    code: str
    key: str
    sentence: str
    unit_id: int | None


@dataclass
class Doubts(Log):
    """Takes down what the checks of reading say, without the file they would name."""

    told: dict[str, Doubt] = field(default_factory=dict)

    def warn(
        self,
        code: str,
        sentence: str,
        *,
        at: Place | None = None,
        sheet: str = "",
        of: str = "",
        about: About | None = None,
    ) -> None:
        # The key a file's own check screen gives the same doubt: confirmed there, it is confirmed here.
        key = doubt(code, sentence, at.sheet if at else sheet, at.address if at else "", of).key
        spoken = f"{of}: {sentence}" if of else capfirst(sentence)
        unit = at.unit_id if isinstance(at, ReadFigure) else None
        self.told.setdefault(key, Doubt(code, key, spoken, unit))


@dataclass(frozen=True)
class Draft:
    """A release and its entries, as the checks of reading know them."""

    release: Release
    entries: list[Entry]

    @cached_property
    def context(self) -> Context:
        release = self.release
        return intake_context.load(
            office=release.office,
            period=release.period,
            index_version=release.index_version,
            partial=release.partial,
            as_of=release.as_of,
        )

    @cached_property
    def figures(self) -> dict[tuple[int, int], ReadFigure]:
        known = self.context.unit_by_id
        return {
            (entry.unit_id, entry.indicator_id): _as_read(entry)
            for entry in self.entries
            if entry.unit_id in known
        }

    @cached_property
    def doubts(self) -> list[Doubt]:
        """Sums, jumps, copies and scales that look wrong. Units left out are not among them: those block."""
        log = Doubts("")
        checks.check_figures(self.figures, self.context, log)
        magnitudes.check_magnitudes(self.figures, self.context, log)
        return [one for one in log.told.values() if one.code != "missing-units"]

    def typing(self, unit: CatalogueUnit | None = None) -> str:
        """Where figures are mended while they may be; else the page that shows them."""
        if self.release.state != State.DRAFT:
            return reverse("admin:release", args=[self.release.pk])
        if unit is None:
            return reverse("admin:type", args=[self.release.pk])
        return reverse("admin:type_unit", args=[self.release.pk, unit.slug])


def _as_read(entry: Entry) -> ReadFigure:
    """An entry as reading its cell would have given it."""
    values = {field.name: getattr(entry, field.name) for field in Figures._meta.get_fields()}
    exact: dict[str, Any] = {
        key: _as_written(said) if isinstance(said, Decimal) else said for key, said in values.items()
    }
    return ReadFigure(entry.unit_id, entry.indicator_id, entry.sheet, entry.cell, "", **exact)


def _as_written(value: Decimal) -> Decimal:
    """`8.50` from the database is the 8,5 that was written: how far a sum may be off hangs on its digits."""
    short = value.normalize()
    exponent = short.as_tuple().exponent
    return short.quantize(Decimal(1)) if isinstance(exponent, int) and exponent > 0 else short
