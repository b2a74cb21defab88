"""The pages of submission and publication: the checklist with its reasons, and when to publish, in words."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from scores import actions, checklist, moments, publication
from scores.models import Release, State
from scores.period import Period
from tests import people
from tests.people import People

AsPerson = Callable[[User], Client]
HOUR = timedelta(hours=1)


@pytest.fixture
def november(published: Release, staff: People) -> Release:
    """A draft with two jumps after a month that is public."""
    release = actions.start(office=published.office, period=Period.parse("2024-11"), by=staff.enters)
    total = release.index_version.indicators.get(code="total")
    for unit, points in zip(people.communes(release.office), ("98", "70", "88"), strict=True):
        figures = {"points": Decimal(points)}
        actions.type_entry(release=release, unit=unit, indicator=total, by=staff.enters, figures=figures)
    return release


def address(action: str, release: Release) -> str:
    return reverse(f"admin:{action}", args=[release.pk])


def text(response: Any) -> str:
    return str(response.content.decode())


def post(client: Client, action: str, release: Release, **typed: str) -> HttpResponse:
    return client.post(address(action, release), typed, follow=True)  # type: ignore[return-value]  # Django's test client


def test_doubts_are_asked_for_kept_and_shown_to_the_approver(
    november: Release, staff: People, as_person: AsPerson
) -> None:
    enters, approves = as_person(staff.enters), as_person(staff.approves)
    (item,) = checklist.of(november).to_confirm
    page = text(enters.get(address("submit", november)))
    assert "Cần ghi lý do (1)" in page
    assert "Xã Hai, Tổng điểm: 70 điểm, kỳ trước 88,64" in page
    assert f'name="reason:{item.key}"' in page
    assert publication.short_hash(november) in page
    assert "nhap gõ 3 số" in page
    assert "Ghi vì sao để nguyên như vậy" in text(post(enters, "submit", november))
    post(enters, "submit", november, **{f"reason:{item.key}": "Cổng đổi <cách> tính"})
    november.refresh_from_db()
    assert november.state == State.SUBMITTED
    for shown in ("approve", "release"):
        page = text(approves.get(address(shown, november)))
        assert escape("Cổng đổi <cách> tính") in page
        assert "2 số liệu chênh nhiều so với kỳ trước." in page
    post(approves, "approve", november)
    assert "Cần ghi lý do" not in text(approves.get(address("publish", november)))


def test_an_old_page_approves_nothing_and_then_shows_what_is_new(
    november: Release, staff: People, as_person: AsPerson
) -> None:
    key = checklist.of(november).to_confirm[0].key
    actions.submit(release=november, by=staff.enters, reasons={key: "Đúng"})
    approves = as_person(staff.approves)
    old = seen_on(text(approves.get(address("approve", november))))
    actions.send_back(release=november, by=staff.approves, comment="Xem lại nguồn.")
    actions.submit(release=november, by=staff.enters, reasons={key: "Cổng đổi cách tính"})
    page = text(post(approves, "approve", november, seen=old, comment="Đã xem kỹ"))
    assert page.index("Chưa duyệt được:") < page.index("Mã số liệu")
    assert "đã thay đổi từ lúc bạn mở trang" in page
    assert "Đã xem kỹ" in page
    post(approves, "approve", november, seen=seen_on(page))
    november.refresh_from_db()
    assert november.state == State.APPROVED


def seen_on(page: str) -> str:
    found = re.search(r'name="seen" value="(\w+)"', page)
    assert found
    return found[1]


def test_what_blocks_takes_the_button_away(november: Release, staff: People, as_person: AsPerson) -> None:
    unit = people.communes(november.office)[0]
    entry = november.entries.get(unit=unit)
    actions.clear_entry(
        release=november, unit=unit, indicator=entry.indicator, by=staff.enters, seen_revision=1
    )
    client = as_person(staff.enters)
    page = text(client.get(address("submit", november)))
    assert "Phải sửa (1)" in page
    assert reverse("admin:type_unit", args=[november.pk, unit.slug]) in page
    assert '<button type="submit" class="button big' not in page
    assert "chưa có số liệu và chưa ghi lý do: Xã Một" in text(post(client, "submit", november))
    november.refresh_from_db()
    assert november.state == State.DRAFT


def test_a_set_time_is_said_in_words_everywhere(
    approved: Release, staff: People, as_person: AsPerson
) -> None:
    client = as_person(staff.approves)
    page = text(client.get(address("publish", approved)))
    assert f"Ngay bây giờ ({moments.in_words(timezone.now())[:2]}" in page
    at = timezone.localtime(timezone.now() + 30 * HOUR)
    when = {"when": "at", "day": f"{at:%d/%m/%Y}", "time": f"{at:%Hh%M}"}
    said = moments.in_words(at)
    page = text(post(client, "publish", approved, period="10/2024", **when))
    assert f"Đã hẹn công bố lúc {said} (còn " in page
    approved.refresh_from_db()
    assert approved.publish_at == at.replace(second=0, microsecond=0)
    for shown in (address("release", approved), reverse("admin:index")):
        page = text(client.get(shown))
        assert f"Hẹn công bố lúc {said}" in page
        assert address("publish", approved) not in page
    assert "Bỏ hẹn trước nếu muốn công bố sớm hơn" in text(client.get(address("publish", approved)))
    assert "Đã bỏ hẹn" in text(post(client, "unschedule", approved))
    assert f"bỏ hẹn công bố lúc {said}" in text(client.get(address("release", approved)))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"when": "at"}, "Ghi ngày công bố"),
        ({"when": "at", "day": "06/11/2026"}, "Ghi giờ công bố"),
        ({"when": "at", "day": "06/11/2026", "time": "9 rưỡi"}, "Chưa hiểu giờ này"),
        ({"when": "at", "day": "31/11/2026", "time": "9:30"}, "Chưa hiểu ngày này"),
        ({"when": "at", "day": "06/11/2020", "time": "09:30"}, "đã qua"),
        ({"when": "at", "day": "06/11/2090", "time": "09:30"}, "quá xa"),
        ({"when": "now", "day": "06/11/2026", "time": "09:30"}, "chọn công bố ngay"),
    ],
)
def test_a_time_that_cannot_be_publishes_nothing(
    typed: dict[str, str], said: str, approved: Release, staff: People, as_person: AsPerson
) -> None:
    page = text(post(as_person(staff.approves), "publish", approved, period="10/2024", **typed))
    assert said in page
    approved.refresh_from_db()
    assert (approved.state, approved.publish_at) == (State.APPROVED, None)


def test_a_time_that_passed_unkept_is_a_line_on_my_work(
    approved: Release, staff: People, as_person: AsPerson
) -> None:
    at = timezone.now() - timedelta(minutes=12)
    actions.schedule(release=approved, by=staff.approves, at=at, now=at - HOUR)
    page = text(as_person(staff.approves).get(reverse("admin:index")))
    assert "(trễ 12 phút) nhưng việc hẹn giờ không chạy" in page
    assert address("publish", approved) in page
    assert "trễ 12 phút" in text(as_person(staff.enters).get(reverse("admin:index")))


def test_a_publication_that_was_stopped_says_why(
    approved: Release, staff: People, as_person: AsPerson
) -> None:
    at = timezone.now() - timedelta(minutes=1)
    actions.schedule(release=approved, by=staff.approves, at=at, now=at - HOUR)
    staff.approves.memberships.all().delete()
    actions.publish_due()
    for shown in (address("release", approved), reverse("admin:index")):
        page = text(as_person(staff.administers).get(shown))
        assert f"Đến giờ hẹn {moments.in_words(at)} mà chưa công bố được." in page
        assert "không có quyền công bố" in page
