"""Staff see how a letter keeps the decree, and take its metadata along."""

from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse

from scores import actions
from scores.letters import metadata
from scores.letters.visible import SHOWN
from scores.models import Letter, Office, Release
from tests.letters.plain_letter import LETTER

HEAD = {
    "number_suffix": "UBND-VP",
    "place": "Thử",
    "issuer": ["UBND HUYỆN THỬ"],
    "issuer_in_text": "UBND huyện Thử",
    "recipients": ["Các phòng & ban", "UBND các xã <Một>"],
    "signature": ["TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"],
    "receivers": ["Như trên", "Lưu: VT"],
}


@pytest.fixture
def letterhead() -> dict[str, Any]:
    return HEAD


def address(letter: Letter, name: str) -> str:
    return reverse(f"admin:{name}", args=[letter.release_id, letter.pk])


def test_every_rule_is_listed_with_what_was_measured(letter: Letter, clerk: Client) -> None:
    page = clerk.get(address(letter, "letter_form")).content.decode()

    assert "Thể thức: 35/35 quy định đạt." in page
    assert page.count('data-label="Kết quả">Đạt<') == 35
    assert "Chưa đạt" not in page
    assert "cỡ 12,5, in hoa, đậm, đứng; ở bên phải" in page


def test_a_rule_that_is_not_met_is_named_first(office: Office, published: Release, clerk: Client) -> None:
    head = {key: value for key, value in HEAD.items() if key != "receivers"}
    Office.objects.filter(pk=office.pk).update(letter_kind=Office.LetterKind.DISTRICT, letterhead=head)
    made = actions.keep_letter(release=published)

    page = clerk.get(address(made, "letter_form")).content.decode()
    assert "Thể thức: 32/33 quy định đạt." in page
    assert "<b>Đủ các thành phần, đúng thứ tự</b>: thiếu: Nơi nhận" in page


def test_metadata_are_the_same_in_both_forms(letter: Letter, clerk: Client) -> None:
    issued = {"number": "355", "notation": "UBND-VP", "issued_on": "05/11/2024", "save": "1"}
    clerk.post(address(letter, "letter"), issued)

    told = json.loads(clerk.get(address(letter, "letter_metadata_json")).content)
    assert told == {
        "TypeName": "Công văn",
        "OrganName": "UBND huyện Thử",
        "CodeNumber": "355",
        "CodeNotation": "UBND-VP",
        "IssuedDate": "05/11/2024",
        "Subject": letter.title,
        "Language": "Tiếng Việt",
        "PageAmount": letter.pages,
        "Position": "TL. CHỦ TỊCH CHÁNH VĂN PHÒNG",
        "FullName": "",
        "To": HEAD["recipients"],
    }
    answer = clerk.get(address(letter, "letter_metadata_xml"))
    assert "attachment" in answer["Content-Disposition"]
    root = ElementTree.fromstring(answer.content)
    flat = [(name, value) for name, value in told.items() if name != "To"]
    flat += [("To", recipient) for recipient in told["To"]]
    assert [(field.tag, field.text or "") for field in root] == [(name, str(value)) for name, value in flat]


def test_what_is_not_known_yet_stands_empty(letter: Letter, clerk: Client) -> None:
    told = json.loads(clerk.get(address(letter, "letter_metadata_json")).content)

    assert (told["CodeNumber"], told["CodeNotation"], told["IssuedDate"]) == ("", "", "")


def test_texts_with_markup_and_control_characters_stay_one_well_formed_text() -> None:
    text = "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>&a;]]>\x0b\x1f"
    xml = metadata.as_xml(metadata.of(Letter(title=text, pages=1), LETTER))
    subject = ElementTree.fromstring(xml.encode()).findtext("Subject")

    assert subject == text.replace("\x0b", SHOWN).replace("\x1f", SHOWN)
