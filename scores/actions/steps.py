"""The way of a release to its approval: submitted, sent back, approved by someone else."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from scores import permissions, publication
from scores.actions.common import Refused, lock, move
from scores.actions.concerned import tell
from scores.actions.settling import Reasons, require_nothing_blocks, require_seen, settled
from scores.models import Release
from scores.permissions import Act


@transaction.atomic
def submit(
    *,
    release: Release,
    by: User,
    comment: str = "",
    reasons: Reasons | None = None,
    seen: str | None = None,
) -> Release:
    """Hand a draft to the approver; from here on its figures stand still.

    Refused while the checklist blocks, or while a doubt of it has no reason in `reasons`. `seen` is the
    `mark_of_content` of what the person looked at, here and in the steps after.
    """
    release = lock(release, by, "submit")
    require_seen(release, seen)
    content_hash = publication.content_digest(release)
    release = move(
        release,
        "submit",
        by,
        comment,
        submitted_by=by,
        submitted_at=timezone.now(),
        content_hash=content_hash,
        data=settled(release, by, reasons or {}, content_hash),
    )
    tell(release, "submit", by)
    return release


@transaction.atomic
def send_back(*, release: Release, by: User, comment: str) -> Release:
    """Return a release to those who enter; the comment says what to mend."""
    release = lock(release, by, "send_back")
    if not comment.strip():
        raise Refused("Trả lại phải ghi ý kiến để người nhập biết cần sửa gì.")
    cleared = dict.fromkeys(
        ["submitted_by", "submitted_at", "approved_by", "approved_at", "publish_at", "scheduled_by"]
    )
    release = move(release, "send_back", by, comment, content_hash="", data=None, **cleared)
    tell(release, "send_back", by)
    return release


@transaction.atomic
def approve(*, release: Release, by: User, comment: str = "", seen: str | None = None) -> Release:
    """Approve what was submitted. Nobody who touched a figure or a file of it may."""
    release = lock(release, by, "approve")
    require_seen(release, seen)
    if by.pk in permissions.contributors(release):
        others = permissions.who_may(Act.APPROVE, release.office).exclude(
            pk__in=permissions.contributors(release)
        )
        names = ", ".join(person.get_full_name() or person.get_username() for person in others)
        raise Refused(
            "Bạn đã nhập hoặc trình số liệu kỳ này nên không duyệt được. "
            + (f"Người duyệt được: {names}." if names else "Cơ quan chưa có người khác có quyền duyệt.")
        )
    require_nothing_blocks(release)
    release = move(release, "approve", by, comment, approved_by=by, approved_at=timezone.now())
    tell(release, "approve", by)
    return release
