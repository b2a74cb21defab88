"""A file's figures against those of the period before: jumps, a lost scale, swapped columns, a copy. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from scores import vietnamese
from scores.intake.catalogue import Context, Previous
from scores.intake.outcome import Log, ReadFigure
from scores.intake.printed import Figures
from scores.intake.written import about_figure

_FEW = 3
"""Fewer figures than this may be low, or the same, by chance."""
_MANY_JUMPS = 5
_LOW = Decimal("0.55")
_COPY = Decimal("0.95")


@dataclass(slots=True)
class Move:
    """A figure now and before, both in points or both in percent; never changed once made.

    `words` follow the figure: `%`, or ` điểm` with its space.
    """

    figure: ReadFigure
    now: Decimal
    then: Decimal
    words: str

    @property
    def change(self) -> Decimal:
        return self.now - self.then


def compare_with_before(figures: Figures, context: Context, log: Log) -> None:
    """Warn once of a column that moved as a whole, else of every figure that jumps; and of a copy."""
    columns: dict[tuple[int, str], list[Move]] = defaultdict(list)
    for (unit, indicator), figure in figures.items():
        move = _move(figure, context.previous.get((unit, indicator)))
        if move:
            columns[indicator, move.words].append(move)
    for (indicator, _), moves in columns.items():
        name = context.indicator_by_id[indicator].name
        jumps = [move for move in moves if abs(move.change) > context.jump_limit]
        if len(moves) >= _FEW and all(move.now < move.then * _LOW for move in moves):
            _tell_low(name, moves, context, log)
        elif len(jumps) >= _MANY_JUMPS and 2 * len(jumps) > len(moves):
            _tell_column(name, jumps, len(moves), context, log)
        else:
            _tell_jumps(jumps, context, log)
    _tell_copy(figures, context, log)


def _move(figure: ReadFigure, before: Previous | None) -> Move | None:
    if before is None:
        return None
    if figure.points is not None and before.points is not None:
        return Move(figure, figure.points, before.points, " điểm")
    if figure.rate is not None and before.rate is not None:
        return Move(figure, figure.rate, before.rate, "%")
    return None


def _tell_low(name: str, moves: list[Move], context: Context, log: Log) -> None:
    log.warn(
        "scale",
        f"cả {len(moves)} đơn vị đều thấp hơn nhiều so với {context.period.before.label}, ví dụ "
        f"{_examples(moves[:1], context)}. Kiểm tra thang điểm của cột này.",
        at=moves[0].figure,
        of=name,
        about=about_figure(moves[0].figure, context),
    )


def _tell_column(name: str, jumps: list[Move], of: int, context: Context, log: Log) -> None:
    largest = sorted(jumps, key=lambda move: -abs(move.change))[:3]
    log.warn(
        "column-jumps",
        f"{len(jumps)}/{of} đơn vị chênh quá {vietnamese.decimal(context.jump_limit)} so với "
        f"{context.period.before.label}, nhiều nhất: {_examples(largest, context)}. "
        "Kiểm tra có đặt nhầm cột không.",
        at=jumps[0].figure,
        of=name,
        about=about_figure(jumps[0].figure, context),
    )


def _examples(moves: Iterable[Move], context: Context) -> str:
    return "; ".join(
        f"{context.unit_by_id[move.figure.unit_id].name} {vietnamese.decimal(move.now)}, "
        f"kỳ trước {vietnamese.decimal(move.then)}"
        for move in moves
    )


def _tell_jumps(jumps: Iterable[Move], context: Context, log: Log) -> None:
    for move in jumps:
        log.warn(
            "jump",
            f"{vietnamese.decimal(move.now)}{move.words}, kỳ trước {vietnamese.decimal(move.then)} "
            f"(chênh {vietnamese.change(move.change)}, quá {vietnamese.decimal(context.jump_limit)}). "
            "Kiểm tra lại với Cổng DVCQG.",
            at=move.figure,
            of=context.label_of(move.figure.unit_id, move.figure.indicator_id),
            about=about_figure(move.figure, context),
        )


def _tell_copy(figures: Figures, context: Context, log: Log) -> None:
    """A file that says what the one before said, but for a few figures."""
    before = context.previous
    others, most = 0, len(figures) - len(figures) * _COPY
    for key, figure in figures.items():
        then = before.get(key)
        others += then is None or not _as_before(figure, then)
        if others > most:
            return
    if sum(key in before for key in figures) < _FEW:
        return
    same = len(figures) - others
    where = f"{same}/{len(figures)}" if others else f"cả {same}"
    log.warn(
        "identical",
        f"giống hệt {context.period.before.label} ở {where} số liệu. "
        "Kiểm tra có phải tệp của kỳ trước không.",
    )


def _as_before(figure: ReadFigure, before: Previous) -> bool:
    now = (figure.points, figure.rate, figure.count, figure.count_of)
    return now == (before.points, before.rate, before.count, before.count_of)
