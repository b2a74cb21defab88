"""Each item of the checklist by name: as the function gives it, and as the action that refuses by it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from scores import actions, catalogue, checklist
from scores.models import CorrectionKind, Finding, Level, NoDataReason, Office, Release, Unit, Upload
from scores.period import Period
from tests import factories, people
from tests.people import People

pytestmark = pytest.mark.django_db
SEPTEMBER, OCTOBER = Period.parse("2024-09"), Period.parse("2024-10")


@dataclass(frozen=True)
class World:
    """September is public: 80, 70, 60. October holds 81, 71, 61 and nothing is wrong with it."""

    office: Office
    staff: People
    september: Release
    october: Release


@pytest.fixture
def world() -> World:
    office = people.district_office()
    staff = people.at(office)
    rows = [
        factories.Row(unit, points=points)
        for unit, points in zip(people.communes(office), ("80", "70", "60"), strict=True)
    ]
    september = factories.publish(office, "2024-09", rows)
    october = actions.start(office=office, period=OCTOBER, by=staff.enters)
    made = World(office, staff, september, october)
    for place, points in enumerate(("81", "71", "61")):
        enter(made, place, points=points)
    return made


def enter(world: World, place: int, code: str = "total", **figures: object) -> None:
    """Type a figure of a commune by its place; of the office's own unit with -1."""
    own = world.office.unit_for(OCTOBER)
    unit = own if place < 0 else people.communes(world.office)[place]
    indicator = world.october.index_version.indicators.get(code=code)
    values = {
        key: Decimal(str(value)) if key in ("points", "rate") else value for key, value in figures.items()
    }
    actions.type_entry(
        release=world.october, unit=unit, indicator=indicator, by=world.staff.enters, figures=values
    )


def take_out(world: World, place: int) -> None:
    unit = people.communes(world.office)[place]
    entry = world.october.entries.get(unit=unit)
    actions.clear_entry(
        release=world.october,
        unit=unit,
        indicator=entry.indicator,
        by=world.staff.enters,
        seen_revision=entry.revision,
    )


def take_all_out(world: World) -> None:
    for place in range(3):
        take_out(world, place)


def file(world: World, *, blocking: int, older: bool = False) -> Upload:
    """A file of October that was brought and not accepted."""
    upload = Upload(office=world.office, period=OCTOBER, sha256="0" * 64, by=world.staff.enters)
    upload.original_name, upload.size = "thang-10.xlsx", 1
    upload.file.save("", ContentFile(b"x"), save=False)
    upload.save()
    if older:
        at = timezone.now() - timedelta(hours=1)
        Upload.objects.filter(pk=upload.pk).update(at=at)
        Release.objects.filter(pk=world.october.pk).update(created_at=at - timedelta(hours=1))
    for order in range(blocking):
        Finding.objects.create(upload=upload, order=order, severity="blocks", code="x", message="Sửa ô C3.")
    return upload


def all_groups_of_one(world: World) -> None:
    enter(world, -1, "CKMB", points="15")
    enter(world, -1, "TDGQ", points="19")


def unequal_sum(world: World) -> None:
    all_groups_of_one(world)
    enter(world, -1, points="36.5")


def as_september(world: World) -> None:
    for place, points in enumerate(("80", "70", "60")):
        enter(world, place, points=points)


def only_a_group(world: World) -> None:
    take_out(world, 1)
    enter(world, 1, "CKMB", points="15")


def wrong_letterhead(world: World) -> None:
    Office.objects.filter(pk=world.office.pk).update(
        letter_kind=Office.LetterKind.DISTRICT, letterhead={"khong-co": 1}
    )


def end_a_unit(world: World) -> None:
    Unit.objects.filter(slug="xa-ba").update(last_day=date(2024, 10, 30))


BLOCKS: list[tuple[str, Callable[[World], object], str]] = [
    ("no-figures", take_all_out, "chưa có số liệu nào"),
    ("missing-units:commune", lambda w: take_out(w, 1), "Cấp xã: 1/3 đơn vị chưa có số liệu .* Xã Hai"),
    ("missing-total:xa-hai", only_a_group, "Xã Hai chưa có tổng điểm"),
    ("missing-total:huyen-thu", all_groups_of_one, "Huyện Thử chưa có tổng điểm"),
    ("strangers", end_a_unit, r"tháng 10/2024 của Huyện Thử không có: Xã Ba \(đến hết 30/10/2024\)"),
]
CONFIRMS: list[tuple[str, Callable[[World], object], str]] = [
    ("sum-of-groups", unequal_sum, "tổng điểm 36,5, cộng 2 nhóm được 34"),
    ("jump", lambda w: enter(w, 0, points="85.01"), "Xã Một, Tổng điểm: 85,01 điểm, kỳ trước 80"),
    ("identical", as_september, "Giống hệt tháng 9/2024 ở cả 3 số liệu"),
    ("zero-total", lambda w: enter(w, -1, points="0"), "Huyện Thử, Tổng điểm: điểm tổng bằng 0"),
    ("file-waiting", lambda w: file(w, blocking=0), "Tệp “thang-10.xlsx” nhap tải lên chưa nhận"),
    ("file-waiting", lambda w: file(w, blocking=0, older=True), "Tệp “thang-10.xlsx”"),
    ("file-to-mend", lambda w: file(w, blocking=2), "còn 2 chỗ phải sửa nên chưa nhận"),
    ("letter-impossible", wrong_letterhead, "Thể thức văn bản không có mục “khong-co”"),
]


def of(world: World) -> checklist.Checklist:
    return checklist.of(Release.objects.get(pk=world.october.pk))


def submit(world: World, reason: str = "") -> Release:
    october = Release.objects.get(pk=world.october.pk)
    reasons = checklist.one_reason(october, reason)
    return actions.submit(release=october, by=world.staff.enters, reasons=reasons)


def test_nothing_is_asked_of_figures_in_order(world: World) -> None:
    assert of(world) == checklist.Checklist((), ())
    assert submit(world).events.get(action="submit").data["confirmed"] == []


@pytest.mark.parametrize(("key", "spoil", "said"), BLOCKS, ids=[key for key, *_ in BLOCKS])
def test_what_blocks_is_shown_and_refused(
    key: str, spoil: Callable[[World], object], said: str, world: World
) -> None:
    spoil(world)
    assert [item.key for item in of(world).blocking] == [key]
    assert of(world).blocking[0].link.startswith(f"/quan-tri/dot/{world.october.pk}/")
    with pytest.raises(actions.Refused, match=said):
        submit(world, "Cứ trình")


@pytest.mark.parametrize(("kind", "spoil", "said"), CONFIRMS, ids=[kind for kind, *_ in CONFIRMS])
def test_what_may_stand_needs_a_reason_that_is_kept(
    kind: str, spoil: Callable[[World], object], said: str, world: World
) -> None:
    spoil(world)
    assert of(world).blocking == []
    (item,) = of(world).to_confirm
    assert item.key.partition(":")[0] == kind
    with pytest.raises(actions.Refused, match=said):
        submit(world)
    with pytest.raises(actions.Refused, match="Còn 1 chỗ phải ghi lý do"):
        submit(world, "  ")
    release = submit(world, " Đã hỏi lại nguồn ")
    (kept,) = release.events.get(action="submit").data["confirmed"]
    assert (kept["key"], kept["reason"], kept["by"]) == (item.key, "Đã hỏi lại nguồn", "nhap")
    assert item.sentence in kept["sentence"]


def test_a_reason_for_one_doubt_serves_no_other(world: World) -> None:
    enter(world, 0, points="90")
    reasons = checklist.one_reason(world.october, "Đúng")
    enter(world, 1, points="90")
    with pytest.raises(actions.Refused, match="2 số liệu chênh nhiều"):
        actions.submit(release=world.october, by=world.staff.enters, reasons=reasons)


def test_no_data_is_an_answer_for_a_unit(world: World) -> None:
    enter(world, 1, no_data_reason=NoDataReason.NO_DATA)
    assert of(world).items == ()


def test_an_old_file_that_was_to_be_mended_is_let_be(world: World) -> None:
    file(world, blocking=2, older=True)
    assert of(world).items == ()


def test_a_version_that_says_the_same_is_not_submitted(world: World) -> None:
    submit(world)
    actions.approve(release=world.october, by=world.staff.approves)
    actions.publish(release=world.october, by=world.staff.approves)
    why = {"kind": CorrectionKind.ENTRY, "reason": "Nhập sai."}
    second = actions.correct(release=world.october, by=world.staff.enters, **why)
    assert [item.key for item in checklist.of(second).blocking] == ["nothing-new"]
    with pytest.raises(actions.Refused, match="Lần 2 chưa khác gì lần 1"):
        actions.submit(release=second, by=world.staff.enters)
    actions.describe(release=second, by=world.staff.enters, source_note="Nguồn đúng", letter_facts={})
    second.refresh_from_db()
    assert checklist.of(second).blocking == []


def test_what_was_confirmed_is_not_asked_again_what_is_new_is(world: World) -> None:
    enter(world, 0, points="90")
    release = submit(world, "Xã Một nộp bù")
    found = checklist.of(release)
    assert (found.to_confirm, [one.reason for one in found.confirmed]) == ([], ["Xã Một nộp bù"])
    release = actions.approve(release=release, by=world.staff.approves)
    wrong_letterhead(world)
    release = Release.objects.get(pk=release.pk)
    with pytest.raises(actions.Refused, match="Chưa lập được văn bản"):
        actions.publish(release=release, by=world.staff.approves)
    reasons = checklist.one_reason(release, "Văn thư soạn ngoài")
    published = actions.publish(release=release, by=world.staff.approves, reasons=reasons)
    (new,) = published.events.get(action="publish").data["confirmed"]
    assert (new["reason"], new["by"]) == ("Văn thư soạn ngoài", "duyet")


def test_after_sending_back_reasons_are_asked_anew_beginning_with_the_last(world: World) -> None:
    enter(world, 0, points="90")
    release = submit(world, "Đúng")
    actions.send_back(release=release, by=world.staff.approves, comment="Ghi rõ hơn.")
    (item,) = of(world).to_confirm
    assert checklist.said_before(world.october) == {item.key: "Đúng"}


def rename(world: World) -> None:
    unit = Unit.objects.get(slug="xa-ba")
    before = catalogue.facts_of(unit)
    unit.name = "Xã Ba Mới"
    unit.save()
    actions.record_edit(row=unit, by=world.staff.administers, before=before)


MOVED: list[tuple[str, Callable[[World], object], str]] = [
    ("strangers", end_a_unit, "không có: Xã Ba"),
    ("edited-units", rename, "Danh mục đơn vị đã sửa từ khi trình: Xã Ba Mới"),
    (
        "changed-figures",
        lambda w: Release.objects.filter(pk=w.october.pk).update(content_hash="0" * 64),
        "Số liệu hoặc lời văn đã thay đổi từ khi trình",
    ),
]


@pytest.mark.parametrize(("key", "move", "said"), MOVED, ids=[key for key, *_ in MOVED])
def test_what_moved_since_submission_is_shown_and_stops_every_step(
    key: str, move: Callable[[World], object], said: str, world: World
) -> None:
    approver = world.staff.approves
    release = actions.approve(release=submit(world), by=approver)
    move(world)
    assert [item.key for item in of(world).blocking] == [key]
    with pytest.raises(actions.Refused, match=said):
        actions.publish(release=release, by=approver)
    with pytest.raises(actions.Refused, match=said):
        actions.schedule(release=release, by=approver, at=timezone.now() + timedelta(hours=1))


def test_what_blocks_stops_approval_and_publication_too(world: World) -> None:
    release = submit(world)
    factories.unit("Xã Bốn", Level.COMMUNE, world.office.unit_for(OCTOBER))
    with pytest.raises(actions.Refused, match="Xã Bốn"):
        actions.approve(release=release, by=world.staff.approves)
