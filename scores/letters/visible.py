"""What cannot be seen in a letter is shown: hidden and controlling characters, and those its face lacks.

Names and reasons come from many hands. Left as it is, such a character would turn a line round, break the
Word file, or stand in the PDF as nothing at all.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

SHOWN = "\u25a1"
"""□, in the place of what has no sign."""
_BLANKS = frozenset("\n\t\u00a0")

Part = TypeVar("Part")


def visible(part: Part, known: AbstractSet[str] | None = None) -> Part:
    """A letter, or any part of one, with each text as it can be printed; `known` are the face's own signs."""
    shown: Part = _visible(part, known)
    return shown


def _visible(part: Any, known: AbstractSet[str] | None) -> Any:
    if isinstance(part, str):
        return _shown(part, known)
    if isinstance(part, tuple):
        shown = tuple(_visible(one, known) for one in part)
        return part if shown == part else shown
    if is_dataclass(part) and not isinstance(part, type):
        now = {field.name: getattr(part, field.name) for field in fields(part)}
        shown_fields = {name: _visible(value, known) for name, value in now.items()}
        return part if shown_fields == now else replace(part, **shown_fields)
    return part


def _shown(text: str, known: AbstractSet[str] | None) -> str:
    # Most texts are as they should be: one look at all their characters together.
    if text.isascii() and text.isprintable():
        return text
    text = unicodedata.normalize("NFC", text)
    return "".join(sign if _is_sign(sign, known) else SHOWN for sign in text)


def _is_sign(sign: str, known: AbstractSet[str] | None) -> bool:
    return sign in _BLANKS or (sign.isprintable() and (known is None or sign in known))
