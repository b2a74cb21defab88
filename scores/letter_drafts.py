"""A draft's letter block by block: what the machine writes, what people made of it, what is wrong with that.

Its figures are those the draft would be published with now; nothing is written.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from scores import letters, publication
from scores.letters import blocks, body_check, fields
from scores.letters.blocks import Block, Outline
from scores.letters.body import Body
from scores.letters.figure_check import Checked, FigureCheck, Verdict
from scores.letters.notice import STYLES
from scores.models import REPORT, Indicator, Release, Result

LONGEST = 6000
MOST_LINES = 60


@dataclass(frozen=True)
class DraftLetter:
    """The blocks of one release's letter of one kind."""

    release: Release
    kind: str
    body: Body

    def machine_text(self, block: Block) -> str:
        """A block as the machine writes it, in the form in which people edit it."""
        return blocks.text_of(self.body.generated(block))

    @property
    def outline(self) -> Outline:
        """The blocks that a letter of this kind may have."""
        return self.body.outline

    def checked(self, key: str, text: str) -> list[Checked]:
        """All that is to be said of a block's text, from its first place to its last."""
        found = [*self._check.check(text), *self.unprintable(text)]
        if key == "appendices":
            found += self._unnamed_appendices(text)
        return sorted(found, key=lambda one: (one.line, one.start))

    def problems(self, key: str) -> list[Checked]:
        """What is wrong with, or to be asked of, a block's edited text as it stands."""
        change = self.body.changes.get(key)
        if change is None or change.how != "edited":
            return []
        return [one for one in self.checked(key, change.text) if one.verdict in OPEN]

    def unprintable(self, text: str) -> list[Checked]:
        """What no letter can be made with: braces without a field, hidden characters, far too much."""
        return [*_braces(text, self.values), *_unseen(text), *_too_long(text)]

    def wrong_blocks(self) -> list[str]:
        """The edited blocks that state something the figures do not bear out."""
        return [
            key
            for key in self.body.changes
            if any(one.verdict is Verdict.WRONG for one in self.problems(key))
        ]

    @cached_property
    def values(self) -> dict[str, str]:
        """What each named field stands for in this release; empty where there is nothing."""
        return self.body.values

    @cached_property
    def _check(self) -> FigureCheck:
        return body_check.figure_check(self.body)

    def _unnamed_appendices(self, text: str) -> Iterator[Checked]:
        """A letter names each of its appendices (Nghị định 30/2020, Phụ lục I)."""
        for name, _ in self.body.appendices:
            if f"{name} " not in f"{text} ".replace(".", " ").replace(",", " ").replace(";", " "):
                sentence = f"Đoạn này phải nhắc đến {name}: văn bản phải nêu từng phụ lục kèm theo."
                yield Checked(1, 0, 0, name, Verdict.WRONG, sentence)


OPEN = frozenset({Verdict.WRONG, Verdict.ASKED})
"""What keeps a text from being right as it is."""


def has_words(release: Release) -> bool:
    """Whether the release gets a letter whose words can be changed."""
    return letters.kind_of(release) in {*STYLES, REPORT}


def of(release: Release) -> DraftLetter | None:
    """The letter an open release will get, None where it has no words to change; ValueError (Vietnamese)
    where the office's settings or the release do not make one.
    """
    if not has_words(release):
        return None
    kind = letters.kind_of(release)
    return DraftLetter(release, kind, letters.body_of_draft(release, kind, rows_of_draft(release)))


def rows_of_draft(release: Release) -> list[Result]:
    """The results a draft would be published with now, as a letter reads them."""
    rows = publication.results_of(release)
    lines = Indicator.objects.filter(version=release.index_version_id)
    by_id = {line.pk: line for line in lines.select_related("parent__parent__parent")}
    for row in rows:
        row.indicator = by_id[row.indicator_id]
    return sorted(rows, key=lambda row: (row.official_order, row.unit_name, row.unit_id, row.indicator.order))


def clean(text: str) -> str:
    """Text as it is kept: one writing of each letter, blanks set right, no empty lines."""
    return "\n".join(blocks.lines_of(unicodedata.normalize("NFC", text)))


def _braces(text: str, values: dict[str, str]) -> Iterator[Checked]:
    for number, line in enumerate(text.splitlines(), start=1):
        for wrong in fields.misused(line, values):
            said = line[wrong.start : wrong.end]
            yield Checked(number, wrong.start, wrong.end, said, Verdict.WRONG, wrong.sentence)


def _unseen(text: str) -> Iterator[Checked]:
    """Characters that nobody sees and that turn, hide or join what stands around them."""
    for number, line in enumerate(text.splitlines(), start=1):
        for place, char in enumerate(line):
            if unicodedata.category(char) in {"Cc", "Cf", "Co", "Cn", "Cs"}:
                sentence = f"Có ký tự không nhìn thấy (U+{ord(char):04X}). Xóa rồi gõ lại chỗ này."
                yield Checked(number, place, place + 1, "", Verdict.WRONG, sentence)


def _too_long(text: str) -> Iterator[Checked]:
    if len(text) > LONGEST or len(text.splitlines()) > MOST_LINES:
        sentence = f"Đoạn này quá dài: nhiều nhất {LONGEST} chữ và {MOST_LINES} dòng."
        yield Checked(1, 0, 0, "", Verdict.WRONG, sentence)
