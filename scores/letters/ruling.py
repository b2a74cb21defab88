"""The lines of a letter's tables, ruled over each page from edge to edge.

WeasyPrint would draw four lines a cell, each marked and stacked on its own: a tenth of a long letter's time.
Tables of letters have no cells that span others, so that whole lines are right.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pydyf
from weasyprint.formatting_structure import boxes

_WIDTH = 1
"""In CSS pixels: 0.75 points."""
_POINTS = 0.75
"""What a CSS pixel is in points."""

Line = tuple[float, float, float, float]


def rule(document: Any, pdf: pydyf.PDF) -> None:
    """Add the lines to every page that holds a part of a table."""
    for page, reference in zip(document.pages, pdf.page_references, strict=True):
        lines = [line for table in _tables(page._page_box) for line in _lines(table)]
        if lines:
            sheet = pdf.objects[int(reference.split()[0])]
            _draw(pdf.objects[int(sheet["Contents"].split()[0])], lines)


def _tables(box: Any) -> Iterator[Any]:
    # The letter's head and end are set side by side as tables too, without lines.
    if isinstance(box, boxes.TableBox) and box.element_tag == "table":
        yield box
    elif isinstance(box, boxes.ParentBox) and not isinstance(box, boxes.LineBox):
        for child in box.children:
            yield from _tables(child)


def _lines(table: Any) -> Iterator[Line]:
    rows = [row for group in table.children for row in group.children]
    across = [row.position_y for row in rows] + [rows[-1].position_y + rows[-1].height]
    last = table.column_positions[-1] + table.column_widths[-1]
    down = [*table.column_positions, last]
    half = _WIDTH / 2
    for y in across:
        yield down[0] - half, y, down[-1] + half, y
    for x in down:
        yield x, across[0] - half, x, across[-1] + half


def _draw(stream: pydyf.Stream, lines: list[Line]) -> None:
    stream.begin_marked_content("Artifact")
    stream.push_state()
    stream.set_matrix(_POINTS, 0, 0, _POINTS, 0, 0)
    stream.set_color_rgb(0, 0, 0, stroke=True)
    stream.set_line_width(_WIDTH)
    for left, top, right, bottom in lines:
        stream.move_to(left, top)
        stream.line_to(right, bottom)
    stream.stroke()
    stream.pop_state()
    stream.end_marked_content()
