"""Typing without JavaScript: one unit a form; commas, the maximum, reasons, two people in one box."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from scores import actions
from scores.models import Entry, Indicator, Level, Membership, Office, Release, Role, Unit
from scores.period import Period
from tests import factories, people
from tests.admin.conftest import OCTOBER
from tests.people import People

AsPerson = Callable[[User], Client]


class Form:
    """The plain form of a unit: what its boxes hold, as a browser would send them back."""

    def __init__(self, client: Client, release: Release, unit: Unit) -> None:
        self.client, self.release, self.unit = client, release, unit
        self.address = reverse("admin:type_unit", args=[release.pk, unit.slug])
        self.shown = self._shown(client.get(self.address).context["lines"])

    def _shown(self, lines: Any) -> dict[str, str]:
        fields: dict[str, str] = {}
        for indicator, boxes in lines:
            fields[f"{indicator.code}:revision"] = str(boxes[0].revision)
            for box in boxes:
                fields |= {box.column.key: box.text, f"{box.column.key}:seen": box.seen}
        return fields

    def save(self, code: str = "total", **typed: str) -> str:
        """Send the form with these boxes of one indicator changed; gives the answer's text."""
        self.shown.update({f"{code}:{kind}": value for kind, value in typed.items()})
        answer = self.client.post(self.address, self.shown, follow=True)
        self.shown = self._shown(answer.context["lines"])
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
        ("CKMB", "81,5", "81,5 lớn hơn mức tối đa 18. Có phải 8,15 hoặc 18 không?"),
        ("CKMB", "9999", "9999 lớn hơn mức tối đa 18. Kiểm tra lại dấu phẩy."),
        ("CKMB", "-1", "là số âm"),
        ("CKMB", "mười", "không phải là số liệu"),
        ("CKMB", "1,234", "đọc được theo nhiều cách"),
        ("CKMB", "-", "không rõ nghĩa"),
        ("CKMB", "15,7/20 điểm", "Mức tối đa của chỉ số này là 18."),
    ],
)
def test_what_cannot_be_stays_on_the_page(code: str, typed: str, said: str, form: Form) -> None:
    answer = form.save(code, points=typed)
    assert said in answer
    assert f'value="{typed}"' in answer
    assert entry(form.release, code) is None


def test_what_can_be_saved_is_and_the_rest_is_said(form: Form) -> None:
    form.shown["TDGQ:points"] = "18"
    answer = form.save("CKMB", points="98")
    assert "Đã lưu 1 số liệu." in answer
    assert "Còn 1 ô chưa lưu." in answer
    kept = entry(form.release, "TDGQ")
    assert kept is not None
    assert kept.points == 18
    assert entry(form.release, "CKMB") is None


def test_counts_are_read_with_dots(form: Form) -> None:
    form.save("BSDT", count="310.630")
    found = entry(form.release, "BSDT")
    assert found is not None
    assert found.count == 310630


@pytest.mark.parametrize("typed", ["KPS", "Không phát sinh", "không phát sinh."])
def test_a_reason_takes_the_place_of_a_figure(typed: str, form: Form) -> None:
    assert "Đã lưu 1 số liệu." in form.save(points=typed)
    found = entry(form.release)
    assert found is not None
    assert (found.points, found.no_data_reason) == (None, "nothing_arose")
    assert form.shown["total:points"] == "Không phát sinh"
    form.save(points="80")
    found.refresh_from_db()
    assert (found.points, found.no_data_reason) == (80, "")


def test_part_of_a_whole_in_one_box(form: Form) -> None:
    form.save("5.4", count="86/90")
    found = entry(form.release, "5.4")
    assert found is not None
    assert (found.count, found.count_of) == (86, 90)
    assert "chỉ có một số đếm" in form.save("5.3", count="86/90")


def test_an_emptied_row_is_not_entered_any_more(form: Form) -> None:
    assert "Đã lưu 1 số liệu." in form.save(points="")
    assert entry(form.release) is None


def test_a_figure_and_a_reason_are_one_too_many(form: Form) -> None:
    form.save("CKMB", rate="87,3")
    answer = form.save("CKMB", points="không có số liệu")
    assert "Chỉ số này còn có tỷ lệ %. Xóa số đó trước" in answer
    found = entry(form.release, "CKMB")
    assert found is not None
    assert (found.rate, found.no_data_reason) == (Decimal("87.3"), "")


def test_two_kinds_of_one_indicator_are_one_figure(form: Form) -> None:
    form.shown["CKMB:rate"] = "87,3%"
    form.save("CKMB", points="15,7/18 điểm")
    found = entry(form.release, "CKMB")
    assert found is not None
    assert (found.points, found.rate, found.revision) == (Decimal("15.7"), Decimal("87.3"), 1)
    form.save("CKMB", points="")
    found.refresh_from_db()
    assert (found.points, found.rate) == (None, Decimal("87.3"))


def test_rows_left_alone_are_not_written_again(form: Form) -> None:
    before = form.release.events.count()
    assert "Không có số nào thay đổi." in form.save()
    assert form.release.events.count() == before


def test_two_people_in_one_row_see_both_figures(form: Form, staff: People, as_person: AsPerson) -> None:
    other = Form(as_person(staff.administers), form.release, form.unit)
    other.save(points="70,5")
    answer = form.save(points="71")
    assert "Người khác (quan-tri) đã sửa ô này lúc" in answer
    assert "(88,68 → 70,5). Bạn nhập 71. Giữ số nào?" in answer
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
    answer = form.client.post(form.address, {**form.shown, "total:points": "1"})
    assert answer.status_code == 409
    assert "đang ở trạng thái “Chờ duyệt”" in answer.content.decode()
    found = entry(form.release)
    assert found is not None
    assert found.points == Decimal("88.68")


def test_what_the_national_portal_says_of_the_province(staff: People, as_person: AsPerson) -> None:
    province = factories.unit("Tỉnh Thử", Level.PROVINCE)
    office = factories.office("Tỉnh Thử", province)
    release = actions.start(office=_member(office, staff), period=OCTOBER, by=staff.enters)
    form = Form(as_person(staff.enters), release, province)
    form.save(points="87,29", national_average="70,5", national_rank="02/63")
    found = release.entries.get()
    assert (found.national_average, found.national_rank, found.national_of) == (Decimal("70.5"), 2, 63)
    form = Form(form.client, release, province)
    form.save(points="88")
    found.refresh_from_db()
    assert (found.points, found.national_rank) == (88, 2)


def _member(office: Office, staff: People) -> Office:
    Membership.objects.create(user=staff.enters, office=office, role=Role.ENTRY)
    return office


def test_the_country_without_a_figure_of_ones_own_is_refused(staff: People, as_person: AsPerson) -> None:
    province = factories.unit("Tỉnh Thử", Level.PROVINCE)
    office = factories.office("Tỉnh Thử", province)
    release = actions.start(office=_member(office, staff), period=OCTOBER, by=staff.enters)
    form = Form(as_person(staff.enters), release, province)
    assert "Nhập điểm hoặc tỷ lệ của chỉ số này trước" in form.save("CKMB", national_average="10,9")
    assert "thiếu số tỉnh được xếp hạng" in form.save("total", points="80", national_rank="2")


def test_headings_are_not_typed(form: Form) -> None:
    Indicator.objects.create(
        version=form.release.index_version,
        code="H",
        order=99,
        role="heading",
        name="Đề mục",
        short_name="Đề mục",
    )
    lines = form.client.get(form.address).context["lines"]
    assert "H" not in [indicator.code for indicator, _ in lines]


def test_no_form_of_the_real_index_has_too_many_fields(staff: People, as_person: AsPerson) -> None:
    """Django refuses a form of more than 1,000 fields, and loses all that was typed."""
    call_command("load_reference")
    office = _member(Office.objects.get(slug="hung-yen"), staff)
    for period in ("2025-09", "2025-Q3"):
        release = actions.start(office=office, period=Period.parse(period), by=staff.enters)
        form = Form(as_person(staff.enters), release, office.unit_for(release.period))
        assert 50 < len(form.shown) < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
