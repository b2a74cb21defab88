"""Figures from a file: kept as it came, read, its questions answered, and accepted into the draft."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable

from django.conf import settings
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from scores import vietnamese
from scores.actions.common import Refused, figures_of, lock_draft, record
from scores.intake import answers, guarded
from scores.intake import context as intake_context
from scores.intake.catalogue import Context
from scores.intake.cells import shown
from scores.intake.decisions import Asks, Decisions
from scores.intake.headers import words_of
from scores.intake.matching import indicator_key, unit_key
from scores.intake.outcome import ReadFigure, Reading
from scores.models import Answer, Entry, Figures, Finding, IndicatorAlias, Release, UnitAlias, Upload

_CHUNK = 500
_LONGEST_UNIT = 150
_NOTE = UnitAlias._meta.get_field("note").max_length


@transaction.atomic
def record_upload(*, release: Release, data: bytes, name: str, by: User) -> Upload:
    """Keep a file and what was read from it; the same bytes for the same period give the upload there is.

    An upload not yet accepted is read again: a name added since may have answered a question.
    """
    upload, to_read = store_upload(release=release, data=data, name=name, by=by)
    return keep_reading(upload, read(release, data, name, decisions_of(upload))) if to_read else upload


@transaction.atomic
def store_upload(*, release: Release, data: bytes, name: str, by: User) -> tuple[Upload, bool]:
    """Keep a file as it came, and say whether it is to be read: not once the draft holds its figures."""
    lock_draft(release, by)
    digest = hashlib.sha256(data).hexdigest()
    upload = Upload.objects.filter(office=release.office, period=release.period, sha256=digest).first()
    if upload is None:
        upload = Upload(office=release.office, period=release.period, sha256=digest, by=by)
        upload.original_name, upload.size = shown(name)[:255], len(data)
        upload.progress = {"stage": "received", "done": 0, "of": 0}
        upload.file.save("", ContentFile(data), save=False)
        upload.save()
        return upload, True
    return upload, upload.accepted_at is None or not release.entries.filter(upload=upload).exists()


@transaction.atomic
def answer(*, upload: Upload, release: Release, key: str, value: str, by: User, comment: str = "") -> Upload:
    """Answer a question about an upload and read it again; a name answered for is known from then on."""
    lock_draft(release, by)
    finding = next((f for f in upload.findings.all() if f.question and f.question["key"] == key), None)
    if finding is None or finding.question is None:
        raise Refused("Câu hỏi này không còn nữa. Mở lại trang để xem kết quả đọc mới.")
    context = _context(release, decisions_of(upload))
    try:
        value = answers.settled(finding.question, value, context)
    except answers.NotUnderstoodError as unclear:
        raise Refused(str(unclear)) from unclear
    Answer.objects.update_or_create(
        upload=upload, key=key, defaults={"value": value, "comment": comment, "by": by}
    )
    _learn(answers.learnt(finding.code, finding.raw, value, context), upload, by)
    data = {"upload": str(upload.pk), "question": key, "answer": value}
    record(release, by, "answer", comment=comment, data=data)
    return keep_reading(upload, _read_stored(upload, release))


@transaction.atomic
def take_back(*, upload: Upload, release: Release, key: str, by: User) -> Upload:
    """Take an answer back and read the upload again, so that the question is asked anew.

    A name that became known by this very answer is forgotten with it.
    """
    lock_draft(release, by)
    given = upload.answers.filter(key=key).first()
    if given is None:
        raise Refused("Câu trả lời này không còn nữa. Mở lại trang để xem kết quả đọc mới.")
    _forget(given, upload)
    given.delete()
    data = {"upload": str(upload.pk), "question": key, "answer": given.value}
    record(release, by, "take_back", data=data)
    return keep_reading(upload, _read_stored(upload, release))


def _learn(learnt: answers.Learnt | None, upload: Upload, by: User) -> None:
    """Keep a spelling that an answer made known, with who answered."""
    if learnt and learnt.unit_id and len(learnt.text) <= _LONGEST_UNIT:
        UnitAlias.objects.get_or_create(
            unit_id=learnt.unit_id,
            canonical=vietnamese.canonical_unit(learnt.text),
            defaults={"text": learnt.text, "added_by": by, "note": _learnt_from(upload)},
        )
    elif learnt and learnt.indicator_id:
        IndicatorAlias.objects.get_or_create(
            indicator_id=learnt.indicator_id,
            canonical=vietnamese.canonical(learnt.text),
            defaults={"text": learnt.text, "added_by": by},
        )


def _forget(given: Answer, upload: Upload) -> None:
    """Drop the spelling that became known by this very answer."""
    asks, _, name = given.key.partition(":")
    meant = given.value.partition(":")[0]
    if not meant.isdigit():
        return
    if asks == Asks.UNIT:
        for unit_alias in UnitAlias.objects.filter(unit_id=int(meant), note=_learnt_from(upload)):
            if unit_key(unit_alias.text) == name:
                unit_alias.delete()
        return
    for alias in IndicatorAlias.objects.filter(indicator_id=int(meant), added_by=given.by):
        if name in (words_of(alias.text), indicator_key(alias.text)):
            alias.delete()


def _learnt_from(upload: Upload) -> str:
    """The note of a name that became known by an answer to this upload."""
    return f"trả lời khi nhận {upload}"[:_NOTE]


@transaction.atomic
def confirm_all(
    *, upload: Upload, release: Release, by: User, comment: str, keys: Collection[str] | None = None
) -> Upload:
    """Confirm open doubts of an upload at once, in one person's name, with one comment.

    All of them, or those whose keys are given.
    """
    lock_draft(release, by)
    asked = [finding.question["key"] for finding in unconfirmed(upload) if finding.question]
    keys = [key for key in dict.fromkeys(asked) if keys is None or key in keys]
    Answer.objects.bulk_create(
        Answer(upload=upload, key=key, value="yes", comment=comment, by=by) for key in keys
    )
    if keys:
        record(
            release, by, "confirm_all", comment=comment, data={"upload": str(upload.pk), "questions": keys}
        )
    return upload


def unconfirmed(upload: Upload) -> list[Finding]:
    """The doubts of an upload that nobody has confirmed yet."""
    answered = set(upload.answers.values_list("key", flat=True))
    doubts = upload.findings.filter(severity=Finding.Severity.WARNS)
    return [finding for finding in doubts if not finding.question or finding.question["key"] not in answered]


@transaction.atomic
def accept_upload(*, upload: Upload, release: Release, by: User) -> int:
    """Write what an upload says into the draft; returns the number of entries.

    Refused while something must be mended or confirmed, or if the catalogue has changed since it was read.
    """
    lock_draft(release, by)
    if (upload.office_id, upload.period) != (release.office_id, release.period):
        raise Refused("Tệp này thuộc cơ quan hoặc kỳ khác.")
    blocking = upload.findings.filter(severity=Finding.Severity.BLOCKS).count()
    if blocking:
        raise Refused(f"Tệp “{upload}” còn {blocking} chỗ phải sửa nên chưa nhận được.")
    doubts = len(unconfirmed(upload))
    if doubts:
        raise Refused(f"Tệp “{upload}” còn {doubts} chỗ chờ xác nhận nên chưa nhận được.")
    reading = _read_stored(upload, release)
    if reading.summary() != upload.reading or reading.blocked:
        raise Refused("Danh mục đã thay đổi từ khi đọc tệp. Tải lại tệp để xem kết quả đọc mới rồi nhận.")
    replaced = write_figures(reading.figures, upload, release)
    upload.accepted_at = timezone.now()
    upload.save()
    data = {"upload": str(upload.pk), "entries": len(reading.figures), "replaced": replaced}
    record(release, by, "accept_upload", data=data)
    return len(reading.figures)


def read(
    release: Release,
    data: bytes,
    name: str,
    decisions: Decisions | None = None,
    tell: guarded.Tell = guarded.silent,
) -> Reading:
    """What a file says for a release, with what was decided about it; nothing is stored.

    A process of its own reads it, under limits; if that fails, the reading says so.
    """
    limits = guarded.Limits(
        settings.INTAKE_MEMORY_MB * 2**20, settings.INTAKE_CPU_SECONDS, settings.INTAKE_WAIT_SECONDS
    )
    return guarded.read(data, name, _context(release, decisions or Decisions()), limits, tell)


def _context(release: Release, decisions: Decisions) -> Context:
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


def _read_stored(upload: Upload, release: Release) -> Reading:
    with upload.file.open("rb") as file:
        return read(release, file.read(), upload.original_name, decisions_of(upload))


def keep_reading(upload: Upload, reading: Reading) -> Upload:
    """Store what a reading found in place of what an earlier one did."""
    rows = sum(len(sheet.rows) for sheet in reading.sheets)
    upload.reading, upload.progress = reading.summary(), {"stage": "done", "done": rows, "of": rows}
    upload.save()
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


def write_figures(figures: Iterable[ReadFigure], upload: Upload, release: Release) -> list[dict[str, object]]:
    """Put figures in place of those the draft had; returns the old ones that differ, for the record."""
    standing = {
        (entry.unit_id, entry.indicator_id): entry
        for entry in release.entries.select_related("unit", "indicator")
    }
    names_of_figures = [field.name for field in Figures._meta.get_fields()]
    fresh: list[Entry] = []
    replaced: list[dict[str, object]] = []
    for figure in figures:
        old = standing.get((figure.unit_id, figure.indicator_id))
        entry = Entry(
            release=release,
            unit_id=figure.unit_id,
            indicator_id=figure.indicator_id,
            upload=upload,
            sheet=figure.sheet,
            cell=figure.cell,
            revision=old.revision + 1 if old else 1,
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
