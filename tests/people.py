"""Who works at an office in tests: one who enters, one who approves, an administrator, and a stranger."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import User

from scores.models import Level, Membership, Office, Role, Unit
from tests import factories


@dataclass(frozen=True)
class People:
    enters: User
    approves: User
    administers: User
    stranger: User
    """Holds every role, at another office."""
    superuser: User
    """May do everything in Django, nothing at any office."""


def at(office: Office) -> People:
    elsewhere = factories.office("Tỉnh Khác", factories.unit("Tỉnh Khác", Level.PROVINCE))
    people = People(
        enters=factories.user("nhap"),
        approves=factories.user("duyet"),
        administers=factories.user("quan-tri"),
        stranger=factories.user("nguoi-la"),
        superuser=User.objects.create_superuser("sieu-quan-tri"),
    )
    for person, role in [
        (people.enters, Role.ENTRY),
        (people.approves, Role.APPROVER),
        (people.administers, Role.ADMINISTRATOR),
    ]:
        Membership.objects.create(user=person, office=office, role=role)
    for role in Role:
        Membership.objects.create(user=people.stranger, office=elsewhere, role=role)
    return people


def district_office() -> Office:
    """An office with three communes and the small index, nothing entered yet."""
    factories.index()
    district = factories.unit("Huyện Thử", Level.DISTRICT)
    for order, name in enumerate(["Xã Một", "Xã Hai", "Xã Ba"], start=1):
        factories.unit(name, Level.COMMUNE, district, official_order=order)
    return factories.office("Huyện Thử", district)


def communes(office: Office) -> list[Unit]:
    return list(Unit.objects.filter(parent__offices=office).order_by("official_order"))
