"""Who works at an office in tests: one who enters, one who approves, an administrator, and a stranger."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import User

from scores import actions
from scores.models import Level, Membership, NoDataReason, Office, Release, Role, Unit
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


def say_no_data(release: Release, by: User, code: str = "total") -> None:
    """Answer for every commune that has no figure yet: a release goes nowhere without."""
    indicator = release.index_version.indicators.get(code=code)
    typed = set(release.entries.filter(indicator=indicator).values_list("unit", flat=True))
    for unit in release.office.units_for(release.period).filter(level=Level.COMMUNE):
        if unit.pk not in typed:
            figures = {"no_data_reason": NoDataReason.NO_DATA}
            actions.type_entry(release=release, unit=unit, indicator=indicator, by=by, figures=figures)
