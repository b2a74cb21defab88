"""The words of a letter: edited in a draft, approved with the figures, carried into a correction."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command

from scores import actions, catalogue, checklist, letters, permissions, publication
from scores.models import Event, Indicator, LetterBlock, Office, Release, State
from scores.period import Period
from tests import people
from tests.people import People

pytestmark = pytest.mark.django_db
SEPTEMBER, OCTOBER, NOVEMBER = (Period.parse(f"2024-{month}") for month in ("09", "10", "11"))
CLOSING = "UBND huyện Thử thông báo để các đơn vị biết."


@pytest.fixture
def office() -> Office:
    office = people.district_office()
    office.letter_kind = Office.LetterKind.DISTRICT
    office.letterhead = {"closing": CLOSING, "issuer_in_text": "UBND huyện Thử"}
    office.save()
    return office


def month(office: Office, staff: People, period: Period, *points: str) -> Release:
    release = actions.start(office=office, period=period, by=staff.enters)
    type_points(release, staff.enters, *points)
    return release


def type_points(release: Release, by: User, *points: str) -> None:
    total = Indicator.objects.get(version=release.index_version, code="total")
    for unit, figure in zip(people.communes(release.office), points, strict=False):
        figures = {"points": Decimal(figure)}
        actions.type_entry(release=release, unit=unit, indicator=total, by=by, figures=figures)


@pytest.fixture
def draft(office: Office, staff: People) -> Release:
    return month(office, staff, OCTOBER, "88.68", "88.64", "86.95")


def edit(release: Release, by: User, text: str, block: str = "closing") -> LetterBlock | None:
    return actions.change_block(release=release, by=by, block=block, how="edited", text=text)


def publish(release: Release, staff: People) -> Release:
    actions.submit(release=release, by=staff.enters)
    actions.approve(release=release, by=staff.approves)
    return actions.publish(release=release, by=staff.approves)


def body(release: Release) -> str:
    return "\n".join(paragraph.text for paragraph in letters.compose(release).body)


def blocking(release: Release) -> list[str]:
    return [item.sentence for item in checklist.of(Release.objects.get(pk=release.pk)).blocking]


def test_edited_words_are_what_is_approved_and_printed(draft: Release, staff: People) -> None:
    before = publication.content_digest(draft)
    edit(draft, staff.enters, "Xã Một đạt  88,68 điểm trong {ky}.\n\nĐề nghị các xã học tập.")
    assert publication.content_digest(draft) != before
    public = publish(draft, staff)
    assert body(public).endswith("Xã Một đạt 88,68 điểm trong tháng 10/2024.\nĐề nghị các xã học tập./.")
    assert CLOSING not in body(public)
    call_command("verify_releases")


def test_the_record_holds_old_and_new_and_the_writer_may_not_approve(draft: Release, staff: People) -> None:
    edit(draft, staff.administers, "Kính báo để biết.")
    edit(draft, staff.administers, "Xin báo cáo.")
    first, second = Event.objects.filter(action="change_block").order_by("pk")
    assert (first.data["old"], first.data["new"]["text"]) == (None, "Kính báo để biết.")
    assert (second.data["old"]["text"], second.data["new"]["text"]) == ("Kính báo để biết.", "Xin báo cáo.")
    assert staff.administers.pk in permissions.contributors(draft)
    actions.submit(release=draft, by=staff.enters)
    with pytest.raises(actions.Refused, match="không duyệt được"):
        actions.approve(release=draft, by=staff.administers)


def test_who_may_not_enter_may_not_edit(draft: Release, staff: People) -> None:
    for person in (staff.approves, staff.stranger, staff.superuser):
        with pytest.raises(actions.Refused, match="không có quyền nhập số liệu"):
            edit(draft, person, "Khác.")
    assert not LetterBlock.objects.exists()


def test_after_submission_words_change_only_by_way_of_a_draft(draft: Release, staff: People) -> None:
    actions.submit(release=draft, by=staff.enters)
    with pytest.raises(actions.Refused, match="Người duyệt trả lại thì mới sửa tiếp được"):
        edit(draft, staff.enters, "Khác.")
    actions.approve(release=draft, by=staff.approves)
    with pytest.raises(actions.Refused, match="trả lại"):
        edit(draft, staff.enters, "Khác.")
    sent_back = actions.send_back(release=draft, by=staff.approves, comment="Sửa câu kết.")
    assert (sent_back.state, sent_back.approved_at) == (State.DRAFT, None)
    edit(draft, staff.enters, "Khác.")


def test_words_written_past_the_actions_drop_the_approval(draft: Release, staff: People) -> None:
    edit(draft, staff.enters, "Xin báo cáo.")
    draft.refresh_from_db()
    actions.submit(release=draft, by=staff.enters)
    Release.objects.filter(pk=draft.pk).update(content_hash="0" * 64)
    with pytest.raises(actions.Refused, match="lời văn đã thay đổi từ khi trình"):
        actions.approve(release=draft, by=staff.approves)


def test_other_settings_for_letters_send_an_approved_month_back(
    draft: Release, staff: People, office: Office
) -> None:
    actions.submit(release=draft, by=staff.enters)
    actions.approve(release=draft, by=staff.approves)
    before = catalogue.facts_of(office)
    office.name = "Huyện Thử Mới"
    office.save()
    actions.record_edit(row=office, by=staff.superuser, before=before)
    assert blocking(draft) == []
    named = catalogue.facts_of(office)
    office.letterhead = {"closing": "Câu kết khác."}
    office.save()
    actions.record_edit(row=office, by=staff.superuser, before=named)
    with pytest.raises(actions.Refused, match="Thể thức văn bản của cơ quan đã sửa từ khi trình"):
        actions.publish(release=draft, by=staff.approves)
    actions.send_back(release=draft, by=staff.approves, comment="Xem lại lời văn.")
    assert "Câu kết khác./." in body(publish(draft, staff))


def test_a_second_person_is_told_instead_of_writing_over(draft: Release, staff: People) -> None:
    seen = actions.mark_of(None)
    edit(draft, staff.enters, "Một.")
    with pytest.raises(actions.Refused, match="Người khác vừa sửa đoạn “Câu kết”"):
        actions.change_block(
            release=draft, by=staff.administers, block="closing", how="edited", text="Hai.", seen=seen
        )
    assert LetterBlock.objects.get().text == "Một."


def test_the_machine_s_own_words_are_no_change(draft: Release, staff: People) -> None:
    assert edit(draft, staff.enters, f"  {CLOSING} ") is None
    assert not Event.objects.filter(action="change_block").exists()
    edit(draft, staff.enters, "Khác.")
    actions.change_block(release=draft, by=staff.enters, block="closing", how=actions.MACHINE)
    assert not LetterBlock.objects.exists()
    assert Event.objects.filter(action="change_block").count() == 2


def change(release: Release, by: User, block: str, how: str) -> None:
    actions.change_block(release=release, by=by, block=block, how=how)


def test_blocks_come_and_go_for_one_month(draft: Release, staff: People) -> None:
    change(draft, staff.enters, "closing", "left_out")
    change(draft, staff.enters, "lowest_units", "added")
    with pytest.raises(actions.Refused, match="không bỏ được đoạn “Mở đầu, căn cứ”"):
        change(draft, staff.enters, "opening", "left_out")
    with pytest.raises(actions.Refused, match="không có đoạn"):
        change(draft, staff.enters, "ending", "left_out")
    with pytest.raises(actions.Refused, match="Không có cách viết"):
        change(draft, staff.enters, "closing", "run")
    text = body(publish(draft, staff))
    assert text.endswith("- Đơn vị cấp xã có tổng điểm thấp nhất: UBND xã Ba 86,95 điểm./.")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Đạt {diem}.", "Dòng 1: Không có trường {diem}."),
        ("Một.\nĐạt {tong_diem!r}.", "Dòng 2: “{tong_diem!r}” không phải là một trường"),
        ("{tong_diem:>10}", "“{tong_diem:>10}” không phải"),
        ("{0.__class__}", "“{0.__class__}” không phải"),
        ("{ky.__class__}", "“{ky.__class__}” không phải"),
        ("{{ ky }}", "không phải là một trường"),
        ("{% now 'Y' %}", "không phải là một trường"),
        ("{", "“{” không phải"),
        ("đóng }", "“}” không phải"),
        ("{hang}", "Kỳ này không có số liệu cho trường {hang}"),
        ("a\u202eb", "ký tự không nhìn thấy (U+202E)"),
        ("a\u200bb", "ký tự không nhìn thấy (U+200B)"),
        ("x" * 7000, "quá dài"),
        ("a\n" * 61, "quá dài"),
        ("  \n ", "còn trống"),
    ],
)
def test_what_no_letter_can_be_made_with_is_refused(
    draft: Release, staff: People, text: str, told: str
) -> None:
    with pytest.raises(actions.Refused) as refusal:
        edit(draft, staff.enters, text)
    assert told in str(refusal.value)
    assert not LetterBlock.objects.exists()


def test_figures_that_are_none_stop_the_submission(draft: Release, staff: People) -> None:
    edit(draft, staff.enters, "Xã Một đạt 88,86 điểm.")
    (told,) = blocking(draft)
    assert told.startswith("Lời văn, đoạn “Câu kết”, dòng 1: “88,86 điểm” không khớp số liệu nào của xã Một")
    assert "88,68 điểm là tổng điểm của xã Một" in told
    with pytest.raises(actions.Refused, match="88,86"):
        actions.submit(release=draft, by=staff.enters)
    edit(draft, staff.enters, "Xã Một đạt 88,68 điểm.")
    assert blocking(draft) == []


def test_a_number_that_is_no_figure_stands_with_a_reason(draft: Release, staff: People) -> None:
    ground = "theo Quyết định số 766/QĐ-TTg trước 25/11/2024"
    edit(draft, staff.enters, f"Các xã hoàn thành 12 nhiệm vụ {ground}.\nNhắc lại: 12 nhiệm vụ.")
    asked = checklist.of(draft).to_confirm
    assert len({item.key for item in asked}) == 2
    assert "“12 nhiệm vụ” không có trong số liệu" in asked[0].sentence
    with pytest.raises(actions.Refused, match="ghi lý do"):
        actions.submit(release=draft, by=staff.enters)
    reasons = {item.key: "Theo kế hoạch của huyện." for item in asked}
    actions.submit(release=draft, by=staff.enters, reasons=reasons)
    actions.approve(release=draft, by=staff.approves)
    actions.publish(release=draft, by=staff.approves)


def test_a_figure_that_changes_after_the_words_were_written_is_found(draft: Release, staff: People) -> None:
    edit(draft, staff.enters, "Xã Một đạt 88,68 điểm.")
    type_points(draft, staff.enters, "88.70")
    assert "88,68" in blocking(draft)[0]


def test_an_appendix_that_is_not_named_stops_the_submission(draft: Release, staff: People) -> None:
    edit(draft, staff.enters, "- Kết quả của các xã ở bảng kèm theo.", "appendices")
    assert "phải nhắc đến Phụ lục" in blocking(draft)[0]


def test_a_correction_takes_the_words_over_as_a_question(draft: Release, staff: People) -> None:
    edit(draft, staff.enters, "Xã Một đạt 88,68 điểm.")
    first = publish(draft, staff)
    second = actions.correct(release=first, by=staff.enters, kind="entry", reason="Xã Một nhập sai.")
    assert "mang từ lần trước sang" in blocking(second)[-1]
    type_points(second, staff.enters, "88.70")
    actions.keep_block(release=second, by=staff.enters, block="closing")
    (told,) = blocking(second)
    assert "88,68" in told
    edit(second, staff.enters, "Xã Một đạt 88,70 điểm.")
    assert "88,70 điểm" in body(publish(second, staff))
    assert "88,68 điểm" in body(Release.objects.get(pk=first.pk))
    with pytest.raises(actions.Refused, match="không còn chờ xem lại"):
        actions.keep_block(
            release=actions.correct(release=second, by=staff.enters, kind="entry", reason="Lại sai."),
            by=staff.enters,
            block="opening",
        )


def test_words_for_another_kind_of_letter_ask_for_nothing(
    draft: Release, staff: People, office: Office
) -> None:
    edit(draft, staff.enters, "Xã Một đạt 88,68 điểm.")
    first = publish(draft, staff)
    second = actions.correct(release=first, by=staff.enters, kind="entry", reason="Xã Một nhập sai.")
    assert "mang từ lần trước sang" in blocking(second)[-1]
    Office.objects.filter(pk=office.pk).update(letter_kind=Office.LetterKind.PROVINCE)
    assert all("Lời văn" not in sentence for sentence in blocking(second))


def test_words_alone_can_be_corrected(draft: Release, staff: People) -> None:
    edit(draft, staff.enters, "Kính báo để biét.")
    first = publish(draft, staff)
    second = actions.correct(release=first, by=staff.enters, kind="entry", reason="Sai chữ.")
    actions.keep_block(release=second, by=staff.enters, block="closing")
    assert "chưa khác gì" in blocking(second)[0]
    edit(second, staff.enters, "Kính báo để biết.")
    assert blocking(second) == []


def test_a_month_issued_again_keeps_only_words_that_are_still_true(office: Office, staff: People) -> None:
    september = publish(month(office, staff, SEPTEMBER, "80", "81", "82"), staff)
    october = month(office, staff, OCTOBER, "85", "86", "87")
    edit(october, staff.enters, "Xã Một tăng 5,00 điểm so với tháng 9/2024.")
    edit(october, staff.enters, "- Xã Một đạt 85 điểm; xem Phụ lục kèm theo.", "appendices")
    publish(october, staff)
    again = actions.correct(release=september, by=staff.enters, kind="entry", reason="Xã Một nhập sai.")
    type_points(again, staff.enters, "79")
    publish(again, staff)
    recomputed = Release.objects.get(office=office, period=OCTOBER, state=State.PUBLISHED)
    assert recomputed.version == 2
    assert [row.block for row in recomputed.letter_blocks.all()] == ["appendices"]
    assert Event.objects.get(action="issue_again").data["given_back"] == ["closing"]
    assert "tăng 5,00 điểm" not in body(recomputed)
    call_command("verify_releases")
