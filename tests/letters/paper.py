"""Looks at a finished PDF with other tools than those that made it."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pikepdf

POINTS_PER_MM = 72 / 25.4


@dataclass(frozen=True)
class Word:
    """A word and where it stands, in mm from the upper left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


def text(pdf: bytes) -> str:
    """All text as laid out, without the grey line, blanks run together so that line ends do not matter."""
    return " ".join(" ".join(pages(pdf)).split())


def pages(pdf: bytes) -> list[str]:
    """The laid out text of each page, without the grey line at its foot."""
    laid_out = _poppler(["pdftotext", "-layout"], pdf)
    without_line = re.sub(r"^.*Bản chưa ký số.*$", "", laid_out, flags=re.M)
    return [page.replace("\u00a0", " ") for page in without_line.split("\f")][:-1]


def words(pdf: bytes) -> list[list[Word]]:
    """The words of each page with their boxes."""
    found = []
    for page in re.split(r"<page ", _poppler(["pdftotext", "-bbox"], pdf))[1:]:
        boxes = re.findall(r'xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">(.*?)</word>', page)
        found.append([Word(word, *(float(side) / POINTS_PER_MM for side in box)) for *box, word in boxes])
    return found


def drawn(pdf: bytes) -> list[list[str]]:
    """The words in the text area of each page, in the order in which they were put on it, cell after cell.

    Hyphens that hold a number together are hyphens; the margins, with page number and foot, are left out.
    """
    ten_a_mm = ["-r", "254", "-x", "0", "-y", "200", "-W", "2100", "-H", "2570"]
    text = _poppler(["pdftotext", "-raw", *ten_a_mm], pdf).replace("\u2011", "-")
    return [page.split() for page in text.split("\f")][:-1]


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(pdf))


def saved(document: pikepdf.Pdf) -> bytes:
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def fonts(pdf: bytes) -> dict[str, bool]:
    """Every font of every page, and whether it is embedded."""
    with opened(pdf) as document:
        return {
            str(font["/BaseFont"]): "/FontFile2" in font["/DescendantFonts"][0]["/FontDescriptor"]
            for page in document.pages
            for font in page["/Resources"]["/Font"].values()
        }


def missing_in_order(expected: Iterable[str], printed: str) -> list[str]:
    """Which of the expected texts do not follow each other in a text; an empty list is what one hopes for."""
    missing, place = [], 0
    for figure in expected:
        match = re.compile(rf"(?<![\w,.]){re.escape(figure)}(?![\w]|[,.]\d)").search(printed, place)
        if match is None:
            missing.append(figure)
        else:
            place = match.end()
    return missing


def _poppler(command: list[str], pdf: bytes) -> str:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "letter.pdf"
        path.write_bytes(pdf)
        done = subprocess.run([*command, str(path), "-"], capture_output=True, check=True, timeout=60)
    return done.stdout.decode()
