"""A letter's parts as a Word file for the e-office: the same parts as the PDF, the same bytes each time.

Imported only where such a file is made. Looks stand in `docx_styles`, what Word needs apart in `docx_parts`,
the file around it in `docx_package`.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import docx
import segno
from docx.document import Document as WordFile
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.section import Section
from docx.shared import Length, Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from scores.letters import document as letter
from scores.letters import docx_package as package
from scores.letters import docx_parts as parts
from scores.letters.check_code import QR_LEADS_TO
from scores.letters.docx_styles import END, RULE, TABLE, put_styles
from scores.letters.visible import visible

WIDTH, HEIGHT = Mm(210), Mm(297)
TOP, RIGHT, BOTTOM, LEFT = Mm(20), Mm(16), Mm(20), Mm(30)
_TEXT = Length(WIDTH - LEFT - RIGHT)
_HEAD = (Length(_TEXT * 41 // 100), Length(_TEXT * 59 // 100))
_MOTTO = Mm(57.5)
"""How long `Độc lập - Tự do - Hạnh phúc` is in 13.5 pt bold: its rule is as long."""
_ISSUER_RULE, _ATTACHED_RULE, _ABSTRACT_RULE = Mm(24), Mm(36), Mm(54)
_LOOK_OF_ROLE = {"text": "text", "item": "text", "subitem": "subitem", "heading": "heading"}


def lay_out(document: letter.Document) -> bytes:
    """The letter as DOCX on A4, in sections: the letter, then each appendix counting its pages anew."""
    document = visible(document)
    file = docx.Document()
    package.clear(file)
    _Writer(file, put_styles(file)).write(document)
    package.describe(file, document)
    return package.without_times(file)


@dataclass(frozen=True)
class _Writer:
    """Writes a letter's parts one after the other."""

    file: WordFile
    styles: Mapping[str, ParagraphStyle]

    def write(self, document: letter.Document) -> None:
        first = self.file.sections[0]
        self._set_page(first, document)
        if document.head:
            self._write_head(document.head)
            self._write_recipients(document.recipients)
            self._write_body(document.body)
            self._write_end(document)
        if document.masthead:
            self._write_masthead(document.masthead, self._layout_table(1, _HEAD))
        for place, appendix in enumerate(document.appendices):
            if place or document.head:
                parts.count_pages_anew(self.file.add_section(WD_SECTION.NEW_PAGE))
                self.file.paragraphs[-1].style = self.styles[END]
            self._write_appendix(appendix, under_head=place == 0 and document.masthead is not None)
        self._write_check(document)
        self._add(END)

    def _set_page(self, section: Section, document: letter.Document) -> None:
        """Size and margins; page number from the second page, the grey line on every page."""
        section.page_width, section.page_height = WIDTH, HEIGHT
        section.top_margin, section.right_margin = TOP, RIGHT
        section.bottom_margin, section.left_margin = BOTTOM, LEFT
        section.header_distance, section.footer_distance = Mm(7.5), Mm(10.5)
        section.different_first_page_header_footer = True
        number = section.header.paragraphs[0]
        number.style = self.styles["page"]
        parts.write_page_number(number)
        section.first_page_header.paragraphs[0].style = self.styles["page"]
        for footer in (section.first_page_footer, section.footer):
            footer.paragraphs[0].style = self.styles["unsigned"]
            parts.write(footer.paragraphs[0], document.unsigned_line)

    def _add(self, look: str, text: str = "") -> Paragraph:
        paragraph = self.file.add_paragraph(style=self.styles[look])
        parts.write(paragraph, text)
        return paragraph

    def _layout_table(self, rows: int, widths: Sequence[Length]) -> Table:
        """A table without lines, for what stands side by side."""
        table: Table = self.file.add_table(rows, len(widths))
        parts.set_widths(table, widths)
        parts.leave_no_room(table)
        return table

    def _fill(self, cell: _Cell, lines: Sequence[tuple[str, str]]) -> list[Paragraph]:
        """Put (look, text) lines in an empty cell."""
        paragraphs = [cell.paragraphs[0], *(cell.add_paragraph() for _ in lines[1:])]
        for paragraph, (look, text) in zip(paragraphs, lines, strict=False):
            paragraph.style = self.styles[look]
            parts.write(paragraph, text)
        return paragraphs

    def _write_head(self, head: letter.Head) -> None:
        table = self._layout_table(2, _HEAD)
        self._write_masthead(head, table)
        number, place = table.rows[1].cells
        self._fill(place, [("place", head.place_and_date)])
        if head.document_name:
            self._fill(number, [("number", head.number)])
            self._write_name(head)
        else:
            *_, subject = self._fill(number, [("number", head.number), ("subject", "")])
            parts.write_unbroken(subject, head.subject)

    def _write_name(self, head: letter.Head) -> None:
        """What kind of document it is and what it is about, in the middle with a rule below."""
        self._add("document", head.document_name)
        parts.write_unbroken(self._add("abstract"), head.subject)
        rule = self._add(RULE)
        rule.paragraph_format.space_before = Pt(2)
        rule.paragraph_format.keep_with_next = True
        parts.draw_rule(rule, _ABSTRACT_RULE, _TEXT)

    def _write_masthead(self, head: letter.Head, table: Table) -> None:
        """Whose paper it is, in the first row of a table."""
        issuer, nation = table.rows[0].cells
        superior = [("superior", head.superior)] if head.superior else []
        issuing = [("issuer", line) for line in head.issuer]
        *_, rule = self._fill(issuer, [*superior, *issuing, (RULE, "")])
        parts.draw_rule(rule, _ISSUER_RULE, _HEAD[0])
        rule.paragraph_format.space_before = Mm(1)
        *_, rule = self._fill(
            nation,
            [
                ("nation", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
                ("motto", "Độc lập - Tự do - Hạnh phúc"),
                (RULE, ""),
            ],
        )
        parts.draw_rule(rule, _MOTTO, _HEAD[1])

    def _write_recipients(self, recipients: Sequence[str]) -> None:
        if len(recipients) == 1:
            self._add("recipients", f"Kính gửi: {recipients[0]}")
        elif recipients:
            self._add("recipients", "Kính gửi:")
            for text in _listed(recipients):
                self._add("recipient", text)

    def _write_body(self, body: Sequence[letter.Paragraph]) -> None:
        written = self._write_paragraphs(body)
        for first in written[:1]:
            first.paragraph_format.space_before = Pt(10)
        for last in written[-1:]:
            last.paragraph_format.keep_with_next = True

    def _write_paragraphs(self, paragraphs: Sequence[letter.Paragraph]) -> list[Paragraph]:
        written = []
        for paragraph in paragraphs:
            added = self._add(_LOOK_OF_ROLE[paragraph.role])
            parts.write_unbroken(added, paragraph.text)
            if paragraph.leads:
                added.paragraph_format.keep_with_next = True
            written.append(added)
            if paragraph.table:
                added.paragraph_format.space_after = Pt(6)
                self._write_table(paragraph.table)
        return written

    def _write_end(self, document: letter.Document) -> None:
        half = Length(_TEXT // 2)
        table = self._layout_table(1, (half, half))
        parts.keep_whole(table.rows[0])
        receivers, signature = table.rows[0].cells
        listed = [("receiver", text) for text in _listed(document.receivers)]
        self._fill(receivers, [("receivers", "Nơi nhận:" if listed else ""), *listed])
        position = [("signature", line) for line in document.signature]
        first, *_ = self._fill(signature, [*position, ("signer", document.signer)])
        if position:
            first.paragraph_format.space_before = Pt(14)

    def _write_appendix(self, appendix: letter.Appendix, *, under_head: bool) -> None:
        if appendix.heading:
            self._add("appendix", appendix.heading)
        titles = [self._add("title", line) for line in appendix.title]
        for first in titles[:1] if under_head else []:
            first.paragraph_format.space_before = Pt(14)
        self._add("attached", appendix.attached_to)
        rule = self._add(RULE)
        rule.paragraph_format.space_before, rule.paragraph_format.space_after = Mm(2), Pt(8)
        rule.paragraph_format.keep_with_next = True
        parts.draw_rule(rule, _ATTACHED_RULE, _TEXT)
        for last in self._write_paragraphs(appendix.above)[-1:]:
            last.paragraph_format.space_after = Pt(6)
        self._write_table(appendix.table)
        self._write_paragraphs(appendix.below)

    def _write_check(self, document: letter.Document) -> None:
        """The code at the foot of the last page, in its margin as in the PDF."""
        if not document.check_line:
            return
        png = io.BytesIO()
        segno.make(document.check_address, error="m", micro=False).save(png, kind="png", border=4, scale=8)
        paragraph = self._add("check")
        parts.put_at(paragraph, Mm(15), Mm(278.5), Mm(150))
        parts.write_picture(paragraph, png.getvalue(), Mm(14), QR_LEADS_TO)
        parts.write(paragraph, document.check_line)

    def _write_table(self, table: letter.Table) -> None:
        """Lines around every cell, the heading again on each page, no row over two pages."""
        written = self.file.add_table(1 + len(table.rows), len(table.columns))
        written.style = TABLE
        written.alignment = WD_TABLE_ALIGNMENT.CENTER
        parts.set_widths(written, _widths(table.columns))
        heading, *rows = written.rows
        parts.keep_whole(heading)
        parts.repeat(heading)
        for cell, column in zip(heading.cells, table.columns, strict=True):
            self._write_cell(cell, "column", column.title)
        # A table that runs over leaves no lonely row behind.
        kept = range(len(rows) - 4, len(rows) - 1)
        for place, (row, (source, cells)) in enumerate(zip(rows, table.by_column(), strict=True)):
            parts.keep_whole(row)
            for cell, (column, text) in zip(row.cells, cells, strict=True):
                self._write_cell(cell, column.align, text, strong=source.strong, with_next=place in kept)

    def _write_cell(
        self, cell: _Cell, look: str, text: str, *, strong: bool = False, with_next: bool = False
    ) -> None:
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        paragraph = cell.paragraphs[0]
        paragraph.style = self.styles[look]
        run = paragraph.add_run(parts.plain(text))
        if strong:
            run.bold = True
        if with_next:
            paragraph.paragraph_format.keep_with_next = True


def _listed(items: Sequence[str]) -> list[str]:
    """`- Như trên;`, the last with a full stop."""
    return [f"- {item}{'.' if item is items[-1] else ';'}" for item in items]


def _widths(columns: Sequence[letter.Column]) -> list[Length]:
    """What a column asks for; those that ask for nothing share the rest."""
    asked = [column.width for column in columns]
    rest = 100 - sum(width for width in asked if width)
    share = rest / max(1, sum(width is None for width in asked))
    return [Length(round(_TEXT * (width or share) / 100)) for width in asked]
