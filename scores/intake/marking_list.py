"""The sheet of a marked copy that lists every finding with a link to its cell, and every row left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from scores.intake import own_sheets
from scores.intake.outcome import BLOCKS
from scores.intake.template_sheets import FONT, cell_at, fit_to_width, put_text
from scores.intake.workbook import printable

if TYPE_CHECKING:
    from scores.models import Finding

MUST, ASK, DONE = "Phải sửa", "Cần xác nhận", "Đã xác nhận"
SEVERITIES = (MUST, ASK, DONE)
_LINE = Side(style="thin", color="A6A6A6")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEAD = PatternFill("solid", fgColor="DCE6F1")
_FILLS = {MUST: "FFC7CE", ASK: "FFEB9C", DONE: "E2EFDA"}
_LONGEST_TEXT = 1000
# What XML cannot hold, beside what no database stores.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True)
class Mark:
    """A finding as the copy tells it: the sentence without the place, which stands beside it."""

    severity: str
    sheet: str
    cell: str
    unit: str
    indicator: str
    raw: str
    understood: str
    before: str
    sentence: str

    @property
    def blocks(self) -> bool:
        return self.severity == MUST

    @classmethod
    def of(cls, finding: Finding, file_name: str, confirmed: Mapping[str, str]) -> Mark:
        """`confirmed` gives who answered, by the question's key."""
        key = (finding.question or {}).get("key", "")
        severity = MUST if finding.severity == BLOCKS else ASK
        sentence = without_place(finding, file_name)
        if key in confirmed and severity == ASK:
            severity, sentence = DONE, f"{sentence} (Người xác nhận: {confirmed[key]}.)"
        texts = (finding.unit, finding.indicator, finding.raw, finding.understood, finding.before)
        return cls(severity, finding.sheet, finding.cell, *texts, sentence)


def without_place(finding: Finding, file_name: str) -> str:
    """The sentence of a finding that does not say again in which file, sheet and cell it is."""
    where = f"Tệp “{file_name}”"
    where += f", trang “{finding.sheet}”" if finding.sheet else ""
    where += f", ô {finding.cell}" if finding.cell else ""
    if not finding.message.startswith(where):
        return finding.message
    rest = finding.message.removeprefix(where).removeprefix(":").strip()
    told = re.fullmatch(r"\((?P<of>.+?)\): (?P<sentence>.+)", rest, re.DOTALL)
    if told:
        # Unit and indicator stand in columns of their own where they are known.
        beside = finding.unit or finding.indicator
        rest = told["sentence"] if beside else f"{told['of']}: {told['sentence']}"
    return rest[:1].upper() + rest[1:]


_COLUMNS = (
    # title, width, attribute of a Mark; the narrow ones are left away where no finding fills them
    ("Mức", 14, "severity"),
    ("Trang", 18, "sheet"),
    ("Ô", 8, "cell"),
    ("Đơn vị", 24, "unit"),
    ("Chỉ số", 24, "indicator"),
    ("Ghi trong tệp", 18, "raw"),
    ("Hiểu là", 18, "understood"),
    ("Kỳ trước", 14, "before"),
    ("Nội dung và cách sửa", 80, "sentence"),
)
_ALWAYS = {"severity", "sheet", "cell", "sentence"}


def write(
    target: Worksheet,
    file_name: str,
    marks: Sequence[Mark],
    left_out: Sequence[Mapping[str, object]],
    linked: set[str],
) -> None:
    """Fill an empty sheet; `linked` are the names of sheets that a link can lead to."""
    columns = [
        column
        for column in _COLUMNS
        if column[2] in _ALWAYS or any(getattr(mark, column[2]) for mark in marks)
    ]
    _heading(target, file_name, marks)
    _head(target, 5, ["Stt", *(title for title, _, _ in columns)])
    for number, mark in enumerate(marks, 1):
        row = 5 + number
        _cells(target, row, [str(number), *(getattr(mark, name) for _, _, name in columns)])
        cell_at(target, row, 2).fill = PatternFill("solid", fgColor=_FILLS[mark.severity])
        if mark.sheet in linked:
            _link(target, row, 4, mark)
        target.row_dimensions[row].height = _height(mark.sentence, 92)
    widths = [6, *(width for _, width, _ in columns)]
    for letter, width in zip("ABCDEFGHIJ", widths, strict=False):
        target.column_dimensions[letter].width = width
    _left_out(target, 5 + len(marks) + 3, left_out, widths)
    target.freeze_panes = "A6"
    target.sheet_view.showGridLines = False
    fit_to_width(target, landscape=True)


def _heading(target: Worksheet, file_name: str, marks: Sequence[Mark]) -> None:
    numbers = {name: sum(mark.severity == name for mark in marks) for name in SEVERITIES}
    counts = [f"{number} {name.lower()}" for name, number in numbers.items() if number]
    lines = (
        own_sheets.RESULT.title,
        f"Tệp: {file_name}",
        f"Kết quả: {', '.join(counts)}. Ô có điều cần xem được tô màu và kèm ghi chú ngay trong ô."
        if counts
        else "Kết quả: không có điều gì phải sửa hay cần xác nhận.",
        "Sửa trong chính tệp này rồi tải lên lại; cổng không đọc trang này.",
    )
    for row, line in enumerate(lines, 1):
        cell = cell_at(target, row, 1)
        put_text(cell, _clean(line))
        cell.font = Font(name=FONT, size=14 if row == 1 else 12, bold=row == 1)


def _head(target: Worksheet, row: int, titles: Iterable[str]) -> None:
    for place, title in enumerate(titles, 1):
        cell = cell_at(target, row, place)
        put_text(cell, title)
        cell.font = Font(name=FONT, size=12, bold=True)
        cell.fill, cell.border = _HEAD, _BOX
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    target.row_dimensions[row].height = 34


def _cells(target: Worksheet, row: int, texts: Iterable[str]) -> None:
    for place, text in enumerate(texts, 1):
        cell = cell_at(target, row, place)
        put_text(cell, _clean(text))
        cell.font, cell.border = Font(name=FONT, size=12), _BOX
        cell.alignment = Alignment(vertical="top", wrap_text=True)


def _link(target: Worksheet, row: int, column: int, mark: Mark) -> None:
    cell = cell_at(target, row, column)
    if not mark.cell:
        cell = cell_at(target, row, column - 1)
    quoted = mark.sheet.replace("'", "''")
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!{mark.cell or 'A1'}")
    cell.font = Font(name=FONT, size=12, color="0563C1", underline="single")


def _left_out(
    target: Worksheet, start: int, rows: Sequence[Mapping[str, object]], widths: Sequence[int]
) -> None:
    """The rows that gave no figure, under the findings, each with its text and the reason."""
    if not rows:
        return
    title = cell_at(target, start, 1)
    put_text(title, f"CÁC DÒNG, CỘT KHÔNG NHẬP ({len(rows)})")
    title.font = Font(name=FONT, size=13, bold=True)
    texts = [("Stt", "Dòng", "Trang", "Nội dung và lý do")]
    for number, left in enumerate(rows, 1):
        line = str(left["row"]) if left["row"] else "cả trang"
        why = str(left["why"])
        told = f"{why[:1].upper()}{why[1:]}. Nội dung: {left['text']}"
        texts.append((str(number), line, str(left["sheet"]), told))
    for row, cells in enumerate(texts, start + 1):
        blank = [""] * (len(widths) - len(cells))
        if row == start + 1:
            _head(target, row, [*cells, *blank])
        else:
            _cells(target, row, [*cells, *blank])
            target.row_dimensions[row].height = _height(cells[-1], sum(widths[3:]))
        target.merge_cells(start_row=row, end_row=row, start_column=len(cells), end_column=len(widths))


def _height(text: str, letters: int) -> int:
    """Room for a text in a column that takes so many letters a line."""
    return 17 * (1 + min(len(text), _LONGEST_TEXT) // letters) + 3


def _clean(text: str) -> str:
    return _CONTROL.sub("", printable(text))[:_LONGEST_TEXT]
