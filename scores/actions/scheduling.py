"""Publishing at a set time: the hour is agreed on by a person, and kept by whatever runs every minute.

Which releases are due is asked of the database, by its own clock: nothing is lost with a worker or a queue.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from scores import moments
from scores.actions.common import Refused, held, lock, record
from scores.actions.publishing import publish
from scores.actions.settling import Reasons, require_seen, settled
from scores.models import Release, State

logger = logging.getLogger(__name__)

LATE = timedelta(minutes=5)
"""A publication later than this is told as an error: what runs every minute has stood still."""


@transaction.atomic
def schedule(
    *,
    release: Release,
    by: User,
    at: datetime,
    comment: str = "",
    reasons: Reasons | None = None,
    seen: str | None = None,
    now: datetime | None = None,
) -> Release:
    """Have an approved release published at a time; whoever schedules it is who publishes.

    Refused for a time that has passed or lies too far off, and as `publish` for what the checklist holds.
    """
    release = lock(release, by, "publish")
    require_seen(release, seen)
    _require_unscheduled(release)
    now, at = now or timezone.now(), at.replace(microsecond=0)
    if at <= now:
        raise Refused(f"Giờ hẹn {moments.in_words(at)} đã qua. Chọn giờ khác, hoặc công bố ngay.")
    if at > now + timedelta(days=settings.SCHEDULE_AHEAD_DAYS):
        raise Refused(
            f"Giờ hẹn {moments.in_words(at)} quá xa: chỉ hẹn trước nhiều nhất {settings.SCHEDULE_AHEAD_DAYS} "
            "ngày. Kiểm tra lại ngày, tháng, năm."
        )
    data = settled(release, by, reasons or {}, release.content_hash)
    _wait(release, at, by)
    record(release, by, "schedule", comment=comment.strip(), data={**data, "publish_at": at.isoformat()})
    return release


@transaction.atomic
def unschedule(*, release: Release, by: User, comment: str = "") -> Release:
    """Take the set time back; the release stays approved."""
    release = lock(release, by, "publish")
    if release.publish_at is None:
        raise Refused("Đợt này không hẹn giờ công bố. Mở lại trang để xem trạng thái mới.")
    was = release.publish_at.isoformat()
    _wait(release, None, None)
    record(release, by, "unschedule", comment=comment.strip(), data={"publish_at": was})
    return release


def publish_due(*, now: datetime | None = None) -> list[Release]:
    """Publish whatever is due, each on its own: one that fails stops no other. Returns what was published.

    One that the checklist or a right taken away stops loses its time, so that people decide anew; one that
    an accident stops is tried again at the next call. Calls at the same time publish once.
    """
    due = Release.objects.filter(publish_at__lte=now or Now()).select_related("office", "scheduled_by")
    tried = [_publish_in_time(release) for release in due.order_by("publish_at", "pk")]
    return [release for release in tried if release]


def _publish_in_time(release: Release) -> Release | None:
    by, at = release.scheduled_by, release.publish_at
    if by is None or at is None:
        return None
    try:
        with transaction.atomic():
            if not _still_waits(release):
                return None
            published = publish(release=release, by=by, comment="Theo giờ đã hẹn.")
    except Refused as refused:
        _stop(release, by, at, str(refused))
        return None
    except Exception:
        logger.exception("%s, version %s: not published at its time", release, release.version)
        return None
    if timezone.now() - at > LATE:
        logger.error("%s was to be public at %s, and is only now", release, moments.in_words(at))
    return published


def _still_waits(release: Release) -> bool:
    """Whether it waits for the same time and person as when it was looked up; holds it from here on."""
    current = held(release)
    waits = (current.state, current.publish_at, current.scheduled_by_id)
    return waits == (State.APPROVED, release.publish_at, release.scheduled_by_id)


@transaction.atomic
def _stop(release: Release, by: User, at: datetime, why: str) -> None:
    if _still_waits(release):
        _wait(release, None, None)
        record(release, by, "stop_publication", comment=why, data={"publish_at": at.isoformat()})
        logger.error("%s was not published at its time, %s: %s", release, moments.in_words(at), why)


def _wait(release: Release, at: datetime | None, by: User | None) -> None:
    Release.objects.filter(pk=release.pk, state=State.APPROVED).update(publish_at=at, scheduled_by=by)
    release.refresh_from_db()


def _require_unscheduled(release: Release) -> None:
    if release.publish_at is not None:
        raise Refused(
            f"Đợt này đã hẹn công bố lúc {moments.in_words(release.publish_at)}. Bỏ hẹn trước khi hẹn giờ "
            "khác."
        )
