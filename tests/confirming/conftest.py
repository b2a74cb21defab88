"""Three communes with a published month and a draft of the next, and the links a round gives them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import pytest
from django.contrib.auth.models import User

from scores import actions
from scores.models import Indicator, Office, Release, Unit
from scores.period import Period
from tests import people
from tests.people import People

SEPTEMBER = {"xa-mot": "71.11", "xa-hai": "72.22", "xa-ba": "73.33"}
OWN = "76.46"
OCTOBER = {"xa-mot": "72.37", "xa-hai": "73.58", "xa-ba": "74.79"}


@dataclass(frozen=True)
class Round:
    """A draft with a link for each commune: `tokens["xa-mot"]`."""

    release: Release
    staff: People
    tokens: dict[str, str]

    def address(self, slug: str) -> str:
        return f"/xac-nhan/{self.tokens[slug]}/"


def total() -> Indicator:
    return Indicator.objects.get(code="total")


def typed(release: Release, slug: str, points: str, by: User) -> None:
    """Type a commune's total, over whatever stood there."""
    unit, figures = Unit.objects.get(slug=slug), {"points": Decimal(points)}
    actions.type_entry(release=release, unit=unit, indicator=total(), by=by, figures=figures)


@pytest.fixture
def draft(office: Office, staff: People) -> Release:
    for month, figures in (("2024-09", SEPTEMBER), ("2024-10", OCTOBER)):
        release = actions.start(office=office, period=Period.parse(month), by=staff.enters)
        for slug, points in figures.items():
            typed(release, slug, points, staff.enters)
        typed(release, "huyen-thu", OWN, staff.enters)
        if month == "2024-09":
            publish(release, staff)
    return release


def publish(release: Release, staff: People) -> Release:
    if release.state == "draft":
        release = actions.submit(release=release, by=staff.enters)
    if release.state == "submitted":
        release = actions.approve(release=release, by=staff.approves)
    return actions.publish(release=release, by=staff.approves)


def ask(release: Release, by: User, **options: int) -> dict[str, str]:
    """Ask all communes; the tokens by slug."""
    asks = actions.ask_units(
        release=release,
        by=by,
        units=people.communes(release.office),
        seen=actions.newest_link(release),
        **options,
    )
    return {each.unit.slug: each.token for each in asks}


@pytest.fixture
def asked(draft: Release, staff: People) -> Round:
    return Round(draft, staff, ask(draft, staff.enters))
