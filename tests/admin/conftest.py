"""An office with three communes, its people, and a release in every state of its way."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from scores import actions
from scores.models import Letter, Membership, Office, Release, Role
from scores.period import Period
from tests import factories, people
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


@pytest.fixture
def letter(office: Office, published: Release, letterhead: dict[str, Any]) -> Letter:
    """The district's letter, with the letterhead of the module."""
    Office.objects.filter(pk=office.pk).update(letter_kind=Office.LetterKind.DISTRICT, letterhead=letterhead)
    return actions.keep_letter(release=published)


@pytest.fixture
def clerk(office: Office, as_person: Callable[[User], Client]) -> Client:
    person = factories.user("van-thu")
    Membership.objects.create(user=person, office=office, role=Role.CLERK)
    return as_person(person)
