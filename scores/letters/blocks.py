"""The blocks of a document's body: which a notice and a report have, in which order they may stand, and their
text as people edit it, one line a paragraph. Pure.

A body runs in sections: a notice opens, tells the own results, then the units', asks, and closes. Within a
section an office orders its blocks as it likes; a section never moves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from scores.letters.document import Paragraph, Role

BlockKey = Literal[
    "opening",
    "total",
    "groups",
    "counts",
    "below_average",
    "low_groups",
    "appendices",
    "lowest_units",
    "movers",
    "low_units",
    "open_counts",
    "requests",
    "months",
    "form",
    "tasks",
    "closing",
]
Section = Literal["opening", "own", "units", "asked", "months", "form", "tasks", "closing"]
How = Literal["edited", "added", "left_out"]


@dataclass(frozen=True)
class Block:
    """A part of the body that comes or goes as one; `needed` where a letter without it would not be one."""

    key: BlockKey
    title: str
    section: Section
    needed: bool = False
    table: str = ""
    """Where a table stands in it, what becomes of its words: the table itself is the machine's."""


@dataclass(frozen=True)
class Change:
    """What people decided for one block of one letter; `text` only where they wrote it themselves."""

    how: How
    text: str = ""


@dataclass(frozen=True)
class Outline:
    """The blocks that one kind of document may have, in their usual order."""

    blocks: tuple[Block, ...]
    usual: tuple[BlockKey, ...]
    """What it is made of where an office has said nothing."""
    runs: str
    """Its sections in their order, told to whoever mixed them up."""

    def block(self, key: str) -> Block | None:
        return next((block for block in self.blocks if block.key == key), None)

    @property
    def sections(self) -> list[Section]:
        return list(dict.fromkeys(block.section for block in self.blocks))

    def check(self, keys: Sequence[str]) -> None:
        """ValueError (Vietnamese) for blocks unknown, twice, missing though needed, out of their section."""
        for key in keys:
            block = self.block(key)
            if block is None:
                known = ", ".join(block.key for block in self.blocks)
                raise ValueError(f"Văn bản không có đoạn “{key}”. Các đoạn: {known}.")
            if keys.count(key) > 1:
                raise ValueError(f"Đoạn “{block.title}” chỉ đứng một chỗ trong văn bản.")
        for block in self.blocks:
            if block.needed and block.key not in keys:
                raise ValueError(f"Văn bản không bỏ được đoạn “{block.title}”.")
        asked = [block for key in keys if (block := self.block(key))]
        for before, after in pairwise(asked):
            if self.sections.index(after.section) < self.sections.index(before.section):
                raise ValueError(f"Đoạn “{after.title}” đứng sau chỗ của nó. {self.runs}")

    def arranged(self, on: Sequence[BlockKey], changes: Mapping[str, Change]) -> list[Block]:
        """The blocks of one letter in order: the office's, without those left out, with those added."""
        wanted = [key for key in on if key not in changes or changes[key].how != "left_out"]
        wanted += [
            block.key
            for block in self.blocks
            if block.key not in on and block.key in changes and changes[block.key].how != "left_out"
        ]
        found = [block for key in wanted if (block := self.block(key))]
        return sorted(found, key=lambda block: self.sections.index(block.section))


NOTICE = Outline(
    blocks=(
        Block("opening", "Mở đầu, căn cứ", "opening", needed=True),
        Block("total", "Tổng điểm của cơ quan", "own"),
        Block("groups", "Kết quả từng nhóm chỉ số", "own"),
        Block("counts", "Số liệu ngoài các nhóm", "own"),
        Block("below_average", "Nhóm thấp hơn trung bình cả nước", "own"),
        Block("low_groups", "Nhóm thấp so với điểm tối đa", "own"),
        Block("appendices", "Chỗ dẫn đến phụ lục", "units", needed=True),
        Block("lowest_units", "Đơn vị có tổng điểm thấp nhất", "units"),
        Block("movers", "Đơn vị tăng, giảm nhiều nhất", "units"),
        Block("low_units", "Đơn vị dưới mức đặt ra", "units"),
        Block("open_counts", "Đơn vị còn việc chưa xong", "units"),
        Block("requests", "Các đề nghị", "asked"),
        Block("closing", "Câu kết", "closing"),
    ),
    usual=(*("opening", "total", "groups", "counts", "below_average", "appendices", "requests", "closing"),),
    runs="Văn bản mở đầu, nêu kết quả của cơ quan, của các đơn vị, rồi đề nghị và kết.",
)
REPORT = Outline(
    blocks=(
        Block("opening", "Mở đầu, căn cứ", "opening", needed=True),
        Block("months", "Kết quả theo tháng", "months"),
        Block("form", "Biểu mẫu thống kê", "form", table="Lời ở đây in trước bảng; bảng máy lập từ số liệu."),
        Block("tasks", "Bảng nhiệm vụ", "tasks", table="Lời ở đây in trong cột “Kết quả” của bảng."),
        Block("closing", "Câu kết", "closing", needed=True),
    ),
    usual=("opening", "months", "form", "tasks", "closing"),
    runs="Báo cáo mở đầu, nêu kết quả theo tháng, biểu mẫu thống kê, bảng nhiệm vụ, rồi kết.",
)


def title_of(key: str) -> str:
    """What staff call a block; the key itself of one that no letter has any more."""
    found = NOTICE.block(key) or REPORT.block(key)
    return found.title if found else key


def paragraphs_of(key: str, text: str) -> list[Paragraph]:
    """A block's text as paragraphs: `1.` and `-` begin an item, `+`, or `-` below a number, one under it."""
    found: list[Paragraph] = []
    numbered = False
    for line in lines_of(text):
        numbered = numbered or bool(_NUMBERED.match(line))
        found.append(Paragraph(key, line, _role(line, numbered)))
    return found


def text_of(paragraphs: Iterable[Paragraph]) -> str:
    """The text from which `paragraphs_of` makes the same paragraphs again."""
    return "\n".join(paragraph.text for paragraph in paragraphs)


def lines_of(text: str) -> list[str]:
    """The lines that hold something, blanks set right."""
    return [line for line in (" ".join(line.split()) for line in text.splitlines()) if line]


_NUMBERED = re.compile(r"\d+\. ")


def _role(line: str, numbered: bool) -> Role:
    if line.startswith("+ ") or (numbered and line.startswith("- ")):
        return "subitem"
    return "item" if line.startswith("- ") or _NUMBERED.match(line) else "text"
