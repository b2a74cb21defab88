"""Charts of published results: which figures go into them, and how they stand alone as a file."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from scores import charts, comparison_chart, heat, heat_chart, vietnamese
from scores.addresses import absolute_to
from scores.comparison import Comparison
from scores.models import Release, Result
from scores.period import MONTH, Period
from scores.portrait import Portrait
from scores.waterfall import Waterfall, waterfall

# How wide a letter of the title and of the notes is taken to be, whatever face a viewer has for them.
TITLE_LETTER, NOTE_LETTER = 8.4, 6.2
MARGIN, TITLE_LINE, NOTE_LINE = 20, 20, 15


def trend_of(results: Iterable[Result]) -> charts.Trend | None:
    """Totals through time, months only; drawn from two figures on."""
    points = [
        charts.Point(row.period, row.points, row.unit_id, row.release.partial)
        for row in _months(results)
        if row.points is not None
    ]
    return charts.trend(points)


def _months(results: Iterable[Result]) -> list[Result]:
    """The total of each month that has points."""
    by_month: dict[Period, Result] = {}
    # Two offices may publish the same unit's total: the one that ranks it among others comes last here.
    for row in sorted(results, key=lambda row: row.rank is not None):
        if row.points is not None and row.period.kind == MONTH:
            by_month[row.period] = row
    return list(by_month.values())


def waterfall_of(found: Portrait) -> Waterfall | None:
    """Why the unit's newest total changed; None where that cannot be taken apart."""
    if found.reasons is None or found.newest is None:
        return None
    period = found.newest.period
    return waterfall(found.reasons, period.before.label.capitalize(), period.label.capitalize())


Chart = charts.Trend | Waterfall | comparison_chart.Chart | heat_chart.HeatChart


@dataclass(frozen=True)
class Sheet:
    """A chart as a picture of its own: title above, where it is from and of what day below.

    Lines are broken here, because SVG breaks none.
    """

    template: str
    chart: Chart
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
    return _sheet(
        "components/trend_shapes.html", chart, title, _releases(_months(found.totals)), _page_of(found)
    )


def reasons_sheet(found: Portrait) -> Sheet | None:
    """Why a unit's newest total changed, for saving; None where that cannot be taken apart."""
    chart = waterfall_of(found)
    if chart is None or found.newest is None:
        return None
    newest = found.newest
    title = f"{found.unit.name}: vì sao tổng điểm {newest.period.label} khác {newest.period.before.label}"
    return _sheet("components/waterfall_shapes.html", chart, title, [newest.release], _page_of(found))


def heat_sheet(found: Portrait, table: heat.Heat) -> Sheet:
    """The months of a unit by group, for saving."""
    columns = [
        f"{line.short_name}, tối đa {vietnamese.decimal(line.maximum or heat.HUNDRED)}"
        for line in table.columns
    ]
    lines = [
        heat_chart.Line(
            _capital(month.name if month.release else f"{month.name}: không có điểm từng nhóm"),
            [(cell.text, cell.step) if cell else None for cell in month.cells] if month.release else [],
        )
        for month in table.months
    ]
    releases = [month.release for month in table.months if month.release is not None]
    return _sheet(
        "components/heat_shapes.html",
        heat_chart.heat_chart(columns, lines),
        f"Điểm từng nhóm của {found.unit.name} qua các tháng; màu đậm dần theo phần đạt được của điểm tối đa",
        releases,
        _page_of(found),
    )


def comparison_sheet(found: Comparison, address: str) -> Sheet | None:
    """Totals of several units through time, for saving; `address` is the page's."""
    if found.chart is None:
        return None
    names = ", ".join(column.unit.name for column in found.columns)
    totals = [row for column in found.columns for row in column.drawn]
    title = f"Tổng điểm theo tháng, thang 100: {names}"
    return _sheet("components/comparison_shapes.html", found.chart, title, _releases(totals), address)


def picture(request: HttpRequest, sheet: Sheet, name: str) -> HttpResponse:
    """The sheet as a file that browsers show, and save under `name`, which goes without its ending."""
    response = render(request, "chart.svg", {"sheet": sheet}, content_type="image/svg+xml")
    response["Content-Disposition"] = f'inline; filename="{name}.svg"'
    return response


def _releases(rows: Iterable[Result]) -> list[Release]:
    return [row.release for row in rows]


def _page_of(found: Portrait) -> str:
    return absolute_to("unit", found.unit.slug)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _sheet(template: str, chart: Chart, title: str, releases: Iterable[Release], address: str) -> Sheet:
    public = [release for release in releases if release.published_at is not None]
    offices = dict.fromkeys(release.office.name for release in public)
    day = max(release.published_at for release in public if release.published_at is not None)
    notes = [
        f"Nguồn: {', '.join(offices)} công bố theo Bộ chỉ số 766; ngày "
        f"{vietnamese.day(timezone.localtime(day).date())}.",
        address,
    ]
    return Sheet(
        template,
        chart,
        textwrap.wrap(title, int(chart.width / TITLE_LETTER)),
        [
            line
            for note in notes
            for line in textwrap.wrap(note, int(chart.width / NOTE_LETTER), break_on_hyphens=False)
        ],
    )
