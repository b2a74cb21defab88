"""Names of files as people gave them, made fit to be shown and saved under. Pure."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 120
_UNNAMED = "tep-khong-ten"
_SEEN = {"L", "M", "N", "P", "S", "Z"}
"""What is seen. Signs that turn the direction of writing, and others not seen, are left out."""


def cleaned(name: str) -> str:
    """The last part of a path, without unseen characters, at most `LONGEST` long; the ending is kept."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(char if unicodedata.category(char)[0] in _SEEN or char in "\t\n" else "" for char in last)
    text = " ".join(seen.split()).strip(". ")
    if len(text) > LONGEST:
        stem, dot, ending = text.rpartition(".")
        ending = f"{dot}{ending}" if dot and len(ending) <= 8 else ""
        text = f"{(stem if ending else text)[: LONGEST - len(ending) - 1].rstrip()}…{ending}"
    return text or _UNNAMED


def to_save(name: str, *, mark: str = "") -> str:
    """The name a download is offered under: letters, digits and plain signs; `mark` before the ending."""
    plain = re.sub(r"[^\w .()-]", "_", cleaned(name))
    stem, dot, ending = plain.rpartition(".")
    return f"{stem}{mark}{dot}{ending}" if dot else f"{plain}{mark}"
