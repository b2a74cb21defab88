"""What the letter's templates need beside Django's own."""

from __future__ import annotations

from datetime import datetime

import segno
from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from scores import letters
from scores.letters import wording
from scores.letters.check_code import QR_LEADS_TO
from scores.models import REPORT, Letter

register = template.Library()


@register.filter
def unbroken(text: str) -> SafeString:
    """Keep the number of a document on one line: `97/UBND-PVHCC&KSTT` would break at its slash and hyphen."""
    parts = [
        f'<span class="unbroken">{escape(part)}</span>' if is_number else escape(part)
        for part, is_number in wording.unbroken(text)
    ]
    return mark_safe("".join(parts))  # noqa: S308  # every part was escaped above


@register.filter
def qr(address: str) -> SafeString:
    """A QR code as SVG, four modules of white around it as readers of codes need."""
    code = segno.make(address, error="m", micro=False)
    drawn = code.svg_inline(border=4, omitsize=True, svgclass="qr", lineclass=None, title=QR_LEADS_TO)
    return mark_safe(drawn)  # noqa: S308  # segno escapes the title, and no other text is in it


@register.filter
def months_since(letter: Letter) -> list[str]:
    """The months that an issued report tells otherwise than they are public now; none of other letters."""
    if letter.kind != REPORT or not letter.is_issued:
        return []
    return [period.label for period in letters.months_since(letter)]


@register.filter
def given_back(letter: Letter) -> list[str]:
    """The blocks of a report whose words its months no longer bear out, so that the machine writes them."""
    return letters.given_back(letter)


@register.filter
def moment(text: str) -> datetime:
    """A moment as a signed file's findings keep it, ISO 8601."""
    return datetime.fromisoformat(text)
