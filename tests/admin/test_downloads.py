"""The workbooks handed to staff: for saving only, well named, and only to the office's own people."""

from __future__ import annotations

import io
from collections.abc import Callable
from urllib.parse import unquote

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import Settings

from scores import actions
from scores.admin.downloads import clean_name
from scores.models import Release, Upload
from tests.admin import sheets
from tests.people import People

AsPerson = Callable[[User], Client]


@pytest.fixture
def upload(draft: Release, staff: People) -> Upload:
    data = sheets.totals(88, 187, 86)
    return actions.record_upload(release=draft, data=data, name="../Số liệu\u202e 10.xlsx", by=staff.enters)


def addresses(draft: Release, upload: Upload) -> dict[str, str]:
    return {
        "Mẫu nhập tháng 10-2024 Huyện Thử.xlsx": reverse("admin:staff-template", args=[draft.pk]),
        "Số liệu 10 - kết quả kiểm tra.xlsx": reverse(
            "admin:staff-upload-marked", args=[draft.pk, upload.pk]
        ),
    }


def test_the_office_saves_them(draft: Release, upload: Upload, staff: People, as_person: AsPerson) -> None:
    for name, address in addresses(draft, upload).items():
        answer = as_person(staff.enters).get(address)
        assert answer.status_code == 200
        assert answer["X-Content-Type-Options"] == "nosniff"
        disposition = answer["Content-Disposition"]
        assert disposition.startswith("attachment; filename*=utf-8''")
        assert unquote(disposition.partition("''")[2]) == name
        stream = io.BytesIO(b"".join(answer.streaming_content))  # type: ignore[attr-defined]  # a file's answer
        assert load_workbook(stream).sheetnames
        assert Client().get(address).status_code == 302


def test_a_copy_that_cannot_be_made_leads_back_to_the_findings(
    draft: Release, upload: Upload, staff: People, as_person: AsPerson, settings: Settings
) -> None:
    settings.INTAKE_WAIT_SECONDS = 0
    client = as_person(staff.enters)
    address = reverse("admin:staff-upload-marked", args=[draft.pk, upload.pk])
    page = client.get(address, follow=True).content.decode()
    assert "Chưa làm được tệp có đánh dấu" in page
    assert "Còn 1 chỗ phải sửa" in page
    settings.INTAKE_WAIT_SECONDS = 60
    assert client.get(address).status_code == 200


def test_others_do_not_find_them(draft: Release, upload: Upload, staff: People, as_person: AsPerson) -> None:
    for address in addresses(draft, upload).values():
        for person in (staff.stranger, staff.superuser):
            assert as_person(person).get(address).status_code == 404
        assert as_person(staff.enters).post(address).status_code == 405


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("Số liệu tháng 10", "Số liệu tháng 10"),
        ("a\u202excod.exe", "axcod.exe"),
        ('bảng "1"\r\nX: y', "bảng -1-X- y"),
        ("...", "tep"),
        ("a" * 300, "a" * 100),
    ],
)
def test_clean_names(name: str, cleaned: str) -> None:
    assert clean_name(name) == cleaned
