"""The body of a notice: on what ground, the own unit's results, where the units' stand, what is asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from scores.letters import wording
from scores.letters.appendices import NamedTable
from scores.letters.document import Paragraph, Role
from scores.letters.facts import Figure, GroupFacts, ReleaseFacts
from scores.letters.letterhead import Letterhead, Request, UnitList
from scores.letters.replacing import Replacing

NamedAppendix = tuple[str, NamedTable]
"""What the appendix is called (`Phụ lục II`), and its table."""


@dataclass(frozen=True)
class Body:
    """Writes the paragraphs of a notice; `parts` puts own and units' results under numbered headings.

    With `replacing` it first says which issued letter it stands in place of.
    """

    facts: ReleaseFacts
    letterhead: Letterhead
    index_name: str
    bases: tuple[str, ...]
    parts: bool
    replacing: Replacing | None = None

    def paragraphs(self, appendices: Sequence[NamedAppendix]) -> tuple[Paragraph, ...]:
        """All paragraphs in order; the last one ends with `./.` as a letter must."""
        shown = frozenset(code for _, named in appendices for code in named.codes)
        own = list(self._own_results(shown))
        units = list(self._unit_results(appendices))
        if self.parts and own and units:
            place = wording.lower_first(self.facts.own.name)
            own.insert(0, Paragraph("own", f"1. Kết quả của {place}", "heading"))
            units.insert(0, Paragraph("units", "2. Kết quả của các cơ quan, đơn vị", "heading"))
        written = [*self._opening(), *own, *units, *self._requests()]
        if self.letterhead["closing"]:
            written.append(Paragraph("closing", self.letterhead["closing"]))
        return (*written[:-1], replace(written[-1], text=f"{written[-1].text.rstrip('.;: ')}./."))

    def _opening(self) -> Iterator[Paragraph]:
        grounds = f"Căn cứ {'; '.join(self.bases)}, " if self.bases else ""
        issuer = self.letterhead["issuer_in_text"] or wording.body_name(self.facts.own)
        if self.replacing is not None:
            yield from self.replacing.opening(issuer)
        told = f"công bố kết quả đánh giá {self.index_name} {self.facts.label}"
        source = f", theo {self.letterhead['source']}," if self.letterhead["source"] else ""
        yield Paragraph("opening", f"{grounds}{issuer} {told}{source} như sau:")

    def _own_results(self, shown: frozenset[str]) -> Iterator[Paragraph]:
        facts, zeros = self.facts, self.letterhead["trailing_zeros"]
        if facts.own.total:
            before = facts.period.before.label
            text = wording.total_told(facts.own.total, before, zeros=zeros)
            yield Paragraph("total", f"- {text}.", "item")
        loose = [count for count in facts.loose_counts if count.indicator.code not in shown]
        for together in _together(facts.groups):
            yield from self._groups(together, loose)
        grouped = {group.indicator.code for group in facts.groups}
        if self.letterhead["counts_group"] not in grouped:
            yield from (Paragraph("counts", f"- {self._told(count)}.", "item") for count in loose)
        if low := wording.below_average(facts.below_average(), zeros=zeros):
            yield Paragraph("below_average", f"{low}.")

    def _groups(self, groups: list[GroupFacts], loose: list[Figure]) -> Iterator[Paragraph]:
        """One group, or two that the decision counts as one under a line naming both."""
        if len(groups) == 1:
            yield from self._group(groups[0], loose, "-", "item")
            return
        names = [groups[0].indicator.name, *(wording.lower_first(g.indicator.name) for g in groups[1:])]
        yield Paragraph("groups", f"- {', '.join(names)}:", "item")
        for group in groups:
            yield from self._group(group, loose, "+", "subitem")

    def _group(self, group: GroupFacts, loose: list[Figure], mark: str, role: Role) -> Iterator[Paragraph]:
        parts = list(group.components)
        if group.indicator.code == self.letterhead["counts_group"]:
            parts += loose
        parts = self._ordered(parts)
        text = self._told(group.figure) if group.figure else group.indicator.name
        within = ", trong đó:" if group.figure else ":"
        yield Paragraph("groups", f"{mark} {text}{within if parts else '.'}", role)
        for part in parts:
            end = "." if part is parts[-1] else ";"
            yield Paragraph("components", f"+ {self._told(part)}{end}", "subitem")

    def _ordered(self, parts: list[Figure]) -> list[Figure]:
        first = self.letterhead["component_order"]
        places = {code: place for place, code in enumerate(first)}
        return sorted(parts, key=lambda part: places.get(part.indicator.code, len(first)))

    def _told(self, figure: Figure) -> str:
        told = wording.told(figure, zeros=self.letterhead["trailing_zeros"])
        return f"{figure.indicator.name}: {told}"

    def _unit_results(self, appendices: Sequence[NamedAppendix]) -> Iterator[Paragraph]:
        for name, named in appendices:
            yield Paragraph("appendices", f"- {' '.join(named.title)}: {name} kèm theo.", "item")

    def _requests(self) -> Iterator[Paragraph]:
        asked = [(request, list(self._concerned(request))) for request in self.letterhead["requests"]]
        asked = [(request, lines) for request, lines in asked if lines or not request.get("lists")]
        if asked and self.letterhead["requests_opening"]:
            yield Paragraph("requests", self.letterhead["requests_opening"])
        numbered = self.letterhead["numbered_requests"] and len(asked) > 1
        for number, (request, lines) in enumerate(asked, start=1):
            yield Paragraph("requests", f"{f'{number}.' if numbered else '-'} {request['text']}", "item")
            for line in lines:
                yield Paragraph("requests", f"{'-' if numbered else '+'} {line}.", "subitem")

    def _concerned(self, request: Request) -> Iterator[str]:
        for wanted in request.get("lists", []):
            yield from self._list(wanted)

    def _list(self, wanted: UnitList) -> Iterator[str]:
        facts, zeros = self.facts, self.letterhead["trailing_zeros"]
        if wanted == "low_groups":
            limit = Decimal(str(self.letterhead["low_group_percent"]))
            yield from wording.groups_named(facts.low_groups(limit), zeros=zeros)
        elif wanted == "below_average":
            yield from filter(None, [wording.below_average(facts.below_average(), zeros=zeros)])
        else:
            yield from filter(None, self._unit_lists(wanted))

    def _unit_lists(self, wanted: UnitList) -> Iterator[str]:
        limits = self.letterhead["low_rates"]
        for level in self.facts.levels:
            for indicator in level.indicators:
                if wanted == "low_units" and indicator.code in limits:
                    yield wording.low_units(level, indicator, Decimal(str(limits[indicator.code])))
                elif wanted == "open_counts" and indicator.is_open_count:
                    yield wording.open_count(level, indicator)


def _together(groups: Sequence[GroupFacts]) -> Iterator[list[GroupFacts]]:
    """Groups whose number stands under another's (3.5 under 3) go with that one."""
    bundles: list[list[GroupFacts]] = []
    for group in groups:
        above = f"{bundles[-1][0].indicator.number}." if bundles else ""
        if above and group.indicator.number.startswith(above):
            bundles[-1].append(group)
        else:
            bundles.append([group])
    yield from bundles
