"""Published figures that were wrong: the next version, withdrawal, and the later period that compares."""

from __future__ import annotations

import copy

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from scores import permissions, publication, tasks
from scores.actions.common import Refused, held, inherit_contributors, lock, move, record, require
from scores.actions.concerned import tell
from scores.actions.letter_blocks import carry_over, give_back_what_is_wrong
from scores.actions.publishing import make_public
from scores.models import OPEN_STATES, CorrectionKind, Entry, Release, State
from scores.permissions import Act

_OF_THE_FIRST_LETTER_ONLY = {"number", "date"}


@transaction.atomic
def correct(*, release: Release, by: User, kind: str, reason: str, asked_by: str = "") -> Release:
    """Open the next version of a release that is public or was withdrawn, with a copy of its entries.

    `kind` is a `CorrectionKind`; `asked_by` names who asked for it, as readers will see it.
    """
    require(by, Act.CORRECT, release.office)
    release = held(release)
    siblings = Release.objects.of(release.office, release.period)
    if release.state not in {State.PUBLISHED, State.WITHDRAWN}:
        raise Refused(f"Chỉ đính chính được đợt đã công bố; đợt này “{release.get_state_display()}”.")
    if kind not in CorrectionKind.values or kind == CorrectionKind.RECOMPUTED:
        raise Refused("Đính chính phải ghi loại: lỗi nhập, lỗi nguồn, theo kiến nghị hay bổ sung.")
    if not reason.strip():
        raise Refused("Đính chính phải ghi lý do: sai ở đâu, vì sao.")
    if siblings.filter(state__in=OPEN_STATES).exists():
        raise Refused("Kỳ này đang có một bản đính chính chưa công bố. Làm tiếp trên bản đó.")
    if siblings.filter(version__gt=release.version).exists():
        raise Refused("Kỳ này đã có lần công bố sau. Đính chính từ lần mới nhất.")
    draft = _next_version(release, by, CorrectionKind(kind), reason.strip(), asked_by.strip())
    why = {"corrects": release.version, "kind": kind, "asked_by": draft.correction_asked_by}
    record(draft, by, "correct", to_state=State.DRAFT, comment=reason, data=why)
    return draft


@transaction.atomic
def withdraw(*, release: Release, by: User, reason: str) -> Release:
    """Take a published release down; a page says so and why. What compared with it is issued again."""
    release = lock(release, by, "withdraw")
    if not reason.strip():
        raise Refused("Thu hồi phải ghi lý do; lý do sẽ hiện trên trang công khai.")
    release = move(
        release,
        "withdraw",
        by,
        reason,
        withdrawn_by=by,
        withdrawn_at=timezone.now(),
        withdrawal_reason=reason.strip(),
    )
    tell(release, "withdraw", by)
    issue_dependents_again(release, by)
    transaction.on_commit(lambda: tasks.renew_reports.delay(release.pk), robust=True)
    return release


def dependents(release: Release) -> list[Release]:
    """The published releases whose changes are counted from this period: the whole one after it, if any."""
    after = Release.objects.filter(
        office=release.office,
        period=release.period.after,
        state=State.PUBLISHED,
        partial=False,
        index_version=release.index_version,
    )
    return list(after)


def issue_dependents_again(release: Release, by: User) -> list[Release]:
    """Publish a next version of each dependent whose comparison has changed, approved with this release."""
    return [_issue_again(later, release, by) for later in dependents(release) if _compares_otherwise(later)]


def _compares_otherwise(later: Release) -> bool:
    """Whether its results would be others if it were published now."""
    now = copy.copy(later)
    now.published_at = None
    fresh = {(row.indicator_id, row.unit_id): row for row in publication.results_of(now)}
    return any(
        publication.published_values(fresh[row.indicator_id, row.unit_id])
        != publication.published_values(row)
        for row in later.results.all()
    )


def _issue_again(later: Release, cause: Release, by: User) -> Release:
    withdrawn = cause.state == State.WITHDRAWN
    # A withdrawal is answered for by whoever does it: who once approved what is withdrawn has not been asked.
    judge = by if withdrawn else cause.approved_by
    if judge is None or judge.pk in permissions.contributors(later):
        raise Refused(_another_must(later, cause, withdrawn=withdrawn))
    if Release.objects.filter(office=later.office, period=later.period, state__in=OPEN_STATES).exists():
        raise Refused(
            f"{later.label.capitalize()} so sánh với {cause.label} và đang có bản đính chính chưa công bố. "
            "Công bố bản đó trước."
        )
    done = "thu hồi" if withdrawn else "đính chính"
    reason = f"Tính lại mức thay đổi sau khi {cause.label} được {done}."
    again = _next_version(later, by, CorrectionKind.RECOMPUTED, reason)
    given_back = give_back_what_is_wrong(again)
    figures = later if withdrawn else cause
    Release.objects.filter(pk=again.pk).update(
        state=State.APPROVED,
        submitted_by=figures.submitted_by,
        submitted_at=figures.submitted_at,
        approved_by=judge,
        approved_at=timezone.now() if withdrawn else cause.approved_at,
        content_hash=publication.content_digest(again),
    )
    again.refresh_from_db()
    data: dict[str, object] = {"because_of": {"period": str(cause.period), "version": cause.version}}
    if given_back:
        data["given_back"] = given_back
    record(again, by, "issue_again", to_state=State.APPROVED, comment=again.reason, data=data)
    return make_public(again, by, again.reason)


def _another_must(later: Release, cause: Release, *, withdrawn: bool) -> str:
    """Why this person cannot be the one by whom the later month is issued again, and who can."""
    does, act = ("thu hồi", Act.WITHDRAW) if withdrawn else ("duyệt", Act.APPROVE)
    others = permissions.who_may(act, cause.office).exclude(pk__in=permissions.contributors(later))
    names = ", ".join(person.get_full_name() or person.get_username() for person in others)
    back = "" if withdrawn else "Trả lại đợt này để người khác duyệt. "
    whom = f"Người {does} được: {names}." if names else f"Cơ quan chưa có người khác có quyền {does}."
    return (
        f"{later.label.capitalize()} so sánh với {cause.label} nên phải tính lại cùng lúc, nhưng người "
        f"{does} {cause.label} đã nhập số liệu {later.label}. {back}{whom}"
    )


def _next_version(
    release: Release, by: User, kind: CorrectionKind, reason: str, asked_by: str = ""
) -> Release:
    """A draft that holds what a release held, and remembers who had a hand in it."""
    siblings = Release.objects.of(release.office, release.period)
    facts = {key: fact for key, fact in release.letter_facts.items() if key not in _OF_THE_FIRST_LETTER_ONLY}
    draft = Release.objects.create(
        office=release.office,
        period=release.period,
        index_version=release.index_version,
        version=siblings.order_by("-version")[0].version + 1,
        partial=release.partial,
        as_of=release.as_of,
        snapshot_at=release.snapshot_at,
        source_note=release.source_note,
        letter_facts=facts,
        reason=reason,
        correction_kind=kind,
        correction_asked_by=asked_by,
        created_by=by,
    )
    entries = list(release.entries.all())
    for entry in entries:
        entry.pk, entry.release = None, draft
    Entry.objects.bulk_create(entries, batch_size=500)
    carry_over(release, draft, to_be_seen=kind != CorrectionKind.RECOMPUTED)
    inherit_contributors(draft)
    return draft
