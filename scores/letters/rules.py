"""Nghị định 30/2020/NĐ-CP, Phụ lục I, held against a finished letter: every rule that can be measured.

The PDF alone is looked at, so that a file signed and brought back can be held against the same rules.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from scores.letters import measured
from scores.letters.measures import Measured, Rule
from scores.letters.parts import Parts
from scores.letters.rules_of_head import HEAD
from scores.letters.rules_of_page import PAGE
from scores.letters.rules_of_text import APPENDIX, BODY, END

OF_A_LETTER = (*PAGE, *HEAD, *BODY, *END, *APPENDIX)
OF_A_TABLE = (*PAGE, *APPENDIX)


@dataclass(frozen=True)
class Verdict:
    """One rule on one letter: what it asks, what was measured (Vietnamese), whether it is met."""

    key: str
    rule: str
    measured: str
    met: bool


def check(pdf: bytes, *, has_head: bool) -> list[Verdict]:
    """All rules that concern a letter, in the order of the decree; of parts that may be missing, none.

    `has_head` is False for a table that travels with a letter written elsewhere.
    """
    return verdicts_of(OF_A_LETTER if has_head else OF_A_TABLE, Parts(measured.measure(pdf), has_head))


def verdicts_of(rules: Iterable[Rule], parts: Parts) -> list[Verdict]:
    """Those of the rules that have anything to measure in these parts."""
    found = [(rule, rule.measure(parts)) for rule in rules]
    return [_verdict(rule.key, rule.text, result) for rule, result in found if result is not None]


def summary(verdicts: list[Verdict]) -> str:
    """`33/33 quy định đạt`."""
    return f"{sum(verdict.met for verdict in verdicts)}/{len(verdicts)} quy định đạt"


def _verdict(key: str, rule: str, result: Measured) -> Verdict:
    return Verdict(key, rule, result.text, result.met)
