"""What a person decided about a file: answers to the questions a reading asked, kept with the upload. Pure.

A question has a key that stays the same when the file is read again; its answer is one of the choices, or
free text where the question takes it. Without an answer the finding that asks stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Asks(StrEnum):
    """What a question is about; the first part of its key."""

    UNIT = "unit"
    """Which unit a row means: the unit's id, `leave` to leave the row out, `only` to keep it of two."""
    ROW = "row"
    """Which indicator a row means, where rows name indicators: as for units."""
    COLUMN = "column"
    """What a column holds: `<indicator id>:points|rate|count` (`row:…` in a table of indicators), or
    `leave`, or `only` to keep it of two."""
    MARK = "mark"
    """What a sign such as `-` means: a `NoDataReason`, or `blank` for not entered."""
    CELL = "cell"
    """What should stand in a cell: free text, read like any cell; `leave` to pass it over, `only` to keep
    it of two."""
    ROUND = "round"
    """Whether figures with more than two decimals are rounded half up: `yes`."""
    SHEET = "sheet"
    """Whether a sheet is read: `read` or `leave`; `prefer` where it contradicts another."""
    HIDDEN = "hidden"
    """Whether the hidden rows or columns of a sheet count: `read` or `leave`."""
    MISSING = "missing"
    """Why a unit is not in the file: `no_data`, or `elsewhere` (the checklist asks again before the draft is
    handed on); `forgotten` and `dissolved` do not settle it."""
    CONFIRM = "confirm"
    """That a doubt was looked at and the figure stands: `yes`."""


@dataclass(frozen=True)
class Choice:
    value: str
    label: str


@dataclass(frozen=True)
class Question:
    """`key` is `<asks>:<what>`, e.g. `unit:thủ sĩ`, `cell:Phụ lục!C6`, `confirm:jump:Phụ lục!C6:1f0c…`.

    What begins with `@` is a place (`unit:@Phụ lục!B4`): it speaks of that row or column alone.
    """

    key: str
    choices: tuple[Choice, ...] = ()
    free_text: bool = False
    mends: str = ""
    """Of a doubt about one cell: the key of the question what should stand there instead."""

    @property
    def asks(self) -> Asks:
        return Asks(self.key.partition(":")[0])

    def as_json(self) -> dict[str, object]:
        """The shape of `Finding.question`."""
        choices = [{"value": choice.value, "label": choice.label} for choice in self.choices]
        return {
            "key": self.key,
            "asks": self.asks,
            "choices": choices,
            "free_text": self.free_text,
            "mends": self.mends,
        }


@dataclass(frozen=True)
class Decisions:
    """All answers to one upload, by key, and the names of those who gave them."""

    answers: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)

    def of(self, asks: Asks, what: str) -> str | None:
        return self.answers.get(key(asks, what)) if self.answers else None

    def why_left(self, asks: Asks, what: str) -> str:
        """Why something was left out: `bỏ theo câu trả lời của Nguyễn Văn A`."""
        return "bỏ theo câu trả lời" + self.by(asks, what)

    def by(self, asks: Asks, what: str) -> str:
        """` của Nguyễn Văn A`; empty where nobody is named."""
        person = self.people.get(key(asks, what))
        return f" của {person}" if person else ""


def place(sheet: str, address: str) -> str:
    """What a question about one cell is about: `Phụ lục!C6`."""
    return f"{sheet}!{address}"


def key(asks: Asks, what: str) -> str:
    """The key of a question; cut so that it fits its column, which no real name reaches."""
    return f"{asks}:{what}"[:300]
