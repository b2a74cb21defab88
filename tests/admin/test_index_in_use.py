"""The index's pages once releases rest on it: what is kept is shown with the reason, the rest is edited."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils.safestring import mark_safe

from scores.models import IndexVersion, Indicator, Release, Target
from scores.templatetags.staff import signs_in_words
from tests.admin.test_catalogue import save
from tests.admin.test_reference import as_shown, change_address
from tests.people import People

AsPerson = Callable[[User], Client]


@pytest.fixture
def client(submitted: Release, staff: People, as_person: AsPerson) -> Client:
    """An administrator; October 2024 is submitted by the only edition."""
    return as_person(staff.administers)


def component() -> Indicator:
    return Indicator.objects.get(code="1.1")


def target(place: int, **typed: str) -> dict[str, str]:
    row = {"operator": ">=", "value": "80", "source": "Văn bản mới", "valid_to": ""} | typed
    return {"targets__TOTAL_FORMS": "2"} | {f"targets__{place}__{field}": text for field, text in row.items()}


def test_an_edition_says_why_it_is_kept_and_can_be_ended(client: Client, submitted: Release) -> None:
    version = submitted.index_version
    page = client.get(change_address(version)).content.decode()
    assert f"1 đợt đã trình duyệt hoặc công bố dựa vào phiên bản này, gần nhất là {submitted}" in page
    inputs = set(
        re.findall(r'name="((?:bands-\d-)?(?:name|lower_bound|decision|valid_from|valid_to))"', page)
    )
    assert inputs == {"decision", "valid_to"}
    assert "Xuất sắc" in page
    assert save(client, version, valid_to="31/12/2025") == []
    assert IndexVersion.objects.get(pk=version.pk).valid_to == date(2025, 12, 31)


def test_an_indicator_of_it_takes_targets_for_later_months_only(client: Client) -> None:
    page = client.get(change_address(component())).content.decode()
    assert "chỉ còn thêm được chỉ tiêu cho các kỳ sau và cách viết" in page
    said = save(client, component(), **target(1, valid_from="31/10/2024"))
    assert said == [
        "Ngày này làm đổi chỉ tiêu của tháng 10/2024, kỳ đã trình duyệt hoặc công bố. "
        "Kết quả kỳ đó giữ chỉ tiêu cũ; chỉ tiêu mới thì áp dụng từ kỳ sau."
    ]
    assert save(client, component(), **target(1, valid_from="01/11/2024")) == []
    old, new = Target.objects.order_by("valid_from")
    assert (new.valid_from, new.value) == (date(2024, 11, 1), Decimal(80))
    refused = save(client, component(), targets__0__valid_to="30/9/2024")
    assert "Ngày này làm đổi chỉ tiêu của tháng 10/2024" in refused[0]
    assert save(client, component(), targets__0__valid_to="31/10/2024", targets__0__value="1") == []
    old.refresh_from_db()
    assert (old.valid_to, old.value) == (date(2024, 10, 31), Decimal(90))
    assert save(client, component(), targets__1__DELETE="on", targets__0__DELETE="on") == []
    assert Target.objects.get() == old


def test_a_page_opened_before_the_submission_is_not_ignored(client: Client) -> None:
    said = save(client, component(), name="Tên khác")
    assert said == ["Vừa có đợt trình duyệt theo phiên bản này nên nhiều ô không sửa được nữa. Mở lại trang."]


@pytest.mark.parametrize(
    ("role", "said"), [("component", "trừ số liệu kèm theo của bộ chỉ số tháng"), ("count", "")]
)
def test_only_a_count_is_added_to_it(client: Client, submitted: Release, role: str, said: str) -> None:
    address = reverse("admin:scores_indicator_add")
    typed: dict[str, Any] = as_shown(client, address) | {
        "version": submitted.index_version_id,
        "code": "them",
        "order": 90,
        "role": role,
        "name": "Dòng thêm",
        "short_name": "Dòng thêm",
        "has_count": "on",
    }
    answer = client.post(address, typed)
    assert answer.status_code == (200 if said else 302)
    assert said in answer.content.decode()
    assert Indicator.objects.filter(code="them").exists() is not bool(said)


def test_before_a_submission_all_of_it_is_edited(draft: Release, staff: People, as_person: AsPerson) -> None:
    client = as_person(staff.administers)
    assert save(client, component(), maximum="7", targets__0__value="85") == []
    assert save(client, draft.index_version, bands__1__lower_bound="85", name="Bộ chỉ số 2022") == []
    assert (component().maximum, Target.objects.get().value) == (Decimal(7), Decimal(85))
    assert draft.index_version.bands.filter(lower_bound=85).exists()


@pytest.mark.parametrize("mark", ["", ".d2f9f035226a"])
def test_signs_of_what_is_only_read_are_words(mark: str) -> None:
    """Files are served under names with a mark of their content."""
    sign = mark_safe(f'<img src="/static/admin/img/icon-no{mark}.svg" alt="False">')
    assert signs_in_words(sign) == "Không"
