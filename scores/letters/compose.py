"""From facts and letterhead to a letter's parts. A block with nothing to say is left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from django.conf import settings
from django.utils.timezone import localdate

from scores import vietnamese
from scores.letters import appendices, wording
from scores.letters.appendices import NamedTable
from scores.letters.body import Body
from scores.letters.check_code import code_of
from scores.letters.component_table import component_table
from scores.letters.document import Appendix, Document, Head
from scores.letters.facts import ReleaseFacts, published_facts
from scores.letters.letterhead import FILLED, LetterFacts, Letterhead, RankingColumn, complete, fill
from scores.letters.replacing import Replacing, replacing
from scores.letters.slip import Slip
from scores.models import SLIP, Office, Release
from scores.period import QUARTER

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


@dataclass(frozen=True)
class _Style:
    """What tells the kinds of notices apart."""

    ranking_columns: tuple[RankingColumn, ...]
    points_title: str
    own_row: bool
    parts: bool


_STYLES: Mapping[str, _Style] = {
    Office.LetterKind.PROVINCE: _Style(("others", "points", "rating"), "Điểm đánh giá", True, True),
    Office.LetterKind.DISTRICT: _Style(("points", "change", "others"), "Điểm tổng hợp", False, False),
}


def kind_of(release: Release) -> str:
    """The kind of letter a release calls for; NONE where its office issues none, or none for quarters."""
    if release.period.kind == QUARTER:
        return Office.LetterKind.NONE
    return release.office.letter_kind


def compose(release: Release, kind: str = "") -> Document:
    """The letter of a published release, of the office's kind unless another is named.

    Where a letter of an earlier version was issued, it replaces that one and says so. ValueError (Vietnamese)
    if there is nothing to make it from.
    """
    kind = kind or kind_of(release)
    facts, letterhead = _ground(release)
    own = LetterFacts.read(release.letter_facts)
    index_name = letterhead["index_name"] or facts.index_name
    instead = replacing(release, kind)
    if kind == Office.LetterKind.COMPONENTS:
        return _component_letter(facts, letterhead, own, index_name, instead)
    if kind not in _STYLES:
        raise ValueError(f"{release.office} không ra văn bản cho {facts.label}.")
    return _notice(facts, letterhead, own, index_name, kind, instead)


def compose_slip(slip: Slip) -> Document:
    """The letter that puts right a slip of form in an issued letter; ValueError (Vietnamese) as `compose`."""
    facts, letterhead = _ground(slip.letter.release)
    nothing_known = LetterFacts("", None, ())
    issuer = letterhead["issuer_in_text"] or wording.body_name(facts.own)
    told_apart = (slip.letter.kind, slip.place, slip.wrong, slip.right)
    document = _frame(facts, letterhead, slip.subject, SLIP, *told_apart)
    letter = _headed(document, facts, letterhead, nothing_known)
    place_and_date = f"{letterhead['place']}, {wording.open_date(localdate().year)}".removeprefix(", ")
    head = letter.head and replace(letter.head, place_and_date=place_and_date)
    return replace(letter, head=head, body=slip.body(issuer))


def _ground(release: Release) -> tuple[ReleaseFacts, Letterhead]:
    """What was published, and the office's letterhead with its fields filled in."""
    letterhead = complete(release.office.letterhead)
    facts = published_facts(release)
    fields = {
        "ky": facts.label,
        "bo_chi_so": letterhead["index_name"] or facts.index_name,
        "don_vi": wording.body_name(facts.own),
        "cac_uy_ban": "; ".join(wording.bodies(level, names) for level, names in facts.committees),
    }
    return facts, _filled(letterhead, fields)


def _filled(letterhead: Letterhead, fields: Mapping[str, str]) -> Letterhead:
    filled = letterhead.copy()
    for key in FILLED:
        filled[key] = fill(letterhead[key], fields)
    filled["bases"] = [fill(base, fields) for base in letterhead["bases"]]
    # Before districts were abolished they were written to, now communes are; where there are none, nobody.
    filled["recipients"] = [text for to in letterhead["recipients"] if (text := fill(to, fields))]
    filled["requests"] = [
        {**request, "text": fill(request["text"], fields)} for request in letterhead["requests"]
    ]
    return filled


def _notice(
    facts: ReleaseFacts,
    letterhead: Letterhead,
    own: LetterFacts,
    index_name: str,
    kind: str,
    instead: Replacing | None,
) -> Document:
    style = _STYLES[kind]
    tables = appendices.unit_tables(
        facts,
        appendices.Options(
            ranking_columns=letterhead["ranking_columns"] or style.ranking_columns,
            points_title=style.points_title,
            own_row=style.own_row,
            trailing_zeros=letterhead["trailing_zeros"],
        ),
    )
    tables += _tables_of(instead)
    headings = [f"Phụ lục {_ROMAN[i]}" if len(tables) > 1 else "Phụ lục" for i in range(len(tables))]
    bases = (*letterhead["bases"], *own.bases)
    body = Body(facts, letterhead, index_name, bases, parts=style.parts, replacing=instead)
    document = _frame(facts, letterhead, _titled(letterhead["subject"], instead), kind)
    return replace(
        _headed(document, facts, letterhead, own),
        body=body.paragraphs(list(zip(headings, tables, strict=True))),
        appendices=tuple(_appendices(facts, letterhead, own, headings, tables)),
    )


def _tables_of(instead: Replacing | None) -> list[NamedTable]:
    return [instead.table] if instead is not None and instead.table is not None else []


def _titled(subject: str, instead: Replacing | None) -> str:
    return subject if instead is None else f"{subject} (thay thế {instead.reference})"


def _headed(document: Document, facts: ReleaseFacts, letterhead: Letterhead, own: LetterFacts) -> Document:
    """The document as a letter: with head, recipients and signature."""
    return replace(
        document,
        head=Head(
            superior=letterhead["superior"],
            issuer=tuple(letterhead["issuer"]),
            number=f"Số: {_number(letterhead, own.number)}",
            subject=f"V/v {document.subject}",
            place_and_date=f"{letterhead['place']}, {_date(facts, own)}".removeprefix(", "),
        ),
        recipients=tuple(letterhead["recipients"]),
        signature=tuple(letterhead["signature"]),
        signer=letterhead["signer"],
        receivers=tuple(letterhead["receivers"]),
    )


def _component_letter(
    facts: ReleaseFacts,
    letterhead: Letterhead,
    own: LetterFacts,
    index_name: str,
    instead: Replacing | None,
) -> Document:
    """The table alone, as it travels with a letter written elsewhere."""
    title = f"Các chỉ số thành phần {index_name} của {wording.own_kind(facts.own)} {facts.label}"
    table = NamedTable(
        (title, "(theo Cổng Dịch vụ công quốc gia)"),
        component_table(facts, zeros=letterhead["trailing_zeros"]),
        frozenset(),
    )
    tables = [table, *_tables_of(instead)]
    document = _frame(facts, letterhead, _titled(title, instead), Office.LetterKind.COMPONENTS)
    headings = [""] * len(tables)
    return replace(document, appendices=tuple(_appendices(facts, letterhead, own, headings, tables)))


def _frame(
    facts: ReleaseFacts, letterhead: Letterhead, subject: str, kind: str, *told_apart: str
) -> Document:
    code = code_of(facts.office, str(facts.period), str(facts.version), kind, facts.results_hash, *told_apart)
    address = f"{settings.SITE_URL}/ky/{facts.office}/{facts.period}/?lan={facts.version}"
    unsigned = f"Bản chưa ký số, không phải bản gốc · {facts.results_hash[:12]} · {address}"
    return Document(
        kind=kind,
        subject=subject,
        author=letterhead["issuer_in_text"],
        keywords=(facts.label, facts.results_hash),
        made_at=facts.published_at,
        head=None,
        recipients=(),
        body=(),
        signature=(),
        signer="",
        receivers=(),
        appendices=(),
        unsigned_line=unsigned if letterhead["unsigned_line"] else "",
        check_code=code,
        check_address=f"{settings.SITE_URL}/xac-minh/?ma={code}",
    )


def _appendices(
    facts: ReleaseFacts,
    letterhead: Letterhead,
    own: LetterFacts,
    headings: list[str],
    tables: list[NamedTable],
) -> Iterator[Appendix]:
    # An electronic letter gets number and date from the clerk's tool on its first page only.
    paper = letterhead["paper"]
    number = _number(letterhead, own.number if paper else "")
    day = _date(facts, own if paper else None)
    issuer = letterhead["issuer_in_text"]
    attached_to = f"(Kèm theo Công văn số {number} {day}" + (f" của {issuer})" if issuer else ")")
    for heading, named in zip(headings, tables, strict=True):
        yield Appendix(heading, named.title, attached_to, named.table)


def _number(letterhead: Letterhead, number: str) -> str:
    return f"{wording.numbered(number)}/{letterhead['number_suffix']}".removesuffix("/")


def _date(facts: ReleaseFacts, own: LetterFacts | None) -> str:
    """The letter's day, or room for it in the year it is issued: after its period, or when corrected."""
    if own is not None and own.issued_on is not None:
        return vietnamese.long_day(own.issued_on)
    if facts.version > 1:
        return wording.open_date(localdate(facts.published_at).year)
    day = facts.as_of or facts.period.last_day + timedelta(days=1)
    return wording.open_date(day.year)
