"""Months that no notice shows: parts missing, parts of a month, words that would do harm."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from scores import letters
from scores.letters.compose import compose
from scores.letters.document import Document
from scores.models import Office, Release, Unit
from tests.letters import paper
from tests.letters.notices_as_rows import province
from tests.letters.published import Row, publish, unit_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture
def hung_yen() -> Office:
    return Office.objects.get(slug="hung-yen")


def _month(office: Office, rows: Iterable[Row], **fields: Any) -> Release:
    return publish(office, "2024-10", rows, **fields)


def _text(document: Document) -> str:
    return "\n".join(paragraph.text for paragraph in document.body)


def test_without_units_there_is_no_appendix_and_nothing_speaks_of_one(hung_yen: Office) -> None:
    own = unit_of(hung_yen, "2024-10", "tỉnh Hưng Yên")
    document = compose(_month(hung_yen, [row for row in province(hung_yen) if row[0] == own]))

    assert document.appendices == ()
    assert "Phụ lục" not in _text(document)
    assert "1. Kết quả" not in _text(document)
    assert "15,7/18 điểm" in _text(document)


def test_what_only_one_level_has_needs_one_appendix_without_a_numeral(hung_yen: Office) -> None:
    rows = [row for row in province(hung_yen) if row[1] not in {"TDGQ", "MDHL"}]
    document = compose(_month(hung_yen, rows))

    assert [appendix.heading for appendix in document.appendices] == ["Phụ lục"]
    assert "Phụ lục kèm theo" in _text(document)


def test_an_indicator_missing_everywhere_leaves_neither_line_nor_column(hung_yen: Office) -> None:
    rows = [row for row in province(hung_yen) if row[1] != "MDHL"]
    document = compose(_month(hung_yen, rows))

    assert "Mức độ hài lòng" not in _text(document)
    titles = [column.title for column in document.appendices[0].table.columns]
    assert titles == ["Stt", "Tên cơ quan, đơn vị", "Tiến độ giải quyết (%)"]


def test_missing_rank_and_average_are_left_out_of_the_sentence(hung_yen: Office) -> None:
    own = unit_of(hung_yen, "2024-10", "tỉnh Hưng Yên")
    rows: list[Row] = [(own, "total", {"points": "87.29"}), (own, "CKMB", {"points": "15.7"})]
    document = compose(_month(hung_yen, rows))

    lines = [paragraph.text for paragraph in document.body if paragraph.key in {"total", "groups"}]
    assert lines == ["- Tổng điểm: 87,29/100 điểm.", "- Công khai, minh bạch: 15,7/18 điểm."]


def test_groups_below_the_average_are_named_one_or_several(hung_yen: Office) -> None:
    own = unit_of(hung_yen, "2024-10", "tỉnh Hưng Yên")
    first: Row = (own, "CKMB", {"points": "10.2", "national_average": "10.9"})
    second: Row = (own, "TDGQ", {"points": "17", "national_average": "17.6"})
    above: Row = (own, "MDHL", {"points": "18", "national_average": "17.7"})
    one = compose(_month(hung_yen, [first, above]))
    two = compose(publish(hung_yen, "2024-11", [first, second, above]))

    assert (
        "Nhóm chỉ số thấp hơn trung bình cả nước: "
        "Công khai, minh bạch (10,2 điểm, trung bình cả nước 10,9 điểm)." in _text(one)
    )
    assert "Các nhóm chỉ số thấp hơn trung bình cả nước: Công khai, minh bạch" in _text(two)
    assert "; Tiến độ giải quyết (17 điểm, trung bình cả nước 17,6 điểm)." in _text(two)


def test_no_data_zero_and_not_entered_stay_three_things(hung_yen: Office) -> None:
    districts = [unit_of(hung_yen, "2024-10", f"huyện {name}") for name in ("Ân Thi", "Kim Động", "Phù Cừ")]
    rows: list[Row] = [(unit, "total", {"points": "80"}) for unit in districts]
    rows += [(districts[0], "BSDT", {"count": 0}), (districts[1], "BSDT", {})]
    document = compose(_month(hung_yen, rows))

    cells = [(row.cells[1], row.cells[2]) for row in document.appendices[0].table.rows]
    assert cells == [
        ("UBND huyện Ân Thi", "0"),
        ("UBND huyện Kim Động", "Không có số liệu"),
        ("UBND huyện Phù Cừ", "Chưa có số liệu"),
    ]


def test_ties_share_a_rank_and_lines_count_on(hung_yen: Office) -> None:
    hung_yen.letterhead = {"ranking_columns": ["rank", "points"]}
    hung_yen.save()
    districts = [unit_of(hung_yen, "2024-10", f"huyện {name}") for name in ("Ân Thi", "Kim Động", "Phù Cừ")]
    points = ["88.64", "88.68", "88.64"]
    rows: list[Row] = [
        (unit, "total", {"points": value}) for unit, value in zip(districts, points, strict=True)
    ]
    document = compose(_month(hung_yen, rows))

    assert [row.cells for row in document.appendices[0].table.rows] == [
        ("1", "UBND huyện Kim Động", "1", "88,68"),
        ("2", "UBND huyện Ân Thi", "2", "88,64"),
        ("3", "UBND huyện Phù Cừ", "2", "88,64"),
    ]


def test_one_unit_alone_is_called_by_its_name(hung_yen: Office) -> None:
    only = unit_of(hung_yen, "2024-10", "huyện Kim Động")
    document = compose(_month(hung_yen, [(only, "total", {"points": "88.68"})]))

    assert document.appendices[0].title[1] == "của UBND huyện Kim Động"


def test_change_of_the_own_total_is_told_when_it_is_known(hung_yen: Office) -> None:
    own = unit_of(hung_yen, "2024-10", "tỉnh Hưng Yên")
    publish(hung_yen, "2024-09", [(own, "total", {"points": "88.09"})])
    document = compose(_month(hung_yen, [(own, "total", {"points": "87.29"})]))

    assert "87,29/100 điểm, giảm 0,80 điểm so với tháng 9/2024." in _text(document)


def test_an_office_orders_its_blocks_within_their_sections(hung_yen: Office) -> None:
    order = ["opening", "below_average", "groups", "total", "lowest_units", "appendices", "closing"]
    hung_yen.letterhead = {"blocks": order, "closing": "Xin báo cáo.", "requests": [{"text": "Không in."}]}
    hung_yen.save()
    document = compose(_month(hung_yen, province(hung_yen)))
    keys = [paragraph.key for paragraph in document.body]

    assert list(dict.fromkeys(keys)) == ["opening", "own", "groups", "total", "units", *order[4:]]
    assert "Không in" not in _text(document)


def test_part_of_a_month_says_so_in_subject_and_text(hung_yen: Office) -> None:
    own = unit_of(hung_yen, "2024-10", "tỉnh Hưng Yên")
    document = compose(_month(hung_yen, [(own, "total", {"points": "87.29"})], partial=True))

    assert document.head is not None
    assert document.head.subject.endswith("tháng 10/2024 (một phần kỳ, chưa hết kỳ)")
    assert "tháng 10/2024 (một phần kỳ, chưa hết kỳ)" in _text(document)


def test_number_and_date_fill_the_head_and_on_paper_the_appendices_too(hung_yen: Office) -> None:
    facts = {"number": "5", "date": "2024-11-05"}
    release = _month(hung_yen, province(hung_yen), letter_facts=facts)
    electronic = compose(release)
    release.office.letterhead = {**release.office.letterhead, "paper": True}
    printed = compose(release)

    assert electronic.head is not None
    assert electronic.head.number == "Số: 05/VPUB-PVHCC&KSTT"
    assert electronic.head.place_and_date == "Hưng Yên, ngày 05 tháng 11 năm 2024"
    assert "05/VPUB" not in electronic.appendices[0].attached_to
    assert "05/VPUB-PVHCC&KSTT ngày 05 tháng 11 năm 2024 của" in printed.appendices[0].attached_to


def test_december_is_issued_in_the_next_year(hung_yen: Office) -> None:
    own = unit_of(hung_yen, "2024-12", "tỉnh Hưng Yên")
    document = compose(publish(hung_yen, "2024-12", [(own, "total", {"points": "87.29"})]))

    assert document.head is not None
    assert document.head.place_and_date.endswith("năm 2025")


def test_after_the_merger_communes_are_written_to(hung_yen: Office) -> None:
    own = unit_of(hung_yen, "2025-07", "tỉnh Hưng Yên")
    document = compose(publish(hung_yen, "2025-07", [(own, "total", {"points": "74.88"})]))

    assert document.recipients == ("Các sở, ban, ngành tỉnh", "UBND các xã, phường")
    assert "huyện" not in _text(document)


def test_figures_not_published_make_no_letter(hung_yen: Office) -> None:
    release = _month(hung_yen, province(hung_yen))
    release.published_at = None

    with pytest.raises(ValueError, match="chưa công bố"):
        letters.make(release)


def test_office_without_letters_is_told_so(hung_yen: Office) -> None:
    release = _month(hung_yen, province(hung_yen))
    release.office.letter_kind = Office.LetterKind.NONE

    with pytest.raises(ValueError, match="không ra văn bản"):
        letters.make(release)


def test_another_kind_can_be_asked_for(hung_yen: Office) -> None:
    made = letters.make(_month(hung_yen, province(hung_yen)), kind=Office.LetterKind.COMPONENTS)

    assert made.kind == Office.LetterKind.COMPONENTS
    rows = ["15,7/18 điểm, đạt 87,3%", "10,9/18 điểm", "02/63", "Tổng điểm 87,29 điểm 02/63"]
    assert paper.missing_in_order(rows[-1:], paper.text(made.pdf)) == []


def test_the_same_release_gives_the_same_bytes(hung_yen: Office) -> None:
    release = _month(hung_yen, province(hung_yen))

    assert letters.make(release).pdf == letters.make(release).pdf


HARMFUL = [
    "<img src=file:///etc/passwd>",
    '<link rel=attachment href="http://127.0.0.1:9/x">',
    "<style>@import url(file:///etc/passwd)</style>",
    "{{ letter.title }} {% now 'Y' %} {0.__class__} {ky}",
    "<script>alert(1)</script>",
]


@pytest.mark.parametrize("name", HARMFUL)
def test_names_with_markup_are_printed_as_they_are(hung_yen: Office, name: str) -> None:
    harmful = unit_of(hung_yen, "2024-10", "Sở Nội vụ")
    Unit.objects.filter(pk=harmful.pk).update(name=name)
    made = letters.make(_month(hung_yen, [(harmful, "total", {"points": "80"})]))

    printed = paper.text(made.pdf).replace(" ", "").casefold()
    assert name.replace(" ", "").casefold() in printed
    assert b"/Subtype /Image" not in made.pdf
    with paper.opened(made.pdf) as document:
        assert list(document.attachments) == ["phu-luc-1.csv"]


def test_page_and_file_carry_the_same_text_and_no_markup_of_names(hung_yen: Office) -> None:
    harmful = unit_of(hung_yen, "2024-10", "Sở Nội vụ")
    Unit.objects.filter(pk=harmful.pk).update(name="<b>Sở</b>")
    release = _month(hung_yen, [(harmful, "total", {"points": "80"})])

    article, file = letters.article(release), letters.html(release)
    assert "&lt;b&gt;Sở&lt;/b&gt;" in article
    assert article in file
    assert "<style>" not in article
    assert "style=" not in article
