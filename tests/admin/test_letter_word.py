"""The Word file of a letter: for the e-office while the letter has no number, and for nobody else."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date

import docx
import pytest
from django.contrib.auth.models import User
from django.http import FileResponse
from django.test import Client
from django.urls import reverse

from scores import actions
from scores.models import Letter, Membership, Office, Release, Role
from tests import factories
from tests.people import People

pytestmark = pytest.mark.django_db
HEAD = {"number_suffix": "UBND-VP", "place": "Thử", "issuer": ["UBND HUYỆN THỬ"]}


@pytest.fixture
def letter(office: Office, published: Release) -> Letter:
    office.letter_kind, office.letterhead = Office.LetterKind.DISTRICT, HEAD
    office.save()
    return actions.keep_letter(release=published)


def word(letter: Letter) -> str:
    return reverse("admin:letter_word", args=[letter.release_id, letter.pk])


def test_the_office_saves_it_from_the_release_and_the_letter(
    letter: Letter, staff: People, as_person: Callable[[User], Client]
) -> None:
    client = as_person(staff.enters)
    for page in ("release", "letter"):
        of = [letter.release_id] if page == "release" else [letter.release_id, letter.pk]
        assert f'href="{word(letter)}"' in client.get(reverse(f"admin:{page}", args=of)).content.decode()
    answer = client.get(word(letter))
    assert isinstance(answer, FileResponse)
    assert answer["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer["Cache-Control"]
    file = docx.Document(io.BytesIO(b"".join(answer)))
    assert file.core_properties.title == letter.title
    assert file.tables[0].cell(0, 0).text.startswith("UBND HUYỆN THỬ")
    assert file.sections[0].footer.paragraphs[0].text == ""
    assert as_person(staff.stranger).get(word(letter)).status_code == 404


def test_once_issued_it_says_why_there_is_none(
    letter: Letter, staff: People, as_person: Callable[[User], Client]
) -> None:
    clerk = factories.user("van-thu")
    Membership.objects.create(user=clerk, office=letter.release.office, role=Role.CLERK)
    day = date(2024, 11, 5)
    actions.issue_letter(letter=letter, by=clerk, number="5", notation="UBND-VP", issued_on=day)
    client = as_person(clerk)
    answer = client.get(word(letter), follow=True).content.decode()
    assert "Văn bản đã ghi số 05/UBND-VP; tệp Word chỉ có khi chưa ghi số." in answer
    assert word(letter) not in answer
