"""`/api/v1/`: what is published, as JSON. Errors are one Vietnamese sentence: `{"error": …}`."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.views.decorators.http import require_safe

from scores import api_rows, queries, tables, unit_search
from scores.addresses import absolute_to
from scores.error_pages import Missing, Withdrawn, api_error
from scores.exports import dumps
from scores.models import IndexVersion, Indicator, Level, Office, Release, State
from scores.period import Period
from scores.serving import kept

DESCRIPTION: dict[str, Any] = json.loads(Path(__file__).with_name("openapi.json").read_text(encoding="utf-8"))


class WrongParameter(Exception):
    """A parameter that cannot be read; 400 with this sentence."""


def _endpoint(*allowed: str) -> Callable[[Callable[..., object]], Callable[..., HttpResponse]]:
    """Answer GET with JSON, open to every origin; only the named parameters are known."""

    def decorate(view: Callable[..., object]) -> Callable[..., HttpResponse]:
        # What people search for is endless: such answers are made anew.
        @kept(*(name for name in allowed if name != "search"))
        @require_safe
        @wraps(view)
        def answer(request: HttpRequest, **kwargs: str) -> HttpResponse:
            try:
                _refuse_unknown(request, allowed)
                # A field left empty in a form asks for nothing.
                given = {name: value for name, value in request.GET.items() if value}
                request.GET = QueryDict(urlencode(given))
                response = HttpResponse(dumps(view(request, **kwargs)), content_type="application/json")
            except WrongParameter as error:
                response = api_error(str(error), 400)
            except Withdrawn as error:
                response = api_error(str(error), 410)
            except Missing as error:
                response = api_error(str(error), 404)
            response["Access-Control-Allow-Origin"] = "*"
            return response

        return answer

    return decorate


def _refuse_unknown(request: HttpRequest, allowed: tuple[str, ...]) -> None:
    for name, values in request.GET.lists():
        if name not in allowed:
            known = f"Các tham số: {', '.join(allowed)}." if allowed else "Địa chỉ này không có tham số."
            raise WrongParameter(f"Không có tham số “{name}”. {known}")
        if len(values) > 1:
            raise WrongParameter(f"Tham số “{name}” chỉ ghi một lần.")
        if "\0" in values[0]:
            raise WrongParameter(f"Tham số “{name}” có ký tự không đọc được.")


@_endpoint("office", "period", "level", "indicator", "version")
def rankings(request: HttpRequest) -> object:
    """One ranking: all units of a level in one release, by line; of an earlier version where one is named."""
    office = _office(_required(request, "office"))
    period = _period(_required(request, "period"))
    level = _level(_required(request, "level"))
    release = _release_at(office, period, request.GET.get("version", ""))
    code = request.GET.get("indicator", "")
    content = tables.chosen_content(queries.contents(release), level, code)
    if content is None:
        _refuse_unknown_indicator(release, code)
        what = f"chỉ số “{code}” của {Level(level).label.lower()}" if code else Level(level).label.lower()
        raise Missing(f"{office.name} không công bố {what} trong {release.label}.")
    rows = queries.ranking(release, level, content.indicator)
    return {
        **api_rows.release(release),
        "level": level,
        "indicator": content.indicator.code,
        "results": [api_rows.ranked(row) for row in rows],
    }


def _release_at(office: Office, period: Period, version: str) -> Release:
    """The version in force or the one asked for; Missing (404), or Withdrawn (410) with when and why."""
    if version and not (version.isascii() and version.isdigit() and len(version) < 4):
        raise WrongParameter(f"“{version}” không phải là một lần công bố. Viết version=1, version=2…")
    release = queries.find_release(office.slug, period, int(version) if version else None)
    if release is None:
        if version and queries.find_release(office.slug, period):
            raise Missing(f"{period.label.capitalize()} của {office.name} không có lần công bố {version}.")
        raise Missing(f"{office.name} chưa công bố số liệu {period.label}.")
    if release.state == State.WITHDRAWN:
        raise Withdrawn(release)
    return release


def _refuse_unknown_indicator(release: Release, code: str) -> None:
    if code and not Indicator.objects.filter(version=release.index_version, code=code).exists():
        raise WrongParameter(f"Bộ chỉ số của {release.label} không có mã “{code}”. Xem /api/v1/indicators/.")


@_endpoint("office")
def releases(request: HttpRequest) -> object:
    """All releases in force, newest first, with the levels that can be asked for."""
    found = queries.published()
    if "office" in request.GET:
        found = found.filter(office=_office(request.GET["office"]))
    levels = queries.levels_with_results()
    return {
        "results": [
            {
                **api_rows.release(release),
                "index_version": release.index_version.code,
                "snapshot_at": api_rows.moment(release.snapshot_at),
                "source": release.source_note,
                "levels": levels.get(release.pk, []),
                "url": absolute_to("release", release.office.slug, release.period),
            }
            for release in queries.newest_first(found)
        ]
    }


@_endpoint("level", "search")
def units(request: HttpRequest) -> object:
    """The catalogue of units; `search` looks in former and other names too."""
    found = unit_search.catalogue()
    if "level" in request.GET:
        found = found.filter(level=_level(request.GET["level"]))
    if "search" in request.GET:
        text = request.GET["search"]
        if len(text) > 100:
            raise WrongParameter("Tham số “search” dài quá 100 ký tự.")
        found = found.filter(pk__in=unit_search.find_units(text))
    return {"results": [api_rows.unit(unit) for unit in found]}


@_endpoint()
def unit(request: HttpRequest, slug: str) -> object:
    """One unit with everything published of it, newest first."""
    found = unit_search.catalogue().filter(slug=slug).first()
    if found is None:
        raise Missing(f"Không có đơn vị nào mang địa chỉ “{slug}”.")
    return {
        **api_rows.unit(found),
        "former_names": [name.name for name in found.names.all()],
        "predecessors": [item.predecessor.slug for item in found.origins.select_related("predecessor")],
        "successors": [item.successor.slug for item in found.successions.select_related("successor")],
        "results": [
            {
                **api_rows.release(row.release),
                "level": row.level,
                "indicator": row.indicator.code,
                "name": row.unit_name,
                **api_rows.figures(row),
            }
            for row in queries.unit_results(found)
        ],
    }


@_endpoint("version")
def indicators(request: HttpRequest) -> object:
    """The editions of the index with their indicators, ratings and targets."""
    versions = IndexVersion.objects.prefetch_related("indicators__targets", "indicators__parent", "bands")
    code = request.GET.get("version", "")
    if code and not versions.filter(code=code).exists():
        raise Missing(f"Không có phiên bản bộ chỉ số “{code}”.")
    found = versions.filter(code=code) if code else versions
    return {"results": [api_rows.index_version(version) for version in found]}


@_endpoint()
def openapi(request: HttpRequest) -> object:
    """This API described by itself."""
    return DESCRIPTION


def _required(request: HttpRequest, name: str) -> str:
    value = request.GET.get(name, "")
    if not value:
        raise WrongParameter(
            f"Thiếu tham số “{name}”. Ví dụ: ?office=hung-yen&period=2024-10&level=district."
        )
    return value


def _office(slug: str) -> Office:
    office = Office.objects.filter(slug=slug).first()
    if office is None:
        raise Missing(f"Không có cơ quan công bố “{slug}”.")
    return office


def _period(text: str) -> Period:
    try:
        return Period.parse(text)
    except ValueError as error:
        raise WrongParameter(str(error)) from error


def _level(text: str) -> str:
    if text not in Level.values:
        raise Missing(f"Không có cấp “{text}”. Các cấp: {', '.join(Level.values)}.")
    return text
