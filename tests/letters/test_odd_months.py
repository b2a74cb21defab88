"""Letters for months that have none of the usual: each reads well and keeps the rules there is to measure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest

from scores.letters import compose, laid_out, rules
from scores.letters.document import Document
from scores.models import Level, Office, Unit
from scores.period import Period
from tests.letters import paper
from tests.letters.notices_as_rows import province
from tests.letters.published import Row, publish, unit_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

MONTH = "2024-10"
Rows = Callable[[Office], Iterator[Row]]


def _own(office: Office) -> Iterator[Row]:
    own = unit_of(office, MONTH, "tỉnh Hưng Yên")
    yield from (row for row in province(office) if row[0] == own)


def _total_alone(office: Office) -> Iterator[Row]:
    yield unit_of(office, MONTH, "tỉnh Hưng Yên"), "total", {"points": "87.29"}


def _no_average(office: Office) -> Iterator[Row]:
    for unit, code, figures in province(office):
        yield unit, code, {key: value for key, value in figures.items() if not key.startswith("national")}


def _all_below(office: Office) -> Iterator[Row]:
    for unit, code, figures in province(office):
        above = {"national_average": figures["points"] + 1} if "national_average" in figures else {}
        yield unit, code, {**figures, **above}


def _single_unit(office: Office) -> Iterator[Row]:
    yield from _own(office)
    yield unit_of(office, MONTH, "huyện Kim Động"), "total", {"points": "88.68"}


def _all_tied(office: Office) -> Iterator[Row]:
    yield from _own(office)
    for unit in _of_level(office, Level.DISTRICT):
        yield unit, "total", {"points": "16"}


def _communes(office: Office) -> Iterator[Row]:
    yield from _own(office)
    for place, unit in enumerate(_of_level(office, Level.COMMUNE)):
        yield unit, "total", {"points": str(90 - place % 7)}
        yield unit, "TDGQ", {"rate": str(100 - place % 5)}


def _missing(office: Office) -> Iterator[Row]:
    for place, (unit, code, figures) in enumerate(province(office)):
        yield unit, code, {} if place % 3 == 1 else figures


def _units_alone(office: Office) -> Iterator[Row]:
    own = unit_of(office, MONTH, "tỉnh Hưng Yên")
    yield from (row for row in province(office) if row[0] != own)


def _of_level(office: Office, level: str) -> list[Unit]:
    """The units of the province; its communes stand under the districts."""
    period = Period.parse(MONTH)
    units = [unit for unit in office.units_for(period) if unit.level == Level.DISTRICT]
    if level == Level.DISTRICT:
        return units
    return [
        below for unit in units for below in Unit.objects.below(unit).on(period.last_day) if below != unit
    ]


MONTHS: dict[str, tuple[Rows, dict[str, Any], int]] = {
    "no units": (_own, {}, 0),
    "a total alone": (_total_alone, {}, 0),
    "no national average": (_no_average, {}, 2),
    "all groups above": (province, {}, 2),
    "all groups below": (_all_below, {}, 2),
    "a single unit": (_single_unit, {}, 1),
    "all tied": (_all_tied, {}, 1),
    "161 units": (_communes, {}, 1),
    "missing figures": (_missing, {}, 2),
    "units alone": (_units_alone, {}, 2),
    "part of a month": (_own, {"partial": True, "as_of": date(2024, 10, 20)}, 0),
}
NEVER = re.compile(r"\bNone\b|\(\s*\)|  | [,.;:]|[,;:]\s*[.;]|\.\.|[{}]")
"""What a sentence looks like from which something is missing."""


@pytest.fixture
def office() -> Office:
    return Office.objects.get(slug="hung-yen")


def _letter(office: Office, month: str) -> Document:
    rows, fields, _ = MONTHS[month]
    return compose(publish(office, MONTH, rows(office), **fields))


@pytest.mark.parametrize("month", MONTHS)
def test_it_reads_well_and_keeps_the_rules(office: Office, month: str) -> None:
    document = _letter(office, month)
    lines = [paragraph.text for paragraph in document.body]
    text = "\n".join(lines)

    assert len(document.appendices) == MONTHS[month][2]
    assert text.count("kèm theo") == len(document.appendices)
    assert ("Phụ lục" in text) == bool(document.appendices)
    assert [line for line in lines if NEVER.search(line.removesuffix("./."))] == []
    headings = [place for place, paragraph in enumerate(document.body) if paragraph.role == "heading"]
    assert all(document.body[place + 1].role != "heading" for place in headings)
    leading = [place for place, line in enumerate(lines) if line.endswith(":")]
    assert all(document.body[place + 1].role in {"heading", "item", "subitem"} for place in leading)
    verdicts = rules.check(laid_out(document).pdf, has_head=True)
    assert [verdict for verdict in verdicts if not verdict.met] == []


def test_all_groups_above_the_average_are_not_told_as_low(office: Office) -> None:
    assert "thấp hơn" not in "\n".join(p.text for p in _letter(office, "all groups above").body)


def test_all_groups_below_are_named_in_one_sentence(office: Office) -> None:
    told = [p.text for p in _letter(office, "all groups below").body if "thấp hơn" in p.text]

    assert len(told) == 1
    assert told[0].startswith("Các nhóm chỉ số thấp hơn trung bình cả nước: ")
    assert told[0].count("; ") == 5


def test_a_single_unit_is_called_by_its_name(office: Office) -> None:
    document = _letter(office, "a single unit")

    assert document.appendices[0].title[-1] == "của UBND huyện Kim Động"
    assert "UBND các" not in "\n".join(p.text for p in document.body if p.key == "appendices")


def test_161_units_count_on_over_pages_that_repeat_the_heading(office: Office) -> None:
    document = _letter(office, "161 units")
    own, *rows = document.appendices[0].table.rows

    assert own.cells[0] == "I"
    assert [row.cells[0] for row in rows] == [str(line) for line in range(1, 162)]
    pages = paper.pages(laid_out(document).pdf)
    assert len([page for page in pages if "Tên cơ quan, đơn vị" in page]) >= 4


def test_part_of_a_month_is_told_as_that_and_compared_with_nothing(office: Office) -> None:
    document = _letter(office, "part of a month")
    text = "\n".join(p.text for p in document.body)

    assert "20/10/2024" in text
    assert "20/10/2024" in document.subject
    assert "so với tháng" not in text


def test_a_first_month_has_no_change_in_text_or_table(office: Office) -> None:
    office.letterhead = {**office.letterhead, "ranking_columns": ["points", "change", "rank_change"]}
    office.save()
    document = _letter(office, "all tied")

    assert "so với tháng" not in "\n".join(p.text for p in document.body)
    assert [c.title for c in document.appendices[0].table.columns][2:] == ["Điểm đánh giá"]
