"""docs/differences.md lists what our letters say otherwise than the notices: all of it, and nothing else."""

from __future__ import annotations

import re

import pytest
from django.conf import settings

from scores.letters.document import Document
from tests.notices import components_2023_11

pytestmark = pytest.mark.django_db

Documents = dict[str, Document]

SECTIONS = {
    "Province, month 10/2024 (Hưng Yên)": "hung-yen 2024-10",
    "District, month 8/2024 (Tiên Lữ)": "tien-lu 2024-08",
    "Component table, month 11/2023 (a province that is not named)": "tinh-khong-neu-ten 2023-11",
}
_CODE = re.compile(r"`([^`]+)`")


def listed(section: str) -> list[tuple[str, str]]:
    """The first two columns of a section's table."""
    text = (settings.BASE_DIR / "docs" / "differences.md").read_text(encoding="utf-8")
    part = text.partition(f"\n## {section}\n")[2].partition("\n## ")[0]
    rows = [line.strip("|").split("|") for line in part.splitlines() if line.startswith("|")]
    return [(row[0].strip(), row[1].strip()) for row in rows[2:]]


def said(document: Document) -> str:
    """All a letter says, its tables cell by cell."""
    texts = [paragraph.text for paragraph in document.body]
    for appendix in document.appendices:
        texts += [*appendix.title, appendix.attached_to, *(c.title for c in appendix.table.columns)]
        texts += [cell for row in appendix.table.rows for cell in row.cells]
    return "\n".join(texts)


@pytest.mark.parametrize("section", SECTIONS)
def test_what_the_list_says_of_our_letters_is_so(demo_documents: Documents, section: str) -> None:
    text = said(demo_documents[SECTIONS[section]])
    quoted = [words for _, ours in listed(section) for words in _CODE.findall(ours)]

    assert quoted
    assert [words for words in quoted if words not in text] == []


@pytest.mark.parametrize("section", list(SECTIONS)[:2])
def test_what_is_listed_as_the_original_s_is_not_in_ours(demo_documents: Documents, section: str) -> None:
    text = said(demo_documents[SECTIONS[section]])
    quoted = [words for original, _ in listed(section) for words in _CODE.findall(original)]

    assert quoted
    assert [words for words in quoted if words in text] == []


def test_every_cell_of_the_component_table_is_the_same_or_listed(demo_documents: Documents) -> None:
    section, key = list(SECTIONS.items())[-1]
    ours = demo_documents[key].appendices[0].table.rows
    differing = {
        (theirs, our)
        for printed, row in zip(components_2023_11.COMPONENTS, ours, strict=False)
        for theirs, our in zip(printed, row.cells, strict=True)
        if theirs != our
    }
    pairs = {
        (_CODE.findall(original)[0], "" if our == "left out" else _CODE.findall(our)[0])
        for original, our in listed(section)
    }

    assert len(ours) == len(components_2023_11.COMPONENTS) + 1
    assert pairs == differing
