"""How far the reading of a file has come; the page asks again by itself, with or without JavaScript."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from scores.admin.access import page
from scores.models import Release, Upload

_STAGES = {"received": "Đã nhận", "reading": "Đang đọc", "matching": "Đang đối chiếu", "done": "Xong"}


@dataclass(frozen=True)
class Stage:
    """One stage of the reading: `done`, `now` or `later`."""

    where: str
    label: str


def told(request: HttpRequest, release: Release, upload: Upload) -> HttpResponse:
    """The page of a file that is being read; htmx asks for the part that moves."""
    context = {
        "release": release,
        "upload": upload,
        "stages": _stages(upload),
        "done": upload.progress.get("done", 0),
        "of": upload.progress.get("of", 0),
    }
    if request.htmx:  # type: ignore[attr-defined]  # set by django-htmx
        return TemplateResponse(request, "staff/check/progress_part.html", context)
    return page(request, "staff/check/progress.html", f"Đang đọc tệp {upload}", context)


def _stages(upload: Upload) -> list[Stage]:
    order = list(_STAGES)
    here = order.index(upload.progress["stage"])
    return [
        Stage("done" if place < here else "now" if place == here else "later", _STAGES[name])
        for place, name in enumerate(order)
    ]


def finished() -> HttpResponse:
    """Tells htmx, which asked how far it is, to open the page anew: there is a result."""
    return HttpResponse(status=204, headers={"HX-Refresh": "true"})
