"""What the letter's templates need beside Django's own."""

from __future__ import annotations

import re

import segno
from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

_QR = "Mã QR dẫn đến trang xác minh văn bản này"
_NUMBER_OF_DOCUMENT = re.compile(r"\d+/[^\s,;()]*[\w&]")


@register.filter
def unbroken(text: str) -> SafeString:
    """Keep the number of a document on one line: `97/UBND-PVHCC&KSTT` would break at its slash and hyphen."""
    parts: list[str] = []
    end = 0
    for match in _NUMBER_OF_DOCUMENT.finditer(text):
        parts += [escape(text[end : match.start()]), f'<span class="unbroken">{escape(match[0])}</span>']
        end = match.end()
    parts.append(escape(text[end:]))
    return mark_safe("".join(parts))  # noqa: S308  # every part was escaped above


@register.filter
def qr(address: str) -> SafeString:
    """A QR code as SVG, four modules of white around it as readers of codes need."""
    code = segno.make(address, error="m", micro=False)
    drawn = code.svg_inline(border=4, omitsize=True, svgclass="qr", lineclass=None, title=_QR)
    return mark_safe(drawn)  # noqa: S308  # segno escapes the title, and no other text is in it
