"""Letters from published results: facts, wording, parts, and their HTML and PDF."""

from __future__ import annotations

from dataclasses import dataclass, replace

from scores.letters import markup, rendering
from scores.letters.compose import body_of_draft, compose, compose_slip, given_back, kind_of
from scores.letters.document import Document
from scores.letters.replacing import newest_issued, reference, replaced_letter
from scores.letters.report_facts import months_in_force, months_since, releases_told
from scores.letters.slip import Slip
from scores.letters.unit_sheet import UNIT_SHEET, has_sheets, unit_sheet, unit_sheets
from scores.letters.unit_sheet_facts import letter_of, unit_ids
from scores.models import REPORT, Letter, Release

__all__ = [
    "UNIT_SHEET",
    "MadeLetter",
    "Slip",
    "article",
    "body_of_draft",
    "compose",
    "compose_slip",
    "document_of",
    "for_signing",
    "given_back",
    "has_sheets",
    "html",
    "kind_of",
    "laid_out",
    "letter_of",
    "make",
    "months_in_force",
    "months_since",
    "newest_issued",
    "reference",
    "replaced_letter",
    "unit_ids",
    "unit_sheet",
    "unit_sheets",
]


@dataclass(frozen=True)
class MadeLetter:
    """A finished, unsigned letter: a kind of `Office.LetterKind`, the title as in `V/v`, bytes and code."""

    kind: str
    title: str
    pdf: bytes
    pages: int
    check_code: str


def make(release: Release, *, kind: str = "") -> MadeLetter:
    """The PDF of a published release's letter, of the office's kind unless another is named.

    ValueError (Vietnamese) if none can be made: not published, an unknown kind, a letterhead that is wrong.
    """
    return laid_out(compose(release, kind))


def laid_out(document: Document, *, watermark: str = "") -> MadeLetter:
    """The PDF of a composed letter, the watermark across every page; made by a process of its own.

    NotRenderedError (a ValueError, Vietnamese) where it goes beyond what one letter may cost.
    """
    made = rendering.lay_out(document, watermark)
    return MadeLetter(document.kind, document.title, made.pdf, made.pages, document.check_code)


def document_of(letter: Letter) -> Document:
    """The parts of a letter as it is kept; ValueError as `make`."""
    if letter.rectifies is not None:
        return compose_slip(Slip(letter.rectifies, letter.place, letter.wrong, letter.right))
    if letter.kind == REPORT:
        return compose(letter.release, letter.kind, months=releases_told(letter))
    return compose(letter.release, letter.kind)


def for_signing(letter: Letter) -> bytes:
    """The PDF of a letter as it is to be signed: the same, without the line that it is not."""
    return laid_out(replace(document_of(letter), unsigned_line="")).pdf


def html(release: Release, *, kind: str = "") -> str:
    """The same letter as one HTML file with its style; ValueError as `make`."""
    return markup.file(compose(release, kind), with_style=True)


def article(release: Release, *, kind: str = "") -> str:
    """The same letter as an `<article>` to stand on a page of the site; ValueError as `make`."""
    return markup.article(compose(release, kind))
