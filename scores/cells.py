"""Cells of the pages' tables as HTML, written in Python: templates for cells took most of a long page's time.

A cell's function gets the result, its text and what the table knows; it escapes what came from outside.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from scores.columns import NOTHING
from scores.models import Result
from scores.sparkline import Sparkline


@dataclass(frozen=True)
class Known:
    """What a table knows beside its rows, by unit id; `steps` by rating."""

    matched_by: Mapping[int, str] = field(default_factory=dict)
    trends: Mapping[int, Sparkline] = field(default_factory=dict)
    steps: Mapping[str, int] = field(default_factory=dict)
    unit_address: tuple[str, str] = ("", "")
    """What stands before and after a unit's slug in the address of its page."""


def unit_address() -> tuple[str, str]:
    """Asked once for a table: every row's own address would be looked up as long as the row is written."""
    before, _, after = reverse("unit", args=["-"]).rpartition("-")
    return before, after


Cell = Callable[[Result, str, Known], str]


def _number(row: Result, text: str, known: Known) -> str:
    return f'<span class="{"no-data" if row.no_data_reason else "figure"}">{html.escape(text)}</span>'


def _rank(row: Result, text: str, known: Known) -> str:
    return f'<span class="rank-first">{text}</span>' if row.rank == 1 else text


def _unit(row: Result, text: str, known: Known) -> str:
    before, after = known.unit_address
    link = f'<a href="{before}{row.unit.slug}{after}">{html.escape(text)}</a>'
    also = known.matched_by.get(row.unit_id)
    return f'{link} <small class="also">(tìm thấy theo tên “{html.escape(also)}”)</small>' if also else link


def _figure(kind: str) -> Cell:
    """A figure of one kind: a bar behind points or rates, and room for the decimals it lacks."""

    def cell(row: Result, text: str, known: Known) -> str:
        written = html.escape(text)
        if row.no_data_reason:
            return f'<span class="no-data">{written}</span>'
        measure = f' data-measure="{html.escape(row.indicator.measure)}"' if kind in _COUNTS else ""
        pad = _missing_places(text)
        padding = f' data-pad="{pad}"' if pad else ""
        return f'{bar(row, kind)}<span class="figure"{measure}{padding}>{written}</span>'

    return cell


_COUNTS = ("count", "count_of")


def _change(row: Result, text: str, known: Known) -> str:
    if row.change is None:
        return f'<small class="muted">{html.escape(text)}</small>'
    direction = "up" if row.change > 0 else "down" if row.change < 0 else "level"
    return f'<span class="{direction}">{html.escape(text)}</span>'


def _rating(row: Result, text: str, known: Known) -> str:
    return rating(text, known.steps.get(row.rating, 0))


def _target(row: Result, text: str, known: Known) -> str:
    css = "muted" if row.target_met is None else "up" if row.target_met else "down"
    return f'<span class="{css}">{html.escape(text)}</span>'


def _indicator(row: Result, text: str, known: Known) -> str:
    number = html.escape(row.indicator.number)
    shown = f'<span class="indicator-number">{number}</span> ' if number else ""
    return f'<span class="indicator indicator-{row.indicator.role}">{shown}{html.escape(text)}</span>'


def _period(row: Result, text: str, known: Known) -> str:
    address = reverse("release", args=[row.release.office.slug, row.release.period])
    return f'<a href="{address}">{html.escape(capfirst(row.release.label))}</a>'


CELLS: dict[str, Cell] = {
    "number": _number,
    "rank": _rank,
    "unit": _unit,
    **{kind: _figure(kind) for kind in ("points", "rate", *_COUNTS)},
    "change": _change,
    "rating": _rating,
    "target": _target,
    "indicator": _indicator,
    "period": _period,
}
"""How a column's cells are written, by `Column.cell`; without one the text is printed."""
_NOTHING = f'<span class="nothing">{NOTHING}</span>'


def written(cell: str, row: Result, text: str, known: Known) -> str:
    """The inside of one cell."""
    if text == NOTHING:
        return _NOTHING
    return CELLS[cell](row, text, known) if cell else html.escape(text)


def trend(row: Result, known: Known) -> str:
    """The last months as a line."""
    line = known.trends.get(row.unit_id)
    if line is None:
        return _NOTHING
    return f'<svg role="img" aria-label="{html.escape(line.label)}"><path d="{line.path}"/></svg>'


def rating(text: str, step: int) -> SafeString:
    """A rating with its word; muted where the index has no such step."""
    css = f"rating rating-{step}" if step else "muted"
    return SafeString(f'<span class="{css}">{html.escape(text)}</span>')


def bar(row: Result, kind: str) -> SafeString:
    """A bar behind points or rates; nothing for counts, which have no maximum."""
    value: Decimal | None = getattr(row, kind) if kind in {"points", "rate"} else None
    if value is None:
        return SafeString("")
    maximum = (row.indicator.maximum or Decimal(100)) if kind == "points" else Decimal(100)
    return SafeString(f'<svg aria-hidden="true"><rect width="{percent(value, maximum)}%"/></svg>')


def percent(value: Decimal | None, maximum: Decimal) -> str:
    return f"{min(Decimal(100), (value or Decimal(0)) / maximum * 100):.1f}"


def _missing_places(text: str) -> str:
    """What a number lacks to two decimals, set invisibly so that commas stand below each other."""
    whole, comma, places = text.partition(",")
    if not whole.removeprefix("-").replace(".", "").isdigit():
        return ""
    return ("" if comma else ",") + "0" * (2 - len(places))
