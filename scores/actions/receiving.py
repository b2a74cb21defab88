"""A file from a page: kept at once, then read while the page waits or, if it is large, by the worker."""

from __future__ import annotations

import time

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction

from scores import tasks
from scores.actions.common import lock_draft
from scores.actions.uploads import decisions_of, keep_reading, read, store_upload
from scores.models import Release, Upload

_TELL_EVERY = 0.5
"""Seconds between two writes of how far a reading has come."""


def receive_upload(*, release: Release, data: bytes, name: str, by: User) -> Upload:
    """Keep a file and have it read: `progress["stage"]` is `done`, or `received` while the worker has it."""
    upload, to_read = store_upload(release=release, data=data, name=name, by=by)
    if not to_read:
        return upload
    if settings.CELERY_TASK_ALWAYS_EAGER or len(data) < settings.INTAKE_AT_ONCE_KB * 1024:
        return read_upload(upload=upload, release=release)
    _tell(upload, "received", 0, 0)
    transaction.on_commit(lambda: tasks.read_upload.delay(str(upload.pk), release.pk))
    return upload


def read_upload(*, upload: Upload, release: Release) -> Upload:
    """Read a kept file and say how far it is meanwhile; whoever uploaded it must still be allowed to."""
    told = time.monotonic()

    def tell(stage: str, done: int, of: int) -> None:
        nonlocal told
        if stage == "matching" or time.monotonic() - told >= _TELL_EVERY:
            told = time.monotonic()
            _tell(upload, stage, done, of)

    _tell(upload, "reading", 0, 0)
    try:
        with upload.file.open("rb") as file:
            reading = read(release, file.read(), upload.original_name, decisions_of(upload), tell)
        with transaction.atomic():
            lock_draft(release, upload.by)
            return keep_reading(upload, reading)
    except BaseException:
        _tell(upload, "failed", 0, 0)
        raise


def _tell(upload: Upload, stage: str, done: int, of: int) -> None:
    upload.progress = {"stage": stage, "done": done, "of": of}
    Upload.objects.filter(pk=upload.pk).update(progress=upload.progress)
