"""The national portal's answer, saved as JSON → the same claims as from a workbook. Pure.

A cell's sheet is the place in the answer (`evaluation[3]`), its address the field (`totalScore`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from scores import vietnamese
from scores.intake import asking
from scores.intake.catalogue import CatalogueIndicator, CatalogueUnit, Context
from scores.intake.claims import Claim, Names
from scores.intake.container import NotAWorkbookError, load_answer
from scores.intake.decisions import Asks
from scores.intake.figures import Kind
from scores.intake.headers import Holds
from scores.intake.matching import asking_whether, unit_key
from scores.intake.outcome import About, Log
from scores.intake.workbook import Cell

HALF_DIGIT = Decimal("0.005")
_NOT_IMPORTED = {
    "growthPercent": "phần trăm tăng giảm của Cổng, không phải chênh lệch điểm; cổng này tự tính",
    "donuts": "số liệu vẽ biểu đồ, không thuộc bộ chỉ số",
    "monthlyChart": "số liệu vẽ biểu đồ các tháng; mỗi tháng nhập riêng",
    "dossierChart": "số liệu vẽ biểu đồ, không thuộc bộ chỉ số",
}


def read_answer(
    data: bytes, names: Names, context: Context, log: Log
) -> tuple[list[Claim], list[tuple[str, str]]]:
    """The claims of evaluation, overview and radar; everything else of the answer is listed."""
    content = _content(data)
    claims: list[Claim] = []
    for key, value in content.items():
        if key == "evaluation" and isinstance(value, list):
            claims.extend(_evaluation(value, names, context, log))
        elif key == "overview" and isinstance(value, dict):
            claims.extend(_overview(value, names, context, log))
        elif key == "radar" and isinstance(value, list):
            claims.extend(_radar(value, context, log))
            _check_sum(value, content.get("overview"), log)
        elif value is not None:
            why = _NOT_IMPORTED.get(key, "mục không dùng để nhập số liệu")
            log.leave_out(key, 0, json.dumps(value, ensure_ascii=False, default=float)[:200], why)
    return claims, []


def _content(data: bytes) -> dict[str, Any]:
    answer = load_answer(data)
    content = answer.get("data", answer) if isinstance(answer, dict) else None
    if not isinstance(content, dict) or not {"evaluation", "overview", "radar"} & content.keys():
        raise NotAWorkbookError(
            "Tệp JSON không có phần evaluation, overview hay radar của Cổng DVCQG. Lưu lại đúng "
            "trang rồi tải lên lại."
        )
    return content


def _evaluation(rows: list[Any], names: Names, context: Context, log: Log) -> Iterator[Claim]:
    seen: dict[int, str] = {}
    for place, row in enumerate(rows):
        where = f"evaluation[{place}]"
        if not isinstance(row, dict):
            log.leave_out(where, 0, str(row)[:200], "không phải một đơn vị")
            continue
        unit = _unit(row, where, names, context, log)
        if unit is None:
            continue
        if unit.id in seen:
            _tell_twice(row, unit, where, seen[unit.id], context, log)
            continue
        seen[unit.id] = where
        log.mark_read("evaluation", [place + 1])
        yield from _score(row, "totalScore", where, unit, context.total, log)


def _tell_twice(
    row: dict[str, Any], unit: CatalogueUnit, where: str, first: str, context: Context, log: Log
) -> None:
    log.leave_out(where, 0, _row_text(row), f"đơn vị đã có ở {first}")
    log.block(
        "unit-twice",
        f"đơn vị đã có ở {first}. Bỏ mục này, hoặc lưu lại từ Cổng DVCQG.",
        sheet=where,
        of=unit.name,
        about=About(unit.name, raw=_row_text(row)),
        question=asking.leave_row(Asks.UNIT, f"@{where}"),
    )


def _overview(row: dict[str, Any], names: Names, context: Context, log: Log) -> Iterator[Claim]:
    unit = _unit(row, "overview", names, context, log)
    if unit is None:
        return
    if unit.id != context.own.id:
        log.block(
            "wrong-office",
            f"tệp là của {unit.name}, nhưng đang nhập cho {context.office_name}. Chọn lại cơ quan hoặc tệp.",
            sheet="overview",
        )
        return
    log.mark_read("overview", [1])
    yield from _score(row, "totalScore", "overview", unit, context.total, log)
    if context.total and row.get("totalMaxScore") not in (None, context.total.maximum):
        sentence = f"Cổng ghi tổng tối đa {row['totalMaxScore']} điểm, bộ chỉ số ghi {context.total.maximum}."
        log.warn("printed-maximum", f"{sentence} Kiểm tra phiên bản bộ chỉ số.", sheet="overview")


def _radar(rows: list[Any], context: Context, log: Log) -> Iterator[Claim]:
    by_code = {indicator.code: indicator for indicator in context.indicators if indicator.role == "group"}
    for place, row in enumerate(rows):
        where = f"radar[{place}]"
        code = row.get("code") if isinstance(row, dict) else None
        if isinstance(row, dict) and code in by_code:
            indicator = by_code[str(code)]
            log.mark_read("radar", [place + 1])
            yield from _score(row, "score", where, context.own, indicator, log)
            yield from _maximum(row, "maxScore", where, indicator, context)
            continue
        text = _row_text(row) if isinstance(row, dict) else str(row)[:200]
        log.leave_out(where, 0, text, "không phải nhóm của bộ chỉ số")
        sentence = f"nhóm “{code}” không có trong bộ chỉ số của {context.period.label}. Kiểm tra lại kỳ."
        log.block("unknown-indicator", sentence, sheet=where, about=About(raw=str(code)))


def _check_sum(rows: list[Any], overview: object, log: Log) -> None:
    """The groups of the radar against the printed total."""
    total = overview.get("totalScore") if isinstance(overview, dict) else None
    scores = [row.get("score") for row in rows if isinstance(row, dict)]
    numbers = [Decimal(score) for score in scores if isinstance(score, int | Decimal)]
    if not isinstance(total, int | Decimal) or len(numbers) < len(rows):
        return
    added = sum(numbers, Decimal(0))
    if abs(added - total) > HALF_DIGIT * (len(numbers) + 1):
        log.warn(
            "sum-of-groups",
            f"tổng điểm {vietnamese.decimal(Decimal(total))}, cộng {len(numbers)} nhóm được "
            f"{vietnamese.decimal(added)}. Lưu lại từ Cổng DVCQG khi số liệu đã ổn định.",
            sheet="radar",
        )


def _unit(row: dict[str, Any], where: str, names: Names, context: Context, log: Log) -> CatalogueUnit | None:
    """By code first, else by name; a name that disagrees with its code warns."""
    code, name = str(row.get("departmentCode") or ""), str(row.get("departmentName") or "")
    for what in (f"@{where}", unit_key(name)):
        answer = context.decisions.of(Asks.UNIT, what)
        if answer == asking.LEAVE:
            log.leave_out(where, 0, _row_text(row), context.decisions.why_left(Asks.UNIT, what))
            return None
        if answer and answer.isdigit() and int(answer) in context.unit_by_id:
            return context.unit_by_id[int(answer)]
    match = names.units.find(name)
    unit = names.units.by_code(code) if code else None
    if unit is None and match.item is None:
        log.leave_out(where, 0, _row_text(row), "chưa biết là đơn vị nào")
        log.block(
            "ambiguous-unit" if match.items else "unknown-unit",
            f"{context.office_name} không có đơn vị “{name}” (mã {code}) trong {context.period.label}."
            f"{asking_whether(match.suggestions)} Chọn đơn vị, hoặc bỏ mục này.",
            sheet=where,
            about=About(raw=name),
            question=asking.unit(
                f"@{where}" if match.items or not name else unit_key(name), match.items or match.alike
            ),
        )
        return None
    if unit is None:
        sentence = f"mã “{code}” chưa có trong danh mục; đơn vị được nhận theo tên. Kiểm tra lại mã."
        log.warn("unknown-code", sentence, sheet=where, of=name)
        return match.item
    if unit not in match.items:
        sentence = f"mã {code} là của {unit.name} nhưng tên ghi “{name}”; được nhận theo mã. Kiểm tra lại."
        log.warn("name-against-code", sentence, sheet=where)
    return unit


def _score(
    row: dict[str, Any],
    field: str,
    where: str,
    unit: CatalogueUnit,
    indicator: CatalogueIndicator | None,
    log: Log,
) -> Iterator[Claim]:
    value = row.get(field)
    if value is None or indicator is None:
        log.leave_out(where, 0, _row_text(row), "Cổng chưa có điểm")
        return
    cell = Cell(where, field, 0, 0, value)
    yield Claim(unit, indicator, Holds.FIGURE, cell, Kind.POINTS)


def _maximum(
    row: dict[str, Any], field: str, where: str, indicator: CatalogueIndicator, context: Context
) -> Iterator[Claim]:
    value = row.get(field)
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        cell = Cell(where, field, 0, 0, value)
        yield Claim(context.own, indicator, Holds.PRINTED_MAXIMUM, cell, value=Decimal(value))


def _row_text(row: dict[str, Any]) -> str:
    shown = {key: value for key, value in row.items() if value is not None and key != "departmentId"}
    return ", ".join(f"{key}: {value}" for key, value in shown.items())[:200]
