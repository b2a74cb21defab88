"""Typing figures: where to begin, the grid of one level, and the plain form of one unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.timezone import now

from scores.admin import next_step
from scores.admin.access import page, person, release_for
from scores.admin.grid_cells import Column, reasons
from scores.admin.grid_sheet import CellSays, RowSays, Sheet
from scores.admin.provenance_history import latest
from scores.models import Indicator, Level, Release, Unit

BATCH = 400
"""As many cells as the browser sends at once."""
_EMPTY = CellSays(text="", revision=0, who="", doubt="")


@dataclass(frozen=True)
class ShownCell:
    """A cell of the page; `label` are the ids of its row's and its column's heading."""

    column: Column
    says: CellSays
    before: str
    label: str


@dataclass(frozen=True)
class ShownRow:
    """A row of the page; `head` is the id of its heading."""

    unit: Unit
    head: str
    name: str
    says: RowSays
    cells: list[ShownCell]


def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Which level or which unit to type, with how much of each is there already."""
    release = release_for(request, pk)
    entered = list(release.entries.order_by().values_list("unit_id", flat=True))
    units = list(release.office.units_for(release.period).prefetch_related("names"))
    day = release.period.last_day
    context = {
        "release": release,
        "why_not": next_step.why_not(release, person(request), "type"),
        "levels": [
            (level, [(unit, unit.name_on(day), entered.count(unit.pk)) for unit in of_level])
            for level in Level
            if (of_level := [unit for unit in units if unit.level == level])
        ],
    }
    return page(request, "staff/grid_choose.html", f"Gõ số liệu · {release.label}", context)


def sheet_for(release: Release, level: str) -> Sheet:
    """The grid of a level; Http404 where the office has no units of it."""
    sheet = Sheet(release, Level(level)) if level in Level.values else None
    if sheet is None or not sheet.units:
        raise Http404
    return sheet


def grid(request: HttpRequest, pk: int, level: str) -> HttpResponse:
    """The whole grid, made once; the script saves cell by cell from here on."""
    release = release_for(request, pk)
    sheet = sheet_for(release, level)
    asked = request.GET.getlist("cot")
    columns = sheet.columns(asked)
    context: dict[str, Any] = {
        "release": release,
        "level": sheet.level,
        "why_not": next_step.why_not(release, person(request), "type"),
        "columns": columns,
        "added": [column.key for column in columns if column.key in asked],
        "others": [column for column in sheet.possible if column not in columns],
        "total": _total(columns),
        "rows": [_row(sheet, unit, columns) for unit in sheet.units],
        "reasons": reasons(),
        "batch": BATCH,
        "now": now().isoformat(),
        "latest": latest(release),
        "user_id": person(request).pk,
    }
    title = f"{sheet.level.label} · {release.label}"
    return page(request, "staff/grid.html", f"Gõ số liệu · {title}", context)


def _total(columns: list[Column]) -> str:
    """The key of the column beside whose figures the groups are added up; empty without one."""
    totals = (c.key for c in columns if c.indicator.role == Indicator.Role.TOTAL and c.kind == "points")
    return next(totals, "")


def _row(sheet: Sheet, unit: Unit, columns: list[Column]) -> ShownRow:
    says = sheet.row(unit)
    cells = [
        ShownCell(
            column,
            says["cells"].get(column.key, _EMPTY),
            sheet.before_text(unit, column),
            f"u{unit.pk} c{place}",
        )
        for place, column in enumerate(columns)
    ]
    return ShownRow(unit, f"u{unit.pk}", sheet.name(unit), says, cells)
