"""What people typed into cells, saved: every cell that can be is, and each of the others says why not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from scores import actions
from scores.admin import wording
from scores.admin.grid_cells import LONGEST, Column, Unreadable, after, fields_of, shown
from scores.admin.grid_sheet import Sheet
from scores.admin.provenance_history import history
from scores.models import Entry, Unit


class Became(StrEnum):
    """What became of a typed cell."""

    SAVED = "saved"
    REFUSED = "refused"
    CONFLICT = "conflict"


@dataclass(frozen=True)
class Wish:
    """A text typed into a cell; `seen` and `revision` are what stood there when the person began."""

    unit: Unit
    column: Column
    text: str
    revision: int
    seen: str


@dataclass
class Answer:
    """What became of a wish, in a sentence where it was not saved; on a conflict, what stands there now."""

    wish: Wish
    became: Became = Became.SAVED
    said: str = ""
    theirs: str = ""
    revision: int = 0


@dataclass
class _Cell:
    """All wishes for one unit and indicator, folded into the fields its entry would have."""

    entry: Entry | None
    fields: dict[str, object] | None
    answers: list[Answer] = field(default_factory=list)


def save(sheet: Sheet, wishes: Sequence[Wish], by: User) -> list[Answer]:
    """Save what can be saved, in one transaction; `actions.Refused` where nothing of the draft may be."""
    cells: dict[tuple[int, int], _Cell] = {}
    answers = [Answer(wish) for wish in wishes]
    for answer in answers:
        unit, indicator = answer.wish.unit, answer.wish.column.indicator
        entry = sheet.entries.get(unit.pk, {}).get(indicator.pk)
        cell = cells.setdefault((unit.pk, indicator.pk), _Cell(entry, fields_of(entry) or None))
        _fold(sheet, cell, answer, by)
    changed = [cell for cell in cells.values() if cell.answers and cell.fields != _before(cell)]
    typed = [_typed(cell) for cell in changed]
    outcomes = actions.type_entries(release=sheet.release, by=by, typed=typed)
    for cell, outcome in zip(changed, outcomes, strict=True):
        if isinstance(outcome, Exception):
            for answer in cell.answers:
                _tell(sheet, answer, outcome, by)
    return answers


def _before(cell: _Cell) -> dict[str, object] | None:
    return fields_of(cell.entry) or None


def _typed(cell: _Cell) -> actions.Typed:
    wish = cell.answers[0].wish
    revision = cell.entry.revision if cell.entry else 0
    return actions.Typed(wish.unit, wish.column.indicator, cell.fields, revision)


def _fold(sheet: Sheet, cell: _Cell, answer: Answer, by: User) -> None:
    """Put a wish on top of what stands, unless it cannot be read or somebody else changed its cell."""
    wish = answer.wish
    standing = shown(cell.entry, wish.column.kind)
    if wish.revision != (cell.entry.revision if cell.entry else 0) and wish.seen != standing:
        _tell_of_the_other(sheet, answer, cell.entry, by)
        return
    try:
        cell.fields = after(wish.column, wish.text, cell.fields or {})
    except Unreadable as unreadable:
        answer.became, answer.said = Became.REFUSED, str(unreadable)
    else:
        cell.answers.append(answer)


def _tell(sheet: Sheet, answer: Answer, outcome: Exception, by: User) -> None:
    if isinstance(outcome, actions.Conflict):
        _tell_of_the_other(sheet, answer, outcome.entry, by)
        return
    messages = outcome.messages if isinstance(outcome, ValidationError) else [str(outcome)]
    answer.became, answer.said = Became.REFUSED, " ".join(messages)


def _tell_of_the_other(sheet: Sheet, answer: Answer, entry: Entry | None, by: User) -> None:
    """Both values side by side, with who and when; the same value twice is no conflict."""
    wish = answer.wish
    theirs = shown(entry, wish.column.kind)
    answer.theirs, answer.revision = theirs, entry.revision if entry else 0
    if _same(wish, entry):
        return
    answer.became = Became.CONFLICT
    answer.said = (
        f"{_who_changed(sheet, wish, by)} ({wish.seen or 'trống'} → {theirs or 'trống'}). "
        f"Bạn nhập {wish.text.strip()[:LONGEST] or 'trống'}. Giữ số nào?"
    )


def _who_changed(sheet: Sheet, wish: Wish, by: User) -> str:
    changes = history(sheet.release, wish.unit, wish.column.indicator)
    if not changes:
        return "Người khác đã sửa ô này"
    if changes[0].who == wording.name_of(by):
        return f"Bạn đã sửa ô này ở cửa sổ khác lúc {changes[0].at}"
    return f"Người khác ({changes[0].who}) đã sửa ô này lúc {changes[0].at}"


def _same(wish: Wish, entry: Entry | None) -> bool:
    try:
        fields = after(wish.column, wish.text, fields_of(entry))
    except Unreadable:
        return False
    return fields == (fields_of(entry) or None)


def units_of(answers: Iterable[Answer]) -> list[Unit]:
    """The units whose rows a save touched, each once."""
    return list({answer.wish.unit.pk: answer.wish.unit for answer in answers}.values())
