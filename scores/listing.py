"""Tables whose rows are no single results: one list of fields makes their cells, on the page and in files.

Rankings and tables of one unit have `columns` and `tables` instead, which sort, filter and draw.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

from django.http import HttpResponse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from scores import vietnamese
from scores.columns import NOTHING, Value
from scores.exports import ENDINGS, as_file

Row = TypeVar("Row")


@dataclass(frozen=True)
class Field(Generic[Row]):
    """One column: `value` is what files carry, `shown` what the page writes, HTML where it is marked safe."""

    key: str
    title: str
    value: Callable[[Row], Value]
    shown: Callable[[Row], str] | None = None
    """None where the page writes the value as it is."""
    css: str = ""
    label: str | None = None
    """What a phone, where a row is a card, calls the cell; None for its title."""
    on_page: bool = True
    """False for what the page says inside another cell, above the table or by a link."""
    nothing: str = NOTHING

    def cell(self, row: Row) -> SafeString:
        """What stands in the page's cell."""
        said = self.shown(row) if self.shown else _written(self.value(row))
        if said or not self.nothing:
            return conditional_escape(said)
        return format_html('<span class="nothing">{}</span>', self.nothing)


def _written(value: Value) -> str:
    if value is None:
        return ""
    return vietnamese.decimal(value) if isinstance(value, Decimal) else str(value)


@dataclass(frozen=True)
class Listing(Generic[Row]):
    """A table. `address` is where its files are, without their endings; `query` what they are asked with."""

    caption: str
    """What stands above it on the page."""
    fields: Sequence[Field[Row]]
    rows: Sequence[Row]
    address: str
    query: str = ""
    css: str = ""
    headed: bool = False
    """Whether the first cell names its row."""
    row_css: Callable[[Row], str] | None = None
    title: str = ""
    """What it is called where no page stands around it; empty for the caption."""

    @property
    def shown(self) -> list[Field[Row]]:
        return [field for field in self.fields if field.on_page]

    @property
    def files(self) -> list[tuple[str, str]]:
        """(`XLSX`, its address), for each ending."""
        asking = f"?{self.query}" if self.query else ""
        return [(ending.upper(), f"{self.address}.{ending}{asking}") for ending in ENDINGS]

    @property
    def body(self) -> SafeString:
        """All rows as HTML."""
        return SafeString("".join(map(self._line, self.rows)))

    def _line(self, row: Row) -> str:
        css = self.row_css(row) if self.row_css else ""
        opening = format_html('<tr role="row" class="{}">', css) if css else SafeString('<tr role="row">')
        return f"{opening}{''.join(self._cell(place, row) for place in range(len(self.shown)))}</tr>\n"

    def _cell(self, place: int, row: Row) -> SafeString:
        field = self.shown[place]
        if place == 0 and self.headed:
            return format_html('<th scope="row" role="rowheader">{}</th>', field.cell(row))
        label = field.title if field.label is None else field.label
        said = format_html(' data-label="{}"', label) if label else ""
        return format_html('<td role="cell" class="{}"{}>{}</td>', field.css, said, field.cell(row))

    def file(self, name: str, ending: str) -> HttpResponse:
        """The table as a file to save, `name` without its ending."""
        return as_file(self.fields, self.rows, self.title or self.caption, name, ending)
