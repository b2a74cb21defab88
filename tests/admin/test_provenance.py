"""From a figure to its cell or to who typed it, to answers and steps; readers are told none of it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from scores import actions
from scores.models import Office, Release, Result
from tests import people
from tests.admin import sheets
from tests.admin.conftest import OCTOBER
from tests.people import People

AsPerson = Callable[[User], Client]


def chain(release: Release, unit: str = "xa-mot", code: str = "total") -> str:
    return reverse("admin:provenance", args=[release.pk, unit, code])


@pytest.fixture
def from_file(office: Office, staff: People) -> Release:
    """A draft with the figures of a file whose doubt a person confirmed."""
    release = actions.start(office=office, period=OCTOBER, by=staff.enters)
    data = sheets.totals(88.68, "88,64", 0)
    upload = actions.record_upload(release=release, data=data, name="thang-10.xlsx", by=staff.enters)
    actions.confirm_all(upload=upload, release=release, by=staff.enters, comment="Xã Ba chưa gửi")
    actions.accept_upload(upload=upload, release=release, by=staff.enters)
    return release


def test_a_figure_of_a_file_leads_to_its_cell(from_file: Release, staff: People, as_person: AsPerson) -> None:
    page = as_person(staff.approves).get(chain(from_file, "xa-hai")).content.decode()
    upload = from_file.entries.all()[:1][0].upload
    assert upload is not None
    assert "Ô <b>C4</b>, trang “Phụ lục”" in page
    assert "nhap tải lên lúc" in page
    assert reverse("admin:original", args=[from_file.pk, upload.pk]) in page
    assert '<td class="here"><small class="muted">C4</small> 88,64</td>' in page
    assert '<small class="muted">B4</small> Xã Hai' in page
    assert "Xã Ba chưa gửi" in page
    assert "nhận từ tệp “thang-10.xlsx”: 88,64 điểm." in page


def test_what_was_typed_over_a_file_tells_both(
    from_file: Release, staff: People, as_person: AsPerson
) -> None:
    entry = from_file.entries.get(unit__slug="xa-mot")
    actions.type_entry(
        release=from_file,
        unit=entry.unit,
        indicator=entry.indicator,
        by=staff.administers,
        figures={"points": Decimal("88.7")},
    )
    page = as_person(staff.enters).get(chain(from_file)).content.decode()
    assert "quan-tri gõ, lần cuối lúc" in page
    typed, read = (
        page.index("quan-tri gõ: 88,68 → 88,7."),
        page.index("nhap nhận từ tệp “thang-10.xlsx”: 88,68."),
    )
    assert typed < read


def test_a_figure_taken_out_keeps_its_history(draft: Release, staff: People, as_person: AsPerson) -> None:
    entry = draft.entries.get(unit__slug="xa-mot")
    actions.clear_entry(
        release=draft, unit=entry.unit, indicator=entry.indicator, by=staff.enters, seen_revision=1
    )
    page = as_person(staff.enters).get(chain(draft)).content.decode()
    assert "Không còn trong đợt này" in page
    assert "nhap xóa: 88,68 → để trống." in page


def test_a_published_figure_leads_back_to_its_source_and_who_approved(
    from_file: Release, staff: People, as_person: AsPerson
) -> None:
    people.say_no_data(from_file, staff.enters)
    actions.submit(release=from_file, by=staff.enters)
    actions.approve(release=from_file, by=staff.approves, comment="Đã so với Cổng")
    release = actions.publish(release=from_file, by=staff.approves)
    actions.correct(release=release, by=staff.enters, kind="entry", reason="Xã Hai ghi nhầm")
    page = as_person(staff.enters).get(chain(release, "xa-hai")).content.decode()
    assert "Ô <b>C4</b>" in page
    assert "Hạng 2/3" in page
    assert release.results_hash in page
    for step in ("Trình duyệt: nhap.", "Duyệt: duyet.", "Công bố: duyet.", "Đã so với Cổng"):
        assert step in page
    second = Release.objects.get(version=2)
    copied = as_person(staff.enters).get(chain(second, "xa-hai")).content.decode()
    assert "chép từ lần công bố trước: 88,64 điểm." in copied
    assert "Ô <b>C4</b>" in copied


def test_a_published_figure_that_was_typed_names_who(
    published: Release, staff: People, as_person: AsPerson
) -> None:
    assert Result.objects.get(release=published, unit__slug="xa-mot").source == f"typed:{staff.enters.pk}"
    assert "nhap gõ, lần cuối lúc" in as_person(staff.approves).get(chain(published)).content.decode()


def test_readers_are_told_nobodys_name(published: Release, client: Client) -> None:
    for address in (
        reverse("release", args=[published.office.slug, "2024-10"]),
        f"/api/v1/rankings/?office={published.office.slug}&period=2024-10&level=commune",
    ):
        page = client.get(address).content.decode()
        assert "88" in page
        for person in ("nhap", "duyet", "quan-tri/dot"):
            assert person not in page, (address, person)


@pytest.mark.parametrize(
    ("unit", "code"), [("xa-mot", "CKMB"), ("xa-mot", "nothing"), ("tinh-khac", "total")]
)
def test_a_figure_that_never_was(
    unit: str, code: str, draft: Release, staff: People, as_person: AsPerson
) -> None:
    assert as_person(staff.enters).get(chain(draft, unit, code)).status_code == 404


@pytest.mark.parametrize("name", ["stranger", "superuser"])
def test_a_foreign_figure_is_not_there(name: str, draft: Release, staff: People, as_person: AsPerson) -> None:
    assert as_person(getattr(staff, name)).get(chain(draft)).status_code == 404
