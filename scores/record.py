"""The record: events chained by hash, so that a change made behind the application's back is found.

Only `actions` writes events; here is how their hash is made and how the chain is checked.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC

from scores.models import Event, Office, Release


def event_hash(event: Event) -> str:
    """SHA-256 over all that an event says, and over the hash of the one before it."""
    said = [
        event.previous_hash,
        event.office_id,
        event.release_id,
        event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        event.by_id,
        event.action,
        event.from_state,
        event.to_state,
        event.comment,
        event.data,
    ]
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def chain_faults(office: Office | None) -> Iterator[str]:
    """One sentence for each event that was changed, taken out, added or moved since it was recorded.

    Of an office, or of the catalogue where none is given.
    """
    previous = ""
    for event in Event.objects.filter(office=office).order_by("pk"):
        name = f"{office or 'Danh mục'}: việc số {event.pk} ({event.action})"
        if event.previous_hash != previous:
            yield f"{name} không nối tiếp việc trước: có việc bị xóa, chen vào hoặc đổi thứ tự."
        if event_hash(event) != event.hash:
            yield f"{name} đã bị sửa sau khi ghi."
        previous = event.hash


def state_faults(release: Release) -> Iterator[str]:
    """A sentence if the newest recorded step is not the state a release is in: cut off or forged."""
    steps = Event.objects.filter(release=release).exclude(to_state="").order_by("pk")
    last = steps.values_list("to_state", flat=True).last()
    if last != release.state:
        yield (
            f"{release}, lần {release.version}: đang “{release.get_state_display()}” "
            "nhưng nhật ký không ghi bước dẫn đến trạng thái đó."
        )
