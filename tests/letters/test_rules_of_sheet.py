"""A unit's sheet held against the decree: every rule met, and not met where it is broken on purpose."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scores.letters import laid_out
from scores.letters.document import Appendix, Document, Head, Paragraph
from scores.letters.rules_of_sheet import check_sheet
from tests.letters.plain_letter import LETTER

_MASTHEAD = Head("UBND TỈNH THỬ", ("VĂN PHÒNG",), "", "", "")
_APPENDIX = replace(
    LETTER.appendices[0],
    heading="",
    title=("Phiếu kết quả tháng 10/2024", "của UBND xã Một"),
    above=(Paragraph("own", "1. Kết quả chung", "heading"), Paragraph("total", "- Tổng điểm.", "item")),
    below=(Paragraph("closing", "Phiếu này lập từ kết quả công bố ngày 05/11/2024./."),),
)
SHEET = replace(
    LETTER,
    kind="unit",
    head=None,
    recipients=(),
    body=(),
    signature=(),
    receivers=(),
    masthead=_MASTHEAD,
    appendices=(_APPENDIX,),
)


def _with(**parts: object) -> Document:
    appendix: Appendix = replace(_APPENDIX, **parts)  # type: ignore[arg-type]  # fields of an appendix
    return replace(SHEET, appendices=(appendix,))


def broken(document: Document) -> set[str]:
    return {verdict.key for verdict in check_sheet(laid_out(document).pdf) if not verdict.met}


def test_a_sheet_meets_every_rule() -> None:
    verdicts = check_sheet(laid_out(SHEET).pdf)
    assert [verdict for verdict in verdicts if not verdict.met] == []
    assert len(verdicts) == 21
    assert len({verdict.key for verdict in verdicts}) == 21


@pytest.mark.parametrize(
    ("rule", "document"),
    [
        ("ending", _with(below=(Paragraph("closing", "Phiếu này lập từ kết quả công bố."),))),
        ("attached", _with(attached_to="Không kèm văn bản nào")),
        ("issuer", replace(SHEET, masthead=replace(_MASTHEAD, issuer=("Văn phòng",)))),
        ("superior", replace(SHEET, masthead=replace(_MASTHEAD, superior="Ủy ban tỉnh"))),
        ("masthead", replace(SHEET, masthead=None)),
    ],
)
def test_one_that_breaks_a_rule_is_told(rule: str, document: Document) -> None:
    assert rule in broken(document)
