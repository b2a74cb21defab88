"""What an office's letters carry besides figures: head, recipients, requests, signature, options. Pure.

`Office.letterhead` holds any part of `Letterhead` as JSON; what it leaves out stands in `DEFAULTS`. A block
without content is left out of the letter. Texts may hold the fields of `FIELDS` in braces and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, TypedDict, cast, get_args

from scores.letters.blocks import NOTICE, REPORT, BlockKey
from scores.letters.report_settings import REPORT_DEFAULTS, REPORT_FILLED, REPORT_HEADINGS, ReportSettings

UnitList = Literal["low_units", "open_counts", "low_groups", "below_average", "lowest_units", "movers"]
RankingColumn = Literal["rank", "points", "change", "rank_change", "others", "rating"]


class Request(TypedDict, total=False):
    """What the letter asks for; with `lists`, those concerned follow, and without any it is left out."""

    text: str
    lists: list[UnitList]


class Letterhead(ReportSettings):
    """The shape of `Office.letterhead`, complete."""

    superior: str
    """Body above, in capitals, upright; empty for a body of its own."""
    issuer: list[str]
    """Issuing body in capitals, a line each, bold."""
    issuer_in_text: str
    place: str
    number_suffix: str
    """What follows the number: `VPUB-PVHCC&KSTT`."""
    subject: str
    index_name: str
    """The index as this office calls it; empty takes the name of the index version."""
    recipients: list[str]
    bases: list[str]
    source: str
    """Where the figures come from, as it continues "Theo …"."""
    requests_opening: str
    """The sentence before the requests; left out with them."""
    requests: list[Request]
    numbered_requests: bool
    closing: str
    signature: list[str]
    """Authority and position in capitals, a line each."""
    signer: str
    receivers: list[str]
    counts_group: str
    """Code of the group under which counts are told that belong to none; empty tells them last."""
    component_order: list[str]
    """Codes of components and counts to name first, in this order; the others follow in the index's order."""
    ranking_columns: list[RankingColumn]
    """Columns of a ranking after Stt and unit; empty takes those usual for the kind of letter."""
    trailing_zeros: bool
    """Points always with a decimal: `17,0/18 điểm`."""
    low_rates: dict[str, float]
    """By indicator code: units whose rate in % is below are named."""
    low_group_percent: float
    """Groups whose points are below this part of the maximum, in %, count as low."""
    lowest_units: int
    """How many units with the lowest totals are named."""
    movers: int
    """How many units that rose, and how many that fell most are named."""
    tell_none: bool
    """Say so where nobody is low, moved or left with work undone; else such a block is left out."""
    blocks: list[BlockKey]
    """The blocks of the body that are on, in their order."""
    paper: bool
    """A letter on paper: appendices carry number and date; an electronic one leaves them open."""
    unsigned_line: bool
    """The grey line at the foot of a copy that is not signed."""


DEFAULTS: Letterhead = {
    "superior": "",
    "issuer": [],
    "issuer_in_text": "",
    "place": "",
    "number_suffix": "",
    "subject": "Công bố kết quả đánh giá {bo_chi_so} {ky}",
    "index_name": "",
    "recipients": [],
    "bases": [],
    "source": "",
    "requests_opening": "",
    "requests": [],
    "numbered_requests": False,
    "closing": "",
    "signature": [],
    "signer": "",
    "receivers": [],
    "counts_group": "",
    "component_order": [],
    "ranking_columns": [],
    "trailing_zeros": False,
    "low_rates": {},
    "low_group_percent": 80,
    "lowest_units": 3,
    "movers": 3,
    "tell_none": False,
    "blocks": list(NOTICE.usual),
    "paper": False,
    "unsigned_line": True,
    **REPORT_DEFAULTS,
}

MOST_NAMED = 20

FIELDS = ("ky", "bo_chi_so", "don_vi", "cac_uy_ban")
"""Period, the index's name, the office's own body, the committees under it (`UBND các huyện, thị xã`)."""

MANY = "nhung"
"""Only in a request with lists: `những` where several are named below it, nothing where it is one."""

FILLED: tuple[Literal["subject", "requests_opening", "closing"], ...] = (
    "subject",
    "requests_opening",
    "closing",
)
"""Single texts with fields; recipients, bases and requests may hold them too."""

_FIELD = re.compile(r"\{(\w+)\}")


def complete(stored: Mapping[str, Any]) -> Letterhead:
    """Stored parts over the defaults; ValueError (Vietnamese) names a part unknown or of the wrong kind."""
    letterhead: dict[str, Any] = dict(DEFAULTS)
    for key, value in stored.items():
        if key not in letterhead:
            raise ValueError(f"Thể thức văn bản không có mục “{key}”.")
        if not _fits(value, letterhead[key]):
            raise ValueError(f"Mục “{key}” của thể thức văn bản không đúng kiểu; xem mẫu ở hướng dẫn.")
        letterhead[key] = value
    for heading in REPORT_HEADINGS:
        letterhead[heading] = letterhead[heading] or REPORT_DEFAULTS[heading]
    NOTICE.check(letterhead["blocks"])
    REPORT.check(letterhead["report_blocks"])
    for key in ("lowest_units", "movers"):
        if letterhead[key] not in range(1, MOST_NAMED + 1):
            raise ValueError(f"Mục “{key}” là số đơn vị được nêu, từ 1 đến {MOST_NAMED}.")
    _check_choices("ranking_columns", letterhead["ranking_columns"], get_args(RankingColumn))
    for request in letterhead["requests"]:
        if not isinstance(request, dict) or not isinstance(request.get("text"), str):
            raise ValueError("Mỗi yêu cầu trong mục “requests” phải có lời văn “text”.")
        _check_choices("lists", request.get("lists", []), get_args(UnitList))
        _check_fields(request["text"], (*FIELDS, MANY) if request.get("lists") else FIELDS)
    for text in _texts(letterhead):
        _check_fields(text)
    return cast(Letterhead, letterhead)


@dataclass(frozen=True)
class LetterFacts:
    """`Release.letter_facts`: what only this letter has. Unknown number and date stay open in the letter."""

    number: str
    issued_on: date | None
    bases: tuple[str, ...]

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> LetterFacts:
        """From `{"number": "", "date": "2024-11-05", "bases": []}`; ValueError (Vietnamese) otherwise."""
        unknown = stored.keys() - {"number", "date", "bases"}
        if unknown:
            raise ValueError(f"Dữ kiện của văn bản không có mục “{min(unknown)}”.")
        number, day, bases = stored.get("number", ""), stored.get("date"), stored.get("bases", [])
        if not isinstance(number, str) or not isinstance(bases, list) or not isinstance(day, str | None):
            raise ValueError("Dữ kiện của văn bản gồm số (chữ), ngày (2024-11-05) và danh sách căn cứ.")
        try:
            issued_on = date.fromisoformat(day) if day else None
        except ValueError:
            raise ValueError(
                f"Dữ kiện của văn bản: “{day}” không phải là ngày viết như 2024-11-05."
            ) from None
        return cls(number, issued_on, tuple(str(base) for base in bases))


def fill(text: str, fields: Mapping[str, str]) -> str:
    """Put in the named fields by plain replacement; anything else in braces stays as typed."""
    return _FIELD.sub(lambda match: fields.get(match[1], match[0]), text)


def _fits(value: object, default: object) -> bool:
    if isinstance(default, bool) or isinstance(value, bool):
        return isinstance(value, bool) and isinstance(default, bool)
    if isinstance(default, int | float):
        return isinstance(value, int | float)
    if isinstance(default, dict):
        return isinstance(value, dict) and all(
            isinstance(number, int | float) and not isinstance(number, bool) for number in value.values()
        )
    if isinstance(default, list):
        return isinstance(value, list) and all(isinstance(part, str | dict) for part in value)
    return isinstance(value, str)


def _check_choices(key: str, values: object, allowed: tuple[str, ...]) -> None:
    if not isinstance(values, list) or not all(value in allowed for value in values):
        raise ValueError(f"Mục “{key}” chỉ nhận: {', '.join(allowed)}.")


def _texts(letterhead: Mapping[str, Any]) -> list[str]:
    single = [letterhead[key] for key in (*FILLED, *REPORT_FILLED)]
    lists = [*letterhead["recipients"], *letterhead["report_recipients"], *letterhead["bases"]]
    return [*single, *lists]


def _check_fields(text: str, fields: tuple[str, ...] = FIELDS) -> None:
    unknown = [name for name in _FIELD.findall(text) if name not in fields]
    if unknown:
        usable = ", ".join(f"{{{name}}}" for name in fields)
        raise ValueError(f"Không có trường {{{unknown[0]}}}. Các trường dùng được: {usable}.")
