"""Working figures: from a file or typed, into the open draft of a release."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime

from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from scores import database_rules
from scores.actions.common import Refused, lock_draft, record, require
from scores.intake import context as intake_context
from scores.intake import reading as intake_reading
from scores.intake.outcome import Reading
from scores.models import (
    OPEN_STATES,
    Entry,
    Figures,
    Finding,
    IndexVersion,
    Indicator,
    Office,
    Release,
    State,
    Unit,
    Upload,
)
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
    release = find_or_new(office=office, period=period, partial=partial, as_of=as_of, source_note=source_note)
    if release.pk is None:
        release.created_by = by
        release.save()
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
    existing = Release.objects.filter(office=office, period=period)
    draft = existing.filter(state__in=OPEN_STATES).first()
    if draft is not None:
        return draft
    if existing.exists():
        raise Refused(f"{office} đã công bố {period.label}. Muốn sửa, lập bản đính chính của đợt đã công bố.")
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


@transaction.atomic
def record_upload(*, release: Release, data: bytes, name: str, by: User) -> Upload:
    """Keep a file and what was read from it; the same bytes for the same period give the upload there is.

    An upload not yet accepted is read again: a name added since may have answered a question.
    """
    lock_draft(release, by)
    digest = hashlib.sha256(data).hexdigest()
    upload = Upload.objects.filter(office=release.office, period=release.period, sha256=digest).first()
    if upload is None:
        upload = Upload(office=release.office, period=release.period, sha256=digest, by=by)
        upload.original_name, upload.size = name[:255], len(data)
        upload.file.save("", ContentFile(data), save=False)
    elif upload.accepted_at is not None and release.entries.filter(upload=upload).exists():
        return upload
    reading = read(release, data, name)
    upload.reading = reading.summary()
    upload.save()
    upload.findings.all().delete()
    Finding.objects.bulk_create(
        Finding(
            upload=upload,
            order=order,
            severity=found.severity,
            code=found.code,
            sheet=found.sheet,
            cell=found.cell,
            message=found.message,
        )
        for order, found in enumerate(reading.findings)
    )
    return upload


@transaction.atomic
def accept_upload(*, upload: Upload, release: Release, by: User) -> int:
    """Write what an upload says into the draft; returns the number of entries. Blocking findings refuse."""
    lock_draft(release, by)
    if (upload.office_id, upload.period) != (release.office_id, release.period):
        raise Refused("Tệp này thuộc cơ quan hoặc kỳ khác.")
    blocking = upload.findings.filter(severity=Finding.Severity.BLOCKS).count()
    if blocking:
        raise Refused(f"Tệp “{upload}” còn {blocking} chỗ phải sửa nên chưa nhận được.")
    with upload.file.open("rb") as file:
        reading = read(release, file.read(), upload.original_name)
    if reading.summary() != upload.reading or reading.blocked:
        raise Refused("Danh mục đã thay đổi từ khi đọc tệp. Tải lại tệp để xem kết quả đọc mới rồi nhận.")
    for figure in reading.figures:
        Entry.objects.filter(
            release=release, unit_id=figure.unit_id, indicator_id=figure.indicator_id
        ).delete()
    Entry.objects.bulk_create(
        Entry(
            release=release,
            unit_id=figure.unit_id,
            indicator_id=figure.indicator_id,
            upload=upload,
            sheet=figure.sheet,
            cell=figure.cell,
            **{field.name: getattr(figure, field.name) for field in Figures._meta.get_fields()},
        )
        for figure in reading.figures
    )
    upload.accepted_at = timezone.now()
    upload.save()
    record(release, by, "accept_upload", data={"upload": str(upload.pk), "entries": len(reading.figures)})
    return len(reading.figures)


def read(release: Release, data: bytes, name: str) -> Reading:
    """What a file says for a release; nothing is stored."""
    context = intake_context.load(
        office=release.office,
        period=release.period,
        index_version=release.index_version,
        partial=release.partial,
        as_of=release.as_of,
    )
    return intake_reading.read(data, name, context)


@transaction.atomic
def type_entry(
    *, release: Release, unit: Unit, indicator: Indicator, by: User, figures: Mapping[str, object]
) -> Entry:
    """Write one figure typed by a person; `figures` holds fields of `Figures`.

    ValidationError where the figures cannot be, Refused where they exceed the indicator's maximum.
    """
    lock_draft(release, by)
    entry = Entry.objects.filter(release=release, unit=unit, indicator=indicator).first()
    old = {} if entry is None else _figures(entry)
    entry = entry or Entry(release=release, unit=unit, indicator=indicator)
    for field in Figures._meta.get_fields():
        setattr(entry, field.name, figures.get(field.name, field.get_default()))  # type: ignore[union-attr]  # plain fields only
    entry.upload, entry.sheet, entry.cell, entry.typed_by = None, "", "", by
    entry.full_clean()
    if entry.points is not None and indicator.maximum is not None and entry.points > indicator.maximum:
        raise Refused(database_rules.MESSAGES["entry_points_within_maximum"])
    entry.save()
    record(
        release,
        by,
        "type_entry",
        data={"unit": unit.slug, "indicator": indicator.code, "old": old, "new": _figures(entry)},
    )
    return entry


@transaction.atomic
def describe(
    *,
    release: Release,
    by: User,
    source_note: str,
    letter_facts: Mapping[str, object],
    snapshot_at: datetime | None = None,
) -> Release:
    """Say where the figures come from, when they were taken, and what only this period's letter knows.

    `snapshot_at` stays empty where nobody knows it: a time is never made up.
    """
    lock_draft(release, by)
    old = _description(release)
    release.source_note, release.letter_facts = source_note, dict(letter_facts)
    release.snapshot_at = snapshot_at
    release.save(update_fields=["source_note", "letter_facts", "snapshot_at"])
    record(release, by, "describe", data={"old": old, "new": _description(release)})
    return release


def _description(release: Release) -> dict[str, object]:
    at = release.snapshot_at
    return {
        "source_note": release.source_note,
        "letter_facts": release.letter_facts,
        "snapshot_at": at.isoformat() if at else None,
    }


def _figures(entry: Entry) -> dict[str, str | None]:
    """The figures of an entry as the record keeps them: exact, as text."""
    values = ((field.name, getattr(entry, field.name)) for field in Figures._meta.get_fields())
    return {name: None if value is None else str(value) for name, value in values}
