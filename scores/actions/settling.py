"""What the actions hold to before a step: what was seen is what is there, nothing of the checklist blocks,
and whoever lets a doubt stand says why."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from django.contrib.auth.models import User

from scores import checklist, publication
from scores.actions.common import Refused
from scores.actions.drafts import mark_of_description
from scores.checklist import Confirmed, Item
from scores.models import Release

_TOLD = 3

Reasons = Mapping[str, str]
"""Why doubts of the checklist may stand, in the person's own words, by the item's key."""


def mark_of_content(release: Release) -> str:
    """What tells what a step's page showed from what is there now, for the page to bring back.

    The time of submission is part of it: what was sent back and submitted anew has other reasons.
    """
    digest = release.content_hash or publication.content_digest(release)
    said = [digest, mark_of_description(release), str(release.submitted_at)]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]


def require_seen(release: Release, seen: str | None) -> None:
    """Refused where the release is no longer what the person looked at; None for commands: no page."""
    if seen is not None and seen != mark_of_content(release):
        raise Refused(
            "Số liệu, lời văn hoặc nguồn của đợt này đã thay đổi từ lúc bạn mở trang nên chưa làm gì. "
            "Trang này nay hiện bản mới: xem lại rồi bấm lần nữa."
        )


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
