"""An office with three communes, its people, and a release in every state of its way."""

from __future__ import annotations

from decimal import Decimal

import pytest

from scores import actions
from scores.models import Office, Release
from scores.period import Period
from tests import people
from tests.people import People

OCTOBER = Period.parse("2024-10")


@pytest.fixture
def draft(office: Office, staff: People) -> Release:
    release = actions.start(office=office, period=OCTOBER, by=staff.enters)
    total = release.index_version.indicators.get(code="total")
    for unit, points in zip(people.communes(office), ("88.68", "88.64", "88.64"), strict=True):
        figures = {"points": Decimal(points)}
        actions.type_entry(release=release, unit=unit, indicator=total, by=staff.enters, figures=figures)
    return release


@pytest.fixture
def submitted(draft: Release, staff: People) -> Release:
    return actions.submit(release=draft, by=staff.enters)


@pytest.fixture
def approved(submitted: Release, staff: People) -> Release:
    return actions.approve(release=submitted, by=staff.approves)


@pytest.fixture
def published(approved: Release, staff: People) -> Release:
    return actions.publish(release=approved, by=staff.approves)
