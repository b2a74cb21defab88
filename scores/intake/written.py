"""Figures as findings write them: what was understood, and what the period before had. Pure."""

from __future__ import annotations

from decimal import Decimal
from typing import Protocol

from scores import vietnamese
from scores.intake.catalogue import Context
from scores.intake.claims import Claim
from scores.intake.corrections import raw_text
from scores.intake.outcome import About, ReadFigure


class Figured(Protocol):
    """What holds figures: read from a file, or published before."""

    @property
    def points(self) -> Decimal | None: ...

    @property
    def rate(self) -> Decimal | None: ...

    @property
    def count(self) -> int | None: ...

    @property
    def count_of(self) -> int | None: ...


def figures(figure: Figured | None) -> str:
    """`87,29 điểm; 98,97%; 86/90`; empty without a figure."""
    if figure is None:
        return ""
    parts = []
    if figure.points is not None:
        parts.append(f"{vietnamese.decimal(figure.points)} điểm")
    if figure.rate is not None:
        parts.append(vietnamese.rate(figure.rate))
    if figure.count is not None:
        of = "" if figure.count_of is None else f"/{vietnamese.count(figure.count_of)}"
        parts.append(vietnamese.count(figure.count) + of)
    return "; ".join(parts)


def about_claim(claim: Claim, context: Context, figure: Figured | None = None) -> About:
    """Whose figure a cell gives, how it was understood, and the period before."""
    return About(
        unit=claim.unit.name,
        indicator=claim.indicator.name,
        raw=raw_text(claim),
        understood=figures(figure),
        before=figures(context.previous.get((claim.unit.id, claim.indicator.id))),
    )


def about_figure(figure: ReadFigure, context: Context) -> About:
    """The same of a figure once it is read."""
    return About(
        unit=context.unit_by_id[figure.unit_id].name,
        indicator=context.indicator_by_id[figure.indicator_id].name,
        raw=figure.raw,
        understood=figures(figure),
        before=figures(context.previous.get((figure.unit_id, figure.indicator_id))),
    )
