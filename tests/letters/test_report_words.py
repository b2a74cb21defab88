"""The words of a quarter's report: edited as a notice's, and held against the month they name."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from scores import actions, checklist, letters
from scores.letters.blocks import text_of
from scores.letters.body_check import figure_check
from scores.letters.figure_check import Verdict
from scores.letters.letterhead import complete
from scores.letters.months import MonthFacts
from scores.letters.report import ReportBody, letterhead_of
from scores.models import Level, Office, Release
from scores.period import Period
from scores.public_check.forms import Tally
from scores.public_check.letter import check_letter
from tests import people
from tests.letters.facts_made import figure, release, unit
from tests.letters.published import publish, unit_of
from tests.letters.reporting import QUARTER, corrected, finished, typed
from tests.people import People


def _month(period: str, points: str, rank: int, **parts: Any) -> MonthFacts:
    total = figure("total", {"points": points, "national": (rank, 34), "change": parts.pop("change", None)})
    return MonthFacts(Period.parse(period), 1, total=total, **parts)


MONTHS = (
    _month("2025-07", "74.88", 20),
    _month("2025-08", "77.51", 20, change="2.63"),
    _month("2025-09", "75.05", 9, partial=True),
)
QUARTER_FACTS = replace(
    release(unit("Tỉnh Thử", Level.PROVINCE, c5_3={"count": 16095, "rate": "97.54"})),
    period=Period.parse("2025-Q3"),
    label="quý III/2025",
)
BODY = ReportBody(
    facts=QUARTER_FACTS,
    letterhead=letterhead_of(complete({})),
    bases=(),
    appendices=[],
    months=MONTHS,
    form=(),
)
CHECK = figure_check(BODY)


def verdicts(text: str) -> dict[str, str]:
    return {one.text: str(one.verdict) for one in CHECK.check(text)}


def test_what_the_machine_writes_passes() -> None:
    for block in BODY.outline.blocks:
        wrong = [one for one in CHECK.check(text_of(BODY.generated(block))) if one.verdict is Verdict.WRONG]
        assert wrong == []
    assert BODY.values["thang_cuoi"] == "Từ đầu tháng 9 đến nay: 75,05/100 điểm, xếp hạng 09/34 toàn quốc"
    assert BODY.values["cac_thang"].count("toàn quốc") == 3


@pytest.mark.parametrize(
    "text",
    [
        "Tháng 8/2025 đạt 77,51 điểm, tăng 2,63 điểm so với tháng 7/2025.",
        "Tháng 7 đạt 74,88 điểm, xếp hạng 20/34; tháng 9 đạt 75,05 điểm, xếp hạng 09/34.",
        "Trong quý III/2025 khai thác 16.095 hồ sơ, đạt 97,54%.",
        "Tháng 8 tăng từ 74,88 điểm lên 77,51 điểm.",
    ],
)
def test_figures_count_under_their_month(text: str) -> None:
    assert set(verdicts(text).values()) == {"found"}


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Tháng 7/2025 đạt 77,51 điểm.", "77,51 điểm"),
        ("Tháng 8/2025 xếp hạng 09/34.", "09/34"),
        ("Tổng điểm đạt 77,51 điểm.", "77,51 điểm"),
        ("Tháng 6/2025 đạt 74,88 điểm.", "74,88 điểm"),
        ("Tháng 8/2025 khai thác 16.095 hồ sơ.", "16.095"),
        ("Tháng 8/2025 giảm 2,63 điểm.", "2,63 điểm"),
    ],
)
def test_right_digits_under_another_month_are_refused(text: str, wrong: str) -> None:
    assert verdicts(text)[wrong] == "wrong"


def test_what_the_month_has_is_told() -> None:
    (_, wrong) = CHECK.check("Tháng 8/2025 đạt 74,88 điểm.")
    assert "của tỉnh Thử tháng 8/2025 (số liệu: 77,51 điểm là tổng điểm của tỉnh Thử, tháng 8/2025)" in (
        wrong.sentence
    )


@pytest.mark.parametrize("text", ["Trong quý II/2025.", "Trong tháng 5/2025.", "Trong quý III/2024."])
def test_other_periods_need_a_reason(text: str) -> None:
    assert set(verdicts(text).values()) == {"asked"}


# From draft to letter


@pytest.fixture
def staff(office: Office) -> People:
    return people.at(office)


@pytest.fixture
def draft(office: Office, staff: People) -> Release:
    for period, points in (("2025-07", "74.88"), ("2025-08", "77.51"), ("2025-09", "75.05")):
        total = {"points": points, "national_rank": 20, "national_of": 34}
        publish(office, period, [(unit_of(office, period, "tỉnh Hưng Yên"), "total", total)])
    return typed(office, staff, "2025-Q3", QUARTER)


def edit(draft: Release, staff: People, block: str, text: str) -> None:
    actions.change_block(release=draft, by=staff.enters, block=block, how="edited", text=text)


def body(release: Release) -> str:
    document = letters.compose(release)
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.body] + cells)


@pytest.mark.django_db
def test_words_of_a_report_are_edited_checked_and_printed(draft: Release, staff: People) -> None:
    edit(draft, staff, "months", "Kết quả từng tháng:\n- {thang_dau};\n- Tháng 8/2025 đạt 74,88 điểm.")
    blocking = [item.sentence for item in checklist.of(draft).blocking]
    assert blocking[0].startswith("Lời văn, đoạn “Kết quả theo tháng”, dòng 3: “74,88 điểm” không khớp")
    edit(draft, staff, "months", "Kết quả từng tháng:\n- {thang_dau};\n- Tháng 8/2025 đạt 77,51 điểm.")
    edit(draft, staff, "form", "Số liệu do các sở, ngành cung cấp.")
    edit(draft, staff, "tasks", "Đã hoàn thành.\nKết quả: {cac_thang}.")
    with pytest.raises(actions.Refused, match="Văn bản không bỏ được đoạn “Câu kết”"):
        actions.change_block(release=draft, by=staff.enters, block="closing", how="left_out")
    with pytest.raises(actions.Refused, match="không có đoạn “movers”"):
        actions.change_block(release=draft, by=staff.enters, block="movers", how="added")

    page = _as(staff).get(f"/quan-tri/dot/{draft.pk}/loi-van/").content.decode()
    assert "Lời ở đây in trong cột “Kết quả” của bảng." in page
    assert "Đơn vị tăng, giảm nhiều nhất" not in page

    public = finished(draft, staff)
    document, said = letters.compose(public), body(public)
    assert "Tháng 7/2025: 74,88/100 điểm, xếp hạng 20/34 toàn quốc;\n- Tháng 8/2025 đạt 77,51 điểm." in said
    assert "\nĐã hoàn thành. Kết quả: Tháng 7/2025: 74,88/100 điểm" in said
    (form,) = [paragraph for paragraph in document.body if paragraph.table and paragraph.key == "form"]
    assert form.text == "Số liệu do các sở, ngành cung cấp."
    actions.keep_letter(release=public)
    tally = Tally()
    check_letter(tally, public, list(public.results.select_related("indicator")))
    assert tally.differences == []


@pytest.mark.django_db
def test_words_that_a_corrected_month_no_longer_bears_out_are_the_machine_s_again(
    draft: Release, staff: People
) -> None:
    edit(draft, staff, "months", "Tháng 8/2025 đạt 77,51 điểm.")
    edit(draft, staff, "closing", "Kính báo để Sở Nội vụ tổng hợp.")
    letter = actions.keep_letter(release=finished(draft, staff))
    assert letters.given_back(letter) == []
    august = Release.objects.get(office=draft.office, period="2025-08")
    (renewed,) = actions.renew_reports(release=corrected(august, staff, "78"))

    assert letters.given_back(renewed) == ["Kết quả theo tháng"]
    said = "\n".join(paragraph.text for paragraph in letters.document_of(renewed).body)
    assert "77,51" not in said
    assert "- Tháng 8/2025: 78/100 điểm" in said
    assert said.endswith("Kính báo để Sở Nội vụ tổng hợp./.")
    page = _as(staff).get(f"/quan-tri/dot/{draft.pk}/van-ban/{renewed.pk}/").content.decode()
    assert "Lời đã sửa ở đoạn “Kết quả theo tháng” không còn khớp số liệu các tháng" in page


def _as(staff: People) -> Client:
    client = Client()
    client.force_login(staff.enters)
    return client
