"""The blocks of a letter's body: which there are, in which order they may stand, and their text as people
edit it, one line a paragraph. Pure.

A letter runs in sections: it opens, tells the own results, then the units', asks, and closes. Within a
section an office orders its blocks as it likes; a section never moves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
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
    "closing",
]
Section = Literal["opening", "own", "units", "asked", "closing"]
How = Literal["edited", "added", "left_out"]

SECTIONS: tuple[Section, ...] = ("opening", "own", "units", "asked", "closing")


@dataclass(frozen=True)
class Block:
    """A part of the body that comes or goes as one; `needed` where a letter without it would not be one."""

    key: BlockKey
    title: str
    section: Section
    needed: bool = False


BLOCKS: tuple[Block, ...] = (
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
)
BY_KEY: Mapping[str, Block] = {block.key: block for block in BLOCKS}


def title_of(key: str) -> str:
    """What staff call a block; the key itself of one that no letter has any more."""
    return BY_KEY[key].title if key in BY_KEY else key


USUAL: tuple[BlockKey, ...] = (
    *("opening", "total", "groups", "counts", "below_average", "appendices", "requests", "closing"),
)
"""What letters are made of where an office has said nothing."""


@dataclass(frozen=True)
class Change:
    """What people decided for one block of one letter; `text` only where they wrote it themselves."""

    how: How
    text: str = ""


def check_order(keys: Sequence[str]) -> None:
    """ValueError (Vietnamese) for blocks unknown, twice, missing though needed, or out of their section."""
    for key in keys:
        if key not in BY_KEY:
            raise ValueError(f"Văn bản không có đoạn “{key}”. Các đoạn: {', '.join(BY_KEY)}.")
        if keys.count(key) > 1:
            raise ValueError(f"Đoạn “{BY_KEY[key].title}” chỉ đứng một chỗ trong văn bản.")
    for block in BLOCKS:
        if block.needed and block.key not in keys:
            raise ValueError(f"Văn bản không bỏ được đoạn “{block.title}”.")
    places = [SECTIONS.index(BY_KEY[key].section) for key in keys]
    for key, place, highest in zip(keys, places, _highest(places), strict=True):
        if place < highest:
            raise ValueError(
                f"Đoạn “{BY_KEY[key].title}” đứng sau chỗ của nó. Văn bản mở đầu, nêu kết quả của cơ quan, "
                "của các đơn vị, rồi đề nghị và kết."
            )


def arranged(on: Sequence[BlockKey], changes: Mapping[str, Change]) -> list[BlockKey]:
    """The blocks of one letter in order: the office's, without those left out, with those added."""
    kept = [key for key in on if key not in changes or changes[key].how != "left_out"]
    added = [
        block.key
        for block in BLOCKS
        if block.key not in on and block.key in changes and changes[block.key].how != "left_out"
    ]
    return [
        key
        for section in SECTIONS
        for keys in (kept, added)
        for key in keys
        if BY_KEY[key].section == section
    ]


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


def _highest(places: Sequence[int]) -> list[int]:
    return [max(places[: place + 1]) for place in range(len(places))]
