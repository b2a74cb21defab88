"""What a letter says when it stands in place of an issued one whose content was wrong.

Nghị định 30/2020, Điều 18 khoản 3: an error of content needs a document of the same form that replaces the
old one. It names that one, says why, and lists what differs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scores import differences, vietnamese
from scores.differences import Difference
from scores.letters import wording
from scores.letters.appendices import NamedTable
from scores.letters.document import Column, Paragraph, Row, Table
from scores.models import Letter, Release

DECREE = "khoản 3 Điều 18 Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ về công tác văn thư"

_COLUMNS = (
    Column("Stt", width=7),
    Column("Đơn vị", align="left"),
    Column("Chỉ số", align="left", width=18),
    Column("Số cũ", width=17),
    Column("Số mới", width=17),
    Column("Hạng cũ", width=11),
    Column("Hạng mới", width=11),
)


@dataclass(frozen=True)
class Replacing:
    """The issued letter that is replaced, why, and all that differs from what it said.

    `changes_differ` where rises and falls are others; `months_differ` where a report tells other months.
    """

    reference: str
    reason: str
    differences: tuple[Difference, ...]
    document_name: str = "Công văn"
    changes_differ: bool = False
    months_differ: bool = False

    def opening(self, issuer: str) -> Iterator[Paragraph]:
        """Which letter, why, and on what ground it is replaced; before the notice itself."""
        after = f"Sau khi ban hành {self.reference}, {issuer} phát hiện có sai sót về nội dung"
        yield Paragraph("replacing", f"{after}. Lý do: {self.reason.rstrip('. ')}.")
        told = f"Căn cứ {DECREE}, {issuer} ban hành {self.document_name} này thay thế {self.reference}."
        yield Paragraph("replacing", f"{told} {self._what_differs()}")

    def _what_differs(self) -> str:
        units = list(dict.fromkeys(difference.unit_name for difference in self.differences))
        what = f"Số liệu hoặc thứ hạng của {wording.lower_first(units[0])}" if len(units) == 1 else ""
        if len(units) > 1:
            what = f"Số liệu hoặc thứ hạng của {len(units)} đơn vị"
        if self.months_differ:
            others = f"{what} thay đổi" if what else "Số liệu trong biểu mẫu giữ nguyên"
            return f"{others}; kết quả theo tháng được cập nhật."
        if what:
            return f"{what} thay đổi; số liệu khác giữ nguyên."
        if self.changes_differ:
            return "Số liệu và thứ hạng giữ nguyên; mức tăng, giảm so với kỳ trước được tính lại."
        return "Số liệu và thứ hạng giữ nguyên; chỉ sửa nội dung nêu trong lý do."

    @property
    def table(self) -> NamedTable | None:
        """The differences as an appendix; none where no figure and no rank differs."""
        if not self.differences:
            return None
        rows = tuple(
            Row((str(line), d.unit_name, d.indicator.short_name, d.old, d.new, d.old_rank, d.new_rank))
            for line, d in enumerate(self.differences, start=1)
        )
        return NamedTable(
            ("Số liệu thay đổi", f"so với {self.reference}"),
            Table(_COLUMNS, rows, two_versions=True),
            frozenset(),
        )


def replaced_letter(release: Release, kind: str) -> Letter | None:
    """The issued letter of an earlier version that the letter of this version stands in place of."""
    return newest_issued(release, kind, below=release.version)


def newest_issued(release: Release, kind: str, *, below: int) -> Letter | None:
    """The newest issued letter of the same office, period and kind among the versions below one."""
    earlier = Letter.objects.filter(
        release__office=release.office_id,
        release__period=release.period,
        release__version__lt=below,
        kind=kind,
    )
    issued = earlier.exclude(number="").select_related("release")
    return issued.order_by("release__version").last()


def replacing(release: Release, kind: str, months: Sequence[Release] = ()) -> Replacing | None:
    """What the letter of a version says of the one it replaces; None where none was issued.

    `months` are those that a report tells now.
    """
    letter = replaced_letter(release, kind)
    if letter is None:
        return None
    found = differences.of_versions(letter.release, release)
    return Replacing(
        reference=reference(letter),
        reason=release.reason,
        differences=tuple(found),
        document_name=letter.document_name,
        changes_differ=_changes(letter.release) != _changes(release),
        months_differ=letter.months != [month.pk for month in months],
    )


def _changes(release: Release) -> set[tuple[object, ...]]:
    """Every rise and fall of a version."""
    return set(release.results.values_list("unit", "indicator", "change", "rank_change"))


def reference(letter: Letter) -> str:
    """How an issued letter is cited: `Công văn số 355/VPUB-PVHCC&KSTT ngày 05/11/2024`, `Báo cáo số …`."""
    if letter.issued_on is None:
        raise ValueError(f"Văn bản “{letter.title}” chưa có số và ngày nên chưa viện dẫn được.")
    return f"{letter.document_name} số {letter.code} ngày {vietnamese.day(letter.issued_on)}"
