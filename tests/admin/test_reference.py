"""Reference data and accounts: who may edit what, and that nothing is deleted."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from scores.admin.site import site
from scores.models import (
    IndexVersion,
    Indicator,
    Membership,
    Office,
    Role,
    Unit,
    UnitAlias,
)
from tests import factories
from tests.people import People

AsPerson = Callable[[User], Client]
REFERENCE = {Unit: "scores_unit", IndexVersion: "scores_indexversion", Indicator: "scores_indicator"}


def change_address(row: Unit | IndexVersion | Indicator | Office | User) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def as_shown(client: Client, address: str) -> dict[str, str]:
    """What the form of a page would send back untouched."""
    context = client.get(address).context
    sent: dict[str, str] = {}
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    for form in forms:
        for field in form:
            value = field.value()
            if value is True:
                sent[field.html_name] = "on"
            elif value is not None and value is not False:
                sent[field.html_name] = value
    return sent | ({"seen": context["seen"]} if "seen" in context else {})


def test_only_the_working_tables_stay_out() -> None:
    assert {model.__name__ for model in site._registry} == {
        *("Unit", "IndexVersion", "Indicator", "Office", "User"),
    }


def test_who_may_edit_is_read_once_a_page(staff: People, as_person: AsPerson) -> None:
    """Django's admin asks it for each part of a form: some eighty questions to the database."""
    client, address = as_person(staff.administers), change_address(Unit.objects.get(slug="xa-mot"))
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    of_roles = [query["sql"] for query in asked if '"scores_membership"' in query["sql"]]
    assert 0 < len(of_roles) < 10


@pytest.mark.parametrize("model", REFERENCE)
def test_everybody_reads_and_administrators_edit(
    model: type[Unit] | type[IndexVersion] | type[Indicator], staff: People, as_person: AsPerson
) -> None:
    row = model._default_manager.order_by("pk")[0]
    add = reverse(f"admin:{REFERENCE[model]}_add")
    for name in ("enters", "approves"):
        client = as_person(getattr(staff, name))
        page = client.get(change_address(row)).content.decode()
        assert str(row) in page
        assert 'name="_save"' not in page
        assert client.get(add).status_code == 403
        assert client.post(change_address(row), {"name": "Khác"}).status_code == 403
    for name in ("administers", "superuser"):
        client = as_person(getattr(staff, name))
        assert 'name="_save"' in client.get(change_address(row)).content.decode()
        assert client.get(add).status_code == 200


@pytest.mark.parametrize("name", ["administers", "superuser"])
def test_nothing_is_deleted(name: str, staff: People, office: Office, as_person: AsPerson) -> None:
    client = as_person(getattr(staff, name))
    rows = [Unit.objects.all()[0], IndexVersion.objects.all()[0], office, staff.enters]
    for row in rows:
        kind = f"{row._meta.app_label}_{row._meta.model_name}"
        address = reverse(f"admin:{kind}_delete", args=[row.pk])
        assert client.post(address, {"post": "yes"}).status_code == 403
        picked = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
        client.post(reverse(f"admin:{kind}_changelist"), picked)
        assert type(row)._default_manager.filter(pk=row.pk).exists()


def test_an_alias_knows_who_added_it(staff: People, as_person: AsPerson) -> None:
    unit = Unit.objects.get(slug="xa-mot")
    client = as_person(staff.administers)
    sent = as_shown(client, change_address(unit))
    sent |= {"aliases-TOTAL_FORMS": "1", "aliases-0-text": "Xã Nhất"}
    assert client.post(change_address(unit), sent).status_code == 302
    alias = UnitAlias.objects.get()
    assert (alias.text, alias.added_by) == ("Xã Nhất", staff.administers)


@pytest.mark.parametrize("typed", ["xa mot", "XÃ MỘT", "mot", "h31.1", "xa nhat"])
def test_units_are_found_without_marks(typed: str, staff: People, as_person: AsPerson) -> None:
    unit = Unit.objects.get(slug="xa-mot")
    Unit.objects.filter(pk=unit.pk).update(code="H31.1")
    UnitAlias.objects.create(unit=unit, text="Xã Nhất")
    answer = as_person(staff.enters).get(reverse("admin:scores_unit_changelist"), {"q": typed})
    assert list(answer.context["cl"].result_list) == [unit]


def test_units_of_one_name_are_told_apart(staff: People, as_person: AsPerson) -> None:
    address = reverse("admin:autocomplete")
    asked = {"app_label": "scores", "model_name": "unit", "field_name": "parent", "term": "xa mot"}
    found = as_person(staff.administers).get(address, asked).json()
    assert [row["text"] for row in found["results"]] == ["Xã Một · Huyện Thử"]


def test_addresses_and_codes_are_chosen_once(staff: People, office: Office, as_person: AsPerson) -> None:
    client = as_person(staff.superuser)
    unit = Unit.objects.get(slug="xa-mot")
    for row, field in ((unit, "slug"), (office, "slug"), (Indicator.objects.all()[0], "code")):
        assert field not in as_shown(client, change_address(row))


def test_an_office_is_changed_by_its_own_administrators(
    staff: People, office: Office, as_person: AsPerson
) -> None:
    for name, status in (("enters", 403), ("stranger", 403), ("administers", 302), ("superuser", 302)):
        client = as_person(getattr(staff, name))
        sent = as_shown(as_person(staff.superuser), change_address(office))
        sent |= {"name": f"Huyện của {name}"}
        assert client.post(change_address(office), sent).status_code == status
        office.refresh_from_db()
        assert (office.name == f"Huyện của {name}") is (status == 302)


def test_a_letterhead_is_filled_in_as_fields(staff: People, office: Office, as_person: AsPerson) -> None:
    kept = {"low_rates": {"5.2": 90}, "requests": [{"text": "Cũ", "lists": ["low_groups"]}]}
    Office.objects.filter(pk=office.pk).update(letterhead=kept)
    client = as_person(staff.administers)
    sent = as_shown(client, change_address(office))
    assert sent["head_requests"] == "Cũ"
    sent |= {"head_place": "Thử", "head_receivers": "Như trên\n\nLưu: VT", "head_requests": "Mới\nThêm {ky}"}
    assert client.post(change_address(office), sent).status_code == 302
    office.refresh_from_db()
    assert office.letterhead == {
        "low_rates": {"5.2": 90},
        "requests": [{"text": "Mới", "lists": ["low_groups"]}, {"text": "Thêm {ky}"}],
        "place": "Thử",
        "receivers": ["Như trên", "Lưu: VT"],
    }
    refused = client.post(change_address(office), sent | {"head_subject": "Công bố {thang}"})
    assert "Không có trường {thang}." in refused.content.decode()


def test_the_blocks_of_letters_and_their_limits_are_chosen_by_name(
    staff: People, office: Office, as_person: AsPerson
) -> None:
    client = as_person(staff.administers)
    sent = as_shown(client, change_address(office))
    usual = sent["head_blocks"].splitlines()
    assert usual[0] == "Mở đầu, căn cứ"
    assert [str(sent[f"head_{name}"]) for name in ("lowest_units", "low_group_percent")] == ["3", "80"]
    chosen = [*usual[:-2], "đơn vị tăng, giảm nhiều nhất", *usual[-2:]]
    typed = {"head_lowest_units": "", "head_movers": "5", "head_low_group_percent": "82,5"}
    sent |= typed | {"head_blocks": "\n".join(chosen), "head_low_rates": "TDGQ: 95%\n5.2: 92,5"}
    assert client.post(change_address(office), sent).status_code == 302
    office.refresh_from_db()
    assert office.letterhead["blocks"][-3:] == ["movers", "requests", "closing"]
    assert office.letterhead["low_rates"] == {"TDGQ": 95, "5.2": 92.5}
    assert (office.letterhead["movers"], office.letterhead["low_group_percent"]) == (5, 82.5)
    assert "lowest_units" not in office.letterhead
    for field, wrong, told in (
        ("head_blocks", "Lời chào", "Không có đoạn “Lời chào”."),
        ("head_blocks", "Câu kết\nMở đầu, căn cứ", "không bỏ được đoạn “Chỗ dẫn đến phụ lục”"),
        ("head_low_rates", "TDGQ 95", "Chưa hiểu “TDGQ 95”."),
        ("head_movers", "0", "Ghi một số từ 1 đến 20."),
    ):
        refused = client.post(change_address(office), sent | {field: wrong})
        assert told in refused.content.decode(), field
    sent["seen"] = as_shown(client, change_address(office))["seen"]
    client.post(change_address(office), sent | {"head_blocks": "", "head_low_rates": ""})
    office.refresh_from_db()
    assert not {"blocks", "low_rates"} & set(office.letterhead)


def test_what_a_report_says_is_filled_in_beside_it(
    staff: People, office: Office, as_person: AsPerson
) -> None:
    client = as_person(staff.administers)
    sent = as_shown(client, change_address(office))
    assert sent["head_report_form"] == "II. Biểu mẫu thống kê {ky}"
    assert (
        "Đợt của một quý có báo cáo thay cho công văn" in client.get(change_address(office)).content.decode()
    )
    sent |= {"head_report_tasks": "", "head_report_recipients": "Sở Nội vụ\nUBND tỉnh"}
    assert client.post(change_address(office), sent).status_code == 302
    office.refresh_from_db()
    assert office.letterhead == {"report_tasks": "", "report_recipients": ["Sở Nội vụ", "UBND tỉnh"]}
    for name in ("head_report_closing", "head_report_recipients"):
        refused = client.post(change_address(office), sent | {name: "Hết {thang}"})
        assert "Không có trường {thang}." in refused.content.decode()


def test_the_office_announces_its_day_of_publishing(
    staff: People, office: Office, as_person: AsPerson
) -> None:
    client = as_person(staff.administers)
    sent = as_shown(client, change_address(office))
    assert "publishing_day" not in sent
    assert "Để trống nếu cơ quan chưa thông báo ngày." in client.get(change_address(office)).content.decode()
    refused = client.post(change_address(office), sent | {"publishing_day": "31"})
    assert "Ngày công bố hằng tháng là một ngày từ 1 đến 28." in refused.content.decode()
    assert client.post(change_address(office), sent | {"publishing_day": "10"}).status_code == 302
    office.refresh_from_db()
    assert office.publishing_day == 10


def test_the_office_decides_the_licence_of_its_data(
    staff: People, office: Office, as_person: AsPerson
) -> None:
    client = as_person(staff.administers)
    sent = as_shown(client, change_address(office))
    address = {"data_licence_url": "https://giay-phep.test/mo"}
    refused = client.post(change_address(office), sent | address)
    assert "Địa chỉ giấy phép cần có tên giấy phép." in refused.content.decode()
    decided = client.post(change_address(office), sent | address | {"data_licence": "Giấy phép mở"})
    assert decided.status_code == 302
    office.refresh_from_db()
    assert (office.data_licence, office.data_licence_url) == ("Giấy phép mở", address["data_licence_url"])


def test_accounts_are_for_administrators(staff: People, as_person: AsPerson) -> None:
    accounts = reverse("admin:auth_user_changelist")
    for name, status in (("enters", 403), ("approves", 403), ("administers", 200), ("superuser", 200)):
        assert as_person(getattr(staff, name)).get(accounts).status_code == status


def test_an_administrator_gives_roles_at_the_own_office_only(
    staff: People, office: Office, as_person: AsPerson
) -> None:
    client = as_person(staff.administers)
    colleague = factories.user("moi")
    elsewhere = Office.objects.exclude(pk=office.pk).get()
    sent = as_shown(client, change_address(colleague))
    row = {"memberships-TOTAL_FORMS": "1", "memberships-0-role": Role.ENTRY}
    client.post(change_address(colleague), sent | row | {"memberships-0-office": elsewhere.pk})
    assert not colleague.memberships.exists()
    client.post(change_address(colleague), sent | row | {"memberships-0-office": office.pk})
    assert colleague.memberships.get().office == office


def test_nobody_takes_over_an_account_of_another_office_or_a_superuser(
    staff: People, as_person: AsPerson
) -> None:
    client = as_person(staff.administers)
    typed = {"new_password1": "mat-khau-moi-766", "new_password2": "mat-khau-moi-766"}
    for account, status in ((staff.stranger, 403), (staff.superuser, 403), (staff.enters, 302)):
        address = reverse("admin:auth_user_password_change", args=[account.pk])
        assert client.post(address, typed).status_code == status
        account.refresh_from_db()
        assert account.check_password("mat-khau-moi-766") is (status == 302)
    sent = as_shown(client, change_address(staff.enters))
    client.post(change_address(staff.enters), sent | {"is_superuser": "on"})
    staff.enters.refresh_from_db()
    assert not staff.enters.is_superuser


def test_an_account_is_made_and_switched_off(staff: People, as_person: AsPerson) -> None:
    client = as_person(staff.administers)
    typed = {"username": "can-bo", "first_name": "Cán bộ", "password1": "mot-hai-ba-766"}
    typed["password2"] = typed["password1"]
    assert client.post(reverse("admin:auth_user_add"), typed).status_code == 302
    account = User.objects.get(username="can-bo")
    assert account.check_password("mot-hai-ba-766")
    sent = as_shown(client, change_address(account))
    sent.pop("is_active")
    assert client.post(change_address(account), sent).status_code == 302
    account.refresh_from_db()
    assert not account.is_active


def test_nobody_switches_off_the_own_account(staff: People, as_person: AsPerson) -> None:
    client = as_person(staff.superuser)
    client.post(change_address(staff.superuser), as_shown(client, change_address(staff.superuser)))
    staff.superuser.refresh_from_db()
    assert staff.superuser.is_active
    assert staff.superuser.is_superuser


def test_an_account_without_administration_is_only_a_member(staff: People) -> None:
    assert not Membership.objects.filter(user=staff.enters, role=Role.ADMINISTRATOR).exists()
    with pytest.raises(NoReverseMatch):
        reverse("admin:auth_group_changelist")
