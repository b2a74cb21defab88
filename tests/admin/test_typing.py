"""Typed figures: commas, the maximum, reasons, and two people in one row."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from scores import actions
from scores.models import Entry, Indicator, Level, Membership, Office, Release, Role, Unit
from tests import factories, people
from tests.admin.conftest import OCTOBER
from tests.people import People

AsPerson = Callable[[User], Client]


class Form:
    """The typing page of a unit: what its fields hold, as a browser would send them back."""

    def __init__(self, client: Client, release: Release, unit: Unit) -> None:
        self.client, self.release, self.unit = client, release, unit
        self.address = reverse("admin:type_unit", args=[release.pk, unit.slug])
        self.shown = self._shown(client.get(self.address).context["rows"])

    def _shown(self, rows: object) -> dict[str, str]:
        fields: dict[str, str] = {}
        for row in rows:  # type: ignore[attr-defined]  # the forms of the page
            for field in row:
                value = field.value()
                fields[field.html_name] = "" if value is None else str(value).replace(".", ",")
            fields[row["seen"].html_name] = row["seen"].value() or ""
        return fields

    def name(self, code: str, field: str) -> str:
        indicator = self.release.index_version.indicators.get(code=code)
        return f"r{self.unit.pk}-{indicator.pk}-{field}"

    def save(self, code: str = "total", **typed: str) -> str:
        """Send the form with these fields of one row changed; gives the answer's text."""
        self.shown.update({self.name(code, field): value for field, value in typed.items()})
        answer = self.client.post(self.address, self.shown, follow=True)
        self.shown = self._shown(answer.context["rows"])
        return answer.content.decode()


@pytest.fixture
def form(draft: Release, staff: People, as_person: AsPerson) -> Form:
    return Form(as_person(staff.enters), draft, people.communes(draft.office)[0])


def entry(release: Release, code: str = "total") -> Entry | None:
    return release.entries.filter(unit__slug="xa-mot", indicator__code=code).first()


@pytest.mark.parametrize(
    ("typed", "kept"), [("75,25", "75.25"), ("75.25", "75.25"), ("8", "8"), (" 0,5 ", "0.5")]
)
def test_a_comma_is_a_comma(typed: str, kept: str, form: Form, staff: People) -> None:
    assert "Đã lưu 1 số liệu." in form.save(points=typed)
    found = entry(form.release)
    assert found is not None
    assert (found.points, found.typed_by) == (Decimal(kept), staff.enters)


@pytest.mark.parametrize(
    ("code", "typed", "said"),
    [
        ("CKMB", "18,5", "18,5 lớn hơn mức tối đa 18. Kiểm tra lại dấu phẩy."),
        ("CKMB", "101", "Số này lớn hơn 100."),
        ("CKMB", "-1", "Số không được âm."),
        ("CKMB", "mười", "Chỉ gõ số, ví dụ 75,25."),
        ("CKMB", "1,234", "Nhiều nhất hai chữ số sau dấu phẩy."),
    ],
)
def test_what_cannot_be_stays_on_the_page(code: str, typed: str, said: str, form: Form) -> None:
    answer = form.save(code, points=typed)
    assert said in answer
    assert f'value="{typed}"' in answer
    assert entry(form.release, code) is None


def test_one_wrong_row_saves_none(form: Form) -> None:
    form.save("TDGQ", points="19")
    form.shown[form.name("TDGQ", "points")] = "18"
    answer = form.save("CKMB", points="98")
    assert "có 1 dòng cần sửa" in answer
    kept = entry(form.release, "TDGQ")
    assert kept is not None
    assert kept.points == 19


def test_counts_are_read_with_dots(form: Form) -> None:
    form.save("BSDT", count="310.630")
    found = entry(form.release, "BSDT")
    assert found is not None
    assert found.count == 310630


def test_a_reason_takes_the_place_of_a_figure(form: Form) -> None:
    assert "Đã lưu 1 số liệu." in form.save(points="", no_data_reason="nothing_arose")
    found = entry(form.release)
    assert found is not None
    assert (found.points, found.no_data_reason) == (None, "nothing_arose")


def test_an_emptied_row_is_not_entered_any_more(form: Form) -> None:
    assert "Đã lưu 1 số liệu." in form.save(points="")
    assert entry(form.release) is None


def test_a_figure_and_a_reason_are_one_too_many(form: Form) -> None:
    answer = form.save("CKMB", points="10", no_data_reason="no_data")
    assert "Mỗi dòng phải có số liệu hoặc lý do không có, không được có cả hai." in answer
    assert entry(form.release, "CKMB") is None


def test_rows_left_alone_are_not_written_again(form: Form) -> None:
    before = form.release.events.count()
    assert "Không có số nào thay đổi." in form.save()
    assert form.release.events.count() == before


def test_two_people_in_one_row_see_both_figures(form: Form, staff: People, as_person: AsPerson) -> None:
    other = Form(as_person(staff.administers), form.release, form.unit)
    other.save(points="70,5")
    answer = form.save(points="71")
    assert "Người khác vừa lưu: 70,5 điểm." in answer
    found = entry(form.release)
    assert found is not None
    assert found.points == Decimal("70.5")
    assert "Đã lưu" in form.save(points="71")
    found.refresh_from_db()
    assert found.points == 71


def test_a_row_left_alone_keeps_what_somebody_else_saved(
    form: Form, staff: People, as_person: AsPerson
) -> None:
    Form(as_person(staff.administers), form.release, form.unit).save(points="70,5")
    assert "Đã lưu 1 số liệu." in form.save("CKMB", points="12")
    found = entry(form.release)
    assert found is not None
    assert found.points == Decimal("70.5")


def test_nobody_types_into_what_is_submitted(form: Form, staff: People) -> None:
    actions.submit(release=form.release, by=staff.enters)
    answer = form.client.post(form.address, {**form.shown, form.name("total", "points"): "1"})
    assert answer.status_code == 409
    assert "đang ở trạng thái “Chờ duyệt”" in answer.content.decode()
    found = entry(form.release)
    assert found is not None
    assert found.points == Decimal("88.68")


def test_one_indicator_of_all_units(draft: Release, staff: People, as_person: AsPerson) -> None:
    client = as_person(staff.enters)
    address = reverse("admin:type_indicator", args=[draft.pk, "commune", "CKMB"])
    rows = client.get(address).context["rows"]
    assert [row.title for row in rows] == ["Xã Một", "Xã Hai", "Xã Ba"]
    typed = {row["points"].html_name: f"1{place},5" for place, row in enumerate(rows)}
    typed |= {row["seen"].html_name: row["seen"].value() for row in rows}
    client.post(address, {**typed, "_done": ""})
    found = draft.entries.filter(indicator__code="CKMB").order_by("unit__official_order")
    assert [row.points for row in found] == [Decimal("10.5"), Decimal("11.5"), Decimal("12.5")]


@pytest.mark.parametrize("address", [["commune", "nothing"], ["nowhere", "total"], ["department", "total"]])
def test_an_indicator_or_level_that_is_not_there(
    address: list[str], draft: Release, staff: People, as_person: AsPerson
) -> None:
    found = as_person(staff.enters).get(reverse("admin:type_indicator", args=[draft.pk, *address]))
    assert found.status_code == 404


def test_what_the_national_portal_says_of_the_province(staff: People, as_person: AsPerson) -> None:
    province = factories.unit("Tỉnh Thử", Level.PROVINCE)
    office = factories.office("Tỉnh Thử", province)
    release = actions.start(office=_member(office, staff), period=OCTOBER, by=staff.enters)
    form = Form(as_person(staff.enters), release, province)
    form.save(points="87,29", national_average="70,5", national_rank="2", national_of="63")
    found = release.entries.get()
    assert (found.national_average, found.national_rank, found.national_of) == (Decimal("70.5"), 2, 63)
    form = Form(form.client, release, province)
    form.save(points="88")
    found.refresh_from_db()
    assert (found.points, found.national_rank) == (88, 2)


def _member(office: Office, staff: People) -> Office:
    Membership.objects.create(user=staff.enters, office=office, role=Role.ENTRY)
    return office


def test_headings_are_not_typed(draft: Release, staff: People, as_person: AsPerson) -> None:
    Indicator.objects.create(
        version=draft.index_version, code="H", order=99, role="heading", name="Đề mục", short_name="Đề mục"
    )
    client = as_person(staff.enters)
    rows = client.get(reverse("admin:type_unit", args=[draft.pk, "xa-mot"])).context["rows"]
    assert "H" not in [row.indicator.code for row in rows]
    address = reverse("admin:type_indicator", args=[draft.pk, "commune", "H"])
    assert client.get(address).status_code == 404
