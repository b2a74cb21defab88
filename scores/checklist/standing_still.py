"""What must not have moved since a release was submitted, and the units it may speak of at all."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from scores import catalogue, letters, publication, vietnamese
from scores.checklist.draft import Draft
from scores.checklist.items import Item, Severity
from scores.models import Office, State, Unit


def changed_figures(draft: Draft) -> Iterator[Item]:
    """Figures or wording other than those that were submitted: written past the actions."""
    release = draft.release
    if release.state != State.DRAFT and publication.content_digest(release) != release.content_hash:
        yield Item(
            "changed-figures",
            Severity.BLOCKS,
            "Số liệu hoặc lời văn đã thay đổi từ khi trình. Trả lại đợt này để trình lại.",
            draft.typing(),
        )


def strangers(draft: Draft) -> Iterator[Item]:
    """Figures of units that are not under the office on the period's last day."""
    release = draft.release
    found = publication.strangers(release)
    if found:
        names = "; ".join(f"{unit.name}{_until(unit)}" for unit in found)
        yield Item(
            "strangers",
            Severity.BLOCKS,
            f"Danh mục {release.period.label} của {release.office} không có: {names}. "
            "Lấy số liệu của các đơn vị này ra, hoặc sửa thời gian hoạt động trong danh mục đơn vị.",
            draft.typing(),
        )


def _until(unit: Unit) -> str:
    return f" (đến hết {vietnamese.day(unit.last_day)})" if unit.last_day else ""


def edited_units(draft: Draft) -> Iterator[Item]:
    """Units whose name, place, days or level were edited since submission: nobody approved them so."""
    release = draft.release
    edited = catalogue.edited_since(release, release.submitted_at) if release.submitted_at else []
    if edited:
        yield Item(
            "edited-units",
            Severity.BLOCKS,
            f"Danh mục đơn vị đã sửa từ khi trình: {', '.join(edited)}. "
            "Trả lại đợt này để người nhập xem lại và trình lại.",
            reverse("admin:release", args=[release.pk]),
        )


def edited_letterhead(draft: Draft) -> Iterator[Item]:
    """The office's settings for letters edited since submission: the letter would not be the one approved."""
    release = draft.release
    since = release.submitted_at
    if since is None or letters.kind_of(release) == Office.LetterKind.NONE:
        return
    if catalogue.letters_edited_since(release, since):
        yield Item(
            "edited-letterhead",
            Severity.BLOCKS,
            "Thể thức văn bản của cơ quan đã sửa từ khi trình nên văn bản sẽ khác bản đã trình. "
            "Trả lại đợt này để người nhập xem lại lời văn và trình lại.",
            reverse("admin:letter_blocks", args=[release.pk]),
        )
