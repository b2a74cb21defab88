"""The months that a quarter's report will tell: those not public when it is made are said to be so in it."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from scores import letters
from scores.checklist.draft import Draft
from scores.checklist.items import Item, Severity
from scores.models import REPORT


def months_not_public(draft: Draft) -> Iterator[Item]:
    """A report may go out without a month, but somebody should have meant it."""
    release = draft.release
    if letters.kind_of(release) != REPORT:
        return
    public = {month.period for month in letters.months_in_force(release)}
    missing = [period for period in release.period.months if period not in public]
    if missing:
        named = ", ".join(period.label for period in missing)
        yield Item(
            f"months-not-public:{','.join(map(str, missing))}",
            Severity.CONFIRM,
            f"Chưa công bố {named}, nên báo cáo {release.label} sẽ ghi “chưa có số liệu công bố”. Công bố "
            "trước, hoặc ghi vì sao báo cáo khi chưa có; tháng công bố sau được đưa vào cho đến khi báo "
            "cáo có số.",
            reverse("admin:index"),
        )
