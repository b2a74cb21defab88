"""Findings as the check screen shows them: where, what, the question and its answer; alike ones together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Protocol

from scores.admin import wording
from scores.intake.decisions import Asks
from scores.models import Answer

_BUTTONS = 4
"""Up to so many choices are buttons, more are a list to choose from."""
_OTHER = ("Câu trả lời khác", "Dùng câu này")
_FREE_TEXT = {
    Asks.CELL: ("Số đúng của ô này", "Dùng số này"),
    Asks.UNIT: ("Đơn vị khác của cơ quan", "Dùng tên này"),
}
"""What the box for an answer in one's own words is called, and its button."""


class Said(Protocol):
    """What a stored finding and one that was only read have in common."""

    @property
    def severity(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def sheet(self) -> str: ...
    @property
    def cell(self) -> str: ...
    @property
    def message(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def indicator(self) -> str: ...
    @property
    def raw(self) -> str: ...
    @property
    def understood(self) -> str: ...
    @property
    def before(self) -> str: ...


@dataclass(frozen=True)
class Given:
    """An answer in words, and who gave it when."""

    text: str
    who: str
    when: str
    comment: str = ""


@dataclass(frozen=True)
class Shown:
    """A finding with its question, if it asks one; the sentence does not say again where it is."""

    anchor: str
    said: Said
    subject: str
    sentence: str
    question: Mapping[str, Any] = field(default_factory=dict)
    given: Given | None = None

    @property
    def place(self) -> str:
        if self.said.cell:
            return f"Ô {self.said.cell}"
        return "Trang tính" if self.said.sheet else "Tệp"

    @property
    def asks(self) -> str:
        return str(self.question.get("asks", ""))

    @property
    def key(self) -> str:
        return str(self.question.get("key", ""))

    @property
    def choices(self) -> list[dict[str, str]]:
        return list(self.question.get("choices", []))

    @property
    def as_buttons(self) -> bool:
        return len(self.choices) <= _BUTTONS

    @property
    def free_text(self) -> bool:
        return bool(self.question.get("free_text"))

    @property
    def text_label(self) -> str:
        return _FREE_TEXT.get(Asks(self.asks), _OTHER)[0]

    @property
    def text_button(self) -> str:
        return _FREE_TEXT.get(Asks(self.asks), _OTHER)[1]

    @property
    def mends(self) -> str:
        """The key of the question what should stand in a doubtful cell; empty for other doubts."""
        return str(self.question.get("mends", ""))

    @property
    def is_open(self) -> bool:
        """Whether it asks and nobody has answered."""
        return bool(self.question) and self.given is None

    @property
    def is_doubt(self) -> bool:
        return self.asks == Asks.CONFIRM


@dataclass(frozen=True)
class Batch:
    """Findings of one kind that stand together."""

    code: str
    items: list[Shown]

    @property
    def missing(self) -> list[Shown]:
        """Units left out whose reason is still open: told once and asked about together."""
        return [item for item in self.items if item.is_open and item.asks == Asks.MISSING]

    @property
    def others(self) -> list[Shown]:
        """What is told one by one."""
        together = self.missing
        return [item for item in self.items if item not in together]

    @property
    def open_doubts(self) -> list[Shown]:
        return [item for item in self.items if item.is_open and item.is_doubt]


def shown(findings: Iterable[Any], file_name: str, answers: Mapping[str, Answer]) -> list[Shown]:
    """Stored or only read findings, in their order, each with the answer to its question."""
    return [_shown(at, finding, file_name, answers) for at, finding in enumerate(findings, start=1)]


def _shown(at: int, finding: Any, file_name: str, answers: Mapping[str, Answer]) -> Shown:
    subject, sentence = _told(finding, file_name)
    asked = finding.question
    question = asked if asked is None or isinstance(asked, dict) else asked.as_json()
    answer = answers.get(question["key"]) if question else None
    given = given_of(answer, _label(answer.value, question)) if answer and question else None
    return Shown(f"cho-{at}", finding, subject, sentence, question or {}, given)


def given_of(answer: Answer, text: str) -> Given:
    return Given(text, wording.name_of(answer.by), wording.moment(answer.at), answer.comment)


def _label(value: str, question: Mapping[str, Any]) -> str:
    return next((choice["label"] for choice in question["choices"] if choice["value"] == value), value)


def _told(finding: Said, file_name: str) -> tuple[str, str]:
    """Whom a message speaks of and what it says, without the place it begins with."""
    where = f"Tệp “{file_name}”"
    where += f", trang “{finding.sheet}”" if finding.sheet else ""
    where += f", ô {finding.cell}" if finding.cell else ""
    rest = finding.message.removeprefix(where)
    told = re.fullmatch(r"(?: \((?P<subject>.+?)\))?: (?P<sentence>.+)", rest, re.DOTALL)
    if rest == finding.message or told is None:
        return "", finding.message
    subject = told["subject"] or ", ".join(name for name in (finding.unit, finding.indicator) if name)
    return subject, told["sentence"][0].upper() + told["sentence"][1:]


def batches(items: Iterable[Shown]) -> list[Batch]:
    """Neighbours of one kind together; of units left out, those of one level."""
    found = [list(alike) for _, alike in groupby(items, key=_kind)]
    return [Batch(alike[0].said.code, alike) for alike in found]


def _kind(item: Shown) -> tuple[str, str]:
    return item.said.code, item.sentence if item.is_open and item.asks == Asks.MISSING else ""
