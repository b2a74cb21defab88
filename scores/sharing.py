"""Sharing a page: what its head says to those who show a link to it, and the pictures that go with that."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from scores import card_picture, cards
from scores.addresses import absolute_to
from scores.asked import ranking_at, release_at, unit_at
from scores.cards import Card
from scores.error_pages import Missing
from scores.models import Release, State
from scores.portrait import Portrait, portrait
from scores.serving import kept
from scores.standing import LevelStanding, Standing, standing

SAYING = "ban"
"""In the address of a unit's picture: which words and figures it has."""


@dataclass(frozen=True)
class Shared:
    """A page's card with whole addresses of the page and of the picture.

    Whoever shows pictures keeps them by address for weeks. So those of releases are named by version, those
    of units by what they say.
    """

    card: Card
    page: str
    picture: str
    # As text: a page would write the number with the dot of thousands.
    width: str = str(card_picture.WIDTH)
    height: str = str(card_picture.HEIGHT)


def shared_release(now: Standing, page: str) -> Shared:
    """`page` is the address that shows it: the release's own, or home."""
    release = now.release
    address = release.office.slug, release.period
    shown = absolute_to("home") if page == "home" else absolute_to("release", *address) + _asking(release)
    picture = absolute_to("release-card", *address) + _asking(release, always=True)
    return Shared(cards.of_release(now), shown, picture)


def shared_ranking(release: Release, short: LevelStanding, code: str) -> Shared:
    """`code` names the indicator where it is not the level's main one."""
    address = release.office.slug, release.period, short.content.level
    return Shared(
        cards.of_ranking(release, short),
        absolute_to("ranking", *address) + _asking(release, code),
        absolute_to("ranking-card", *address) + _asking(release, code, always=True),
    )


def shared_unit(found: Portrait) -> Shared | None:
    """None while nothing of the unit is published."""
    card = cards.of_unit(found)
    if card is None:
        return None
    slug = found.unit.slug
    return Shared(card, absolute_to("unit", slug), absolute_to("unit-card", slug) + _saying(card))


def _saying(card: Card) -> str:
    """`?ban=1a2b3c4d`: other words or figures, another address."""
    return f"?{SAYING}={hashlib.sha256(repr(card).encode()).hexdigest()[:8]}"


def _asking(release: Release, code: str = "", *, always: bool = False) -> str:
    """`?lan=1&chi-so=TDGQ`: the version where it is not in force or is always to be named, the indicator."""
    asked = {"lan": str(release.version)} if always or release.state == State.REPLACED else {}
    asked |= {"chi-so": code} if code else {}
    return f"?{urlencode(asked)}" if asked else ""


@kept("lan")
@require_safe
def of_release(request: HttpRequest, office: str, period: str) -> HttpResponse:
    return _answer(request, cards.of_release(standing(release_at(request, office, period))))


@kept("lan", "chi-so")
@require_safe
def of_ranking(request: HttpRequest, office: str, period: str, level: str) -> HttpResponse:
    found = ranking_at(request, office, period, level)
    return _answer(request, cards.of_ranking(found.release, LevelStanding(found.content, found.everyone)))


@kept(SAYING)
@require_safe
def of_unit(request: HttpRequest, slug: str) -> HttpResponse:
    """The unit's picture of now; an address of another one leads on to it."""
    card = cards.of_unit(portrait(unit_at(slug)))
    if card is None:
        raise Missing("Chưa có số liệu nào của đơn vị này được công bố, nên chưa có hình để chia sẻ.")
    if SAYING in request.GET and f"?{SAYING}={request.GET[SAYING]}" != _saying(card):
        return HttpResponseRedirect(request.path + _saying(card))
    return _answer(request, card)


def _answer(request: HttpRequest, card: Card) -> HttpResponse:
    if getattr(request, "preview", None):
        # A picture travels alone, and nobody would see that it was of a draft.
        raise Missing("Hình để chia sẻ chỉ có khi số liệu đã công bố.")
    picture = card_picture.png(card, urlsplit(settings.SITE_URL).netloc)
    return HttpResponse(picture, content_type="image/png")
