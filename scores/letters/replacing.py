"""What a letter says when it stands in place of an issued one whose content was wrong.

Nghị định 30/2020, Điều 18 khoản 3: an error of content needs a document of the same form that replaces the
old one. It names that one, says why, and lists what differs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scores import differences, vietnamese
from scores.differences import Difference
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
    """The issued letter that is replaced, why, and all that differs from what it said."""

    reference: str
    reason: str
    differences: tuple[Difference, ...]
    document_name: str = "Công văn"

    def opening(self, issuer: str) -> Iterator[Paragraph]:
        """Which letter, why, and on what ground it is replaced; before the notice itself."""
        after = f"Sau khi ban hành {self.reference}, {issuer} phát hiện có sai sót về nội dung"
        yield Paragraph("replacing", f"{after}. Lý do: {self.reason.rstrip('. ')}.")
        told = f"Căn cứ {DECREE}, {issuer} ban hành {self.document_name} này thay thế {self.reference}."
        yield Paragraph("replacing", f"{told} {self._what_differs()}")

    def _what_differs(self) -> str:
        if not self.differences:
            return "Số liệu và thứ hạng giữ nguyên; mức tăng, giảm so với kỳ trước được tính lại."
        units = len({difference.unit_name for difference in self.differences})
        return f"Số liệu hoặc thứ hạng thay đổi ở {units} đơn vị; số liệu khác giữ nguyên."

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


def replacing(release: Release, kind: str) -> Replacing | None:
    """What the letter of a version says of the one it replaces; None where none was issued."""
    letter = replaced_letter(release, kind)
    if letter is None:
        return None
    found = differences.of_versions(letter.release, release)
    return Replacing(reference(letter), release.reason, tuple(found), letter.document_name)


def reference(letter: Letter) -> str:
    """How an issued letter is cited: `Công văn số 355/VPUB-PVHCC&KSTT ngày 05/11/2024`, `Báo cáo số …`."""
    if letter.issued_on is None:
        raise ValueError(f"Văn bản “{letter.title}” chưa có số và ngày nên chưa viện dẫn được.")
    return f"{letter.document_name} số {letter.code} ngày {vietnamese.day(letter.issued_on)}"
