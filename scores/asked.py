"""What a public address asks for: a release in one of its versions, a ranking, a unit; or why not."""

from __future__ import annotations

from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.urls import reverse

from scores import queries, tables
from scores.error_pages import Missing, NotPublished, Withdrawn
from scores.models import Level, Office, Release, State, Unit
from scores.period import Period
from scores.read_once import read_once


def release_at(request: HttpRequest, office_slug: str, period_text: str) -> Release:
    """The release of an address, in the version `?lan=` asks for; Missing (404) with a sentence otherwise."""
    try:
        period = Period.parse(period_text)
    except ValueError as error:
        office_at(office_slug)
        raise Missing(str(error)) from error
    version = _version(request)
    release = queries.find_release(office_slug, period, version)
    if release is None and version is not None:
        _refuse_version(office_slug, period, version)
    if release is None:
        raise NotPublished(office_at(office_slug), period)
    if release.state == State.WITHDRAWN:
        raise Withdrawn(release)
    return release


def _refuse_version(office_slug: str, period: Period, version: int) -> None:
    """Of a period that was published, a version that was not."""
    known = queries.find_release(office_slug, period)
    if known is None:
        return
    address = reverse("release", args=[office_slug, period])
    raise Missing(
        f"{known.label.capitalize()} của {known.office.name} không có lần công bố {version}.",
        (f"Xem {known.label}, lần {known.version}", address),
    )


def office_at(slug: str) -> Office:
    """An office by its address; Missing (404) with a sentence for none."""
    office = Office.objects.filter(slug=slug).first()
    if office is None:
        raise Missing(f"Không có cơ quan công bố nào ở địa chỉ “{slug}”.")
    return office


def _version(request: HttpRequest) -> int | None:
    text = request.GET.get("lan", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 4):
        raise BadRequest(f"“{text}” không phải là một lần công bố. Viết ?lan=1, ?lan=2…")
    return int(text)


def ranking_at(request: HttpRequest, office_slug: str, period_text: str, level: str) -> tables.Ranking:
    """The ranking of an address, by the indicator `?chi-so=` asks for or the level's main one."""
    key = office_slug, period_text, level, request.GET.get("lan", ""), request.GET.get("chi-so", "")
    whole = read_once(
        request, ("ranking", *key), lambda: _whole_ranking(request, office_slug, period_text, level)
    )
    return tables.filtered_ranking(request.GET, whole)


def _whole_ranking(request: HttpRequest, office_slug: str, period_text: str, level: str) -> tables.Ranking:
    release = release_at(request, office_slug, period_text)
    if level not in Level.values:
        raise Missing(f"Không có cấp “{level}”. Các cấp: {', '.join(Level.values)}.")
    code = request.GET.get("chi-so", "")
    ranking = tables.read_ranking(release, level, code)
    if ranking is None:
        what = f"chỉ số “{code}” của {Level(level).label.lower()}" if code else Level(level).label.lower()
        raise Missing(
            f"{release.office.name} không công bố {what} trong {release.label}.",
            (f"Xem {release.label}", reverse("release", args=[office_slug, release.period])),
        )
    return ranking


def unit_at(slug: str) -> Unit:
    found = Unit.objects.select_related("parent").prefetch_related("names").filter(slug=slug).first()
    if found is None:
        raise Missing(f"Không có đơn vị nào ở địa chỉ “{slug}”.")
    return found
