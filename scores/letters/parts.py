"""The parts of a measured letter, found by what stands where: head, recipients, body, end, appendices."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from scores.letters.measured import Line, Page, Paper, Stroke

_INDENT = 5
"""A line that begins this much further in, in mm, opens a paragraph."""
_FAR_IN = 20
"""Recipients stand further in than any paragraph begins."""
_SIGNED = 8
"""A line this much further below the position is the name of who signed."""
_DAY = re.compile(r"ngày.*tháng.*năm \d{4}$")
_DOCUMENTS = ("BÁO CÁO",)
_HEADING = re.compile(r"phụ lục(\s+[ivxl]+)?$", re.IGNORECASE)


@dataclass(frozen=True)
class AppendixParts:
    """An appendix's pages, and what stands above its table."""

    pages: tuple[Page, ...]
    heading: Line | None
    title: tuple[Line, ...]
    attached: tuple[Line, ...]

    @property
    def table(self) -> list[Line]:
        above = {id(line) for line in (self.heading, *self.title, *self.attached)}
        return [line for page in self.pages for line in page.lines if id(line) not in above]


@dataclass(frozen=True)
class Parts:
    """A whole letter; a part that is not there is None or empty. Without head it is a table that travels."""

    paper: Paper
    has_head: bool

    @cached_property
    def sections(self) -> list[tuple[Page, ...]]:
        """The pages of the letter and of each appendix; pages are numbered within them."""
        found: list[list[Page]] = []
        for page in self.paper.pages:
            if not found or _opens_appendix(page):
                found.append([])
            found[-1].append(page)
        return [tuple(pages) for pages in found]

    @property
    def first(self) -> Page:
        return self.paper.pages[0]

    @cached_property
    def main(self) -> list[Line]:
        """The letter's own lines, without its appendices' and without those in tables."""
        if not self.has_head:
            return []
        return [line for page in self.sections[0] for line in page.lines if not page.in_table(line)]

    @cached_property
    def tables(self) -> list[Line]:
        """What stands in tables: those between the letter's paragraphs, and the appendices."""
        main = self.sections[0] if self.has_head else ()
        inside = [line for page in main for line in page.lines if page.in_table(line)]
        return [*inside, *(line for appendix in self.appendices for line in appendix.table)]

    @cached_property
    def appendices(self) -> list[AppendixParts]:
        return [_appendix(pages) for pages in self.sections[1 if self.has_head else 0 :]]

    @cached_property
    def nation(self) -> Line | None:
        return self._first(lambda line: line.text.casefold().startswith("cộng hòa xã hội"))

    @cached_property
    def motto(self) -> Line | None:
        return self._first(lambda line: line.text.casefold().startswith("độc lập"))

    @cached_property
    def number(self) -> Line | None:
        return self._first(lambda line: line.text.startswith("Số:"))

    @cached_property
    def place(self) -> Line | None:
        return self._first(lambda line: bool(_DAY.search(line.text)) and line.left > self.first.width / 2)

    @cached_property
    def bodies(self) -> list[Line]:
        """Superior and issuing body, top left."""
        end = self.number.top if self.number else self.first.height / 4
        lines = self.first.lines
        return [line for line in lines if line.bottom < end and line.centre < self.first.width * 0.45]

    @property
    def superior(self) -> list[Line]:
        return [line for line in self.bodies if not line.bold]

    @property
    def issuer(self) -> list[Line]:
        return [line for line in self.bodies if line.bold]

    @cached_property
    def document_name(self) -> Line | None:
        """`BÁO CÁO`: what kind of document it is, where that is no letter."""
        return self._first(lambda line: line.text in _DOCUMENTS)

    @cached_property
    def abstract(self) -> list[Line]:
        """What such a document is about: bold, right below its kind."""
        if self.document_name is None:
            return []
        below = self.main[self.main.index(self.document_name) + 1 :]
        return _while(below, lambda line: line.bold and line.left > self.left + _INDENT)

    @cached_property
    def subject(self) -> list[Line]:
        if self.number is None or self.document_name is not None:
            return []
        head = self._before_recipients()
        return [line for line in head[head.index(self.number) + 1 :] if line is not self.place]

    @cached_property
    def recipients(self) -> list[Line]:
        after = self._from(lambda line: line.text.startswith("Kính gửi"))
        return _while(after, lambda line: line.left > self.left + _FAR_IN)

    @cached_property
    def body(self) -> list[Line]:
        before = self.recipients[-1] if self.recipients else None
        start = self.main.index(before) + 1 if before else len(self._before_recipients())
        return _while(self.main[start:], lambda line: not self._is_of_end(line))

    @cached_property
    def end(self) -> list[Line]:
        """Receivers and signature, which stand side by side."""
        return self.main[self.main.index(self.body[-1]) + 1 :] if self.body else []

    @property
    def receivers(self) -> list[Line]:
        return [line for line in self.end if line.centre < self.first.width / 2]

    @cached_property
    def signed(self) -> list[Line]:
        """Position and name, at the right."""
        return [line for line in self.end if line.centre >= self.first.width / 2]

    @property
    def position(self) -> list[Line]:
        # The name stands far below, with the signature's room between.
        gaps = (below.top - above.bottom for above, below in pairwise(self.signed))
        return self.signed[: next((n for n, gap in enumerate(gaps, start=1) if gap > _SIGNED), None)]

    @property
    def signer(self) -> Line | None:
        below = self.signed[len(self.position) :]
        return below[-1] if below else None

    @cached_property
    def paragraphs(self) -> list[list[Line]]:
        """The body's lines by paragraph: told by what stands in, or further down than lines do."""
        found: list[list[Line]] = []
        for line in self.body:
            above = found[-1][-1] if found else None
            if above is None or line.left > self.left + _INDENT or self._is_below(above, line):
                found.append([])
            found[-1].append(line)
        return found

    @cached_property
    def left(self) -> float:
        """The left margin in mm: from the paper's edge to the nearest text or table."""
        return min(edge for page in self.paper.pages for edge in _edges(page, "left"))

    @cached_property
    def right(self) -> float:
        """The right margin in mm."""
        return min(page.width - edge for page in self.paper.pages for edge in _edges(page, "right"))

    def off_centre(self, page: Page, line: Line) -> float:
        """How far in mm a line stands from the middle between the margins."""
        return abs(line.centre - (self.left + page.width - self.right) / 2)

    @cached_property
    def line_gap(self) -> float:
        """From baseline to baseline within a paragraph, in mm: the least there is in the body."""
        gaps = [below.baseline - above.baseline for above, below in pairs(self.body)]
        return min((gap for gap in gaps if gap > 1), default=0)

    def rule_under(self, lines: Sequence[Line]) -> Stroke | None:
        """The ruled line right below some text."""
        last = max(lines, key=lambda line: line.baseline)
        near = (s for s in self._page_of(last).strokes if 0 < s.top - last.baseline < 5)
        return next((s for s in near if abs(s.centre - last.centre) < last.width / 2), None)

    def _is_below(self, above: Line, line: Line) -> bool:
        return line.baseline - above.baseline > self.line_gap + 1

    def _is_of_end(self, line: Line) -> bool:
        return line.text.startswith("Nơi nhận") or (line.bold and line.left > self.first.width / 2)

    def _page_of(self, line: Line) -> Page:
        return next(page for page in self.paper.pages if any(line is other for other in page.lines))

    def _first(self, wanted: Callable[[Line], bool]) -> Line | None:
        return next((line for line in self.main if wanted(line)), None)

    def _from(self, wanted: Callable[[Line], bool]) -> list[Line]:
        first = self._first(wanted)
        return self.main[self.main.index(first) :] if first else []

    def _before_recipients(self) -> list[Line]:
        """The head: until the recipients, or where there are none the first line over the whole width."""
        heads = (self.nation, self.motto, self.number, self.place, *self.bodies, *self.abstract)
        last = max((line.bottom for line in heads if line), default=0)
        end = self.recipients[0] if self.recipients else None
        below = (line for line in self.main if line.top > last and line.right > self.first.width * 0.6)
        stop = end or next(below, None)
        return self.main[: self.main.index(stop)] if stop else self.main


def pairs(lines: Sequence[Line]) -> list[tuple[Line, Line]]:
    """Lines that follow each other on one page."""
    return [(a, b) for a, b in pairwise(lines) if b.baseline > a.baseline]


def _edges(page: Page, side: str) -> Iterator[float]:
    yield from (getattr(line, side) for line in page.lines)
    # Half of a table's outer line lies outside it.
    inset = 0.2 if side == "left" else -0.2
    yield from (getattr(stroke, side) + inset for stroke in page.strokes)


def _opens_appendix(page: Page) -> bool:
    top = page.lines[:1]
    return any(_HEADING.match(line.text) for line in top) or any(
        line.text.startswith("(Kèm theo") for line in page.lines
    )


def _appendix(pages: tuple[Page, ...]) -> AppendixParts:
    lines = pages[0].lines
    heading = next((line for line in lines[:1] if _HEADING.match(line.text)), None)
    rest = lines[1:] if heading else lines
    title = _while(rest, lambda line: not line.text.startswith("(Kèm theo"))
    attached: list[Line] = []
    for line in rest[len(title) :]:
        attached.append(line)
        if line.text.endswith(")"):
            break
    return AppendixParts(pages, heading, tuple(title if attached else ()), tuple(attached))


def _while(lines: Sequence[Line], wanted: Callable[[Line], bool]) -> list[Line]:
    found = []
    for line in lines:
        if not wanted(line):
            break
        found.append(line)
    return found
