"""What a public address asks for: a release in one of its versions, or why there is none."""

from __future__ import annotations

from django.core.exceptions import BadRequest
from django.http import HttpRequest

from scores import queries
from scores.error_pages import Missing, NotPublished, Withdrawn
from scores.models import Office, Release, State
from scores.period import Period


def release_at(request: HttpRequest, office_slug: str, period_text: str) -> Release:
    """The release of an address, in the version `?lan=` asks for; Missing (404) with a sentence otherwise."""
    office = Office.objects.filter(slug=office_slug).first()
    if office is None:
        raise Missing(f"Không có cơ quan công bố nào ở địa chỉ “{office_slug}”.")
    try:
        period = Period.parse(period_text)
    except ValueError as error:
        raise Missing(str(error)) from error
    release = queries.find_release(office_slug, period, _version(request))
    if release is None:
        raise NotPublished(office, period)
    if release.state == State.WITHDRAWN:
        raise Withdrawn(release)
    return release


def _version(request: HttpRequest) -> int | None:
    text = request.GET.get("lan", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 4):
        raise BadRequest(f"“{text}” không phải là một lần công bố. Viết ?lan=1, ?lan=2…")
    return int(text)
