"""A unit's public pages: its page, and the pictures and table of it that can be saved."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from scores import drawings, heat, letters, queries, tables, unit_columns, unit_listings
from scores.asked import unit_at
from scores.error_pages import Missing
from scores.exports import ENDINGS, as_file
from scores.models import Level
from scores.open_data import HISTORY
from scores.portrait import Portrait, portrait
from scores.serving import kept
from scores.sharing import shared_unit


@kept()
@require_safe
def unit(request: HttpRequest, slug: str) -> HttpResponse:
    """A unit through time: its newest standing and why, its totals by period, everything published of it."""
    found = unit_at(slug)
    seen = portrait(found)
    ctx = {
        "unit": found,
        "portrait": seen,
        "shared": shared_unit(seen),
        "newest": seen.newest,
        "has_sheet": seen.newest is not None and letters.has_sheets(seen.newest.release),
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
        "endings": ENDINGS,
    }
    return render(request, "unit.html", ctx)


@kept()
@require_safe
def unit_chart(request: HttpRequest, slug: str) -> HttpResponse:
    """The totals of a unit through time as a picture that stands alone."""
    sheet = drawings.trend_sheet(portrait(unit_at(slug)))
    if sheet is None:
        raise Missing("Đơn vị này chưa đủ hai tháng có tổng điểm để vẽ thành hình.")
    return drawings.picture(request, sheet, f"tong-diem-{slug}")


@kept()
@require_safe
def unit_reasons(request: HttpRequest, slug: str) -> HttpResponse:
    """Why a unit's newest total changed, as a picture that stands alone."""
    seen = portrait(unit_at(slug))
    sheet = drawings.reasons_sheet(seen)
    if sheet is None:
        raise Missing(f"Không có hình vì sao tổng điểm thay đổi. {seen.why or 'Chưa công bố tổng điểm'}.")
    return drawings.picture(request, sheet, f"vi-sao-{slug}")


@kept()
@require_safe
def unit_reasons_file(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    """The figures of that picture, as a file."""
    seen = portrait(unit_at(slug))
    listing = unit_listings.reasons_listing(seen)
    if listing is None:
        raise Missing(f"Không có bảng vì sao tổng điểm thay đổi. {seen.why or 'Chưa công bố tổng điểm'}.")
    return listing.file(f"vi-sao-{slug}", ending)


@kept()
@require_safe
def unit_groups_chart(request: HttpRequest, slug: str, version: str) -> HttpResponse:
    """The unit's months by group under one edition of the index, as a picture that stands alone."""
    seen, table = _groups(slug, version)
    return drawings.picture(request, drawings.heat_sheet(seen, table), f"tung-nhom-{slug}-{version}")


@kept()
@require_safe
def unit_groups(request: HttpRequest, slug: str, version: str, ending: str) -> HttpResponse:
    """The figures of that picture, as a file."""
    seen, table = _groups(slug, version)
    return unit_listings.groups_listing(seen.unit, table).file(f"tung-nhom-{slug}-{version}", ending)


def _groups(slug: str, version: str) -> tuple[Portrait, heat.Heat]:
    seen = portrait(unit_at(slug))
    table = next((table for table in seen.heats if table.version.code == version), None)
    if table is None:
        raise Missing(f"{seen.unit.name} chưa có tháng nào có điểm từng nhóm theo phiên bản “{version}”.")
    return seen, table


@kept()
@require_safe
def unit_totals(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    """The rows of the unit's table of totals, as a file."""
    found = unit_at(slug)
    totals = portrait(found).totals
    title = f"Tổng điểm của {found.name} theo kỳ"
    return as_file(unit_columns.history_columns(totals), totals[::-1], title, f"tong-diem-{slug}", ending)


@kept()
@require_safe
def unit_file(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    """Everything in force of a unit, in the columns of an office's whole history."""
    found = unit_at(slug)
    rows = queries.unit_results(found)
    if not rows:
        raise Missing(f"Chưa có số liệu nào của {found.name} được công bố.")
    return as_file(HISTORY, rows, f"{found.name}: mọi kết quả đã công bố", f"so-lieu-{slug}", ending)
