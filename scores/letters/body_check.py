"""Whether the words that people gave a body's blocks hold against what its letter states. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from scores.letters import fields
from scores.letters.body import Body
from scores.letters.figure_check import FigureCheck, Verdict
from scores.letters.remarks import Remarks
from scores.letters.report_settings import REPORT_FILLED

AnyBody = TypeVar("AnyBody", bound=Body)


def figure_check(body: Body) -> FigureCheck:
    """Checks text against the figures of a body's letter; the office answers for numbers in its own words."""
    letterhead = body.letterhead
    requests = [request["text"] for request in letterhead["requests"]]
    texts = (*letterhead["bases"], *requests, letterhead["requests_opening"], letterhead["closing"])
    texts += tuple(letterhead[text] for text in REPORT_FILLED)
    return FigureCheck(body.facts, Remarks(body.facts, letterhead), texts, body.months)


def with_words_that_hold(body: AnyBody) -> AnyBody:
    """The body without the words that its months no longer bear out: those blocks are the machine's again.

    A report without number is made anew when a month of it changes, and nobody looks at its words then.
    """
    check, values = figure_check(body), body.values
    kept = {
        key: change
        for key, change in body.changes.items()
        if not any(one.verdict is Verdict.WRONG for one in check.check(change.text))
        and not any(fields.misused(change.text, values))
    }
    return replace(body, changes=kept)
