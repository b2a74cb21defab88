"""Every figure read from a file: its cell, what is written there, how it was understood, last month's."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from scores import actions
from scores.admin.access import page, release_for, upload_for
from scores.figure_text import figures_text
from scores.intake.outcome import ReadFigure
from scores.models import Entry, Figures, Finding, Indicator, Release, Result, State, Unit

_PER_PAGE = 200


@dataclass(frozen=True)
class Line:
    """One figure read."""

    sheet: str
    cell: str
    unit: str
    indicator: str
    raw: str
    understood: str
    before: str
    doubtful: bool


def read_figures(request: HttpRequest, pk: int, upload_pk: UUID) -> HttpResponse:
    """A page of the figures; with htmx only the table, for the fold of the check screen."""
    release = release_for(request, pk)
    upload = upload_for(release, upload_pk)
    with upload.file.open("rb") as file:
        reading = actions.read(release, file.read(), upload.original_name, actions.decisions_of(upload))
    doubts = {
        (finding.sheet, finding.cell)
        for finding in upload.findings.filter(severity=Finding.Severity.WARNS).exclude(cell="")
    }
    listed = paged(reading.figures, request.GET.get("trang"))
    context = {
        "release": release,
        "upload": upload,
        "listed": listed,
        "lines": lines(release, list(listed.object_list), doubts),
    }
    if request.htmx:  # type: ignore[attr-defined]  # set by django-htmx
        return TemplateResponse(request, "staff/check/figures.html", context)
    return page(request, "staff/check/figures_page.html", f"Số liệu đọc được từ tệp {upload}", context)


def paged(figures: Collection[ReadFigure], number: str | None) -> Page[ReadFigure]:
    return Paginator(list(figures), _PER_PAGE).get_page(number)


def lines(
    release: Release, figures: Collection[ReadFigure], doubts: Collection[tuple[str, str]]
) -> list[Line]:
    """Figures as read, in words, beside what was published for the period before."""
    units = Unit.objects.prefetch_related("names").in_bulk({figure.unit_id for figure in figures})
    indicators = Indicator.objects.in_bulk({figure.indicator_id for figure in figures})
    before = _before(release, set(units))
    return [
        Line(
            sheet=figure.sheet,
            cell=figure.cell,
            unit=units[figure.unit_id].name_on(release.period.last_day),
            indicator=indicators[figure.indicator_id].short_name,
            raw=figure.raw,
            understood=figures_text(_as_entry(figure), indicators[figure.indicator_id]),
            before=before.get((figure.unit_id, figure.indicator_id), ""),
            doubtful=(figure.sheet, figure.cell) in doubts,
        )
        for figure in figures
    ]


def _as_entry(figure: ReadFigure) -> Entry:
    """An entry as acceptance would write it; never saved."""
    return Entry(**{field.name: getattr(figure, field.name) for field in Figures._meta.get_fields()})


def _before(release: Release, units: Collection[int]) -> dict[tuple[int, int], str]:
    published = Result.objects.filter(
        release__office=release.office,
        release__period=release.period.before,
        release__state=State.PUBLISHED,
        unit__in=list(units),
    )
    return {
        (row.unit_id, row.indicator_id): figures_text(row, row.indicator)
        for row in published.select_related("indicator").order_by()
    }
