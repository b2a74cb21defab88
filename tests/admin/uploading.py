"""Steps of a person who brings a file, as the forms take them."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from scores.models import Release, Upload

HTMX = {"HX-Request": "true"}


def file(data: bytes, name: str = "thang-10.xlsx") -> dict[str, object]:
    """What the form of a file sends; `whole` stands behind the file in it."""
    return {"file": SimpleUploadedFile(name, data), "whole": "1"}


def bring(client: Client, release: Release, data: bytes, name: str = "thang-10.xlsx") -> HttpResponse:
    """From the page of a release to what was read."""
    return client.post(reverse("admin:upload", args=[release.pk]), file(data, name), follow=True)  # type: ignore[return-value]  # the test client's response


def act(client: Client, action: str, upload: Upload, release: Release, **sent: object) -> HttpResponse:
    """Press a button of the check screen: `answer`, `take_back`, `confirm`, `accept`."""
    return client.post(reverse(f"admin:{action}", args=[release.pk, upload.pk]), sent, follow=True)  # type: ignore[return-value]  # as above
