"""Claims of all tables → one figure per unit and indicator; cells may agree, never differ. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from scores import vietnamese
from scores.intake.catalogue import CatalogueIndicator, Context
from scores.intake.claims import Claim
from scores.intake.figures import Expected, Figure, Kind, Refusal, read_figure, read_rank
from scores.intake.headers import Holds
from scores.intake.outcome import Log, ReadFigure
from scores.intake.workbook import Cell

Value = Decimal | int
_OWN = ("points", "rate", "count", "count_of")


@dataclass
class _Gathered:
    """What was read so far of one unit and indicator, each value with the cell that said it."""

    values: dict[str, tuple[Value, Cell]] = field(default_factory=dict)
    reasons: list[tuple[str, str, Cell, Kind | None]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def gather(claims: Iterable[Claim], context: Context, log: Log) -> list[ReadFigure]:
    """The figures in the order met; what cannot be read or contradicts itself is logged and left out."""
    by_subject: dict[tuple[int, int], list[Claim]] = {}
    for claim in claims:
        by_subject.setdefault((claim.unit.id, claim.indicator.id), []).append(claim)
    figures = (_figure(subject, context, log) for subject in by_subject.values())
    return [figure for figure in figures if figure]


def _figure(claims: list[Claim], context: Context, log: Log) -> ReadFigure | None:
    gathered = _Gathered()
    for claim in claims:
        if claim.holds is Holds.FIGURE:
            _own(claim, gathered, context, log)
    for claim in claims:
        if claim.holds is Holds.NATIONAL_AVERAGE:
            _average(claim, gathered, context, log)
        elif claim.holds is Holds.NATIONAL_RANK:
            _rank(claim, gathered, log)
        elif claim.holds is Holds.NOTE:
            gathered.notes.append(claim.cell.text)
    return _read_figure(claims[0], gathered, log)


def _own(claim: Claim, gathered: _Gathered, context: Context, log: Log) -> None:
    read = read_figure(claim.cell, _expected(claim, claim.likely or claim.indicator.default_kind, context))
    if isinstance(read, Refusal):
        log.block(read.code, read.sentence, at=claim.cell, of=claim.label)
        return
    if read is None:
        return
    if read.no_data_reason:
        gathered.reasons.append((read.no_data_reason, read.note, claim.cell, claim.kind))
        return
    if read.count_of is not None and not claim.indicator.has_count_of:
        sentence = f"“{claim.cell.text}” là số đạt trên tổng số, chỉ số này chỉ có một số. Ghi lại số liệu."
        log.block("wrong-kind", sentence, at=claim.cell, of=claim.label)
        return
    _warn_of_maximum(claim, read, log)
    for name in _OWN:
        value = getattr(read, name)
        if value is not None:
            _put(name, value, claim, gathered, log)


def _average(claim: Claim, gathered: _Gathered, context: Context, log: Log) -> None:
    """The national average is of the figure it stands beside: points if there are points, else the rate."""
    own = next((kind for name, kind in _KINDS.items() if name in gathered.values), None)
    likely = own or claim.likely or claim.indicator.default_kind
    read = read_figure(claim.cell, _expected(claim, likely, context))
    if isinstance(read, Refusal):
        log.block(read.code, read.sentence, at=claim.cell, of=claim.label + ", trung bình cả nước")
        return
    if read is None or read.no_data_reason:
        return
    value = read.points if read.points is not None else read.rate
    kind = Kind.POINTS if read.points is not None else Kind.RATE
    if value is None or (own and kind is not own):
        sentence = f"“{claim.cell.text}” không cùng loại với số liệu của đơn vị. Ghi cùng là điểm hoặc tỷ lệ."
        log.block("wrong-kind", sentence, at=claim.cell, of=claim.label + ", trung bình cả nước")
        return
    _put("national_average", value, claim, gathered, log)


_KINDS = {"points": Kind.POINTS, "rate": Kind.RATE}


def _rank(claim: Claim, gathered: _Gathered, log: Log) -> None:
    read = read_rank(claim.cell, claim.of)
    if isinstance(read, Refusal):
        log.block(read.code, read.sentence, at=claim.cell, of=claim.label + ", xếp hạng")
    elif read:
        _put("national_rank", read[0], claim, gathered, log)
        _put("national_of", read[1], claim, gathered, log)


def _expected(claim: Claim, default: Kind, context: Context) -> Expected:
    indicator = claim.indicator
    return Expected(indicator.carries, default, claim.kind, indicator.maximum, context.measures)


def _put(name: str, value: Value, claim: Claim, gathered: _Gathered, log: Log) -> None:
    before = gathered.values.setdefault(name, (value, claim.cell))
    if before[0] != value:
        log.block(
            "two-values",
            f"ô ghi “{claim.cell.text}” nhưng ô {before[1].address} trang “{before[1].sheet}” ghi "
            f"“{before[1].text}”. Sửa cho khớp hoặc xóa một ô.",
            at=claim.cell,
            of=claim.label,
        )


def _warn_of_maximum(claim: Claim, read: Figure, log: Log) -> None:
    maximum = claim.indicator.maximum
    if read.printed_maximum is not None and read.printed_maximum != maximum:
        log.warn(
            "printed-maximum",
            f"“{claim.cell.text}” ghi mức tối đa {vietnamese.decimal(read.printed_maximum)}, "
            f"bộ chỉ số ghi {_maximum(claim.indicator)}. Kiểm tra có đúng chỉ số này không.",
            at=claim.cell,
            of=claim.label,
        )


def _maximum(indicator: CatalogueIndicator) -> str:
    return "không có mức tối đa" if indicator.maximum is None else vietnamese.decimal(indicator.maximum)


def _read_figure(claim: Claim, gathered: _Gathered, log: Log) -> ReadFigure | None:
    values = {name: value for name, (value, _) in gathered.values.items()}
    own = [name for name in _OWN if name in values]
    reason = None
    if gathered.reasons:
        reason, note, cell, kind = gathered.reasons[0]
        same = [name for name in own if kind is None or _KINDS.get(name, Kind.COUNT) is kind]
        if same or len({entry[0] for entry in gathered.reasons}) > 1:
            sentence = f"ô ghi “{cell.text}” nhưng nơi khác có số liệu hoặc lý do khác. Giữ một trong hai."
            log.block("two-values", sentence, at=cell, of=claim.label)
            return None
        gathered.notes.insert(0, cell.text if own else note)
    if not own and not reason:
        return None
    main = gathered.values[own[0]][1] if own else gathered.reasons[0][2]
    return ReadFigure(
        unit_id=claim.unit.id,
        indicator_id=claim.indicator.id,
        sheet=main.sheet,
        cell=main.address,
        raw=main.text,
        no_data_reason="" if own else reason or "",
        note="; ".join(note for note in gathered.notes if note)[:300],
        **values,  # type: ignore[arg-type]  # each name holds the type read for it
    )
