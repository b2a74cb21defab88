"""Addresses of the upload pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from scores.admin.uploads import bring, check, downloads, figures, places, trial

_RELEASE = "dot/<int:pk>/"
_FILE = f"{_RELEASE}tep/<uuid:upload_pk>/"


def upload_urls(view: Callable[..., Any]) -> list[URLPattern]:
    """`view` asks for a signed-in person of some office first."""
    return [
        path("tai-len/", view(bring.bring), name="bring"),
        path("tai-len/<uuid:held_pk>/", view(places.place), name="place"),
        path("kiem-tra-thu/", view(trial.trial), name="trial"),
        path(f"{_RELEASE}tai-len/", view(bring.upload), name="upload"),
        path(_FILE, view(check.upload_result), name="upload_result"),
        path(f"{_FILE}tra-loi/", view(check.answer), name="answer"),
        path(f"{_FILE}hoi-lai/", view(check.take_back), name="take_back"),
        path(f"{_FILE}doc-lai/", view(check.read_again), name="read_again"),
        path(f"{_FILE}xac-nhan/", view(check.confirm), name="confirm"),
        path(f"{_FILE}nhan/", view(check.accept), name="accept"),
        path(f"{_FILE}so-lieu/", view(figures.read_figures), name="read_figures"),
        path(f"{_FILE}goc/", view(downloads.original), name="original"),
    ]
