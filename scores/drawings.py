"""Charts of published results: which figures go into them, and how they stand alone as a file."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from scores import charts, vietnamese
from scores.addresses import absolute_to
from scores.models import Result
from scores.period import MONTH, Period
from scores.portrait import Portrait
from scores.waterfall import Waterfall, waterfall

TITLE_WIDTH, NOTE_WIDTH = 50, 68
MARGIN, TITLE_LINE, NOTE_LINE = 20, 20, 15


def trend_of(results: Iterable[Result]) -> charts.Trend | None:
    """Totals through time, months only; drawn from two figures on."""
    by_month: dict[Period, charts.Point] = {}
    # Two offices may publish the same unit's total: the one that ranks it among others comes last here.
    for row in sorted(results, key=lambda row: row.rank is not None):
        if row.points is not None and row.period.kind == MONTH:
            by_month[row.period] = charts.Point(row.period, row.points, row.unit_id, row.release.partial)
    return charts.trend(list(by_month.values()))


def waterfall_of(found: Portrait) -> Waterfall | None:
    """Why the unit's newest total changed; None where that cannot be taken apart."""
    if found.reasons is None or found.newest is None:
        return None
    period = found.newest.period
    return waterfall(found.reasons, period.before.label.capitalize(), period.label.capitalize())


@dataclass(frozen=True)
class Sheet:
    """A chart as a picture of its own: title above, where it is from and of what day below.

    Lines are broken here, because SVG breaks none.
    """

    template: str
    chart: charts.Trend | Waterfall
    title: list[str]
    notes: list[str]

    @property
    def top(self) -> int:
        return MARGIN + TITLE_LINE * len(self.title)

    @property
    def notes_top(self) -> int:
        return self.top + self.chart.height + NOTE_LINE

    @property
    def width(self) -> int:
        return self.chart.width + 2 * MARGIN

    @property
    def height(self) -> int:
        return self.notes_top + NOTE_LINE * len(self.notes) + MARGIN // 2

    @property
    def title_lines(self) -> list[tuple[int, str]]:
        return [(MARGIN + TITLE_LINE * place, line) for place, line in enumerate(self.title)]

    @property
    def note_lines(self) -> list[tuple[int, str]]:
        return [(self.notes_top + NOTE_LINE * place, line) for place, line in enumerate(self.notes)]


def trend_sheet(found: Portrait) -> Sheet | None:
    """The totals of a unit through time, for saving; None with fewer than two months."""
    chart = trend_of(found.totals)
    if chart is None:
        return None
    title = f"Tổng điểm của {found.unit.name} theo tháng, thang 100"
    return _sheet("components/trend_shapes.html", chart, title, found.totals, found)


def reasons_sheet(found: Portrait) -> Sheet | None:
    """Why a unit's newest total changed, for saving; None where that cannot be taken apart."""
    chart = waterfall_of(found)
    if chart is None or found.newest is None:
        return None
    newest = found.newest
    title = f"{found.unit.name}: vì sao tổng điểm {newest.period.label} khác {newest.period.before.label}"
    return _sheet("components/waterfall_shapes.html", chart, title, [newest], found)


def _sheet(
    template: str,
    chart: charts.Trend | Waterfall,
    title: str,
    rows: list[Result],
    found: Portrait,
) -> Sheet:
    offices = dict.fromkeys(row.release.office.name for row in rows)
    day = max(row.release.published_at for row in rows if row.release.published_at is not None)
    notes = [
        f"Nguồn: {', '.join(offices)} công bố theo Bộ chỉ số 766; ngày "
        f"{vietnamese.day(timezone.localtime(day).date())}.",
        absolute_to("unit", found.unit.slug),
    ]
    return Sheet(
        template,
        chart,
        textwrap.wrap(title, TITLE_WIDTH),
        [line for note in notes for line in textwrap.wrap(note, NOTE_WIDTH)],
    )
