"""Asking the units: private links to their own rows, and what they answer.

Opening a round is not a hand in the figures, and neither is an answer: whoever asks may still approve.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from scores import confirmations, publication, working_days
from scores.actions.common import Refused, held, record, require
from scores.confirmations import LinkState
from scores.models import ConfirmationLink, Indicator, LinkOpening, Objection, Release, Unit, UnitAnswer
from scores.permissions import Act

ANSWER_DAYS, REPLY_DAYS = 2, 5
"""Working days a unit has to answer, and the office to answer an objection, unless it sets others."""
MOST_DAYS = 30
_TOKEN_BYTES = 16
"""128 bits: nobody guesses it, and it can still be typed from paper."""


class FiguresChanged(Refused):
    """The figures are no longer those the unit was looking at when it answered."""


@dataclass(frozen=True)
class Ask:
    """A link just made. The token is nowhere else: whoever is to pass it on takes it from here."""

    unit: Unit
    token: str
    until: datetime


@dataclass(frozen=True)
class Said:
    """What a unit answers; indicators are those disputed, none for the row as a whole."""

    kind: str
    name: str
    position: str
    text: str = ""
    indicators: Collection[Indicator] = ()


@transaction.atomic
def ask_units(
    *,
    release: Release,
    by: User,
    units: Collection[Unit],
    seen: int,
    days: int = ANSWER_DAYS,
    reply_days: int = REPLY_DAYS,
) -> list[Ask]:
    """Make a new link for each of these units of an open release, in place of those they had.

    `seen` is the id of the newest link whoever asks has seen (0 for none): a page sent twice must not make
    the links worthless that its first sending has shown.
    """
    release = _locked(release, by)
    _require_open(release)
    for number in (days, reply_days):
        if not 1 <= number <= MOST_DAYS:
            raise Refused(f"Số ngày làm việc từ 1 đến {MOST_DAYS}.")
    if seen != newest_link(release):
        raise Refused(
            "Đường dẫn vừa được lập, và mỗi đường dẫn chỉ hiện một lần nên trang này không hiện lại được. "
            "Đơn vị nào chưa nhận thì chọn đơn vị đó và lập lại."
        )
    digests = publication.unit_digests(release)
    asked = {unit.pk for unit in confirmations.asked_units(release)}
    if not units or any(unit.pk not in asked for unit in units):
        raise Refused("Chọn ít nhất một đơn vị có số liệu trong đợt này.")
    now = timezone.now()
    until = working_days.closing(
        working_days.after(timezone.localdate(now), days), timezone.get_current_timezone()
    )
    # Those answered are closed too: the answer stays with its link, and the unit has one open link at most.
    _unclosed(release, units).update(closed_by=by, closed_at=now)
    asks = [Ask(unit, secrets.token_urlsafe(_TOKEN_BYTES), until) for unit in units]
    ConfirmationLink.objects.bulk_create(
        ConfirmationLink(
            release=release,
            unit=ask.unit,
            token_hash=confirmations.hash_of(ask.token),
            figures_hash=digests[ask.unit.pk],
            until=until,
            reply_days=reply_days,
            made_by=by,
            made_at=now,
        )
        for ask in asks
    )
    slugs = sorted(unit.slug for unit in units)
    record(release, by, "ask_units", data={"units": slugs, "until": until.isoformat()})
    return asks


@transaction.atomic
def withdraw_links(*, release: Release, by: User, units: Collection[Unit]) -> int:
    """Close the links of these units that nobody has answered by; how many there were."""
    release = _locked(release, by)
    _require_open(release)
    unanswered = _unclosed(release, units).filter(answer=None)
    closed = unanswered.update(closed_by=by, closed_at=timezone.now())
    if not closed:
        raise Refused("Các đơn vị đã chọn không có đường dẫn nào còn dùng được.")
    record(release, by, "withdraw_links", data={"units": sorted(unit.slug for unit in units)})
    return closed


def newest_link(release: Release) -> int:
    """The id of the newest link of a release, 0 before the first."""
    return release.confirmation_links.order_by("pk").values_list("pk", flat=True).last() or 0


def keep_opening(*, link: ConfirmationLink, network: str) -> LinkOpening:
    """Write down that a link's page was shown, when and to which network."""
    return LinkOpening.objects.create(link=link, at=timezone.now(), network=network)


@transaction.atomic
def answer_link(*, token: str, said: Said, seen: str) -> UnitAnswer:
    """Keep a unit's one answer; `seen` is the digest of the figures it was shown.

    Refused if the link no longer opens or the figures have changed meanwhile. The same answer sent again is
    the one that was kept: a double click does no harm.
    """
    link = ConfirmationLink.objects.filter(token_hash=confirmations.hash_of(token)).first()
    if link is not None:
        # Whoever changes or publishes the release holds this row: what is found now stays so until the end.
        Release.objects.select_for_update(of=("self",)).get(pk=link.release_id)
    found = confirmations.find(token)
    if found is None or found.state not in (LinkState.OPEN, LinkState.ANSWERED):
        raise Refused("Đường dẫn này không dùng được.")
    if found.state == LinkState.ANSWERED:
        return _same_as_kept(found.link, said)
    if seen != found.figures_hash:
        raise FiguresChanged(
            "Số liệu vừa được cơ quan sửa trong lúc bạn xem. Xem lại số liệu dưới đây rồi trả lời."
        )
    return _kept_answer(found.link, said, seen)


def _same_as_kept(link: ConfirmationLink, said: Said) -> UnitAnswer:
    kept = UnitAnswer.objects.select_related("link__unit", "link__release__office").get(link=link)
    if (kept.kind, kept.name, kept.position, kept.text) != (said.kind, said.name, said.position, said.text):
        raise Refused("Đường dẫn này đã được dùng để trả lời.")
    return kept


def _kept_answer(link: ConfirmationLink, said: Said, seen: str) -> UnitAnswer:
    before = UnitAnswer.objects.filter(link__release=link.release).order_by("pk").last()
    answer = UnitAnswer(
        link=link,
        kind=said.kind,
        text=said.text,
        name=said.name,
        position=said.position,
        figures_hash=seen,
        at=timezone.now(),
        previous_hash=before.hash if before else "",
    )
    answer.hash = confirmations.answer_hash(answer)
    answer.save()
    if said.kind == UnitAnswer.Kind.OBJECTS:
        disputed: Collection[Indicator | None] = said.indicators or (None,)
        due = working_days.after(timezone.localdate(answer.at), link.reply_days)
        Objection.objects.bulk_create(
            Objection(
                release=link.release,
                unit=link.unit,
                indicator=indicator,
                text=said.text,
                answer=answer,
                at=answer.at,
                due=due,
            )
            for indicator in disputed
        )
    return answer


def _locked(release: Release, by: User) -> Release:
    require(by, Act.HEAR, release.office)
    return held(release)


def _require_open(release: Release) -> None:
    if not release.is_open:
        raise Refused(
            f"{release} đang ở trạng thái “{release.get_state_display()}”. Chỉ lấy ý kiến đơn vị trước khi "
            "công bố; sau đó, kiến nghị của đơn vị được ghi ở trang Kiến nghị."
        )


def _unclosed(release: Release, units: Collection[Unit]) -> QuerySet[ConfirmationLink]:
    return ConfirmationLink.objects.filter(release=release, unit__in=units, closed_at=None)
