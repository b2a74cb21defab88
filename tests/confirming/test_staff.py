"""The staff's side of a round: who may ask, links shown once, how each unit stands, objections answered."""

from __future__ import annotations

import base64
import csv
import io
import re
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from scores import actions, confirmations, permissions, record
from scores.models import ConfirmationLink, Event, Membership, Objection, Office, Release, Role, Unit
from tests import factories
from tests.admin.test_language import SAID_IN_VAIN, Said, english
from tests.confirming.conftest import OCTOBER, Round, ask, publish, total, typed
from tests.confirming.test_page import AGREES, OBJECTS, answered
from tests.people import People

AsPerson = Callable[[User], Client]
ASKED = {"which": "unsettled", "days": "2", "reply_days": "5", "seen": "0"}
LETTER = {"unit": "xa-mot", "indicator": "", "letter": "Công văn số 15/UBND", "text": "Số sai.", "days": "5"}
REPLY = {"outcome": "kept", "reply": "Đã đối chiếu, số đúng."}


def url(name: str, release: Release, *more: int) -> str:
    return reverse(f"admin:{name}", args=[release.pk, *more])


def objection(release: Release, by: User) -> Objection:
    unit = Unit.objects.get(slug="xa-hai")
    return actions.record_objection(
        release=release, by=by, unit=unit, indicator=total(), text="Số sai.", letter="Công văn số 15/UBND"
    )


@pytest.mark.parametrize("name", ["stranger", "superuser"])
def test_another_office_finds_nothing(name: str, asked: Round, staff: People, as_person: AsPerson) -> None:
    client, release = as_person(getattr(staff, name)), asked.release
    made = objection(release, staff.enters)
    before = (ConfirmationLink.objects.count(), Event.objects.count())
    for address in (
        url("confirmations", release),
        url("ask_units", release),
        url("withdraw_links", release),
        url("objections", release),
        url("objection", release, made.pk),
    ):
        assert client.get(address).status_code == 404, address
        assert client.post(address, {**ASKED, **LETTER, **REPLY}).status_code == 404, address
    assert (ConfirmationLink.objects.count(), Event.objects.count()) == before


def test_an_objection_of_another_office_is_not_there_below_ones_own(
    asked: Round, staff: People, as_person: AsPerson
) -> None:
    own = factories.draft(Office.objects.get(slug="tinh-khac"), "2024-10", [])
    made = objection(asked.release, staff.enters)
    client = as_person(staff.stranger)
    assert client.get(url("objections", own)).status_code == 200
    assert client.get(url("objection", own, made.pk)).status_code == 404


ROLES = {
    # role: (may ask and write down, may answer)
    Role.ENTRY: (True, True),
    Role.APPROVER: (True, True),
    Role.CLERK: (True, False),
    Role.ADMINISTRATOR: (True, True),
}


@pytest.mark.parametrize("role", Role)
def test_roles(role: Role, asked: Round, as_person: AsPerson) -> None:
    may_ask, may_answer = ROLES[role]
    release, person = asked.release, factories.user("mot-nguoi")
    Membership.objects.create(user=person, office=release.office, role=role)
    made, client = objection(release, asked.staff.enters), as_person(person)
    links = ConfirmationLink.objects.count()
    chosen = {**ASKED, "which": "chosen", "unit": ["xa-mot"], "seen": str(actions.newest_link(release))}
    client.post(url("ask_units", release), chosen)
    client.post(url("objections", release), LETTER)
    client.post(url("objection", release, made.pk), REPLY)
    made.refresh_from_db()
    assert (ConfirmationLink.objects.count() == links + 1) is may_ask
    assert (Objection.objects.count() == 2) is may_ask
    assert bool(made.outcome) is may_answer
    assert person.pk not in permissions.contributors(release)


def test_links_are_shown_once(draft: Release, staff: People, as_person: AsPerson) -> None:
    client = as_person(staff.enters)
    shown = client.post(url("ask_units", draft), ASKED)
    page = shown.content.decode()
    links = re.findall(r"http://127\.0\.0\.1:8000(/xac-nhan/[\w-]{22}/)", page)
    assert len(links) == len(set(links)) == 3
    assert "no-store" in shown["Cache-Control"]
    assert {client.get(link).status_code for link in links} == {200}
    in_file = re.search(r'href="data:text/csv;charset=utf-8;base64,([^"]+)"', page)
    assert in_file is not None
    text = base64.b64decode(in_file[1]).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    assert rows[0] == ["Đơn vị", "Đường dẫn", "Trả lời trước", "Kỳ", "Cơ quan lấy ý kiến"]
    assert {tuple(row[3:]) for row in rows[1:]} == {("tháng 10/2024", "Huyện Thử")}
    assert [row[0] for row in rows[1:]] == ["Xã Một", "Xã Hai", "Xã Ba"]
    assert [row[1].removeprefix("http://127.0.0.1:8000") for row in rows[1:]] == links
    later = client.get(url("confirmations", draft)).content.decode()
    assert "/xac-nhan/" not in later.replace(url("confirmations", draft), "")
    again = client.post(url("ask_units", draft), ASKED)
    assert again.status_code == 409
    assert "mỗi đường dẫn chỉ hiện một lần" in again.content.decode()
    assert {client.get(link).status_code for link in links} == {200}


def test_new_links_for_those_chosen_end_the_old_ones(asked: Round, as_person: AsPerson) -> None:
    client = as_person(asked.staff.enters)
    seen = str(actions.newest_link(asked.release))
    chosen = {**ASKED, "which": "chosen", "unit": ["xa-hai"], "seen": seen}
    page = client.post(url("ask_units", asked.release), chosen).content.decode()
    assert len(re.findall(r"link-text", page)) == 1
    opens = {slug: client.get(asked.address(slug)).status_code for slug in OCTOBER}
    assert opens == {"xa-mot": 200, "xa-hai": 404, "xa-ba": 200}


def test_withdrawing(asked: Round, as_person: AsPerson) -> None:
    client = as_person(asked.staff.approves)
    assert answered(client, asked, "xa-ba", AGREES) == 200
    chosen = {"unit": ["xa-mot", "xa-ba"]}
    page = client.post(url("withdraw_links", asked.release), chosen, follow=True).content.decode()
    assert "Đã thu hồi 1 đường dẫn." in page
    again = client.post(url("withdraw_links", asked.release), chosen)
    assert again.status_code == 409
    assert client.get(asked.address("xa-hai")).status_code == 200
    assert confirmations.standings(asked.release)[2].key == "agrees"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"days": "0"}, "Ghi từ 1 đến 30 ngày làm việc."),
        ({"reply_days": "nhiều"}, "Ghi một số ngày"),
        ({"which": "chosen"}, "Chọn ít nhất một đơn vị"),
        ({"which": "chosen", "unit": "huyen-thu"}, "Chọn ít nhất một đơn vị"),
    ],
)
def test_asking_wrongly_makes_no_link(
    changed: dict[str, str], said: str, draft: Release, staff: People, as_person: AsPerson
) -> None:
    page = as_person(staff.enters).post(url("ask_units", draft), {**ASKED, **changed}).content.decode()
    assert said in page
    assert not ConfirmationLink.objects.exists()


def test_nobody_is_asked_once_it_is_public(asked: Round, as_person: AsPerson) -> None:
    publish(asked.release, asked.staff)
    client, seen = as_person(asked.staff.enters), str(actions.newest_link(asked.release))
    answer = client.post(url("ask_units", asked.release), {**ASKED, "seen": seen})
    assert answer.status_code == 409
    assert "Chỉ lấy ý kiến đơn vị trước khi công bố" in answer.content.decode()
    assert ConfirmationLink.objects.count() == 3


def test_the_office_itself_is_not_asked(draft: Release, staff: People) -> None:
    assert draft.entries.filter(unit__slug="huyen-thu").exists()
    assert set(ask(draft, staff.enters)) == set(OCTOBER)


def test_two_working_days_end_at_closing_time(
    draft: Release, staff: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    friday = datetime(2024, 11, 8, 23, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    monkeypatch.setattr("django.utils.timezone.now", lambda: friday)
    ask(draft, staff.enters)
    until = ConfirmationLink.objects.values_list("until", flat=True).distinct().get()
    assert until == datetime(2024, 11, 12, 17, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def test_how_each_unit_stands_is_told(asked: Round, client: Client, as_person: AsPerson) -> None:
    client.get(asked.address("xa-mot"), REMOTE_ADDR="203.0.113.77")
    answered(client, asked, "xa-mot", AGREES)
    answered(client, asked, "xa-hai", OBJECTS)
    typed(asked.release, "xa-mot", "70.01", asked.staff.enters)
    signed_in = as_person(asked.staff.approves)
    page = signed_in.get(url("confirmations", asked.release)).content.decode()
    wanted = ["1 trả lời cũ, số liệu đã sửa", "1 có ý kiến", "1 chưa mở", "203.0.113.0/24", "Người Xã"]
    wanted += ["Đồng ý, nhưng số liệu đã sửa từ đó nên không còn tính.", OBJECTS["text"]]
    assert [text for text in wanted if text not in page] == []
    release_page = signed_in.get(url("release", asked.release)).content.decode()
    wanted = ["1 trả lời cũ, số liệu đã sửa", "1 có ý kiến", "1 chưa mở", "1 kiến nghị, 1 chờ trả lời"]
    assert [text for text in wanted if text not in release_page] == []


def test_asking_and_answering_are_no_hand_in_the_figures(asked: Round) -> None:
    """Who asked the units and answered their objections may still approve; the record tells of it."""
    approves, release = asked.staff.approves, asked.release
    actions.answer_objection(objection=objection(release, approves), by=approves, **REPLY)
    ask(release, approves)
    release = publish(release, asked.staff)
    assert release.state == "published"
    assert release.approved_by == approves
    told = ["ask_units", "record_objection", "answer_objection", "ask_units"]
    recorded = Event.objects.filter(release=release).order_by("pk").values_list("action", flat=True)
    assert [action for action in recorded if action in set(told)] == told
    assert list(record.chain_faults(release.office)) == []


def test_an_objection_is_answered_once_and_edits_no_figure(asked: Round, as_person: AsPerson) -> None:
    release = publish(asked.release, asked.staff)
    made = objection(release, asked.staff.enters)
    client, address = as_person(asked.staff.approves), url("objection", release, made.pk)
    before = list(release.entries.order_by("pk").values()) + list(release.results.order_by("pk").values())
    page = client.post(address, {**REPLY, "outcome": "corrected"}, follow=True).content.decode()
    assert url("correct", release) in page
    again = client.post(address, REPLY)
    assert again.status_code == 409
    assert "đã trả lời kiến nghị này: đính chính" in again.content.decode()
    assert REPLY["reply"] in again.content.decode()
    after = list(release.entries.order_by("pk").values()) + list(release.results.order_by("pk").values())
    assert after == before
    made.refresh_from_db()
    assert (made.outcome, made.answered_by) == ("corrected", asked.staff.approves)


def test_open_objections_are_work_with_a_deadline(asked: Round, as_person: AsPerson) -> None:
    made = objection(asked.release, asked.staff.enters)
    client = as_person(asked.staff.enters)
    page = client.get(reverse("admin:index")).content.decode()
    assert "Kiến nghị của Xã Hai" in page
    assert "Trả lời trước hết" in page
    foreign = as_person(asked.staff.stranger).get(reverse("admin:index")).content.decode()
    assert "Xã Hai" not in foreign
    actions.answer_objection(objection=made, by=asked.staff.enters, **REPLY)
    assert "Kiến nghị của Xã Hai" not in client.get(reverse("admin:index")).content.decode()


def test_the_pages_speak_vietnamese_and_looking_changes_nothing(
    asked: Round, client: Client, as_person: AsPerson
) -> None:
    answered(client, asked, "xa-hai", OBJECTS)
    made, release = objection(asked.release, asked.staff.enters), asked.release
    signed_in = as_person(asked.staff.enters)
    events = Event.objects.count()
    seen = {**ASKED, "which": "chosen", "unit": "xa-mot", "seen": str(actions.newest_link(release))}
    pages = [
        signed_in.get(url("confirmations", release)),
        signed_in.get(url("objections", release)),
        signed_in.post(url("objections", release), {}),
        signed_in.get(url("objection", release, made.pk)),
        signed_in.post(url("objection", release, made.pk), {}),
        client.get(asked.address("xa-ba")),
        client.post(asked.address("xa-ba"), {}),
        client.get("/xac-nhan/khong-co/"),
    ]
    assert Event.objects.count() == events
    pages.append(signed_in.post(url("ask_units", release), seen))
    for answer in pages:
        page = answer.content.decode()
        assert english(page) == []
        assert Said(page).inline == []
        words = " ".join(Said(page).words).lower()
        assert [said for said in SAID_IN_VAIN if said in words] == []
