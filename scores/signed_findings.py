"""What is found in a signed PDF, passed from the process that reads it to the one that decides. Pure."""

from __future__ import annotations

from dataclasses import dataclass

TRUSTED, UNKNOWN, UNCHECKED = "trusted", "unknown", "unchecked"
"""Whether the signer's certificate leads to a root we were given, to none of them, or none was given."""


@dataclass(frozen=True)
class Signature:
    """One signature as found. `at` is ISO 8601 with zone, empty where the file names no time."""

    signer: str
    organization: str
    issuer: str
    at: str
    stamped: bool
    """Whether the time is a time stamp authority's; else it is that of the signer's own clock."""
    chain: str


@dataclass(frozen=True)
class Printed:
    """What the text says beside the figures; empty where it does not, or not as text."""

    number: str = ""
    day: str = ""
    """`05/11/2024`"""
    code: str = ""
    """The code at the foot, of whichever letter the file is."""
    says_unsigned: bool = False


@dataclass(frozen=True)
class Examined:
    """All that was found. `faults` are Vietnamese sentences: with any of them the file is not accepted."""

    faults: tuple[str, ...] = ()
    signatures: tuple[Signature, ...] = ()
    pages: int = 0
    printed: Printed = Printed()
