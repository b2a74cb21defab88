"""A quarter's report as handed out: each line of its form and each month held against the frozen figures."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scores.letters.document import Document, Table
from scores.models import Indicator, Letter, LetterBlock, Release, Result
from scores.public_check.forms import ABSENT, Tally
from scores.public_check.written import plain, vietnamese

_FORM = ("Stt", "Chỉ tiêu thống kê", "Đơn vị tính", "Số liệu", "Ghi chú")
_NUMBER = re.compile(r"\d+,\d+|\d+")


def hold_report(
    tally: Tally, form: str, address: str, document: Document, release: Release, letter: Letter
) -> None:
    """Two steps: the form's lines in the order of the edition; the months' points and ranks."""
    tables = [paragraph.table for paragraph in document.body if paragraph.table]
    rows = release.results.filter(unit=release.office.unit_for(release.period)).select_related("indicator")
    for table in tables:
        if tuple(column.title for column in table.columns) == _FORM:
            _hold_form(tally, form, address, table, {row.indicator_id: row for row in rows}, release)
    _hold_months(tally, form, address, document, letter)


def _hold_form(
    tally: Tally, form: str, address: str, table: Table, rows: dict[int, Result], release: Release
) -> None:
    indicators = Indicator.objects.filter(version=release.index_version_id).order_by("order")
    tally.hold(form, address, "", "số dòng của biểu mẫu", str(len(indicators)), str(len(table.rows)))
    for indicator, line in zip(indicators, table.rows, strict=False):
        number, name, _, figure, note = line.cells
        where = f"{number} {name}"
        tally.hold(form, address, where, "chỉ tiêu", f"{indicator.number} {indicator.name}", where)
        row = rows.get(indicator.pk)
        if row is not None:
            tally.hold(form, address, where, "số liệu trong biểu mẫu", _said(row), vietnamese(figure))
            tally.hold(form, address, where, "ghi chú trong biểu mẫu", row.note, note)


def _said(row: Result) -> str:
    """A figure of the form, plainly; the reason where there is none."""
    figures = (row.count, row.rate, row.points)
    return next((plain(value) for value in figures if value is not None), row.get_no_data_reason_display())


def _hold_months(tally: Tally, form: str, address: str, document: Document, letter: Letter) -> None:
    """Wherever the machine tells a month, its points and its rank follow; nowhere at all is a difference too.

    Words that people wrote say of a month what they like: their figures were held against it when approved.
    """
    by_people = letter.release.letter_blocks.filter(kind=letter.kind, how=LetterBlock.How.EDITED)
    edited = set(by_people.values_list("block", flat=True))
    ours = [paragraph for paragraph in document.body if paragraph.key not in edited]
    told = [paragraph.text for paragraph in ours if paragraph.role == "item"]
    tables = [paragraph.table for paragraph in ours if paragraph.table]
    cells = [cell for table in tables for row in table.rows for cell in row.cells]
    if not {"months", "tasks"} & {paragraph.key for paragraph in ours}:
        return
    for row in _totals(letter):
        wanted = [plain(row.points), *([f"{row.national_rank:02d}"] if row.national_rank else [])]
        passages = [found[1] for text in (*told, *cells) if (found := _passage(row, text))]
        for passage in passages or [""]:
            known = {number for text in _NUMBER.findall(passage) for number in (text, vietnamese(text))}
            shown = " ".join(number for number in wanted if number in known) or ABSENT
            tally.hold(form, address, "", f"số liệu {row.period.label}", " ".join(wanted), shown)


def _passage(row: Result, text: str) -> re.Match[str] | None:
    """What is said of a month, until the next one is named."""
    return re.search(rf"áng 0?{row.period.number}\b([^;]*)", text)


def _totals(letter: Letter) -> Iterator[Result]:
    rows = Result.objects.filter(
        release__in=letter.months, indicator__role=Indicator.Role.TOTAL, points__isnull=False
    ).select_related("release__office", "unit")
    for row in rows:
        if row.unit_id == row.release.office.unit_for(row.period).pk:
            yield row
