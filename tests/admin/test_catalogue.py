"""The catalogue in the hands of staff: what fits together, who changed what, what a draft is spared."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from scores import actions, catalogue, publication, record
from scores.models import Event, IndexVersion, Indicator, Level, Office, Release, Result, Unit, UnitSuccession
from scores.reference import load
from tests import factories
from tests.admin.test_reference import as_shown, change_address
from tests.people import People

AsPerson = Callable[[User], Client]
BASIS = "Nghị quyết 1/NQ-UBTVQH15 ngày 02/6/2025"


@pytest.fixture
def commune(office: Office) -> Unit:
    return Unit.objects.get(slug="xa-mot")


@pytest.fixture
def new(office: Office) -> Unit:
    parent = Unit.objects.get(slug="huyen-thu")
    return factories.unit("Xã Mới", Level.COMMUNE, parent, first_day=date(2025, 7, 1), official_order=9)


@pytest.fixture
def client(staff: People, as_person: AsPerson) -> Client:
    return as_person(staff.administers)


def save(client: Client, row: Unit | IndexVersion | Indicator, **typed: Any) -> list[str]:
    """Send the form of a row with some fields changed; the sentences it is refused with, none if stored."""
    sent = as_shown(client, change_address(row))
    answer = client.post(
        change_address(row), sent | {key.replace("__", "-"): text for key, text in typed.items()}
    )
    if answer.status_code == 302:
        return []
    context = answer.context
    formsets = [inline.formset for inline in context["inline_admin_formsets"]]
    forms = [context["adminform"].form, *(form for formset in formsets for form in formset.forms)]
    return [str(sentence) for form in forms for errors in form.errors.values() for sentence in errors]


def ended(unit: Unit, day: date = date(2025, 6, 30)) -> Unit:
    Unit.objects.filter(pk=unit.pk).update(last_day=day, legal_basis=BASIS)
    return Unit.objects.get(pk=unit.pk)


def link(new: Unit, **typed: str) -> dict[str, str]:
    """A row that says a new unit came after the page's own."""
    row = {"successor": str(new.pk), "day": "01/7/2025", "legal_basis": BASIS, "source": ""} | typed
    return {"successions__TOTAL_FORMS": "1"} | {
        f"successions__0__{field}": text for field, text in row.items()
    }


def test_a_succession_is_added_with_its_basis_and_recorded(client: Client, commune: Unit, new: Unit) -> None:
    assert save(client, ended(commune), **link(new)) == []
    added = UnitSuccession.objects.get()
    assert (added.predecessor, added.successor, added.day) == (commune, new, date(2025, 7, 1))
    event = Event.objects.get(office=None)
    assert (event.by.username, event.data["subject"]) == ("quan-tri", "unit:xa-mot")
    assert event.data["old"] == {"successions": []}
    history = client.get(reverse("admin:scores_unit_history", args=[commune.pk])).content.decode()
    assert "Đơn vị tiếp nối: thêm “Xã Mới”, 01/7/2025" in history
    assert BASIS in history


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"day": "02/7/2025"}, "việc tiếp nối bắt đầu từ 01/7/2025, không phải 02/7/2025"),
        ({"legal_basis": ""}, "Không để trống mục này."),
        ({"day": ""}, "Không để trống mục này."),
    ],
)
def test_a_succession_that_does_not_fit_is_refused(
    client: Client, commune: Unit, new: Unit, row: dict[str, str], sentence: str
) -> None:
    said = save(client, ended(commune), **link(new, **row))
    assert any(sentence in one for one in said), said
    assert not UnitSuccession.objects.exists()
    assert not Event.objects.filter(office=None).exists()


def test_a_successor_exists_and_a_predecessor_has_ended(client: Client, commune: Unit, new: Unit) -> None:
    assert "“Xã Một” chưa ghi ngày cuối" in save(client, commune, **link(new))[0]
    gone = ended(Unit.objects.get(slug="xa-hai"))
    assert "“Xã Hai” không hoạt động vào ngày 01/7/2025" in save(client, ended(commune), **link(gone))[0]


def test_nobody_comes_after_itself_by_a_detour(client: Client, commune: Unit, new: Unit) -> None:
    """The way back would have to begin on a day when the first is gone already."""
    assert save(client, ended(commune), **link(new)) == []
    said = save(client, ended(new, date(2026, 6, 30)), **link(commune, day="01/7/2026"))
    assert "“Xã Một” không hoạt động vào ngày 01/7/2026" in said[0]


def test_days_may_not_be_moved_away_from_a_succession(client: Client, commune: Unit, new: Unit) -> None:
    assert save(client, ended(commune), **link(new)) == []
    assert "việc tiếp nối bắt đầu từ 01/6/2025" in save(client, ended(commune), last_day="31/5/2025")[0]


def name(number: int, text: str, first: str, last: str, basis: str = BASIS) -> dict[str, str]:
    row = {"name": text, "first_day": first, "last_day": last, "legal_basis": basis}
    return {f"names__{number}__{field}": value for field, value in row.items()}


def test_former_names_do_not_overlap_and_lie_within_the_unit(client: Client, commune: Unit) -> None:
    two = {"names__TOTAL_FORMS": "2"} | name(0, "Xã Cũ", "", "31/12/2020")
    assert any(
        "Trùng thời gian" in one
        for one in save(client, commune, **two, **name(1, "Xã X", "01/6/2020", "31/12/2021"))
    )
    assert save(client, commune, **two, **name(1, "Xã X", "01/01/2021", "31/12/2021")) == []
    one = {"names__TOTAL_FORMS": "1", **name(0, "Xã Sau", "", "31/12/2025")}
    other = ended(Unit.objects.get(slug="xa-hai"))
    assert any("nằm ngoài thời gian" in said for said in save(client, other, **one))
    assert commune.name_on(date(2020, 6, 1)) == "Xã Cũ"
    assert commune.name_on(date(2021, 6, 1)) == "Xã X"


def test_a_unit_that_ends_says_by_what_and_keeps_its_name_to_itself(client: Client, commune: Unit) -> None:
    assert "Ghi văn bản quyết định" in save(client, commune, last_day="30/6/2025")[0]
    assert "đã có đơn vị tên “XÃ HAI”" in save(client, commune, name="XÃ HAI")[0]
    assert save(client, commune, last_day="30/6/2025", legal_basis=BASIS) == []


def test_a_second_person_is_told_of_the_first_ones_edit(client: Client, commune: Unit) -> None:
    opened = as_shown(client, change_address(commune))
    assert save(client, commune, source="Sổ danh mục") == []
    answer = client.post(change_address(commune), opened | {"name": "Xã Khác"})
    assert "Người khác vừa sửa mục này nên chưa lưu" in answer.content.decode()
    assert Unit.objects.get(pk=commune.pk).name == "Xã Một"


def test_two_who_edit_an_office_or_an_indicator_meet_too(client: Client, office: Office) -> None:
    total = Indicator.objects.get(code="total")
    for row, edit in ((office, {"order": 7}), (total, {"short_name": "Tổng"})):
        opened = as_shown(client, change_address(row))
        type(row)._default_manager.filter(pk=row.pk).update(**edit)
        answer = client.post(change_address(row), opened)
        assert "Người khác vừa sửa mục này nên chưa lưu" in answer.content.decode()
        # Told, and with the mark of what is there now, the second may save.
        assert client.post(change_address(row), opened | {"seen": answer.context["seen"]}).status_code == 302


def test_a_draft_does_not_lose_figures(client: Client, staff: People, draft: Release, commune: Unit) -> None:
    ends = {"last_day": "30/9/2024", "legal_basis": BASIS}
    assert (
        "Bản chưa công bố đang có số liệu của đơn vị này: Huyện Thử · tháng 10/2024"
        in save(client, commune, **ends)[0]
    )
    total = draft.index_version.indicators.get(code="total")
    actions.clear_entry(release=draft, unit=commune, indicator=total, by=staff.enters, seen_revision=1)
    assert save(client, commune, **ends) == []


def test_what_was_submitted_is_looked_at_again_after_an_edit(
    client: Client, staff: People, submitted: Release, commune: Unit
) -> None:
    assert save(client, commune, code="H31.1") == []
    assert save(client, commune, name="Xã Nhất") == []
    with pytest.raises(actions.Refused, match="Danh mục đơn vị đã sửa từ khi trình: Xã Nhất"):
        actions.approve(release=submitted, by=staff.approves)
    actions.send_back(release=submitted, by=staff.approves, comment="Danh mục đã sửa.")
    again = actions.submit(release=submitted, by=staff.enters)
    again = actions.approve(release=again, by=staff.approves)
    actions.publish(release=again, by=staff.approves)
    assert Result.objects.get(release=again, unit=commune).unit_name == "Xã Nhất"


def test_a_unit_gone_behind_the_forms_back_is_refused(staff: People, draft: Release, commune: Unit) -> None:
    Unit.objects.filter(pk=commune.pk).update(last_day=date(2024, 9, 30))
    with pytest.raises(actions.Refused, match=r"không có: Xã Một \(đến hết 30/9/2024\)"):
        actions.submit(release=draft, by=staff.enters)


def test_an_edit_changes_nothing_published_and_the_proof_still_holds(
    client: Client, published: Release, commune: Unit
) -> None:
    before = [publication.published_values(row) for row in published.results.order_by("pk")]
    address = reverse("ranking", args=[published.office.slug, "2024-10", "commune"])
    page = client.get(address).content
    assert (
        save(client, commune, name="Xã Nhất", official_order="7", first_day="01/10/2024", legal_basis=BASIS)
        == []
    )
    assert [publication.published_values(row) for row in published.results.order_by("pk")] == before
    assert client.get(address).content == page
    call_command("verify_releases", stdout=StringIO())


def test_published_periods_lie_within_a_unit(client: Client, published: Release, commune: Unit) -> None:
    said = save(client, commune, last_day="30/9/2024", legal_basis=BASIS)
    assert "Đã công bố số liệu tháng 10/2024 của đơn vị này" in said[0]
    assert "31/10/2024" in said[0]


def test_the_catalogue_has_a_chain_that_shows_a_change(client: Client, commune: Unit) -> None:
    assert save(client, commune, source="Một") == []
    assert save(client, commune, source="Hai") == []
    assert list(record.chain_faults(None)) == []
    first, second = catalogue.edits()
    assert (second.previous_hash, second.data["old"], second.data["new"]) == (
        first.hash,
        {"source": "Một"},
        {"source": "Hai"},
    )
    second.data = {**second.data, "new": {"source": "Ba"}}
    assert record.event_hash(second) != second.hash


def test_only_who_may_edit_the_catalogue_is_recorded(staff: People, commune: Unit) -> None:
    with pytest.raises(actions.Refused, match="không có quyền sửa danh mục"):
        actions.record_edit(row=commune, by=staff.approves, before={})


def test_what_is_left_to_find_out_is_listed(client: Client, commune: Unit, new: Unit) -> None:
    ended(commune)
    ended(Unit.objects.get(slug="huyen-thu"))
    shelf = client.get(reverse("admin:catalogue")).content.decode()
    assert "1 đơn vị đã kết thúc, chưa có đơn vị kế thừa" in shelf
    listed = client.get(reverse("admin:scores_unit_changelist"), {"tiep-noi": "chua"})
    assert list(listed.context["cl"].result_list) == [commune]
    assert "chưa có đơn vị kế thừa" in listed.content.decode()
    assert save(client, ended(commune), **link(new)) == []
    assert "chưa có đơn vị kế thừa" not in client.get(reverse("admin:catalogue")).content.decode()


def test_loading_again_leaves_what_people_edited(staff: People, as_person: AsPerson) -> None:
    load.load_reference()
    client = as_person(staff.superuser)
    unit = Unit.objects.get(slug="phuong-an-tao-thanh-pho-hung-yen")
    kept = UnitSuccession.objects.get(predecessor=unit)
    gone = {"successions__0__DELETE": "on"}
    assert save(client, unit, name="Phường An Tảo (sửa)", **gone) == []
    untouched = Unit.objects.get(slug="huyen-tien-lu")
    Unit.objects.filter(pk=untouched.pk).update(name="Sai")
    said = StringIO()
    call_command("load_reference", stdout=said)
    assert "Giữ nguyên 1 mục người quản trị đã sửa:\n      Phường An Tảo (sửa)" in said.getvalue()
    assert Unit.objects.get(pk=unit.pk).name == "Phường An Tảo (sửa)"
    assert not UnitSuccession.objects.filter(pk=kept.pk).exists()
    assert not UnitSuccession.objects.filter(predecessor=unit).exists()
    assert Unit.objects.get(pk=untouched.pk).name == "Huyện Tiên Lữ"
    with CaptureQueriesContext(connection) as asked:
        load.load_reference()
    written = [query["sql"] for query in asked if query["sql"].startswith(("INSERT", "UPDATE"))]
    assert [sql for sql in written if '"scores_unit' in sql] == []


@pytest.mark.parametrize("kind", ["unit", "user", "office", "release"])
def test_nothing_a_result_hangs_on_is_deleted(
    published: Release, staff: People, commune: Unit, kind: str
) -> None:
    """Neither by cascade nor by SQL; that no page does is in test_reference."""
    row = {"unit": commune, "user": staff.approves, "office": published.office, "release": published}[kind]
    before = Result.objects.count()
    with pytest.raises((ProtectedError, IntegrityError)), transaction.atomic():
        row.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {row._meta.db_table} WHERE id = %s", [row.pk])
        connection.check_constraints()
    assert type(row)._default_manager.filter(pk=row.pk).exists()
    assert Result.objects.count() == before
