"""What an office says in its quarterly report, beside what all its letters share. Pure."""

from __future__ import annotations

from typing import Literal, TypedDict


class ReportSettings(TypedDict):
    """The part of `Letterhead` that only a quarterly report uses. A part without heading is left out."""

    report_number_suffix: str
    """What follows the report's number: `BC-VPUB`."""
    report_subject: str
    report_scope: str
    """What is reported, as it continues "… báo cáo"."""
    report_recipients: list[str]
    """Whom the report is sent to; without any it has no `Kính gửi`."""
    report_receivers: list[str]
    """`Nơi nhận` of the report; empty takes that of the office's letters."""
    report_index: str
    """Heading of the index month by month."""
    report_form: str
    """Heading of the statistical form."""
    report_tasks: str
    """Heading of the table of tasks."""
    report_task: str
    """The task under which the months stand in that table."""
    report_closing: str


REPORT_DEFAULTS: ReportSettings = {
    "report_number_suffix": "BC",
    "report_subject": "Kết quả đánh giá {bo_chi_so} và số liệu thống kê {ky}",
    "report_scope": "kết quả {ky}",
    "report_recipients": [],
    "report_receivers": [],
    "report_index": "I. Kết quả đánh giá {bo_chi_so} theo tháng",
    "report_form": "II. Biểu mẫu thống kê {ky}",
    "report_tasks": "III. Kết quả thực hiện nhiệm vụ",
    "report_task": "Nâng cao kết quả đánh giá {bo_chi_so}",
    "report_closing": "Trên đây là kết quả {ky} của {don_vi}.",
}

REPORT_FILLED: tuple[
    Literal[
        "report_subject",
        "report_scope",
        "report_index",
        "report_form",
        "report_tasks",
        "report_task",
        "report_closing",
    ],
    ...,
] = (
    "report_subject",
    "report_scope",
    "report_index",
    "report_form",
    "report_tasks",
    "report_task",
    "report_closing",
)
"""Single texts with fields."""
