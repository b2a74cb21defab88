"""The short letter that puts right a slip of form in an issued one; figures never pass through here."""

from __future__ import annotations

import re
from dataclasses import dataclass

from scores.letters import wording
from scores.letters.document import Paragraph
from scores.letters.numerals import in_digits
from scores.letters.replacing import DECREE, reference
from scores.models import Letter

_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True)
class Slip:
    """Where in which letter something was written wrongly, what stood there and what it should read."""

    letter: Letter
    place: str
    wrong: str
    right: str

    @property
    def changed_figures(self) -> tuple[str, str] | None:
        """Figures that differ between the two passages, `("88,68", "88,86")`: content, then, and no slip."""
        old, new = figures(self.wrong), figures(self.right)
        return None if old == new else (", ".join(old) or "không có số", ", ".join(new) or "không có số")

    @property
    def subject(self) -> str:
        return f"đính chính {reference(self.letter)}"

    def body(self, issuer: str) -> tuple[Paragraph, ...]:
        cited = reference(self.letter)
        title = wording.lower_first(self.letter.title)
        ground = f"Căn cứ {DECREE}, {issuer} đính chính {cited} về việc {title} như sau:"
        return (
            Paragraph("slip", ground),
            Paragraph("slip", f"- Tại {self.place.rstrip('. ')}, đã viết: {_quoted(self.wrong)}", "item"),
            Paragraph("slip", f"- Sửa lại là: {_quoted(self.right)}", "item"),
            Paragraph("slip", f"Số liệu và các nội dung khác của {cited} không thay đổi."),
            Paragraph("slip", f"{wording.upper_first(issuer)} thông báo để các cơ quan, đơn vị biết./."),
        )


def _quoted(passage: str) -> str:
    """A passage with one full stop at its end: its own, or that of the sentence around it."""
    return f"“{passage}”" if passage.endswith(".") else f"“{passage}”."


def figures(text: str) -> list[str]:
    """All figures of a passage, in words too; leading zeros apart: `05/11` and `5/11` are the same day."""
    return [figure.lstrip("0") or "0" for figure in _FIGURE.findall(in_digits(text).text)]
