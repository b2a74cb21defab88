"""`python -m tests.admin.grid_world`: an office with 161 communes, a month before, and an empty draft."""

from __future__ import annotations

import django

COMMUNES = 161


def fill() -> None:
    from django.contrib.auth.hashers import make_password

    from scores import actions
    from scores.models import Level
    from scores.period import Period
    from tests import factories, people
    from tests.admin.browser_world import PASSWORD

    factories.index()
    district = factories.unit("Huyện Thử", Level.DISTRICT)
    for number in range(1, COMMUNES + 1):
        factories.unit(f"Xã Số {number}", Level.COMMUNE, district, official_order=number)
    office = factories.office("Huyện Thử", district)
    staff = people.at(office)
    password = make_password(PASSWORD)
    for person in (staff.enters, staff.administers):
        person.password = password
        person.save()
    factories.publish(
        office,
        "2024-09",
        [
            factories.Row(unit, code, points=points)
            for unit in people.communes(office)
            for code, points in (("total", "60"), ("CKMB", "10"))
        ],
    )
    actions.start(office=office, period=Period.parse("2024-10"), by=staff.enters)


if __name__ == "__main__":
    django.setup()
    fill()
