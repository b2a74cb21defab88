"""The checklist as the actions hold to it: nothing blocks, and whoever lets a doubt stand says why."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib.auth.models import User

from scores import checklist
from scores.actions.common import Refused
from scores.checklist import Confirmed, Item
from scores.models import Release

_TOLD = 3

Reasons = Mapping[str, str]
"""Why doubts of the checklist may stand, in the person's own words, by the item's key."""


def require_nothing_blocks(release: Release) -> None:
    blocking = checklist.of(release).blocking
    if blocking:
        raise Refused(_sentences(blocking))


def settled(release: Release, by: User, reasons: Reasons, content_hash: str) -> dict[str, object]:
    """What is confirmed with the figures of this hash, for the record; Refused while anything is open.

    `{"confirmed": [{"key", "sentence", "reason", "by"}], "content_hash": "…"}`
    """
    found = checklist.of(release)
    if found.blocking:
        raise Refused(_sentences(found.blocking))
    unsaid = [item for item in found.to_confirm if not reasons.get(item.key, "").strip()]
    if unsaid:
        raise Refused(f"Còn {len(unsaid)} chỗ phải ghi lý do: {_sentences(unsaid)}")
    name = by.get_full_name() or by.get_username()
    now = [
        Confirmed(item.key, _whole(item), reasons[item.key].strip(), name).as_json()
        for item in found.to_confirm
    ]
    recorded = {one.key for one in checklist.recorded(release)}
    before = [one.as_json() for one in found.confirmed if one.key not in recorded]
    return {"confirmed": before + now, "content_hash": content_hash}


def _whole(item: Item) -> str:
    return " ".join([item.sentence, *item.places])


def _sentences(items: list[Item]) -> str:
    told = " ".join(item.sentence for item in items[:_TOLD])
    return told + (f" Và {len(items) - _TOLD} chỗ khác." if len(items) > _TOLD else "")
