"""When a release becomes public by itself, and what has gone wrong with that, in a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from scores import moments
from scores.actions import LATE
from scores.admin import wording
from scores.models import Release, State


@dataclass(frozen=True)
class Timing:
    """What is to be known about the set time of a release; `alarming` if somebody has to act."""

    sentence: str
    alarming: bool = False


def timing(release: Release, now: datetime | None = None) -> Timing | None:
    """None for a release that neither waits for a time nor missed one."""
    now = now or timezone.now()
    at, by = release.publish_at, release.scheduled_by
    if at is not None and by is not None:
        when = moments.to_come(at, now)
        if now - at > LATE:
            return Timing(
                f"Lẽ ra công bố lúc {when} nhưng việc hẹn giờ không chạy. Báo người quản trị, hoặc bấm Công "
                "bố.",
                alarming=True,
            )
        return Timing(f"Hẹn công bố lúc {when}. Người hẹn: {wording.name_of(by)}.")
    if release.state != State.APPROVED:
        return None
    last = release.events.order_by("pk").last()
    if last is None or last.action != "stop_publication":
        return None
    was = moments.in_words(datetime.fromisoformat(last.data["publish_at"]))
    return Timing(f"Đến giờ hẹn {was} mà chưa công bố được. {last.comment}", alarming=True)
