"""A file from a page: kept at once, then read while the page waits or, if it is large, by the worker."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction

from scores import tasks
from scores.actions.common import Refused, lock_draft
from scores.actions.reading import is_being_read, mark, read_upload
from scores.actions.uploads import holds_figures_of, store_upload
from scores.models import Release, Upload


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
        mark(upload, "received")
    return _have_read(upload, release, by)


def _have_read(upload: Upload, release: Release, by: User) -> Upload:
    if settings.CELERY_TASK_ALWAYS_EAGER or upload.size < settings.INTAKE_AT_ONCE_KB * 1024:
        return read_upload(upload=upload, release=release, by=by)
    transaction.on_commit(lambda: tasks.read_upload.delay(str(upload.pk), release.pk, by.pk))
    return upload
