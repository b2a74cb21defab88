"""Rows once it is known what they name: answers for single rows, and two rows that name the same. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic

from scores.intake import asking
from scores.intake.columns import TableReading
from scores.intake.decisions import Asks, place
from scores.intake.matching import Item
from scores.intake.outcome import About
from scores.intake.workbook import Cell


@dataclass(frozen=True)
class NamedRow(Generic[Item]):
    row: int
    name: Cell
    item: Item


def answer_for(asks: Asks, written: str, name: Cell, reading: TableReading) -> tuple[str, str] | None:
    """What a person said a row means, with the question's subject: this very row first, else its words."""
    for what in (at_place(name), written):
        answer = reading.context.decisions.of(asks, what)
        if answer not in (None, asking.ONLY):
            return what, answer
    return None


def at_place(name: Cell) -> str:
    """The subject of a question about one row alone."""
    return "@" + place(name.sheet, name.address)


def without_doubles(
    rows: list[NamedRow[Item]],
    asks: Asks,
    reading: TableReading,
    about: Callable[[NamedRow[Item]], About],
) -> list[NamedRow[Item]]:
    """One row for each unit or indicator; a second one blocks until a person says which counts."""
    standing: dict[int, NamedRow[Item]] = {}
    what = "đơn vị" if asks is Asks.UNIT else "chỉ số"
    for named in rows:
        first = standing.setdefault(named.item.id, named)
        if first is named:
            continue
        if reading.context.decisions.of(asks, at_place(named.name)) == asking.ONLY:
            reading.leave_out(first.row, reading.context.decisions.why_left(asks, at_place(named.name)))
            standing[named.item.id] = named
            continue
        reading.leave_out(named.row, f"{what} đã có ở dòng {first.row}")
        here, there = named.name.address, first.name.address
        if here == there:
            reading.log.block(
                "merged-name",
                f"tên nằm trong ô gộp qua dòng {first.row} và dòng {named.row}, dòng nào cũng có số liệu. "
                f"Bỏ gộp ô, ghi tên {what} ở từng dòng rồi tải lên lại.",
                at=named.name,
                of=named.item.name,
                about=about(named),
            )
            continue
        reading.log.block(
            f"{asks if asks is Asks.UNIT else 'indicator'}-twice",
            f"{what} đã có ở ô {there}. Giữ một dòng, bỏ dòng kia.",
            at=named.name,
            of=named.item.name,
            about=about(named),
            question=asking.one_of_two_rows(asks, at_place(named.name), here, there),
        )
    return list(standing.values())
