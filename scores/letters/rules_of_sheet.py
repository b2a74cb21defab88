"""The rules for a unit's sheet: those of a letter's head for its masthead, of an appendix for the rest.

An attachment bears neither number nor signature of its own, so nothing is asked about them.
"""

from __future__ import annotations

from dataclasses import replace

from scores.letters import measured
from scores.letters.measured import Line, Paper
from scores.letters.measures import Measured, Rule
from scores.letters.parts import Parts
from scores.letters.rules import Verdict, verdicts_of
from scores.letters.rules_of_head import HEAD
from scores.letters.rules_of_page import PAGE
from scores.letters.rules_of_text import APPENDIX

_OF_A_MASTHEAD = {"nation", "motto", "motto-rule", "superior", "issuer", "issuer-rule"}
_TITLE = "PHIẾU KẾT QUẢ"


def check_sheet(pdf: bytes) -> list[Verdict]:
    """All rules that concern a sheet, in the order of the decree."""
    whole = measured.measure(pdf)
    masthead, rest = _halves(whole)
    head = [rule for rule in HEAD if rule.key in _OF_A_MASTHEAD]
    return [
        *verdicts_of(PAGE, Parts(whole, has_head=False)),
        *verdicts_of((_BOTH_SIDES, *head), Parts(masthead, has_head=True)),
        *verdicts_of((*APPENDIX, _ENDING), Parts(rest, has_head=False)),
    ]


def _halves(paper: Paper) -> tuple[Paper, Paper]:
    """The masthead on the first page, and everything from the title on."""
    first, *others = paper.pages
    lines = list(first.all_lines)
    title = next((place for place, line in enumerate(lines) if line.text.startswith(_TITLE)), len(lines))
    above = replace(first, all_lines=tuple(lines[:title]))
    below = replace(first, all_lines=tuple(lines[title:]))
    return replace(paper, pages=(above,)), replace(paper, pages=(below, *others))


def _both_sides(parts: Parts) -> Measured:
    missing = [
        name
        for name, there in (
            ("Quốc hiệu", parts.nation),
            ("Tiêu ngữ", parts.motto),
            ("cơ quan ban hành", parts.issuer),
        )
        if not there
    ]
    return Measured(f"thiếu: {', '.join(missing)}" if missing else "đủ", not missing)


def _ending(parts: Parts) -> Measured:
    lines: list[Line] = [line for page in parts.paper.pages for line in page.lines]
    last = lines[-1].text if lines else ""
    return Measured(f"“…{last[-20:]}”", last.endswith("./."))


_BOTH_SIDES = Rule("masthead", "Quốc hiệu, Tiêu ngữ và tên cơ quan ở đầu phiếu", _both_sides)
_ENDING = Rule("ending", "Nội dung kết thúc bằng “./.”", _ending)
