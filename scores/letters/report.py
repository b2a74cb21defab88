"""A quarterly report from facts and letterhead: its body with the index month by month, the statistical form
and the table of tasks. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from scores.letters import wording
from scores.letters.blocks import REPORT, Block, BlockKey, Outline
from scores.letters.body import Body, ended
from scores.letters.document import Column, Paragraph, Row, Table
from scores.letters.letterhead import Letterhead
from scores.letters.months import month_told, months_told
from scores.letters.report_facts import FormLine
from scores.letters.report_settings import ReportHeading

_FORM = (
    Column("Stt", width=8),
    Column("Chỉ tiêu thống kê", align="left"),
    Column("Đơn vị tính", width=16),
    Column("Số liệu", width=14),
    Column("Ghi chú", align="left", width=17),
)
_TASKS = (Column("Stt", width=8), Column("Nhiệm vụ", align="left", width=35), Column("Kết quả", align="left"))
_HEADINGS: Mapping[str, ReportHeading] = {
    "months": "report_index",
    "form": "report_form",
    "tasks": "report_tasks",
}
_AS_ABOVE = "như trên"


def letterhead_of(letterhead: Letterhead) -> Letterhead:
    """The office's letterhead with what its reports say in place of what its notices say."""
    recipients = letterhead["report_recipients"]
    receivers = letterhead["report_receivers"] or letterhead["receivers"]
    if not recipients:
        # Nobody stands above to whom it would refer.
        receivers = [text for text in receivers if text.casefold() != _AS_ABOVE]
    return {
        **letterhead,
        "number_suffix": letterhead["report_number_suffix"],
        "subject": letterhead["report_subject"],
        "recipients": recipients,
        "receivers": receivers,
        "blocks": letterhead["report_blocks"],
    }


@dataclass(frozen=True, kw_only=True)
class ReportBody(Body):
    """Writes the paragraphs of a report. Its parts stand under headings, which are the office's settings."""

    outline: ClassVar[Outline] = REPORT
    form: tuple[FormLine, ...]

    def paragraphs(self) -> tuple[Paragraph, ...]:
        """All paragraphs in order, tables right below what they belong to; the last ends with `./.`."""
        written = [*self._replaced(), *self._section("opening")]
        for block in self.in_order:
            if block.key in _HEADINGS:
                written += self._part(block)
        for name, named in self.appendices:
            written.append(Paragraph("appendices", f"{' '.join(named.title)}: {name} kèm theo."))
        return ended([*written, *self._section("closing")])

    def generated(self, block: Block) -> list[Paragraph]:
        """A block's words as the machine writes them: none above the form, one line in the table of tasks."""
        write: Mapping[BlockKey, Callable[[], Iterator[Paragraph]]] = {
            "opening": self._opening,
            "months": self._months,
            "tasks": self._task_done,
            "closing": self._closing,
        }
        return list(write[block.key]()) if block.key in write else []

    def _part(self, block: Block) -> list[Paragraph]:
        """A block under its heading; a table stands below the last of its words."""
        heading = Paragraph(block.key, self.letterhead[_HEADINGS[block.key]], "heading")
        if block.key == "tasks":
            return [replace(heading, table=self._tasks(self.written(block)))]
        words = [heading, *self.written(block)]
        if block.key == "form":
            words[-1] = replace(words[-1], table=form_table(self.form))
        return words

    def _opening(self) -> Iterator[Paragraph]:
        scope = self.letterhead["report_scope"]
        yield Paragraph("opening", f"{self._grounds}{self._issuer} báo cáo {scope} như sau:")

    def _months(self) -> Iterator[Paragraph]:
        own = wording.lower_first(self.facts.own.name)
        source = f", theo {self.letterhead['source']}" if self.letterhead["source"] else ""
        yield Paragraph("months", f"Kết quả từng tháng của {own}{source}:")
        *others, last = self._told
        yield from (Paragraph("months", f"- {told};", "item") for told in others)
        yield Paragraph("months", f"- {last}.", "item")

    def _task_done(self) -> Iterator[Paragraph]:
        yield Paragraph("tasks", f"{months_told(self.months, zeros=self.letterhead['trailing_zeros'])}.")

    def _closing(self) -> Iterator[Paragraph]:
        closing = self.letterhead["report_closing"] or f"{wording.upper_first(self._issuer)} báo cáo."
        yield Paragraph("closing", closing)

    def _tasks(self, result: Sequence[Paragraph]) -> Table:
        told = " ".join(paragraph.text for paragraph in result)
        return Table(_TASKS, (Row(("1", self.letterhead["report_task"], told)),))

    @property
    def _told(self) -> list[str]:
        return [month_told(month, zeros=self.letterhead["trailing_zeros"]) for month in self.months]


def form_table(lines: Sequence[FormLine]) -> Table:
    rows = (
        Row((line.number, line.name, line.measure, line.figure, line.note), strong=line.is_part)
        for line in lines
    )
    return Table(_FORM, tuple(rows))
