"""Tables of what a unit's page draws: its months by group, and why its total changed."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from django.urls import reverse

from scores.heat import Cell, Heat, Month
from scores.listing import Field, Listing
from scores.models import Unit
from scores.portrait import Portrait
from scores.reasons import Part
from scores.unit_columns import OFFICE

TOTAL = "Tổng điểm"


def groups_listing(unit: Unit, table: Heat) -> Listing[Month]:
    """A line a published month, a column the total and each group; months between are no lines of a file."""

    def points(place: int) -> Callable[[Month], Decimal | None]:
        def value(month: Month) -> Decimal | None:
            cell = month.cells[place]
            return cell.points if isinstance(cell, Cell) else None

        return value

    return Listing(
        caption=f"Điểm từng nhóm của {unit.name} qua các tháng",
        fields=[
            Field("period", "Tháng", lambda month: str(month.release.period) if month.release else ""),
            Field("office", OFFICE.title, lambda month: month.release.office.name if month.release else ""),
            *(
                Field(line.code, line.short_name, points(place), css="num")
                for place, line in enumerate(table.columns)
            ),
        ],
        rows=[month for month in table.months if month.release is not None],
        address=_address("unit-groups", unit.slug, table.version.code),
    )


def reasons_listing(found: Portrait) -> Listing[Part] | None:
    """What each group gave to the newest change, and the change; None where it cannot be taken apart."""
    reasons = found.reasons
    if reasons is None or found.newest is None:
        return None
    return Listing(
        caption=f"{found.unit.name}: thay đổi theo nhóm, {found.newest.release.label}",
        fields=[
            Field("name", "Nhóm", lambda part: part.name),
            Field("change", "Góp vào thay đổi (điểm)", lambda part: part.change, css="num"),
        ],
        rows=[*reasons.parts, Part(TOTAL, reasons.change)],
        address=_address("unit-reasons-file", found.unit.slug),
    )


def _address(view: str, *args: str) -> str:
    return reverse(view, args=[*args, "csv"]).removesuffix(".csv")
