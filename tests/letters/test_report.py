"""The quarterly report: the notice of quarter III/2025 rebuilt, and what months and forms may lack."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import docx
import pytest

from scores import letters
from scores.letters import MadeLetter, laid_out, rules
from scores.letters import docx as word
from scores.letters.compose import compose
from scores.letters.document import Document, Table
from scores.letters.paper import lay_out
from scores.letters.report_facts import months_in_force
from scores.models import REPORT, Office, Release, Unit
from scores.period import Period
from tests.letters import paper
from tests.letters.plain_letter import LETTER
from tests.letters.published import Row, publish, unit_of
from tests.letters.test_rules_of_letters import broken, style_after_ours
from tests.notices import hung_yen_2025_q3

pytestmark = pytest.mark.django_db
KEY = "hung-yen 2025-Q3"
NOTICE = hung_yen_2025_q3


# The notice, rebuilt from its data


def _months() -> list[str]:
    """Each month as the report tells it; the notice gives points of 100 and the rank among 34."""
    return [
        f"{month.heading.replace('/2025 đến', ' đến')}: {month.points}/100 điểm, "
        f"xếp hạng {month.rank} toàn quốc"
        for month in NOTICE.MONTHS.values()
    ]


def _in_one(months: list[str]) -> str:
    return "; ".join([months[0], *(month[0].lower() + month[1:] for month in months[1:])])


def _lines() -> Iterator[str]:
    """The form's lines in their order, as they run over the page."""
    for entry in NOTICE.FORM:
        figure = {"06": "6"}.get(entry.figure, entry.figure.removesuffix("*"))
        if entry.unit and not figure:
            figure = "Chưa có số liệu"
        yield " ".join(filter(None, (entry.number, entry.name, entry.unit, figure, entry.note)))


def test_report_has_all_its_parts_in_order(demo_documents: dict[str, Document]) -> None:
    document = demo_documents[KEY]
    parts = [
        *("UBND TỈNH HƯNG YÊN", "VĂN PHÒNG", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        *("Số: /BC-VPUB", "Hưng Yên, ngày tháng năm 2025"),
        *("BÁO CÁO", "Kết quả đánh giá Bộ chỉ số và biểu mẫu thống kê quý III/2025"),
        *("Kính gửi: Sở Nội vụ", "II.3. Kết quả đánh giá", "VI. Biểu mẫu thống kê"),
        *("Stt Chỉ tiêu thống kê Đơn vị tính Số liệu Ghi chú", "VII. Kết quả thực hiện nhiệm vụ", "hợp./."),
        *("Nơi nhận:", "- Lưu: VT, PVHCC&KSTT.", "KT. CHÁNH VĂN PHÒNG"),
    ]
    printed = _squeezed(_drawn(laid_out(document).pdf))

    assert _missing_in_order([_squeezed(part) for part in parts], printed) == []
    assert "V/v" not in printed
    assert "Phụlục" not in printed


def test_report_holds_every_figure_of_the_notice_in_order(demo_letters: dict[str, MadeLetter]) -> None:
    drawn = paper.drawn(demo_letters[KEY].pdf)
    heading = ["Stt", "Chỉ", "tiêu", "thống", "kê", "Đơn", "vị", "tính", "Số", "liệu", "Ghi", "chú"]
    further = [page[len(heading) :] if page[: len(heading)] == heading else page for page in drawn]
    printed = "".join("".join(page) for page in further)
    told = _months()
    expected = [*(f"- {month}" for month in told), *_lines(), f"{_in_one(told)}."]

    assert _missing_in_order([_squeezed(text) for text in expected], printed) == []
    assert sum(page[: len(heading)] == heading for page in drawn) >= 1


def test_the_months_stand_twice_and_say_the_same(demo_documents: dict[str, Document]) -> None:
    document = demo_documents[KEY]
    listed = [paragraph.text[2:-1] for paragraph in document.body if paragraph.text.startswith("- ")]
    *_, tasks = document.tables

    assert listed == _months()
    assert [row.cells[2] for row in tasks.rows] == [f"{_in_one(listed)}."]


def test_form_keeps_codes_under_their_part_and_its_figures_are_attached(
    demo_documents: dict[str, Document], demo_letters: dict[str, MadeLetter]
) -> None:
    form = _form(demo_documents[KEY])
    assert [row.cells[0] for row in form.rows] == [entry.number for entry in NOTICE.FORM]
    assert [row.cells[0] for row in form.rows if row.strong] == ["I", "II", "III"]
    with paper.opened(demo_letters[KEY].pdf) as pdf:
        assert list(pdf.attachments) == ["bang-1.csv", "bang-2.csv"]
        csv = pdf.attachments["bang-1.csv"].get_file().read_bytes().decode("utf-8-sig")
    assert "3.1.1,Tổng số hồ sơ TTHC đã giải quyết xong,Hồ sơ,16.095," in csv
    assert "3.1.1,Tổng số DVC đủ điều kiện lên trực tuyến toàn trình,DVC,966," in csv


def test_word_file_has_the_same_tables(demo_documents: dict[str, Document]) -> None:
    document = demo_documents[KEY]
    file = docx.Document(BytesIO(word.lay_out(document)))
    styles = [paragraph.style.name for paragraph in file.paragraphs if paragraph.text and paragraph.style]
    written = [[cell.text for cell in row.cells] for table in file.tables for row in table.rows]

    assert styles[:3] == ["Tên loại văn bản", "Trích yếu có tên loại", "Kính gửi"]
    assert all(list(row.cells) in written for table in document.tables for row in table.rows)


def _form(document: Document) -> Table:
    return document.tables[0]


def _drawn(pdf: bytes) -> str:
    return " ".join(word for page in paper.drawn(pdf) for word in page)


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _missing_in_order(expected: list[str], printed: str) -> list[str]:
    missing, place = [], 0
    for text in expected:
        found = printed.find(text, place)
        if found < 0:
            missing.append(text)
        else:
            place = found + len(text)
    return missing


# Quarters that no notice shows


@pytest.fixture
def hung_yen(reference: None) -> Office:
    return Office.objects.get(slug="hung-yen")


def _own(office: Office, period: str) -> Unit:
    return unit_of(office, period, "tỉnh Hưng Yên")


def _month(office: Office, period: str, points: str = "75", **fields: Any) -> Release:
    figures = {"points": points, "national_rank": 9, "national_of": 34}
    return publish(office, period, [(_own(office, period), "total", figures)], **fields)


def _quarter(office: Office, *rows: tuple[str, dict[str, Any]], period: str = "2025-Q3") -> Release:
    own = _own(office, period)
    wanted: list[Row] = [(own, code, figures) for code, figures in rows or [("I.1", {"count": 3})]]
    return publish(office, period, wanted)


def _told(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.body if paragraph.text.startswith("- ")]


def test_months_that_are_not_published_are_said_to_be_so(hung_yen: Office) -> None:
    release = _quarter(hung_yen)
    assert letters.kind_of(release) == REPORT
    nothing = [
        f"- Tháng {month}/2025: chưa có số liệu công bố{end}" for month, end in ((7, ";"), (8, ";"), (9, "."))
    ]
    assert _told(compose(release)) == nothing

    _month(hung_yen, "2025-08", "77.51")
    *_, tasks = compose(release).tables
    assert tasks.rows[0].cells[2] == (
        "Tháng 7/2025: chưa có số liệu công bố; tháng 8/2025: 77,51/100 điểm, xếp hạng 09/34 toàn quốc; "
        "tháng 9/2025: chưa có số liệu công bố."
    )


def test_part_of_a_month_is_named_as_such(hung_yen: Office) -> None:
    release = _quarter(hung_yen)
    _month(hung_yen, "2025-09", partial=True, as_of=date(2025, 9, 5))

    assert _told(compose(release))[2].startswith(
        "- Từ đầu tháng 9 đến ngày 05/9/2025: 75/100 điểm, xếp hạng 09/34"
    )


def test_a_month_corrected_is_told_by_its_version_in_force(hung_yen: Office) -> None:
    release = _quarter(hung_yen)
    _month(hung_yen, "2025-08", "77.51")
    before = compose(release)
    Release.objects.filter(period="2025-08").update(state="replaced")
    _month(hung_yen, "2025-08", "78", version=2, reason="Ghi nhầm", correction_kind="entry")
    after = compose(release)

    assert _told(after)[1] == (
        "- Tháng 8/2025: 78/100 điểm, xếp hạng 09/34 toàn quốc "
        "(số liệu đính chính, công bố lần 2 ngày 05/11/2024);"
    )
    assert before.check_code != after.check_code
    earlier = [month for month in Release.objects.filter(period="2025-08") if month.version == 1]
    assert compose(release, months=earlier) == before


def test_months_of_the_unit_before_are_told_as_its(hung_yen: Office) -> None:
    new, old = (hung_yen.unit_for(Period.parse(period)) for period in ("2025-Q3", "2025-06"))
    Unit.objects.filter(pk=old.pk).update(last_day=date(2025, 7, 31))
    Unit.objects.filter(pk=new.pk).update(first_day=date(2025, 8, 1), name="Tỉnh Mới")
    release = publish(hung_yen, "2025-Q3", [(new, "I.1", {"count": 3})])
    publish(hung_yen, "2025-07", [(old, "total", {"points": "74.88"})])

    assert _told(compose(release))[0] == (
        "- Tháng 7/2025: 74,88/100 điểm, là kết quả của tỉnh Hưng Yên trước khi sắp xếp;"
    )


def test_a_month_without_a_total_or_without_figures_is_not_guessed(hung_yen: Office) -> None:
    release = _quarter(hung_yen)
    publish(hung_yen, "2025-07", [(_own(hung_yen, "2025-07"), "CKMB", {"points": "12"})])
    publish(hung_yen, "2025-08", [(_own(hung_yen, "2025-08"), "total", {})])

    assert _told(compose(release))[:2] == [
        "- Tháng 7/2025: số liệu công bố không có tổng điểm;",
        "- Tháng 8/2025: không có số liệu;",
    ]


def test_four_ways_of_having_no_figure_are_four_in_the_form(hung_yen: Office) -> None:
    release = _quarter(
        hung_yen, ("I.2.1", {"count": 0}), ("I.2.2", {}), ("II.3.1", {"rate": "97.50"}), ("I.3", {"count": 1})
    )
    cells = {row.cells[0]: row.cells[3] for row in _form(compose(release)).rows[:8]}

    assert (cells["2.1"], cells["2.2"], cells["2.3"]) == ("0", "Không có số liệu", "Chưa có số liệu")
    assert (cells["I"], cells["2"], cells["3"]) == ("", "", "1")
    assert "97,5" in [row.cells[3] for row in _form(compose(release)).rows]


def test_first_quarter_is_dated_by_its_own_year_and_the_last_by_the_next(hung_yen: Office) -> None:
    for period, year in (("2025-Q4", "2026"), ("2026-Q1", "2026")):
        document = compose(_quarter(hung_yen, period=period))
        assert document.head is not None
        assert document.head.place_and_date.endswith(f"năm {year}")
        assert period[-1] == {"IV": "4", "I": "1"}[document.title.split(" quý ")[1].split("/")[0]]


def test_an_office_may_leave_parts_out_and_send_it_to_nobody(hung_yen: Office) -> None:
    hung_yen.letterhead |= {
        "report_blocks": ["opening", "months", "closing"],
        "report_recipients": [],
        "report_closing": "",
    }
    hung_yen.save()
    document = compose(_quarter(hung_yen))

    assert document.tables == ()
    assert document.recipients == ()
    assert document.receivers == ("Lãnh đạo VP UBND tỉnh", "Lưu: VT, PVHCC&KSTT")
    assert document.body[-1].text == "Văn phòng UBND tỉnh Hưng Yên báo cáo./."
    assert broken(laid_out(document).pdf) == []


def test_office_that_said_nothing_of_reports_numbers_the_parts(hung_yen: Office) -> None:
    Office.objects.update(letterhead={})
    document = compose(_quarter(Office.objects.get(slug="hung-yen")))
    headings = [paragraph.text for paragraph in document.body if paragraph.role == "heading"]

    assert [heading.partition(" ")[0] for heading in headings] == ["I.", "II.", "III."]
    assert headings[1] == "II. Biểu mẫu thống kê quý III/2025"
    assert "Bộ chỉ số chỉ đạo, điều hành" in headings[0]


@pytest.mark.parametrize(("period", "kind"), [("2025-08", REPORT), ("2025-Q3", "province")])
def test_a_kind_that_is_not_of_the_period_is_refused(hung_yen: Office, period: str, kind: str) -> None:
    release = _month(hung_yen, period) if period == "2025-08" else _quarter(hung_yen)

    with pytest.raises(ValueError, match="cho"):
        letters.make(release, kind=kind)


def test_offices_without_letters_report_nothing_unless_asked(hung_yen: Office) -> None:
    release = _quarter(hung_yen)
    for kind in (Office.LetterKind.NONE, Office.LetterKind.COMPONENTS):
        release.office.letter_kind = kind
        assert letters.kind_of(release) == Office.LetterKind.NONE
    assert compose(release, REPORT).kind == REPORT


# The decree


REPORTED = replace(
    LETTER,
    head=LETTER.head
    and replace(LETTER.head, document_name="BÁO CÁO", subject="Kết quả quý III/2025 của huyện"),
    body=(*LETTER.body[:2], replace(LETTER.body[2], table=LETTER.appendices[0].table), *LETTER.body[3:]),
)
STYLES = {
    "document-name": ".document-name { font-weight: normal }",
    "abstract": ".abstract { font-size: 12pt }",
    "abstract-rule": ".abstract span::after { width: 100% }",
    "table": ".letter-body table { font-size: 10pt }",
}


def test_a_report_keeps_every_rule_with_its_table_in_the_text() -> None:
    verdicts = rules.check(laid_out(REPORTED).pdf, has_head=True)

    assert [verdict for verdict in verdicts if not verdict.met] == []
    assert {"document-name", "abstract", "abstract-rule"} <= {verdict.key for verdict in verdicts}
    assert "subject" not in {verdict.key for verdict in verdicts}


@pytest.mark.parametrize("rule", STYLES)
def test_one_wrong_style_breaks_one_rule(monkeypatch: pytest.MonkeyPatch, rule: str) -> None:
    style_after_ours(monkeypatch, STYLES[rule])

    assert broken(lay_out(REPORTED).pdf) == [rule]


def test_a_report_without_its_subject_is_seen() -> None:
    head = REPORTED.head and replace(REPORTED.head, subject="")

    assert {"order", "abstract"} <= set(broken(laid_out(replace(REPORTED, head=head)).pdf))


def test_as_above_needs_somebody_above() -> None:
    nobody = replace(REPORTED, recipients=())

    assert broken(laid_out(nobody).pdf) == ["receivers-list"]
    assert broken(laid_out(replace(nobody, receivers=("Lưu: VT, VP",))).pdf) == []


def test_months_in_force_are_those_of_the_quarter_alone(hung_yen: Office) -> None:
    release = _quarter(hung_yen)
    for period in ("2025-06", "2025-09", "2025-07", "2025-10"):
        _month(hung_yen, period)

    assert [str(month.period) for month in months_in_force(release)] == ["2025-07", "2025-09"]
