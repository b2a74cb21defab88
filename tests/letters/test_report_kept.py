"""A quarter's report through its life: kept, made again while months change, issued, replaced."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from scores import actions, checklist, demo, letters, tasks
from scores.letters import report, rules
from scores.letters.document import Table
from scores.models import REPORT, Letter, Membership, Office, Release, Role
from scores.period import Period
from scores.public_check.forms import Tally
from scores.public_check.letter import PDF, check_letter
from tests import factories, people
from tests.letters import paper
from tests.letters.reporting import QUARTER, corrected, finished, month, published, type_figures
from tests.people import People

pytestmark = pytest.mark.django_db
DAY = date(2025, 10, 2)


@pytest.fixture
def staff(office: Office) -> People:
    Membership.objects.create(user=factories.user("van-thu"), office=office, role=Role.CLERK)
    return people.at(office)


@pytest.fixture
def august(office: Office, staff: People) -> Release:
    return month(office, staff, "2025-08", "77.51")


@pytest.fixture
def quarter(office: Office, staff: People, august: Release) -> Release:
    return published(office, staff, "2025-Q3", QUARTER)


@pytest.fixture
def kept(quarter: Release) -> Letter:
    return actions.keep_letter(release=quarter)


def text(letter: Letter) -> str:
    with letter.pdf.open("rb") as file:
        return paper.text(file.read())


def issue(letter: Letter) -> Letter:
    by = factories.user("van-thu")
    return actions.issue_letter(letter=letter, by=by, number="376", notation="BC-VPUB", issued_on=DAY)


def test_a_report_remembers_which_releases_it_tells(kept: Letter, august: Release) -> None:
    assert (kept.kind, kept.months, kept.document_name) == (REPORT, [august.pk], "Báo cáo")
    assert "Tháng 8/2025: 77,51/100 điểm, xếp hạng 20/34 toàn quốc" in text(kept)
    assert letters.laid_out(letters.document_of(kept)).check_code == kept.check_code


def test_a_month_published_later_comes_into_the_report(kept: Letter, office: Office, staff: People) -> None:
    september = month(office, staff, "2025-09", "75.05")
    tasks.renew_reports(september.pk)
    code = kept.check_code
    kept.refresh_from_db()

    assert kept.months[-1] == september.pk
    assert kept.check_code != code
    assert "Tháng 9/2025: 75,05/100 điểm" in text(kept)
    assert actions.renew_reports(release=september) == []


def test_a_month_corrected_or_withdrawn_is_told_as_it_is_now(
    kept: Letter, august: Release, staff: People
) -> None:
    second = corrected(august, staff, "78")
    actions.renew_reports(release=second)
    kept.refresh_from_db()
    assert "Tháng 8/2025: 78/100 điểm, xếp hạng 19/34 toàn quốc (số liệu đính chính, công bố lần 2" in text(
        kept
    )

    actions.withdraw(release=second, by=staff.approves, reason="Nguồn đang xem lại.")
    actions.renew_outdated()
    kept.refresh_from_db()
    assert kept.months == []
    assert "Tháng 8/2025: chưa có số liệu công bố" in text(kept)


def test_an_issued_report_stands_and_says_which_months_changed_since(
    kept: Letter, august: Release, staff: People
) -> None:
    issued = issue(kept)
    assert (issued.code, issued.register) == ("376/BC-VPUB", "hung-yen/bao-cao/2025")
    second = corrected(august, staff, "78")

    assert actions.renew_reports(release=second) == []
    assert [str(period) for period in letters.months_since(issued)] == ["2025-08"]
    assert "77,51/100" in text(issued)
    assert letters.laid_out(letters.document_of(issued)).check_code == issued.check_code


def test_the_report_of_a_next_version_replaces_the_issued_one(
    kept: Letter, quarter: Release, staff: People
) -> None:
    issue(kept)
    draft = actions.correct(release=quarter, by=staff.enters, kind="source", reason="Nguồn ghi nhầm.")
    type_figures(draft, staff, {"I.2.1": {"count": 13}})
    second = actions.keep_letter(release=finished(draft, staff))
    said = text(second)

    assert second.replaces == kept
    assert "ban hành Báo cáo này thay thế Báo cáo số 376/BC-VPUB ngày 02/10/2025" in said
    assert "so với Báo cáo số 376/BC-VPUB ngày 02/10/2025: Phụ lục kèm theo" in said
    assert "(Kèm theo Báo cáo số" in said
    with second.pdf.open("rb") as file:
        verdicts = rules.check(file.read(), has_head=True)
    assert [verdict for verdict in verdicts if not verdict.met] == []


def test_readers_find_the_report_and_every_figure_of_it(kept: Letter, quarter: Release) -> None:
    assert kept.title in Client().get("/van-ban/").content.decode()
    tally = fetched_back(quarter)
    assert tally.differences == []
    assert tally.figures[PDF] > 100


def fetched_back(release: Release) -> Tally:
    tally = Tally()
    check_letter(tally, release, list(release.results.select_related("indicator")))
    return tally


def _changed(table: Table, old: str, new: str) -> Table:
    rows = (replace(row, cells=tuple(cell.replace(old, new) for cell in row.cells)) for row in table.rows)
    return replace(table, rows=tuple(rows))


@pytest.mark.parametrize(
    ("of", "old", "new", "what"),
    [
        ("form_table", "15.700", "15.070", "số liệu trong biểu mẫu"),
        ("form_table", "97,54", "97,45", "số liệu trong biểu mẫu"),
        ("month_told", "77,51", "77,15", "số liệu tháng 8/2025"),
        ("month_told", "20/34", "02/34", "số liệu tháng 8/2025"),
    ],
)
def test_a_figure_printed_otherwise_is_found(
    quarter: Release, monkeypatch: pytest.MonkeyPatch, of: str, old: str, new: str, what: str
) -> None:
    made: Any = getattr(report, of)

    def wrong(*args: Any, **kwargs: Any) -> Any:
        right = made(*args, **kwargs)
        return right.replace(old, new) if isinstance(right, str) else _changed(right, old, new)

    monkeypatch.setattr(report, of, wrong)
    actions.keep_letter(release=quarter)

    assert what in {difference.what for difference in fetched_back(quarter).differences}


def test_staff_read_a_report_as_one_and_see_which_months_changed(
    kept: Letter, august: Release, staff: People
) -> None:
    clerk = Client()
    clerk.force_login(factories.user("van-thu"))
    address = f"/quan-tri/dot/{kept.release_id}/van-ban/{kept.pk}/"
    before = clerk.get(address).content.decode()
    assert 'value="BC-VPUB"' in before
    assert "lập lại khi một tháng thay đổi, cho đến khi ghi số" in before
    sent = {"number": "376", "notation": "BC-VPUB", "issued_on": "02/10/2025", "look": "1"}
    assert (
        "Báo cáo số 376/BC-VPUB ngày 02/10/2025 của Văn phòng" in clerk.post(address, sent).content.decode()
    )

    issue(kept)
    corrected(august, staff, "78")
    assert "tháng 8/2025 đã được đính chính, thu hồi" in clerk.get(address).content.decode()
    assert "Báo cáo số 376/BC-VPUB" in clerk.get(address).content.decode()
    listed = Client().get("/van-ban/").content.decode()
    assert "Số liệu tháng 8/2025 đã thay đổi</b> sau khi văn bản được ban hành" in listed
    asked = Client().get("/xac-minh/", {"ma": kept.check_code}).content.decode()
    assert "Số liệu tháng 8/2025</b> nêu trong văn bản đã được đính chính" in asked


def test_a_quarter_without_all_its_months_is_asked_about_before_it_goes_out(
    office: Office, staff: People, august: Release
) -> None:
    draft = actions.start(office=office, period=Period.parse("2025-Q3"), by=staff.enters)
    (asked,) = [item for item in checklist.of(draft).items if item.key.startswith("months-not-public")]
    assert asked.severity is checklist.Severity.CONFIRM
    assert asked.sentence.startswith("Chưa công bố tháng 7/2025, tháng 9/2025, nên báo cáo quý III/2025")
    for period in ("2025-07", "2025-09"):
        month(office, staff, period, "75")
    assert not [item for item in checklist.of(draft).items if item.key.startswith("months-not-public")]


def test_a_workbook_becomes_a_report_by_commands(office: Office, staff: People, tmp_path: Path) -> None:
    of_quarter = ["--office", "hung-yen", "--period", "2025-Q3"]
    form = demo.DATA / "2025-q3-tinh-hung-yen.xlsx"
    call_command("import_scores", str(form), *of_quarter, "--by", staff.enters.username, stdout=StringIO())
    steps = [("submit", staff.enters), ("approve", staff.approves), ("publish", staff.approves)]
    for step, by in steps:
        said = ["--by", by.username, "--reason", "Báo cáo gửi trước khi hết quý"]
        call_command("release", step, *of_quarter, *said, stdout=StringIO())
    out = StringIO()
    file = tmp_path / "bao-cao.pdf"
    call_command("letter", *of_quarter, "--kind", "report", "--check", "--out", str(file), stdout=out)

    printed = paper.text(file.read_bytes())
    assert "230.561" in printed
    assert "97,54" in printed
    assert "CHƯA ĐẠT" not in out.getvalue()
