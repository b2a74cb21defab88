"""A letter's parts as PDF on A4: the same parts, the same bytes; only the letter's fonts are loaded.

Imported only where a letter is made: WeasyPrint takes half a second to load.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.template.loader import render_to_string
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from scores.letters import archival, markup
from scores.letters.assets import LetterFonts, font_faces
from scores.letters.document import Document


@dataclass(frozen=True)
class Paper:
    pdf: bytes
    pages: int


_WATERMARK = """
body::before {{ content: {text}; position: fixed; top: 115mm; left: -12mm; width: 190mm; text-align: center;
  transform: rotate(-50deg); font-size: 30pt; font-weight: bold; color: #ddd; z-index: -1 }}
"""


def lay_out(document: Document, watermark: str = "") -> Paper:
    """PDF/A-3a and PDF/UA-1 with its tables attached; about 0.3 s for 26 units and 1 s for 160."""
    fonts, fetcher = FontConfiguration(), LetterFonts()
    rules = font_faces() + render_to_string("letters/paper.css")
    if watermark:
        rules += _WATERMARK.format(text=json.dumps(watermark, ensure_ascii=False))
    style = CSS(string=rules, font_config=fonts, url_fetcher=fetcher)
    html = HTML(string=markup.file(document, with_style=False), url_fetcher=fetcher)
    options = {"presentational_hints": False, "pdf_tags": True}
    laid_out = html.render(font_config=fonts, stylesheets=[style], **options)
    pdf = laid_out.write_pdf(
        finisher=archival.finish,
        pdf_variant=archival.VARIANT,
        attachments=archival.attachments(document),
        **options,
    )
    return Paper(pdf, len(laid_out.pages))
