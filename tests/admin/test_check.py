"""The check screen: questions answered and taken back, doubts confirmed alone or together, acceptance."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from scores import actions
from scores.actions.reading import progress
from scores.admin.timeline import timeline
from scores.models import Answer, Entry, Finding, Office, Release, UnitAlias, Upload
from scores.period import Period
from tests.admin import sheets
from tests.admin.sheets import NAMES
from tests.admin.uploading import HTMX, act, bring
from tests.people import People

AsPerson = Callable[[User], Client]
MISSPELT = ("Xã Một", "Xã Hay", "Xã Ba")


def key_of(upload: Upload, asks: str) -> str:
    finding = next(f for f in upload.findings.all() if f.question and f.question["asks"] == asks)
    assert finding.question is not None
    return str(finding.question["key"])


def page_of(client: Client, release: Release, upload: Upload) -> str:
    return client.get(reverse("admin:upload_result", args=[release.pk, upload.pk])).content.decode()


def test_a_question_is_answered_changed_and_remembered(
    draft: Release, staff: People, as_person: AsPerson
) -> None:
    client = as_person(staff.enters)
    page = bring(client, draft, sheets.totals(88, 87, 86, names=MISSPELT)).content.decode()
    upload = Upload.objects.get()
    assert "Trả lời 1 câu hỏi" in page
    assert "Nhận số liệu" not in page
    key = key_of(upload, "unit")
    right = draft.entries.get(unit__slug="xa-hai").unit
    page = act(client, "answer", upload, draft, key=key, value=str(right.pk)).content.decode()
    assert "Đã ghi câu trả lời và đọc lại tệp." in page
    assert "Đã trả lời (1)" in page
    assert '<b>Xã Hai</b> <span class="muted">· nhap trả lời lúc' in page
    assert "Nhận số liệu" in page
    assert UnitAlias.objects.filter(unit=right, text="Xã Hay", added_by=staff.enters).exists()
    page = act(client, "take_back", upload, draft, key=key).content.decode()
    assert "Trả lời 1 câu hỏi" in page
    assert not Answer.objects.exists()
    assert not UnitAlias.objects.filter(text="Xã Hay").exists()


def test_a_cell_is_corrected_in_place(draft: Release, staff: People, as_person: AsPerson) -> None:
    client = as_person(staff.enters)
    bring(client, draft, sheets.totals(88, 870, 86))
    upload = Upload.objects.get()
    key = key_of(upload, "cell")
    refused = client.post(
        reverse("admin:answer", args=[draft.pk, upload.pk]), {"key": key, "value": "", "text": " "}
    )
    assert refused.status_code == 409
    page = act(client, "answer", upload, draft, key=key, text="87").content.decode()
    assert "Phải sửa" not in page
    act(client, "accept", upload, draft)
    assert draft.entries.get(unit__slug="xa-hai").points == Decimal(87)


def test_doubts_are_confirmed_by_name_before_a_file_is_accepted(
    draft: Release, staff: People, as_person: AsPerson
) -> None:
    client = as_person(staff.enters)
    page = bring(client, draft, sheets.totals(8.8, 8.7, 8.6)).content.decode()
    upload = Upload.objects.get()
    assert "Cần xác nhận (1)" in page
    assert "Xem 1 chỗ cần xác nhận" in page
    assert client.post(reverse("admin:accept", args=[draft.pk, upload.pk])).status_code == 409
    key = key_of(upload, "confirm")
    page = act(client, "answer", upload, draft, key=key, value="yes").content.decode()
    assert "Đúng, giữ như đã hiểu</b>" in page
    assert "nhap trả lời lúc" in page
    page = act(client, "take_back", upload, draft, key=key).content.decode()
    assert "Xem 1 chỗ cần xác nhận" in page
    act(client, "answer", upload, draft, key=key, value="yes")
    page = act(client, "accept", upload, draft).content.decode()
    assert "Đã nhận 3 số liệu từ tệp “thang-10.xlsx”" in page
    assert upload.answers.get().by == staff.enters


@pytest.fixture
def jumping(published: Release, staff: People, as_person: AsPerson) -> tuple[Client, Release, Upload]:
    """A file of the next month in which all three communes jump."""
    client = as_person(staff.enters)
    client.post(reverse("admin:start"), {"office": published.office.slug, "period": "11/2024"})
    release = Release.objects.get(period="2024-11")
    bring(client, release, sheets.totals(40, 50, 60, month="tháng 11/2024"), "thang-11.xlsx")
    return client, release, Upload.objects.get()


def test_doubts_of_one_kind_are_confirmed_together(
    jumping: tuple[Client, Release, Upload],
) -> None:
    client, release, upload = jumping
    page = page_of(client, release, upload)
    jumps = [f.question["key"] for f in upload.findings.filter(code="jump") if f.question]
    assert f"Xác nhận cả {len(jumps)} chỗ như vậy" in page
    address = reverse("admin:confirm", args=[release.pk, upload.pk])
    refused = client.post(address, {"key": jumps, "comment": " "})
    assert refused.status_code == 409
    assert "Ghi đã đối chiếu với nguồn nào" in refused.content.decode()
    page = act(client, "confirm", upload, release, key=jumps[:2], comment="đã so với Cổng").content.decode()
    assert "Đã xác nhận 2 chỗ." in page
    assert page.count("<q>đã so với Cổng</q>") >= 2
    assert set(upload.answers.values_list("key", flat=True)) == set(jumps[:2])
    assert client.post(reverse("admin:accept", args=[release.pk, upload.pk])).status_code == 409


def test_leaving_and_coming_back_loses_nothing(
    jumping: tuple[Client, Release, Upload], staff: People, as_person: AsPerson
) -> None:
    client, release, upload = jumping
    key = key_of(upload, "confirm")
    act(client, "answer", upload, release, key=key, value="yes")
    other = as_person(staff.administers)
    assert "nhap trả lời lúc" in page_of(other, release, upload)
    assert str(upload.pk) in other.get(reverse("admin:release", args=[release.pk])).content.decode()


def test_htmx_gets_the_part_that_changes_and_refusals_in_place(
    jumping: tuple[Client, Release, Upload],
) -> None:
    client, release, upload = jumping
    address = reverse("admin:answer", args=[release.pk, upload.pk])
    part = client.post(address, {"key": key_of(upload, "confirm"), "value": "yes"}, headers=HTMX)
    assert part.status_code == 200
    assert part.content.decode().lstrip().startswith('<div id="man-kiem-tra"')
    refused = client.post(address, {"key": "unit:không có", "value": "1"}, headers=HTMX)
    assert refused.status_code == 409
    assert "<html" not in refused.content.decode()
    assert 'role="alert"' in refused.content.decode()


def test_acceptance_tells_what_is_new_and_what_was_replaced(
    draft: Release, staff: People, as_person: AsPerson
) -> None:
    Entry.objects.filter(release=draft, unit__slug="xa-ba").delete()
    client = as_person(staff.enters)
    bring(client, draft, sheets.totals(88.68, 90, 77))
    page = act(client, "accept", Upload.objects.get(), draft).content.decode()
    assert "1 số mới, 1 số thay số cũ (Xã Hai, Tổng điểm: 88,64 điểm → 90 điểm), 1 số như cũ." in page


def test_every_figure_read_is_shown_beside_last_months(
    jumping: tuple[Client, Release, Upload],
) -> None:
    client, release, upload = jumping
    address = reverse("admin:read_figures", args=[release.pk, upload.pk])
    page = client.get(address).content.decode()
    assert page.count("<tr>") == 4
    row = page[page.index("<td>C3") : page.index("<td>C4")]
    for said in ("Phụ lục", "Xã Một", "Tổng điểm", "40", "40 điểm", "cần xác nhận", "88,68 điểm"):
        assert said in row
    assert "<html" not in client.get(address, headers=HTMX).content.decode()


def test_rows_left_out_are_listed_with_text_and_reason(
    draft: Release, staff: People, as_person: AsPerson
) -> None:
    page = bring(as_person(staff.enters), draft, sheets.totals(88, 87, 86)).content.decode()
    assert "Để ngoài (1 dòng)" in page
    assert "KẾT QUẢ THÁNG 10/2024" in page
    assert "tiêu đề phía trên bảng" in page


def test_an_approver_looks_and_answers_nothing(
    jumping: tuple[Client, Release, Upload], staff: People, as_person: AsPerson
) -> None:
    _, release, upload = jumping
    approver = as_person(staff.approves)
    page = page_of(approver, release, upload)
    assert "Bạn không có quyền nhập số liệu" in page
    assert 'hx-post="' not in page
    sent = {"key": key_of(upload, "confirm"), "value": "yes", "comment": "xem rồi"}
    for action in ("answer", "take_back", "confirm", "accept"):
        answer = approver.post(reverse(f"admin:{action}", args=[release.pk, upload.pk]), sent)
        assert answer.status_code == 409, action
        assert as_person(staff.stranger).post(answer.request["PATH_INFO"], sent).status_code == 404
    assert not Answer.objects.exists()


def test_many_choices_are_a_list_and_texts_have_a_box(
    draft: Release, staff: People, as_person: AsPerson
) -> None:
    client = as_person(staff.enters)
    bring(client, draft, sheets.totals(88, 87, 86))
    upload = Upload.objects.get()
    choices = [{"value": str(number), "label": f"Đơn vị số {number}"} for number in range(9)]
    question = {"key": "unit:xa", "asks": "unit", "choices": choices, "free_text": True}
    Finding.objects.create(
        upload=upload, order=9, severity="blocks", code="unknown-unit", message="Ai?", question=question
    )
    page = page_of(client, draft, upload)
    assert page.count("<option") == 10
    assert 'name="text"' in page


def test_an_answer_that_is_not_offered_is_refused(draft: Release, staff: People, as_person: AsPerson) -> None:
    client = as_person(staff.enters)
    bring(client, draft, sheets.totals(88, 87, names=NAMES[:2]))
    upload = Upload.objects.get()
    refused = client.post(
        reverse("admin:answer", args=[draft.pk, upload.pk]), {"key": "unit:xã nào", "value": "1"}
    )
    assert refused.status_code == 409
    assert "Câu hỏi này không còn nữa." in refused.content.decode()


def test_progress_survives_leaving_and_ends_by_itself(
    draft: Release, staff: People, as_person: AsPerson
) -> None:
    client = as_person(staff.enters)
    bring(client, draft, sheets.totals(88, 87, 86))
    Upload.objects.update(progress=progress("reading", 1200, 3321))
    upload = Upload.objects.get()
    page = page_of(client, draft, upload)
    assert "Đang đọc 1.200/3.321" in page
    assert '<progress aria-label="Đọc tệp" value="1200" max="3321">' in page
    assert '<noscript><meta http-equiv="refresh"' in page
    assert "Nhận số liệu" not in page
    address = reverse("admin:upload_result", args=[draft.pk, upload.pk])
    assert "<html" not in client.get(address, headers=HTMX).content.decode()
    Upload.objects.update(progress={"stage": "done", "done": 3321, "of": 3321})
    ended = client.get(address, headers=HTMX)
    assert (ended.status_code, ended["HX-Refresh"]) == (204, "true")
    assert "Nhận số liệu" in page_of(client, draft, upload)


def test_a_reading_that_broke_off_says_so(draft: Release, staff: People, as_person: AsPerson) -> None:
    client = as_person(staff.enters)
    bring(client, draft, sheets.totals(88, 87, 86))
    Upload.objects.update(progress={"stage": "failed", "done": 0, "of": 0})
    page = page_of(client, draft, Upload.objects.get())
    assert "Việc đọc tệp dừng giữa chừng" in page
    assert "Nhận số liệu" not in page


def test_a_reading_not_heard_of_has_broken_off_and_is_done_again(
    draft: Release, staff: People, as_person: AsPerson, settings: Settings
) -> None:
    """The worker was killed: nobody will ever write that it failed."""
    client = as_person(staff.enters)
    bring(client, draft, sheets.totals(88, 87, 86))
    Upload.objects.update(reading={}, progress=progress("reading", 1200, 3321))
    upload = Upload.objects.get()
    upload.findings.all().delete()
    address = reverse("admin:read_again", args=[draft.pk, upload.pk])
    client.post(address)
    assert "Đang đọc 1.200/3.321" in page_of(client, draft, upload)
    settings.INTAKE_SILENT_SECONDS = 0
    page = page_of(client, draft, upload)
    assert "Việc đọc tệp dừng giữa chừng" in page
    assert f'action="{address}"' in page
    assert client.get(address).status_code == 405
    answer = client.post(address, follow=True).content.decode()
    assert "Đã đọc lại tệp." in answer
    assert "<dd>3</dd>" in answer
    assert Upload.objects.get().progress["stage"] == "done"


def test_figures_taken_in_are_not_read_again(draft: Release, staff: People, as_person: AsPerson) -> None:
    client = as_person(staff.enters)
    bring(client, draft, sheets.totals(88, 87, 86))
    upload = Upload.objects.get()
    actions.confirm_all(upload=upload, release=draft, by=staff.enters, comment="đúng")
    actions.accept_upload(upload=upload, release=draft, by=staff.enters)
    refused = client.post(reverse("admin:read_again", args=[draft.pk, upload.pk]))
    assert refused.status_code == 409
    assert "nên không đọc lại" in refused.content.decode()


def test_what_was_read_stands_above(draft: Release, staff: People, as_person: AsPerson) -> None:
    client = as_person(staff.enters)
    page = bring(client, draft, sheets.totals(8.8, 8.7, 8.6)).content.decode()
    facts = page[page.index('class="read-facts"') : page.index("</dl>")]
    for said in ("tháng 10/2024", "Huyện Thử", "Phụ lục", "3/3", "<dd>3</dd>"):
        assert said in facts
    marked = reverse("admin:staff-upload-marked", args=[draft.pk, Upload.objects.get().pk])
    assert marked in page
    assert client.get(marked).status_code == 200


def test_a_doubtful_figure_is_mended_in_its_place(office: Office, staff: People, as_person: AsPerson) -> None:
    """In an empty draft a total of nothing is doubted: it is confirmed, or the right figure written here."""
    release = actions.start(office=office, period=Period.parse("2024-10"), by=staff.enters)
    client = as_person(staff.enters)
    page = bring(client, release, sheets.totals(88, 87, 0)).content.decode()
    upload = Upload.objects.get()
    assert "Số này sai, ghi số đúng" in page
    question = upload.findings.get(code="zero-total").question
    assert question is not None
    assert question["mends"] == "cell:Phụ lục!C5"
    refused = client.post(
        reverse("admin:answer", args=[release.pk, upload.pk]), {"key": "cell:Phụ lục!C4", "text": "1"}
    )
    assert refused.status_code == 409
    page = act(client, "answer", upload, release, key=question["mends"], text="86").content.decode()
    assert "Ô C5, trang “Phụ lục”" in page
    assert "ghi 86" in page
    assert "Nhận số liệu" in page
    act(client, "accept", upload, release)
    assert release.entries.get(cell="C5").points == 86
    told = [line for moment in timeline(release) for line in moment.details]
    assert told == ["Ô C5, trang “Phụ lục”: ghi 86"]
