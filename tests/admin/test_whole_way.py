"""From the office's workbook to publication through the pages, and what stops on the way."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from scores import actions
from scores.models import Entry, Membership, Office, Release, Result, Role, State, Upload
from scores.period import Period
from tests.admin import sheets
from tests.admin.uploading import bring
from tests.people import People

AsPerson = Callable[[User], Client]


def take(client: Client, action: str, release: Release, **typed: str) -> HttpResponse:
    return client.post(reverse(f"admin:{action}", args=[release.pk]), typed, follow=True)  # type: ignore[return-value]  # as above


def test_upload_accept_submit_approve_publish(office: Office, staff: People, as_person: AsPerson) -> None:
    enters, approves = as_person(staff.enters), as_person(staff.approves)
    started = enters.post(reverse("admin:start"), {"office": office.slug, "period": "tháng 10/2024"})
    release = Release.objects.get()
    assert started["Location"] == reverse("admin:upload", args=[release.pk])

    read = bring(enters, release, sheets.totals(88.68, "88,64", 80)).content.decode()
    assert "Đã đọc tốt (3 số liệu)" in read
    assert "Nhận số liệu" in read
    assert not Entry.objects.exists()

    upload = Upload.objects.get()
    accepted = enters.post(reverse("admin:accept", args=[release.pk, upload.pk]), follow=True)
    page = accepted.content.decode()
    assert "Đã nhận 3 số liệu" in page
    assert "thang-10.xlsx · trang “Phụ lục” · ô C4" in page
    assert "88,64 điểm" in page

    assert "chờ duyệt" in take(enters, "submit", release).content.decode()
    assert f"{office} · tháng 10/2024" in approves.get(reverse("admin:index")).content.decode()
    take(approves, "approve", release)
    page = take(approves, "publish", release, period="10/2024").content.decode()
    release.refresh_from_db()
    assert release.state == State.PUBLISHED
    assert Result.objects.get(unit__slug="xa-mot").points == Decimal("88.68")
    assert reverse("release", args=[office.slug, "2024-10"]) in page


def test_own_work_is_not_approved(submitted: Release, staff: People, as_person: AsPerson) -> None:
    Membership.objects.create(user=staff.enters, office=submitted.office, role=Role.APPROVER)
    client = as_person(staff.enters)
    page = client.get(reverse("admin:release", args=[submitted.pk])).content.decode()
    sentence = "Bạn đã nhập hoặc trình số liệu kỳ này nên không duyệt được."
    assert sentence in page
    assert "Người duyệt được: duyet, quan-tri." in page
    assert reverse("admin:approve", args=[submitted.pk]) not in page
    assert sentence in take(client, "approve", submitted).content.decode()
    submitted.refresh_from_db()
    assert submitted.state == State.SUBMITTED


def test_a_blocking_file_says_what_to_mend_and_writes_nothing(
    office: Office, staff: People, as_person: AsPerson
) -> None:
    client = as_person(staff.enters)
    client.post(reverse("admin:start"), {"office": office.slug, "period": "10/2024"})
    release = Release.objects.get()
    data = sheets.totals(101.5, "tám mươi", 80, names=("Xã Một", "Xã Hai", "Xã Bốn"))
    page = bring(client, release, data).content.decode()
    assert "Phải sửa (3)" in page
    assert page.count("Ô C3") == page.count("Ô C4") == page.count("Ô B5") == 1
    assert "Xã Một, Tổng điểm" in page
    assert "Nhận số liệu" not in page
    upload = Upload.objects.get()
    refused = client.post(reverse("admin:accept", args=[release.pk, upload.pk]))
    assert refused.status_code == 409
    assert "chưa nhận được" in refused.content.decode()
    assert not Entry.objects.exists()
    assert upload.file.read() == data


def test_publishing_repeats_what_it_is_about(published: Release, staff: People, as_person: AsPerson) -> None:
    later = next_month(published, staff)
    client = as_person(staff.approves)
    page = client.get(reverse("admin:publish", args=[later.pk])).content.decode()
    assert "Huyện Thử" in page
    assert "3 đơn vị, 3 số liệu" in page
    movers = [
        page.index(text) for text in ("Xã Một: từ 88,68 tăng", "Xã Hai: từ 88,64 giảm 8,64 thành 80 điểm")
    ]
    assert movers == sorted(movers)
    assert "Gõ lại kỳ để xác nhận: 11/2024" in page


def next_month(published: Release, staff: People) -> Release:
    """November, approved: two communes moved, one stayed."""
    release = actions.start(office=published.office, period=Period.parse("2024-11"), by=staff.enters)
    upload = actions.record_upload(
        release=release,
        data=sheets.totals(90, 80, 88.64, month="tháng 11/2024"),
        name="thang-11.xlsx",
        by=staff.enters,
    )
    actions.confirm_all(upload=upload, release=release, by=staff.enters, comment="đã so với nguồn")
    actions.accept_upload(upload=upload, release=release, by=staff.enters)
    actions.submit(release=release, by=staff.enters)
    return actions.approve(release=release, by=staff.approves)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("9/2024", "Bạn gõ tháng 9/2024, còn đợt này là tháng 10/2024."),
        ("", "Gõ 10/2024 để xác nhận"),
        ("mười", "Gõ 10/2024 để xác nhận"),
    ],
)
def test_the_wrong_period_typed_publishes_nothing(
    typed: str, said: str, approved: Release, staff: People, as_person: AsPerson
) -> None:
    page = take(
        as_person(staff.approves), "publish", approved, period=typed, comment="Lời nhắn"
    ).content.decode()
    assert said in page
    assert "Lời nhắn" in page
    approved.refresh_from_db()
    assert approved.state == State.APPROVED


@pytest.mark.parametrize(
    ("action", "start", "said"),
    [
        ("send_back", "submitted", "Ghi ý kiến để người nhập biết cần sửa gì."),
        ("correct", "published", "Ghi lý do đính chính"),
        ("withdraw", "published", "Ghi lý do thu hồi"),
    ],
)
def test_a_step_back_needs_a_reason(
    action: str, start: str, said: str, staff: People, as_person: AsPerson, request: pytest.FixtureRequest
) -> None:
    release: Release = request.getfixturevalue(start)
    before = release.state
    assert said in take(as_person(staff.administers), action, release, comment="  ").content.decode()
    release.refresh_from_db()
    assert release.state == before


def test_a_correction_leads_to_its_own_page(published: Release, staff: People, as_person: AsPerson) -> None:
    client = as_person(staff.enters)
    why = {"kind": "entry", "asked_by": "UBND Xã Hai", "reason": "Xã Hai ghi nhầm"}
    page = take(client, "correct", published, **why).content.decode()
    second = Release.objects.get(version=2)
    assert "Lý do của lần 2: Xã Hai ghi nhầm" in page
    old = client.get(reverse("admin:release", args=[published.pk])).content.decode()
    assert reverse("admin:correct", args=[published.pk]) not in old
    assert reverse("admin:release", args=[second.pk]) in old


def test_a_withdrawn_month_can_be_drawn_up_again(
    published: Release, staff: People, as_person: AsPerson
) -> None:
    actions.withdraw(release=published, by=staff.approves, reason="Nguồn có lỗi.")
    client = as_person(staff.enters)
    address = reverse("admin:correct", args=[published.pk])
    assert address in client.get(reverse("admin:release", args=[published.pk])).content.decode()
    page = client.get(address).content.decode()
    assert "lần 1 đã thu hồi" in page
    assert "Người đọc vẫn thấy kỳ này đã thu hồi cho đến khi" in page
    client.post(address, {"kind": "source", "reason": "Nguồn đã sửa."})
    draft = Release.objects.get(version=2)
    assert draft.state == State.DRAFT
    page = client.get(address).content.decode()
    assert "Kỳ này đang có một bản đính chính chưa công bố." in page


def test_my_work_shows_one_next_step(submitted: Release, staff: People, as_person: AsPerson) -> None:
    approver = as_person(staff.approves).get(reverse("admin:index")).content.decode()
    assert approver.count('class="button"') == 1
    assert reverse("admin:approve", args=[submitted.pk]) in approver
    enters = as_person(staff.enters).get(reverse("admin:index")).content.decode()
    assert "Số liệu đã trình, chờ duyệt. Người duyệt được: duyet, quan-tri." in enters


def test_source_and_letter_facts(draft: Release, staff: People, as_person: AsPerson) -> None:
    typed = {
        "source_note": "Cổng Dịch vụ công quốc gia",
        "number": "12",
        "date": "05/11/2024",
        "bases": "Công văn số 1\n\nCông văn số 2",
        "seen": actions.mark_of_description(draft),
    }
    client, address = as_person(staff.enters), reverse("admin:describe", args=[draft.pk])
    assert f'value="{typed["seen"]}"' in client.get(address).content.decode()
    client.post(address, typed)
    assert "Người khác vừa sửa" in client.post(address, typed | {"number": "13"}).content.decode()
    draft.refresh_from_db()
    assert draft.source_note == typed["source_note"]
    assert draft.letter_facts == {
        "number": "12",
        "date": "2024-11-05",
        "bases": ["Công văn số 1", "Công văn số 2"],
    }


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"period": "13/2024"}, "không có tháng 13"),
        ({"period": "tháng mười"}, "Chưa hiểu kỳ “tháng mười”"),
        ({"period": ""}, "Ghi kỳ của số liệu"),
        ({"period": "1/2090"}, "Tháng 01/2090 chưa đến"),
        ({"period": "10/2024", "as_of": "05/11/2024"}, "Ngày này không nằm trong tháng 10/2024"),
        ({"period": "10/2024", "as_of": "32/10/2024"}, "Chưa hiểu ngày này"),
        ({"period": "7/2022"}, "Chưa có bộ chỉ số nào áp dụng cho tháng 7/2022"),
    ],
)
def test_a_release_that_cannot_be_started(
    typed: dict[str, str], said: str, office: Office, staff: People, as_person: AsPerson
) -> None:
    page = as_person(staff.enters).post(reverse("admin:start"), {"office": office.slug, **typed})
    assert said in page.content.decode()
    assert not Release.objects.exists()
