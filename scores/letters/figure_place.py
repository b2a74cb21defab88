"""A figure where it stands in a line: who is named beside it, and what the words before make of it. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from scores.letters.known_figures import Role
from scores.letters.named import Mention
from scores.letters.written_figures import Form, Written

_CUT = re.compile(r"[;]|\.(?=\s|$)")
_GIVEN = {
    Role.AVERAGE: re.compile(r"trung bình"),
    Role.DIFFERENCE: re.compile(r"(cao|thấp|hơn|kém|vượt)"),
    Role.CHANGE: re.compile(r"(tăng|giảm|thay đổi|chênh)"),
    Role.RANK: re.compile(r"(hạng|thứ|vị trí)"),
    Role.LIMIT: re.compile(r"(dưới|trên|ít nhất|tối đa|mức)\s*$"),
    Role.EXTREME: re.compile(r"(nhất)"),
}
_REACHED = re.compile(r"(lên|xuống|còn|đạt|là|với|từ)\s*$")
_OF_A_TARGET = re.compile(r"(tối đa|chỉ tiêu|yêu cầu|từ|thang)")
_STOOD_BEFORE = re.compile(r"(từ\s*$|kỳ trước|tháng trước)")


@dataclass(frozen=True)
class FigurePlace:
    """A figure within its line: which names stand beside it, and what is said of it right before."""

    line: str
    written: Written
    mentions: Sequence[Mention]
    before: Sequence[Written]

    @cached_property
    def _clause(self) -> tuple[int, int]:
        """From the semicolon or full stop before the figure to the one behind it."""
        cuts = [match.end() for match in _CUT.finditer(self.line) if not self._within_figure(match.start())]
        start = max((cut for cut in cuts if cut <= self.written.start), default=0)
        end = min((cut for cut in cuts if cut > self.written.start), default=len(self.line))
        return start, end

    def _within_figure(self, place: int) -> bool:
        return any(one.start <= place < one.end for one in (*self.before, self.written))

    @cached_property
    def units(self) -> frozenset[str]:
        """The units it can be of: named since the last figure, else before, else behind, else in the lead."""
        return self._named([one for one in self.mentions if one.of == "unit"])

    @cached_property
    def codes(self) -> frozenset[str]:
        """The indicators it can be of, in the same way."""
        return self._named([one for one in self.mentions if one.of == "indicator"])

    @cached_property
    def months(self) -> frozenset[str]:
        """The months of a quarter it can be of, in the same way."""
        return self._named([one for one in self.mentions if one.of == "month"])

    def _named(self, mentions: Sequence[Mention]) -> frozenset[str]:
        start, end = self._clause
        here = [one for one in mentions if start <= one.start < end]
        stops = [start, *(one.end for one in self.before if one.start >= start)]
        for stop, until in zip(reversed(stops), [self.written.start, *reversed(stops[1:])], strict=True):
            run = {one.name for one in here if stop <= one.start < until}
            if run:
                return frozenset(run)
        behind = {one.name for one in here if one.start >= self.written.end}
        if behind:
            return frozenset(behind)
        lead = self.line.find(":")
        return frozenset(one.name for one in mentions if one.start < lead < start or one.start < lead)

    @cached_property
    def _said(self) -> str:
        """The words that belong to the figure: since the last one, from the last colon or bracket on."""
        start, _ = self._clause
        stop = max([start, *(one.end for one in self.before)])
        parts = re.split(r"[:(]", self.line[stop : self.written.start].lower())
        last = parts[-1].strip()
        return last if last or len(parts) == 1 else parts[-2].strip()[-20:]

    @cached_property
    def said_role(self) -> Role | None:
        """What the words before it make of it; None where they say nothing."""
        if self.written.signed:
            return Role.CHANGE
        for role in (Role.RANK, Role.AVERAGE, Role.CHANGE):
            if _GIVEN[role].search(self._said):
                return role
        return None

    def says(self, role: Role, value: Decimal) -> bool:
        """Whether the words before the figure allow it to be this."""
        said = self._said
        if role is Role.UNITS:
            return True
        if self.written.signed:
            return role is Role.CHANGE and self.written.value == value
        if role is Role.EXTREME:
            return bool(_GIVEN[Role.EXTREME].search(self.line[: self.written.start].lower())) and (
                not self.units and (value > 0) == ("giảm" not in said)
            )
        if _GIVEN[Role.RANK].search(said) and self.written.form in {Form.RATIO, Form.PLAIN}:
            return role is Role.RANK
        if _GIVEN[Role.AVERAGE].search(said):
            return self._says_average(role, value, said)
        if _GIVEN[Role.CHANGE].search(said) and not _REACHED.search(said):
            return role is Role.CHANGE and self._way_fits(value, said)
        if _STOOD_BEFORE.search(said):
            return role in {Role.BEFORE, Role.LIMIT}
        if _GIVEN[Role.LIMIT].search(said):
            return role is Role.LIMIT
        if role is Role.LIMIT:
            return bool(_OF_A_TARGET.search(said))
        if role is Role.RANK:
            return self.written.form is Form.RATIO
        return role is Role.OWN

    def _says_average(self, role: Role, value: Decimal, said: str) -> bool:
        if role is Role.AVERAGE:
            return True
        if role is not Role.DIFFERENCE or not _GIVEN[Role.DIFFERENCE].search(said):
            return False
        return (value > 0) == bool(re.search(r"(cao|vượt)", said))

    def _way_fits(self, value: Decimal, said: str) -> bool:
        """A rise is above 0, a fall below; `tăng hoặc giảm` says neither."""
        rise, fall = "tăng" in said, "giảm" in said
        return value == 0 or rise == fall or (value > 0) == rise
