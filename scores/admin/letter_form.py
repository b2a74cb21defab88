"""A letter's form held against Nghị định 30/2020, and its metadata for the e-office."""

from __future__ import annotations

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from scores import letters
from scores.admin.access import page
from scores.admin.letters import letter_for
from scores.letters import metadata, rules
from scores.letters.metadata import Metadata
from scores.letters.rules import Verdict
from scores.models import Letter, Office

_WRITTEN = {"json": (metadata.as_json, "application/json"), "xml": (metadata.as_xml, "application/xml")}
_REMEMBERED = 24 * 3600


@require_safe
def form(request: HttpRequest, pk: int, letter_pk: int) -> TemplateResponse:
    """Every rule that can be measured, with what was measured on the letter's PDF."""
    letter = letter_for(request, pk, letter_pk)
    verdicts = _verdicts(letter)
    known, why_not = _metadata(letter)
    context = {
        "release": letter.release,
        "letter": letter,
        "summary": rules.summary(verdicts),
        "broken": [verdict for verdict in verdicts if not verdict.met],
        "verdicts": verdicts,
        "metadata": known,
        "why_not": why_not,
    }
    return page(request, "staff/letter_form.html", "Thể thức văn bản", context)


@require_safe
def described(request: HttpRequest, pk: int, letter_pk: int, form: str) -> HttpResponse:
    """The metadata as a file."""
    letter = letter_for(request, pk, letter_pk)
    write, content_type = _WRITTEN[form]
    known, why_not = _metadata(letter)
    if known is None:
        return HttpResponse(why_not, content_type="text/plain; charset=utf-8", status=409)
    response = HttpResponse(write(known), content_type=f"{content_type}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="sieu-du-lieu-{letter.pk}.{form}"'
    return response


def _metadata(letter: Letter) -> tuple[Metadata | None, str]:
    """What is known of a letter, or why it cannot be made any more: its release or letterhead of now."""
    try:
        return metadata.of(letter, letters.document_of(letter)), ""
    except ValueError as error:
        return None, str(error)


def _verdicts(letter: Letter) -> list[Verdict]:
    # A PDF never changes under its digest, and seven pages take a second to measure.
    key = f"letter-form:{letter.sha256}"
    known: list[Verdict] | None = cache.get(key)
    if known is None:
        with letter.pdf.open("rb") as file:
            known = rules.check(file.read(), has_head=letter.kind != Office.LetterKind.COMPONENTS)
        cache.set(key, known, _REMEMBERED)
    return known
