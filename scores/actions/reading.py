"""Files are read before anything is locked; what a reading rested on is looked at again under the lock.

A reading takes seconds, and a lock held meanwhile would keep everybody else waiting. So each writer goes
the same way: `with_reading` reads the stored bytes, then locks the draft, and writes only if nothing that the
reading rested on has changed since.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from scores.actions.common import Refused, lock_draft
from scores.intake import context as intake_context
from scores.intake import guarded
from scores.intake.catalogue import Context
from scores.intake.decisions import Decisions
from scores.intake.outcome import Reading
from scores.models import Finding, Release, Upload

_CHUNK = 500
_TRIES = 5
_TELL_EVERY = 0.5
"""Seconds between two writes of how far a reading has come."""
UNFINISHED = ("received", "reading", "matching")
Written = TypeVar("Written")


def read(
    release: Release,
    data: bytes,
    name: str,
    decisions: Decisions | None = None,
) -> Reading:
    """What a file says for a release, with what was decided about it; nothing is stored.

    A process of its own reads it, under limits; if that fails, the reading says so.
    """
    return guarded.read(data, name, context_of(release, decisions or Decisions()), guarded.allowed())


def with_reading(
    *,
    upload: Upload,
    release: Release,
    by: User,
    write: Callable[[Reading], Written],
    tell: guarded.Tell = guarded.silent,
) -> Written:
    """Read a stored file, then lock the draft and `write` what follows; gives back what `write` gives.

    Where answers or catalogue have changed meanwhile the file is read anew; Refused if they never rest.
    """
    # A handle of its own: the caller's may be open, and must stay as it is.
    with upload.file.storage.open(str(upload.file.name)) as file:
        data = file.read()
    for _ in range(_TRIES):
        known = context_of(Release.objects.get(pk=release.pk), decisions_of(upload))
        reading = guarded.read(data, upload.original_name, known, guarded.allowed(), tell)
        with transaction.atomic():
            current = lock_draft(release, by)
            if context_of(current, decisions_of(upload)) == known:
                return write(reading)
    raise Refused(
        f"Danh mục hoặc câu trả lời thay đổi liên tục khi đang đọc tệp “{upload}” nên chưa ghi gì. "
        "Chờ một phút rồi bấm “Đọc lại”."
    )


def read_upload(*, upload: Upload, release: Release, by: User) -> Upload:
    """Read a kept file, say how far it is meanwhile, and keep what was found.

    If that breaks off, `progress["stage"]` is `failed`, or stays where it was and grows old.
    """
    told = time.monotonic()

    def tell(stage: str, done: int, of: int) -> None:
        nonlocal told
        if stage == "matching" or time.monotonic() - told >= _TELL_EVERY:
            told = time.monotonic()
            mark(upload, stage, done, of)

    mark(upload, "reading")
    try:
        return with_reading(
            upload=upload,
            release=release,
            by=by,
            write=lambda reading: keep_reading(upload, reading),
            tell=tell,
        )
    except BaseException:
        mark(upload, "failed")
        raise


def mark(upload: Upload, stage: str, done: int = 0, of: int = 0) -> None:
    """Write how far the reading of a file has come, and when that was."""
    asked = {name: upload.progress[name] for name in ("by", "again") if name in upload.progress}
    upload.progress = asked | progress(stage, done, of)
    Upload.objects.filter(pk=upload.pk).update(progress=upload.progress)


def mark_asked(upload: Upload, by: User | int, again: int = 0) -> None:
    """Write that a file is to be read, for whom, and how often the clock has asked for it since they did."""
    upload.progress = asked_by(by, again)
    Upload.objects.filter(pk=upload.pk).update(progress=upload.progress)


def asked_by(by: User | int, again: int = 0) -> dict[str, object]:
    """The progress of a file nobody has begun to read; whoever asked must still be allowed to then."""
    return progress("received") | {"by": by if isinstance(by, int) else by.pk, "again": again}


def progress(stage: str, done: int = 0, of: int = 0) -> dict[str, object]:
    """The shape of `Upload.progress`."""
    return {"stage": stage, "done": done, "of": of, "at": timezone.now().isoformat()}


def is_being_read(upload: Upload) -> bool:
    """Whether somebody has the file and has been heard of lately."""
    return upload.progress.get("stage") in UNFINISHED and not _is_silent(upload)


def is_broken_off(upload: Upload) -> bool:
    """Whether the reading ended without a result, or nothing was heard of it for too long."""
    stage = upload.progress.get("stage")
    return bool(stage == "failed" or (stage in UNFINISHED and _is_silent(upload)))


def _is_silent(upload: Upload) -> bool:
    heard = upload.progress.get("at")
    longest = timedelta(seconds=settings.INTAKE_SILENT_SECONDS)
    return heard is None or timezone.now() - datetime.fromisoformat(heard) > longest


def context_of(release: Release, decisions: Decisions) -> Context:
    """What a file of this release is read against, as it is now."""
    return intake_context.load(
        office=release.office,
        period=release.period,
        index_version=release.index_version,
        partial=release.partial,
        as_of=release.as_of,
        decisions=decisions,
    )


def decisions_of(upload: Upload) -> Decisions:
    """All answers to an upload, by key, and who gave them."""
    given = list(upload.answers.select_related("by"))
    return Decisions(
        {answer.key: answer.value for answer in given},
        {answer.key: answer.by.get_full_name() or answer.by.get_username() for answer in given},
    )


def keep_reading(upload: Upload, reading: Reading) -> Upload:
    """Store what a reading found in place of what an earlier one did."""
    rows = sum(len(sheet.rows) for sheet in reading.sheets)
    upload.reading, upload.progress = reading.summary(), progress("done", rows, rows)
    upload.save(update_fields=["reading", "progress"])
    upload.findings.all().delete()
    Finding.objects.bulk_create(
        [
            Finding(
                upload=upload,
                order=order,
                severity=found.severity,
                code=found.code,
                sheet=found.sheet,
                cell=found.cell,
                message=found.message,
                unit=found.unit[:150],
                indicator=found.indicator[:300],
                raw=found.raw[:300],
                understood=found.understood[:120],
                before=found.before[:120],
                question=found.question.as_json() if found.question else None,
            )
            for order, found in enumerate(reading.findings)
        ],
        batch_size=_CHUNK,
    )
    return upload
