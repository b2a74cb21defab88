"""Answers to a file's questions: kept with the upload, learnt for the next month, never leaking."""

from __future__ import annotations

import pytest

from scores import actions
from scores.models import Event, IndicatorAlias, Office, Release, UnitAlias, Upload
from scores.period import Period
from tests.people import People
from tests.workbooks import Row, workbook

pytestmark = pytest.mark.django_db
HEADER: Row = ["Stt", "Tên cơ quan, đơn vị", "Diem tong"]
ROWS: list[Row] = [[1, "Xã Môt", 88], [2, "Xã Hai", "-"], [3, "Xã Ba", 87.285]]


def draft(office: Office, staff: People, month: str) -> Release:
    return actions.start(office=office, period=Period.parse(month), by=staff.enters)


def upload(release: Release, staff: People, *rows: Row) -> Upload:
    data = workbook({"Bảng": [HEADER, *(rows or ROWS)]})
    return actions.record_upload(release=release, data=data, name="bảng.xlsx", by=staff.enters)


def asked(kept: Upload) -> dict[str, str]:
    """The questions that block, by what they ask: `{"unit": "unit:xã môt"}`."""
    findings = kept.findings.filter(severity="blocks")
    return {finding.question["asks"]: finding.question["key"] for finding in findings if finding.question}


def answer(kept: Upload, release: Release, staff: People, key: str, value: str) -> None:
    actions.answer(upload=kept, release=release, key=key, value=value, by=staff.enters)


def answers_of_october(release: Release) -> dict[str, str]:
    total = release.index_version.indicators.get(code="total")
    return {"unit": "Xã Một", "column": f"{total.pk}:points", "mark": "no_data", "round": "yes"}


def test_answered_one_after_another_until_the_file_is_taken(office: Office, staff: People) -> None:
    october = draft(office, staff, "2024-10")
    kept = upload(october, staff)
    with pytest.raises(actions.Refused, match="chỗ phải sửa"):
        actions.accept_upload(upload=kept, release=october, by=staff.enters)
    given = answers_of_october(october)
    while asked(kept):
        kind, key = next(iter(asked(kept).items()))
        answer(kept, october, staff, key, given.pop(kind))
    assert given == {}
    actions.confirm_all(upload=kept, release=october, by=staff.enters, comment="đã xem")
    assert actions.accept_upload(upload=kept, release=october, by=staff.enters) == 3
    figures = {entry.unit.name: (str(entry.points), entry.no_data_reason) for entry in october.entries.all()}
    assert figures == {"Xã Một": ("88.00", ""), "Xã Hai": ("None", "no_data"), "Xã Ba": ("87.29", "")}
    assert Event.objects.filter(action="answer").count() == 4


def test_names_and_headers_are_known_next_month_signs_are_not(office: Office, staff: People) -> None:
    october, november = draft(office, staff, "2024-10"), draft(office, staff, "2024-11")
    kept = upload(october, staff)
    given = answers_of_october(october)
    while asked(kept):
        kind, key = next(iter(asked(kept).items()))
        answer(kept, october, staff, key, given[kind])
    alias, header = UnitAlias.objects.get(), IndicatorAlias.objects.get(text="Diem tong")
    assert (alias.text, alias.unit.name, alias.added_by) == ("Xã Môt", "Xã Một", staff.enters)
    assert header.added_by == staff.enters
    assert set(asked(upload(november, staff))) == {"mark", "round"}


def test_an_answer_to_one_file_says_nothing_of_another(office: Office, staff: People) -> None:
    october = draft(office, staff, "2024-10")
    rows: list[Row] = [[1, "Xã Một", "-"], [2, "Xã Hai", 80]]
    one = upload(october, staff, *rows, [3, "Xã Ba", 81])
    other = upload(october, staff, *rows, [3, "Xã Ba", 82])
    total = october.index_version.indicators.get(code="total")
    answer(one, october, staff, asked(one)["column"], f"{total.pk}:points")
    answer(one, october, staff, asked(one)["mark"], "nothing_arose")
    assert asked(one) == {}
    upload(october, staff, *rows, [3, "Xã Ba", 82])
    assert set(asked(other)) == {"mark"}


def test_taking_an_answer_back_forgets_what_was_learnt(office: Office, staff: People) -> None:
    october = draft(office, staff, "2024-10")
    kept = upload(october, staff)
    keys, given = asked(kept), answers_of_october(october)
    for kind in ("column", "unit"):
        answer(kept, october, staff, keys[kind], given[kind])
    for kind in ("column", "unit"):
        actions.take_back(upload=kept, release=october, key=keys[kind], by=staff.enters)
    assert not UnitAlias.objects.exists()
    assert not IndicatorAlias.objects.filter(text="Diem tong").exists()
    assert {"unit", "column"} <= set(asked(kept))


@pytest.mark.parametrize(("value", "says"), [("Xã Bốn", "không có đơn vị “Xã Bốn”"), ("", "Chọn một")])
def test_an_answer_that_settles_nothing_is_refused(
    value: str, says: str, office: Office, staff: People
) -> None:
    october = draft(office, staff, "2024-10")
    kept = upload(october, staff)
    with pytest.raises(actions.Refused, match=says):
        answer(kept, october, staff, asked(kept)["unit"], value)
    assert not kept.answers.exists()
    with pytest.raises(actions.Refused, match="không còn nữa"):
        answer(kept, october, staff, "unit:xã bốn", "leave")
