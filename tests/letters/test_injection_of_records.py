"""Harmful words in every text of every table that a release rests on: letters and public forms print them."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from html.parser import HTMLParser
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pikepdf
import pytest
from defusedxml import ElementTree
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.test import Client
from PIL import Image
from pytest_django import DjangoDbBlocker

from scores import card_picture, cards, letters
from scores.letters.letterhead import DEFAULTS
from scores.models import SLIP, CorrectionKind, Letter, Level, Office, Release, State
from scores.portrait import portrait
from tests import factories
from tests.letters import paper
from tests.letters.notices_as_rows import province
from tests.letters.published import PUBLISHED_AT, publish, unit_of

pytestmark = pytest.mark.django_db

WORDS = "=1+1<script>alert(1)</script>{{ x }}{% y %}%s&amp;]]>'\"<img src=file:///etc/passwd>"
LEFT = {
    "one of a few words": """
        Indicator.role Target.operator Unit.level Office.letter_kind Release.state Release.correction_kind
        Entry.no_data_reason Result.no_data_reason Result.level LetterBlock.how Letter.kind""",
    "part of an address, refused unless of letters, digits, hyphens": """
        IndexVersion.code Unit.slug Office.slug""",
    "an address, refused unless http or https": "Office.data_licence_url",
    "worked out from names, or the hash of figures": """
        IndicatorAlias.canonical Unit.sort_key Unit.search_key UnitAlias.canonical Release.content_hash
        Release.results_hash Letter.sha256 Letter.check_code""",
    "found by: the index calculates by this code, and the file that loads it names it": "Indicator.code",
    "names a block or a kind of letter in the program": "LetterBlock.block LetterBlock.kind",
    "written by the program: a path in the store, and ids": "Letter.pdf Letter.months Letter.register",
    "sentences and rates of the program, set with the change and the target": """
        Result.no_change_reason Result.no_rank_change_reason Result.target""",
    "where in the workbook a figure stood: staff alone read it": "Entry.sheet Entry.cell Result.source",
    "tests/letters/test_injection_of_edited_words.py": "LetterBlock.text",
}
"""Texts of the tables below that do not get the words, by the reason; all others do."""
NOT_TOLD = {
    "SheetBundle SheetChunk": "which sheets a worker makes",
    "ConfirmationLink LinkOpening UnitAnswer": "what units answer: staff and the unit alone read it",
    "Objection": "readers learn how many there are, no text",
    "Upload Finding Answer": "reading a workbook: staff alone read it",
    "Mail Membership Event": "mail, roles and the record: staff alone read it",
    "PublicCheck PublicState": "written by the program about its own pages",
    "SignedFile": "read out of a signed file, tests of signing",
}
"""Tables of which neither a letter nor a public form tells a text."""
STEERING = {
    "by which blocks, columns and rows stand where": "blocks component_order ranking_columns",
    "code of a group": "counts_group",
    "numbers by code": "low_rates",
}
"""Settings of the letterhead that hold codes, by the reason; all others that hold texts get the words."""


def texts_of(model: type[models.Model]) -> Iterator[models.Field[Any, Any]]:
    """The fields of a table in which anything may be written."""
    left = {name for names in LEFT.values() for name in names.split()}
    for field in model._meta.get_fields():
        if (
            isinstance(field, models.CharField | models.TextField | models.JSONField | models.FileField)
            and f"{model.__name__}.{field.name}" not in left
        ):
            yield field


def told() -> list[type[models.Model]]:
    """The tables whose texts letters and public forms may tell."""
    aside = {name for names in NOT_TOLD for name in names.split()}
    return [model for model in apps.get_app_config("scores").get_models() if model.__name__ not in aside]


def harmed(letterhead: dict[str, Any]) -> dict[str, Any]:
    """An office's letterhead, complete, with the words in each text and a text in each list."""
    steering = {name for names in STEERING.values() for name in names.split()}
    shown = {**DEFAULTS, "paper": True, **letterhead, "requests": [{"text": WORDS}]}
    return shown | {
        key: [WORDS] if isinstance(value, list) else WORDS
        for key, value in shown.items()
        if isinstance(value, list | str) and key not in steering | {"requests"}
    }


@pytest.fixture(scope="module")
def office(reference: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Office]:
    """An office whose every word, and every word of the catalogue it rests on, would do harm."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield _harmed_office()
        transaction.set_rollback(True)


def _harmed_office() -> Office:
    office = Office.objects.get(slug="hung-yen")
    own = unit_of(office, "2025-Q3", "tỉnh Hưng Yên")
    rows = [(unit, code, {**figures, "note": WORDS}) for unit, code, figures in province(office)]
    for model in told():
        words = {
            field.name: WORDS[: field.max_length or None]
            for field in texts_of(model)
            if not isinstance(field, models.JSONField)
        }
        if words and model._default_manager.exists():
            model._default_manager.update(**words)
    office.refresh_from_db()
    office.letterhead = harmed(office.letterhead)
    office.save(update_fields=["letterhead"])
    office = Office.objects.get(slug="hung-yen")
    said = {"source_note": WORDS, "letter_facts": {"number": WORDS, "date": "2024-11-05", "bases": [WORDS]}}
    first = publish(office, "2024-10", rows, **said)
    issued = _letter(
        first, number=WORDS[:60], notation=WORDS[:60], issued_on=PUBLISHED_AT.date(), register="so"
    )
    _letter(first, kind=SLIP, rectifies=issued, place=WORDS, wrong=WORDS, right=f"{WORDS} x")
    Release.objects.filter(pk=first.pk).update(state=State.REPLACED)
    again = {
        "version": 2,
        "reason": WORDS,
        "correction_kind": CorrectionKind.ENTRY,
        "correction_asked_by": WORDS,
    }
    publish(office, "2024-10", rows, **said, **again)
    total = (own, "total", {"points": "75", "note": WORDS})
    publish(office, "2024-09", [row for row in rows if row[1] == "total"], **said)
    publish(office, "2025-07", [total], **said)
    publish(office, "2025-Q3", [(own, "I.1", {"count": 3, "note": WORDS})], **said)
    factories.withdraw(publish(office, "2025-08", [total]), WORDS)
    return office


def _letter(release: Release, kind: str = "province", **fields: Any) -> Letter:
    return Letter.objects.create(release=release, kind=kind, title=WORDS, pages=1, **fields)


def test_no_text_is_passed_over_without_a_reason(office: Office) -> None:
    """A new field, table or setting gets the words, or stands in a list above with the reason."""
    every = {model.__name__: model for model in apps.get_app_config("scores").get_models()}
    left = [name.split(".") for names in LEFT.values() for name in names.split()]
    assert {name for names in NOT_TOLD for name in names.split()} <= set(every)
    assert all(every[model]._meta.get_field(field) for model, field in left)
    assert {name for names in STEERING.values() for name in names.split()} <= set(DEFAULTS)
    empty = [
        f"{model.__name__}.{field.name}"
        for model in told()
        for field in texts_of(model)
        if not any(
            WORDS[:10] in str(text) for text in model._default_manager.values_list(field.name, flat=True)
        )
    ]
    assert empty == []
    for model, name in left:
        field = every[model]._meta.get_field(name)
        assert isinstance(field, models.Field)
        if field.choices or isinstance(field, models.SlugField | models.URLField):
            for words in (WORDS, "javascript:alert(1)"):
                with pytest.raises(ValidationError):
                    field.clean(words, None)


def test_every_whole_letter_prints_the_words_and_nothing_acts(office: Office) -> None:
    release = Release.objects.get(office=office, period="2024-10", version=2)
    quarter = Release.objects.get(office=office, period="2025-Q3")
    slip = Letter.objects.get(release__office=office, kind=SLIP)
    sheet = letters.unit_sheet(release, release.results.filter(level=Level.DISTRICT)[0].unit_id)
    notice = letters.compose(release)
    assert notice.recipients == (WORDS,)
    assert notice.signer == WORDS
    made = [(notice, 20), (letters.compose(quarter), 10), (letters.document_of(slip), 8), (sheet, 8)]
    for document, least in made:
        pdf = letters.laid_out(document).pdf
        printed = "".join(paper.text(pdf).split()).casefold()
        assert printed.count("<script>alert(1)</script>") > least, document.kind
        assert "root:x:0" not in printed
        with paper.opened(pdf) as file:
            acting = {"/URI", "/JS", "/Launch", "/OpenAction", "/AA", "/GoToR", "/SubmitForm"}
            kept = [one for one in file.objects if isinstance(one, pikepdf.Dictionary)]
            assert not [one for one in kept if acting & {str(key) for key in one}], document.kind


def test_pictures_hold_the_words_as_text(office: Office) -> None:
    client, seen = Client(), 0
    release = Release.objects.get(office=office, period="2024-10", version=2)
    unit = release.results.filter(level=Level.DISTRICT)[0].unit
    own = unit_of(office, "2024-10", release.results.filter(level=Level.PROVINCE)[0].unit_name)
    for slug in (unit.slug, own.slug):
        for name in ("bieu-do", "vi-sao"):
            answer = client.get(f"/don-vi/{slug}/{name}.svg")
            if answer.status_code == 200:
                seen += 1
                tree = ElementTree.fromstring(answer.content, forbid_dtd=True)
                tags = {str(one.tag).rsplit("}")[-1] for one in tree.iter()}
                assert not tags & {"script", "img", "image", "foreignObject", "a", "use"}
                assert "<script>alert(1)" in "".join(tree.itertext())
    assert seen

    for address in (f"/don-vi/{unit.slug}", "/ky/hung-yen/2024-10", "/xep-hang/hung-yen/2024-10/district"):
        picture = Image.open(BytesIO(client.get(f"{address}/chia-se.png").content))
        assert picture.size == (card_picture.WIDTH, card_picture.HEIGHT)
        assert picture.info == {}  # no words beside the picture
    card = cards.of_unit(portrait(own))
    assert card is not None
    drawn = [one.words for one in card_picture.placed(card, WORDS) if isinstance(one, card_picture.Text)]
    assert "".join(WORDS.split()) in "".join("".join(drawn).split())


def test_public_forms_hold_the_words_as_text(office: Office) -> None:
    release = Release.objects.get(office=office, period="2024-10", version=2)
    client = Client()
    own = release.results.filter(level=Level.DISTRICT)[0].unit.slug
    table = "/xep-hang/hung-yen/2024-10/district"
    pages = ["/", "/xep-hang/", f"{table}/", "/ky/hung-yen/2024-10/", "/ky/", "/van-ban/", "/du-lieu/"]
    pages += ["/don-vi/", f"/don-vi/{own}/", "/chi-so/", "/dinh-chinh/", "/ky/hung-yen/2024-10/?lan=1"]
    for address in pages:
        page = _Scripts()
        answer = client.get(address, follow=True)
        page.feed(answer.content.decode())
        assert answer.status_code == 200, address
        assert page.harm == [], address
    for address in ("/ky/hung-yen/", f"/don-vi/{own}/", "/dinh-chinh/"):
        ElementTree.fromstring(client.get(f"{address}atom.xml").content)
    for address in ("/api/v1/rankings/?office=hung-yen&period=2024-10&level=district", "/api/v1/units/"):
        json.loads(client.get(address).content)
    for file in (table, f"/don-vi/{own}/so-lieu", "/du-lieu/hung-yen"):
        lines = client.get(f"{file}.csv").content.decode("utf-8-sig")
        assert "script" in lines, file
        assert not [
            cell for row in csv.reader(StringIO(lines)) for cell in row if cell[:1] in {"=", "+", "@"}
        ]
        book = openpyxl.load_workbook(BytesIO(client.get(f"{file}.xlsx").content))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert not [cell.value for cell in cells if cell.data_type == "f"], file


class _Scripts(HTMLParser):
    """What of the words has become part of the page itself."""

    def __init__(self) -> None:
        super().__init__()
        self.harm: list[str] = []
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag
        if tag == "img" or any(name.startswith("on") for name, _ in attrs):
            self.harm.append(self.get_starttag_text() or tag)

    def handle_data(self, data: str) -> None:
        if self._inside == "script" and data.strip().startswith("alert"):
            self.harm.append(data)
