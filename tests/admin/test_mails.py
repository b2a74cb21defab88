"""“Thư”: administrators see what was mailed about their offices, and send again what failed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from scores import actions
from scores.models import Mail, Release
from tests.people import People

AsPerson = Callable[[User], Client]


@pytest.fixture
def failed(submitted: Release, settings: Settings) -> Mail:
    settings.MAIL_SERVER = True
    (mail,) = actions.queue(to=["a@b.vn"], subject="Chờ duyệt", body="Xem.", about=submitted)
    Mail.objects.filter(pk=mail.pk).update(state=Mail.State.FAILED, trouble="Máy chủ thư từ chối: 550")
    return mail


def test_the_administrator_sends_again(failed: Mail, staff: People, as_person: AsPerson) -> None:
    client = as_person(staff.administers)
    shown = client.get(reverse("admin:mails")).content.decode()
    assert "1 thư chưa gửi được" in shown
    assert "Máy chủ thư từ chối: 550" in shown
    answer = client.post(reverse("admin:send_mail_again", args=[failed.pk]), follow=True)
    assert "Thư gửi a@b.vn đã vào hàng chờ gửi." in answer.content.decode()
    failed.refresh_from_db()
    assert (failed.state, failed.trouble, failed.attempts) == ("waiting", "", 0)
    assert "Gửi lại" not in client.get(reverse("admin:mails")).content.decode()
    again = client.post(reverse("admin:send_mail_again", args=[failed.pk]), follow=True)
    assert "Thư này đã gửi hoặc đang chờ gửi." in again.content.decode()


@pytest.mark.parametrize("name", ["enters", "approves", "stranger"])
def test_others_neither_read_nor_send(name: str, failed: Mail, staff: People, as_person: AsPerson) -> None:
    client = as_person(getattr(staff, name))
    answer = client.get(reverse("admin:mails"))
    assert b"a@b.vn" not in answer.content
    assert client.post(reverse("admin:send_mail_again", args=[failed.pk])).status_code == 404
    failed.refresh_from_db()
    assert failed.state == Mail.State.FAILED


def test_the_superuser_sees_all_and_no_way_into_the_office(
    failed: Mail, staff: People, as_person: AsPerson
) -> None:
    shown = as_person(staff.superuser).get(reverse("admin:mails")).content.decode()
    assert "a@b.vn" in shown
    assert reverse("admin:release", args=[failed.about_id]) not in shown


def test_without_a_mail_server_the_page_says_so(
    submitted: Release, settings: Settings, staff: People, as_person: AsPerson
) -> None:
    settings.MAIL_SERVER = False
    actions.queue(to=["a@b.vn"], subject="Chờ duyệt", body="Xem.", about=submitted)
    shown = as_person(staff.administers).get(reverse("admin:mails")).content.decode()
    assert "Không gửi" in shown
    assert "Chưa cài đặt máy chủ thư" in shown
    assert "Gửi lại" not in shown


def test_the_list_is_filtered_by_state(failed: Mail, staff: People, as_person: AsPerson) -> None:
    client = as_person(staff.administers)
    for state, there in [("failed", True), ("sent", False), ("nonsense", True)]:
        shown = client.get(reverse("admin:mails"), {"trang-thai": state}).content.decode()
        assert ("a@b.vn" in shown) is there
