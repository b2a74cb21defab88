"""What an answer to a question means: settled before it is kept, and what is learnt from it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from scores.intake import asking
from scores.intake.catalogue import CatalogueIndicator, CatalogueUnit, Context
from scores.intake.decisions import Asks
from scores.intake.figures import Kind
from scores.intake.headers import Holds, Reader
from scores.intake.matching import Indicators, Units, asking_whether

LONGEST = 300
"""As long as an answer may be."""


class NotUnderstoodError(ValueError):
    """An answer that settles nothing; the message says what to write instead."""


@dataclass(frozen=True)
class Learnt:
    """A spelling that is known from now on: of a unit, or of an indicator."""

    text: str
    unit_id: int | None = None
    indicator_id: int | None = None


def settled(question: Mapping[str, Any], written: str, context: Context) -> str:
    """The value to keep for an answer; a unit written by its name becomes its id. NotUnderstoodError."""
    value = written.strip()
    if value in {choice["value"] for choice in question["choices"]}:
        return value
    if not value or not question["free_text"]:
        raise NotUnderstoodError("Chọn một trong các câu trả lời có trên trang.")
    if len(value) > LONGEST:
        raise NotUnderstoodError(f"Câu trả lời dài hơn {LONGEST} ký tự. Ghi ngắn lại.")
    return str(_unit(value, context).id) if question["asks"] == Asks.UNIT else value


def _unit(written: str, context: Context) -> CatalogueUnit:
    by_slug = [unit for unit in context.units if unit.slug == written]
    match = Units(context.units).find(written)
    unit = by_slug[0] if by_slug else match.item
    if unit is None and match.items:
        parents = " hoặc ".join(f"“{item.name}, {item.parent_name}”" for item in match.items)
        raise NotUnderstoodError(f"Có {len(match.items)} đơn vị cùng tên “{written}”. Ghi {parents}.")
    if unit is None:
        raise NotUnderstoodError(
            f"{context.office_name} không có đơn vị “{written}” trong {context.period.label}."
            f"{asking_whether(match.suggestions)} Ghi đúng tên trong danh mục."
        )
    return unit


def learnt(code: str, raw: str, value: str, context: Context) -> Learnt | None:
    """The spelling that an answer makes known; None where it holds for this file alone."""
    if code == "unknown-unit" and value.isdigit():
        return Learnt(raw, unit_id=int(value))
    if code == "unknown-indicator" and value.isdigit():
        indicator = context.indicator_by_id.get(int(value))
        return Learnt(raw, indicator_id=indicator.id) if indicator else None
    if code == "unknown-header":
        written, _, kind = value.partition(":")
        indicator = context.indicator_by_id.get(int(written)) if written.isdigit() else None
        if indicator and kind in asking.KINDS and _reads_so(raw, indicator, asking.KINDS[kind], context):
            return Learnt(raw, indicator_id=indicator.id)
    return None


def _reads_so(header: str, indicator: CatalogueIndicator, kind: Kind, context: Context) -> bool:
    """Whether a header, once known as the indicator's, would be read as this kind without being asked."""
    known = replace(indicator, names=(*indicator.names, header))
    indicators = (known if other.id == known.id else other for other in context.indicators)
    meaning = Reader(Indicators(indicators), context.measures, frozenset()).meaning([header])
    if meaning is None or meaning.indicator is None or meaning.holds is not Holds.FIGURE:
        return False
    read = meaning.kind or meaning.likely or indicator.default_kind
    return meaning.indicator.id == indicator.id and read is kind
