"""What the letter's templates need beside Django's own."""

from __future__ import annotations

import re

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

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
