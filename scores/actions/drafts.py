"""The open draft of a release: begun, described, and dropped where it was begun by mistake."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction

from scores import vietnamese
from scores.actions.common import Refused, inherit_contributors, lock, lock_draft, move, record, require
from scores.models import OPEN_STATES, IndexVersion, Office, Release, State
from scores.period import Period
from scores.permissions import Act


@transaction.atomic
def start(
    *,
    office: Office,
    period: Period,
    by: User,
    partial: bool = False,
    as_of: date | None = None,
    source_note: str = "",
) -> Release:
    """The open draft of an office and period; made if there is none yet."""
    require(by, Act.ENTER, office)
    # Of two people who begin the same month at once, the second finds what the first began.
    Office.objects.held().get(pk=office.pk)
    release = find_or_new(office=office, period=period, partial=partial, as_of=as_of, source_note=source_note)
    if release.pk is None:
        release.created_by = by
        release.save()
        inherit_contributors(release)
        record(release, by, "start", to_state=State.DRAFT)
    return release


def find_or_new(
    *,
    office: Office,
    period: Period,
    partial: bool = False,
    as_of: date | None = None,
    source_note: str = "",
) -> Release:
    """The open version of an office and period, or an unsaved draft to read a file for."""
    existing = Release.objects.of(office, period).order_by("-version")
    draft = existing.filter(state__in=OPEN_STATES).first()
    if draft is not None:
        return draft
    newest = existing.first()
    if newest is not None:
        done = "thu hồi" if newest.state == State.WITHDRAWN else "công bố"
        raise Refused(f"{office} đã {done} {period.label}. Muốn sửa, mở đợt đó và bấm “Đính chính”.")
    if not office.units.on(period.last_day).exists():
        raise Refused(_no_unit(office, period))
    try:
        index_version = IndexVersion.objects.for_period(period)
    except IndexVersion.DoesNotExist:
        raise Refused(f"Chưa có bộ chỉ số nào áp dụng cho {period.label}.") from None
    return Release(
        office=office,
        period=period,
        index_version=index_version,
        partial=partial or as_of is not None,
        as_of=as_of,
        source_note=source_note,
    )


def _no_unit(office: Office, period: Period) -> str:
    """Why an office has nobody to publish of in a period: its unit ended, or has not begun."""
    last = office.units.filter(last_day__lt=period.last_day).order_by("last_day").last()
    if last is None or last.last_day is None:
        return (
            f"{office} chưa có đơn vị nào hoạt động vào cuối {period.label}. Ghi ngày trong danh mục đơn vị."
        )
    return (
        f"{last} hoạt động đến hết {vietnamese.day(last.last_day)} nên không có đợt {period.label}. "
        "Số liệu từ đó thuộc đơn vị tiếp nối."
    )


@transaction.atomic
def drop(*, release: Release, by: User, comment: str) -> Release:
    """Give up a draft begun by mistake: it stays as it is, with its record, and the period is free again."""
    release = lock(release, by, "drop")
    if not comment.strip():
        raise Refused("Bỏ bản đang nhập phải ghi lý do.")
    return move(release, "drop", by, comment)


@transaction.atomic
def describe(
    *,
    release: Release,
    by: User,
    source_note: str,
    letter_facts: Mapping[str, object],
    snapshot_at: datetime | None = None,
    seen: str | None = None,
) -> Release:
    """Say where the figures come from, when they were taken, and what only this period's letter knows.

    Without `snapshot_at` the time stays as it is, empty where nobody knows it: a time is never made up.
    `seen` is the mark of the description as the person saw it; if somebody changed it since, it is refused.
    """
    release = lock_draft(release, by)
    if seen is not None and seen != mark_of_description(release):
        raise Refused(
            "Người khác vừa sửa nguồn số liệu hoặc dữ kiện của văn bản nên chưa lưu. "
            "Mở lại trang, xem bản mới rồi sửa nếu còn cần."
        )
    old = _description(release)
    release.source_note, release.letter_facts = source_note, dict(letter_facts)
    release.snapshot_at = snapshot_at or release.snapshot_at
    release.save(update_fields=["source_note", "letter_facts", "snapshot_at"])
    record(release, by, "describe", data={"old": old, "new": _description(release)})
    return release


def mark_of_description(release: Release) -> str:
    """What tells one description from another, for a form to bring back."""
    said = json.dumps(_description(release), sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _description(release: Release) -> dict[str, object]:
    at = release.snapshot_at
    return {
        "source_note": release.source_note,
        "letter_facts": release.letter_facts,
        "snapshot_at": at.isoformat() if at else None,
    }
