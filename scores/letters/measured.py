"""What stands where in a finished PDF: lines of text with place, size, face and colour; ruled lines; paper.

Lengths in mm from the upper left corner, sizes in points. Read with pdfminer.six, which gives every glyph's
place, face and colour; it knows nothing of how the letter was made.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from typing import Any

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar, LTCurve, LTPage
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import resolve1

MM = 72 / 25.4
"""Points in a millimetre."""
MARGIN = 20
"""Height of the bands above and below the text, where page number and foot stand."""
_ASCENT, _DESCENT = 0.891, 0.216
"""Of Times New Roman and its metric equals, in parts of the size."""
_FOOT_SIZE = 9


@dataclass(frozen=True)
class Line:
    """Glyphs of one run on one baseline; `text` keeps room left open as no-break spaces."""

    text: str
    left: float
    right: float
    baseline: float
    size: float
    fonts: frozenset[str]
    black: bool

    @property
    def top(self) -> float:
        return self.baseline - _ASCENT * self.size / MM

    @property
    def bottom(self) -> float:
        return self.baseline + _DESCENT * self.size / MM

    @property
    def centre(self) -> float:
        return (self.left + self.right) / 2

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def bold(self) -> bool:
        return all("Bold" in font for font in self.fonts)

    @property
    def italic(self) -> bool:
        return all("Italic" in font for font in self.fonts)

    @property
    def upright(self) -> bool:
        return not any("Italic" in font for font in self.fonts)


@dataclass(frozen=True)
class Stroke:
    """A thin ruled line lying across the page."""

    left: float
    right: float
    top: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def centre(self) -> float:
        return (self.left + self.right) / 2


@dataclass(frozen=True)
class Upright:
    """A thin ruled line standing on the page, as only tables have them."""

    left: float
    top: float
    bottom: float


@dataclass(frozen=True)
class Page:
    """One page, its lines in the order they are read."""

    width: float
    height: float
    all_lines: tuple[Line, ...]
    strokes: tuple[Stroke, ...]
    uprights: tuple[Upright, ...] = ()

    def in_table(self, line: Line) -> bool:
        """Whether it stands between ruled lines, as the text of a cell does."""
        beside = [rule.left for rule in self.uprights if rule.top <= line.baseline <= rule.bottom]
        return any(left <= line.left for left in beside) and any(left >= line.right for left in beside)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """All but what runs along: the number in the head, the small lines at the foot."""
        return tuple(line for line in self.all_lines if line not in self.numbers and line not in self.foot)

    @cached_property
    def numbers(self) -> tuple[Line, ...]:
        return tuple(line for line in self.all_lines if line.baseline < MARGIN and line.text.isdecimal())

    @cached_property
    def foot(self) -> tuple[Line, ...]:
        """The small lines of a copy, with its code: not part of the letter."""
        below = self.height - MARGIN
        return tuple(line for line in self.all_lines if line.top > below and line.size < _FOOT_SIZE)


@dataclass(frozen=True)
class Paper:
    """A PDF as measured; `fonts` says of each face whether it is embedded."""

    pages: tuple[Page, ...]
    fonts: dict[str, bool]


def measure(pdf: bytes) -> Paper:
    """About 0.1 s a page. pdfminer's own errors for bytes that are no PDF."""
    resources = PDFResourceManager()
    device = PDFPageAggregator(resources, laparams=None)
    interpreter = PDFPageInterpreter(resources, device)
    pages: list[Page] = []
    fonts: dict[str, bool] = {}
    for page in PDFPage.get_pages(BytesIO(pdf)):
        interpreter.process_page(page)
        pages.append(_page(device.get_result()))
        fonts |= dict(_fonts(page))
    return Paper(tuple(pages), fonts)


def _fonts(page: PDFPage) -> Iterator[tuple[str, bool]]:
    for reference in resolve1(page.resources.get("Font", {})).values():
        font = resolve1(reference)
        inner = resolve1(resolve1(font.get("DescendantFonts", [font]))[0])
        descriptor = resolve1(inner.get("FontDescriptor", {}))
        name = resolve1(font["BaseFont"]).name
        yield name, any(f"FontFile{kind}" in descriptor for kind in ("", "2", "3"))


def _page(page: LTPage) -> Page:
    return Page(
        page.width / MM,
        page.height / MM,
        tuple(_line(run, page.height) for run in _runs(page) if any(not c.get_text().isspace() for c in run)),
        tuple(_strokes(page)),
        tuple(_uprights(page)),
    )


def _runs(page: LTPage) -> Iterator[list[LTChar]]:
    """Glyphs drawn one after the other on the same baseline. Text of size 0 is for programs alone."""
    run: list[LTChar] = []
    for char in page:
        if not isinstance(char, LTChar) or char.size < 1:
            continue
        if run and not _continues(run[-1], char):
            yield run
            run = []
        run.append(char)
    if run:
        yield run


def _continues(last: LTChar, char: LTChar) -> bool:
    on_line = abs(char.matrix[5] - last.matrix[5]) < 0.1
    return on_line and -2 < char.x0 - last.x1 < 8 * MM


def _line(run: list[LTChar], height: float) -> Line:
    # Room left open is part of the line; blanks at its ends are not.
    ink = [char for char in run if char.get_text() != " "]
    return Line(
        text="".join(char.get_text() for char in run).strip(" "),
        left=min(char.x0 for char in ink) / MM,
        right=max(char.x1 for char in ink) / MM,
        baseline=(height - ink[0].matrix[5]) / MM,
        size=max(round(char.size, 2) for char in ink),
        fonts=frozenset(char.fontname for char in ink),
        black=all(_is_black(char.graphicstate.ncolor) for char in ink),
    )


def _is_black(colour: Any) -> bool:
    parts = colour if isinstance(colour, tuple | list) else [colour]
    return list(parts) in ([0], [0, 0, 0], [0, 0, 0, 1])


def _strokes(page: LTPage) -> Iterator[Stroke]:
    for shape in page:
        # What is drawn in the foot is the code of the copy, not the letter's.
        if isinstance(shape, LTCurve) and shape.height < MM < shape.width and shape.y0 > MARGIN * MM:
            yield Stroke(shape.x0 / MM, shape.x1 / MM, (page.height - shape.y1) / MM)


def _uprights(page: LTPage) -> Iterator[Upright]:
    for shape in page:
        if isinstance(shape, LTCurve) and shape.width < MM < shape.height and shape.y0 > MARGIN / 2 * MM:
            yield Upright(shape.x0 / MM, (page.height - shape.y1) / MM, (page.height - shape.y0) / MM)
