"""Harmful words that staff write into a block of a draft's letter: refused, or printed as they stand."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import reverse

from scores import actions, letter_drafts, letters
from scores.actions import Refused, mark_of
from scores.models import LetterBlock, Office
from scores.period import Period
from tests import people
from tests.letters.test_injection import HARMFUL, UNSEEN

pytestmark = pytest.mark.django_db
IN_BRACES = {HARMFUL[0], *(words for words in HARMFUL if "{port}" in words)}


def test_edited_words_are_refused_or_printed_as_they_stand() -> None:
    office = people.district_office()
    office.letter_kind, office.letterhead = Office.LetterKind.DISTRICT, {"closing": "UBND huyện báo."}
    office.save()
    by = people.at(office).enters
    release = actions.start(office=office, period=Period.parse("2024-10"), by=by)
    client = Client()
    client.force_login(by)
    address = reverse("admin:letter_block", args=[release.pk, "closing"])
    ours = _Page(client.get(address).content.decode()).tags | {("details", ("open",))}
    for harmless in ("Lời {khong_co}", "- Tổng điểm 5 điểm: {ky}\n1. http://a.vn 7 xã năm 2020"):
        row = LetterBlock.objects.filter(release=release).first()
        answer = client.post(address, {"save": "", "text": harmless, "seen": mark_of(row)})
        page = answer if answer.status_code == 409 else client.get(address)
        ours |= _Page(page.content.decode()).tags
    refused = set()
    for listed in HARMFUL:
        for words in {listed, listed.replace("{port}", "8000")}:
            row = LetterBlock.objects.filter(release=release).first()
            before = row and row.text
            answer = client.post(address, {"save": "", "text": words, "seen": mark_of(row)})
            row = LetterBlock.objects.filter(release=release).first()
            if answer.status_code == 409:
                refused.add(words)
                assert (row and row.text) == before
            else:
                assert answer.status_code == 302
                assert row and row.text == letter_drafts.clean(words)
                rows = letter_drafts.rows_of_draft(release)
                body = letters.body_of_draft(release, office.letter_kind, rows)
                closing = [one.text for one in body.paragraphs() if one.key == "closing"]
                assert [text.rstrip("./") for text in closing] == [row.text.rstrip("./")]
                answer = client.get(address)
            shown = _Page(answer.content.decode())
            assert shown.tags <= ours, words
            assert "".join(words.split()) in shown.text, words
    assert refused == IN_BRACES


def test_words_nobody_sees_are_refused() -> None:
    office = people.district_office()
    office.letter_kind = Office.LetterKind.DISTRICT
    office.save()
    by = people.at(office).enters
    release = actions.start(office=office, period=Period.parse("2024-10"), by=by)
    for sign in UNSEEN:
        if not sign.isprintable() and sign != "\u2028":  # a line's end
            with pytest.raises(Refused):
                actions.change_block(
                    release=release, by=by, block="closing", how="edited", text=f"Trân{sign}trọng"
                )


class _Page(HTMLParser):
    """A page's tags with the names of their attributes, and its text without blanks."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[tuple[str, tuple[str, ...]]] = set()
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add((tag, tuple(name for name, _ in attrs)))

    def handle_data(self, data: str) -> None:
        self.text += "".join(data.split())
