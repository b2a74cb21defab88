"""The API to read and to try: a form for each of its addresses, made from its own description."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from scores.api import DESCRIPTION
from scores.serving import kept

_EXAMPLES = {"office": "hung-yen", "period": "2024-10", "level": "district", "slug": "huyen-kim-dong"}


@dataclass(frozen=True)
class Asked:
    """One parameter; its example stands in the field where the answer needs it."""

    name: str
    description: str
    required: bool

    @property
    def example(self) -> str:
        return _EXAMPLES.get(self.name, "") if self.required else ""


@dataclass(frozen=True)
class Address:
    """One address with what may be asked of it, and what it may answer by status."""

    path: str
    summary: str
    asked: list[Asked]
    answers: dict[str, str]

    @property
    def action(self) -> str:
        """Where the form goes: an address with a slug in it is tried with one there is."""
        return self.path.replace("{slug}", _EXAMPLES["slug"])


@kept()
@require_safe
def api_page(request: HttpRequest) -> HttpResponse:
    """What the API is, with a form to try each address; the answer is the JSON itself."""
    ctx = {"description": DESCRIPTION["info"]["description"], "addresses": list(_addresses())}
    return render(request, "api.html", ctx)


def _addresses() -> Iterator[Address]:
    for path, methods in DESCRIPTION["paths"].items():
        operation: dict[str, Any] = methods["get"]
        asked = [
            Asked(parameter["name"], parameter["description"], parameter.get("required", False))
            for parameter in operation.get("parameters", [])
            if parameter["in"] == "query"
        ]
        answers = {status: answer["description"] for status, answer in operation["responses"].items()}
        yield Address(path, operation["summary"], asked, answers)
