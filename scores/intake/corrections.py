"""What a person said should stand in a cell, put in its place before figures are read. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from scores.intake import asking
from scores.intake.catalogue import Context
from scores.intake.claims import Claim
from scores.intake.decisions import Asks, place
from scores.intake.outcome import Log
from scores.intake.workbook import Cell


def corrected(claims: Iterable[Claim], context: Context, log: Log) -> Iterator[Claim]:
    """The claims with corrected cells; a cell that a person passed over is listed and claims nothing."""
    if not context.decisions.answers:
        yield from claims
        return
    for claim in claims:
        cell = claim.cell
        what = place(cell.sheet, cell.address)
        answer = context.decisions.of(Asks.CELL, what)
        if answer in (None, asking.ONLY) or claim.value is not None:
            yield claim
        elif answer == asking.LEAVE:
            why = f"ô {cell.address}: " + context.decisions.why_left(Asks.CELL, what)
            log.leave_out(cell.sheet, cell.row, f"{claim.label}: {cell.text}", why)
        else:
            text = Cell(cell.sheet, cell.address, cell.row, cell.column, answer)
            yield replace(claim, cell=text, original=cell.text)


def raw_text(claim: Claim) -> str:
    """What the file says, and what a person put in its place: `09/10/2025 (sửa: 9,10)`."""
    return f"{claim.original} (sửa: {claim.cell.text})" if claim.original else claim.cell.text
