"""The workbook an office fills in for a period: its units and indicators are there, only figures are open."""

from __future__ import annotations

import io
from collections import defaultdict

from openpyxl import Workbook

from scores.intake import context as contexts
from scores.intake import template_guide, template_plan, template_sheets
from scores.intake.catalogue import Context
from scores.intake.stamp import Stamp
from scores.intake.template_plan import OWN_SHEET, Field, Used
from scores.models import Release, Result, State

_FIELDS = (
    *(Field.POINTS, Field.RATE, Field.COUNT, Field.COUNT_OF),
    *(Field.NATIONAL_AVERAGE, Field.NATIONAL_RANK),
)


def workbook(release: Release) -> bytes:
    """The .xlsx of a release, saved or not; Unit.DoesNotExist if its office has no unit in the period."""
    context = contexts.load(
        release.office,
        release.period,
        release.index_version,
        partial=release.partial,
        as_of=release.as_of,
    )
    return build(context, release.label, str(release.index_version), _last_used(release))


def build(context: Context, period: str, edition: str, used: Used) -> bytes:
    """The .xlsx of a context; `period` and `edition` as people call them. Pure."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for plan in template_plan.sheets(context, period, used):
        template_sheets.write(plan, book.create_sheet(plan.name))
    template_guide.write(book.create_sheet(template_guide.NAME), context.office_name, period, edition)
    for item in Stamp.of(context).properties():
        book.custom_doc_props.append(item)  # type: ignore[attr-defined]  # missing in the stubs
    book.properties.title = f"Mẫu nhập số liệu {period}, {context.office_name}"
    book.properties.creator, book.properties.language = "", "vi"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _last_used(release: Release) -> Used:
    """The figures that the office's latest published release of the same edition and kind of period has."""
    releases = Release.objects.filter(
        office_id=release.office_id, index_version_id=release.index_version_id, state=State.PUBLISHED
    )
    earlier = [
        other
        for other in releases
        if other.period.kind == release.period.kind and other.period <= release.period
    ]
    if not earlier:
        return {}
    last = max(earlier, key=lambda other: other.period)
    own = last.office.unit_for(last.period).pk
    used: defaultdict[tuple[str, int], set[Field]] = defaultdict(set)
    for result in Result.objects.filter(release=last):
        sheet = OWN_SHEET if result.unit_id == own else result.level
        used[sheet, result.indicator_id].update(
            field for field in _FIELDS if getattr(result, field) is not None
        )
    return {key: frozenset(fields) for key, fields in used.items()}
