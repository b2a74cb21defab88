"""What the check screen of a stored file holds: what was read, the three groups, and the one next step."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User

from scores import actions
from scores.admin import next_step
from scores.admin.uploads.answered import settled
from scores.admin.uploads.shown import Shown, batches, shown
from scores.models import Finding, Level, Release, Unit, Upload

COMMENT = 300
"""As long as a comment on answers may be."""
_SHORT_SHEETS = 4


@dataclass(frozen=True)
class Read:
    """What was read of a file, in numbers."""

    sheets: list[dict[str, Any]]
    figures: int
    units: list[str]
    left_out: list[dict[str, Any]]

    @property
    def sheet_names(self) -> str:
        names = [str(sheet["name"]) for sheet in self.sheets]
        more = f" và {len(names) - _SHORT_SHEETS} trang khác" if len(names) > _SHORT_SHEETS else ""
        return ", ".join(names[:_SHORT_SHEETS]) + more


def read_of(reading: dict[str, Any], release: Release) -> Read:
    """From the shape of `Upload.reading`."""
    sheets = reading.get("sheets", [])
    return Read(
        sheets,
        sum(sheet["figures"] for sheet in sheets),
        _units(reading.get("units", []), release),
        reading.get("left_out", []),
    )


def _units(ids: list[int], release: Release) -> list[str]:
    """`Sở, ban, ngành 26/26` for each level that the file speaks of."""
    present = Counter(Unit.objects.filter(pk__in=ids).order_by().values_list("level", flat=True))
    of_office = release.office.units_for(release.period).order_by().values_list("level", flat=True)
    expected = Counter(of_office)
    return [
        f"{level.label} {present[level]}/{max(expected[level], present[level])}"
        for level in Level
        if present[level]
    ]


def context_of(release: Release, upload: Upload, user: User, **more: Any) -> dict[str, Any]:
    """Everything the templates of the check screen ask for."""
    answers = {answer.key: answer for answer in upload.answers.select_related("by")}
    found = shown(upload.findings.all(), upload.original_name, answers)
    blocks = [item for item in found if item.said.severity == Finding.Severity.BLOCKS]
    warns = [item for item in found if item.said.severity == Finding.Severity.WARNS]
    why_not = next_step.why_not(release, user, "upload")
    accepted = release.entries.filter(upload=upload).count()
    return {
        "release": release,
        "upload": upload,
        "read": read_of(upload.reading, release),
        "blocks": batches(blocks),
        "blocking": len(blocks),
        "warns": batches(warns),
        "doubts": len(warns),
        "open_questions": _open(blocks),
        "open_doubts": _open(warns),
        "settled": settled(upload, {item.key for item in found}),
        "accepted": accepted,
        "broken_off": actions.is_broken_off(upload),
        "why_not": why_not,
        "may_answer": not why_not and not accepted,
        "comment_length": COMMENT,
        "refusal": "",
        "told": "",
        **more,
    }


def _open(items: list[Shown]) -> list[Shown]:
    return [item for item in items if item.is_open]
