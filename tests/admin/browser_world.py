"""`python -m tests.admin.browser_world`: a small office and its people, who can sign in."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from scores.models import Office, Release
    from tests.people import People

PASSWORD = "mat-khau-thu-766"


def _approved(office: Office, staff: People, period: str) -> Release:
    """A month with a total for each commune, ready to be published."""
    from scores import actions
    from scores.period import Period
    from tests import people

    release = actions.start(office=office, period=Period.parse(period), by=staff.enters)
    total = release.index_version.indicators.get(code="total")
    for unit, points in zip(people.communes(office), ("88.68", "88.64", "80"), strict=True):
        figures = {"points": Decimal(points)}
        actions.type_entry(release=release, unit=unit, indicator=total, by=staff.enters, figures=figures)
    actions.submit(release=release, by=staff.enters)
    return actions.approve(release=release, by=staff.approves)


def _published_with_its_letter(office: Office, staff: People) -> None:
    """March, public with an issued letter, to be corrected."""
    from scores import actions
    from scores.models import Office

    head = {"number_suffix": "UBND-VP", "place": "Thử"}
    Office.objects.filter(pk=office.pk).update(letter_kind=Office.LetterKind.DISTRICT, letterhead=head)
    office.refresh_from_db()
    release = _approved(office, staff, "2024-03")
    letter = actions.keep_letter(release=actions.publish(release=release, by=staff.approves))
    clerk, day = staff.administers, date(2024, 11, 5)
    actions.issue_letter(letter=letter, by=clerk, number="355", notation="UBND-VP", issued_on=day)


def fill() -> None:
    from django.contrib.auth.hashers import make_password

    from tests import people

    office = people.district_office()
    staff = people.at(office)
    _published_with_its_letter(office, staff)
    _approved(office, staff, "2024-02")
    password = make_password(PASSWORD)
    for person in (staff.enters, staff.approves, staff.administers):
        person.password = password
        person.save()


if __name__ == "__main__":
    django.setup()
    fill()
