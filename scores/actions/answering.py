"""A file's questions answered, doubts confirmed, answers taken back; spellings learnt, with their author."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from scores import vietnamese
from scores.actions.common import Refused, lock_draft, record
from scores.actions.reading import context_of, decisions_of, mark_asked, read_upload
from scores.intake import answers, asking
from scores.intake.catalogue import Context
from scores.intake.decisions import Asks
from scores.intake.headers import words_of
from scores.intake.matching import indicator_key, unit_key
from scores.models import Answer, Finding, IndicatorAlias, Release, UnitAlias, Upload

_LONGEST_UNIT = 150
_NOTE = UnitAlias._meta.get_field("note").max_length


def answer(*, upload: Upload, release: Release, key: str, value: str, by: User, comment: str = "") -> Upload:
    """Answer a question about an upload and read it again; a name answered for is known from then on."""
    return answer_alike(upload=upload, release=release, keys=[key], value=value, by=by, comment=comment)


def answer_alike(
    *, upload: Upload, release: Release, keys: Iterable[str], value: str, by: User, comment: str = ""
) -> Upload:
    """Give several questions one answer, kept for each of them, and read the upload again once."""
    with transaction.atomic():
        lock_draft(release, by)
        asked = _asked(upload)
        context = context_of(release, decisions_of(upload))
        for key in dict.fromkeys(keys):
            if key not in asked:
                raise Refused("Câu hỏi này không còn nữa. Mở lại trang để xem kết quả đọc mới.")
            _keep_answer(*asked[key], value, upload, release, by, comment, context)
        # What was found without this answer counts no more, even if nobody comes to read it again.
        mark_asked(upload, by)
    return read_upload(upload=upload, release=release, by=by)


def _asked(upload: Upload) -> dict[str, tuple[Finding, Mapping[str, Any]]]:
    """Every question about an upload by its key, and the findings that ask; a doubtful cell may be mended."""
    asked: dict[str, tuple[Finding, Mapping[str, Any]]] = {}
    for found in upload.findings.exclude(question=None):
        question = found.question or {}
        asked[question["key"]] = (found, question)
        if mends := question.get("mends"):
            asked.setdefault(mends, (found, asking.cell(mends.partition(":")[2]).as_json()))
    return asked


def _keep_answer(
    finding: Finding,
    question: Mapping[str, Any],
    value: str,
    upload: Upload,
    release: Release,
    by: User,
    comment: str,
    context: Context,
) -> None:
    try:
        value = answers.settled(question, value, context)
    except answers.NotUnderstoodError as unclear:
        raise Refused(str(unclear)) from unclear
    key = question["key"]
    Answer.objects.update_or_create(
        upload=upload, key=key, defaults={"value": value, "comment": comment, "by": by}
    )
    _learn(answers.learnt(finding.code, finding.raw, value, context), upload, by)
    data = {"upload": str(upload.pk), "question": key, "answer": value}
    record(release, by, "answer", comment=comment, data=data)


def take_back(*, upload: Upload, release: Release, key: str, by: User) -> Upload:
    """Take an answer back and read the upload again, so that the question is asked anew.

    A name that became known by this very answer is forgotten with it.
    """
    with transaction.atomic():
        lock_draft(release, by)
        given = upload.answers.filter(key=key).first()
        if given is None:
            raise Refused("Câu trả lời này không còn nữa. Mở lại trang để xem kết quả đọc mới.")
        _forget(given, upload)
        given.delete()
        data = {"upload": str(upload.pk), "question": key, "answer": given.value}
        record(release, by, "take_back", data=data)
        mark_asked(upload, by)
    return read_upload(upload=upload, release=release, by=by)


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
    settled = answered(upload)
    doubts = upload.findings.filter(severity=Finding.Severity.WARNS)
    return [finding for finding in doubts if not finding.question or finding.question["key"] not in settled]


def answered(upload: Upload) -> set[str]:
    """The keys of all questions of an upload that have an answer."""
    return set(upload.answers.values_list("key", flat=True))
