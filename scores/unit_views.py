"""A unit's public pages: its page, and the pictures and table of it that can be saved."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from scores import drawings, heat, queries, tables, unit_columns
from scores.error_pages import Missing
from scores.exports import FORMATS
from scores.models import Level, Unit
from scores.portrait import portrait
from scores.serving import kept


@kept()
@require_safe
def unit(request: HttpRequest, slug: str) -> HttpResponse:
    """A unit through time: its newest standing and why, its totals by period, everything published of it."""
    found = _unit_at(slug)
    seen = portrait(found)
    ctx = {
        "unit": found,
        "portrait": seen,
        "newest": seen.newest,
        "totals": seen.totals,
        "history": tables.ResultsTable(
            unit_columns.history_columns(seen.totals),
            seen.totals[::-1],
            caption=f"Tổng điểm của {found.name} theo kỳ",
            version_id=seen.results[0].release.index_version_id if seen.results else 0,
        ),
        "heat_legend": list(enumerate(heat.LEGEND, start=1)),
        "by_release": tables.by_release(seen.results),
        "predecessors": found.origins.select_related("predecessor__parent").order_by(
            "day", "legal_basis", "predecessor__sort_key"
        ),
        "successors": found.successions.select_related("successor").order_by(
            "day", "legal_basis", "successor__sort_key"
        ),
        "now_there": queries.now_in_place_of(found) if found.level == Level.DISTRICT else [],
        "letters": queries.letters_of_unit(found),
    }
    return render(request, "unit.html", ctx)


def _unit_at(slug: str) -> Unit:
    found = Unit.objects.select_related("parent").prefetch_related("names").filter(slug=slug).first()
    if found is None:
        raise Missing(f"Không có đơn vị nào ở địa chỉ “{slug}”.")
    return found


@kept()
@require_safe
def unit_chart(request: HttpRequest, slug: str) -> HttpResponse:
    """The totals of a unit through time as a picture that stands alone."""
    sheet = drawings.trend_sheet(portrait(_unit_at(slug)), settings.SITE_URL)
    if sheet is None:
        raise Missing("Đơn vị này chưa đủ hai tháng có tổng điểm để vẽ thành hình.")
    return _picture(request, sheet, f"tong-diem-{slug}.svg")


@kept()
@require_safe
def unit_reasons(request: HttpRequest, slug: str) -> HttpResponse:
    """Why a unit's newest total changed, as a picture that stands alone."""
    seen = portrait(_unit_at(slug))
    sheet = drawings.reasons_sheet(seen, settings.SITE_URL)
    if sheet is None:
        raise Missing(f"Không có hình vì sao tổng điểm thay đổi. {seen.why or 'Chưa công bố tổng điểm'}.")
    return _picture(request, sheet, f"vi-sao-{slug}.svg")


def _picture(request: HttpRequest, sheet: drawings.Sheet, name: str) -> HttpResponse:
    response = render(request, "chart.svg", {"sheet": sheet}, content_type="image/svg+xml")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


@kept()
@require_safe
def unit_totals(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    """The rows of the unit's table of totals, as a file."""
    found = _unit_at(slug)
    totals = portrait(found).totals
    make, content_type = FORMATS[ending]
    title = f"Tổng điểm của {found.name} theo kỳ"
    made = make(unit_columns.history_columns(totals), totals[::-1], title)
    response = HttpResponse(made, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="tong-diem-{slug}.{ending}"'
    return response
