"""Objections outside the staff's own pages: the public count, the checklist, the chain of answers."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from scores import actions, checklist, database_rules
from scores.models import Objection, Release, Unit, UnitAnswer
from tests.confirming.conftest import Round, publish, total
from tests.confirming.test_page import AGREES, OBJECTS, answered
from tests.people import People

PUBLIC = [
    "/",
    "/ky/",
    *(f"/ky/huyen-thu/{period}/" for period in ("2024-09", "2024-10")),
    *("/don-vi/xa-mot/", "/xep-hang/huyen-thu/2024-09/commune/"),
    *("/api/v1/releases/", "/api/v1/units/xa-mot/"),
]
CANARY = "CHIM-HOANG-YEN"


def objection(release: Release, staff: People, slug: str = "xa-mot") -> Objection:
    unit = Unit.objects.get(slug=slug)
    return actions.record_objection(
        release=release, by=staff.enters, unit=unit, indicator=total(), text=CANARY, letter=CANARY
    )


def test_an_objection_sent_twice_is_written_down_once(draft: Release, staff: People) -> None:
    first = objection(draft, staff)
    assert objection(draft, staff) == first
    assert objection(draft, staff, "xa-hai") != first
    actions.answer_objection(objection=first, by=staff.approves, outcome="kept", reply="Số đúng.")
    assert objection(draft, staff) != first, "asked anew after the answer"


def public_answers(client: Client) -> dict[str, tuple[int, dict[str, str], bytes]]:
    found = {address: client.get(address) for address in PUBLIC}
    return {
        address: (answer.status_code, dict(answer.headers), answer.content)
        for address, answer in found.items()
    }


def test_what_units_say_of_a_draft_changes_nothing_public(
    draft: Release, staff: People, client: Client
) -> None:
    before = public_answers(client)
    units = list(Unit.objects.filter(level="commune"))
    asks = actions.ask_units(release=draft, by=staff.enters, units=units, seen=0)
    objection(draft, staff)
    for ask in asks:
        client.get(reverse("confirm", args=[ask.token]))
    assert public_answers(client) == before


def test_the_public_counts_objections_once_the_period_is_public(
    draft: Release, staff: People, client: Client
) -> None:
    kept, corrected, waiting = (objection(draft, staff, slug) for slug in ("xa-mot", "xa-hai", "xa-ba"))
    for made, outcome in ((kept, "kept"), (corrected, "corrected")):
        actions.answer_objection(objection=made, by=staff.approves, outcome=outcome, reply=CANARY)
    release = actions.submit(
        release=draft, by=staff.enters, reasons={f"objection:{waiting.pk}": "Đang đối chiếu."}
    )
    publish(release, staff)
    page = client.get("/ky/huyen-thu/2024-10/").content.decode()
    assert "1 giữ nguyên, 1 đính chính, 1 chờ trả lời" in page
    assert CANARY not in page
    assert "Kiến nghị" not in client.get("/ky/huyen-thu/2024-09/").content.decode()
    later = objection(release, staff)
    assert "2 chờ trả lời" in client.get("/ky/huyen-thu/2024-10/").content.decode()
    actions.answer_objection(objection=later, by=staff.approves, outcome="kept", reply=CANARY)
    assert "2 giữ nguyên" in client.get("/ky/huyen-thu/2024-10/").content.decode()


def test_a_correction_still_tells_what_led_to_it(draft: Release, staff: People, client: Client) -> None:
    release = publish(draft, staff)
    made = objection(release, staff)
    actions.answer_objection(objection=made, by=staff.approves, outcome="corrected", reply="Số sai.")
    asked = {"kind": "objection", "reason": "Xã Một kiến nghị", "asked_by": "Xã Một"}
    again = actions.correct(release=release, by=staff.enters, **asked)
    objection(again, staff)
    assert "<dd>1 đính chính</dd>" in client.get("/ky/huyen-thu/2024-10/").content.decode()


def test_an_unanswered_objection_is_to_be_settled_with_a_reason(draft: Release, staff: People) -> None:
    assert checklist.of(draft).items == ()
    made = objection(draft, staff)
    item = checklist.of(draft).to_confirm[0]
    assert item.key == f"objection:{made.pk}"
    assert CANARY in item.sentence
    assert item.link == reverse("admin:objection", args=[draft.pk, made.pk])
    with pytest.raises(actions.Refused, match="Xã Một kiến nghị về Tổng điểm"):
        actions.submit(release=draft, by=staff.enters)
    actions.answer_objection(objection=made, by=staff.enters, outcome="kept", reply="Số đúng.")
    assert checklist.of(draft).items == ()


def test_an_answer_changed_behind_the_portals_back_is_found(asked: Round, client: Client) -> None:
    for slug, given in (("xa-mot", AGREES), ("xa-hai", OBJECTS), ("xa-ba", AGREES)):
        assert answered(client, asked, slug, given) == 200
    call_command("verify_releases", stdout=StringIO())
    kept = next(rule for rule in database_rules.RULES if rule.name == "unit_answer_is_kept")
    with connection.cursor() as cursor:
        for statement in kept.undoing(connection.vendor):
            cursor.execute(statement)
    UnitAnswer.objects.filter(link__unit__slug="xa-hai").update(text="Đồng ý với số liệu.")
    said = StringIO()
    with pytest.raises(CommandError):
        call_command("verify_releases", stdout=said)
    assert "trả lời của Xã Hai đã bị sửa sau khi ghi." in said.getvalue()
    Objection.objects.filter(unit__slug="xa-hai").update(
        answer=None, recorded_by=asked.staff.enters, letter="x"
    )
    UnitAnswer.objects.filter(link__unit__slug="xa-hai").delete()
    said = StringIO()
    with pytest.raises(CommandError):
        call_command("verify_releases", stdout=said)
    assert "trả lời của Xã Ba không nối tiếp trả lời trước" in said.getvalue()
