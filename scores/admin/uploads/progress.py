"""How far the reading of a file has come; the page asks again by itself, with or without JavaScript."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from scores.admin.access import page
from scores.models import Release, Upload


def is_reading(upload: Upload) -> bool:
    return False


def shown(request: HttpRequest, release: Release, upload: Upload) -> HttpResponse:
    return page(request, "staff/check/progress.html", "", {"release": release, "upload": upload})
