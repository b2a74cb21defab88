"""Letters with number and day, one that replaces an issued one, and one that puts right a slip of form."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from scores import actions, letters
from scores.differences import Difference
from scores.letters.replacing import Replacing
from scores.letters.slip import figures
from scores.models import Event, Indicator, Letter, Membership, Office, Release, Role
from scores.period import Period
from tests import factories, people
from tests.letters import paper
from tests.people import People

pytestmark = pytest.mark.django_db
OCTOBER = Period.parse("2024-10")
DAY = date(2024, 11, 5)
HEAD = {"number_suffix": "UBND-VP", "place": "Thử", "issuer": ["UBND HUYỆN THỬ"]}


@pytest.fixture
def office() -> Office:
    office = people.district_office()
    kind = Office.LetterKind.DISTRICT
    Office.objects.filter(pk=office.pk).update(letter_kind=kind, letterhead=HEAD)
    office.refresh_from_db()
    return office


@pytest.fixture
def staff(office: Office) -> People:
    clerk = factories.user("van-thu")
    Membership.objects.create(user=clerk, office=office, role=Role.CLERK)
    return people.at(office)


@pytest.fixture
def letter(office: Office, staff: People) -> Letter:
    release = actions.start(office=office, period=OCTOBER, by=staff.enters)
    total = release.index_version.indicators.get(code="total")
    for unit, points in zip(people.communes(office), ("88.68", "88.64", "80"), strict=True):
        figures = {"points": Decimal(points)}
        actions.type_entry(release=release, unit=unit, indicator=total, by=staff.enters, figures=figures)
    return actions.keep_letter(release=publish(release, staff))


def publish(release: Release, staff: People) -> Release:
    actions.submit(release=release, by=staff.enters)
    actions.approve(release=release, by=staff.approves)
    return actions.publish(release=release, by=staff.approves)


def issue(letter: Letter, number: str = "355", day: date = DAY, notation: str = "UBND-VP") -> Letter:
    by = factories.user("van-thu")
    return actions.issue_letter(letter=letter, by=by, number=number, notation=notation, issued_on=day)


def next_version(letter: Letter, staff: People, points: str = "88.60") -> Release:
    release = Release.objects.get(pk=letter.release_id)
    draft = actions.correct(release=release, by=staff.enters, kind="entry", reason="Xã Một ghi nhầm.")
    unit, total = people.communes(release.office)[0], draft.index_version.indicators.get(code="total")
    figures = {"points": Decimal(points)}
    actions.type_entry(release=draft, unit=unit, indicator=total, by=staff.enters, figures=figures)
    return publish(draft, staff)


def text(letter: Letter) -> str:
    with letter.pdf.open("rb") as file:
        return paper.text(file.read())


def test_the_clerk_records_number_and_day_and_the_record_keeps_old_and_new(letter: Letter) -> None:
    issued = issue(letter, "0005")
    assert (issued.code, issued.issued_on) == ("05/UBND-VP", DAY)
    assert issued.register == "huyen-thu/cong-van/2024"
    issue(letter, "6")
    events = Event.objects.filter(action="issue_letter").order_by("pk")
    assert [(event.data["old"]["number"], event.data["new"]["number"]) for event in events] == [
        ("", "5"),
        ("5", "6"),
    ]
    assert not letter.release.contributions.filter(user__username="van-thu").exists()


@pytest.mark.parametrize(
    ("number", "day", "said"),
    [
        ("355/UBND", DAY, "Ghi riêng số của văn bản"),
        ("", DAY, "Ghi riêng số của văn bản"),
        ("5", timezone.localdate() + timedelta(days=1), "chưa đến"),
        ("5", date(2024, 9, 30), "trước tháng 10/2024"),
    ],
)
def test_what_cannot_be_a_number_or_day(letter: Letter, number: str, day: date, said: str) -> None:
    with pytest.raises(actions.Refused, match=said):
        issue(letter, number, day)
    letter.refresh_from_db()
    assert not letter.is_issued


def test_only_who_keeps_the_register_records(letter: Letter, staff: People) -> None:
    with pytest.raises(actions.Refused, match="không có quyền ghi số"):
        actions.issue_letter(letter=letter, by=staff.enters, number="1", notation="", issued_on=DAY)


def test_a_number_stands_once_in_a_year(letter: Letter, staff: People) -> None:
    issue(letter)
    second = actions.keep_letter(release=next_version(letter, staff))
    with pytest.raises(actions.Refused, match="Số 355/UBND-VP năm 2024 đã ghi cho"):
        issue(second)
    assert issue(second, day=date(2025, 1, 6)).register == "huyen-thu/cong-van/2025"


def test_an_issued_letter_is_replaced_by_the_next_versions(letter: Letter, staff: People) -> None:
    issue(letter)
    second = actions.keep_letter(release=next_version(letter, staff))
    assert second.replaces == letter
    assert letter.replaced_by == second
    assert "thay thế Công văn số 355/UBND-VP ngày 05/11/2024" in second.title
    printed = text(second)
    assert "khoản 3 Điều 18 Nghị định số 30/2020/NĐ-CP" in printed
    assert "Lý do: Xã Một ghi nhầm." in printed
    assert paper.missing_in_order(["88,68", "88,6", "1/3", "2/3"], printed) == []
    assert "so với công văn số 355/ubnd-vp" in printed.lower()


def replaced(*units: str, **differ: Any) -> str:
    found = [Difference(unit, Indicator(short_name="Tổng điểm"), "1", "2", "–", "–") for unit in units]
    *_, last = Replacing("Công văn số 1", "nhầm", tuple(found), **differ).opening("UBND huyện")
    return last.text.partition("thay thế Công văn số 1. ")[2]


def test_what_differs_is_said_of_one_of_several_and_of_words_alone() -> None:
    same = "Số liệu và thứ hạng giữ nguyên; "
    assert replaced() == f"{same}chỉ sửa nội dung nêu trong lý do."
    assert replaced(changes_differ=True) == f"{same}mức tăng, giảm so với kỳ trước được tính lại."
    rest = "thay đổi; số liệu khác giữ nguyên."
    assert replaced("Xã Một", "Xã Một") == f"Số liệu hoặc thứ hạng của xã Một {rest}"
    assert replaced("Xã Một", "Xã Hai") == f"Số liệu hoặc thứ hạng của 2 đơn vị {rest}"
    months = "kết quả theo tháng được cập nhật."
    assert replaced(months_differ=True) == f"Số liệu trong biểu mẫu giữ nguyên; {months}"
    assert replaced("Tỉnh A", months_differ=True) == f"Số liệu hoặc thứ hạng của tỉnh A thay đổi; {months}"


def test_a_correction_of_words_alone_says_so(letter: Letter, staff: People) -> None:
    issue(letter)
    public = Release.objects.get(pk=letter.release_id)
    draft = actions.correct(release=public, by=staff.enters, kind="entry", reason="Câu kết sai chữ.")
    actions.change_block(
        release=draft, by=staff.enters, block="closing", how="edited", text="Kính báo để biết."
    )
    body = letters.compose(publish(draft, staff)).body
    assert body[1].text.endswith("Số liệu và thứ hạng giữ nguyên; chỉ sửa nội dung nêu trong lý do.")
    assert body[-1].text == "Kính báo để biết./."


def test_a_letter_never_issued_is_not_replaced(letter: Letter, staff: People) -> None:
    second = actions.keep_letter(release=next_version(letter, staff))
    assert second.replaces is None
    assert "thay thế" not in text(second)
    before = second.sha256
    issue(letter)
    second.refresh_from_db()
    assert second.replaces == letter, "the clerk recorded late: what is not issued yet is made again"
    assert second.sha256 != before


def test_a_slip_of_form_gets_a_letter_of_its_own(letter: Letter, staff: People) -> None:
    clerk = factories.user("van-thu")
    passage = {"place": "mục Nơi nhận", "wrong": "Lưu: VT, VPP.", "right": "Lưu: VT, VP."}
    with pytest.raises(actions.Refused, match="văn bản đã ban hành"):
        actions.rectify_letter(letter=letter, by=clerk, **passage)
    slip = actions.rectify_letter(letter=issue(letter), by=clerk, **passage)
    assert slip.rectifies == letter
    assert actions.rectify_letter(letter=letter, by=clerk, **passage) == slip, "a double click"
    assert slip.title == "Đính chính Công văn số 355/UBND-VP ngày 05/11/2024"
    printed = text(slip)
    assert "Tại mục Nơi nhận, đã viết: “Lưu: VT, VPP.”" in printed
    assert "Sửa lại là: “Lưu: VT, VP.”" in printed
    assert printed.count("./.") == 1
    with pytest.raises(actions.Refused, match=r"88,68 → 88,86.*thay thế văn bản này"):
        actions.rectify_letter(
            letter=letter, by=clerk, place="Phụ lục", wrong="Xã Một 88,68", right="Xã Một 88,86"
        )


def test_figures_of_a_passage() -> None:
    assert figures("ngày 05/11/2024 đạt 88,68%") == ["5", "11", "2024", "88,68"]
    assert figures("ngày 5/11/2024 đạt 88,68%") == figures("ngày 05/11/2024: 88,68 %")
    assert figures("1.000") != figures("1.00")
    assert figures("mười hai đơn vị") == figures("12 đơn vị") != figures("mười ba đơn vị")
    assert figures("một số đơn vị") == []
