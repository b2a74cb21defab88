"""A letter that uses every part a letter can have, for a process to make ready with. It says nothing."""

from __future__ import annotations

from datetime import UTC, datetime

from scores.letters.document import Appendix, Column, Document, Head, Paragraph, Row, Table

_TEXT = "Ắ ằ ẳ ẵ ặ Ễ ề ể ệ Ở ỡ ợ Ử ữ ự Ỹ ỵ đ Đ 0123456789 05/VP"
_PARAGRAPHS = (Paragraph("a", _TEXT, "heading"), Paragraph("b", _TEXT), Paragraph("c", _TEXT, "subitem"))
_TABLE = Table((Column("1", width=7), Column(_TEXT, "left")), (Row(("1", _TEXT)), Row(("2", _TEXT), True)))
_HEAD = Head(_TEXT, (_TEXT,), _TEXT, _TEXT, _TEXT)

DOCUMENT = Document(
    kind="",
    subject=_TEXT,
    author=_TEXT,
    keywords=(_TEXT,),
    made_at=datetime(2024, 1, 1, tzinfo=UTC),
    head=_HEAD,
    recipients=(_TEXT, _TEXT),
    body=_PARAGRAPHS,
    signature=(_TEXT,),
    signer=_TEXT,
    receivers=(_TEXT, _TEXT),
    appendices=(Appendix(_TEXT, (_TEXT,), _TEXT, _TABLE, _PARAGRAPHS, _PARAGRAPHS),),
    unsigned_line=_TEXT,
    check_code="0000-0000-0000",
    check_address="https://example.vn/",
    masthead=_HEAD,
)
