"""Filters of the staff pages."""

from __future__ import annotations

import re

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
_SIGN = re.compile(r'<img src="[^"]*icon-(yes|no|unknown)(?:\.[0-9a-f]+)?\.svg" alt="(?:True|False|None)">')
_WORDS = {"yes": "Có", "no": "Không", "unknown": "Chưa rõ"}


@register.filter
def signs_in_words(contents: str) -> str:
    """Django's little pictures for yes and no, whose names are English, as words."""
    if not isinstance(contents, SafeString):
        return contents
    return mark_safe(_SIGN.sub(lambda sign: _WORDS[sign[1]], contents))  # noqa: S308  # safe before, words put in
