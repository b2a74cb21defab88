"""Public pages. They read what is published through `queries`, and neither session nor user."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from scores import differences, filters, queries, tables, timeline, unit_columns, unit_search
from scores.asked import office_at, ranking_at, release_at
from scores.error_pages import Missing, Withdrawn
from scores.exports import ENDINGS, as_file
from scores.models import State
from scores.open_data import licensed
from scores.read_once import read_once
from scores.recent import recent_months
from scores.serving import kept
from scores.sharing import shared_ranking, shared_release
from scores.standing import LevelStanding, overview, rankings_by_office, standing


@kept()
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The newest whole month of the leading office, and what the others published last."""
    releases = queries.leading_releases()
    if not releases:
        return render(request, "empty.html")
    leading = releases[0]
    found = overview(leading)
    ctx: dict[str, Any] = {
        "overview": found,
        "shared": shared_release(found.now, "home"),
        "next": timeline.periods(found.newest),
        "letter": next(iter(queries.letters_of(leading)), None),
        "totals": queries.own_totals(leading.office),
        "others": [standing(release) for release in releases[1:]],
        "letters": queries.letters()[:3],
    }
    return render(request, "home.html", ctx)


@kept()
@require_safe
def rankings(request: HttpRequest) -> HttpResponse:
    """Every office with its rankings, newest period first."""
    return render(request, "rankings.html", {"offices": rankings_by_office()})


@kept("lan", "chi-so", filters.RATING, tables.SORT)
@require_safe
def ranking(request: HttpRequest, office: str, period: str, level: str) -> HttpResponse:
    found = ranking_at(request, office, period, level)
    caption = f"Xếp hạng {found.content.level_name.lower()}, {found.release.label}"
    key = found.release.pk, level
    periods = read_once(request, ("periods", *key), lambda: timeline.periods(found.release, level))
    months = read_once(
        request,
        ("months", *key, found.content.indicator.pk),
        lambda: recent_months(found.release, found.content, found.everyone, periods.all),
    )
    short = LevelStanding(found.content, found.everyone)
    main = found.content == tables.chosen_content(found.contents, level, "")
    ctx = {
        "ranking": found,
        "months": months,
        "release": found.release,
        "level": level,
        "main": main,
        "table": tables.ranking_table(request, found, caption, months.lines),
        "short": short,
        "shared": shared_ranking(found.release, short, "" if main else found.content.indicator.code),
        "periods": periods,
        "order": request.GET.get(tables.SORT, ""),
        "query": request.GET.urlencode(),
        "endings": ENDINGS,
    }
    return render(request, "ranking.html", ctx)


@kept("lan", "chi-so", tables.SORT)
@require_safe
def ranking_file(request: HttpRequest, office: str, period: str, level: str, ending: str) -> HttpResponse:
    """The rows of the page with the same address, in the same order, as a file."""
    found = ranking_at(request, office, period, level)
    rows = found.in_order(request.GET.get(tables.SORT, ""))
    title = f"{found.release.office.name}: xếp hạng {found.content.level_name.lower()}, {found.release.label}"
    if found.release.version > 1:
        kind = found.release.get_correction_kind_display().lower()
        title += f", lần {found.release.version} (đính chính: {kind}; {found.release.reason})"
    name = f"xep-hang-{office}-{period}-{level}-{found.content.indicator.code}"
    return licensed(as_file(found.columns, rows, title, name, ending), found.release.office)


@kept()
@require_safe
def releases(request: HttpRequest) -> HttpResponse:
    """What every office has published, newest period first."""
    ctx = {"releases": queries.newest_first(queries.published()), "offices": queries.publishing_offices()}
    return render(request, "releases.html", ctx | {"office": None})


@kept()
@require_safe
def releases_of_office(request: HttpRequest, office: str) -> HttpResponse:
    """What one office has published."""
    found = office_at(office)
    ctx = {"releases": queries.releases_of(found), "office": found, "offices": queries.publishing_offices()}
    return render(request, "releases.html", ctx)


@kept()
@require_safe
def shortened(request: HttpRequest, office: str, period: str = "") -> HttpResponse:
    """Whoever cuts a ranking's address short comes to the office's list, or to the release."""
    address = (
        reverse("release", args=[office, period]) if period else reverse("office-releases", args=[office])
    )
    return HttpResponseRedirect(address)


@kept("lan")
@require_safe
def release(request: HttpRequest, office: str, period: str) -> HttpResponse:
    """One release: the office's own figures, its rankings, letters and versions."""
    found = release_at(request, office, period)
    now = standing(found)
    own_columns = unit_columns.own_columns(now.own)
    ctx = {
        "release": found,
        "now": now,
        "shared": shared_release(now, "release"),
        "table": tables.ResultsTable(
            own_columns,
            now.own,
            caption=f"{found.office.name}, {found.label}",
            version_id=found.index_version_id,
        ),
        "form": queries.form_lines(found, now.own) if found.index_version.quarterly else [],
        "letters": queries.letters_of(found),
        "periods": timeline.periods(found),
        "versions": queries.versions_of(found),
        "endings": ENDINGS,
        "objections": queries.objection_counts(found),
        "differences": differences.from_version_before(found) if found.version > 1 else [],
    }
    return render(request, "release.html", ctx)


@kept("lan")
@require_safe
def release_file(request: HttpRequest, office: str, period: str, ending: str) -> HttpResponse:
    """What a release says of the office's own unit, indicator by indicator, as a file."""
    found = release_at(request, office, period)
    own = queries.own_results(found)
    if not own:
        raise Missing(
            f"{found.label.capitalize()}, {found.office.name} không công bố số liệu của chính mình."
        )
    title = f"{found.office.name}, {found.label}: từng chỉ số"
    name = f"tung-chi-so-{office}-{period}"
    return licensed(as_file(unit_columns.own_columns(own), own, title, name, ending), found.office)


@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """Search among all units, also by names that are no longer in use."""
    text = request.GET.get("tim", "")[:100]
    matched = unit_search.find_units(text)
    found = list(unit_search.catalogue().filter(pk__in=matched)[:100])
    lines = [(unit, matched[unit.pk]) for unit in found]
    # Who has not searched yet is shown where units can be chosen from.
    offices = [] if text else rankings_by_office()
    return render(
        request, "units.html", {"text": text, "lines": lines, "total": len(matched), "offices": offices}
    )


@kept()
@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    return render(request, "letters.html", {"letters": queries.letters()})


@require_safe
def letter_file(request: HttpRequest, pk: int) -> FileResponse:
    """The PDF of a published release, the signed one where there is one; saved under a speaking name."""
    letter = queries.public_letters().filter(pk=pk).first()
    if letter is None:
        found = queries.release_of_letter(pk)
        if found is not None and found.state == State.WITHDRAWN:
            raise Withdrawn(found)
        raise Missing("Không có văn bản nào ở địa chỉ này.")
    original = letter.signed
    name = f"van-ban-{letter.release.office.slug}-{letter.release.period}-{letter.kind}.pdf".lower()
    response = FileResponse(
        original.file.open("rb") if original else letter.pdf.open("rb"),
        filename=name,
        as_attachment="tai" in request.GET,
        content_type="application/pdf",
    )
    response["ETag"] = f'"{letter.handed_out_sha256}"'
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    response = HttpResponse("ok\n", content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = "no-store"
    return response
