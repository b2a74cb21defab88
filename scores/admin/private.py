"""What holds for every answer below /quan-tri/, refusals and errors included."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

_STAFF = "/quan-tri/"
_NEVER_KEPT = "no-store, private"


def stay_private(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Middleware: no browser and no proxy keeps a staff page, and no search engine lists it."""

    def answered(request: HttpRequest) -> HttpResponseBase:
        answer = get_response(request)
        if request.path_info.startswith(_STAFF):
            if "no-store" not in answer.get("Cache-Control", ""):
                answer["Cache-Control"] = _NEVER_KEPT
            answer["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return answer

    return answered
