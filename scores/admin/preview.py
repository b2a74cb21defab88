"""A release as readers will see it: its public pages below an address of its own, the month before beside."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from scores import preview
from scores.actions import Refused
from scores.admin.access import page, release_for
from scores.admin.beside_before import Beside, beside_before
from scores.models import Release


@require_GET
def overview(request: HttpRequest, pk: int) -> HttpResponse:
    """What there is to look at, and the figures beside those of the period before, biggest changes first."""
    release = release_for(request, pk)
    if not release.is_open:
        return redirect("admin:release", release.pk)
    beside = beside_before(release, request.GET.get("cap", ""), request.GET.get("chi-so", ""))
    context: dict[str, Any] = {"release": release, "beside": beside, "mark": preview.MARK}
    if beside is not None:
        with preview.links_below(reverse("admin:preview_page", args=[release.pk])):
            context |= _addresses(release, beside)
    return _private(page(request, "staff/preview.html", f"Xem trước · {release.label}", context))


def _addresses(release: Release, beside: Beside) -> dict[str, Any]:
    """Where the pages of a release will be; worked out while links lead below the preview."""
    of_release = (release.office.slug, release.period)
    return {
        "pages": [
            ("Trang đầu", reverse("home")),
            (f"Trang của {release.label}, có văn bản", reverse("release", args=of_release)),
            *(
                (f"Xếp hạng {level.level_name.lower()}", reverse("ranking", args=[*of_release, level.level]))
                for level in beside.levels
            ),
            ("Văn bản", reverse("letters")),
            ("Dữ liệu mở", reverse("data")),
        ],
        "pairs": [(pair, reverse("unit", args=[pair.slug])) for pair in beside.pairs],
    }


@require_GET
def public_page(request: HttpRequest, pk: int, address: str = "") -> HttpResponseBase:
    """One public address as it will answer once this release is public."""
    release = release_for(request, pk)
    if not release.is_open:
        return redirect("admin:release", release.pk)
    try:
        return preview.answer(request, release, address, reverse("admin:preview", args=[release.pk]))
    except Refused as error:
        return _refused(request, release, error)


def _refused(request: HttpRequest, release: Release, error: Refused) -> HttpResponse:
    context = {"release": release, "sentence": str(error)}
    return _private(page(request, "staff/preview_refused.html", "Chưa xem trước được", context, status=409))


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
