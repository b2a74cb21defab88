"""The marked copy of an upload: what was found comes from the tables, the workbook from the child."""

from __future__ import annotations

from scores.intake import guarded
from scores.intake.marking_list import Mark
from scores.models import Upload

_UNOPENED = {"not-a-workbook"}


class NotMarkedError(Exception):
    """No copy could be made; the message says so and what to do instead."""


def marked_copy(upload: Upload) -> bytes:
    """The .xlsx of `marked_book.marked`; NotMarkedError where not even the list of findings could be made."""
    confirmed = {answer.key: answer.by.get_username() for answer in upload.answers.select_related("by")}
    findings = list(upload.findings.all())
    marks = [Mark.of(finding, upload.original_name, confirmed) for finding in findings]
    data = None
    if not any(finding.code in _UNOPENED for finding in findings):
        with upload.file.open("rb") as file:
            data = file.read()
    left_out = upload.reading.get("left_out", [])
    copy = guarded.marked(data, upload.original_name, marks, left_out, guarded.allowed())
    if copy is None:
        raise NotMarkedError(
            f"Chưa làm được tệp có đánh dấu từ “{upload}”: tệp quá nặng. Sửa tệp gốc theo danh sách dưới đây."
        )
    return copy
