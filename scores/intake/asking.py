"""The questions a reading asks and the choices it offers; `answers` says what an answer means. Pure.

Labels are what a clerk clicks, so they say what happens, not what is meant.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from scores.intake.catalogue import CatalogueIndicator, CatalogueUnit, Context
from scores.intake.decisions import Asks, Choice, Question, key
from scores.intake.figures import Kind

NO_DATA, ELSEWHERE, FORGOTTEN, DISSOLVED = "no_data", "elsewhere", "forgotten", "dissolved"
LEAVE, ONLY, READ, PREFER, BLANK = "leave", "only", "read", "prefer", "blank"
KINDS = {"points": Kind.POINTS, "rate": Kind.RATE, "count": Kind.COUNT}
NAMES_OF_KINDS = {kind: name for name, kind in KINDS.items()}
EACH_ROW = "row"
"""Stands for the indicator of a column whose rows name the indicators."""
REASONS = (
    Choice(NO_DATA, "Không có số liệu"),
    Choice("nothing_arose", "Không phát sinh"),
    Choice("not_applicable", "Không áp dụng"),
)
MISSING = (
    Choice(NO_DATA, "Chưa có số liệu: ghi “Không có số liệu”"),
    Choice(ELSEWHERE, "Ở tệp khác, hoặc sẽ nhập tay"),
    Choice(FORGOTTEN, "Quên: sẽ bổ sung vào tệp"),
    Choice(DISSOLVED, "Đã giải thể hoặc sáp nhập"),
)
_LEAVE_ROW = Choice(LEAVE, "Bỏ dòng này, không nhập")
_LEAVE_COLUMN = Choice(LEAVE, "Bỏ cột này, không nhập")
_LEAVE_CELL = Choice(LEAVE, "Bỏ ô này, coi như chưa nhập")


def unit(what: str, candidates: Iterable[CatalogueUnit]) -> Question:
    """Which unit a row means; any other of the office may be written by name."""
    candidates = list(candidates)
    names = Counter(candidate.name for candidate in candidates)
    choices = [
        Choice(str(item.id), f"{item.name} ({item.parent_name})" if names[item.name] > 1 else item.name)
        for item in candidates
    ]
    return Question(key(Asks.UNIT, what), (*choices, _LEAVE_ROW), free_text=True)


def row(
    what: str, candidates: Iterable[CatalogueIndicator], context: Context, *, others: bool = True
) -> Question:
    """Which indicator a row means: those likely first, then (unless told) all of the edition."""
    candidates = list(candidates)
    items = _with_all(candidates, context) if others else candidates
    choices = [Choice(str(item.id), _indicator_label(item)) for item in items]
    return Question(key(Asks.ROW, what), (*choices, _LEAVE_ROW))


def leave_row(asks: Asks, what: str) -> Question:
    return Question(key(asks, what), (_LEAVE_ROW,))


def one_of_two_rows(asks: Asks, what: str, this: str, other: str) -> Question:
    """Which of two rows of one unit or indicator counts."""
    choices = (
        Choice(LEAVE, f"Giữ dòng ở ô {other}, bỏ dòng ở ô {this}"),
        Choice(ONLY, f"Giữ dòng ở ô {this}, bỏ dòng ở ô {other}"),
    )
    return Question(key(asks, what), choices, free_text=asks is Asks.UNIT)


def column(
    what: str, candidates: Iterable[CatalogueIndicator], context: Context, *, by_rows: bool = False
) -> Question:
    """What a column holds; where rows name the indicators only the kind is open."""
    if by_rows:
        kinds = [Choice(f"{EACH_ROW}:{name}", f"Cột này là {kind}") for name, kind in KINDS.items()]
        return Question(key(Asks.COLUMN, what), (*kinds, _LEAVE_COLUMN))
    items = _with_all(candidates, context)
    return Question(key(Asks.COLUMN, what), (*_column_choices(items), _LEAVE_COLUMN))


def leave_column(what: str) -> Question:
    return Question(key(Asks.COLUMN, what), (_LEAVE_COLUMN,))


def one_of_two_columns(what: str, this: str, other: str, context: Context) -> Question:
    """Which of two columns with one header counts, or what this one holds instead."""
    choices = (
        Choice(LEAVE, f"Giữ cột {other}, bỏ cột {this}"),
        Choice(ONLY, f"Giữ cột {this}, bỏ cột {other}"),
        *_column_choices(_with_all((), context)),
    )
    return Question(key(Asks.COLUMN, what), choices)


def points_or_rate(what: str, indicator: CatalogueIndicator, written: str) -> Question:
    """What a percent sign means under a header that names only the indicator."""
    choices = [
        Choice(f"{indicator.id}:points", f"Điểm: {written} là {written.rstrip('% ')} điểm"),
        Choice(f"{indicator.id}:rate", f"Tỷ lệ: {written}"),
    ]
    carried = [choice for choice in choices if KINDS[choice.value.partition(":")[2]] in indicator.carries]
    return Question(key(Asks.COLUMN, what), (*carried, _LEAVE_COLUMN))


def cell(what: str, likely: Iterable[str] = ()) -> Question:
    """What should stand in a cell; a person may mean one of the `likely` texts."""
    choices = (Choice(text, f"Ghi {text}") for text in likely)
    return Question(key(Asks.CELL, what), (*choices, _LEAVE_CELL), free_text=True)


def leave_cell(what: str) -> Question:
    return Question(key(Asks.CELL, what), (_LEAVE_CELL,))


def one_of_two_cells(what: str, this: str, other: str) -> Question:
    """Which of two values of one figure counts, or what both should say."""
    choices = (Choice(LEAVE, f"Lấy “{other}”, bỏ “{this}”"), Choice(ONLY, f"Lấy “{this}”, bỏ “{other}”"))
    return Question(key(Asks.CELL, what), choices)


def missing(item: CatalogueUnit) -> Question:
    """Why a unit is not in the file."""
    return Question(key(Asks.MISSING, str(item.id)), MISSING)


def mark(sign: str) -> Question:
    """What a sign means, for every cell of the file that holds it."""
    blank = Choice(BLANK, "Chưa nhập, coi như ô trống")
    return Question(key(Asks.MARK, sign), (*REASONS, blank))


def rounding(sheet: str) -> Question:
    return Question(key(Asks.ROUND, sheet), (Choice("yes", "Làm tròn còn hai chữ số thập phân"),))


def sheet(name: str) -> Question:
    """Whether a sheet that seems to be of another period is read."""
    choices = (
        Choice(LEAVE, f"Bỏ trang “{name}”, không đọc"),
        Choice(READ, f"Đọc trang “{name}”, tên kỳ ghi nhầm"),
    )
    return Question(key(Asks.SHEET, name), choices)


def leave_sheet(name: str) -> Question:
    return Question(key(Asks.SHEET, name), (Choice(LEAVE, f"Bỏ trang “{name}”, không đọc"),))


def one_of_two_sheets(this: str, other: str) -> Question:
    """Which of two sheets counts where they contradict each other."""
    choices = (
        Choice(LEAVE, f"Bỏ trang “{this}”, chỉ đọc trang “{other}”"),
        Choice(PREFER, f"Số nào khác nhau thì lấy ở trang “{this}”"),
    )
    return Question(key(Asks.SHEET, this), choices)


def hidden(name: str) -> Question:
    """Whether what is hidden on a sheet counts."""
    choices = (Choice(LEAVE, "Bỏ phần bị ẩn, không nhập"), Choice(READ, "Đọc cả phần bị ẩn"))
    return Question(key(Asks.HIDDEN, name), choices)


def _with_all(first: Iterable[CatalogueIndicator], context: Context) -> list[CatalogueIndicator]:
    """Those likely, then all others that carry figures, each once."""
    items = {item.id: item for item in (*first, *context.indicators) if item.carries}
    return list(items.values())


def _column_choices(items: Iterable[CatalogueIndicator]) -> tuple[Choice, ...]:
    return tuple(
        Choice(f"{item.id}:{name}", f"{_indicator_label(item)}: {kind}")
        for item in items
        for name, kind in KINDS.items()
        if kind in item.carries
    )


def _indicator_label(item: CatalogueIndicator) -> str:
    return f"{item.number}. {item.name}" if item.number else item.name
