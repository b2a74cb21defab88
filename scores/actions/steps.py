"""The way of a release, from submission to publication, correction or withdrawal; and its letter."""

from __future__ import annotations

import hashlib
import uuid

from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from scores import letters, permissions, publication, tasks
from scores.actions.common import Refused, lock, move, record, require, require_unchanged
from scores.models import OPEN_STATES, Contribution, Entry, Letter, Office, Release, Result, State
from scores.permissions import Act


@transaction.atomic
def submit(*, release: Release, by: User, comment: str = "") -> Release:
    """Hand a draft to the approver; from here on its figures stand still."""
    release = lock(release, by, "submit")
    if not release.entries.exists():
        raise Refused("Đợt này chưa có số liệu nào. Tải tệp lên hoặc nhập số liệu rồi trình.")
    return move(
        release,
        "submit",
        by,
        comment,
        submitted_by=by,
        submitted_at=timezone.now(),
        content_hash=publication.entries_digest(release),
    )


@transaction.atomic
def send_back(*, release: Release, by: User, comment: str) -> Release:
    """Return a release to those who enter; the comment says what to mend."""
    release = lock(release, by, "send_back")
    if not comment.strip():
        raise Refused("Trả lại phải ghi ý kiến để người nhập biết cần sửa gì.")
    cleared = {"submitted_by": None, "submitted_at": None, "approved_by": None, "approved_at": None}
    return move(release, "send_back", by, comment, **cleared, content_hash="")


@transaction.atomic
def approve(*, release: Release, by: User, comment: str = "") -> Release:
    """Approve what was submitted. Nobody who touched a figure or a file of it may."""
    release = lock(release, by, "approve")
    if by.pk in permissions.contributors(release):
        others = permissions.who_may(Act.APPROVE, release.office).exclude(
            pk__in=permissions.contributors(release)
        )
        names = ", ".join(person.get_full_name() or person.get_username() for person in others)
        raise Refused(
            "Bạn đã nhập hoặc trình số liệu kỳ này nên không duyệt được. "
            + (f"Người duyệt được: {names}." if names else "Cơ quan chưa có người khác có quyền duyệt.")
        )
    require_unchanged(release)
    return move(release, "approve", by, comment, approved_by=by, approved_at=timezone.now())


@transaction.atomic
def publish(*, release: Release, by: User, comment: str = "") -> Release:
    """Freeze the results and make them public, replacing the version published before, if any."""
    release = lock(release, by, "publish")
    require_unchanged(release)
    results = publication.results_of(release)
    Result.objects.bulk_create(results, batch_size=500)
    _replace(release, by)
    release = move(
        release,
        "publish",
        by,
        comment,
        published_by=by,
        published_at=timezone.now(),
        results_hash=publication.results_digest(results),
    )
    if letters.kind_of(release) != Office.LetterKind.NONE:
        # The figures are public whatever becomes of the letter: a failure is logged, the letter made again.
        transaction.on_commit(lambda: tasks.make_letter.delay(release.pk), robust=True)
    return release


def _replace(release: Release, by: User) -> None:
    """The version that was public until now stays readable, marked as replaced."""
    public = Release.objects.filter(office=release.office, period=release.period, state=State.PUBLISHED)
    for replaced in public:
        Release.objects.filter(pk=replaced.pk).update(state=State.REPLACED)
        record(replaced, by, "replace", from_state=State.PUBLISHED, to_state=State.REPLACED)


@transaction.atomic
def correct(*, release: Release, by: User, reason: str) -> Release:
    """Open the next version of a published release with a copy of its entries."""
    require(by, Act.CORRECT, release.office)
    release = Release.objects.select_for_update().get(pk=release.pk)
    if release.state != State.PUBLISHED:
        raise Refused(f"Chỉ đính chính được đợt đang công bố; đợt này “{release.get_state_display()}”.")
    if not reason.strip():
        raise Refused("Đính chính phải ghi lý do: sai ở đâu, vì sao.")
    siblings = Release.objects.filter(office=release.office, period=release.period)
    if siblings.filter(state__in=OPEN_STATES).exists():
        raise Refused("Kỳ này đang có một bản đính chính chưa công bố. Làm tiếp trên bản đó.")
    entries = list(release.entries.all())
    latest = siblings.order_by("-version")[0].version
    draft = Release.objects.create(
        office=release.office,
        period=release.period,
        index_version=release.index_version,
        version=latest + 1,
        partial=release.partial,
        as_of=release.as_of,
        source_note=release.source_note,
        letter_facts=release.letter_facts,
        reason=reason.strip(),
        created_by=by,
    )
    for entry in entries:
        entry.pk, entry.release = None, draft
    Entry.objects.bulk_create(entries, batch_size=500)
    # The figures came along, and with them those who had a hand in them.
    Contribution.objects.bulk_create(
        Contribution(release=draft, user_id=pk) for pk in permissions.contributors(release)
    )
    record(draft, by, "correct", to_state=State.DRAFT, comment=reason, data={"corrects": release.version})
    return draft


@transaction.atomic
def withdraw(*, release: Release, by: User, reason: str) -> Release:
    """Take a published release down; a page says so and why."""
    release = lock(release, by, "withdraw")
    if not reason.strip():
        raise Refused("Thu hồi phải ghi lý do; lý do sẽ hiện trên trang công khai.")
    return move(
        release,
        "withdraw",
        by,
        reason,
        withdrawn_by=by,
        withdrawn_at=timezone.now(),
        withdrawal_reason=reason.strip(),
    )


@transaction.atomic
def keep_letter(*, release: Release) -> Letter:
    """Make the letter of a published release and keep it; the letter there is, if it was made before."""
    release = Release.objects.select_for_update().get(pk=release.pk)
    kind = letters.kind_of(release)
    existing = release.letters.filter(kind=kind).first()
    if existing is not None:
        return existing
    made = letters.make(release)
    letter = Letter(release=release, kind=kind, title=made.title, pages=made.pages)
    letter.sha256 = hashlib.sha256(made.pdf).hexdigest()
    letter.pdf.save(f"{uuid.uuid4()}.pdf", ContentFile(made.pdf), save=False)
    letter.save()
    return letter
