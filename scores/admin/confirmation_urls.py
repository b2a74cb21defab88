"""Addresses for asking units and for their objections."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from scores.admin import confirmations, objections
from scores.permissions import Act, Circle


def confirmation_urls(view: Callable[..., Any]) -> list[URLPattern]:
    asking, disputed = "dot/<int:pk>/xac-nhan/", "dot/<int:pk>/kien-nghi/"
    return [
        path(asking, view(confirmations.confirmations_page, Circle.OFFICE), name="confirmations"),
        path(f"{asking}lap/", view(confirmations.ask_units, Act.HEAR), name="ask_units"),
        path(f"{asking}thu-hoi/", view(confirmations.withdraw_links, Act.HEAR), name="withdraw_links"),
        path(disputed, view(objections.objections_page, Circle.OFFICE), name="objections"),
        path(f"{disputed}<int:objection_pk>/", view(objections.objection, Circle.OFFICE), name="objection"),
    ]
