"""Whether each figure typed into a letter's text is one of the release, and of whom the sentence speaks.

A figure counts for the unit and indicator named beside it: right digits under a wrong name are as wrong as
wrong digits. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from scores import vietnamese
from scores.letters import fields, wording
from scores.letters.facts import Figure, ReleaseFacts
from scores.letters.figure_place import FigurePlace
from scores.letters.known_figures import Known, Role, known_figures
from scores.letters.months import MonthFacts
from scores.letters.named import Mention, Names
from scores.letters.remarks import Remarks
from scores.letters.written_figures import (
    Form,
    Found,
    Month,
    Reference,
    Share,
    Unreadable,
    Written,
    figures_in,
)
from scores.period import MONTH, Period


class Verdict(StrEnum):
    FOUND = "found"
    REFERENCE = "reference"
    """A number that counts nothing of the index: of a document, a day, a term."""
    ASKED = "asked"
    """No figure of the index by its form: a person may let it stand, saying why."""
    WRONG = "wrong"


@dataclass(frozen=True)
class Checked:
    """A figure in its place (`start` and `end` within the line), what became of it, and why."""

    line: int
    start: int
    end: int
    text: str
    verdict: Verdict
    sentence: str


_UNITS_COUNTED = re.compile(
    r"(đơn vị|cơ quan|sở|ban|ngành|huyện|thị xã|thành phố|xã|phường|thị trấn|tỉnh|địa phương|nhóm)\b"
)
_OTHERS = re.compile(r" (?:đơn vị|cơ quan)\b[^.;:]*? khác (?:cùng|đều)")
_COMPARING = re.compile(r"(so với|bằng|kỳ trước|tháng trước|cùng kỳ)[\s:(]*$")
_SHOWN = 3


@dataclass(frozen=True)
class FigureCheck:
    """Checks text against one release; `office_texts` are the office's own, whose numbers it answers for.

    With `months` it is a quarter's report: a figure of a month counts where that month is named.
    """

    facts: ReleaseFacts
    remarks: Remarks
    office_texts: Sequence[str] = field(default=())
    months: Sequence[MonthFacts] = field(default=())

    def check(self, text: str) -> Iterator[Checked]:
        """Every number of a text, line by line; fields are left to the machine."""
        for number, line in enumerate(text.splitlines(), start=1):
            for start, end, said, verdict, sentence in self._line(line):
                yield Checked(number, start, end, said, verdict, sentence)

    @cached_property
    def _known(self) -> dict[Decimal, list[Known]]:
        found: dict[Decimal, list[Known]] = {}
        for known in known_figures(self.facts, self.remarks, self.months):
            found.setdefault(abs(known.value), []).append(known)
        return found

    @cached_property
    def _names(self) -> Names:
        return Names.of(self.facts)

    def _line(self, line: str) -> Iterator[tuple[int, int, str, Verdict, str]]:
        mentions = self._names.found_in(line)
        apart = [(one.start, one.end) for one in mentions]
        apart += [(match.start(), match.end()) for match in fields.braced(line)]
        apart += [span for name in self._whole_names for span in _spans(name, line)]
        before: list[Written] = []
        every = list(figures_in(line, tuple(apart)))
        if self.months:
            mentions += [self._mention(found) for found in every if isinstance(found, Month) and found.month]
        for found in every:
            verdict, sentence = self._judge(found, line, mentions, before)
            yield found.start, found.end, found.text, verdict, sentence
            if isinstance(found, Written):
                before.append(found)

    @cached_property
    def _whole_names(self) -> list[str]:
        """Names that hold digits and mean nothing by them."""
        letterhead = self.remarks.letterhead
        return [name for name in (letterhead["index_name"], self.facts.index_name) if name]

    def _judge(
        self,
        found: Found,
        line: str,
        mentions: Sequence[Mention],
        before: Sequence[Written],
    ) -> tuple[Verdict, str]:
        if isinstance(found, Unreadable):
            return Verdict.WRONG, found.sentence
        if isinstance(found, Reference):
            return Verdict.REFERENCE, found.what
        if isinstance(found, Month):
            return self._month(found, line)
        if isinstance(found, Share):
            return Verdict.ASKED, (
                f"“{found.text}” là phần của tổng viết bằng chữ, máy không đối chiếu được. "
                "Viết bằng số, như 10/15 đơn vị, hoặc ghi vì sao khi trình."
            )
        place = FigurePlace(line, found, mentions, before)
        if _OTHERS.match(line[found.end :]):
            return (
                (Verdict.FOUND, "số đơn vị cùng mức đó") if self._are_others(place) else self._refuse(place)
            )
        matching = [known for known in self._known.get(abs(found.value), ()) if self._fits(known, place)]
        if matching:
            return Verdict.FOUND, matching[0].where
        if self._of_the_office(line, found):
            return Verdict.REFERENCE, "lời của cơ quan trong thể thức văn bản"
        return self._refuse(place)

    def _month(self, found: Month, line: str) -> tuple[Verdict, str]:
        """The period of the figures, or the one before where the words compare with it."""
        compares = bool(_COMPARING.search(line[: found.start].lower()))
        meant = self.facts.period.before if compares else self.facts.period
        what = "kỳ trước" if compares else "kỳ của số liệu"
        # The months of a quarter are compared with each other too.
        if found.is_of(meant) or (self.months and found.is_of(self.facts.period)):
            return Verdict.FOUND, what
        return Verdict.ASKED, (
            f"“{found.text}” không phải {meant.label}, {what}. Nếu cố ý nhắc đến, ghi vì sao khi trình."
        )

    def _mention(self, found: Month) -> Mention:
        month = Period(MONTH, found.year or self.facts.period.year, found.month or 1)
        return Mention(found.start, found.end, str(month), "month")

    def _fits(self, known: Known, place: FigurePlace) -> bool:
        return (
            self._form_fits(known, place)
            and place.says(known.role, known.value)
            and self._of_named(known, place)
        )

    def _form_fits(self, known: Known, place: FigurePlace) -> bool:
        written = place.written
        if written.of is not None and written.of != known.of:
            return False
        if written.form is Form.RATIO:
            # Points of a maximum may stand without their word, in a list of such.
            return known.form is Form.RATIO or (known.form is Form.POINTS and not written.word)
        if written.form is not Form.PLAIN:
            return written.form is known.form
        if known.form is Form.RATIO:
            counted = bool(known.measure) and written.word.startswith(known.measure)
            return known.role is Role.RANK or counted
        if known.role is Role.UNITS:
            return bool(_UNITS_COUNTED.match(written.word))
        if known.form is Form.PLAIN:
            return not written.word or not known.measure or written.word.startswith(known.measure)
        return not written.word or not written.word.startswith(tuple(self._measures))

    @cached_property
    def _measures(self) -> set[str]:
        every = [known.measure for several in self._known.values() for known in several]
        return {measure for measure in every if measure} | {"đơn vị", "nhóm"}

    def _of_named(self, known: Known, place: FigurePlace) -> bool:
        units, codes = place.units, place.codes
        if known.unit and known.unit not in (units or {self.facts.own.name}):
            return False
        if known.month not in (place.months or {""}):
            return False
        return not (known.code and codes) or known.code in codes

    def _are_others(self, place: FigurePlace) -> bool:
        """`UBND xã A 46 điểm và 24 đơn vị khác cùng 46 điểm`: those at that value but for those named."""
        written = place.written
        behind = (one for one in figures_in(place.line[written.end :]) if isinstance(one, Written))
        value = next(behind, None)
        if value is None:
            return False
        told = {mention.name for mention in place.mentions if mention.of == "unit"}
        between = place.line[written.end : written.end + value.start].lower()
        for level in self.facts.levels:
            at_value = {
                unit.name
                for unit in level.units
                if unit.total and _shared(unit.total, between) == value.value
            }
            if at_value & told and len(at_value - told) == written.value:
                return True
        return False

    def _of_the_office(self, line: str, found: Written) -> bool:
        """Whether the office's own settings say the same, with the word before and after it."""
        around = re.compile(r"\S*\s*$"), re.compile(r"\s*\S*")
        before, after = around[0].search(line[: found.start]), around[1].match(line[found.end :])
        window = (before[0] if before else "") + found.text + (after[0] if after else "")
        return any(window in text for text in self.office_texts)

    def _refuse(self, place: FigurePlace) -> tuple[Verdict, str]:
        written = place.written
        whole = written.value == written.value.to_integral_value()
        measured = written.word.startswith(tuple(self._measures)) and (
            place.units or place.codes or place.months
        )
        other = written.form is Form.PLAIN and whole and bool(written.word) and place.said_role is None
        if written.unsure or (other and not measured):
            behind = " ".join(written.word.split()[:2]) if written.form is Form.PLAIN else ""
            said = f"{written.text} {behind}".rstrip()
            return Verdict.ASKED, (
                f"“{said}” không có trong số liệu. Nếu không phải số liệu của bộ chỉ số, "
                "ghi vì sao khi trình."
            )
        whose = ", ".join(sorted(wording.lower_first(name) for name in place.units)) or wording.lower_first(
            self.facts.own.name
        )
        when = "".join(f" {Period.parse(month).label}" for month in sorted(place.months))
        return Verdict.WRONG, (
            f"“{written.text}” không khớp số liệu nào của {whose}{when}{self._instead(place)}. Sửa số này, "
            "hoặc dùng một trường trong danh sách."
        )

    def _instead(self, place: FigurePlace) -> str:
        """What could have been meant: the figures of the same kind and of those named."""
        meant = [
            known
            for several in self._known.values()
            for known in several
            if (place.units or place.codes or place.months)
            and known.role is not Role.UNITS
            and known.form is place.written.form
            and (not place.written.word or place.written.word.startswith(known.measure))
            and place.says(known.role, known.value)
            and self._of_named(known, place)
        ]
        if not 0 < len(meant) <= _SHOWN:
            return ""
        return f" (số liệu: {'; '.join(f'{_printed(known)} là {known.where}' for known in meant)})"


def _printed(known: Known) -> str:
    value = abs(known.value)
    if known.form is Form.POINTS:
        return f"{vietnamese.decimal(value)} điểm"
    if known.form is Form.RATE:
        return vietnamese.rate(value)
    of = "" if known.of is None else f"/{vietnamese.decimal(known.of)}"
    return f"{vietnamese.decimal(value)}{of}"


def _shared(total: Figure, said: str) -> Decimal | None:
    """What of a total several are said to share: its rise, its fall, else its points."""
    if "tăng" in said:
        return total.change
    if "giảm" in said:
        return None if total.change is None else -total.change
    return total.points


def _spans(name: str, line: str) -> Iterator[tuple[int, int]]:
    start = line.find(name)
    while start >= 0:
        yield start, start + len(name)
        start = line.find(name, start + len(name))
