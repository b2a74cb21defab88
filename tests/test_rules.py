"""Every rule the database holds, by name: the write it refuses, through the ORM and through SQL."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, models, transaction
from django.db.models import BaseConstraint
from django.utils import timezone

from scores import database_rules
from scores.models import (
    Answer,
    ConfirmationLink,
    Contribution,
    Entry,
    Event,
    Indicator,
    IndicatorAlias,
    Letter,
    LetterBlock,
    LinkOpening,
    Mail,
    Membership,
    NoDataReason,
    Objection,
    Office,
    PublicCheck,
    Release,
    Result,
    SignedFile,
    State,
    Unit,
    UnitAlias,
    UnitAnswer,
    UnitName,
    UnitSuccession,
    Upload,
)
from scores.period import Period
from tests import factories
from tests.bundle_rules import BUNDLE_RULES
from tests.factories import World
from tests.index_in_use import INDEX_IN_USE

NOW = datetime(2024, 11, 5, 2, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return factories.world()


def draft(world: World, period: str = "2024-11") -> Release:
    own = factories.Row(world.province, points="80")
    return factories.draft(world.office, period, [own])


def entry(world: World, **fields: Any) -> None:
    """Write an entry with these fields into a draft that has none of its unit and indicator yet."""
    release = draft(world)
    district = Unit.objects.filter(level="district")[0]
    row: dict[str, Any] = {"unit": district, "indicator": indicator("total"), "typed_by": a()}
    Entry.objects.create(release=release, **(row | fields))


def indicator(code: str) -> Indicator:
    return Indicator.objects.get(code=code)


def a() -> User:
    return factories.user("a")


def change_release(world: World, release: Release | None = None, **fields: Any) -> None:
    Release.objects.filter(pk=(release or draft(world)).pk).update(**fields)


def approve_own(world: World) -> None:
    person = a()
    steps: dict[str, Any] = {
        "submitted_by": person,
        "submitted_at": NOW,
        "approved_by": person,
        "approved_at": NOW,
    }
    change_release(world, state=State.APPROVED, **steps)


def approve_what_one_touched(world: World) -> None:
    release = draft(world)
    Contribution.objects.create(release=release, user=factories.user("b"))
    steps: dict[str, Any] = {"submitted_by": a(), "submitted_at": NOW, "approved_at": NOW}
    change_release(world, release, state=State.APPROVED, approved_by=factories.user("b"), **steps)


def add_result(world: World, **fields: Any) -> None:
    """Write a result into an approved release, as publishing does, with some fields made wrong."""
    release = draft(world)
    steps = {"submitted_by": a(), "submitted_at": NOW}
    steps |= {"approved_by": factories.user("b"), "approved_at": NOW}
    Release.objects.filter(pk=release.pk).update(state=State.APPROVED, **steps)
    good: dict[str, Any] = {
        "unit": world.province,
        "indicator": indicator("total"),
        "office": world.office,
        "period": release.period,
        "level": "province",
        "unit_name": "Tỉnh Hưng Yên",
        "line": 1,
        "official_order": 1,
        "points": Decimal(80),
        "no_change_reason": "Chưa có số liệu",
        "no_rank_change_reason": "Chưa có số liệu",
        "source": "typed:1",
    }
    Result.objects.create(release=release, **(good | fields))


def mail(**fields: Any) -> dict[str, Any]:
    good = {"to": "a@b.vn", "subject": "Đợt", "body": "Xem đợt", "message_id": "<1@b.vn>"}
    return good | {"next_attempt_at": NOW} | fields


def again(model: type[models.Model], **fields: Any) -> None:
    for _ in range(2):
        model._default_manager.create(**fields)


def upload_twice(world: World) -> None:
    period = Period.parse("2024-11")
    by = a()
    again(Upload, office=world.office, period=period, sha256="0" * 64, size=1, by=by, original_name="a.xlsx")


def answer_twice(world: World) -> None:
    upload = Upload.objects.create(
        office=world.office, period=Period.parse("2024-11"), sha256="0" * 64, size=1, by=a()
    )
    again(Answer, upload=upload, key="mark:-", value="no_data", by=a())


def letter_twice(world: World) -> None:
    again(Letter, release=world.october, kind="province", title="Công bố", sha256="0" * 64, pages=1)


def issued(world: World, **fields: Any) -> Letter:
    """A letter with number and day in the register of its year."""
    good: dict[str, Any] = {"release": world.october, "kind": "province", "title": "Công bố", "pages": 1}
    good |= {"number": "355", "issued_on": date(2024, 11, 5), "register": "hung-yen/cong-van/2024"}
    return Letter.objects.create(**(good | {"sha256": "0" * 64} | fields))


def signed(letter: Letter, **fields: Any) -> dict[str, Any]:
    good = {"letter": letter, "file": "signed/x.pdf", "sha256": "1" * 64, "size": 1, "pages": 1}
    return good | {"signatures": [], "by": a()} | fields


def signed_before_issued(world: World) -> None:
    letter = issued(world, number="", register="", issued_on=None)
    SignedFile.objects.create(**signed(letter))


def change_signed(world: World) -> None:
    SignedFile.objects.create(**signed(issued(world)))
    SignedFile.objects.update(sha256="2" * 64)


def drop_signed(world: World) -> None:
    SignedFile.objects.create(**signed(issued(world))).delete()


def renumber_signed(world: World) -> None:
    letter = issued(world)
    SignedFile.objects.create(**signed(letter))
    Letter.objects.filter(pk=letter.pk).update(number="356")


def slip(world: World, **fields: Any) -> Letter:
    passage = {"place": "Nơi nhận", "wrong": "Văn phòg", "right": "Văn phòng"}
    return issued(world, **({"kind": "slip", "rectifies": issued(world), "number": "356"} | passage | fields))


def change_issued(world: World) -> None:
    issued(world)
    Letter.objects.update(sha256="1" * 64)


def change_months_of_issued(world: World) -> None:
    issued(world, kind="report")
    Letter.objects.update(months=[world.october.pk])


def succession(world: World, *, times: int, to_itself: bool = False, basis: str = "Nghị quyết") -> None:
    one, other = Unit.objects.filter(level="district")[:2]
    for _ in range(times):
        UnitSuccession.objects.create(
            predecessor=one,
            successor=one if to_itself else other,
            day=date(2025, 7, 1),
            legal_basis=basis,
        )


def former_name(world: World, **fields: Any) -> None:
    row: dict[str, Any] = {"last_day": date(2019, 3, 12), "legal_basis": "Nghị quyết"}
    UnitName.objects.create(unit=world.province, name="Tên cũ", **(row | fields))


def delete_draft_entry_after_submission(world: World) -> None:
    release = draft(world)
    Release.objects.filter(pk=release.pk).update(state=State.SUBMITTED, submitted_by=a(), submitted_at=NOW)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM scores_entry WHERE release_id = %s", [release.pk])


def sql(statement: str) -> Callable[[World], object]:
    def run(world: World) -> None:
        event = {"office": world.office, "by": a(), "action": "start", "at": NOW}
        Event.objects.create(release=world.october, **event)
        Contribution.objects.create(release=world.october, user=a())
        with connection.cursor() as cursor:
            cursor.execute(statement)

    return run


def second_version(world: World, **fields: Any) -> None:
    good = {"office": world.office, "period": Period.parse("2024-10"), "created_by": a()}
    Release.objects.create(index_version=factories.index(), **(good | fields))


def _copy(world: World, **fields: Any) -> dict[str, Any]:
    """The fields of the newest total of the province, for writing it once more."""
    found = Result.objects.filter(unit=world.province, indicator__code="total").latest("pk")
    names = [field.name for field in Result._meta.concrete_fields if not field.primary_key]
    return {name: getattr(found, name) for name in names} | fields


CORRECTED: dict[str, Any] = {"version": 2, "reason": "a", "correction_kind": "entry"}


def second_draft(world: World) -> None:
    draft(world)
    second_version(world, period=Period.parse("2024-11"), **CORRECTED)


def second_published(world: World) -> None:
    done: dict[str, Any] = {"state": State.PUBLISHED, "published_by": a(), "published_at": NOW}
    change_release(world, approved(world), period=Period.parse("2024-10"), **CORRECTED, **done)


def withdraw_without_reason(world: World) -> None:
    change_release(world, world.october, state=State.WITHDRAWN, withdrawn_by=a(), withdrawn_at=NOW)


def end_before_beginning(world: World) -> None:
    Unit.objects.update(first_day="2025-07-01", last_day="2025-06-30")


def membership_twice(world: World) -> None:
    again(Membership, user=a(), office=world.office, role="entry")


def result_twice(world: World) -> None:
    add_result(world)
    Result.objects.create(**_copy(world))


def late_result(world: World) -> None:
    Result.objects.create(**_copy(world, unit=Unit.objects.get(level="country")))


def letter_block(world: World, **fields: Any) -> LetterBlock:
    good: dict[str, Any] = {"kind": "province", "block": "closing", "how": "edited", "text": "Xin báo cáo."}
    release = Release.objects.filter(state=State.DRAFT).first() or draft(world)
    return LetterBlock.objects.create(**({"release": release, "by": a()} | good | fields))


def change_letter_block_after_submission(world: World) -> None:
    written = letter_block(world)
    steps: dict[str, Any] = {"state": State.SUBMITTED, "submitted_by": a(), "submitted_at": NOW}
    change_release(world, written.release, **steps)
    LetterBlock.objects.update(text="Lời khác.")


def approved(world: World) -> Release:
    release = draft(world)
    steps: dict[str, Any] = {
        "submitted_by": a(),
        "submitted_at": NOW,
        "approved_by": factories.user("b"),
        "approved_at": NOW,
    }
    change_release(world, release, state=State.APPROVED, **steps)
    return release


def publish_before_its_time(world: World) -> None:
    release = approved(world)
    change_release(world, release, publish_at=timezone.now() + timedelta(minutes=1), scheduled_by=a())
    done: dict[str, Any] = {"published_by": a(), "published_at": NOW}
    change_release(world, release, state=State.PUBLISHED, publish_at=None, scheduled_by=None, **done)


def link(world: World, **fields: Any) -> ConfirmationLink:
    """A link of a draft, open unless said otherwise, with some fields made wrong."""
    release = Release.objects.filter(state=State.DRAFT).first() or draft(world)
    good: dict[str, Any] = {"release": release, "unit": world.province, "reply_days": 5}
    good |= {"token_hash": f"{ConfirmationLink.objects.count():064}", "figures_hash": "0" * 64}
    good |= {"made_by": a(), "made_at": NOW, "until": NOW + timedelta(days=2)}
    return ConfirmationLink.objects.create(**(good | fields))


def unit_answer(asked: ConfirmationLink, **fields: Any) -> UnitAnswer:
    good: dict[str, Any] = {"kind": "agrees", "name": "Nguyễn Văn A", "position": "Chủ tịch", "at": NOW}
    return UnitAnswer.objects.create(link=asked, **(good | fields))


def objection(world: World, **fields: Any) -> Objection:
    good: dict[str, Any] = {"release": world.october, "unit": world.province, "text": "Sai", "at": NOW}
    good |= {"letter": "Công văn số 5", "recorded_by": a(), "due": date(2024, 11, 12)}
    return Objection.objects.create(**(good | fields))


def answer_after_publication(world: World) -> None:
    unit_answer(link(world, release=world.october))


def answer_on_closed_link(world: World) -> None:
    unit_answer(link(world, closed_by=a(), closed_at=NOW))


def change_answer(world: World) -> None:
    unit_answer(link(world))
    UnitAnswer.objects.update(name="Trần Văn B")


def change_opening(world: World) -> None:
    LinkOpening.objects.create(link=link(world), at=NOW, network="203.0.113.0/24")
    LinkOpening.objects.update(network="198.51.100.0/24")


def open_again(world: World) -> None:
    link(world, closed_by=a(), closed_at=NOW)
    ConfirmationLink.objects.update(closed_by=None, closed_at=None)


def prolong(world: World) -> None:
    link(world)
    ConfirmationLink.objects.update(until=NOW + timedelta(days=30))


def answer_objection(world: World) -> None:
    objection(world)
    for reply in ("Số đúng.", "Số sai."):
        Objection.objects.update(outcome="kept", reply=reply, answered_by=a(), answered_at=NOW)


def drop_objection(world: World) -> None:
    objection(world).delete()


REFUSED: list[tuple[str, Callable[[World], object]]] = [
    ("unit_days_in_order", end_before_beginning),
    ("unit_alias_once", lambda w: again(UnitAlias, unit=w.province, text="Hưng Yên")),
    ("unit_succession_once", lambda w: succession(w, times=2)),
    ("unit_succession_between_two", lambda w: succession(w, times=1, to_itself=True)),
    ("unit_succession_has_basis", lambda w: succession(w, times=1, basis="")),
    ("unit_name_has_basis", lambda w: former_name(w, legal_basis="")),
    ("unit_name_days_in_order", lambda w: former_name(w, first_day=date(2020, 1, 1))),
    ("office_publishing_day_in_every_month", lambda w: Office.objects.update(publishing_day=29)),
    ("office_licence_address_has_name", lambda w: Office.objects.update(data_licence_url="https://a.test/")),
    ("event_of_release_has_office", lambda w: Event.objects.create(release=w.october, at=NOW, by=a())),
    ("indicator_code_once", lambda w: factories.index("766-moi").indicators.update(code="total")),
    ("indicator_points_have_maximum", lambda w: factories.index("766-moi").indicators.update(maximum=None)),
    ("indicator_alias_once", lambda w: again(IndicatorAlias, indicator=indicator("total"), text="Điểm")),
    ("rating_band_once", lambda w: factories.index("766-moi").bands.update(lower_bound=1)),
    *INDEX_IN_USE,
    *BUNDLE_RULES,
    ("membership_once", membership_twice),
    ("upload_once_per_period", upload_twice),
    ("answer_once_per_question", answer_twice),
    ("letter_once_per_kind", letter_twice),
    ("letter_number_once", lambda w: (issued(w), issued(w, release=w.september))),
    ("letter_number_and_day", lambda w: issued(w, issued_on=None)),
    ("letter_number_and_day", lambda w: issued(w, number="")),
    ("letter_slip_is_whole", lambda w: issued(w, kind="slip")),
    ("letter_slip_is_whole", lambda w: slip(w, right="")),
    ("issued_letter_is_kept", change_issued),
    ("issued_letter_keeps_months", change_months_of_issued),
    ("letter_is_kept", lambda w: issued(w).delete()),
    ("signed_file_once", lambda w: again(SignedFile, **signed(issued(w)))),
    ("signed_file_has_pages", lambda w: SignedFile.objects.create(**signed(issued(w), pages=0))),
    ("signed_file_of_issued_letter", signed_before_issued),
    ("signed_file_is_kept", change_signed),
    ("signed_file_is_kept", drop_signed),
    ("signed_letter_keeps_number", renumber_signed),
    ("letter_block_once", lambda w: (letter_block(w), letter_block(w))),
    ("letter_block_text_when_edited", lambda w: letter_block(w, text="")),
    ("letter_block_text_when_edited", lambda w: letter_block(w, how="left_out")),
    ("letter_block_only_in_draft", lambda w: letter_block(w, release=w.october)),
    ("letter_block_only_in_draft", change_letter_block_after_submission),
    ("release_one_draft", second_draft),
    ("release_one_published", second_published),
    ("release_version_once", lambda w: second_version(w, version=1)),
    ("release_later_version_has_reason", lambda w: second_version(w, **(CORRECTED | {"reason": ""}))),
    ("release_later_version_has_kind", lambda w: second_version(w, **(CORRECTED | {"correction_kind": ""}))),
    ("release_later_version_has_kind", lambda w: change_release(w, draft(w), correction_kind="entry")),
    ("published_notice_is_kept", lambda w: change_release(w, w.october, reason="Lý do khác")),
    ("published_notice_is_kept", lambda w: change_release(w, w.october, published_at=NOW)),
    ("release_as_of_is_partial", lambda w: change_release(w, as_of=date(2024, 11, 20))),
    ("release_submitted_by_and_at", lambda w: change_release(w, submitted_by=a())),
    ("release_approved_by_and_at", lambda w: change_release(w, approved_by=a())),
    ("release_published_by_and_at", lambda w: change_release(w, published_at=NOW)),
    ("release_withdrawn_by_and_at", lambda w: change_release(w, withdrawn_by=a())),
    ("release_scheduled_by_and_at", lambda w: change_release(w, approved(w), publish_at=NOW)),
    ("release_scheduled_once_approved", lambda w: change_release(w, publish_at=NOW, scheduled_by=a())),
    ("scheduled_release_waits", publish_before_its_time),
    ("release_withdrawal_has_reason", withdraw_without_reason),
    ("release_approver_is_not_submitter", approve_own),
    ("release_state_has_its_steps", lambda w: change_release(w, state=State.PUBLISHED)),
    ("entry_once", lambda w: entry(w, unit=w.province, points=1)),
    ("entry_has_one_source", lambda w: entry(w, points=1, typed_by=None)),
    ("entry_has_one_source", lambda w: entry(w, points=1, cell="C4")),
    ("entry_figure_or_reason", lambda w: entry(w)),
    ("entry_figure_or_reason", lambda w: entry(w, points=1, no_data_reason=NoDataReason.NO_DATA)),
    ("entry_figures_in_range", lambda w: entry(w, points=-1)),
    ("entry_figures_in_range", lambda w: entry(w, rate="100.01")),
    ("entry_figures_in_range", lambda w: entry(w, count=-1)),
    ("entry_figures_in_range", lambda w: entry(w, count=5, count_of=4)),
    ("entry_national_rank_in_range", lambda w: entry(w, points=1, national_rank=64, national_of=63)),
    ("entry_national_rank_in_range", lambda w: entry(w, points=1, national_rank=2)),
    ("result_once", result_twice),
    ("result_change_or_reason", lambda w: add_result(w, no_change_reason="")),
    ("result_change_or_reason", lambda w: add_result(w, change=1)),
    ("result_rank_change_or_reason", lambda w: add_result(w, no_rank_change_reason="")),
    ("result_rank_within_list", lambda w: add_result(w, rank=3, of=2)),
    ("result_figure_or_reason", lambda w: add_result(w, points=None)),
    ("result_figures_in_range", lambda w: add_result(w, points=-1)),
    ("result_national_rank_in_range", lambda w: add_result(w, national_of=63)),
    ("confirmation_link_one_open", lambda w: (link(w), link(w))),
    ("confirmation_link_closed_by_and_at", lambda w: link(w, closed_at=NOW)),
    ("confirmation_link_until_after_made", lambda w: link(w, until=NOW)),
    ("confirmation_link_closes_once", open_again),
    ("confirmation_link_closes_once", prolong),
    ("link_opening_is_kept", change_opening),
    ("unit_answer_objection_has_text", lambda w: unit_answer(link(w), kind="objects")),
    ("unit_answer_objection_has_text", lambda w: unit_answer(link(w), text="Sai")),
    ("unit_answer_has_a_name", lambda w: unit_answer(link(w), name="")),
    ("unit_answer_has_a_name", lambda w: unit_answer(link(w), position="")),
    ("unit_answer_only_while_open", answer_after_publication),
    ("unit_answer_only_while_open", answer_on_closed_link),
    ("unit_answer_is_kept", change_answer),
    ("objection_says_something", lambda w: objection(w, text="")),
    ("objection_has_one_source", lambda w: objection(w, letter="")),
    ("objection_has_one_source", lambda w: objection(w, recorded_by=None)),
    ("objection_outcome_is_whole", lambda w: objection(w, outcome="kept")),
    ("objection_outcome_is_whole", lambda w: objection(w, reply="Số đúng.")),
    ("objection_is_answered_once", answer_objection),
    ("objection_is_kept", drop_objection),
    ("mail_message_id_once", lambda w: again(Mail, **mail())),
    ("mail_heads_are_one_line", lambda w: Mail.objects.create(**mail(to="a@b.vn\nBcc: c@d.vn"))),
    ("mail_heads_are_one_line", lambda w: Mail.objects.create(**mail(subject="Đợt\rBcc: c@d.vn"))),
    ("mail_sent_has_time", lambda w: Mail.objects.create(**mail(state="sent"))),
    ("mail_sent_has_time", lambda w: Mail.objects.create(**mail(sent_at=NOW))),
    ("mail_unsent_says_why", lambda w: Mail.objects.create(**mail(state="failed"))),
    (
        "public_check_compared_something",
        lambda w: PublicCheck.objects.create(release=w.october, forms={}, compared=0),
    ),
    ("entry_points_within_maximum", lambda w: entry(w, indicator=indicator("CKMB"), points="18.01")),
    ("result_points_within_maximum", lambda w: add_result(w, indicator=indicator("CKMB"), points="18.01")),
    ("entry_only_in_draft", delete_draft_entry_after_submission),
    ("entry_only_in_draft", sql("UPDATE scores_entry SET points = 1 WHERE points IS NOT NULL")),
    ("result_only_when_publishing", late_result),
    ("result_is_frozen", lambda w: Result.objects.update(points=1)),
    ("result_is_frozen", lambda w: Result.objects.filter(release=w.october)[0].save()),
    ("result_is_frozen", lambda w: Result.objects.filter(release=w.october).delete()),
    ("result_is_frozen", sql("UPDATE scores_result SET unit_name = 'x'")),
    ("result_is_frozen", sql("DELETE FROM scores_result")),
    ("contribution_once", lambda w: again(Contribution, release=w.october, user=a())),
    ("contribution_is_kept", sql("UPDATE scores_contribution SET user_id = user_id")),
    ("contribution_is_kept", sql("DELETE FROM scores_contribution")),
    ("approver_has_not_contributed", approve_what_one_touched),
    ("event_is_kept", sql("UPDATE scores_event SET comment = 'x'")),
    ("event_is_kept", sql("DELETE FROM scores_event")),
    ("published_release_is_kept", sql("DELETE FROM scores_release WHERE state = 'published'")),
    ("public_state_is_one", sql("INSERT INTO scores_publicstate (id, token) VALUES (2, 'x')")),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "write"), REFUSED, ids=[name for name, _ in REFUSED])
def test_the_database_refuses(rule: str, write: Callable[[World], object], world: World) -> None:
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        write(world)
    assert rule in str(refusal.value) or _columns(rule) in str(refusal.value)


def _columns(rule: str) -> str:
    """SQLite names the columns of a broken unique rule instead of the rule."""
    constraint, table = {c.name: (c, table) for c, table in _constraints()}.get(rule, (None, ""))
    if not isinstance(constraint, models.UniqueConstraint):
        return rule
    model = apps.get_model("scores", table)
    columns = [model._meta.get_field(name).column for name in constraint.fields]
    return "UNIQUE constraint failed: " + ", ".join(f"scores_{table}.{column}" for column in columns)


def _constraints() -> list[tuple[BaseConstraint, str]]:
    found = apps.get_app_config("scores").get_models()
    return [
        (constraint, model._meta.model_name or "")
        for model in found
        for constraint in model._meta.constraints
    ]


def test_every_rule_is_tested_here() -> None:
    names = {constraint.name for constraint, _ in _constraints()} | set(database_rules.MESSAGES)
    assert names - {name for name, _ in REFUSED} == set()


def test_every_rule_says_in_vietnamese_what_is_wrong() -> None:
    vietnamese_letters = set("ăâđêôơưáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ")
    messages = [str(constraint.violation_error_message) for constraint, _ in _constraints()]
    for message in [*messages, *database_rules.MESSAGES.values()]:
        assert vietnamese_letters & set(message.lower()), message
        assert message.endswith("."), message


def test_the_sentence_of_a_refused_write_is_found(world: World) -> None:
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        Result.objects.update(points=1)
    assert database_rules.message_of(refusal.value) == database_rules.MESSAGES["result_is_frozen"]
    assert database_rules.message_of(IntegrityError("something else")) is None
    assert Office.objects.count() == 1
