"""From facts and letterhead to a letter's parts. A block with nothing to say is left out."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import cast

from django.utils import timezone
from django.utils.timezone import localdate

from scores import vietnamese
from scores.addresses import absolute_to
from scores.letters import wording
from scores.letters.appendices import NamedTable
from scores.letters.blocks import Change, How, title_of
from scores.letters.body import Body
from scores.letters.body_check import with_words_that_hold
from scores.letters.check_code import code_of
from scores.letters.component_table import component_table
from scores.letters.document import Appendix, Document, Head
from scores.letters.facts import ReleaseFacts
from scores.letters.facts_read import facts_of, published_facts, published_rows
from scores.letters.letterhead import FILLED, LetterFacts, Letterhead, complete, fill
from scores.letters.notice import STYLES, notice_of
from scores.letters.replacing import Replacing, replacing
from scores.letters.report import ReportBody, letterhead_of
from scores.letters.report_facts import form_lines, index_name_of, month_facts, months_in_force, releases_told
from scores.letters.report_settings import REPORT_FILLED
from scores.letters.slip import Slip
from scores.models import REPORT, SLIP, Letter, Office, Release, Result, document_name
from scores.period import QUARTER


def kind_of(release: Release) -> str:
    """The kind of letter a release calls for: a quarter a report; NONE where its office issues no letters."""
    kind = release.office.letter_kind
    if release.period.kind == QUARTER:
        return REPORT if kind in STYLES else Office.LetterKind.NONE
    return kind


def compose(release: Release, kind: str = "", *, months: Sequence[Release] | None = None) -> Document:
    """The letter of a published release, of the office's kind unless another is named.

    A report tells the months that are public now, or those given. Where a letter of an earlier version was
    issued, it replaces that one and says so. ValueError (Vietnamese) if there is nothing to make it from.
    """
    kind = kind or kind_of(release)
    if kind == REPORT:
        return _report(release, months_in_force(release) if months is None else months)
    facts, letterhead = _ground(release)
    own = LetterFacts.read(release.letter_facts)
    instead = replacing(release, kind)
    if kind == Office.LetterKind.COMPONENTS:
        index_name = letterhead["index_name"] or facts.index_name
        return _component_letter(facts, letterhead, own, index_name, instead)
    if kind not in STYLES or release.period.kind == QUARTER:
        raise ValueError(f"{release.office} không ra văn bản cho {facts.label}.")
    return _notice(facts, letterhead, own, kind, instead, changes_of(release, kind))


def compose_slip(slip: Slip) -> Document:
    """The letter that puts right a slip of form in an issued letter; ValueError (Vietnamese) as `compose`."""
    facts, letterhead = _ground(slip.letter.release)
    nothing_known = LetterFacts("", None, ())
    issuer = letterhead["issuer_in_text"] or wording.body_name(facts.own)
    told_apart = (slip.letter.kind, slip.place, slip.wrong, slip.right)
    document = frame(facts, letterhead, slip.subject, SLIP, *told_apart)
    letter = _headed(document, facts, letterhead, nothing_known)
    place_and_date = f"{letterhead['place']}, {wording.open_date(localdate().year)}".removeprefix(", ")
    head = letter.head and replace(letter.head, place_and_date=place_and_date)
    return replace(letter, head=head, body=slip.body(issuer))


def body_of_draft(release: Release, kind: str, rows: Sequence[Result]) -> Body:
    """The body that a draft's letter would have, published now with these rows; ValueError (Vietnamese) as
    `compose`. Which letter it replaces is not said: that follows from what is issued on the day.
    """
    as_published = copy.copy(release)
    as_published.published_at = timezone.now()
    if kind == REPORT:
        return _report_body(as_published, rows, months_in_force(release))
    facts, letterhead = _ground(release, facts_of(as_published, rows))
    own = LetterFacts.read(release.letter_facts)
    return notice_of(facts, letterhead, kind, own.bases, changes_of(release, kind)).body


def given_back(letter: Letter) -> list[str]:
    """The blocks of a report, by their titles, whose words its months no longer bear out."""
    if letter.kind != REPORT:
        return []
    rows, months = published_rows(letter.release), releases_told(letter)
    body = _report_body(letter.release, rows, months)
    kept = with_words_that_hold(body).changes
    return [title_of(key) for key in body.changes if key not in kept]


def changes_of(release: Release, kind: str) -> dict[str, Change]:
    """What people decided for the blocks of a release's letter of one kind, by block."""
    rows = release.letter_blocks.filter(kind=kind)
    return {row.block: Change(cast(How, row.how), row.text) for row in rows}


def _report(release: Release, months: Sequence[Release]) -> Document:
    if release.period.kind != QUARTER:
        raise ValueError(f"Báo cáo quý chỉ lập được cho một quý, không cho {release.label}.")
    instead = replacing(release, REPORT, months)
    body = with_words_that_hold(_report_body(release, published_rows(release), months, instead))
    facts, letterhead, own = body.facts, body.letterhead, LetterFacts.read(release.letter_facts)
    digests = (f"{month.period} {month.results_hash}" for month in months)
    subject = _titled(letterhead["subject"], instead)
    document = _headed(frame(facts, letterhead, subject, REPORT, *digests), facts, letterhead, own)
    name = document_name(REPORT).upper()
    headings, tables = [heading for heading, _ in body.appendices], [table for _, table in body.appendices]
    return replace(
        document,
        head=document.head and replace(document.head, document_name=name, subject=document.title),
        body=body.paragraphs(),
        appendices=tuple(_appendices(facts, letterhead, own, headings, tables, REPORT)),
    )


def _report_body(
    release: Release, rows: Sequence[Result], months: Sequence[Release], instead: Replacing | None = None
) -> ReportBody:
    # The months are measured by another index than the form is an edition of.
    facts = replace(facts_of(release, rows), index_name=index_name_of(release))
    facts, filled = _ground(release, facts)
    return ReportBody(
        facts=facts,
        letterhead=letterhead_of(filled),
        bases=LetterFacts.read(release.letter_facts).bases,
        appendices=[("Phụ lục", table) for table in _tables_of(instead)],
        months=month_facts(release, months),
        replacing=instead,
        changes=changes_of(release, REPORT),
        form=form_lines(release, rows),
    )


def _ground(release: Release, facts: ReleaseFacts | None = None) -> tuple[ReleaseFacts, Letterhead]:
    """What was published, and the office's letterhead with its fields filled in."""
    letterhead = complete(release.office.letterhead)
    facts = facts or published_facts(release)
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
    for part in REPORT_FILLED:
        filled[part] = fill(letterhead[part], fields)
    filled["bases"] = [fill(base, fields) for base in letterhead["bases"]]
    # Before districts were abolished they were written to, now communes are; where there are none, nobody.
    filled["recipients"] = [text for to in letterhead["recipients"] if (text := fill(to, fields))]
    named = (fill(to, fields) for to in letterhead["report_recipients"])
    filled["report_recipients"] = [text for text in named if text]
    filled["requests"] = [
        {**request, "text": fill(request["text"], fields)} for request in letterhead["requests"]
    ]
    return filled


def _notice(
    facts: ReleaseFacts,
    letterhead: Letterhead,
    own: LetterFacts,
    kind: str,
    instead: Replacing | None,
    changes: Mapping[str, Change],
) -> Document:
    notice = notice_of(facts, letterhead, kind, own.bases, changes, instead)
    document = frame(facts, letterhead, _titled(letterhead["subject"], instead), kind)
    return replace(
        _headed(document, facts, letterhead, own),
        body=notice.body.paragraphs(),
        appendices=tuple(_appendices(facts, letterhead, own, notice.headings, notice.tables)),
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
    document = frame(facts, letterhead, _titled(title, instead), Office.LetterKind.COMPONENTS)
    headings = [""] * len(tables)
    return replace(document, appendices=tuple(_appendices(facts, letterhead, own, headings, tables)))


def frame(facts: ReleaseFacts, letterhead: Letterhead, subject: str, kind: str, *told_apart: str) -> Document:
    """A document with nothing in it yet but what every one of a release carries, its code among it."""
    code = code_of(facts.office, str(facts.period), str(facts.version), kind, facts.results_hash, *told_apart)
    address = absolute_to("release", facts.office, facts.period) + f"?lan={facts.version}"
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
        check_address=absolute_to("verify") + f"?ma={code}",
    )


def _appendices(
    facts: ReleaseFacts,
    letterhead: Letterhead,
    own: LetterFacts,
    headings: list[str],
    tables: list[NamedTable],
    kind: str = "",
) -> Iterator[Appendix]:
    # An electronic letter gets number and date from the clerk's tool on its first page only.
    known = own if letterhead["paper"] else LetterFacts("", None, ())
    attached_to = cited_letter(facts, letterhead, known, kind)
    for heading, named in zip(headings, tables, strict=True):
        yield Appendix(heading, named.title, attached_to, named.table)


def cited_letter(facts: ReleaseFacts, letterhead: Letterhead, own: LetterFacts, kind: str = "") -> str:
    """`(Kèm theo Công văn số 05/UBND-VP ngày 05 tháng 11 năm 2024 của …)`, room for what is not known."""
    number, day = _number(letterhead, own.number), _date(facts, own)
    issuer = letterhead["issuer_in_text"]
    return f"(Kèm theo {document_name(kind)} số {number} {day}" + (f" của {issuer})" if issuer else ")")


def _number(letterhead: Letterhead, number: str) -> str:
    return f"{wording.numbered(number)}/{letterhead['number_suffix']}".removesuffix("/")


def _date(facts: ReleaseFacts, own: LetterFacts) -> str:
    """The letter's day, or room for it in the year it is issued: after its period, or when corrected."""
    if own.issued_on is not None:
        return vietnamese.long_day(own.issued_on)
    if facts.version > 1:
        return wording.open_date(localdate(facts.published_at).year)
    day = facts.as_of or facts.period.last_day + timedelta(days=1)
    return wording.open_date(day.year)
