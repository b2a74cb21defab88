"""Figures from a file: kept as it came, read, and accepted into the draft once its questions are answered."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from scores.actions.answering import answered, unconfirmed
from scores.actions.common import Refused, figures_of, lock_draft, record
from scores.actions.reading import asked_by, is_being_read, mark_asked, read_upload, with_reading
from scores.actions.typing import cleared_revisions
from scores.intake.cells import shown
from scores.intake.outcome import WARNS, ReadFigure, Reading, WithoutData
from scores.models import Entry, Figures, Finding, NoDataReason, Release, Upload

_CHUNK = 500


def record_upload(*, release: Release, data: bytes, name: str, by: User) -> Upload:
    """Keep a file and what was read from it; the same bytes for the same period give the upload there is.

    An upload not yet accepted is read again: a name added since may have answered a question.
    """
    upload, _ = store_upload(release=release, data=data, name=name, by=by)
    # Read here even where somebody else has it just now: the caller counts on a result.
    return read_upload(upload=upload, release=release, by=by) if is_being_read(upload) else upload


@transaction.atomic
def store_upload(*, release: Release, data: bytes, name: str, by: User) -> tuple[Upload, bool]:
    """Keep a file as it came; True if the caller is to read it, and is now the one who does.

    It is not to be read while somebody else reads it, nor once the draft holds its figures.
    """
    lock_draft(release, by)
    digest = hashlib.sha256(data).hexdigest()
    upload = Upload.objects.filter(office=release.office, period=release.period, sha256=digest).first()
    if upload is None:
        upload = Upload(office=release.office, period=release.period, sha256=digest, by=by)
        upload.original_name, upload.size = shown(name)[:255], len(data)
        upload.progress = asked_by(by)
        upload.file.save("", ContentFile(data), save=False)
        upload.save()
        # Whoever accepts it may be another: both have a hand in its figures, and neither may approve them.
        said = {"upload": str(upload.pk), "name": upload.original_name, "sha256": digest}
        record(release, by, "bring_upload", data=said)
        return upload, True
    if is_being_read(upload) or holds_figures_of(upload, release):
        return upload, False
    mark_asked(upload, by)
    return upload, True


def holds_figures_of(upload: Upload, release: Release) -> bool:
    """Whether the draft has figures that were accepted from this file."""
    return upload.accepted_at is not None and release.entries.filter(upload=upload).exists()


def accept_upload(*, upload: Upload, release: Release, by: User) -> int:
    """Write what an upload says into the draft; returns the number of entries.

    Refused while something must be mended or confirmed, or if the file now reads otherwise than was shown.
    """
    _require_settled(upload, release)
    return with_reading(
        upload=upload, release=release, by=by, write=lambda reading: _accept(upload, release, by, reading)
    )


def _require_settled(upload: Upload, release: Release) -> None:
    if (upload.office_id, upload.period) != (release.office_id, release.period):
        raise Refused("Tệp này thuộc cơ quan hoặc kỳ khác.")
    if not upload.reading:
        raise Refused(f"Tệp “{upload}” chưa đọc xong nên chưa nhận được. Chờ đọc xong, hoặc bấm “Đọc lại”.")
    blocking = upload.findings.filter(severity=Finding.Severity.BLOCKS).count()
    if blocking:
        raise Refused(f"Tệp “{upload}” còn {blocking} chỗ phải sửa nên chưa nhận được.")
    doubts = len(unconfirmed(upload))
    if doubts:
        raise Refused(f"Tệp “{upload}” còn {doubts} chỗ chờ xác nhận nên chưa nhận được.")


def _accept(upload: Upload, release: Release, by: User, reading: Reading) -> int:
    """Under the draft's lock, with a reading that rests on what holds now."""
    upload.refresh_from_db(fields=["reading"])
    _require_settled(upload, release)
    if reading.blocked or reading.summary() != upload.reading or _doubts_of(reading) - answered(upload):
        raise Refused(
            "Danh mục hoặc số liệu kỳ trước đã thay đổi từ khi đọc tệp. Bấm “Đọc lại”, xem kết quả mới "
            "rồi nhận."
        )
    replaced = write_figures(reading.figures, upload, release)
    without = write_without_data(reading.without_data, upload, release)
    upload.accepted_at = timezone.now()
    upload.save(update_fields=["accepted_at"])
    entries = len(reading.figures) + without
    data = {"upload": str(upload.pk), "entries": entries, "without_data": without, "replaced": replaced}
    record(release, by, "accept_upload", data=data)
    return entries


def _doubts_of(reading: Reading) -> set[str]:
    """The keys of all doubts, whether confirmed or not."""
    doubts = (found.question for found in reading.findings if found.severity == WARNS)
    return {question.key for question in doubts if question}


def write_without_data(units: Iterable[WithoutData], upload: Upload, release: Release) -> int:
    """Write “no data” for units left out, as typed by whoever gave that answer; returns how many entries."""
    said = {answer.key: answer.by for answer in upload.answers.select_related("by")}
    cleared = cleared_revisions(release)
    entries = [
        Entry(
            release=release,
            unit_id=unit.unit_id,
            indicator_id=indicator,
            no_data_reason=NoDataReason.NO_DATA,
            typed_by=said[unit.question],
            revision=1 + cleared.get((unit.unit_id, indicator), 0),
        )
        for unit in units
        for indicator in unit.indicator_ids
    ]
    Entry.objects.bulk_create(entries, batch_size=_CHUNK)
    return len(entries)


def write_figures(figures: Iterable[ReadFigure], upload: Upload, release: Release) -> list[dict[str, object]]:
    """Put figures in place of those the draft had; returns the old ones that differ, for the record."""
    standing = {
        (entry.unit_id, entry.indicator_id): entry
        for entry in release.entries.select_related("unit", "indicator")
    }
    cleared = cleared_revisions(release)
    names_of_figures = [field.name for field in Figures._meta.get_fields()]
    fresh: list[Entry] = []
    replaced: list[dict[str, object]] = []
    for figure in figures:
        subject = (figure.unit_id, figure.indicator_id)
        old = standing.get(subject)
        entry = Entry(
            release=release,
            unit_id=figure.unit_id,
            indicator_id=figure.indicator_id,
            upload=upload,
            sheet=figure.sheet,
            cell=figure.cell,
            revision=1 + (old.revision if old else cleared.get(subject, 0)),
            **{name: getattr(figure, name) for name in names_of_figures},
        )
        fresh.append(entry)
        if old and figures_of(old) != figures_of(entry):
            names = {"unit": old.unit.slug, "indicator": old.indicator.code}
            replaced.append({**names, "old": figures_of(old), "new": figures_of(entry)})
    gone = [
        standing[key].pk
        for key in ((entry.unit_id, entry.indicator_id) for entry in fresh)
        if key in standing
    ]
    for start in range(0, len(gone), _CHUNK):
        Entry.objects.filter(pk__in=gone[start : start + _CHUNK]).delete()
    Entry.objects.bulk_create(fresh, batch_size=_CHUNK)
    return replaced
