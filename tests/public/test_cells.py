"""Cells escape whatever came from outside, and say nothing where there is nothing to say."""

from __future__ import annotations

import pytest

from scores.cells import CELLS, Known, trend, written
from scores.columns import NOTHING
from scores.models import Indicator, Result, Unit
from scores.sparkline import Sparkline

SLY = '<b onclick="x">&\'</b>'


def _row() -> Result:
    indicator = Indicator(code="X", name=SLY, number=SLY, measure=SLY, role="group")
    return Result(unit=Unit(slug="xa-mot"), indicator=indicator, unit_name=SLY, rating=SLY, rank=2)


@pytest.mark.parametrize("cell", [*(name for name in CELLS if name not in ("rank", "period")), ""])
def test_nothing_from_outside_is_markup(cell: str) -> None:
    row = _row()
    known = Known(matched_by={row.unit_id: SLY}, unit_address=("/don-vi/", "/"))
    made = written(cell, row, SLY, known)
    assert SLY not in made and "<b" not in made
    assert "&lt;b onclick=&quot;x&quot;&gt;&amp;&#x27;&lt;/b&gt;" in made


def test_nothing_is_said_alike_everywhere() -> None:
    assert {written(cell, _row(), NOTHING, Known()) for cell in (*CELLS, "")} == {
        '<span class="nothing">–</span>'
    }
    assert trend(_row(), Known()) == '<span class="nothing">–</span>'


def test_a_line_carries_its_figures_in_words() -> None:
    row = _row()
    made = trend(row, Known(trends={row.unit_id: Sparkline("M3 9h0", SLY)}))
    assert '<path d="M3 9h0"/>' in made and "<b" not in made
