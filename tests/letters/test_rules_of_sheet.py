"""A unit's sheet held against the decree: every rule met, and not met where it is broken on purpose."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scores.letters import laid_out, paper
from scores.letters.document import Appendix, Document, Head, Paragraph
from scores.letters.rules_of_sheet import check_sheet
from tests.letters.plain_letter import LETTER
from tests.letters.test_rules_of_letters import style_after_ours, without_a_typeface

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


# A breach of each rule; those of one group spoil no other rule, so that one rendering shows them all.
STYLES: tuple[dict[str, str], ...] = (
    {
        "paper": "@page { size: 205mm 297mm }",
        "face": "th { font-family: monospace }",
        "nation": ".nation { font-weight: normal }",
        "attached-rule": ".attached::after { border-top: none }",
    },
    {
        "top": "@page { margin-top: 30mm }",
        "black": ".appendix td { color: #c00 }",
        "motto": ".motto { font-size: 12pt }",
        "issuer-rule": ".issuer::after { width: 90% }",
        "appendix-title": ".appendix h3 { font-weight: normal }",
    },
    {
        "left": "@page { margin-left: 25mm }",
        "numbered": "@page appendix:nth(1 of appendix) { @top-center { content: '1' } }",
        "motto-rule": ".motto span::after { width: 50% }",
        "superior": ".superior { font-size: 14pt }",
        "table": "td { font-size: 10pt }",
    },
    {
        "right": "@page { margin-right: 12mm }",
        "bottom": ".appendix .letter-body:last-child { position: relative; top: 172mm }",
        "issuer": ".issuer { font-size: 14pt }",
        "attached": ".attached { font-style: normal }",
    },
    {"number-place": "@page { @top-center { padding-left: 30mm } }"},
)
PARTS: dict[str, Document] = {
    "ending": _with(below=(Paragraph("closing", "Phiếu này lập từ kết quả công bố."),)),
    "masthead": replace(SHEET, masthead=None),
}


def broken(pdf: bytes) -> set[str]:
    return {verdict.key for verdict in check_sheet(pdf) if not verdict.met}


def test_a_sheet_meets_every_rule_and_each_is_broken_here() -> None:
    verdicts = check_sheet(laid_out(SHEET).pdf)
    assert [verdict for verdict in verdicts if not verdict.met] == []
    keys = [verdict.key for verdict in verdicts]
    assert len(keys) == len(set(keys)) == 21
    by_style = {rule for group in STYLES for rule in group}
    assert set(keys) | {"number-place"} == by_style | set(PARTS) | {"embedded"}


@pytest.mark.parametrize("group", STYLES, ids=lambda group: " ".join(group))
def test_wrong_styles_break_their_rules_alone(monkeypatch: pytest.MonkeyPatch, group: dict[str, str]) -> None:
    style_after_ours(monkeypatch, " ".join(group.values()))
    long = _with(above=_APPENDIX.above * 12) if "number-place" in group else SHEET
    assert broken(paper.lay_out(long).pdf) == set(group)


@pytest.mark.parametrize("rule", PARTS)
def test_a_part_that_is_missing_is_told(rule: str) -> None:
    assert rule in broken(laid_out(PARTS[rule]).pdf)


def test_a_typeface_that_is_not_in_the_file_is_seen() -> None:
    assert broken(without_a_typeface(laid_out(SHEET).pdf)) == {"embedded"}


@pytest.mark.parametrize(
    ("rule", "document"),
    [
        ("attached", _with(attached_to="Không kèm văn bản nào")),
        ("issuer", replace(SHEET, masthead=replace(_MASTHEAD, issuer=("Văn phòng",)))),
        ("superior", replace(SHEET, masthead=replace(_MASTHEAD, superior="Ủy ban tỉnh"))),
    ],
)
def test_what_is_written_wrongly_is_seen(rule: str, document: Document) -> None:
    assert rule in broken(laid_out(document).pdf)
