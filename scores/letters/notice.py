"""A notice's own parts from facts and letterhead: its tables, what they are called, and its body. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scores.letters import appendices
from scores.letters.appendices import NamedTable
from scores.letters.blocks import Change
from scores.letters.facts import ReleaseFacts
from scores.letters.letterhead import Letterhead, RankingColumn
from scores.letters.notice_body import NoticeBody
from scores.letters.replacing import Replacing
from scores.models import Office

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


@dataclass(frozen=True)
class _Style:
    """What tells the kinds of notices apart."""

    ranking_columns: tuple[RankingColumn, ...]
    points_title: str
    own_row: bool
    parts: bool


STYLES: Mapping[str, _Style] = {
    Office.LetterKind.PROVINCE: _Style(("others", "points", "rating"), "Điểm đánh giá", True, True),
    Office.LetterKind.DISTRICT: _Style(("points", "change", "others"), "Điểm tổng hợp", False, False),
}


@dataclass(frozen=True)
class Notice:
    """The tables with their headings, and the body that names them."""

    headings: list[str]
    tables: list[NamedTable]
    body: NoticeBody


def notice_of(
    facts: ReleaseFacts,
    letterhead: Letterhead,
    kind: str,
    bases: Sequence[str],
    changes: Mapping[str, Change],
    instead: Replacing | None = None,
) -> Notice:
    """A notice of one kind; `bases` are this period's own, `changes` what people decided for its blocks."""
    style = STYLES[kind]
    tables = appendices.unit_tables(
        facts,
        appendices.Options(
            ranking_columns=letterhead["ranking_columns"] or style.ranking_columns,
            points_title=style.points_title,
            own_row=style.own_row,
            trailing_zeros=letterhead["trailing_zeros"],
        ),
    )
    if instead is not None and instead.table is not None:
        tables.append(instead.table)
    headings = [f"Phụ lục {_ROMAN[i]}" if len(tables) > 1 else "Phụ lục" for i in range(len(tables))]
    body = NoticeBody(
        facts=facts,
        letterhead=letterhead,
        index_name=letterhead["index_name"] or facts.index_name,
        bases=(*letterhead["bases"], *bases),
        appendices=list(zip(headings, tables, strict=True)),
        parts=style.parts,
        replacing=instead,
        changes=changes,
    )
    return Notice(headings, tables, body)
