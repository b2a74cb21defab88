"""The body of a quarterly report: the index month by month, the statistical form, the table of tasks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.timezone import localdate

from scores import vietnamese
from scores.letters import wording
from scores.letters.appendices import NamedTable
from scores.letters.document import Column, Paragraph, Row, Table
from scores.letters.facts import ReleaseFacts
from scores.letters.letterhead import Letterhead
from scores.letters.replacing import Replacing
from scores.letters.report_facts import FormLine, MonthFacts

_FORM = (
    Column("Stt", width=8),
    Column("Chỉ tiêu thống kê", align="left"),
    Column("Đơn vị tính", width=16),
    Column("Số liệu", width=14),
    Column("Ghi chú", align="left", width=17),
)
_TASKS = (Column("Stt", width=8), Column("Nhiệm vụ", align="left", width=35), Column("Kết quả", align="left"))
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
    }


@dataclass(frozen=True)
class Report:
    """Writes the paragraphs of a report; with `replacing` it first says in place of which one it stands."""

    facts: ReleaseFacts
    letterhead: Letterhead
    bases: tuple[str, ...]
    months: tuple[MonthFacts, ...]
    form: tuple[FormLine, ...]
    replacing: Replacing | None = None

    def paragraphs(self, appendices: Sequence[NamedTable]) -> tuple[Paragraph, ...]:
        """All paragraphs in order, tables with the headings they stand under; the last ends with `./.`."""
        written = [*self._opening(), *self._index(), *self._form(), *self._tasks()]
        for named in appendices:
            written.append(Paragraph("appendices", f"{' '.join(named.title)}: Phụ lục kèm theo."))
        closing = self.letterhead["report_closing"] or f"{wording.upper_first(self._issuer)} báo cáo"
        return (*written, Paragraph("closing", f"{closing.rstrip('.;: ')}./."))

    @property
    def _issuer(self) -> str:
        return self.letterhead["issuer_in_text"] or wording.body_name(self.facts.own)

    def _opening(self) -> Iterator[Paragraph]:
        if self.replacing is not None:
            yield from self.replacing.opening(self._issuer)
        grounds = f"Căn cứ {'; '.join(self.bases)}, " if self.bases else ""
        yield Paragraph(
            "opening", f"{grounds}{self._issuer} báo cáo {self.letterhead['report_scope']} như sau:"
        )

    def _index(self) -> Iterator[Paragraph]:
        if not self.letterhead["report_index"]:
            return
        yield Paragraph("months", self.letterhead["report_index"], "heading")
        own = wording.lower_first(self.facts.own.name)
        source = f", theo {self.letterhead['source']}" if self.letterhead["source"] else ""
        yield Paragraph("months", f"Kết quả của {own} theo từng tháng{source}:")
        for month in self.months:
            end = "." if month is self.months[-1] else ";"
            yield Paragraph("months", f"- {month_told(month, zeros=self._zeros)}{end}", "item")

    def _form(self) -> Iterator[Paragraph]:
        if self.letterhead["report_form"]:
            yield Paragraph("form", self.letterhead["report_form"], "heading", form_table(self.form))

    def _tasks(self) -> Iterator[Paragraph]:
        if self.letterhead["report_tasks"]:
            told = "; ".join(month_told(month, zeros=self._zeros) for month in self.months)
            table = Table(_TASKS, (Row(("1", self.letterhead["report_task"], f"{told}.")),))
            yield Paragraph("tasks", self.letterhead["report_tasks"], "heading", table)

    @property
    def _zeros(self) -> bool:
        return self.letterhead["trailing_zeros"]


def month_told(month: MonthFacts, *, zeros: bool = False) -> str:
    """`Tháng 7/2025: 74,88/100 điểm, xếp hạng 20/34 toàn quốc`; what is not public is said to be so."""
    return f"{month_name(month)}: {_result(month, zeros)}{_version(month)}"


def month_name(month: MonthFacts) -> str:
    """`Tháng 7/2025`; a part `Từ đầu tháng 9 đến nay`, or `… đến ngày 15/9/2025` where that is known."""
    if not month.partial:
        return wording.upper_first(month.period.label)
    until = f"ngày {vietnamese.day(month.as_of)}" if month.as_of else "nay"
    return f"Từ đầu tháng {vietnamese.month_number(month.period.number)} đến {until}"


def _result(month: MonthFacts, zeros: bool) -> str:
    if not month.version:
        return "chưa có số liệu công bố"
    told = wording.told(month.total, zeros=zeros) if month.total else "số liệu công bố không có tổng điểm"
    of = f", là kết quả của {wording.lower_first(month.unit_before)} trước khi sắp xếp"
    return f"{told}{of if month.unit_before else ''}"


def _version(month: MonthFacts) -> str:
    """Which version a corrected month is told by; a reader may hold the letter of an earlier one."""
    if month.version < 2 or month.published_at is None:
        return ""
    day = vietnamese.day(localdate(month.published_at))
    return f" (số liệu đính chính, công bố lần {month.version} ngày {day})"


def form_table(lines: Sequence[FormLine]) -> Table:
    rows = (
        Row((line.number, line.name, line.measure, line.figure, line.note), strong=line.is_part)
        for line in lines
    )
    return Table(_FORM, tuple(rows))
