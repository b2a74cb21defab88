"""Claims of all tables → one figure per unit and indicator; cells may agree, never differ. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from scores import vietnamese
from scores.intake import asking, sums
from scores.intake.catalogue import CatalogueIndicator, Context
from scores.intake.claims import Claim
from scores.intake.contradictions import Contradictions
from scores.intake.corrections import raw_text
from scores.intake.decisions import Asks
from scores.intake.figures import Expected, Figure, Kind, Refusal, choices_of, read_figure, read_rank
from scores.intake.headers import Holds
from scores.intake.outcome import Log, ReadFigure
from scores.intake.together import Together, ask_cell, rounds, sign_of
from scores.intake.workbook import Cell
from scores.intake.written import about_claim

Value = Decimal | int
_OWN = ("points", "rate", "count", "count_of")


@dataclass
class _Gathered:
    """What was read so far of one unit and indicator, each value with the claim that said it."""

    values: dict[str, tuple[Value, Claim]] = field(default_factory=dict)
    reasons: list[tuple[str, str, Claim]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def gather(claims: Iterable[Claim], context: Context, log: Log) -> list[ReadFigure]:
    """The figures in the order met; what cannot be read or contradicts itself is logged and left out."""
    by_subject: dict[tuple[int, int], list[Claim]] = {}
    for claim in claims:
        by_subject.setdefault((claim.unit.id, claim.indicator.id), []).append(claim)
    gathering = _Gathering(context, log, Together(context, log), Contradictions(context, log))
    figures: dict[sums.Subject, ReadFigure | None] = {}
    waiting: dict[sums.Subject, list[Claim]] = {}
    for subject, of_subject in by_subject.items():
        waits = sums.is_open(of_subject, context)
        figures[subject] = None if waits else gathering.figure(of_subject)
        if waits:
            waiting[subject] = of_subject
    sums.computed(waiting, figures, gathering.figure, context, log)
    gathering.together.tell()
    gathering.contradictions.tell()
    return [figure for figure in figures.values() if figure]


@dataclass
class _Gathering:
    """One file's figures being put together, with what is asked about several of them at once."""

    context: Context
    log: Log
    together: Together
    contradictions: Contradictions

    _plain: dict[_PlainKey, Figure | None] = field(default_factory=dict)

    def figure(self, claims: list[Claim]) -> ReadFigure | None:
        if len(claims) == 1 and (plain := self._plain_number(claims[0])):
            return plain
        gathered = _Gathered()
        for claim in claims:
            if claim.holds is Holds.FIGURE:
                self._own(claim, gathered)
        for claim in claims:
            if claim.holds is Holds.NATIONAL_AVERAGE:
                self._average(claim, gathered)
            elif claim.holds is Holds.NATIONAL_RANK:
                self._rank(claim, gathered)
            elif claim.holds is Holds.NOTE:
                gathered.notes.append(claim.cell.text)
        return self._read_figure(claims[0], gathered)

    def _plain_number(self, claim: Claim) -> ReadFigure | None:
        """The figure of a typed number that nothing else speaks of; None for anything less plain.

        Nearly all figures of large files are that, and each number is read once for its column.
        """
        cell, indicator = claim.cell, claim.indicator
        if claim.holds is not Holds.FIGURE or claim.original or not _is_plain(cell):
            return None
        # By identity: the claims keep all of these alive, and decimals and enums are slow to hash.
        key = (id(indicator), id(claim.kind), id(claim.likely), claim.decided, cell.sheet, id(cell.value))
        if key in self._plain:
            figure = self._plain[key]
        else:
            read = self._read(claim, claim.likely or indicator.default_kind)
            figure = self._plain[key] = read if isinstance(read, Figure) else None
        if figure is None:
            return None
        return ReadFigure(
            claim.unit.id,
            indicator.id,
            cell.sheet,
            cell.address,
            cell.text,
            figure.points,
            figure.rate,
            figure.count,
        )

    def _own(self, claim: Claim, gathered: _Gathered) -> None:
        read = self._read(claim, claim.likely or claim.indicator.default_kind)
        if isinstance(read, Refusal):
            self.together.take(claim, read)
            return
        if read is None:
            return
        if read.no_data_reason:
            gathered.reasons.append((read.no_data_reason, read.note, claim))
            return
        if read.count_of is not None and not claim.indicator.has_count_of:
            sentence = f"“{claim.cell.text}” là số đạt trên tổng số, chỉ số này chỉ có một số."
            ask_cell(claim, Refusal("wrong-kind", f"{sentence} Ghi lại số đúng."), self.context, self.log)
            return
        if self.together.percent_may_be_points(claim):
            return
        _warn_of_maximum(claim, read, self.context, self.log)
        for name in _OWN:
            value = getattr(read, name)
            if value is not None:
                self._put(name, value, claim, gathered)

    def _read(self, claim: Claim, default: Kind) -> Figure | Refusal | None:
        """A cell by what it says, or by what a person said of its sign."""
        read = read_figure(claim.cell, _expected(claim, default, self.context))
        if not isinstance(read, Refusal) or read.code != "unclear-mark":
            return read
        meaning = self.context.decisions.of(Asks.MARK, sign_of(claim.cell))
        if meaning == asking.BLANK:
            return None
        return Figure(no_data_reason=meaning) if meaning else read

    def _average(self, claim: Claim, gathered: _Gathered) -> None:
        """The national average is of the figure it stands beside: points if there are any, else the rate."""
        own = next((kind for name, kind in _KINDS.items() if name in gathered.values), None)
        read = self._read(claim, own or claim.likely or claim.indicator.default_kind)
        aside = ", trung bình cả nước"
        if isinstance(read, Refusal):
            if read.code in ("unclear-mark", "too-precise"):
                self.together.take(claim, read)
            else:
                ask_cell(claim, read, self.context, self.log, aside)
            return
        if read is None or read.no_data_reason:
            return
        value = read.points if read.points is not None else read.rate
        kind = Kind.POINTS if read.points is not None else Kind.RATE
        if value is None or (own and kind is not own):
            sentence = f"“{claim.cell.text}” không cùng loại với số liệu của đơn vị."
            refusal = Refusal("wrong-kind", f"{sentence} Ghi cùng là điểm hoặc tỷ lệ.")
            ask_cell(claim, refusal, self.context, self.log, aside)
            return
        self._put("national_average", value, claim, gathered)

    def _rank(self, claim: Claim, gathered: _Gathered) -> None:
        read = read_rank(claim.cell, claim.of)
        if isinstance(read, Refusal):
            if not self.context.decisions.of(Asks.MARK, sign_of(claim.cell)):
                ask_cell(claim, read, self.context, self.log, ", xếp hạng")
        elif read:
            self._put("national_rank", read[0], claim, gathered)
            self._put("national_of", read[1], claim, gathered)

    def _put(self, name: str, value: Value, claim: Claim, gathered: _Gathered) -> None:
        before = gathered.values.get(name)
        if before is None or before[0] == value:
            gathered.values.setdefault(name, (value, claim))
        elif self.contradictions.later_counts(before[1], claim):
            gathered.values[name] = (value, claim)

    def _read_figure(self, claim: Claim, gathered: _Gathered) -> ReadFigure | None:
        values = {name: value for name, (value, _) in gathered.values.items()}
        own = [name for name in _OWN if name in values]
        reason = None
        if gathered.reasons:
            reason, note, told = gathered.reasons[0]
            contrary = self._contrary_to(reason, told, own, gathered)
            if contrary:
                self.contradictions.figure_and_reason(contrary, told)
                return None
            gathered.notes.insert(0, raw_text(told) if own else note)
        if not own and not reason:
            return None
        main = gathered.values[own[0]][1] if own else gathered.reasons[0][2]
        return ReadFigure(
            unit_id=claim.unit.id,
            indicator_id=claim.indicator.id,
            sheet=main.cell.sheet,
            cell=main.cell.address,
            raw=raw_text(main),
            no_data_reason="" if own else reason or "",
            note="; ".join(note for note in gathered.notes if note)[:300],
            **values,  # type: ignore[arg-type]  # each name holds the type read for it
        )

    @staticmethod
    def _contrary_to(reason: str, told: Claim, own: list[str], gathered: _Gathered) -> Claim | None:
        """A figure of the kind that a reason says there is none of, or another reason."""
        for name in own:
            if told.kind is None or _KINDS.get(name, Kind.COUNT) is told.kind:
                return gathered.values[name][1]
        return next((other for said, _, other in gathered.reasons if said != reason), None)


_KINDS = {"points": Kind.POINTS, "rate": Kind.RATE}
_PlainKey = tuple[int, int, int, bool, str, int]


def _is_plain(cell: Cell) -> bool:
    """A number typed as a number, shown as one."""
    typed = type(cell.value) in (int, Decimal, float)
    return typed and not cell.is_error and not cell.uncomputed and "%" not in cell.number_format


def _expected(claim: Claim, default: Kind, context: Context) -> Expected:
    indicator = claim.indicator
    return Expected(
        indicator.carries,
        default,
        claim.kind,
        indicator.maximum,
        context.measures,
        choices_of(indicator.measure),
        rounds=rounds(claim.cell, context),
        percent_is_points=claim.decided and claim.kind is Kind.POINTS,
    )


def _warn_of_maximum(claim: Claim, read: Figure, context: Context, log: Log) -> None:
    maximum = claim.indicator.maximum
    if read.printed_maximum is not None and read.printed_maximum != maximum:
        log.warn(
            "printed-maximum",
            f"“{claim.cell.text}” ghi mức tối đa {vietnamese.decimal(read.printed_maximum)}, "
            f"bộ chỉ số ghi {_maximum(claim.indicator)}. Kiểm tra có đúng chỉ số này không.",
            at=claim.cell,
            of=claim.label,
            about=about_claim(claim, context, read),
        )


def _maximum(indicator: CatalogueIndicator) -> str:
    return "không có mức tối đa" if indicator.maximum is None else vietnamese.decimal(indicator.maximum)
