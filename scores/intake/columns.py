"""A table's columns with what they hold, and what its cells then say row by row. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from scores.intake import asking, named_periods
from scores.intake.catalogue import CatalogueIndicator, CatalogueUnit, Context
from scores.intake.claims import VALUES, Claim, Names
from scores.intake.column_findings import tell_columns
from scores.intake.decisions import Asks, place
from scores.intake.figures import Kind
from scores.intake.headers import Holds, Meaning, words_of
from scores.intake.layout import Table, is_column_numbers
from scores.intake.outcome import About, Log
from scores.intake.table_column import Column
from scores.intake.workbook import Cell
from scores.intake.worksheet import column_letters

_FIGURE_AHEAD = re.compile(r"[+\-−]?\s*\d|không (?:có|phát|áp)|kps", re.I)
OTHER_PERIOD = "số liệu của kỳ khác, không nhập vào kỳ này"


@dataclass(frozen=True)
class TableReading:
    """One table being read: it gives the cells of a row by what they hold, and says what is wrong."""

    table: Table
    names: Names
    context: Context
    log: Log

    @cached_property
    def columns(self) -> list[Column]:
        """What every column holds; a kind the named indicator does not carry is blocked here."""
        headed = [
            self._column(number, parts)
            for number, parts in self.table.headers.items()
            if number != self.table.name_column
        ]
        return [*self._with_doubles(headed), *self._headless()]

    def value_cells(self, row: int) -> list[Cell]:
        """The cells of a row that would be figures or comparisons, or stand under an unknown header."""
        cells = self.table.sheet.cells
        return [cells[row, number] for number in self._value_columns if (row, number) in cells]

    @cached_property
    def _value_columns(self) -> list[int]:
        return [column.number for column in self.columns if column.has_values]

    @cached_property
    def _claiming(self) -> list[tuple[Column, Meaning, Cell | None]]:
        """The columns whose cells claim something, each with what it holds and its header."""
        return [
            (column, column.meaning, self.table.header_cell(column.number))
            for column in self.columns
            if column.meaning and column.meaning.holds in VALUES and not column.doubles
        ]

    def cell_of(self, row: int, what: Holds) -> Cell | None:
        """The row's cell in the first column that holds this: its Stt, code, note…"""
        return next(
            (self.table.sheet.at(row, column.number) for column in self.columns if column.holds(what)), None
        )

    def number_of(self, row: int) -> str:
        """The row's Stt as written, without a dot at its end; empty where there is none."""
        cell = self.cell_of(row, Holds.NUMBER)
        return cell.text.rstrip(".").replace(",", ".") if cell else ""

    def text_of(self, row: int) -> str:
        return self.table.sheet.row_text(row)

    def name_of(self, row: int, asks: Asks) -> Cell | None:
        """The cell that names a row; None (and told) where the row is a note, a signature or nameless.

        A row without a name that a person answered for is named by its first figure's cell.
        """
        cells, values, name = self.table.sheet.rows[row], self.value_cells(row), self.table.name_cell(row)
        if row == self.table.data_rows.start and is_column_numbers(cells):
            self.leave_out(row, "dòng đánh số cột")
            return None
        if name is None and looks_like_data(values):
            here = "@" + place(values[0].sheet, values[0].address)
            if self.context.decisions.of(asks, here):
                return values[0]
            what = "đơn vị" if asks is Asks.UNIT else "chỉ số"
            self.leave_out(row, f"có số liệu nhưng không có tên {what}")
            self.log.block(
                "nameless-row",
                f"dòng {row} có “{values[0].text}” nhưng không có tên {what}. Chọn {what}, hoặc bỏ dòng.",
                at=values[0],
                question=asking.unit(here, ()) if asks is Asks.UNIT else asking.row(here, (), self.context),
            )
            return None
        if name is None or self._runs_across(name, values):
            self.leave_out(row, "tiêu đề, ghi chú hoặc chữ ký")
            return None
        return name

    def leave_out(self, row: int, why: str) -> None:
        self.log.leave_out(self.table.sheet.name, row, self.text_of(row), why)

    def claims_of(
        self, row: int, unit: CatalogueUnit, indicator: CatalogueIndicator | None = None
    ) -> Iterator[Claim]:
        """What the cells of a matched row claim; `indicator` where the rows, not the columns, name it."""
        cells = self.table.sheet.cells
        for column, meaning, header in self._claiming:
            cell, subject = cells.get((row, column.number)), meaning.indicator or indicator
            if cell is None or subject is None:
                continue
            claim = Claim(
                unit,
                subject,
                meaning.holds,
                cell,
                meaning.kind,
                meaning.likely,
                meaning.of,
                header=header,
                column="" if indicator else column.what,
                decided=column.decided,
            )
            if cell.span == (1, 1):
                yield claim
            else:
                self._tell_merged(claim)

    def _tell_merged(self, claim: Claim) -> None:
        cell = claim.cell
        what = place(cell.sheet, cell.address)
        if self.context.decisions.of(Asks.CELL, what) == asking.LEAVE:
            why = "ô gộp, " + self.context.decisions.why_left(Asks.CELL, what)
            self.log.leave_out(cell.sheet, cell.row, cell.text, why)
            return
        self.log.block(
            "merged-value",
            f"“{cell.text}” nằm trong ô gộp nên không rõ thuộc dòng hay cột nào. "
            "Bỏ gộp ô trong tệp, hoặc bỏ ô này rồi nhập tay.",
            at=cell,
            of=claim.label,
            about=About(claim.unit.name, claim.indicator.name),
            question=asking.leave_cell(what),
        )

    def filled_rows(self) -> Iterator[int]:
        """The rows of data that hold anything; a hidden one that a person said does not count is listed."""
        name, decisions = self.table.sheet.name, self.context.decisions
        leave = decisions.of(Asks.HIDDEN, name) == asking.LEAVE
        for row in self.table.data_rows:
            if row not in self.table.sheet.rows:
                continue
            if leave and row in self.table.sheet.hidden_rows:
                self.leave_out(row, "dòng ẩn, " + decisions.why_left(Asks.HIDDEN, name))
            else:
                yield row

    def finish(self, rows: list[int], example: str) -> None:
        """Once all rows are read: tell columns not understood, hidden, put aside, or without a header."""
        self.log.mark_read(self.table.sheet.name, [*self.table.header_rows, *rows])
        tell_columns(self, rows, example)

    def _column(self, number: int, parts: list[str]) -> Column:
        header = " ".join(parts)
        if named_periods.another(header, self.context.period):
            return Column(number, header, Meaning(Holds.ASIDE), OTHER_PERIOD)
        what, cell = words_of(header), self.table.header_cell(number)
        answered = self._answered(number, header, self.at_column(number), what)
        if answered:
            return answered
        hidden = self._left_hidden(number, header)
        if hidden:
            return hidden
        meaning = self._placed(self.names.reader.meaning(parts))
        indicator = meaning.indicator if meaning else None
        if meaning and indicator and meaning.kind and meaning.kind not in indicator.carries:
            carried = " hoặc ".join(sorted(indicator.carries))
            sentence = f"tiêu đề ghi {meaning.kind}, nhưng chỉ số “{indicator.name}” chỉ có {carried}."
            self.log.block(
                "wrong-kind",
                f"{sentence} Chọn cột này là gì, hoặc bỏ cột.",
                at=cell,
                about=About(indicator=indicator.name, raw=header),
                question=asking.column(what, (indicator,), self.context),
            )
            meaning = Meaning(Holds.ASIDE)
        return Column(number, header, meaning, what=what)

    def _answered(self, number: int, header: str, *subjects: str) -> Column | None:
        """A column as a person said it is: by its place first, else by its words."""
        for what in subjects:
            answer = self.context.decisions.of(Asks.COLUMN, what)
            indicator, _, kind = (answer or "").partition(":")
            if answer == asking.LEAVE:
                why = self.context.decisions.why_left(Asks.COLUMN, what)
                return Column(number, header, Meaning(Holds.ASIDE), why, what)
            if kind not in asking.KINDS:
                continue
            known = self.context.indicator_by_id.get(int(indicator)) if indicator.isdigit() else None
            if known or indicator == asking.EACH_ROW:
                meaning = Meaning(Holds.FIGURE, known, asking.KINDS[kind])
                return Column(number, header, meaning, what=what, decided=True)
        return None

    def at_column(self, number: int) -> str:
        """The subject of a question about one column alone."""
        return "@" + place(self.table.sheet.name, f"{column_letters(number)}{self.table.header_rows.start}")

    def _left_hidden(self, number: int, header: str) -> Column | None:
        """A hidden column that a person said does not count."""
        name, decisions = self.table.sheet.name, self.context.decisions
        if number not in self.table.sheet.hidden_columns:
            return None
        if decisions.of(Asks.HIDDEN, name) != asking.LEAVE:
            return None
        why = "cột ẩn, " + decisions.why_left(Asks.HIDDEN, name)
        return Column(number, header, Meaning(Holds.ASIDE), why)

    def _with_doubles(self, columns: list[Column]) -> list[Column]:
        """Columns that hold the same as one before but say otherwise, marked or settled as answered."""
        standing: dict[tuple[int, Kind], Column] = {}
        result: dict[int, Column] = {}
        for column in columns:
            result[column.number] = column
            if column.subject is None or self.table.by is not Holds.UNIT:
                continue
            first = standing.setdefault(column.subject, column)
            if first is column or not self._differ(first, column):
                continue
            what = self.at_column(column.number)
            if self.context.decisions.of(Asks.COLUMN, what) == asking.ONLY:
                why = self.context.decisions.why_left(Asks.COLUMN, what)
                result[first.number] = replace(first, meaning=Meaning(Holds.ASIDE), aside=why)
                standing[column.subject] = column
            else:
                result[column.number] = replace(column, what=what, doubles=first)
        return list(result.values())

    def _differ(self, one: Column, other: Column) -> bool:
        sheet = self.table.sheet
        pairs = ((sheet.at(row, one.number), sheet.at(row, other.number)) for row in self.table.data_rows)
        return any(a and b and a.text != b.text for a, b in pairs)

    def _headless(self) -> Iterator[Column]:
        """Columns without a header that a person answered for."""
        headed = {*self.table.headers, self.table.name_column}
        filled = {cell.column for row in self.table.data_rows for cell in self.table.sheet.rows.get(row, ())}
        for number in sorted(filled - headed):
            answered = self._answered(number, "", self.at_column(number))
            if answered:
                yield answered

    def _placed(self, meaning: Meaning | None) -> Meaning | None:
        """A header's meaning here: what names no indicator speaks of the total, or of each row's own."""
        if meaning is None:
            return None
        if self.table.by is Holds.INDICATOR:
            return self._placed_by_indicator(meaning)
        if meaning.holds not in VALUES or meaning.indicator:
            return meaning
        if meaning.holds is Holds.FIGURE and meaning.kind is not Kind.POINTS:
            return None
        return replace(meaning, indicator=self.context.total) if self.context.total else None

    def _placed_by_indicator(self, meaning: Meaning) -> Meaning | None:
        if meaning.indicator:
            return None
        if meaning.holds is Holds.UNIT:
            return Meaning(Holds.MEASURE)
        if meaning.holds is Holds.PRINTED_RANK:
            # One unit's table ranks a province among provinces; ranks inside the province are computed here.
            national = self.context.own.level == "province"
            return replace(meaning, holds=Holds.NATIONAL_RANK) if national else Meaning(Holds.ASIDE)
        return meaning

    @staticmethod
    def _runs_across(name: Cell, values: list[Cell]) -> bool:
        """Whether the cell over the names is a title or note merged across the table."""
        columns = range(name.column, name.column + name.span[1])
        return any(cell.column in columns for cell in values) or (name.span[1] > 2 and not values)


def looks_like_data(cells: list[Cell]) -> bool:
    """Whether a row without a known name still holds figures, and not only a signature, a date or a note."""
    return any(
        _FIGURE_AHEAD.match(cell.text) if isinstance(cell.value, str) else not isinstance(cell.value, date)
        for cell in cells
    )
