"""An office whose every word, and every word of the catalogue it rests on, would do harm."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models

from scores.letters.letterhead import DEFAULTS
from scores.models import REPORT, SLIP, CorrectionKind, Letter, Level, Office, Release, State
from tests import factories
from tests.letters.notices_as_rows import province
from tests.letters.published import PUBLISHED_AT, publish, unit_of

KINDS = (
    "=1+1 -1 @SUM(1)",
    "<script>alert(1)</script><img src=file:///etc/passwd>",
    "{{ x }}{% now 'Y' %}{# a #}%s${ x }",
    "http://127.0.0.1:9/ file:///etc/passwd javascript:alert(1)",
    "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>&e;&lt;]]>\"'",
)
"""What may be tried, a kind of harm each: formulas, markup, templates, addresses, XML."""
LEFT = {
    "one of a few words": """
        Indicator.role Target.operator Unit.level Office.letter_kind Release.state Release.correction_kind
        Entry.no_data_reason Result.no_data_reason Result.level LetterBlock.how Letter.kind""",
    "part of an address, refused unless of letters, digits, hyphens": """
        IndexVersion.code Unit.slug Office.slug""",
    "an address, refused unless http or https": "Office.data_licence_url",
    "worked out from names, or the hash of figures": """
        IndicatorAlias.canonical Unit.sort_key Unit.search_key UnitAlias.canonical Release.content_hash
        Release.results_hash Letter.sha256 Letter.check_code""",
    "found by: the index calculates by this code, and the file that loads it names it": "Indicator.code",
    "names a block or a kind of letter in the program": "LetterBlock.block LetterBlock.kind",
    "written by the program: a path in the store, and ids": "Letter.pdf Letter.months Letter.register",
    "sentences and rates of the program, set with the change and the target": """
        Result.no_change_reason Result.no_rank_change_reason Result.target""",
    "where in the workbook a figure stood: staff alone read it": "Entry.sheet Entry.cell Result.source",
}
"""Texts of the tables below that do not get the words, by the reason; all others do."""
NOT_TOLD = {
    "SheetBundle SheetChunk": "which sheets a worker makes",
    "ConfirmationLink LinkOpening UnitAnswer": "what units answer: staff and the unit alone read it",
    "Objection": "readers learn how many there are, no text",
    "Upload Finding Answer": "reading a workbook: staff alone read it",
    "Mail Membership Event": "mail, roles and the record: staff alone read it",
    "PublicCheck PublicState": "written by the program about its own pages",
    "SignedFile": "read out of a signed file, tests of signing",
}
"""Tables of which neither a letter nor a public form tells a text."""
STEERING = {
    "by which blocks, columns and rows stand where": "blocks report_blocks component_order ranking_columns",
    "code of a group": "counts_group",
    "numbers by code": "low_rates",
}
"""Settings of the letterhead that hold codes, by the reason; all others that hold texts get the words."""


def words(first: int = 0) -> str:
    """Harm of every kind, beginning with one of them: where a text is cut short, that one is left."""
    turn = first % len(KINDS)
    return " ".join((*KINDS[turn:], *KINDS[:turn]))


def kinds_in(text: str) -> set[int]:
    """Which kinds of harm stand in a text, blanks and case apart."""
    bare = _bare(text)
    return {place for place, kind in enumerate(KINDS) if _bare(kind) in bare}


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text).replace("\u2011", "-").replace("\u2010", "").casefold()


def edited(first: int) -> str:
    """The same as staff may write it: without braces, which are refused, and figures, which are checked."""
    return " ".join(re.sub(r"[{}\d]", "", words(first)).split())


def texts_of(model: type[models.Model]) -> Iterator[models.Field[Any, Any]]:
    """The fields of a table in which anything may be written."""
    left = {name for names in LEFT.values() for name in names.split()}
    for field in model._meta.get_fields():
        if (
            isinstance(field, models.CharField | models.TextField | models.JSONField | models.FileField)
            and f"{model.__name__}.{field.name}" not in left
        ):
            yield field


def told() -> list[type[models.Model]]:
    """The tables whose texts letters and public forms may tell."""
    aside = {name for names in NOT_TOLD for name in names.split()}
    return [model for model in apps.get_app_config("scores").get_models() if model.__name__ not in aside]


def harmed(letterhead: dict[str, Any]) -> dict[str, Any]:
    """An office's letterhead, complete, with the words in each text and a text in each list."""
    steering = {name for names in STEERING.values() for name in names.split()}
    shown = {**DEFAULTS, "paper": True, **letterhead, "requests": [{"text": words()}]}
    texts = [key for key, value in shown.items() if isinstance(value, list | str) and key not in steering]
    texts.remove("requests")
    return shown | {
        key: [words(place)] if isinstance(shown[key], list) else words(place)
        for place, key in enumerate(texts)
    }


def harmed_office() -> Office:
    """Hưng Yên with months, a quarter, corrections, a slip and a withdrawal; nothing of it is kept."""
    office = Office.objects.get(slug="hung-yen")
    own = unit_of(office, "2025-Q3", "tỉnh Hưng Yên")
    rows = [(unit, code, {**figures, "note": words(4)}) for unit, code, figures in province(office)]
    country = Office.objects.get(slug="ca-nuoc")
    provinces = [unit_of(country, "2024-10", f"tỉnh {name}") for name in ("Hưng Yên", "Thái Bình")]
    for model in told():
        _harm(model)
    office = Office.objects.get(slug="hung-yen")
    office.letterhead = harmed(office.letterhead)
    office.save(update_fields=["letterhead"])
    said: dict[str, Any] = {
        "source_note": words(1),
        "letter_facts": {"number": words(3), "date": "2024-11-05", "bases": [words(2)]},
    }
    first = publish(office, "2024-10", rows, **said)
    issue: dict[str, Any] = {
        "number": words(1)[:60],
        "notation": words(3)[:60],
        "issued_on": PUBLISHED_AT.date(),
    }
    issued = _letter(first, **issue, register="so")
    _letter(first, kind=SLIP, rectifies=issued, place=words(1)[:200], wrong=words(2), right=words(3) + " x")
    Release.objects.filter(pk=first.pk).update(state=State.REPLACED)
    again: dict[str, Any] = {
        "version": 2,
        "reason": words(4),
        "correction_kind": CorrectionKind.ENTRY,
        "correction_asked_by": words(2)[:200],
    }
    edits = {(office.letter_kind, "movers"): edited(1), (office.letter_kind, "total"): edited(4)}
    publish(office, "2024-10", rows, words=edits, **said, **again)
    total = (own, "total", {"points": "75", "note": words(1)})
    publish(office, "2024-09", [row for row in rows if row[1] == "total"], **said)
    publish(office, "2025-07", [total], **said)
    form = [(own, "I.1", {"count": 3, "note": words(2)})]
    publish(office, "2025-Q3", form, words={(REPORT, "form"): edited(3), (REPORT, "months"): edited(1)})
    factories.withdraw(publish(office, "2025-08", [total]), words())
    publish(country, "2024-10", [(unit, "total", {"points": "80"}) for unit in provinces])
    return office


def _harm(model: type[models.Model]) -> None:
    """Every row of a table gets the words in each text, rows and fields beginning with another kind."""
    named = [field for field in texts_of(model) if not isinstance(field, models.JSONField)]
    if not named or not model._default_manager.exists():
        return
    by_turn = model._default_manager.annotate(turn=models.F("pk") % len(KINDS))
    for turn in range(len(KINDS)):
        by_turn.filter(turn=turn).update(
            **{
                field.name: words(turn + place)[: field.max_length or None]
                for place, field in enumerate(named)
            }
        )


def _letter(release: Release, kind: str = Office.LetterKind.PROVINCE, **fields: Any) -> Letter:
    return Letter.objects.create(release=release, kind=kind, title=words(1)[:400], pages=1, **fields)


def district(release: Release) -> int:
    """The first district's id."""
    return release.results.filter(level=Level.DISTRICT)[0].unit_id
