"""What an office says in its quarterly report, beside what all its letters share. Pure."""

from __future__ import annotations

from typing import Literal, TypedDict, get_args

from scores.letters.blocks import REPORT, BlockKey


class ReportSettings(TypedDict):
    """The part of `Letterhead` that only a quarterly report uses."""

    report_number_suffix: str
    """What follows the report's number: `BC-VPUB`."""
    report_subject: str
    report_scope: str
    """What is reported, as it continues "… báo cáo"."""
    report_recipients: list[str]
    """Whom the report is sent to; without any it has no `Kính gửi`."""
    report_receivers: list[str]
    """`Nơi nhận` of the report; empty takes that of the office's letters."""
    report_blocks: list[BlockKey]
    """The blocks of its body that are on, in their order."""
    report_index: str
    """Heading of the index month by month; empty takes the usual one, as in the other parts."""
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
    "report_blocks": list(REPORT.usual),
    "report_index": "I. Kết quả đánh giá {bo_chi_so} theo tháng",
    "report_form": "II. Biểu mẫu thống kê {ky}",
    "report_tasks": "III. Kết quả thực hiện nhiệm vụ",
    "report_task": "Nâng cao kết quả đánh giá {bo_chi_so}",
    "report_closing": "Trên đây là kết quả {ky} của {don_vi}.",
}

ReportHeading = Literal["report_index", "report_form", "report_tasks"]
ReportText = Literal["report_subject", "report_scope", ReportHeading, "report_task", "report_closing"]

REPORT_HEADINGS: tuple[ReportHeading, ...] = get_args(ReportHeading)
REPORT_FILLED: tuple[ReportText, ...] = get_args(ReportText)
"""Single texts with fields."""
