"""Addresses of the upload pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from scores.admin.uploads import bring, check, downloads, figures, places, trial
from scores.permissions import Act, Circle

_RELEASE = "dot/<int:pk>/"
_FILE = f"{_RELEASE}tep/<uuid:upload_pk>/"


def upload_urls(view: Callable[..., Any]) -> list[URLPattern]:
    """`view` lets in only those an address declares."""
    return [
        path("tai-len/", view(bring.bring, Circle.STAFF), name="bring"),
        path("tai-len/<uuid:held_pk>/", view(places.place, Circle.STAFF), name="place"),
        path("kiem-tra-thu/", view(trial.trial, Circle.STAFF), name="trial"),
        path(f"{_RELEASE}tai-len/", view(bring.upload, Act.ENTER), name="upload"),
        path(_FILE, view(check.upload_result, Circle.OFFICE), name="upload_result"),
        path(f"{_FILE}tra-loi/", view(check.answer, Act.ENTER), name="answer"),
        path(f"{_FILE}hoi-lai/", view(check.take_back, Act.ENTER), name="take_back"),
        path(f"{_FILE}doc-lai/", view(check.read_again, Act.ENTER), name="read_again"),
        path(f"{_FILE}xac-nhan/", view(check.confirm, Act.ENTER), name="confirm"),
        path(f"{_FILE}nhan/", view(check.accept, Act.ENTER), name="accept"),
        path(f"{_FILE}so-lieu/", view(figures.read_figures, Circle.OFFICE), name="read_figures"),
        path(f"{_FILE}goc/", view(downloads.original, Circle.OFFICE), name="original"),
    ]
