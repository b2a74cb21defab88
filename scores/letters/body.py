"""The body of a letter made of blocks: each as the machine writes it, or as people decided for it. Pure."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar

from scores.letters import blocks, fields, wording
from scores.letters.appendices import NamedTable
from scores.letters.blocks import Block, Change, Outline, Section
from scores.letters.document import Paragraph
from scores.letters.facts import ReleaseFacts
from scores.letters.letterhead import Letterhead
from scores.letters.months import MonthFacts
from scores.letters.replacing import Replacing

NamedAppendix = tuple[str, NamedTable]
"""What the appendix is called (`Phụ lục II`), and its table."""


@dataclass(frozen=True, kw_only=True)
class Body(ABC):
    """Writes a body's paragraphs; with `replacing` it first says which issued letter it stands in place of.

    `months` are those a quarter's report tells. `changes` are what people decided for single blocks.
    """

    outline: ClassVar[Outline]
    facts: ReleaseFacts
    letterhead: Letterhead
    bases: tuple[str, ...]
    appendices: Sequence[NamedAppendix]
    months: tuple[MonthFacts, ...] = ()
    replacing: Replacing | None = None
    changes: Mapping[str, Change] = field(default_factory=dict)

    @abstractmethod
    def generated(self, block: Block) -> list[Paragraph]:
        """A block's words as the machine writes them, whether the letter has it or not."""

    @abstractmethod
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """All paragraphs in order; the last one ends with `./.` as a letter must."""

    def written(self, block: Block) -> list[Paragraph]:
        """A block's words as the letter will have them."""
        change = self.changes.get(block.key)
        if change is None or change.how == "added":
            return self.generated(block)
        return blocks.paragraphs_of(block.key, fields.filled(change.text, self.values))

    @property
    def in_order(self) -> list[Block]:
        """The blocks this letter has, in their order."""
        return self.outline.arranged(self.letterhead["blocks"], self.changes)

    @property
    def values(self) -> dict[str, str]:
        """What each named field stands for in this letter; empty where there is nothing to say."""
        return fields.values(self.facts, self.letterhead, self.months)

    def _section(self, section: Section) -> list[Paragraph]:
        here = [block for block in self.in_order if block.section == section]
        return [paragraph for block in here for paragraph in self.written(block)]

    @property
    def _issuer(self) -> str:
        return self.letterhead["issuer_in_text"] or wording.body_name(self.facts.own)

    @property
    def _grounds(self) -> str:
        return f"Căn cứ {'; '.join(self.bases)}, " if self.bases else ""

    def _replaced(self) -> Iterable[Paragraph]:
        return self.replacing.opening(self._issuer) if self.replacing else ()


def ended(written: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """The paragraphs, the last one ending as a letter must."""
    return (*written[:-1], replace(written[-1], text=f"{written[-1].text.rstrip('.;: ')}./."))
