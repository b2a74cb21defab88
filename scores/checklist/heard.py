"""What units have said of their figures and nobody has answered."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.text import Truncator

from scores import confirmations
from scores.checklist.draft import Draft
from scores.checklist.items import Item, Severity

_QUOTED = 160


def unanswered_objections(draft: Draft) -> Iterator[Item]:
    """Each objection to the period without an answer: advice, so a reason is enough to go on."""
    for objection in confirmations.open_objections(draft.release):
        about = f" về {objection.indicator.short_name}" if objection.indicator else ""
        yield Item(
            f"objection:{objection.pk}",
            Severity.CONFIRM,
            f"{objection.unit} kiến nghị{about} và chưa được trả lời: "
            f"“{Truncator(objection.text).chars(_QUOTED).removesuffix('.')}”.",
            reverse("admin:objection", args=[draft.release.pk, objection.pk]),
        )
