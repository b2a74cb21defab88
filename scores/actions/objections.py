"""Objections of units: written down from their letters, answered by the office. Neither edits a score."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from scores import working_days
from scores.actions.common import Refused, held, hold_office, record, require
from scores.actions.confirmations import MOST_DAYS, REPLY_DAYS
from scores.models import Indicator, Objection, Release, Unit
from scores.permissions import Act


@transaction.atomic
def record_objection(
    *,
    release: Release,
    by: User,
    unit: Unit,
    indicator: Indicator | None,
    text: str,
    letter: str,
    days: int = REPLY_DAYS,
) -> Objection:
    """Write down what a unit said in a letter of its own, before or after publication."""
    require(by, Act.HEAR, release.office)
    release = held(release)
    if not has_figures(release, unit, indicator):
        raise Refused("Đợt này không có số liệu của đơn vị và chỉ số đã chọn.")
    if not text.strip() or not letter.strip():
        raise Refused("Ghi văn bản của đơn vị và nội dung kiến nghị.")
    if not 1 <= days <= MOST_DAYS:
        raise Refused(f"Số ngày làm việc từ 1 đến {MOST_DAYS}.")
    said = {"unit": unit, "indicator": indicator, "text": text.strip(), "letter": letter.strip()}
    same = Objection.objects.filter(release=release, outcome="", **said).first()
    if same is not None:  # sent twice by a double click; what stands here is never taken away
        return same
    now = timezone.now()
    objection = Objection.objects.create(
        release=release,
        **said,
        recorded_by=by,
        at=now,
        due=working_days.after(timezone.localdate(now), days),
    )
    record(release, by, "record_objection", comment=objection.text, data=_about(objection))
    return objection


@transaction.atomic
def answer_objection(*, objection: Objection, by: User, outcome: str, reply: str) -> Objection:
    """Answer an objection, once. That figures are corrected is said here and done by the steps for it."""
    require(by, Act.ANSWER, objection.release.office)
    hold_office(objection.release)
    objection = (
        Objection.objects.select_for_update(of=("self",))
        .select_related("release__office", "unit", "indicator", "answered_by")
        .get(pk=objection.pk)
    )
    if objection.outcome and objection.answered_by is not None:
        who = objection.answered_by.get_full_name() or objection.answered_by.get_username()
        raise Refused(f"{who} đã trả lời kiến nghị này: {objection.get_outcome_display().lower()}.")
    if outcome not in Objection.Outcome.values or not reply.strip():
        raise Refused("Chọn giữ nguyên hoặc đính chính, và ghi lời trả lời cho đơn vị.")
    objection.outcome, objection.reply = outcome, reply.strip()
    objection.answered_by, objection.answered_at = by, timezone.now()
    objection.save(update_fields=["outcome", "reply", "answered_by", "answered_at"])
    data = {**_about(objection), "outcome": outcome}
    record(objection.release, by, "answer_objection", comment=objection.reply, data=data)
    return objection


def has_figures(release: Release, unit: Unit, indicator: Indicator | None) -> bool:
    """Whether a release says anything of a unit, or of its indicator."""
    found = release.entries.filter(unit=unit)
    return (found if indicator is None else found.filter(indicator=indicator)).exists()


def _about(objection: Objection) -> dict[str, object]:
    code = objection.indicator.code if objection.indicator else None
    return {"objection": objection.pk, "of": objection.unit.slug, "code": code}
