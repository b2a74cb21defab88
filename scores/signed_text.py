"""Whether a signed letter says what its draft says: every page, and what the clerk's tool filled in.

Only number and day may be new, at the head of the first page where the draft leaves room for them; tools that
stamp them put them at the end of that page's text. Everything else must be the same, letter for letter.
Blanks and line ends do not count: where they fall depends on who wrote the PDF.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from pypdf import PdfReader

from scores.signed_findings import Printed

_UNSIGNED = re.compile(r"Bảnchưakýsố.{1,200}?\?lan=\d+")
_CODE = re.compile(r"Mãkiểmtra:([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})")
_HEAD = "Kínhgửi"
_STAMPED = 160
"""How much a signing tool may have put at the end of the first page, in characters."""
_NUMBER = r"(?P<number>\d{0,6}[a-zđ]?)"
_FIGURE = re.compile(r"\d,\d")
_LINE = re.compile(r"Bản\s+chưa\s+ký\s+số.*?\?lan=\d+", re.DOTALL)
_WORDS = 6


@dataclass(frozen=True)
class Compared:
    faults: tuple[str, ...]
    pages: int
    printed: Printed


def compare(signed: bytes, draft: bytes) -> Compared:
    """The pages of a signed file beside the draft's; Vietnamese sentences for what differs."""
    theirs, ours = _pages(signed), _pages(draft)
    whole = "".join(map(_squeezed, theirs))
    code = _CODE.search(whole)
    filled = _filled(_compared(theirs[0]), _compared(ours[0])) if theirs and ours else None
    number, day = filled or ("", "")
    printed = Printed(number, day, code[1] if code else "", _UNSIGNED.search(whole) is not None)
    return Compared(tuple(_faults(theirs, ours, filled is not None)), len(theirs), printed)


def _pages(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _compared(page: str) -> str:
    return _UNSIGNED.sub("", _squeezed(page))


def _filled(signed: str, draft: str) -> tuple[str, str] | None:
    """Number and day on the first page, None where more than these is new."""
    head, found, rest = draft.partition(_HEAD)
    if not found:
        head, rest = "", draft
    pattern = rf"{_open(head)}{re.escape(found + rest)}(?P<stamp>.{{0,{_STAMPED}}})"
    match = re.fullmatch(pattern, signed, re.DOTALL)
    if match is None or _FIGURE.search(match["stamp"]):
        return None
    given = match.groupdict()
    parts = [given.get(part) or "" for part in ("day", "month", "year")]
    return given.get("number") or "", "/".join(parts) if all(parts) else ""


def _open(head: str) -> str:
    """The head as a pattern: where it leaves number, day and month open, the signed file may have them."""
    pattern = re.escape(head).replace("Số:/", rf"Số:{_NUMBER}/", 1)
    return re.sub(
        r"ngàythángnăm(\d{4})",
        r"ngày(?P<day>\\d{0,2})tháng(?P<month>\\d{0,2})năm(?P<year>\1)",
        pattern,
        count=1,
    )


def _faults(theirs: list[str], ours: list[str], first_page_holds: bool) -> Iterator[str]:
    if len(theirs) != len(ours):
        yield (
            f"Tệp ký có {len(theirs)} trang, bản đã lập có {len(ours)} trang. "
            "Ký đúng bản để ký của văn bản này."
        )
        return
    for number, (signed, draft) in enumerate(zip(theirs, ours, strict=True), start=1):
        if first_page_holds if number == 1 else _compared(signed) == _compared(draft):
            continue
        yield (
            f"Trang {number} của tệp ký khác bản đã lập: bản đã lập ghi “{_shown(draft, signed)}”, "
            f"tệp ký ghi “{_shown(signed, draft)}”. Ký đúng bản để ký của văn bản này, không sửa chữ và số."
        )
        return


def _shown(page: str, other: str) -> str:
    """A few words from where a page begins to differ from another, for a person to find the place."""
    words, others = (_LINE.sub("", text).split() for text in (page, other))
    at = next(
        (at for at, (one, two) in enumerate(zip(words, others, strict=False)) if one != two), len(others)
    )
    return " ".join(words[max(0, at - _WORDS // 2) : at + _WORDS]) or "không có gì"
