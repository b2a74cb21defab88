"""The reads about units' answers: which link still opens, how a round stands. Writes nothing."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from django.db.models import Max, QuerySet
from django.utils import timezone

from scores import publication
from scores.models import ConfirmationLink, Event, LinkOpening, Objection, Release, Unit, UnitAnswer


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


class LinkState(Enum):
    """What a link is good for now; `label` is said of it on staff pages."""

    OPEN = "còn dùng được"
    EXPIRED = "đã hết hạn"
    ANSWERED = "đã trả lời"
    CLOSED = "đã thu hồi hoặc lập lại"
    CHANGED = "hết hiệu lực: số liệu đã sửa sau khi trả lại"
    OVER = "hết hiệu lực: không còn là số liệu chờ công bố"

    @property
    def label(self) -> str:
        return self.value


class Figures:
    """The units' figures of a release as they are now, by digest; read once for any number of units."""

    def __init__(self, release: Release) -> None:
        self.release = release
        self.digests = publication.unit_digests(release)
        sent_back = Event.objects.filter(release=release, action="send_back")
        self.sent_back_at: datetime | None = sent_back.aggregate(last=Max("at"))["last"]

    def digest(self, unit_id: int) -> str:
        return self.digests.get(unit_id, "")

    def state_of(self, link: ConfirmationLink, *, answered: bool) -> LinkState:
        """Every end of a link but its closing follows from the release, so none can be forgotten.

        Sent back means that what was asked about was not what will be published: from then on a link lives
        only as long as its unit's figures are those it was sent out with.
        """
        now = self.digest(link.unit_id)
        if answered:
            return LinkState.ANSWERED
        if link.closed_at is not None:
            return LinkState.CLOSED
        if not self.release.is_open or not now:
            return LinkState.OVER
        if self.sent_back_at and self.sent_back_at > link.made_at and now != link.figures_hash:
            return LinkState.CHANGED
        return LinkState.OPEN if timezone.now() < link.until else LinkState.EXPIRED


@dataclass(frozen=True)
class Found:
    """A link that exists, and what it is good for."""

    link: ConfirmationLink
    state: LinkState
    figures_hash: str


def find(token: str) -> Found | None:
    """The link of a token, None if there never was one."""
    links = ConfirmationLink.objects.select_related(
        "release__office", "release__index_version", "unit", "made_by"
    )
    link = links.filter(token_hash=hash_of(token)).first()
    if link is None:
        return None
    figures = Figures(link.release)
    answered = UnitAnswer.objects.filter(link=link).exists()
    return Found(link, figures.state_of(link, answered=answered), figures.digest(link.unit_id))


def asked_units(release: Release) -> list[Unit]:
    """Whom a round asks: the units with figures in the release, without the office's own unit."""
    own = release.office.unit_for(release.period)
    units = Unit.objects.filter(entries__release=release).exclude(pk=own.pk).distinct()
    return list(units.prefetch_related("names").order_by("level", "official_order", "sort_key", "pk"))


@dataclass
class UnitStanding:
    """One unit of a round: its newest link, who opened any, its newest answer, whether that still counts."""

    unit: Unit
    name: str
    link: ConfirmationLink | None = None
    link_state: LinkState | None = None
    openings: list[LinkOpening] = field(default_factory=list)
    answer: UnitAnswer | None = None
    outdated: bool = False

    @property
    def key(self) -> str:
        """One of agrees, objects, outdated, opened, unopened, unasked."""
        if self.answer is not None:
            return "outdated" if self.outdated else self.answer.kind
        if self.link is None:
            return "unasked"
        return "opened" if self.openings else "unopened"

    @property
    def is_settled(self) -> bool:
        """Whether there is nothing to ask: an answer that counts, or a link that still opens."""
        return self.key in ("agrees", "objects") or self.link_state == LinkState.OPEN


def standings(release: Release) -> list[UnitStanding]:
    """How each unit of the round stands, in official order."""
    figures = Figures(release)
    day = release.period.last_day
    found = {unit.pk: UnitStanding(unit, unit.name_on(day)) for unit in asked_units(release)}
    answers = {
        answer.link_id: answer for answer in UnitAnswer.objects.filter(link__release=release).order_by("pk")
    }
    openings: dict[int, list[LinkOpening]] = defaultdict(list)
    for opening in LinkOpening.objects.filter(link__release=release).order_by("pk"):
        openings[opening.link_id].append(opening)
    for link in release.confirmation_links.select_related("made_by").order_by("pk"):
        standing = found.get(link.unit_id)
        if standing is None:
            continue  # its figures were taken out since
        answer = answers.get(link.pk)
        standing.link = link
        standing.link_state = figures.state_of(link, answered=answer is not None)
        standing.openings += openings[link.pk]
        if answer is not None:
            standing.answer = answer
            standing.outdated = answer.figures_hash != figures.digest(link.unit_id)
    return list(found.values())


def counts(standings: list[UnitStanding]) -> list[tuple[str, str, int]]:
    """(key, words, how many units) for those there are, the ones that matter most first."""
    by_key = Counter(standing.key for standing in standings)
    return [(key, words, by_key[key]) for key, words in KEYS.items() if by_key[key]]


KEYS = {
    "objects": "có ý kiến",
    "outdated": "trả lời cũ, số liệu đã sửa",
    "agrees": "đồng ý",
    "opened": "đã mở, chưa trả lời",
    "unopened": "chưa mở",
    "unasked": "chưa có đường dẫn",
}


def objections(release: Release) -> QuerySet[Objection]:
    """All objections to an office's figures of a period, to whichever version they were made."""
    found = Objection.objects.filter(release__office=release.office_id, release__period=release.period)
    return found.select_related(
        "release", "unit", "indicator", "answer", "recorded_by", "answered_by"
    ).order_by("pk")


def open_objections(release: Release) -> list[Objection]:
    """Those nobody has answered yet: a doubt to settle, or to pass over with a reason, before approving."""
    return list(objections(release).filter(outcome=""))


def answer_hash(answer: UnitAnswer) -> str:
    """SHA-256 over all that an answer says and what it was asked, and over the hash of the one before it."""
    said: list[Any] = [
        answer.previous_hash,
        answer.link.release_id,
        answer.link.unit_id,
        answer.link.token_hash,
        answer.at.astimezone(UTC).isoformat(timespec="microseconds"),
        *(answer.kind, answer.text, answer.name, answer.position, answer.figures_hash),
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def answer_faults(release: Release) -> Iterator[str]:
    """One sentence for each answer of a unit that was changed, taken out or moved since it was given."""
    previous = ""
    answers = UnitAnswer.objects.filter(link__release=release).select_related("link__unit")
    for answer in answers.order_by("pk"):
        name = f"{release}, lần {release.version}: trả lời của {answer.link.unit}"
        if answer.previous_hash != previous:
            yield f"{name} không nối tiếp trả lời trước: có trả lời bị xóa hoặc chen vào."
        if answer_hash(answer) != answer.hash:
            yield f"{name} đã bị sửa sau khi ghi."
        previous = answer.hash
