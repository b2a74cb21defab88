"""The maps of the country: the newest, one by its address, and each as a picture to keep."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from scores import columns, tables
from scores.asked import release_at
from scores.error_pages import Missing
from scores.exports import ENDINGS
from scores.models import Release
from scores.serving import kept
from scores.tile_map import TileMap, mapped_releases, tile_map

_SHOWN = {"rank", "unit", "points", "rating"}


@kept()
@require_safe
def newest(request: HttpRequest) -> HttpResponse:
    """The map of the newest release that ranks provinces."""
    releases = mapped_releases()
    if not releases:
        return render(request, "empty.html")
    return _page(request, releases[0])


@kept("lan")
@require_safe
def of_release(request: HttpRequest, office: str, period: str) -> HttpResponse:
    return _page(request, release_at(request, office, period))


@kept("lan")
@require_safe
def picture(request: HttpRequest, office: str, period: str) -> HttpResponse:
    """The map alone as a file; its colours stand in it, so that it looks the same wherever it is opened."""
    found = _map_of(release_at(request, office, period))
    response = render(request, "map.svg", {"map": found}, content_type="image/svg+xml")
    response["Content-Disposition"] = f'attachment; filename="ban-do-{office}-{period}.svg"'
    return response


def _page(request: HttpRequest, release: Release) -> HttpResponse:
    found = _map_of(release)
    shown = columns.ranking_columns(found.content, found.rows)
    table = tables.ResultsTable(
        [replace(column, sort="") for column in shown if column.key in _SHOWN],
        found.rows,
        caption=f"Các tỉnh, thành phố theo hạng, {release.label}",
        version_id=release.index_version_id,
    )
    ctx = {
        "map": found,
        "release": release,
        "table": table,
        "releases": mapped_releases(),
        "endings": ENDINGS,
    }
    return render(request, "map.html", ctx)


def _map_of(release: Release) -> TileMap:
    found = tile_map(release)
    if found is None:
        raise Missing(
            f"{release.office.name} không xếp hạng các tỉnh trong {release.label}, nên không có bản đồ."
        )
    return found
