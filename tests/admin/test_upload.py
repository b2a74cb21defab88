"""A file on its way in: placed by office and period, kept once, named cleanly, refused, or only tried."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from scores.admin.uploads import held, names
from scores.intake.guess import Guess, KnownOffice, Mention, guess
from scores.models import Entry, Office, Release, State, Upload
from tests.admin import sheets
from tests.admin.uploading import bring, file
from tests.people import People
from tests.workbooks import Row, workbook

AsPerson = Callable[[User], Client]
OFFICES = [
    KnownOffice("hung-yen", ("Tỉnh Hưng Yên",), ("H31",)),
    KnownOffice("tien-lu", ("Huyện Tiên Lữ",)),
]


def titled(*titles: str, sheet: str = "Phụ lục") -> bytes:
    header: Row = ["Stt", "Tên cơ quan, đơn vị", "Tổng điểm"]
    return workbook({sheet: [*([title] for title in titles), header, [1, "Xã Một", 88]]})


@pytest.mark.parametrize(
    ("titles", "name", "periods", "offices"),
    [
        (["KẾT QUẢ CỦA TỈNH HƯNG YÊN", "THÁNG 10/2024"], "a.xlsx", ["2024-10"], ["hung-yen"]),
        (["UBND HUYỆN TIÊN LỮ, TỈNH HƯNG YÊN", "QUÝ III/2025"], "a", ["2025-Q3"], ["tien-lu", "hung-yen"]),
        (["KẾT QUẢ NĂM 2024", "THÁNG 10/2024"], "a.xlsx", ["2024-10"], []),
        (["KẾT QUẢ"], "2024-10-tinh-hung-yen.xlsx", ["2024-10"], ["hung-yen"]),
        (["THÁNG 10/2024"], "thang 11-2024.xlsx", ["2024-10", "2024-11"], []),
        (["KẾT QUẢ"], "ket-qua.xlsx", [], []),
    ],
)
def test_office_and_period_are_guessed_from_titles_and_name(
    titles: list[str], name: str, periods: list[str], offices: list[str]
) -> None:
    said = guess(titled(*titles), name, OFFICES)
    assert [mention.what for mention in said.periods] == periods
    assert [mention.what for mention in said.offices] == offices


def test_a_part_of_a_period_and_the_portals_own_answer_are_guessed() -> None:
    said = guess(titled("NĂM 2026", "Số liệu tính đến ngày 27/9/2026"), "a.xlsx", OFFICES)
    assert (str(said.period), said.partial, said.as_of) == ("2026", True, date(2026, 9, 27))
    answer = b'{"data": {"overview": {"departmentName": "UBND T\xe1\xbb\x89nh X", "departmentCode": "H31"}}}'
    assert guess(answer, "2026-02.json", OFFICES) == Guess(
        (Mention("2026-02", "tên tệp"),), (Mention("hung-yen", "câu trả lời của Cổng"),)
    )


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_bytes_of_any_kind_only_leave_the_name_to_guess_from(data: bytes) -> None:
    assert [mention.where for mention in guess(data, "2024-10.xlsx", OFFICES).periods] == ["tên tệp"]


def brought(client: Client, data: bytes, name: str = "so-lieu.xlsx") -> HttpResponse:
    return client.post(reverse("admin:bring"), file(data, name), follow=True)  # type: ignore[return-value]  # the test client's response


def place_of(answer: HttpResponse) -> str:
    return str(answer.redirect_chain[-1][0])  # type: ignore[attr-defined]  # of a followed answer


def waiting() -> set[str]:
    """The files that wait for an answer; other tests may have left some."""
    return set(default_storage.listdir("held")[1]) if default_storage.exists("held") else set()


def test_a_file_is_placed_only_after_the_large_question(
    office: Office, staff: People, as_person: AsPerson
) -> None:
    client = as_person(staff.enters)
    before = waiting()
    asked = brought(client, sheets.totals(88, 87, 86))
    page = asked.content.decode()
    assert len(waiting() - before) == 1
    assert "Đây là <b>tháng 10/2024</b> của <b>Huyện Thử</b>, đúng không?" in page
    assert "Theo trang “Phụ lục” của tệp “so-lieu.xlsx”." in page
    assert (Release.objects.count(), Upload.objects.count()) == (0, 0)
    place = place_of(asked)
    said = {"office": "huyen-thu", "period": "10/2024"}
    page = client.post(place, said, follow=True).content.decode()
    assert "Đã đọc tốt (3 số liệu)" in page
    upload = Upload.objects.get()
    assert str(upload.period) == "2024-10"
    again = client.post(place, said)
    assert again["Location"] == reverse("admin:upload_result", args=[Release.objects.get().pk, upload.pk])
    assert waiting() == before


def test_a_title_and_a_name_that_differ_are_both_offered(
    office: Office, staff: People, as_person: AsPerson
) -> None:
    page = brought(as_person(staff.enters), sheets.totals(88, 87, 86), "thang 9-2024.xlsx").content.decode()
    assert "Số liệu này là của kỳ nào?" in page
    assert page.index("Tháng 10/2024 · Huyện Thử") < page.index("Tháng 9/2024 · Huyện Thử")


def test_what_the_file_does_not_say_is_chosen(office: Office, staff: People, as_person: AsPerson) -> None:
    client = as_person(staff.enters)
    asked = brought(client, sheets.totals(88, 87, 86, month="bảng"))
    assert "Số liệu này là của cơ quan nào, kỳ nào?" in asked.content.decode()
    wrong = client.post(place_of(asked), {"office": "huyen-thu", "period": "mười"}).content.decode()
    assert "Chưa hiểu kỳ “mười”" in wrong
    assert not Upload.objects.exists()
    client.post(place_of(asked), {"office": "huyen-thu", "period": "10/2024"})
    assert Upload.objects.get().by == staff.enters


def test_part_of_a_period_is_asked_with_its_day(office: Office, staff: People, as_person: AsPerson) -> None:
    title = "tháng 10/2024, tính đến ngày 20/10/2024"
    page = brought(as_person(staff.enters), sheets.totals(88, 87, 86, month=title)).content.decode()
    assert "tháng 10/2024 (một phần kỳ, tính đến ngày 20/10/2024)" in page


def test_a_contradiction_with_the_release_is_asked(
    draft: Release, staff: People, as_person: AsPerson
) -> None:
    client = as_person(staff.enters)
    page = bring(client, draft, sheets.totals(88, 87, 86, month="tháng 9/2024")).content.decode()
    assert "Tệp ghi tháng 9/2024 (trang “Phụ lục”), còn đợt này là tháng 10/2024." in page
    assert page.index("Tháng 9/2024 · Huyện Thử") < page.index("Tháng 10/2024 · Huyện Thử")
    assert not Upload.objects.exists()


def test_a_waiting_file_is_the_sessions_own_and_gone_after_a_day(
    office: Office, staff: People, as_person: AsPerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = as_person(staff.enters)
    place = place_of(brought(client, sheets.totals(88, 87, 86)))
    assert client.get(place).status_code == 200
    assert as_person(staff.administers).get(place).status_code == 404
    later = timezone.now() + held.KEPT + timedelta(minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    brought(as_person(staff.administers), sheets.totals(1, 2, 3))
    gone = client.get(place)
    assert gone.status_code == 404
    assert "đã quá một ngày" in gone.content.decode()


@pytest.mark.parametrize("name", ["approves", "stranger", "superuser"])
def test_who_does_not_enter_brings_nothing(
    name: str, draft: Release, staff: People, as_person: AsPerson
) -> None:
    client = as_person(getattr(staff, name))
    data = sheets.totals(88, 87, 86)
    answer = client.post(reverse("admin:upload", args=[draft.pk]), file(data))
    assert answer.status_code == (200 if name == "approves" else 404)
    page = brought(client, data).content.decode()
    assert ("đúng không?" in page) == (name == "stranger")
    assert "Huyện Thử" not in page
    assert not Upload.objects.exists()


def test_an_upload_cut_off_stores_nothing(draft: Release, staff: People, as_person: AsPerson) -> None:
    client = as_person(staff.enters)
    cut = {"file": SimpleUploadedFile("a.xlsx", sheets.totals(88, 87, 86)[:900])}
    for address in (reverse("admin:upload", args=[draft.pk]), reverse("admin:bring"), reverse("admin:trial")):
        page = client.post(address, cut).content.decode()
        assert "Tệp chưa lên hết nên chưa giữ lại gì." in page
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("cu.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "Excel đời cũ (.xls)"),
        ("trong.xlsx", b"", "Tệp rỗng"),
        ("a.pdf", b"%PDF-1.7", "Tệp này là PDF"),
    ],
)
def test_what_is_no_workbook_gets_a_sentence(
    name: str, data: bytes, said: str, draft: Release, staff: People, as_person: AsPerson
) -> None:
    client = as_person(staff.enters)
    for address in (reverse("admin:upload", args=[draft.pk]), reverse("admin:bring"), reverse("admin:trial")):
        given = {"file": SimpleUploadedFile(name, data), "whole": "1"}
        page = client.post(address, given).content.decode()
        assert said in page
        assert "Tệp số liệu" in page
    assert not Upload.objects.exists()


def test_the_same_file_twice_shows_the_first_result_and_whose_it_was(
    draft: Release, staff: People, as_person: AsPerson
) -> None:
    data = sheets.totals(88, 87, 86)
    bring(as_person(staff.enters), draft, data)
    page = bring(as_person(staff.administers), draft, data, "ten-khac.xlsx").content.decode()
    assert "nhap đã tải tệp này lên lúc" in page
    assert "với tên “thang-10.xlsx”" in page
    assert Upload.objects.get().by == staff.enters


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\a\\Bảng điểm.xlsx", "Bảng điểm.xlsx"),
        ("bang\u202excod.xlsx", "bangxcod.xlsx"),
        ("a\x00b\r\nc.xlsx", "ab c.xlsx"),
        ("\u200b", "tep-khong-ten"),
        ("Bảng điểm tháng 10.xlsx", "Bảng điểm tháng 10.xlsx"),
    ],
)
def test_names_are_cleaned(given_name: str, shown: str) -> None:
    assert names.cleaned(given_name) == shown


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=400))
def test_no_name_is_a_path_or_hides_anything(name: str) -> None:
    for shown in (names.cleaned(name), names.to_save(name)):
        assert 0 < len(shown) <= names.LONGEST
        assert not set(shown) & set("/\\\r\n\0\u202e\u200f")
    assert names.cleaned("a" * 300 + ".xlsx").endswith("….xlsx")


def test_a_trial_stores_nothing_and_is_open_to_the_whole_office(
    published: Release, staff: People, as_person: AsPerson
) -> None:
    """Even for a period that is published, and for somebody who may not enter figures."""
    before = (Upload.objects.count(), Release.objects.count(), Entry.objects.count())
    address = reverse("admin:trial")
    page = as_person(staff.approves).post(address, file(sheets.totals(88, "tám", 86))).content.decode()
    assert "Kiểm tra thử: không lưu tệp, không ghi số nào." in page
    assert "Phải sửa (1)" in page
    assert "Đã đọc tốt (2 số liệu)" in page
    assert "<form" not in page.split("Kiểm tra thử: không lưu tệp")[1]
    assert (Upload.objects.count(), Release.objects.count(), Entry.objects.count()) == before
    assert published.state == State.PUBLISHED


def test_a_trial_asks_for_what_the_file_does_not_say(
    office: Office, staff: People, as_person: AsPerson
) -> None:
    client, data = as_person(staff.enters), sheets.totals(88, 87, 86, month="bảng")
    page = client.post(reverse("admin:trial"), file(data)).content.decode()
    assert "Tệp không ghi kỳ của số liệu. Ghi vào đây rồi chọn lại tệp." in page
    page = client.post(reverse("admin:trial"), {**file(data), "period": "10/2024"}).content.decode()
    assert "không có chỗ nào phải sửa hay xác nhận" in page
    page = client.post(reverse("admin:trial"), {**file(data), "period": "7/2022"}).content.decode()
    assert "chưa có đơn vị hoặc bộ chỉ số áp dụng cho tháng 7/2022" in page
    assert as_person(staff.superuser).get(reverse("admin:trial")).status_code == 200


def test_staff_pages_run_no_foreign_script(office: Office, staff: People, as_person: AsPerson) -> None:
    for answer in (
        as_person(staff.enters).get(reverse("admin:bring")),
        Client().get(reverse("admin:login")),
    ):
        policy = answer["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "script-src" not in policy
