"""A sheet for a single unit: what one release says of it, on a paper that goes with the office's letter."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.timezone import localdate

from scores import columns, vietnamese
from scores.letters import sentences, wording
from scores.letters.check_code import code_of, grouped
from scores.letters.component_table import FigureColumn, component_table
from scores.letters.compose import cited_letter, frame, kind_of
from scores.letters.document import Appendix, Column, Document, Head, Paragraph, Table
from scores.letters.facts import Figure
from scores.letters.letterhead import LetterFacts, Letterhead, complete
from scores.letters.replacing import reference
from scores.letters.unit_sheet_facts import SheetFacts, letter_of, sheet_facts
from scores.models import Level, Office, Release, Result
from scores.period import QUARTER
from scores.reasons import Shortfall

UNIT_SHEET = "unit"
"""The kind of a sheet for a single unit; no office issues it in place of a letter."""
_RELEASE_LETTERS = 4
"""How much of a sheet's code tells the release, so that the unit need be looked for in that one only."""


def has_sheets(release: Release) -> bool:
    """Whether there is a letter for sheets to go with; a quarter's report tells of no units."""
    return release.period.kind != QUARTER and kind_of(release) != Office.LetterKind.NONE


def unit_sheets(release: Release, units: Collection[int]) -> list[tuple[SheetFacts, Document]]:
    """The sheets of some units, in official order; ValueError (Vietnamese) where there can be none."""
    if not has_sheets(release):
        raise ValueError(
            f"{release.office} không ra văn bản cho {release.label} nên không có phiếu kết quả đi kèm."
        )
    letterhead = complete(release.office.letterhead)
    return [(facts, _sheet(release, facts, letterhead)) for facts in sheet_facts(release, units)]


def unit_sheet(release: Release, unit: int) -> Document:
    """The sheet of one unit; ValueError (Vietnamese) also where the release says nothing of it."""
    for _, document in unit_sheets(release, [unit]):
        return document
    raise ValueError(f"{release.office} không công bố số liệu nào của đơn vị này trong {release.label}.")


def release_letters(release: Release) -> str:
    """What the codes of all sheets of a release begin with."""
    return _plain(code_of(*_told_apart(release)))[:_RELEASE_LETTERS]


def sheet_code(release: Release, slug: str) -> str:
    """The code of one unit's sheet: of office, period, version, the digest of the results, and the unit."""
    of_unit = _plain(code_of(*_told_apart(release), slug))
    return grouped(release_letters(release) + of_unit[_RELEASE_LETTERS:])


def _told_apart(release: Release) -> tuple[str, ...]:
    period, version = str(release.period), str(release.version)
    return (release.office.slug, period, version, UNIT_SHEET, release.results_hash)


def _plain(code: str) -> str:
    return code.replace("-", "")


def _sheet(release: Release, sheet: SheetFacts, letterhead: Letterhead) -> Document:
    facts = sheet.facts
    name = wording.body_name(facts.own)
    document = frame(facts, letterhead, f"phiếu kết quả {facts.label} của {name}", UNIT_SHEET)
    code = sheet_code(release, sheet.slug)
    said = _Said(sheet, letterhead, release)
    appendix = Appendix(
        heading="",
        title=(f"Phiếu kết quả {facts.label}", f"của {name}"),
        attached_to=_attached_to(release, sheet, letterhead),
        table=said.table(),
        above=tuple(said.above()),
        below=tuple(said.below()),
    )
    return replace(
        document,
        author=document.author or release.office.name,
        check_code=code,
        check_address=document.check_address.replace(document.check_code, code),
        masthead=_masthead(release.office, letterhead),
        appendices=(appendix,),
    )


def _masthead(office: Office, letterhead: Letterhead) -> Head:
    issuer = tuple(letterhead["issuer"]) or (office.name.upper(),)
    return Head(letterhead["superior"], issuer, number="", subject="", place_and_date="")


def _attached_to(release: Release, sheet: SheetFacts, letterhead: Letterhead) -> str:
    """The letter it goes with: as issued, else with the room the letter itself has."""
    letter = letter_of(release)
    if letter is not None:
        issuer = letterhead["issuer_in_text"]
        return f"(Kèm theo {reference(letter)}" + (f" của {issuer})" if issuer else ")")
    known = LetterFacts.read(release.letter_facts) if letterhead["paper"] else LetterFacts("", None, ())
    return cited_letter(sheet.facts, letterhead, known)


@dataclass(frozen=True)
class _Said:
    """The sentences and the table of one sheet."""

    sheet: SheetFacts
    letterhead: Letterhead
    release: Release

    @property
    def zeros(self) -> bool:
        return self.letterhead["trailing_zeros"]

    @property
    def before(self) -> str:
        return self.sheet.facts.period.before.label

    def above(self) -> Iterator[Paragraph]:
        """Total, rank, rating, change and the months before."""
        facts = self.sheet.facts
        index_name = self.letterhead["index_name"] or facts.index_name
        issuer = self.letterhead["issuer_in_text"] or self.release.office.name
        yield Paragraph(
            "opening",
            f"Kết quả đánh giá {index_name} {facts.label} của {wording.body_name(facts.own)}, "
            f"do {issuer} công bố, như sau:",
        )
        yield Paragraph("own", "1. Kết quả chung", "heading")
        yield from (Paragraph("total", f"- {line}.", "item") for line in self._overall())
        yield Paragraph("components", "2. Kết quả từng chỉ số", "heading")

    def _overall(self) -> Iterator[str]:
        total = self.sheet.total
        if total is None:
            yield "Kỳ này không công bố tổng điểm của đơn vị"
            return
        figure = self.sheet.facts.own.figures[total.indicator.code]
        parts = [f"{total.indicator.name}: {wording.told(figure, zeros=self.zeros)}", _rank(total)]
        yield ", ".join(filter(None, [*parts, total.rating and f"xếp loại {total.rating}"]))
        if total.has_figure:
            yield self._changed(total)
            yield from self._why()
        if len(self.sheet.months) > 1:
            yield f"Tổng điểm các tháng: {'; '.join(self._months())}"

    def _changed(self, total: Result) -> str:
        if total.change is None:
            return f"Không so sánh với {self.before}: {wording.lower_first(total.no_change_reason)}"
        text = f"So với {self.before}: tổng điểm {columns.change_in_words(total)}"
        if not _rank(total):
            return text
        if total.rank_change is None:
            return f"{text}; không so sánh hạng: {wording.lower_first(total.no_rank_change_reason)}"
        return f"{text}, {columns.rank_change_text(total)}"

    def _why(self) -> Iterator[str]:
        why = self.sheet.why
        if isinstance(why, str):
            return
        moved = [("tăng", why.rise), ("giảm", why.fall)]
        named = [f"{direction} nhiều nhất: {part.name} ({part.size})" for direction, part in moved if part]
        if named:
            yield f"Nhóm {'; nhóm '.join(named)}"

    def _months(self) -> Iterator[str]:
        for month, row in self.sheet.months:
            if row is None or row.points is None:
                yield f"{month.label} không có số"
            else:
                release = self.release if row.release_id == self.release.pk else row.release
                part = " (một phần)" if release.partial else ""
                yield f"{month.label}{part} {wording.points(row.points, zeros=self.zeros)}"

    def table(self) -> Table:
        """Each indicator as published, with rank and change where any has one."""
        rows = self.sheet.rows
        more = []
        if any(_ranked(row) for row in rows.values()):
            national = any(row.national_rank is not None for row in rows.values())
            title = "HẠNG CÙNG CẤP" if national else "XẾP HẠNG"
            more.append(FigureColumn(Column(title, width=11), lambda figure: _place(rows, figure)))
        if not self._same_reason():
            title = f"THAY ĐỔI SO VỚI {self.before.upper()}"
            more.append(FigureColumn(Column(title, width=18), lambda figure: _change(rows, figure)))
        return component_table(self.sheet.facts, zeros=self.zeros, own=Column("KẾT QUẢ", width=22), more=more)

    def _same_reason(self) -> str:
        """Why no figure is compared, where it is one reason for all: said once and not in every line."""
        reasons = {row.no_change_reason for row in self.sheet.rows.values() if row.has_figure}
        return reasons.pop() if len(reasons) == 1 else ""

    def below(self) -> Iterator[Paragraph]:
        """What is low, what is missing to the next rating, and where all this was published."""
        if reason := self._same_reason():
            text = f"Không có mức thay đổi so với {self.before}: {wording.lower_first(reason)}."
            yield Paragraph("no_change", text)
        limit = Decimal(str(self.letterhead["low_group_percent"]))
        low = sentences.groups_named(self.sheet.facts.low_groups(limit), zeros=self.zeros)
        if low:
            text = f"Nhóm chỉ số đạt dưới {vietnamese.rate(limit)} điểm tối đa: {'; '.join(low)}."
            yield Paragraph("low_groups", text)
        total = self.sheet.total
        if total is not None and total.rating:
            yield from _lacking(total, self.sheet.missing)
        yield Paragraph("closing", f"{self._closing()}./.")

    def _closing(self) -> str:
        release = self.release
        day = vietnamese.day(localdate(self.sheet.facts.published_at))
        text = f"Phiếu này lập từ kết quả công bố ngày {day}"
        if release.version > 1:
            text += f", lần {release.version} ({release.reason.rstrip('. ')})"
        return f"{text}; nguồn số liệu: {release.source_note.rstrip('. ')}" if release.source_note else text


def _rank(total: Result) -> str:
    """`xếp hạng 2/10 đơn vị cấp huyện (đồng hạng)`; empty where there is nobody to be ranked among."""
    if not _ranked(total):
        return ""
    level = Level(total.level)
    among = level.label.lower() if level == Level.DEPARTMENT else f"đơn vị {level.label.lower()}"
    return f"xếp hạng {total.rank}/{total.of} {among}{' (đồng hạng)' if total.tied else ''}"


def _ranked(row: Result) -> bool:
    return row.rank is not None and row.of is not None and row.of > 1


def _place(rows: Mapping[str, Result], figure: Figure) -> str:
    row = rows[figure.indicator.code]
    return f"{row.rank}/{row.of}" if _ranked(row) else ""


def _change(rows: Mapping[str, Result], figure: Figure) -> str:
    row = rows[figure.indicator.code]
    return columns.change_in_words(row) or ("" if row.no_data_reason else row.no_change_reason)


def _lacking(total: Result, missing: Shortfall | None) -> Iterator[Paragraph]:
    if missing is None:
        yield Paragraph("missing", f"3. Đã ở mức cao nhất, “{total.rating}”", "heading")
        return
    yield Paragraph("missing", f"3. Còn thiếu để đạt “{missing.rating}”", "heading")
    points, bound = vietnamese.decimal(missing.points), vietnamese.decimal(missing.bound)
    yield Paragraph("missing", f"- Còn thiếu {points} điểm (“{missing.rating}” từ {bound} điểm).", "item")
    if not missing.ways:
        text = "Kỳ này không công bố điểm từng nhóm, nên chưa nói được điểm còn thiếu nằm ở đâu"
        yield Paragraph("missing", f"- {text}.", "item")
        return
    ways = [
        f"{way.name} còn {vietnamese.decimal(way.room)}/{vietnamese.decimal(way.maximum)} điểm "
        f"({'đủ' if way.enough else 'riêng mục này chưa đủ'} để lên {missing.rating})"
        for way in missing.ways
    ]
    yield Paragraph("missing", f"- Còn nhiều điểm nhất ở: {'; '.join(ways)}.", "item")
