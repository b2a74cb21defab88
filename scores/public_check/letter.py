"""The letter's PDF as handed out: its text read back, and every figure in it held against the frozen ones."""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Iterable, Iterator

from pypdf import PdfReader

from scores import letters
from scores.letters import wording
from scores.letters.document import Document
from scores.models import REPORT, Office, Release, Result
from scores.public_check.forms import ABSENT, Tally
from scores.public_check.report import hold_report
from scores.public_check.written import plain, vietnamese

PDF = "Văn bản PDF"
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{3})+|\d+(?:,\d+)?")
_WITH_PLACES = re.compile(r"\d+,\d+")


def check_letter(tally: Tally, release: Release, rows: list[Result]) -> None:
    """Two steps: the PDF's text is the letter's, word for word; the letter's figures are the frozen ones."""
    kind = letters.kind_of(release)
    if kind == Office.LetterKind.NONE:
        return
    letter = release.letters.filter(kind=kind).first()
    if letter is None:
        tally.hold(PDF, f"/ky/{release.office.slug}/{release.period}/", "", "văn bản", kind, ABSENT)
        return
    address = f"/van-ban/{letter.pk}.pdf"
    data = tally.fetch(PDF, address).content
    tally.hold(PDF, address, "", "mã băm SHA-256", letter.handed_out_sha256, hashlib.sha256(data).hexdigest())
    document = letters.document_of(letter)
    rows = [*rows, *Result.objects.filter(release__in=letter.months).select_related("indicator")]
    _hold_text(tally, address, document, data)
    _hold_tables(tally, address, document, release, rows)
    _hold_body(tally, address, document, release, rows)
    if letter.kind == REPORT:
        hold_report(tally, PDF, address, document, release, letter)


def _hold_text(tally: Tally, address: str, document: Document, data: bytes) -> None:
    """Every paragraph and every line of a table stands in the PDF. Lines break anywhere: blanks count not."""
    furniture = _squeezed(document.unsigned_line)
    pages = [_squeezed(page.extract_text()) for page in PdfReader(io.BytesIO(data)).pages]
    if furniture:
        pages = [page.replace(furniture, "") for page in pages]
    # A page's number comes first in its text and cuts through what runs over; a paragraph may begin so too.
    texts = "".join(pages), "".join(re.sub(r"^\d+", "", page) for page in pages)

    def found(part: str) -> str:
        return part if any(_squeezed(part) in text for text in texts) else ABSENT

    for paragraph in document.body:
        tally.hold(PDF, address, "", "đoạn văn", paragraph.text, found(paragraph.text))
    for table in document.tables:
        for row in table.rows:
            line = " ".join(cell for cell in row.cells if cell)
            tally.hold(PDF, address, "", "dòng của bảng", line, found(line))


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text.replace("\u00a0", ""))


def _hold_tables(
    tally: Tally, address: str, document: Document, release: Release, rows: list[Result]
) -> None:
    """The figures of a line are those of the unit it names, of the office's own where it names none."""
    own = release.office.unit_for(release.period)
    bodies = {wording.body_of(row.level, row.unit_name): row.unit_id for row in rows}
    for appendix in document.appendices:
        if appendix.table.two_versions:
            continue
        for line in appendix.table.rows:
            name, *cells = line.cells[1:]
            unit_id = bodies.get(name, own.pk)
            known = set(_known(row for row in rows if row.unit_id == unit_id))
            for number in _numbers(cells):
                tally.hold(
                    PDF, address, name, "số trong phụ lục", number, number if number in known else ABSENT
                )


def _hold_body(tally: Tally, address: str, document: Document, release: Release, rows: list[Result]) -> None:
    """Figures with decimal places in the text are frozen ones, or stand in the office's own wording, or in
    words that were approved with this release and held against its figures then.
    """
    known = set(_known(rows))
    written = release.letter_blocks.order_by("block").values_list("text", flat=True)
    worded = "\n".join([json.dumps(release.office.letterhead, ensure_ascii=False), release.reason, *written])
    for paragraph in document.body:
        for number in _WITH_PLACES.findall(paragraph.text):
            # Limits stand in the letterhead as JSON writes them: 92.5 for 92,5.
            found = vietnamese(number) in known or number in worded or vietnamese(number) in worded
            tally.hold(PDF, address, "", "số trong văn bản", number, number if found else ABSENT)


def _numbers(cells: Iterable[str]) -> Iterator[str]:
    for cell in cells:
        for number in _NUMBER.findall(cell):
            yield vietnamese(number)


def _known(rows: Iterable[Result]) -> Iterator[str]:
    """All figures frozen of some rows, and what is printed beside them: maxima and targets."""
    for row in rows:
        yield from (
            plain(abs(value))
            for value in (
                *(row.points, row.rate, row.count, row.count_of, row.change, row.rank, row.rank_change),
                *(row.national_average, row.national_rank, row.national_of, row.indicator.maximum),
            )
            if value is not None
        )
        # National ranks are printed with two digits.
        yield from (f"{value:02d}" for value in (row.national_rank,) if value is not None)
        yield from (vietnamese(number) for number in _NUMBER.findall(row.target))
