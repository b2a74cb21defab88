"""The signed letter comes in: looked through, held against the draft, handed out for the copy (F13, F11)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from scores import actions, letters
from scores.models import Event, Letter, Membership, Office, Release, Role, SignedFile
from scores.period import Period
from scores.public_check.letter import PDF
from tests import factories, people, signers
from tests.people import People

AsPerson = Callable[[User], Client]
DAY = date(2024, 11, 5)
HEAD = {"number_suffix": "UBND-VP", "place": "Thử", "issuer_in_text": "UBND huyện Thử"}


@pytest.fixture
def letter(office: Office, published: Release, clerk: User) -> Letter:
    Office.objects.filter(pk=office.pk).update(letter_kind=Office.LetterKind.DISTRICT, letterhead=HEAD)
    published.refresh_from_db()
    made = actions.keep_letter(release=Release.objects.get(pk=published.pk))
    return actions.issue_letter(letter=made, by=clerk, number="355", notation="UBND-VP", issued_on=DAY)


@pytest.fixture
def clerk(office: Office) -> User:
    person = factories.user("van-thu")
    Membership.objects.create(user=person, office=office, role=Role.CLERK)
    return person


def bring(client: Client, letter: Letter, data: bytes) -> str:
    file = SimpleUploadedFile("da-ky.pdf", data, content_type="application/pdf")
    address = reverse("admin:letter_signed", args=[letter.release_id, letter.pk])
    return client.post(address, {"file": file}, follow=True).content.decode()


def test_the_signed_letter_becomes_the_one_handed_out(
    letter: Letter, clerk: User, staff: People, as_person: AsPerson
) -> None:
    client, reader = as_person(clerk), Client()
    public = reverse("letter-file", args=[letter.pk])
    before = reader.get(public)
    assert "không phải bản gốc" in reader.get("/van-ban/").content.decode()
    page = client.get(reverse("admin:letter_signed", args=[letter.release_id, letter.pk])).content.decode()
    assert "Tải bản để ký" in page
    to_sign = client.get(reverse("admin:letter_to_sign", args=[letter.release_id, letter.pk])).content
    assert to_sign == letters.for_signing(letter)
    by_leader = signers.sign(to_sign, signers.holder("Người lãnh đạo thử", None))
    page = bring(client, letter, by_leader)
    assert "Đã nhận bản ký: 1 chữ ký, tệp còn nguyên vẹn." in page
    assert "chưa được giao danh sách nơi cấp tin cậy" in page
    handed_out = reader.get(public)
    assert handed_out.getvalue() == by_leader
    assert handed_out["ETag"] != before["ETag"]
    by_both = signers.sign(by_leader, signers.holder("UBND huyện Thử", None), "ChuKy2")
    page = bring(client, letter, by_both)
    assert "2 chữ ký" in page
    assert page.index("Người lãnh đạo thử") < page.index("UBND huyện Thử</b>")
    assert reader.get(public).getvalue() == by_both
    listed = reader.get("/van-ban/").content.decode()
    assert "bản gốc đã ký số</b>: Người lãnh đạo thử; UBND huyện Thử" in listed
    assert "chữ ký của Người lãnh đạo thử, UBND huyện Thử" in record_of(client, letter)
    assert not letter.release.contributions.filter(user=clerk).exists()
    check = actions.check_public(release=letter.release)
    assert check is not None
    assert check.differences == []
    assert check.forms[PDF] > 0
    # Nothing but further signatures may follow, and the number stands.
    stranger = signers.sign(to_sign, signers.holder("Người khác", None))
    assert "Văn bản này đã có bản ký." in bring(client, letter, stranger)
    assert SignedFile.objects.count() == 2
    typed = {"number": "356", "notation": "UBND-VP", "issued_on": "05/11/2024", "save": "1"}
    answer = client.post(reverse("admin:letter", args=[letter.release_id, letter.pk]), typed)
    assert "Văn bản đã có bản ký nên số và ngày không đổi được." in answer.content.decode()


def record_of(client: Client, letter: Letter) -> str:
    return client.get(reverse("admin:release", args=[letter.release_id])).content.decode()


def test_what_is_not_this_letter_signed_is_refused(
    letter: Letter, clerk: User, staff: People, as_person: AsPerson, settings: Settings, tmp_path: Path
) -> None:
    client, office_key = as_person(clerk), signers.holder("UBND huyện Thử", None)
    to_sign = letters.for_signing(letter)
    with letter.pdf.open("rb") as file:
        unsigned = file.read()
    assert "Đây đúng là bản PDF chưa ký" in bring(client, letter, unsigned)
    assert "không phải tệp PDF" in bring(client, letter, b"PK\x03\x04")
    whole = signers.sign(to_sign, office_key)
    assert "đã bị sửa hoặc thêm sau khi ký" in bring(client, letter, signers.updated(whole))
    other = signers.sign(letters.for_signing(september(letter, staff)), office_key)
    assert "Tệp này là văn bản khác" in (page := bring(client, letter, other))
    assert "tháng 9/2024" in page
    settings.SIGNING_ROOTS = str(tmp_path)
    (tmp_path / "goc.der").write_bytes(signers.authority().der)
    assert "không dẫn tới nơi cấp nào trong danh sách mà cổng tin cậy" in bring(client, letter, whole)
    settings.SIGNED_LARGEST_MB = 0
    assert "Tệp lớn hơn 0 MB" in bring(client, letter, whole)
    assert not SignedFile.objects.exists()
    assert not Event.objects.filter(action="accept_signed").exists()


def september(letter: Letter, staff: People) -> Letter:
    release = actions.start(office=letter.release.office, period=Period.parse("2024-09"), by=staff.enters)
    total = release.index_version.indicators.get(code="total")
    for unit in people.communes(letter.release.office):
        figures = {"points": Decimal("88.64")}
        actions.type_entry(release=release, unit=unit, indicator=total, by=staff.enters, figures=figures)
    actions.submit(release=release, by=staff.enters)
    actions.approve(release=release, by=staff.approves)
    return actions.keep_letter(release=actions.publish(release=release, by=staff.approves))


def test_a_trusted_root_is_named_and_the_public_copy_may_be_signed(
    letter: Letter, clerk: User, settings: Settings, tmp_path: Path
) -> None:
    root = signers.authority()
    (tmp_path / "goc.der").write_bytes(root.der)
    settings.SIGNING_ROOTS = str(tmp_path)
    with letter.pdf.open("rb") as file:
        signed = signers.sign(file.read(), signers.holder("UBND huyện Thử", root))
    kept, note = actions.accept_signed(letter=letter, by=clerk, data=signed, name="da-ky.pdf")
    assert [one["chain"] for one in kept.signatures] == ["trusted"]
    assert "vẫn in dòng “Bản chưa ký số”" in note
    assert actions.accept_signed(letter=letter, by=clerk, data=signed, name="lan-nua.pdf")[0] == kept


def test_only_an_issued_letter_and_only_by_who_keeps_the_register(
    letter: Letter, published: Release, staff: People, clerk: User
) -> None:
    with pytest.raises(actions.Refused, match="không có quyền nhận bản đã ký"):
        actions.accept_signed(letter=letter, by=staff.enters, data=b"%PDF-", name="a.pdf")
    unissued = september(letter, staff)
    with pytest.raises(actions.Refused, match="Ghi số và ngày của văn bản trước"):
        actions.accept_signed(letter=unissued, by=clerk, data=b"%PDF-", name="a.pdf")
