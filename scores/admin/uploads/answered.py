"""Answers the file was read with, whose questions are asked no more: in words, to be taken back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from scores.admin.uploads.shown import Given, given_of
from scores.intake.decisions import Asks
from scores.models import Answer, Indicator, NoDataReason, Unit, Upload

_WORDS = {
    "leave": "bỏ, không nhập",
    "only": "giữ, bỏ chỗ kia",
    "read": "đọc",
    "prefer": "đọc theo trang này",
    "yes": "đúng",
    "blank": "chưa nhập",
    **dict(NoDataReason.choices),
}
_ABOUT = {
    Asks.UNIT: "Tên “{what}”",
    Asks.ROW: "Dòng “{what}”",
    Asks.COLUMN: "Cột “{what}”",
    Asks.MARK: "Dấu “{what}”",
    Asks.CELL: "Ô {what}",
    Asks.ROUND: "Làm tròn {what}",
    Asks.SHEET: "Trang “{what}”",
    Asks.HIDDEN: "Dòng, cột ẩn của “{what}”",
}


@dataclass(frozen=True)
class Settled:
    """An answer that the reading follows: what it was about, and who said what when."""

    key: str
    about: str
    given: Given


def settled(upload: Upload, asked: Collection[str]) -> list[Settled]:
    """The answers to questions that are not among those still `asked`; doubts that are gone are left out."""
    answers = upload.answers.select_related("by").exclude(key__startswith=f"{Asks.CONFIRM}:")
    gone = [answer for answer in answers.order_by("at", "pk") if answer.key not in asked]
    return [Settled(answer.key, _about(answer.key), given_of(answer, _words(answer))) for answer in gone]


def _about(key: str) -> str:
    asks, _, what = key.partition(":")
    sheet, mark, address = what.rpartition("!")
    where = f"{address}, trang “{sheet}”" if mark else what
    return _ABOUT.get(Asks(asks), "“{what}”").format(what=where)


def _words(answer: Answer) -> str:
    asks = answer.key.partition(":")[0]
    if answer.value in _WORDS and asks != Asks.CELL:
        return _WORDS[answer.value]
    number, _, _ = answer.value.partition(":")
    if asks == Asks.UNIT and number.isdecimal():
        unit = Unit.objects.filter(pk=int(number)).first()
        return unit.name if unit else answer.value
    if asks != Asks.CELL and number.isdecimal():
        indicator = Indicator.objects.filter(pk=int(number)).first()
        return indicator.short_name or indicator.name if indicator else answer.value
    return answer.value
