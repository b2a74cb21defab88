"""A release as it would be public now: published for real, looked at, and undone. Nothing of it is kept."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from django.contrib.auth.models import User
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from scores import publication
from scores.actions.common import Refused, held
from scores.actions.corrections import issue_dependents_again
from scores.actions.publishing import make_public
from scores.letters import MadeLetter
from scores.models import Letter, Release, State

LETTER_PK = 0
"""The number of the letter meanwhile: sequences go on counting through a rollback, addresses must not."""
WAIT_SECONDS = 5


@contextmanager
def as_if_published(release: Release, letter: MadeLetter | None = None) -> Iterator[Release]:
    """The release published inside a transaction that is always rolled back, with its letter if one is given.

    Whatever reads the database inside the block sees what readers will see. Holds the office's rows (SQLite:
    all writing), so only read in it. Refused, with a sentence, where publishing would be or others write.
    """
    with ExitStack() as block:
        try:
            block.enter_context(_undone())
            public = _publish(release, letter)
        except OperationalError as error:
            raise Refused(
                f"Số liệu của {release.office} đang được ghi nên chưa xem trước được. "
                "Mở lại trang sau ít giây."
            ) from error
        yield public


@contextmanager
def _undone() -> Iterator[None]:
    """A transaction that leaves nothing: no row, no event, and nothing that was to happen after a commit."""
    with transaction.atomic():
        try:
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute(f"SET LOCAL lock_timeout = '{WAIT_SECONDS}s'")
            yield
        finally:
            transaction.set_rollback(True)


def _publish(release: Release, letter: MadeLetter | None) -> Release:
    current = held(release)
    if not current.is_open:
        raise Refused(f"{current} không còn là bản nháp: {current.get_state_display().lower()}.")
    if not current.entries.exists():
        raise Refused("Đợt này chưa có số liệu nào nên chưa có gì để xem trước.")
    nobody = User.objects.create(username=f"xem-truoc-{uuid.uuid4()}", is_active=False)
    public = make_public(_approved(current, nobody), nobody, "")
    if public.version > 1:
        issue_dependents_again(public, nobody)
    if letter is not None:
        _keep(letter, public)
    return public


def _approved(release: Release, nobody: User) -> Release:
    """The release with the steps it lacks, taken by an account that ends with the transaction."""
    now = timezone.now()
    release.submitted_by = release.submitted_by or release.created_by
    release.submitted_at = release.submitted_at or now
    release.approved_by = release.approved_by or nobody
    release.approved_at = release.approved_at or now
    Release.objects.filter(pk=release.pk).update(
        state=State.APPROVED,
        submitted_by=release.submitted_by,
        submitted_at=release.submitted_at,
        approved_by=release.approved_by,
        approved_at=release.approved_at,
        content_hash=publication.content_digest(release),
        publish_at=None,
        scheduled_by=None,
    )
    release.refresh_from_db()
    return release


def _keep(letter: MadeLetter, release: Release) -> None:
    Letter.objects.create(
        pk=LETTER_PK,
        release=release,
        kind=letter.kind,
        title=letter.title,
        pages=letter.pages,
        sha256=hashlib.sha256(letter.pdf).hexdigest(),
    )
