"""A file from a page: kept at once, then read while the page waits or, if it is large, by the worker."""

from __future__ import annotations

import logging

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction

from scores import tasks
from scores.actions.common import Refused, lock_draft
from scores.actions.reading import UNFINISHED, is_being_read, is_broken_off, mark, mark_asked, read_upload
from scores.actions.uploads import holds_figures_of, store_upload
from scores.models import Release, State, Upload

logger = logging.getLogger(__name__)
MOST_AGAIN = 3
"""How often the clock asks again for a reading before people must: a file may be what ends the worker."""


def receive_upload(*, release: Release, data: bytes, name: str, by: User) -> Upload:
    """Keep a file and have it read once, however often it is sent.

    `progress["stage"]` is `done`, or one before that while the worker or another request has it.
    """
    upload, to_read = store_upload(release=release, data=data, name=name, by=by)
    return _have_read(upload, release, by) if to_read else upload


def read_again(*, upload: Upload, release: Release, by: User) -> Upload:
    """Read the kept bytes again: a reading broke off, or the catalogue has changed since."""
    with transaction.atomic():
        lock_draft(release, by)
        upload.refresh_from_db()
        if holds_figures_of(upload, release):
            raise Refused(f"Số liệu của tệp “{upload}” đã được nhận vào đợt này nên không đọc lại.")
        if is_being_read(upload):
            return upload
        mark_asked(upload, by)
    return _have_read(upload, release, by)


def _have_read(upload: Upload, release: Release, by: User) -> Upload:
    if settings.CELERY_TASK_ALWAYS_EAGER or upload.size < settings.INTAKE_AT_ONCE_KB * 1024:
        return read_upload(upload=upload, release=release, by=by)
    _ask_worker(upload, release, by.pk)
    return upload


def _ask_worker(upload: Upload, release: Release, by_id: int) -> None:
    """A broker that is down is no reason to say that nothing was kept: `read_lost` asks again."""
    transaction.on_commit(lambda: tasks.read_upload.delay(str(upload.pk), release.pk, by_id), robust=True)


def read_asked(*, upload: Upload, release: Release, by: User) -> Upload:
    """Read a file for which the worker was asked, unless another task has done so meanwhile."""
    if upload.progress.get("stage") == "done":
        return upload
    return read_upload(upload=upload, release=release, by=by)


def read_lost() -> None:
    """Ask again for readings nothing was heard of for too long: the worker died, or the broker lost them.

    May be called by several at once: whoever holds the row asks, the others then see that it was asked for.
    """
    for upload in Upload.objects.filter(progress__stage__in=UNFINISHED).order_by("at"):
        if is_broken_off(upload):
            _ask_again(upload)


@transaction.atomic
def _ask_again(upload: Upload) -> None:
    upload = Upload.objects.select_for_update(of=("self",)).select_related("office").get(pk=upload.pk)
    if upload.progress.get("stage") not in UNFINISHED or not is_broken_off(upload):
        return
    again = int(upload.progress.get("again", 0)) + 1
    draft = Release.objects.filter(office=upload.office, period=upload.period, state=State.DRAFT).first()
    if draft is None or again > MOST_AGAIN:
        logger.error("%s, %s: not read, asked for %s times", upload.pk, upload, again)
        mark(upload, "failed")
        return
    by_id = int(upload.progress.get("by", upload.by_id))
    logger.warning("%s, %s: its reading broke off, asked for again (%s)", upload.pk, upload, again)
    mark_asked(upload, by_id, again)
    _ask_worker(upload, draft, by_id)
