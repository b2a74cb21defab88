"""The sheet of one unit: what its page says, on one paper, with words for whatever is missing."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from scores import columns, letters
from scores.letters.document import Document, Table
from scores.letters.unit_sheet import sheet_code, unit_sheet, unit_sheets
from scores.letters.unit_sheet_facts import unit_ids
from scores.models import Letter, Level, Office, Release, Result, State, Unit
from scores.vietnamese import slug
from tests import factories
from tests.factories import Row, World
from tests.letters import paper
from tests.public import reading

pytestmark = pytest.mark.django_db
LETTERHEAD = {"issuer": ["VĂN PHÒNG"], "issuer_in_text": "Văn phòng UBND tỉnh", "number_suffix": "VP"}


@pytest.fixture
def world() -> World:
    made = factories.world()
    made.office.letter_kind, made.office.letterhead = Office.LetterKind.PROVINCE, LETTERHEAD
    made.office.save()
    return made


def sheet(release: Release, slug: str) -> Document:
    release = Release.objects.select_related("office").get(pk=release.pk)
    return unit_sheet(release, Unit.objects.get(slug=slug).pk)


def said(document: Document) -> str:
    """All its sentences, then its table line by line."""
    (appendix,) = document.appendices
    lines = [paragraph.text for paragraph in (*appendix.above, *appendix.below)]
    return "\n".join([*lines, *(" | ".join(row.cells) for row in appendix.table.rows)])


def test_total_rank_tie_change_and_what_is_missing(world: World) -> None:
    text = said(sheet(world.october, "thi-xa-my-hao"))
    assert "- Tổng điểm: 86,2/100 điểm, xếp hạng 2/4 đơn vị cấp huyện (đồng hạng), xếp loại Tốt." in text
    assert "- So với tháng 9/2024: tổng điểm giảm 2,44 điểm; không so sánh hạng: danh sách" in text
    assert "- Tổng điểm các tháng: tháng 9/2024 88,64; tháng 10/2024 86,2." in text
    assert "3. Còn thiếu để đạt “Xuất sắc”" in text
    assert "- Còn thiếu 3,8 điểm (“Xuất sắc” từ 90 điểm)." in text
    assert text.count("./.") == 1


def test_what_is_missing_is_said(world: World) -> None:
    without = said(sheet(world.october, "thanh-pho-hung-yen"))
    assert "- Tổng điểm: không có số liệu." in without
    assert "xếp hạng" not in without
    assert "Còn thiếu" not in without
    first = said(sheet(world.september, "huyen-tien-lu"))
    assert "- Không so sánh với tháng 8/2024: chưa có số liệu tháng 8/2024." in first
    assert "Tổng điểm các tháng" not in first
    new = said(sheet(world.october, "huyen-van-giang"))
    assert "- Không so sánh với tháng 9/2024: " in new


def test_a_month_between_without_figure_is_named(world: World) -> None:
    my_hao = Unit.objects.get(slug="thi-xa-my-hao")
    december = factories.publish(world.office, "2024-12", [Row(my_hao, points="90")])
    text = said(sheet(december, "thi-xa-my-hao"))
    assert "tháng 10/2024 86,2; tháng 11/2024 không có số; tháng 12/2024 90." in text
    # One unit alone is ranked among nobody, and the highest rating lacks nothing.
    assert "- Tổng điểm: 90/100 điểm, xếp loại Xuất sắc." in text
    assert "XẾP HẠNG" not in [column.title for column in _table_of(december, "thi-xa-my-hao").columns]
    assert "3. Đã ở mức cao nhất, “Xuất sắc”" in text


def _table_of(release: Release, slug: str) -> Table:
    return sheet(release, slug).appendices[0].table


def test_without_a_total_the_sheet_says_so_and_shows_the_rest(world: World) -> None:
    office = Unit.objects.create(
        slug="so-y-te", name="Sở Y tế", level=Level.DEPARTMENT, parent=world.province
    )
    other = Unit.objects.create(
        slug="so-tu-phap", name="Sở Tư pháp", level=Level.DEPARTMENT, parent=world.province
    )
    rows = [Row(office, "TDGQ", rate="98.5"), Row(other, "TDGQ", rate="97"), Row(office, "BSDT", count=12)]
    november = factories.publish(world.office, "2024-11", rows)
    document = sheet(november, "so-y-te")
    assert "- Kỳ này không công bố tổng điểm của đơn vị." in said(document)
    assert "2 | Tiến độ giải quyết (20đ) | 98,5% | 1/2" in said(document)
    assert document.title == "Phiếu kết quả tháng 11/2024 của Sở Y tế"


def test_changes_of_points_rates_and_counts_have_their_own_units(world: World) -> None:
    kim_dong = Unit.objects.get(slug="huyen-kim-dong")
    for period, points, rate, count in [("2025-01", "80", "70", 12), ("2025-02", "82.5", "70.25", 9)]:
        rows = [
            Row(kim_dong, points=points),
            Row(kim_dong, "TDGQ", rate=rate),
            Row(kim_dong, "BSDT", count=count),
        ]
        release = factories.publish(world.office, period, rows)
    cells = {row.cells[1]: row.cells[-1] for row in _table_of(release, "huyen-kim-dong").rows}
    assert cells == {
        "Tiến độ giải quyết (20đ)": "tăng 0,25 điểm phần trăm",
        "Bản sao điện tử": "giảm 3 bản",
        "Tổng điểm": "tăng 2,50 điểm",
    }


def test_every_figure_of_the_page_stands_on_the_sheet(world: World, client: Client) -> None:
    """The page's table of indicators, read back from its HTML, against the sheet's table."""
    html = reading.page(client, "/don-vi/tinh-hung-yen/")
    printed = re.sub(r"\s+", " ", said(sheet(world.october, "tinh-hung-yen")))
    rows = Result.objects.filter(release=world.october, unit=world.province).select_related("indicator")
    assert len(rows) == 7
    for row in rows:
        for kind in ("points", "rate", "count"):
            if getattr(row, kind) is not None:
                value = columns.figure(kind, "").text(row)
                assert value in printed, (row, value)
                assert value in html, (row, value)
        if row.national_average is not None:
            assert columns.AVERAGE.text(row) in printed
    assert "xếp hạng 02/63 toàn quốc" in printed
    assert "Còn thiếu 2,71 điểm" in printed
    assert "Công khai, minh bạch còn 2,3/18 điểm (riêng mục này chưa đủ để lên Xuất sắc)" in printed


def test_it_cites_the_letter_it_goes_with(world: World) -> None:
    (open_one,) = sheet(world.october, "huyen-kim-dong").appendices
    assert re.search(
        r"^\(Kèm theo Công văn số \s+/VP ngày\s+tháng\s+năm 2024 của Văn phòng", open_one.attached_to
    )
    Letter.objects.create(
        release=world.october,
        kind=Office.LetterKind.PROVINCE,
        title="Công bố",
        number="355",
        notation="VP",
        register="hung-yen/cong-van/2024",
        issued_on=date(2024, 11, 6),
        sha256="0" * 64,
        pages=1,
    )
    (issued,) = sheet(world.october, "huyen-kim-dong").appendices
    assert issued.attached_to == "(Kèm theo Công văn số 355/VP ngày 06/11/2024 của Văn phòng UBND tỉnh)"


def test_of_what_is_not_in_force_or_has_no_letter_there_is_no_sheet(world: World) -> None:
    draft = factories.draft(world.office, "2024-11", [Row(world.province, points="80")])
    with pytest.raises(ValueError, match="không phải bản đang công bố"):
        sheet(draft, "tinh-hung-yen")
    with pytest.raises(ValueError, match="không công bố số liệu nào của đơn vị này"):
        unit_sheet(world.october, Unit.objects.create(slug="xa-la", name="Xã Lạ", level=Level.COMMUNE).pk)
    Release.objects.filter(pk=world.october.pk).update(state=State.REPLACED)
    with pytest.raises(ValueError, match="không phải bản đang công bố"):
        sheet(world.october, "huyen-kim-dong")
    Office.objects.update(letter_kind=Office.LetterKind.NONE)
    with pytest.raises(ValueError, match="không ra văn bản"):
        sheet(world.september, "huyen-kim-dong")


def test_all_units_in_official_order_each_with_a_code_of_its_own(world: World) -> None:
    release = Release.objects.select_related("office").get(pk=world.october.pk)
    made = unit_sheets(release, unit_ids(release))
    assert [facts.slug for facts, _ in made] == [
        "tinh-hung-yen",
        *(slug(n) for n in factories.DISTRICTS),
    ]
    codes = [document.check_code for _, document in made]
    assert len(set(codes)) == 6
    assert len({code[:4] for code in codes}) == 1, "the first four tell the release"
    assert codes[1] == sheet_code(release, "huyen-kim-dong")
    assert all(code in document.check_address for code, (_, document) in zip(codes, made, strict=True))


def test_low_groups_and_reasons_are_named(world: World) -> None:
    rows = factories.own_rows(world.province, "88.4")
    rows[1].points, rows[3].points, rows[1].rate = "14", "19.9", "78"
    november = factories.publish(world.office, "2024-11", rows)
    text = said(sheet(november, "tinh-hung-yen"))
    assert "Nhóm chỉ số đạt dưới 80% điểm tối đa: Công khai, minh bạch (14/18 điểm)." in text
    assert (
        "- Nhóm tăng nhiều nhất: Tiến độ giải quyết (0,10 điểm); "
        "nhóm giảm nhiều nhất: Công khai, minh bạch (1,70 điểm)." in text
    )


def test_as_a_file(world: World) -> None:
    """The finished PDF: one page, the office's head, sentences, the table as CSV; the same bytes again."""
    document = sheet(world.october, "thi-xa-my-hao")
    made = letters.laid_out(document)
    printed = paper.text(made.pdf)
    assert made.pages == 1
    title = ("PHIẾU KẾT QUẢ THÁNG 10/2024", "CỦA UBND THỊ XÃ MỸ HÀO")
    places = [printed.find(part) for part in ("VĂN PHÒNG", *title, "(Kèm theo", "86,2/100", "./.")]
    assert -1 not in places
    assert places == sorted(places)
    assert document.check_code in printed
    with paper.opened(made.pdf) as file:
        assert list(file.attachments) == ["phu-luc-1.csv"]
    assert letters.laid_out(document).pdf == made.pdf


def test_the_command_writes_it(world: World, tmp_path: Path) -> None:
    out = f"{tmp_path}/phieu.html"
    asked = ["--office", "hung-yen", "--period", "2024-10", "--format", "html", "--out", out]
    call_command("letter", "--unit", "huyen-kim-dong", *asked)
    assert "Phiếu kết quả tháng 10/2024 của UBND huyện Kim Động" in Path(out).read_text(encoding="utf-8")
    with pytest.raises(CommandError, match="Ghi rõ --unit"):
        call_command("letter", "--kind", "unit", *asked)
    with pytest.raises(CommandError, match="Không có đơn vị “xa-la”"):
        call_command("letter", "--unit", "xa-la", *asked)
    with pytest.raises(CommandError, match="--unit chỉ dùng cho phiếu"):
        call_command("letter", "--kind", "province", "--unit", "huyen-kim-dong", *asked)


def test_many_sheets_cost_as_many_queries_as_one(world: World, django_assert_max_num_queries: object) -> None:
    release = Release.objects.select_related("office", "index_version").get(pk=world.october.pk)
    with django_assert_max_num_queries(16):  # type: ignore[operator]  # pytest-django's
        assert len(unit_sheets(release, unit_ids(release))) == 6
