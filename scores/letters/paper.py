"""A letter's parts as PDF on A4: the same parts, the same bytes; only the letter's fonts are loaded.

Imported only where a letter is made: WeasyPrint takes half a second to load.
"""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass

from django.template.loader import render_to_string
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from scores.letters import archival, markup
from scores.letters.assets import LetterFonts, font_faces, known_signs
from scores.letters.document import Document
from scores.letters.visible import visible


@dataclass(frozen=True)
class Paper:
    pdf: bytes
    pages: int


_WATERMARK = """
body::before {{ content: {text}; position: fixed; top: 115mm; left: -12mm; width: 190mm; text-align: center;
  transform: rotate(-50deg); font-size: 30pt; font-weight: bold; color: #ddd; z-index: -1 }}
"""


class _Letter(HTML):  # type: ignore[misc]  # WeasyPrint has no types
    """A letter under its own style sheet alone."""

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:
        # WeasyPrint's own costs a tenth of the time: five more styles an element, for notes it might have.
        return []


class _Kit:
    """Fonts and style sheet, the same for all letters."""

    def __init__(self) -> None:
        self.fetcher = LetterFonts()
        self.fonts = FontConfiguration()
        self.signs = known_signs()
        self.style = self.sheet(font_faces() + render_to_string("letters/paper.css"))

    def sheet(self, rules: str) -> CSS:
        return CSS(string=rules, font_config=self.fonts, url_fetcher=self.fetcher)


_HERE = threading.local()


def _kit() -> _Kit:
    """Loaded once a thread: Pango's fonts belong to the thread that loaded them."""
    if not hasattr(_HERE, "kit"):
        _HERE.kit = _Kit()
    kit: _Kit = _HERE.kit
    return kit


def lay_out(document: Document, watermark: str = "") -> Paper:
    """PDF/A-3a and PDF/UA-1 with its tables attached; about 0.2 s for 26 units and 0.5 s for 160."""
    kit = _kit()
    document = visible(document, kit.signs)
    styles = [kit.style]
    if watermark:
        styles.append(kit.sheet(_WATERMARK.format(text=json.dumps(watermark, ensure_ascii=False))))
    options = {"presentational_hints": False, "pdf_tags": True}
    html = _Letter(string=markup.file(document, with_style=False), url_fetcher=kit.fetcher)
    laid_out = html.render(font_config=kit.fonts, stylesheets=styles, **options)
    pdf = laid_out.write_pdf(
        finisher=archival.finish,
        pdf_variant=archival.VARIANT,
        attachments=archival.attachments(document),
        **options,
    )
    return Paper(pdf, len(laid_out.pages))
