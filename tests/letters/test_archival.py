"""A letter is PDF/A-3a and PDF/UA-1 at once, carries its tables as data, and is the same bytes again."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from io import StringIO

import page
import pikepdf
import pytest

from scores.letters import MadeLetter, archival, laid_out
from scores.letters.document import Appendix, Column, Document, Row, Table
from scores.letters.paper import lay_out
from tests.letters import paper
from tests.letters.plain_letter import LETTER

Letters = dict[str, MadeLetter]
STANDARDS = ("3a", "ua1")


@pytest.fixture(scope="module")
def plain() -> bytes:
    return laid_out(LETTER).pdf


def failures(pdf: bytes, standard: str) -> list[str]:
    """What a validator of its own finds."""
    found = [failure.rule_id for failure in page.validate_pdf_bytes(pdf, profile=standard).failures]
    if _lengths_are_exact(pdf):
        # Where a stream's last byte is CR, it takes that for a part of the line's end.
        found = [rule for rule in found if "STREAM-LENGTH" not in rule]
    return found


def _lengths_are_exact(pdf: bytes) -> bool:
    streams = re.finditer(rb"/Length (\d+)[^>]*>>\s*stream\n", pdf)
    return all(pdf[stream.end() + int(stream[1]) :].startswith(b"\nendstream") for stream in streams)


@pytest.mark.django_db
@pytest.mark.parametrize("standard", STANDARDS)
def test_every_letter_of_the_demonstration_conforms(demo_letters: Letters, standard: str) -> None:
    found = {key: failures(made.pdf, standard) for key, made in demo_letters.items()}

    assert len(found) == 9
    assert not any(found.values()), found


def test_without_the_finisher_neither_standard_is_met(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archival, "finish", None)
    made = lay_out(LETTER)  # here, and not in the process where letters are laid out

    assert {"PDFUA1-ID-PART-001", "PDFUA1-HEADING-NESTING-001"} <= set(failures(made.pdf, "ua1"))


@pytest.mark.parametrize(
    ("part", "broken", "standard"),
    [
        (b"pdfaid:part", b"pdfaid:past", "3a"),
        (b"pdfuaid:part=", b"pdfuaid:past=", "ua1"),
        (b"<pdfaExtension:schemas>", b"<pdfaExtension:schemes>", "3a"),
    ],
)
def test_a_file_that_declares_wrongly_is_refused(
    plain: bytes, part: bytes, broken: bytes, standard: str
) -> None:
    assert failures(plain, standard) == []
    assert part in plain

    assert failures(plain.replace(part, broken), standard) != []


@pytest.mark.parametrize("missing", ["/StructTreeRoot", "/Lang", "/MarkInfo", "/Metadata"])
def test_a_file_that_lost_what_a_reader_needs_is_refused(plain: bytes, missing: str) -> None:
    with paper.opened(plain) as document:
        del document.Root[missing]
        pdf = paper.saved(document)

    assert any(failures(pdf, standard) for standard in STANDARDS)


def test_title_language_and_headings_are_told_to_a_reader(plain: bytes) -> None:
    with paper.opened(plain) as document:
        assert document.Root.Lang == "vi"
        assert document.Root.ViewerPreferences.DisplayDocTitle
        assert document.docinfo["/Title"] == LETTER.title
        elements = [
            thing
            for thing in document.objects
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/StructElem"
        ]
    kinds = [str(element.S) for element in elements]
    assert kinds.count("/H1") == kinds.count("/H2") == len(LETTER.appendices)
    assert "/H3" not in kinds
    headers = [element for element in elements if element.S == "/TH"]
    assert headers
    assert all(element.A.Scope == "/Column" for element in headers)


def test_page_numbers_and_the_foot_are_no_part_of_the_text_read_aloud() -> None:
    long = LETTER.appendices[0].table.rows * 40
    table = replace(LETTER.appendices[0].table, rows=long)
    made = laid_out(replace(LETTER, appendices=(replace(LETTER.appendices[0], table=table),)))
    with paper.opened(made.pdf) as document:
        streams = [sheet.Contents.read_bytes() for sheet in document.pages]

    assert len(streams) >= 3
    assert [b"/Pagination" in stream for stream in streams] == [True] * len(streams)


def test_tables_travel_as_data_cell_for_cell(plain: bytes) -> None:
    with paper.opened(plain) as document:
        assert list(document.attachments) == ["phu-luc-1.csv", "phu-luc-2.csv"]
        assert len(document.Root.AF) == 2
        assert all(file.AFRelationship == "/Data" for file in document.Root.AF)
        texts = [file.get_file().read_bytes().decode("utf-8-sig") for file in document.attachments.values()]

    for appendix, text in zip(LETTER.appendices, texts, strict=True):
        titles, *rows = csv.reader(StringIO(text, newline=""))
        assert titles == [column.title for column in appendix.table.columns]
        assert [tuple(row) for row in rows] == [row.cells for row in appendix.table.rows]


def test_a_cell_with_separators_and_line_ends_stays_one_cell() -> None:
    odd = 'a,"b";\nc'
    rows = (Row(("1", odd)), Row(("=1+1", "-0,80")), Row(("-A1", "@x")))
    table = Table((Column("Stt"), Column("Tên")), rows)
    made = laid_out(_with(LETTER, Appendix("Phụ lục", ("THỬ",), "", table)))
    with paper.opened(made.pdf) as document:
        text = document.attachments["phu-luc-1.csv"].get_file().read_bytes().decode("utf-8-sig")

    # Falls stay numbers; what a spreadsheet would compute becomes text.
    assert list(csv.reader(StringIO(text, newline="")))[1:] == [
        ["1", odd],
        ["'=1+1", "-0,80"],
        ["'-A1", "'@x"],
    ]


def test_the_same_letter_is_the_same_bytes(plain: bytes) -> None:
    assert laid_out(LETTER).pdf == plain


def _with(letter: Document, appendix: Appendix) -> Document:
    return replace(letter, appendices=(appendix,))
