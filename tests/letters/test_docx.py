"""The Word file is the same letter: converted by LibreOffice it reads and looks like our own PDF."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordFile
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph as WordParagraph

from scores import letters
from scores.differences import Difference
from scores.letters import Slip
from scores.letters import docx as word
from scores.letters.document import Document, Paragraph
from scores.letters.replacing import Replacing
from scores.models import Indicator, Letter
from tests.letters import paper
from tests.letters.plain_letter import LETTER

HOSTILE = ("{{ 7*7 }} {% now %}", "<w:p>&amp;]]></w:p>", "{ MERGEFIELD ten } «ten»", "=CMD|calc!A1 ${x}")
PROVINCE, DISTRICT, COMPONENTS = "hung-yen 2024-10", "tien-lu 2024-08", "tinh-khong-neu-ten 2023-11"
REPORT = "hung-yen 2025-Q3"
LETTERS = (PROVINCE, DISTRICT, COMPONENTS, REPORT, "161 rows", "replacing", "slip", "hostile")
TABLES = (PROVINCE, DISTRICT, COMPONENTS, "161 rows", "replacing")
_ISSUED = Letter(
    number="355", notation="VPUB-PVHCC&KSTT", issued_on=date(2024, 11, 5), title="Công bố kết quả"
)


@dataclass(frozen=True)
class Both:
    """A letter as our PDF, as Word file, and what LibreOffice makes of that."""

    document: Document
    ours: bytes
    docx: bytes
    theirs: bytes

    @property
    def file(self) -> WordFile:
        return docx.Document(io.BytesIO(self.docx))

    @property
    def headings(self) -> list[list[str]]:
        """The words of each table's heading."""
        titles = [[column.title for column in table.columns] for table in self.document.tables]
        return [" ".join(words).split() for words in titles]

    def words(self, pdf: bytes) -> list[str]:
        """All words in order; headings that stand again on a further page stand once."""
        found: list[str] = []
        for page in paper.drawn(pdf):
            again = next((len(words) for words in self.headings if page[: len(words)] == words), 0)
            found += page[again:]
        return found


@pytest.fixture(scope="module")
def made(demo_documents: dict[str, Document], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Both]:
    """All letters, converted by one LibreOffice: starting it takes longer than its work."""
    documents = {key: demo_documents[key] for key in (PROVINCE, DISTRICT, COMPONENTS, REPORT)}
    documents |= {"161 rows": _long(documents[PROVINCE]), "replacing": _replacing(), "slip": _slip()}
    documents["hostile"] = _hostile()
    folder = tmp_path_factory.mktemp("docx")
    files = {key: word.lay_out(document) for key, document in documents.items()}
    paths = {key: folder / f"{place}.docx" for place, key in enumerate(files)}
    for key, path in paths.items():
        path.write_bytes(files[key])
    _convert(list(paths.values()), folder)
    return {
        key: Both(
            document, letters.laid_out(document).pdf, files[key], paths[key].with_suffix(".pdf").read_bytes()
        )
        for key, document in documents.items()
    }


def _convert(files: list[Path], folder: Path) -> None:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, *map(str, files)], check=True, capture_output=True, timeout=180)


def _long(document: Document) -> Document:
    """The province's notice with 161 units in its ranking, no two lines alike."""
    first, ranking = document.appendices
    rows = ranking.table.rows
    long = tuple(
        replace(
            rows[1 + line % 10], cells=(str(line), *rows[1 + line % 10].cells[1:-2], f"{line / 2}", "Tốt")
        )
        for line in range(1, 162)
    )
    return replace(document, appendices=(first, replace(ranking, table=replace(ranking.table, rows=long))))


def _replacing() -> Document:
    indicator = Indicator(short_name="Tổng điểm")
    found = [Difference(f"Xã {place}", indicator, "88,64", "88,46", "2", "3") for place in range(1, 40)]
    instead = Replacing("Công văn số 355/VPUB-PVHCC&KSTT ngày 05/11/2024", "nhập nhầm", tuple(found))
    assert instead.table is not None
    appendix = replace(LETTER.appendices[0], title=instead.table.title, table=instead.table.table)
    return replace(LETTER, body=(*instead.opening("UBND huyện"), *LETTER.body), appendices=(appendix,))


def _slip() -> Document:
    slip = Slip(_ISSUED, "mục Nơi nhận", "UBND tĩnh", "UBND tỉnh")
    one = ("Các phòng, ban của huyện",)
    return replace(LETTER, body=slip.body("UBND huyện"), recipients=one, receivers=(), appendices=())


def _hostile() -> Document:
    """What a unit's name or an office's letterhead may hold to become more than text."""
    text = " ".join(HOSTILE)
    appendix = LETTER.appendices[0]
    row = appendix.table.rows[0]
    rows = (replace(row, cells=("1", text, "88,68")), *appendix.table.rows[1:])
    assert LETTER.head is not None
    return replace(
        LETTER,
        subject=text,
        head=replace(LETTER.head, superior=HOSTILE[1], subject=f"V/v {text}"),
        recipients=(HOSTILE[0],),
        body=(Paragraph("opening", f"{text}\x0b\x00 hết./."),),
        signer=HOSTILE[2],
        receivers=HOSTILE,
        appendices=(replace(appendix, title=(text,), table=replace(appendix.table, rows=rows)),),
    )


pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once("made of the letter's parts, which other tests compose on both databases"),
]


@pytest.mark.parametrize("key", [key for key in LETTERS if key != "hostile"])
def test_text_and_figures_are_those_of_our_pdf_in_order(made: dict[str, Both], key: str) -> None:
    both = made[key]

    assert both.words(both.theirs) == both.words(both.ours)
    assert len(both.words(both.ours)) > 100


@pytest.mark.parametrize("key", LETTERS)
def test_margins_hold_page_numbers_and_foot_as_in_our_pdf(made: dict[str, Both], key: str) -> None:
    ours, theirs = (paper.words(pdf) for pdf in (made[key].ours, made[key].theirs))

    def above(pages: list[list[paper.Word]]) -> list[str]:
        return [" ".join(word.text for word in page if word.bottom < 20) for page in pages]

    def below(pages: list[list[paper.Word]]) -> list[set[str]]:
        return [{word.text for word in page if word.top > 277} for page in pages]

    assert above(theirs) == above(ours)
    assert below(theirs) == below(ours)
    for page in theirs:
        for word_at in page:
            if word_at.bottom < 20:
                assert abs((word_at.left + word_at.right) / 2 - (30 + 194) / 2) < 1
            elif word_at.top < 277:
                assert word_at.left >= 30 - 0.1
                assert word_at.right <= 210 - 15


@pytest.mark.parametrize("key", LETTERS)
def test_page_is_a4_and_its_pieces_stand_where_ours_do(made: dict[str, Both], key: str) -> None:
    for sheet in paper.opened(made[key].theirs).pages:
        assert [round(float(side) / paper.POINTS_PER_MM) for side in sheet.mediabox[2:]] == [210, 297]
    landmarks = {"CỘNG", "Độc", "Số:", "Kính", "nhận:", "Stt", "STT"}
    ours, theirs = (paper.words(pdf) for pdf in (made[key].ours, made[key].theirs))
    found = [_places(pages, landmarks) for pages in (ours, theirs)]

    assert found[0].keys() == found[1].keys()
    for mark, (page, left, top) in found[0].items():
        assert found[1][mark][0] == page
        assert abs(found[1][mark][1] - left) < 4, mark
        assert abs(found[1][mark][2] - top) < 6, mark


def _places(pages: list[list[paper.Word]], landmarks: set[str]) -> dict[str, tuple[int, float, float]]:
    found: dict[str, tuple[int, float, float]] = {}
    for number, page in enumerate(pages):
        for word_at in page:
            if word_at.text in landmarks:
                found.setdefault(word_at.text, (number, word_at.left, word_at.top))
    return found


@pytest.mark.parametrize("key", TABLES)
def test_appendix_tables_repeat_their_heading_and_cut_no_row(made: dict[str, Both], key: str) -> None:
    both = made[key]
    tables = both.file.tables[-len(both.document.appendices) :]
    for table, appendix in zip(tables, both.document.appendices, strict=True):
        rows = table._tbl.tr_lst
        assert [row.find(f".//{qn('w:tblHeader')}") is not None for row in rows] == [True] + [False] * (
            len(rows) - 1
        )
        assert all(row.find(f".//{qn('w:cantSplit')}") is not None for row in rows)
        written = [tuple(cell.text for cell in row.cells) for row in table.rows]
        titles = tuple(column.title for column in appendix.table.columns)
        assert written == [titles, *(row.cells for row in appendix.table.rows)]
        whole = sum(column.width or 0 for column in table.columns)
        for column, asked in zip(table.columns, appendix.table.columns, strict=True):
            assert asked.width is None or abs((column.width or 0) / whole * 100 - asked.width) < 0.1
    if key in ("161 rows", COMPONENTS):
        further = [page for page in paper.drawn(both.theirs)[1:] if page[:1] in (["Stt"], ["STT"])]
        assert len(further) >= 1
        assert all(page[: len(words)] == words for words in both.headings[-1:] for page in further)


@pytest.mark.parametrize("key", LETTERS)
def test_every_paragraph_has_a_named_style_of_the_letter(made: dict[str, Both], key: str) -> None:
    file = made[key].file
    used = {paragraph.style.name for paragraph in _paragraphs(file) if paragraph.style}
    named = [style for style in file.styles if style.name in used]

    assert "Normal" not in used
    for style in named:
        assert re.fullmatch(r"letter-[a-z]+", style.style_id)
        size = style.font.size.pt
        assert size in (1, 7.5, 11, 12, 12.5, 13, 13.5, 14)
    xml = zipfile.ZipFile(io.BytesIO(made[key].docx)).read("word/styles.xml").decode()
    assert set(re.findall(r'w:ascii="(.+?)"', xml)) == {"Times New Roman"}
    assert set(re.findall(r'w:lang w:val="(.+?)"', xml)) == {"vi-VN"}


def _paragraphs(file: WordFile) -> Iterator[WordParagraph]:
    yield from file.paragraphs
    for table in file.tables:
        for row in table.rows:
            for cell in row.cells:
                yield from cell.paragraphs


def test_letter_is_in_sections_each_counting_its_pages_anew(made: dict[str, Both]) -> None:
    sections = list(made[PROVINCE].file.sections)
    starts = [section._sectPr.find(qn("w:pgNumType")) for section in sections]

    assert [None if start is None else start.get(qn("w:start")) for start in starts] == [None, "1", "1"]
    assert all(section.different_first_page_header_footer for section in sections)


def test_same_parts_make_the_same_bytes_and_no_time_of_making(made: dict[str, Both]) -> None:
    both = made[PROVINCE]
    assert word.lay_out(both.document) == both.docx
    packed = zipfile.ZipFile(io.BytesIO(both.docx))
    assert {part.date_time for part in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert b"python-docx" not in b"".join(packed.read(part) for part in packed.namelist())


def test_properties_name_the_letter_its_language_and_the_day_of_its_figures(made: dict[str, Both]) -> None:
    document, properties = made[PROVINCE].document, made[PROVINCE].file.core_properties

    assert (properties.title, properties.language) == (document.title, "vi-VN")
    assert properties.author == "Văn phòng UBND tỉnh Hưng Yên"
    assert properties.created == properties.modified == document.made_at.replace(microsecond=0)
    assert properties.last_modified_by == properties.author
    long = replace(LETTER, subject="đ" * 400)
    assert len(docx.Document(io.BytesIO(word.lay_out(long))).core_properties.title) == 255


def test_what_looks_like_markup_or_a_field_is_printed_as_it_stands(made: dict[str, Both]) -> None:
    both = made["hostile"]
    # Where a line may end within such a thing, the two programs think differently.
    printed = "".join(both.words(both.theirs))
    packed = zipfile.ZipFile(io.BytesIO(both.docx))
    everything = b"".join(packed.read(part) for part in packed.namelist()).decode(errors="replace")

    for text in HOSTILE:
        assert printed.count("".join(text.split())) >= 3, text
    assert printed == "".join(both.words(both.ours))
    assert set(re.findall(r'w:instr="(.*?)"', everything)) == {"PAGE"}
    assert "instrText" not in everything
    assert not re.search(r'TargetMode="External"', everything)


def test_numbers_of_documents_are_kept_on_one_line(made: dict[str, Both]) -> None:
    packed = zipfile.ZipFile(io.BytesIO(made[PROVINCE].docx))
    text = packed.read("word/document.xml").decode()

    assert "97/UBND</w:t><w:noBreakHyphen/><w:t>PVHCC&amp;KSTT" in text
    assert "Sở Lao động - Thương binh" in text
