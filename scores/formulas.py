"""Text that a spreadsheet would compute when it opens a CSV file, made text again. Pure."""

from __future__ import annotations

_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def as_text(text: str) -> str:
    """The text with an apostrophe before it where it begins as formulas do (ASVS V1.2.10)."""
    return f"'{text}" if text.startswith(_SIGNS) else text
