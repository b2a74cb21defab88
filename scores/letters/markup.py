"""A letter's parts as HTML. Texts reach the templates as data and are escaped."""

from __future__ import annotations

from datetime import UTC

from django.template.loader import render_to_string

from scores.letters.document import Document
from scores.letters.visible import visible

GENERATOR = "Cổng công bố kết quả Bộ chỉ số 766"


def article(document: Document) -> str:
    """An `<article>` without any style of its own, for a page of the site."""
    return render_to_string("letters/article.html", {"letter": visible(document)})


def file(document: Document, *, with_style: bool) -> str:
    """A whole HTML file; with its style for a screen, without for the paper's own."""
    # The letter's dates are those of its figures, so that making it again gives the same bytes.
    made_at = document.made_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    context = {"letter": visible(document), "made_at": made_at, "generator": GENERATOR}
    return render_to_string("letters/letter.html", {**context, "with_style": with_style})
