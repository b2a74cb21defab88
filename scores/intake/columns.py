"""A table's columns with what they hold, and what its cells then say row by row. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from scores.intake import named_periods
from scores.intake.catalogue import CatalogueIndicator, CatalogueUnit, Context
from scores.intake.claims import VALUES, Claim, Names
from scores.intake.figures import Kind
from scores.intake.headers import Holds, Meaning
from scores.intake.layout import Table, is_column_numbers
from scores.intake.matching import asking, indicator_key
from scores.intake.outcome import Log
from scores.intake.workbook import Cell

_FIGURE_AHEAD = re.compile(r"[+\-−]?\s*\d|không (?:có|phát|áp)|kps", re.I)
ASIDE = "cột này không dùng để nhập số liệu"
OTHER_PERIOD = "số liệu của kỳ khác, không nhập vào kỳ này"


@dataclass(frozen=True)
class Column:
    """A column of a table with what it holds; None where its header is not understood."""

    number: int
    header: str
    meaning: Meaning | None
    aside: str = ASIDE

    def holds(self, what: Holds) -> bool:
        return self.meaning is not None and self.meaning.holds is what

    @property
    def has_values(self) -> bool:
        """Whether its cells are figures or comparisons, or might be: its header is not understood."""
        return self.meaning is None or self.meaning.holds in VALUES


@dataclass(frozen=True)
class TableReading:
    """One table being read: it gives the cells of a row by what they hold, and says what is wrong."""

    table: Table
    names: Names
    context: Context
    log: Log

    @cached_property
    def columns(self) -> list[Column]:
        """What every headed column holds; a kind the named indicator does not carry is blocked here."""
        return [
            self._column(number, parts)
            for number, parts in self.table.headers.items()
            if number != self.table.name_column
        ]

    def value_cells(self, row: int) -> list[Cell]:
        """The cells of a row that would be figures or comparisons, or stand under an unknown header."""
        cells = (self.table.sheet.at(row, column.number) for column in self.columns if column.has_values)
        return [cell for cell in cells if cell]

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

    def name_of(self, row: int, what: str) -> Cell | None:
        """The cell that names a row; None (and told) where the row is a note, a signature or nameless."""
        cells, values, name = self.table.sheet.rows[row], self.value_cells(row), self.table.name_cell(row)
        if row == self.table.data_rows.start and is_column_numbers(cells):
            self.leave_out(row, "dòng đánh số cột")
            return None
        if name is None and looks_like_data(values):
            self.leave_out(row, f"có số liệu nhưng không có tên {what}")
            sentence = f"dòng {row} có “{values[0].text}” nhưng không có tên {what}. Ghi tên hoặc xóa dòng."
            self.log.block("nameless-row", sentence, at=values[0])
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
        for column in self.columns:
            cell, meaning = self.table.sheet.at(row, column.number), column.meaning
            subject = (meaning.indicator if meaning else None) or indicator
            if cell is None or meaning is None or subject is None or meaning.holds not in VALUES:
                continue
            header = self.table.header_cell(column.number)
            claim = Claim(
                unit, subject, meaning.holds, cell, meaning.kind, meaning.likely, meaning.of, header=header
            )
            if cell.span == (1, 1):
                yield claim
            else:
                sentence = f"“{cell.text}” nằm trong ô gộp nên không rõ thuộc dòng hay cột nào. Bỏ gộp ô."
                self.log.block("merged-value", sentence, at=cell, of=claim.label)

    def check_hidden_row(self, row: int, name: Cell) -> None:
        if row in self.table.sheet.hidden_rows:
            sentence = "dòng bị ẩn nhưng có số liệu. Bỏ ẩn dòng, hoặc xóa dòng nếu không dùng."
            self.log.block("hidden-row", sentence, at=name, of=name.text)

    def finish(self, rows: list[int], example: str) -> None:
        """Once all rows are read: tell columns not understood, hidden, put aside, or without a header."""
        self.log.mark_read(self.table.sheet.name, [*self.table.header_rows, *rows])
        for column in self.columns:
            self._finish_column(column, rows)
        self._block_headless(rows)
        if not any(column.holds(Holds.FIGURE) for column in self.columns):
            sentence = f"không thấy cột số liệu nào. Ghi tiêu đề cột, ví dụ {example}."
            self.log.block("missing-header", sentence, at=self.table.header_cell(self.table.name_column))

    def _column(self, number: int, parts: list[str]) -> Column:
        header = " ".join(parts)
        if named_periods.another(header, self.context.period):
            return Column(number, header, Meaning(Holds.ASIDE), OTHER_PERIOD)
        meaning = self._placed(self.names.reader.meaning(parts))
        indicator = meaning.indicator if meaning else None
        if meaning and indicator and meaning.kind and meaning.kind not in indicator.carries:
            carried = " hoặc ".join(sorted(indicator.carries))
            sentence = f"tiêu đề ghi {meaning.kind}, nhưng chỉ số “{indicator.name}” chỉ có {carried}."
            cell = self.table.header_cell(number)
            self.log.block("wrong-kind", f"{sentence} Sửa tiêu đề hoặc bỏ cột.", at=cell)
            meaning = Meaning(Holds.ASIDE)
        return Column(number, header, meaning)

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

    def _finish_column(self, column: Column, rows: list[int]) -> None:
        header = self.table.header_cell(column.number)
        if header is None or not any(self.table.sheet.at(row, column.number) for row in rows):
            return
        if column.meaning is None:
            self._block_header(column, header)
        elif column.meaning.holds is Holds.ASIDE:
            self.log.leave_out(self.table.sheet.name, header.row, column.header, column.aside)
        elif column.has_values and column.number in self.table.sheet.hidden_columns:
            sentence = (
                f"cột “{column.header}” bị ẩn nhưng có số liệu. Bỏ ẩn cột, hoặc xóa cột nếu không dùng."
            )
            self.log.block("hidden-column", sentence, at=header)

    def _block_header(self, column: Column, header: Cell) -> None:
        edition = self.context.elsewhere.get(indicator_key(column.header))
        if edition:
            self.log.block(
                "indicator-not-in-edition",
                f"chỉ số “{column.header}” thuộc “{edition}”, không dùng cho {self.context.period.label}. "
                "Bỏ cột này hoặc chọn đúng kỳ.",
                at=header,
            )
            return
        self.log.block(
            "unknown-header",
            f"chưa hiểu tiêu đề “{column.header}” trên cột có số liệu. Sửa tiêu đề theo tên chỉ số, "
            f"hoặc xóa cột.{asking(self.names.indicators.find(column.header).suggestions)}",
            at=header,
        )

    def _block_headless(self, rows: list[int]) -> None:
        told: set[int] = set()
        headed = {column.number for column in self.columns} | {self.table.name_column}
        for cell in (cell for row in rows for cell in self.table.sheet.rows[row]):
            if cell.column in headed or cell.column in told:
                continue
            told.add(cell.column)
            sentence = f"“{cell.text}” nằm trong cột không có tiêu đề. Ghi tiêu đề cột, hoặc xóa cột."
            self.log.block("missing-header", sentence, at=cell)


def looks_like_data(cells: list[Cell]) -> bool:
    """Whether a row without a known name still holds figures, and not only a signature, a date or a note."""
    return any(
        _FIGURE_AHEAD.match(cell.text) if isinstance(cell.value, str) else not isinstance(cell.value, date)
        for cell in cells
    )
