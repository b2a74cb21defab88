"""The pages about letters: number and day looked at, then saved; slips of form; what a correction says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from scores.models import Letter
from tests.people import People

AsPerson = Callable[[User], Client]
TYPED = {"number": "0355", "notation": "UBND-VP", "issued_on": "05/11/2024"}


@pytest.fixture
def letterhead() -> dict[str, Any]:
    return {"number_suffix": "UBND-VP", "place": "Thử", "issuer_in_text": "UBND huyện Thử"}


def address(letter: Letter, name: str = "letter") -> str:
    return reverse(f"admin:{name}", args=[letter.release_id, letter.pk])


def test_number_and_day_are_read_before_they_are_saved(letter: Letter, clerk: Client) -> None:
    assert "chưa ghi số" in clerk.get(reverse("admin:letters")).content.decode()
    page = clerk.post(address(letter), {**TYPED, "look": "1"}).content.decode()
    assert "Số: 355/UBND-VP" in page
    assert "Thử, ngày 05 tháng 11 năm 2024" in page
    assert "Công văn số 355/UBND-VP ngày 05/11/2024 của UBND huyện Thử" in page
    letter.refresh_from_db()
    assert not letter.is_issued
    saved = clerk.post(address(letter), {**TYPED, "save": "1"}, follow=True).content.decode()
    assert "Đã ghi: Công văn số 355/UBND-VP." in saved
    clerk.post(address(letter), {**TYPED, "number": "356", "save": "1"})
    record = clerk.get(reverse("admin:release", args=[letter.release_id])).content.decode()
    assert "số 355/UBND-VP ngày 05/11/2024 → số 356/UBND-VP ngày 05/11/2024" in record


def test_letters_without_a_number_are_work_of_the_clerk(
    letter: Letter, clerk: Client, staff: People, as_person: AsPerson
) -> None:
    work = reverse("admin:index")
    assert "1 văn bản chưa ghi số" in clerk.get(work).content.decode()
    assert "chưa ghi số" not in as_person(staff.enters).get(work).content.decode()
    clerk.post(address(letter), {**TYPED, "save": "1"})
    assert "chưa ghi số" not in clerk.get(work).content.decode()


def test_others_see_the_letter_and_whom_to_ask(letter: Letter, staff: People, as_person: AsPerson) -> None:
    page = as_person(staff.enters).get(address(letter)).content.decode()
    assert "Bạn không có quyền ghi số và ngày văn bản" in page
    assert "Người ghi số và ngày văn bản được: quan-tri." in page
    refused = as_person(staff.enters).post(address(letter), {**TYPED, "save": "1"})
    assert refused.status_code == 409
    assert as_person(staff.stranger).get(address(letter)).status_code == 404


def test_a_slip_with_other_figures_is_refused_with_what_to_do(letter: Letter, clerk: Client) -> None:
    clerk.post(address(letter), {**TYPED, "save": "1"})
    passage = {"place": "Phụ lục", "wrong": "Xã Một 88,68", "right": "Xã Một 88,86"}
    page = clerk.post(address(letter, "letter_rectify"), passage)
    assert page.status_code == 409
    assert "đó là sai nội dung" in page.content.decode()
    made = clerk.post(address(letter, "letter_rectify"), {**passage, "right": "xã Một 88,68"}, follow=True)
    assert "Đã lập công văn đính chính" in made.content.decode()
    assert Letter.objects.get(kind="slip").rectifies == letter


def test_the_page_of_a_correction_says_which_letter_comes(
    letter: Letter, clerk: Client, staff: People, as_person: AsPerson
) -> None:
    correct = reverse("admin:correct", args=[letter.release_id])
    page = as_person(staff.enters).get(correct).content.decode()
    assert "coi là chưa ban hành" in page
    clerk.post(address(letter), {**TYPED, "save": "1"})
    page = as_person(staff.enters).get(correct).content.decode()
    assert "văn bản thay thế Công văn số 355/UBND-VP ngày 05/11/2024" in page
