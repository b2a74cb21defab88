"""Finding units by what people type: any marks or none, former names, aliases, predecessors."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from scores import vietnamese
from scores.models import Unit, UnitAlias, UnitName, UnitSuccession


def find_units(text: str) -> dict[int, str]:
    """Units whose name, former name, alias or predecessor's name holds a text, whatever its marks and case.

    Gives unit id → the other name that matched, empty where the present name did.
    """
    wanted = searched(text)
    if not wanted:
        return {}
    named = Unit.objects.filter(search_key__contains=wanted).order_by()
    found = dict.fromkeys(named.values_list("pk", flat=True), "")
    for unit_id, name in _other_names():
        if wanted in searched(name):
            found.setdefault(unit_id, name)
    return found


def searched(text: str) -> str:
    """`UBND huyện Tiên Lữ` → `huyen tien lu`; `Tiên Lũ`, `tien lu` → `tien lu`."""
    return vietnamese.without_marks(vietnamese.canonical_unit(text))


def _other_names() -> Iterable[tuple[int, str]]:
    # A few thousand short rows at most, read only when somebody searches.
    yield from UnitName.objects.order_by("pk").values_list("unit_id", "name")
    yield from UnitAlias.objects.order_by("pk").values_list("unit_id", "text")
    successions = UnitSuccession.objects.order_by("pk")
    yield from successions.values_list("successor_id", "predecessor__name")


def catalogue() -> QuerySet[Unit]:
    """All units with what they are part of, in the order of levels and protocol."""
    return Unit.objects.select_related("parent").order_by("level", "official_order", "sort_key")
