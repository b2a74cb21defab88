"""Who reaches which address and may take which step: everybody of the office, a stranger, a superuser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from scores import actions
from scores.models import Event, Release, State, Upload
from tests.admin import sheets
from tests.people import People

AsPerson = Callable[[User], Client]
OF_A_RELEASE = [
    *("release", "upload", "type", "describe"),
    *("submit", "drop", "send_back", "approve", "publish", "correct", "withdraw"),
]
STEPS = {
    # action: (state it starts from, who may, state it leads to)
    "submit": ("draft", {"enters", "administers"}, State.SUBMITTED),
    "drop": ("draft", {"enters", "administers"}, State.DROPPED),
    "send_back": ("submitted", {"approves", "administers"}, State.DRAFT),
    "approve": ("submitted", {"approves", "administers"}, State.APPROVED),
    "publish": ("approved", {"approves", "administers"}, State.PUBLISHED),
    "correct": ("published", {"enters", "administers"}, State.PUBLISHED),
    "withdraw": ("published", {"approves", "administers"}, State.WITHDRAWN),
}
INSIDE = ("enters", "approves", "administers")
OUTSIDE = ("stranger", "superuser")
TYPED = {"comment": "Ô C5 sai số", "period": "10/2024", "kind": "entry", "reason": "Ô C5 sai số"}


@pytest.fixture
def upload(draft: Release, staff: People) -> Upload:
    data = sheets.totals(88, 87, 86)
    return actions.record_upload(release=draft, data=data, name="thang-10.xlsx", by=staff.enters)


def addresses(release: Release, upload: Upload) -> list[str]:
    file = [release.pk, upload.pk]
    return [
        *(reverse(f"admin:{name}", args=[release.pk]) for name in OF_A_RELEASE),
        reverse("admin:upload_result", args=file),
        reverse("admin:original", args=file),
        reverse("admin:type_unit", args=[release.pk, "xa-mot"]),
        reverse("admin:grid", args=[release.pk, "commune"]),
        reverse("admin:provenance", args=[release.pk, "xa-mot", "total"]),
    ]


@pytest.mark.parametrize("name", INSIDE)
def test_the_office_sees_its_release(
    name: str, draft: Release, upload: Upload, staff: People, as_person: AsPerson
) -> None:
    client = as_person(getattr(staff, name))
    for address in addresses(draft, upload):
        assert client.get(address).status_code == 200, address


@pytest.mark.parametrize("name", OUTSIDE)
def test_a_foreign_release_is_not_there(
    name: str, draft: Release, upload: Upload, staff: People, as_person: AsPerson
) -> None:
    client = as_person(getattr(staff, name))
    foreign = [*addresses(draft, upload), reverse("admin:accept", args=[draft.pk, upload.pk])]
    for address in foreign:
        assert client.post(address, TYPED).status_code == 404, address
    for address in foreign[:-1]:
        assert client.get(address).status_code == 404, address
    there, never_was = (client.get(reverse("admin:release", args=[pk])).content for pk in (draft.pk, 999))
    assert there == never_was
    assert "Về việc của tôi" in there.decode()
    assert str(draft.office) not in client.get(reverse("admin:releases")).content.decode()


def test_nobody_gets_in_without_an_office(draft: Release, upload: Upload, as_person: AsPerson) -> None:
    visitor = User.objects.create_user("khach", is_staff=True)
    for client in (Client(), as_person(visitor)):
        for address in [*addresses(draft, upload), reverse("admin:index"), reverse("admin:start")]:
            answer = client.get(address)
            assert answer.status_code == 302, address
            assert answer["Location"].startswith(reverse("admin:login"))


def test_an_account_switched_off_is_out_at_once(staff: People, as_person: AsPerson) -> None:
    client = as_person(staff.enters)
    User.objects.filter(pk=staff.enters.pk).update(is_active=False)
    assert client.get(reverse("admin:index")).status_code == 302


@pytest.mark.parametrize("action", STEPS)
@pytest.mark.parametrize("name", INSIDE)
def test_steps(
    action: str, name: str, staff: People, as_person: AsPerson, request: pytest.FixtureRequest
) -> None:
    start, allowed, target = STEPS[action]
    release: Release = request.getfixturevalue(start)
    before = release.state
    client = as_person(getattr(staff, name))
    shown = client.get(reverse(f"admin:{action}", args=[release.pk])).content.decode()
    answer = client.post(reverse(f"admin:{action}", args=[release.pk]), TYPED)
    release.refresh_from_db()
    if name in allowed:
        assert (answer.status_code, release.state) == (302, target)
        assert "<textarea" in shown
    else:
        assert (answer.status_code, release.state) == (409, before)
        assert "không có quyền" in answer.content.decode()
        assert "<textarea" not in shown
        assert "Bạn không có quyền" in shown


@pytest.mark.parametrize("action", STEPS)
def test_a_step_out_of_turn_is_refused_and_keeps_what_was_typed(
    action: str, staff: People, as_person: AsPerson, request: pytest.FixtureRequest
) -> None:
    wrong = "published" if STEPS[action][0] != "published" else "draft"
    release: Release = request.getfixturevalue(wrong)
    before = Event.objects.count()
    answer = as_person(staff.administers).post(reverse(f"admin:{action}", args=[release.pk]), TYPED)
    assert answer.status_code == 409
    assert "Ô C5 sai số" in answer.content.decode()
    assert Event.objects.count() == before


@pytest.mark.parametrize("name", ["approves", "stranger"])
def test_who_does_not_enter_starts_nothing(
    name: str, draft: Release, staff: People, as_person: AsPerson
) -> None:
    client = as_person(getattr(staff, name))
    answer = client.post(reverse("admin:start"), {"office": draft.office.slug, "period": "11/2024"})
    assert answer.status_code == 200
    assert Release.objects.count() == 1


def test_a_file_is_handed_out_for_saving_only(draft: Release, staff: People, as_person: AsPerson) -> None:
    file = SimpleUploadedFile("a.xlsx", sheets.totals(88, 87, 86))
    file.name = 'bảng "số liệu"\r\nX-Evil: 1.xlsx'
    odd = actions.record_upload(release=draft, data=file.read(), name=file.name, by=staff.enters)
    answer = as_person(staff.approves).get(reverse("admin:original", args=[draft.pk, odd.pk]))
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Type"] == "application/octet-stream"
    assert "X-Evil" not in answer.headers
    assert b"".join(answer.streaming_content) == odd.file.open("rb").read()  # type: ignore[attr-defined]  # a FileResponse


def test_a_file_of_another_period_is_not_there(
    draft: Release, upload: Upload, staff: People, as_person: AsPerson
) -> None:
    other = actions.start(office=draft.office, period=draft.period.before, by=staff.enters)
    client = as_person(staff.enters)
    assert client.get(reverse("admin:upload_result", args=[other.pk, upload.pk])).status_code == 404
