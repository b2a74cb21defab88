"""Nghị định 30/2020/NĐ-CP, measured on the finished PDF."""

from __future__ import annotations

import pikepdf
import pytest

from scores.letters import MadeLetter
from tests.letters import paper

pytestmark = pytest.mark.django_db

Letters = dict[str, MadeLetter]
KEYS = ["hung-yen 2024-10", "tien-lu 2024-08", "tinh-khong-neu-ten 2023-11", "gia-lai 2026-02"]


@pytest.mark.parametrize("key", KEYS)
def test_page_is_a4_with_the_margins_of_the_decree(demo_letters: Letters, key: str) -> None:
    made = demo_letters[key]
    for page in paper.opened(made.pdf).pages:
        width, height = (float(side) / paper.POINTS_PER_MM for side in page.mediabox[2:])
        assert (round(width), round(height)) == (210, 297)
    for words in paper.words(made.pdf):
        inside = [word for word in words if 20 <= word.top < 277]
        assert min(word.left for word in inside) >= 30 - 0.1
        assert max(word.right for word in inside) <= 210 - 15
        assert all(word.bottom <= 277.5 for word in inside)


@pytest.mark.parametrize("key", KEYS)
def test_every_font_is_the_letter_font_and_embedded(demo_letters: Letters, key: str) -> None:
    fonts = paper.fonts(demo_letters[key].pdf)

    assert fonts
    for name, is_embedded in fonts.items():
        assert "Liberation-Serif" in name
        assert is_embedded


def test_pages_are_numbered_from_the_second_and_each_appendix_anew(demo_letters: Letters) -> None:
    tops = []
    for words in paper.words(demo_letters["gia-lai 2026-02"].pdf):
        above = [word for word in words if word.bottom < 20]
        tops.append(" ".join(word.text for word in above))
        for word in above:
            assert abs((word.left + word.right) / 2 - (30 + 194) / 2) < 1
    # One page of letter, one of the first appendix, five of the second.
    assert tops == ["", "", "", "2", "3", "4", "5"]


def test_body_begins_on_page_one_and_second_page_has_its_number(demo_letters: Letters) -> None:
    pages = paper.words(demo_letters["hung-yen 2024-10"].pdf)

    assert [[word.text for word in page if word.bottom < 20] for page in pages] == [[], ["2"], [], []]


def test_metadata_name_the_letter_and_the_day_of_its_figures(demo_letters: Letters) -> None:
    made = demo_letters["hung-yen 2024-10"]
    document = paper.opened(made.pdf)

    assert document.docinfo["/Title"] == made.title
    assert document.docinfo["/Author"] == "Văn phòng UBND tỉnh Hưng Yên"
    assert document.Root["/Lang"] == "vi"
    assert document.Root["/MarkInfo"]["/Marked"]
    assert document.docinfo["/CreationDate"] == document.docinfo["/ModDate"]


def test_unsigned_copy_says_so_in_grey_outside_the_text_area(demo_letters: Letters) -> None:
    for words in paper.words(demo_letters["hung-yen 2024-10"].pdf):
        foot = [word for word in words if word.top > 277]
        assert " ".join(word.text for word in foot).startswith("Bản chưa ký số, không phải bản gốc ·")


def test_body_ends_as_a_letter_must(demo_letters: Letters) -> None:
    for key in ("hung-yen 2024-10", "tien-lu 2024-08", "gia-lai 2026-02"):
        assert paper.text(demo_letters[key].pdf).count("./.") == 1


def test_nothing_but_fonts_pages_and_its_own_tables_is_in_the_file(demo_letters: Letters) -> None:
    with paper.opened(demo_letters["hung-yen 2024-10"].pdf) as document:
        assert list(document.attachments) == ["phu-luc-1.csv", "phu-luc-2.csv"]
        kinds = {
            str(thing.get("/Subtype", ""))
            for thing in document.objects
            if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream)
        }

    assert not kinds & {"/Image", "/Link", "/FileAttachment"}
