"""The code at a letter's foot: by it a reader finds out on `/xac-minh/` what became of the paper in hand.

It cannot be the file's own digest, since it stands in the file; it is made of what makes the letter that one.
"""

from __future__ import annotations

import hashlib
import re

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: no I, L, O, U. Who reads 1 and 0 as letters is understood all the same."""
_READ_AS = str.maketrans("OIL", "011")
_LENGTH, _GROUP = 12, 4
QR_LEADS_TO = "Mã QR dẫn đến trang xác minh văn bản này"


def code_of(*parts: str) -> str:
    """`7F3K-9QXM-2HTD`, 60 bits of office, period, version, kind and the digest of the results."""
    digest = int.from_bytes(hashlib.sha256("\n".join(parts).encode()).digest())
    letters = "".join(_ALPHABET[digest >> 5 * place & 31] for place in range(_LENGTH))
    return grouped(letters)


def grouped(letters: str) -> str:
    return "-".join(letters[start : start + _GROUP] for start in range(0, len(letters), _GROUP))


def read_code(text: str) -> str | None:
    """A code as somebody typed it, in its own writing; None where it is none."""
    letters = re.sub(r"[\s\-–—.]", "", text).upper().translate(_READ_AS)
    if len(letters) != _LENGTH or not set(letters) <= set(_ALPHABET):
        return None
    return grouped(letters)
