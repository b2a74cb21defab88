"""`python -m tests.admin.browser_world`: a small office and its people, who can sign in."""

from __future__ import annotations

import django

PASSWORD = "mat-khau-thu-766"


def fill() -> None:
    from tests import people

    office = people.district_office()
    staff = people.at(office)
    for person in (staff.enters, staff.approves, staff.administers):
        person.set_password(PASSWORD)
        person.save()


if __name__ == "__main__":
    django.setup()
    fill()
