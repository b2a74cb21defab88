"""What the file prints beside its figures, compared with what follows from them; it only warns. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

from scores import ranking, vietnamese
from scores.intake.catalogue import CatalogueIndicator, CatalogueTarget, Context
from scores.intake.claims import Claim
from scores.intake.figures import Expected, Kind, read_figure
from scores.intake.headers import Holds
from scores.intake.outcome import Log, ReadFigure
from scores.intake.workbook import exact
from scores.intake.written import about_claim

Figures = Mapping[tuple[int, int], ReadFigure]
_LEVEL = re.compile(r"^(?P<word>chưa đạt|không đạt|vượt|đạt)\b(?P<rest>.*)$")
_THRESHOLD = re.compile(r"(?P<word>từ|trên|yêu cầu|tối thiểu|ít nhất|đúng)? ?(?P<value>\d+(?:[.,]\d+)?) ?%")
_OPERATORS = {"trên": ">", "yêu cầu": "=", "đúng": "="}
_SIGNED = re.compile(r"([+\-−]?)\s*(\d+(?:[.,]\d{1,2})?)")


def compare_printed(claims: Iterable[Claim], figures: Figures, context: Context, log: Log) -> None:
    """Compare every printed change, rank, rating, level and maximum; what cannot be compared is listed."""
    claims = list(claims)
    for claim in claims:
        figure = figures.get((claim.unit.id, claim.indicator.id))
        if claim.holds is Holds.PRINTED_MAXIMUM:
            _compare_maximum(claim, context, log)
        elif claim.holds is Holds.PRINTED_RATING:
            _compare_rating(claim, figure, context, log)
        elif claim.holds is Holds.PRINTED_LEVEL:
            _compare_level(claim, figure, context, log)
        elif claim.holds is Holds.PRINTED_RANK:
            _compare_rank(claim, figure, figures, context, log)
    _compare_changes(
        [claim for claim in claims if claim.holds is Holds.PRINTED_CHANGE], figures, context, log
    )


def _compare_maximum(claim: Claim, context: Context, log: Log) -> None:
    expected = Expected(frozenset({Kind.POINTS}), Kind.POINTS)
    read = None if claim.value is not None else read_figure(claim.cell, expected)
    printed = claim.value if claim.value is not None else getattr(read, "points", None)
    allowed = {claim.indicator.maximum, _with_groups_inside(claim.indicator, context)}
    if printed is None or printed not in allowed:
        shown = claim.cell.text if printed is None else vietnamese.decimal(printed)
        own = claim.indicator.maximum
        known = "không có mức tối đa" if own is None else f"tối đa {vietnamese.decimal(own)} điểm"
        log.warn(
            "printed-maximum",
            f"tệp ghi mức tối đa {shown}, bộ chỉ số ghi {known}. Kiểm tra tên chỉ số, hoặc bộ chỉ số.",
            at=claim.cell,
            of=claim.indicator.name,
            about=about_claim(claim, context),
        )


def _with_groups_inside(indicator: CatalogueIndicator, context: Context) -> Decimal | None:
    """A group's maximum together with groups numbered below it: 3 (12 points) with 3.5 (10 points) is 22."""
    if indicator.maximum is None or not indicator.number:
        return indicator.maximum
    inside = (
        other.maximum
        for other in context.indicators
        if other.role == "group" and other.maximum and other.number.startswith(f"{indicator.number}.")
    )
    return sum(inside, indicator.maximum)


def _compare_rating(claim: Claim, figure: ReadFigure | None, context: Context, log: Log) -> None:
    if figure is None or figure.points is None:
        return
    computed = ranking.rating(figure.points, context.bands)
    if vietnamese.canonical(claim.cell.text) != vietnamese.canonical(computed):
        log.warn(
            "printed-rating",
            f"tệp ghi “{claim.cell.text}”, {vietnamese.decimal(figure.points)} điểm thì là “{computed}”. "
            "Cổng công bố kết quả tính; kiểm tra lại điểm.",
            at=claim.cell,
            of=claim.label,
            about=about_claim(claim, context, figure),
        )


def _compare_level(claim: Claim, figure: ReadFigure | None, context: Context, log: Log) -> None:
    level = _LEVEL.match(vietnamese.canonical(claim.cell.text))
    if level is None:
        why = "lời ghi ở cột mức độ, không phải Đạt hay Chưa đạt"
        log.leave_out(claim.cell.sheet, claim.cell.row, claim.cell.text, why)
        return
    threshold = _threshold(claim.cell.text)
    target = claim.indicator.target
    if threshold and target and not _same(threshold, target):
        log.warn(
            "printed-target",
            f"tệp ghi chỉ tiêu “{_words(threshold)}”, danh mục ghi “{_words(target)}”. "
            "Kiểm tra chỉ tiêu của kỳ này trong danh mục.",
            at=claim.cell,
            of=claim.label,
            about=about_claim(claim, context, figure),
        )
    goal = target or threshold
    if goal is None or figure is None or figure.rate is None:
        return
    met = ranking.meets(figure.rate, goal.operator, goal.value)
    if met == level["word"].startswith(("chưa", "không")):
        computed = "Đạt" if met else "Chưa đạt"
        log.warn(
            "printed-level",
            f"tệp ghi “{claim.cell.text}” bên cạnh {vietnamese.rate(figure.rate)}; với chỉ tiêu "
            f"{_words(goal)} thì tính được “{computed}”. Cổng công bố kết quả tính; kiểm tra lại số liệu.",
            at=claim.cell,
            of=claim.label,
            about=about_claim(claim, context, figure),
        )


def _threshold(text: str) -> CatalogueTarget | None:
    """`từ 90% trở lên` → >= 90, `trên 90%` → > 90, `yêu cầu 100%` → = 100."""
    match = _THRESHOLD.search(text.casefold())
    if match is None:
        return None
    return CatalogueTarget(
        _OPERATORS.get(match["word"] or "", ">="), Decimal(match["value"].replace(",", "."))
    )


def _same(one: CatalogueTarget, other: CatalogueTarget) -> bool:
    # Of a rate, "exactly 100%" and "at least 100%" are one demand.
    at_top = one.value == other.value == 100 and ">" not in (one.operator, other.operator)
    return at_top or (one.operator, one.value) == (other.operator, other.value)


def _words(target: CatalogueTarget) -> str:
    value = vietnamese.rate(target.value)
    return {">=": f"từ {value} trở lên", ">": f"trên {value}", "=": f"đúng {value}"}[target.operator]


def _compare_rank(
    claim: Claim, figure: ReadFigure | None, figures: Figures, context: Context, log: Log
) -> None:
    if figure is None or figure.points is None:
        return
    points = {
        unit.id: other.points
        for unit in context.units
        if unit.level == claim.unit.level
        and unit.id != context.own.id
        and (other := figures.get((unit.id, claim.indicator.id)))
    }
    placed = ranking.standings(points).get(claim.unit.id)
    printed = re.fullmatch(r"0*(\d+)(?:\s*/\s*0*(\d+))?", claim.cell.text)
    of_level = sum(unit.level == claim.unit.level and unit.id != context.own.id for unit in context.units)
    # A rank out of another number is a rank in another list of units; a file need not list the whole level.
    same_list = printed is None or printed[2] is None or int(printed[2]) in (placed and placed.of, of_level)
    if placed and (printed is None or int(printed[1]) != placed.rank or not same_list):
        tie = " (bằng điểm thì cùng hạng)" if placed.tied else ""
        log.warn(
            "printed-rank",
            f"tệp ghi hạng “{claim.cell.text}”, tính được hạng {placed.rank}/{placed.of}{tie}. "
            "Cổng công bố hạng tính; kiểm tra lại điểm.",
            at=claim.cell,
            of=claim.label,
            about=about_claim(claim, context, figure),
        )


def _compare_changes(claims: list[Claim], figures: Figures, context: Context, log: Log) -> None:
    """Against the release before; without one the columns are listed, since a change is never typed in."""
    told: set[tuple[str, int]] = set()
    for claim in claims:
        before = context.previous.get((claim.unit.id, claim.indicator.id))
        figure = figures.get((claim.unit.id, claim.indicator.id))
        if before is None or figure is None:
            header = claim.header or claim.cell
            if (header.sheet, header.column) not in told:
                told.add((header.sheet, header.column))
                why = "mức tăng giảm in sẵn: chưa có số liệu kỳ trước để so sánh, và không nhập từ tệp"
                log.leave_out(header.sheet, header.row, header.text, why)
            continue
        computed = ranking.change(figure.points, before.points)
        if computed is None:
            computed = ranking.change(figure.rate, before.rate)
        printed = printed_change(claim)
        if computed is not None and printed != computed:
            log.warn(
                "printed-change",
                f"tệp ghi “{claim.cell.text}”, so với kỳ trước tính được {vietnamese.change(computed)}. "
                "Cổng công bố mức tính; kiểm tra điểm kỳ này và kỳ trước.",
                at=claim.cell,
                of=claim.label,
                about=about_claim(claim, context, figure),
            )


def printed_change(claim: Claim) -> Decimal | None:
    """`-0,80` or a number; None where it cannot be read, which then differs from any change."""
    value = claim.cell.value
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return exact(value)
    match = _SIGNED.fullmatch(claim.cell.text)
    if match is None:
        return None
    number = Decimal(match[2].replace(",", "."))
    return -number if match[1] in ("-", "−") else number
