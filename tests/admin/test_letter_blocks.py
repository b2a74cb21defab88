"""The pages on which staff change the words of a letter, and that all its files say the same."""

from __future__ import annotations

import io
from collections.abc import Callable

import docx
import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from scores import actions, letters
from scores.letters.docx import lay_out
from scores.models import LetterBlock, Office, Release
from tests.letters import paper
from tests.people import People

AsPerson = Callable[[User], Client]
LITERAL = "Kính báo <img src=file:///etc/passwd onerror=x> $ky %(ky)s <b>&amp;</b> “a”."


@pytest.fixture
def draft(office: Office, draft: Release) -> Release:
    head = {"closing": "UBND huyện Thử thông báo để biết.", "issuer_in_text": "UBND huyện Thử"}
    Office.objects.filter(pk=office.pk).update(letter_kind=Office.LetterKind.DISTRICT, letterhead=head)
    draft.refresh_from_db()
    return Release.objects.select_related("office").get(pk=draft.pk)


@pytest.fixture
def enters(staff: People, as_person: AsPerson) -> Client:
    return as_person(staff.enters)


def every(release: Release) -> str:
    return reverse("admin:letter_blocks", args=[release.pk])


def one(release: Release, block: str = "closing") -> str:
    return reverse("admin:letter_block", args=[release.pk, block])


def seen(release: Release, block: str = "closing") -> str:
    return actions.mark_of(release.letter_blocks.filter(block=block).first())


def test_every_block_is_shown_with_what_can_be_done(draft: Release, enters: Client) -> None:
    page = enters.get(every(draft)).content.decode()
    assert "UBND huyện Thử thông báo để biết." in page
    assert page.index("Câu kết") < page.index("Không có trong văn bản kỳ này") < page.index("thấp nhất")
    assert "Lời văn" in enters.get(reverse("admin:release", args=[draft.pk])).content.decode()


def test_an_edit_is_looked_at_and_then_saved(draft: Release, enters: Client) -> None:
    typed = {"text": "Xã Một đạt 88,86 điểm trong {ky}.", "seen": seen(draft)}
    page = enters.post(one(draft), typed | {"look": "1"}).content.decode()
    assert '<span class="figure-wrong"' in page
    assert "Dòng 1: “88,86 điểm” không khớp số liệu nào của xã Một" in page
    assert '<span class="figure-field" title="{ky}">tháng 10/2024</span>' in page
    assert not LetterBlock.objects.exists()
    right = typed | {"text": "Xã Một đạt 88,68 điểm trong {ky}.", "save": "1"}
    page = enters.post(one(draft), right, follow=True).content.decode()
    assert "Đã lưu lời của đoạn “Câu kết”." in page
    assert "Lời do người sửa: nhap" in page
    assert "tổng điểm của xã Một" in enters.get(one(draft)).content.decode()
    assert "UBND huyện Thử thông báo để biết." in enters.get(one(draft)).content.decode()


def test_what_cannot_be_printed_is_refused_and_stays_in_the_box(draft: Release, enters: Client) -> None:
    typed = {"text": "Một.\nHai {0.__class__}.", "seen": seen(draft), "save": "1"}
    answer = enters.post(one(draft), typed)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Dòng 2: “{0.__class__}” không phải là một trường." in page
    assert "Hai {0.__class__}.</textarea>" in page
    assert not LetterBlock.objects.exists()


def test_a_second_person_sees_that_words_changed_meanwhile(
    draft: Release, enters: Client, staff: People, as_person: AsPerson
) -> None:
    before = seen(draft)
    enters.post(one(draft), {"text": "Kính báo để biết.", "seen": before, "save": "1"})
    typed = {"text": "Xin báo cáo.", "seen": before, "save": "1"}
    answer = as_person(staff.administers).post(one(draft), typed)
    assert answer.status_code == 409
    assert "Người khác vừa sửa đoạn “Câu kết”" in answer.content.decode()


def test_buttons_leave_out_add_and_give_back(draft: Release, enters: Client) -> None:
    def press(block: str, how: str) -> str:
        sent = {"block": block, "how": how, "seen": seen(draft, block)}
        return enters.post(every(draft), sent, follow=True).content.decode()

    assert "Đã bỏ đoạn “Câu kết” khỏi văn bản kỳ này." in press("closing", "left_out")
    assert "Đã đưa đoạn “Đơn vị có tổng điểm thấp nhất” vào văn bản kỳ này." in press("lowest_units", "added")
    assert "Đoạn “Câu kết” trở về câu của máy." in press("closing", "machine")
    assert "Văn bản không bỏ được đoạn “Mở đầu, căn cứ”." in press("opening", "left_out")
    assert enters.post(every(draft), {"block": "x", "how": "added"}).status_code == 404
    assert enters.get(one(draft, "x")).status_code == 404


def test_those_who_judge_read_and_do_not_write(draft: Release, staff: People, as_person: AsPerson) -> None:
    actions.change_block(release=draft, by=staff.enters, block="closing", how="edited", text="Xin báo cáo.")
    judge = as_person(staff.approves)
    for address in (every(draft), one(draft)):
        page = judge.get(address).content.decode()
        assert "Bạn không có quyền nhập số liệu" in page
        assert "Xin báo cáo." in page
        assert "<textarea" not in page
    sent = {"block": "closing", "how": "machine", "seen": seen(draft)}
    assert judge.post(every(draft), sent).status_code == 409
    assert judge.post(one(draft), {"text": "Khác.", "seen": seen(draft), "save": "1"}).status_code == 409
    assert as_person(staff.stranger).get(every(draft)).status_code == 404
    actions.submit(release=draft, by=staff.enters)
    page = judge.get(reverse("admin:approve", args=[draft.pk])).content.decode()
    assert "Câu kết: lời do người sửa, nhap" in page
    record = judge.get(reverse("admin:release", args=[draft.pk])).content.decode()
    assert "sửa lời văn của văn bản: Câu kết" in record
    assert "Trước: câu của máy" in record
    assert "Nay: Xin báo cáo." in record


def test_words_of_the_version_before_are_asked_about(draft: Release, enters: Client, staff: People) -> None:
    actions.change_block(release=draft, by=staff.enters, block="closing", how="edited", text="Xin báo cáo.")
    actions.submit(release=draft, by=staff.enters)
    actions.approve(release=draft, by=staff.approves)
    first = actions.publish(release=draft, by=staff.approves)
    again = actions.correct(release=first, by=staff.enters, kind="entry", reason="Xã Một nhập sai.")
    assert "Mang từ lần trước sang" in enters.get(every(again)).content.decode()
    sent = {"block": "closing", "how": "keep", "seen": seen(again)}
    kept = enters.post(every(again), sent, follow=True).content.decode()
    assert "Đã giữ lời của đoạn “Câu kết”." in kept
    assert "Mang từ lần trước sang" not in kept


def test_offices_without_letters_have_no_words(office: Office, draft: Release, enters: Client) -> None:
    Office.objects.filter(pk=office.pk).update(letter_kind=Office.LetterKind.NONE)
    assert "không ra văn bản có lời để sửa" in enters.get(every(draft)).content.decode()
    assert enters.get(one(draft)).status_code == 302
    assert every(draft) not in enters.get(reverse("admin:release", args=[draft.pk])).content.decode()


def test_a_broken_letterhead_is_told_and_nothing_else_breaks(
    office: Office, draft: Release, enters: Client
) -> None:
    Office.objects.filter(pk=office.pk).update(letterhead={"khong-co": 1})
    assert "không có mục “khong-co”" in enters.get(every(draft)).content.decode()
    answer = enters.post(every(draft), {"block": "closing", "how": "left_out", "seen": seen(draft)})
    assert answer.status_code == 409


def test_page_preview_pdf_word_and_html_say_the_same(draft: Release, enters: Client, staff: People) -> None:
    text = f"Xã Một đạt 88,68 điểm trong {{ky}}.\n{LITERAL}"
    enters.post(one(draft), {"text": text, "seen": seen(draft), "save": "1"})
    before = reverse("admin:preview_page", args=[draft.pk, f"ky/{draft.office.slug}/{draft.period}/"])
    escaped = "Kính báo &lt;img src=file:///etc/passwd onerror=x&gt; $ky %(ky)s"
    actions.submit(release=draft, by=staff.enters)
    actions.approve(release=draft, by=staff.approves)
    assert enters.get(before).status_code == 200
    public = actions.publish(release=draft, by=staff.approves)
    document = letters.compose(public)
    wanted = ["Xã Một đạt 88,68 điểm trong tháng 10/2024.", f"{LITERAL.rstrip('.')}./."]
    assert [paragraph.text for paragraph in document.body[-2:]] == wanted
    made = letters.laid_out(document)
    printed = paper.text(made.pdf).replace(" ", "")
    assert [line for line in wanted if line.replace(" ", "") not in printed] == []
    assert b"/Subtype /Image" not in made.pdf
    word = [paragraph.text for paragraph in docx.Document(io.BytesIO(lay_out(document))).paragraphs]
    assert [line for line in wanted if line not in word] == []
    assert escaped in letters.html(public)
    assert "<img" not in letters.article(public)
