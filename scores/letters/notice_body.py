"""The body of a notice: on what ground, the own unit's results, where the units' stand, what is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from scores.letters import sentences, wording
from scores.letters.blocks import NOTICE, Block, BlockKey, Outline
from scores.letters.body import Body, ended
from scores.letters.document import Paragraph, Role
from scores.letters.facts import Figure, GroupFacts
from scores.letters.letterhead import MANY, Request, fill
from scores.letters.remarks import Remarks


@dataclass(frozen=True, kw_only=True)
class NoticeBody(Body):
    """Writes the paragraphs of a notice; `parts` puts own and units' results under numbered headings."""

    outline: ClassVar[Outline] = NOTICE
    index_name: str
    parts: bool

    def paragraphs(self) -> tuple[Paragraph, ...]:
        """All paragraphs in order; the last one ends with `./.` as a letter must."""
        own, units = self._section("own"), self._section("units")
        if self.parts and own and units:
            place = wording.lower_first(self.facts.own.name)
            own.insert(0, Paragraph("own", f"1. Kết quả của {place}", "heading"))
            units.insert(0, Paragraph("units", "2. Kết quả của các cơ quan, đơn vị", "heading"))
        after = [*self._section("asked"), *self._section("closing")]
        return ended([*self._replaced(), *self._section("opening"), *own, *units, *after])

    def generated(self, block: Block) -> list[Paragraph]:
        """A block as the machine writes it, whether the letter has it or not."""
        write: Mapping[BlockKey, Callable[[], Iterator[Paragraph]]] = {
            "opening": self._opening,
            "total": self._total,
            "groups": self._all_groups,
            "counts": self._counts,
            "appendices": self._appendices,
            "requests": self._requests,
            "closing": self._closing,
        }
        return list(write[block.key]() if block.key in write else self._remarks(block))

    def _opening(self) -> Iterator[Paragraph]:
        told = f"công bố kết quả đánh giá {self.index_name} {self.facts.label}"
        source = f", theo {self.letterhead['source']}," if self.letterhead["source"] else ""
        yield Paragraph("opening", f"{self._grounds}{self._issuer} {told}{source} như sau:")

    def _total(self) -> Iterator[Paragraph]:
        if self.facts.own.total:
            before = self.facts.period.before.label
            zeros = self.letterhead["trailing_zeros"]
            text = wording.total_told(self.facts.own.total, before, zeros=zeros)
            yield Paragraph("total", f"- {text}.", "item")

    def _all_groups(self) -> Iterator[Paragraph]:
        for together in _together(self.facts.groups):
            yield from self._groups(together)

    def _counts(self) -> Iterator[Paragraph]:
        grouped = {group.indicator.code for group in self.facts.groups}
        if self.letterhead["counts_group"] not in grouped:
            yield from (Paragraph("counts", f"- {self._told(count)}.", "item") for count in self._loose)

    @property
    def _loose(self) -> list[Figure]:
        shown = frozenset(code for _, named in self.appendices for code in named.codes)
        return [count for count in self.facts.loose_counts if count.indicator.code not in shown]

    def _groups(self, groups: list[GroupFacts]) -> Iterator[Paragraph]:
        """One group, or two that the decision counts as one under a line naming both."""
        if len(groups) == 1:
            yield from self._group(groups[0], "-", "item")
            return
        names = [groups[0].indicator.name, *(wording.lower_first(g.indicator.name) for g in groups[1:])]
        yield Paragraph("groups", f"- {', '.join(names)}:", "item")
        for group in groups:
            yield from self._group(group, "+", "subitem")

    def _group(self, group: GroupFacts, mark: str, role: Role) -> Iterator[Paragraph]:
        parts = list(group.components)
        if group.indicator.code == self.letterhead["counts_group"]:
            parts += self._loose
        parts = self._ordered(parts)
        text = self._told(group.figure) if group.figure else group.indicator.name
        within = ", trong đó:" if group.figure else ":"
        yield Paragraph("groups", f"{mark} {text}{within if parts else '.'}", role)
        for part in parts:
            end = "." if part is parts[-1] else ";"
            yield Paragraph("groups", f"+ {self._told(part)}{end}", "subitem")

    def _ordered(self, parts: list[Figure]) -> list[Figure]:
        first = self.letterhead["component_order"]
        places = {code: place for place, code in enumerate(first)}
        return sorted(parts, key=lambda part: places.get(part.indicator.code, len(first)))

    def _told(self, figure: Figure) -> str:
        told = wording.told(figure, zeros=self.letterhead["trailing_zeros"])
        return f"{figure.indicator.name}: {told}"

    def _appendices(self) -> Iterator[Paragraph]:
        for name, named in self.appendices:
            yield Paragraph("appendices", f"- {' '.join(named.title)}: {name} kèm theo.", "item")

    def _remarks(self, block: Block) -> Iterator[Paragraph]:
        """A remark is a paragraph among the own results, an item in the list of the units'."""
        item = block.section == "units"
        for sentence in self._remarked(block.key):
            yield Paragraph(block.key, f"{'- ' if item else ''}{sentence}.", "item" if item else "text")

    def _remarked(self, wanted: str) -> list[str]:
        return Remarks(self.facts, self.letterhead).of(wanted)

    def _requests(self) -> Iterator[Paragraph]:
        asked = [(request, self._concerned(request)) for request in self.letterhead["requests"]]
        asked = [(request, lines) for request, lines in asked if lines or not request.get("lists")]
        if asked and self.letterhead["requests_opening"]:
            yield Paragraph("requests", self.letterhead["requests_opening"])
        numbered = self.letterhead["numbered_requests"] and len(asked) > 1
        for number, (request, lines) in enumerate(asked, start=1):
            mark = f"{number}." if numbered else "-"
            yield Paragraph("requests", f"{mark} {_of_so_many(request['text'], lines)}", "item")
            # Lines that are lists themselves are sentences; else they run on to the last.
            between = "." if any("; " in line for line in lines) else ";"
            for place, line in enumerate(lines, start=1):
                end = "." if place == len(lines) else between
                yield Paragraph("requests", f"{'-' if numbered else '+'} {line}{end}", "subitem")

    def _concerned(self, request: Request) -> list[str]:
        zeros = self.letterhead["trailing_zeros"]
        lines: list[str] = []
        for wanted in request.get("lists", []):
            if wanted == "low_groups":
                # The request says in its own words that they are low.
                low = self.facts.low_groups(Remarks(self.facts, self.letterhead).low_percent)
                lines += sentences.groups_named(low, zeros=zeros)
            else:
                lines += self._remarked(wanted)
        return lines

    def _closing(self) -> Iterator[Paragraph]:
        if self.letterhead["closing"]:
            yield Paragraph("closing", self.letterhead["closing"])


def _of_so_many(text: str, lines: Sequence[str]) -> str:
    """A request's text in the plural or not, after what its lists name: a line may name several units."""
    several = len(lines) > 1 or any("; " in line for line in lines)
    return wording.upper_first(" ".join(fill(text, {MANY: "những" if several else ""}).split()))


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
