"""What a letter's Word file needs beside python-docx's own words: rules, fields, tables that stay whole."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Length
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph

from scores.letters import wording

_BLANKS = re.compile(r"[ \t\n\r\f]+")
# XML has no way to write these; whatever else a text holds is a letter like others.
_UNWRITABLE = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_WHOLE = "\0"
"""Stands for the hyphen in a document's number; no text can hold it."""


def plain(text: str) -> str:
    """A text as HTML would print it: blanks run together, room left open with hard blanks stays."""
    return _BLANKS.sub(" ", _UNWRITABLE.sub("", text)).strip(" ")


def write(paragraph: Paragraph, text: str) -> None:
    """Put a text in a paragraph, as letters and nothing else."""
    if text:
        paragraph.add_run(plain(text))


def write_unbroken(paragraph: Paragraph, text: str) -> None:
    """The same, with the numbers of documents kept on one line by Word's own hyphen for that."""
    run = paragraph.add_run()
    pieces = "".join(
        part.replace("-", _WHOLE) if is_number else part for part, is_number in wording.unbroken(plain(text))
    ).split(_WHOLE)
    for place, piece in enumerate(pieces):
        if place:
            run._r.append(OxmlElement("w:noBreakHyphen"))
        run.add_text(piece)


def draw_rule(paragraph: Paragraph, width: Length, within: Length) -> None:
    """Make an empty paragraph a line of 0.75 pt, so wide, in the middle of a space so wide."""
    border = f'<w:pBdr {nsdecls("w")}><w:top w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:pBdr>'
    paragraph._p.get_or_add_pPr().insert_element_before(
        parse_xml(border), "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr", "w:sectPr"
    )
    beside = Length((within - width) // 2)
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = beside


def put_at(paragraph: Paragraph, left: Length, top: Length, width: Length) -> None:
    """Take a paragraph out of the text and put it at a place of the page it ends on."""
    frame = (
        f'<w:framePr {nsdecls("w")} w:w="{width.twips}" w:hSpace="0" w:wrap="around" w:vAnchor="page"'
        f' w:hAnchor="page" w:x="{left.twips}" w:y="{top.twips}"/>'
    )
    paragraph._p.get_or_add_pPr().insert_element_before(
        parse_xml(frame), "w:widowControl", "w:pBdr", "w:spacing", "w:ind", "w:jc", "w:rPr", "w:sectPr"
    )


def write_picture(paragraph: Paragraph, png: bytes, size: Length, says: str) -> None:
    """Put a square picture in the line, with words for those who do not see it."""
    picture = paragraph.add_run().add_picture(io.BytesIO(png), width=size, height=size)
    picture._inline.docPr.set("descr", says)


def write_page_number(paragraph: Paragraph) -> None:
    field = f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>2</w:t></w:r></w:fldSimple>'
    paragraph._p.append(parse_xml(field))


def count_pages_anew(section: Section) -> None:
    """Page 1 again where a section begins."""
    sect = section._sectPr
    sect.insert_element_before(
        parse_xml(f'<w:pgNumType {nsdecls("w")} w:start="1"/>'), "w:cols", "w:titlePg", "w:docGrid"
    )


def set_widths(table: Table, widths: Sequence[Length]) -> None:
    """Fix the columns' widths: the grid's, the cells' and the table's own."""
    table.autofit = False
    for whole in table._tblPr.xpath("w:tblW"):
        whole.set(qn("w:type"), "dxa")
        whole.set(qn("w:w"), str(Length(sum(widths)).twips))
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width


def leave_no_room(table: Table) -> None:
    """Texts begin and end where the table does."""
    sides = "".join(f'<w:{side} w:w="0" w:type="dxa"/>' for side in ("left", "right"))
    room = parse_xml(f"<w:tblCellMar {nsdecls('w')}>{sides}</w:tblCellMar>")
    table._tblPr.insert_element_before(room, "w:tblLook")


def keep_whole(row: _Row) -> None:
    """No page ends within the row."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def repeat(row: _Row) -> None:
    """The row stands again on every page the table runs over."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
