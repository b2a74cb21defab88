"""Rules that look at more than one row, held by triggers on PostgreSQL and SQLite alike.

Constraints on the models hold what one row can say of itself; these hold the rest, also against SQL typed by
hand. A refused write raises IntegrityError with the rule's name; `MESSAGES` says it in Vietnamese.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import IntegrityError, migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation

from scores.database_index_rules import INDEX_RULES
from scores.database_marks import MARKS, Mark
from scores.database_triggers import Rule

_STATE = "(SELECT state FROM scores_release WHERE id = {row}.release_id)"
_MAXIMUM = "(SELECT maximum FROM scores_indicator WHERE id = {row}.indicator_id)"


def _points_within_maximum(table: str) -> Rule:
    return Rule(
        name=f"{table}_points_within_maximum",
        table=f"scores_{table}",
        events=("INSERT", "UPDATE"),
        condition=f"{{row}}.points IS NOT NULL AND {{row}}.points > {_MAXIMUM}",
        message="Điểm lớn hơn điểm tối đa của chỉ số.",
    )


RULES = (
    _points_within_maximum("entry"),
    _points_within_maximum("result"),
    Rule(
        name="entry_only_in_draft",
        table="scores_entry",
        events=("INSERT", "UPDATE", "DELETE"),
        condition=f"{_STATE} <> 'draft'",
        message="Chỉ sửa được số liệu khi đợt công bố đang nhập. Trả lại đợt này trước khi sửa.",
    ),
    Rule(
        name="result_only_when_publishing",
        table="scores_result",
        events=("INSERT",),
        condition=f"{_STATE} <> 'approved'",
        message="Kết quả chỉ được ghi trong lúc công bố một đợt đã duyệt.",
    ),
    Rule(
        name="result_is_frozen",
        table="scores_result",
        events=("UPDATE", "DELETE"),
        condition="1 = 1",
        message="Kết quả đã công bố không sửa, không xóa được. Số sai thì đính chính bằng lần công bố mới.",
    ),
    Rule(
        name="approver_has_not_contributed",
        table="scores_release",
        events=("UPDATE",),
        condition=(
            "{row}.approved_by_id IS NOT NULL AND EXISTS (SELECT 1 FROM scores_contribution "
            "WHERE release_id = {row}.id AND user_id = {row}.approved_by_id)"
        ),
        message="Người duyệt không được là người đã nhập, sửa hoặc xác nhận số liệu của đợt này.",
    ),
    Rule(
        name="contribution_is_kept",
        table="scores_contribution",
        events=("UPDATE", "DELETE"),
        condition="1 = 1",
        message="Không xóa được việc một người đã góp số liệu.",
    ),
    Rule(
        name="event_is_kept",
        table="scores_event",
        events=("UPDATE", "DELETE"),
        condition="1 = 1",
        message="Nhật ký chỉ được ghi thêm, không sửa, không xóa.",
    ),
    Rule(
        name="published_release_is_kept",
        table="scores_release",
        events=("DELETE",),
        condition="OLD.published_at IS NOT NULL",
        message="Đợt đã công bố không xóa được. Có thể đính chính hoặc thu hồi.",
    ),
    Rule(
        name="scheduled_release_waits",
        table="scores_release",
        events=("UPDATE",),
        # The database's own clock: it is one, whatever the clocks of those who ask say.
        condition="OLD.publish_at IS NOT NULL AND {row}.state = 'published' AND {now} < OLD.publish_at",
        message="Đợt này đã hẹn giờ công bố và chưa đến giờ. Bỏ hẹn trước nếu muốn công bố sớm hơn.",
        since=4,
    ),
    Rule(
        name="unit_answer_only_while_open",
        table="scores_unitanswer",
        events=("INSERT",),
        condition=(
            "NOT EXISTS (SELECT 1 FROM scores_confirmationlink l "
            "JOIN scores_release r ON r.id = l.release_id "
            "WHERE l.id = {row}.link_id AND l.closed_at IS NULL "
            "AND r.state IN ('draft', 'submitted', 'approved'))"
        ),
        message="Đường dẫn này không còn dùng được nên không ghi trả lời.",
        since=5,
    ),
    Rule(
        name="unit_answer_is_kept",
        table="scores_unitanswer",
        events=("UPDATE", "DELETE"),
        condition="1 = 1",
        message="Trả lời của đơn vị không sửa, không xóa được.",
        since=5,
    ),
    Rule(
        name="link_opening_is_kept",
        table="scores_linkopening",
        events=("UPDATE", "DELETE"),
        condition="1 = 1",
        message="Lượt mở đường dẫn không sửa, không xóa được.",
        since=5,
    ),
    Rule(
        name="confirmation_link_closes_once",
        table="scores_confirmationlink",
        events=("UPDATE",),
        condition=(
            "OLD.closed_at IS NOT NULL OR {row}.token_hash <> OLD.token_hash OR {row}.until <> OLD.until"
        ),
        message="Đường dẫn đã đóng không mở lại được; lập đường dẫn mới.",
        since=5,
    ),
    Rule(
        name="objection_is_kept",
        table="scores_objection",
        events=("DELETE",),
        condition="1 = 1",
        message="Kiến nghị không xóa được; trả lời rồi thì ở lại cùng lời trả lời.",
        since=5,
    ),
    Rule(
        name="objection_is_answered_once",
        table="scores_objection",
        events=("UPDATE",),
        condition=(
            "OLD.outcome <> '' OR {row}.text <> OLD.text OR {row}.unit_id <> OLD.unit_id "
            "OR {row}.release_id <> OLD.release_id OR {row}.due <> OLD.due"
        ),
        message="Kiến nghị chỉ được trả lời một lần, nội dung và hạn không sửa được.",
        since=5,
    ),
    Rule(
        name="published_notice_is_kept",
        table="scores_release",
        events=("UPDATE",),
        condition=(
            "OLD.published_at IS NOT NULL AND ({row}.published_at IS NULL "
            "OR {row}.published_at <> OLD.published_at OR {row}.version <> OLD.version "
            "OR {row}.reason <> OLD.reason OR {row}.correction_kind <> OLD.correction_kind "
            "OR {row}.correction_asked_by <> OLD.correction_asked_by)"
        ),
        message="Thông báo đính chính đã công bố không sửa, không gỡ và không lùi ngày được.",
        since=8,
    ),
    Rule(
        name="issued_letter_is_kept",
        table="scores_letter",
        events=("UPDATE",),
        condition=(
            "OLD.number <> '' AND ({row}.number = '' OR {row}.sha256 <> OLD.sha256 OR {row}.pdf <> OLD.pdf "
            "OR {row}.title <> OLD.title OR {row}.release_id <> OLD.release_id "
            "OR COALESCE({row}.replaces_id, 0) <> COALESCE(OLD.replaces_id, 0))"
        ),
        message="Văn bản đã ban hành không sửa được. Sai nội dung thì thay thế, sai thể thức thì đính chính.",
        since=8,
    ),
    Rule(
        name="issued_letter_keeps_months",
        table="scores_letter",
        events=("UPDATE",),
        condition="OLD.number <> '' AND {row}.months <> OLD.months",
        message="Báo cáo đã ban hành giữ nguyên số liệu các tháng đã nêu. Sai nội dung thì thay thế.",
        since=15,
    ),
    Rule(
        name="letter_is_kept",
        table="scores_letter",
        events=("DELETE",),
        condition="OLD.number <> ''",
        message="Văn bản đã ban hành không xóa được.",
        since=8,
    ),
    Rule(
        name="signed_file_of_issued_letter",
        table="scores_signedfile",
        events=("INSERT",),
        condition="(SELECT number FROM scores_letter WHERE id = {row}.letter_id) = ''",
        message="Ghi số và ngày của văn bản trước khi nhận bản đã ký.",
        since=13,
    ),
    Rule(
        name="signed_file_is_kept",
        table="scores_signedfile",
        events=("UPDATE", "DELETE"),
        condition="1 = 1",
        message="Bản đã ký không sửa, không xóa được.",
        since=13,
    ),
    Rule(
        name="signed_letter_keeps_number",
        table="scores_letter",
        events=("UPDATE",),
        condition=(
            "({row}.number <> OLD.number OR {row}.notation <> OLD.notation "
            "OR {row}.issued_on <> OLD.issued_on) "
            "AND EXISTS (SELECT 1 FROM scores_signedfile WHERE letter_id = OLD.id)"
        ),
        message="Văn bản đã có bản ký nên số và ngày không đổi được.",
        since=13,
    ),
    Rule(
        name="letter_block_only_in_draft",
        table="scores_letterblock",
        events=("INSERT", "UPDATE", "DELETE"),
        condition=f"{_STATE} <> 'draft'",
        message="Chỉ sửa được lời văn khi đợt công bố đang nhập. Trả lại đợt này trước khi sửa.",
        since=14,
    ),
    *INDEX_RULES,
)

MESSAGES = {rule.name: rule.message for rule in RULES}


TRIGGERS: tuple[Rule | Mark, ...] = (*RULES, *MARKS)


Step = Callable[[object, BaseDatabaseSchemaEditor], None]


def install(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Create the triggers of the first migration of rules."""
    _installed(2)(apps, schema_editor)


def around(migration: int, *operations: Operation) -> list[Operation]:
    """The operations of a migration of this number, with no trigger in their way, then all rules known by it.

    SQLite makes a table anew for a column's or table's constraint: its triggers are lost with the old one,
    and those of other tables that name it stop the renaming.
    """
    return [
        migrations.RunPython(_lifted, _installed(migration - 1)),
        *operations,
        migrations.RunPython(_installed(migration), _lifted),
    ]


def _installed(migration: int) -> Step:
    def run(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
        for rule in TRIGGERS:
            if rule.since <= migration:
                for statement in rule.statements(schema_editor.connection.vendor):
                    schema_editor.execute(statement, params=None)

    return run


def _lifted(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for rule in TRIGGERS:
        for statement in rule.undoing(schema_editor.connection.vendor):
            schema_editor.execute(statement, params=None)


def message_of(error: IntegrityError) -> str | None:
    """The Vietnamese sentence of the rule that refused a write; None if no rule of ours did."""
    text = str(error)
    return next((message for name, message in MESSAGES.items() if name in text), None)
