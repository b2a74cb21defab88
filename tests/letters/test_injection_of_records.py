"""Harmful words in every text of every table that a release rests on: letters and public forms print them."""

from __future__ import annotations

import csv
import json
import re
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from defusedxml import ElementTree
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.test import Client
from PIL import Image
from pytest_django import DjangoDbBlocker

from scores import card_picture, cards, letters, sheet_archive
from scores.letters import docx, metadata
from scores.letters.document import Document
from scores.letters.letterhead import DEFAULTS
from scores.models import SLIP, Letter, Level, Office, Release
from scores.portrait import portrait
from tests.letters import paper
from tests.letters.harmed import (
    KINDS,
    LEFT,
    NOT_TOLD,
    STEERING,
    edited,
    harmed_office,
    kinds_in,
    texts_of,
    told,
    words,
)
from tests.letters.inert import outside_pdf, outside_word, without_network, word_text
from tests.letters.published import unit_of

pytestmark = pytest.mark.django_db
EVERY = set(range(len(KINDS)))


@pytest.fixture(scope="module")
def office(reference: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Office]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield harmed_office()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def alone() -> Iterator[None]:
    """Nobody outside is asked for anything in these tests, whoever it is for."""
    with without_network():
        yield


@pytest.fixture
def release(office: Office) -> Release:
    return Release.objects.get(office=office, period="2024-10", version=2)


def test_no_text_is_passed_over_without_a_reason(office: Office) -> None:
    """A new field, table or setting gets the words, or stands in a list of `harmed` with the reason."""
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
            kind[:8] in str(text) or edited(place)[:8] in str(text)
            for text in model._default_manager.values_list(field.name, flat=True)
            for place, kind in enumerate(KINDS)
        )
    ]
    assert empty == []
    for model, name in left:
        field = every[model]._meta.get_field(name)
        assert isinstance(field, models.Field)
        if field.choices or isinstance(field, models.SlugField | models.URLField):
            for harm in (words(), "javascript:alert(1)"):
                with pytest.raises(ValidationError):
                    field.clean(harm, None)


def _letters(release: Release) -> dict[str, Document]:
    """Each kind of letter there is of the office, by what it is called."""
    quarter = Release.objects.get(office=release.office, period="2025-Q3")
    slip = Letter.objects.get(release__office=release.office, kind=SLIP)
    sheet = letters.unit_sheet(release, release.results.filter(level=Level.DISTRICT)[0].unit_id)
    found = {"notice": letters.compose(release), "report": letters.compose(quarter)}
    return found | {"slip": letters.document_of(slip), "sheet": sheet}


def test_every_whole_letter_prints_the_words_and_nothing_acts(release: Release) -> None:
    made = _letters(release)
    assert [kinds_in(name) for name in (*made["notice"].recipients, made["notice"].signer)] == [EVERY] * 2
    for name, document in made.items():
        pdf = letters.laid_out(document).pdf
        assert kinds_in(paper.text(pdf)) == EVERY, name
        assert outside_pdf(pdf) == [], name
        file = docx.lay_out(document)
        assert outside_word(file) == [], name
        assert kinds_in(word_text(file)) == EVERY, name


def test_edited_words_stand_in_the_finished_letters(release: Release) -> None:
    made = _letters(release)
    for name, places in (("notice", (1, 4)), ("report", (1, 3))):
        paragraphs = [paragraph.text for paragraph in made[name].body]
        assert [place for place in places if edited(place) not in paragraphs] == [], name


def test_metadata_hold_the_words_as_text(release: Release) -> None:
    issued = Letter.objects.get(release__version=1, release__period="2024-10", kind="province")
    told = metadata.of(issued, letters.compose(release))
    tree = ElementTree.fromstring(metadata.as_xml(told).encode(), forbid_dtd=True)
    assert {len(one) for one in tree} == {0}
    assert kinds_in(" ".join(tree.itertext())) == EVERY
    assert json.loads(metadata.as_json(told)) == told


def test_archive_of_sheets_holds_the_words_in_its_index_alone(
    release: Release, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    units = [release.results.filter(level=Level.DISTRICT)[0].unit_id]
    monkeypatch.setattr(sheet_archive, "unit_ids", lambda release: units)
    packed = BytesIO()
    sheet_archive.write_archive(release, packed)
    with zipfile.ZipFile(packed) as archive:
        assert all(re.fullmatch(r"[0-9a-z-]+\.(pdf|csv)", name) for name in archive.namelist())
        index = archive.read(sheet_archive.INDEX).decode("utf-8-sig")
        assert [outside_pdf(archive.read(name)) for name in archive.namelist() if name.endswith(".pdf")] == [
            []
        ]
    assert kinds_in(index)
    assert not [cell for row in csv.reader(StringIO(index)) for cell in row if cell[:1] in {"=", "+", "@"}]


def test_pictures_hold_the_words_as_text(office: Office, release: Release) -> None:
    client = Client()
    unit = release.results.filter(level=Level.DISTRICT)[0].unit
    own = unit_of(office, "2024-10", release.results.filter(level=Level.PROVINCE)[0].unit_name)
    drawn = [f"/don-vi/{slug}/{name}.svg" for slug in (unit.slug, own.slug) for name in ("bieu-do", "vi-sao")]
    answers = [client.get(address) for address in (*drawn, "/ban-do/ca-nuoc/2024-10.svg")]
    seen = [answer.content for answer in answers if answer.status_code == 200]
    assert len(seen) >= 2
    assert answers[-1].status_code == 200
    for picture in seen:
        tree = ElementTree.fromstring(picture, forbid_dtd=True)
        tags = {str(one.tag).rsplit("}")[-1] for one in tree.iter()}
        assert not tags & {"script", "img", "image", "foreignObject", "a", "use"}
        assert not [name for one in tree.iter() for name in one.attrib if name.startswith("on")]
        assert kinds_in("".join(tree.itertext()))

    for address in (f"/don-vi/{unit.slug}", "/ky/hung-yen/2024-10", "/xep-hang/hung-yen/2024-10/district"):
        image = Image.open(BytesIO(client.get(f"{address}/chia-se.png").content))
        assert image.size == (card_picture.WIDTH, card_picture.HEIGHT)
        assert image.info == {}  # no words beside the picture
    card = cards.of_unit(portrait(own))
    assert card is not None
    said = [one.words for one in card_picture.placed(card, words()) if isinstance(one, card_picture.Text)]
    assert kinds_in("".join(said)) == EVERY


def test_public_forms_hold_the_words_as_text(release: Release) -> None:
    client = Client()
    own = release.results.filter(level=Level.DISTRICT)[0].unit.slug
    table = "/xep-hang/hung-yen/2024-10/district"
    pages = ["/", "/xep-hang/", f"{table}/", "/ky/hung-yen/2024-10/", "/ky/", "/van-ban/", "/du-lieu/"]
    pages += ["/don-vi/", f"/don-vi/{own}/", "/chi-so/", "/dinh-chinh/", "/ky/hung-yen/2024-10/?lan=1"]
    pages += ["/ban-do/ca-nuoc/2024-10/"]
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
