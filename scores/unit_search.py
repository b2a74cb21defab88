"""Finding units by what people type: any marks or none, former names, aliases, predecessors."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from scores import vietnamese
from scores.models import Unit, UnitAlias, UnitName, UnitSuccession


def find_units(text: str) -> dict[int, str]:
    """Units whose name, former name, alias or predecessor's name holds a text, whatever its marks and case.

    Gives unit id → the other name that matched, empty where the present name did. Where no name holds the
    text, its end may be what the unit is part of: `xã Tiên Lữ Hưng Yên`.
    """
    wanted = searched(text)
    if not wanted:
        return {}
    named = Unit.objects.filter(search_key__contains=wanted).order_by()
    found = dict.fromkeys(named.values_list("pk", flat=True), "")
    for unit_id, name in _other_names():
        if wanted in searched(name):
            found.setdefault(unit_id, name)
    return found or dict.fromkeys(_with_parent(wanted.split()), "")


def searched(text: str) -> str:
    """`UBND huyện Tiên Lữ`, `uy ban nhan dan huyen tien lu` → `huyen tien lu`; `Tiên Lũ` → `tien lu`."""
    return vietnamese.without_marks(vietnamese.canonical_unit(text)).removeprefix("uy ban nhan dan ")


def _with_parent(words: list[str]) -> Iterable[int]:
    """Units whose name ends in the first words, part of one whose name ends in the others."""
    splits = Q()
    for place in range(1, len(words)):
        head, tail = " ".join(words[:place]), " ".join(words[place:])
        splits |= _ends("search_key", head) & _ends("parent__search_key", tail)
    return Unit.objects.filter(splits).order_by().values_list("pk", flat=True) if splits else ()


def _ends(field: str, words: str) -> Q:
    return Q(**{field: words}) | Q(**{f"{field}__endswith": f" {words}"})


def _other_names() -> Iterable[tuple[int, str]]:
    # A few thousand short rows at most, read only when somebody searches.
    yield from UnitName.objects.order_by("pk").values_list("unit_id", "name")
    yield from UnitAlias.objects.order_by("pk").values_list("unit_id", "text")
    successions = UnitSuccession.objects.order_by("pk")
    yield from successions.values_list("successor_id", "predecessor__name")


def catalogue() -> QuerySet[Unit]:
    """All units with what they are part of and who came after them, in the order of levels and protocol."""
    units = Unit.objects.select_related("parent").prefetch_related("successions__successor")
    return units.order_by("level", "official_order", "sort_key")
