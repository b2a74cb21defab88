"""Who leaves is signed out at once and for good (E12); nobody is led elsewhere by signing in (H13)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from scores.models import Office
from tests.people import People

AsPerson = Callable[[User], Client]
ROWS = {"memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"}


def save(client: Client, account: User, **more: str) -> None:
    answer = client.post(
        reverse("admin:auth_user_change", args=[account.pk]), {"username": account.username, **ROWS, **more}
    )
    assert answer.status_code == 302, answer.content.decode()


def gets_in(client: Client) -> bool:
    return client.get(reverse("admin:index")).status_code == 200


def test_switching_off_ends_every_session_at_once_and_for_good(staff: People, as_person: AsPerson) -> None:
    administrator, office_browser, phone = as_person(staff.administers), *map(as_person, [staff.enters] * 2)
    other = as_person(staff.approves)
    assert gets_in(office_browser)
    assert gets_in(phone)
    save(administrator, staff.enters)
    staff.enters.refresh_from_db()
    assert not staff.enters.is_active
    assert not gets_in(office_browser)
    assert not gets_in(phone)
    assert gets_in(other)
    assert gets_in(administrator)
    save(administrator, staff.enters, is_active="on")
    assert not gets_in(office_browser), "an old browser must not be signed in again"
    assert Session.objects.count() == 2


def test_a_new_password_ends_the_sessions_made_with_the_old_one(staff: People, as_person: AsPerson) -> None:
    browser = as_person(staff.enters)
    new = {"new_password1": "mat-khau-rat-dai-766", "new_password2": "mat-khau-rat-dai-766"}
    address = reverse("admin:auth_user_password_change", args=[staff.enters.pk])
    assert as_person(staff.administers).post(address, new).status_code == 302
    assert not gets_in(browser)


def test_the_list_of_accounts_says_when_each_was_last_used(staff: People, as_person: AsPerson) -> None:
    administrator = as_person(staff.administers)
    page = administrator.get(reverse("admin:auth_user_changelist")).content.decode()
    assert "Đăng nhập gần nhất" in page or "đăng nhập gần nhất" in page
    staff.administers.refresh_from_db()
    assert staff.administers.last_login is not None
    assert f"{staff.administers.last_login.year}" in page


@pytest.mark.parametrize("place", ["https://kho.test/", "//kho.test", "/\\kho.test", "javascript:alert(1)"])
def test_signing_in_leads_to_no_other_site(office: Office, staff: People, place: str) -> None:
    staff.enters.set_password("mat-khau-rat-dai-766")
    staff.enters.save()
    address = f"{reverse('admin:login')}?next={place}"
    client = Client()
    sent = {"username": "nhap", "password": "mat-khau-rat-dai-766", "next": place}
    answer = client.post(address, sent)
    assert answer.status_code == 302
    assert "kho.test" not in answer["Location"]
    assert answer["Location"].startswith("/")
    again = client.get(address)
    assert "kho.test" not in again.headers.get("Location", "")
