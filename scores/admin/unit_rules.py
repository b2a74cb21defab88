"""What must fit together when a unit's days, names and successions are edited; each fault is one sentence.

Checked while the whole catalogue is held, so what is found still holds when the edit is stored.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import Q

from scores.admin.reference import NamedRows, kept_rows
from scores.models import OPEN_STATES, Release, Result, Unit, UnitName, UnitSuccession
from scores.vietnamese import canonical_unit, day


class UnitForm(forms.ModelForm):  # type: ignore[type-arg]  # generic only for type checkers
    class Meta:
        model = Unit
        fields = (
            *("name", "level", "parent", "official_order", "code", "gso_code", "slug"),
            *("first_day", "last_day", "legal_basis", "source"),
        )

    def _post_clean(self) -> None:
        """The unit as it would be, held against what is published, drafted and named already."""
        old_parent = self.instance.parent_id
        super()._post_clean()  # type: ignore[misc]  # Django's own step, unknown to its stubs
        if self.errors:
            return
        dated = {"first_day", "last_day"}.intersection(self.changed_data)
        if dated and not self.instance.legal_basis:
            self.add_error("legal_basis", "Ghi văn bản quyết định ngày đầu hoặc ngày cuối này.")
        if fault := name_fault(self.instance):
            self.add_error("name", fault)
        if self.instance.pk:
            for fault in (*published_faults(self.instance), *draft_faults(self.instance, old_parent)):
                self.add_error(None, fault)


def name_fault(unit: Unit) -> str:
    """A unit of the same name, level and parent at the same time could not be told apart in a file."""
    others = Unit.objects.filter(parent=unit.parent_id, level=unit.level).exclude(pk=unit.pk)
    if unit.last_day:
        others = others.filter(Q(first_day=None) | Q(first_day__lte=unit.last_day))
    if unit.first_day:
        others = others.filter(Q(last_day=None) | Q(last_day__gte=unit.first_day))
    name = canonical_unit(unit.name)
    if any(canonical_unit(other.name) == name for other in others):
        where = f" của {unit.parent}" if unit.parent else ""
        return f"Cùng thời gian đó{where} đã có đơn vị tên “{unit.name}”. Tìm đơn vị đó và sửa ở đó."
    return ""


def published_faults(unit: Unit) -> list[str]:
    """A unit existed in every period that figures of it are published for."""
    periods = sorted(set(Result.objects.filter(unit=unit).order_by().values_list("period", flat=True)))
    outside = [period for period in periods if not unit.existed_on(period.last_day)]
    if not outside:
        return []
    return [
        f"Đã công bố số liệu {outside[0].label} của đơn vị này, nên thời gian hoạt động phải gồm cả "
        f"ngày {day(outside[0].last_day)}. Kết quả đã công bố không đổi; nếu sai thì đính chính kỳ đó trước."
    ]


def draft_faults(unit: Unit, old_parent: int | None) -> list[str]:
    """No open draft may lose figures because their unit, or the unit of its office, ends or moves."""
    drafts = Release.objects.filter(state__in=OPEN_STATES).select_related("office")
    own = drafts.filter(office__units=unit, entries__isnull=False)
    held = drafts.filter(entries__unit=unit)
    lost = [draft for draft in (own | held).distinct() if not unit.existed_on(draft.period.last_day)]
    if unit.parent_id != old_parent:
        lost += held.filter(office__units=old_parent).distinct()
    if not lost:
        return []
    names = "; ".join(sorted({str(draft) for draft in lost}))
    return [
        f"Bản chưa công bố đang có số liệu của đơn vị này: {names}. "
        "Lấy số liệu đó ra khỏi bản nháp rồi sửa ở đây."
    ]


def succession_fault(link: UnitSuccession) -> str:
    """Days must meet; where they do, nobody can come after itself, however long the chain."""
    before, after = link.predecessor, link.successor
    if before.last_day is None:
        return f"“{before}” chưa ghi ngày cuối. Ghi ngày cuối của đơn vị đó trước."
    if before.last_day != link.day - timedelta(days=1):
        return (
            f"“{before}” hoạt động đến hết {day(before.last_day)}, nên việc tiếp nối bắt đầu từ "
            f"{day(before.last_day + timedelta(days=1))}, không phải {day(link.day)}."
        )
    if not after.existed_on(link.day):
        return f"“{after}” không hoạt động vào ngày {day(link.day)}, nên không tiếp nối từ ngày đó được."
    return ""


class Links(NamedRows):
    """Successions on the page of a unit, held against its days as they would be stored."""

    def clean(self) -> None:
        super().clean()
        for form in kept_rows(self):
            row = form.cleaned_data
            link = UnitSuccession(
                predecessor=row.get("predecessor") or self.instance,
                successor=row.get("successor") or self.instance,
                day=row.get("day"),
            )
            # Through either end of the link the page's own unit is the one with the days just typed.
            setattr(link, self.fk.name, self.instance)
            if link.day and (fault := succession_fault(link)):
                form.add_error("day", fault)


class FormerNames(NamedRows):
    """Names of a unit through time: within its life, one at a time."""

    def clean(self) -> None:
        super().clean()
        forms = kept_rows(self)
        rows = [UnitName(**_days_and_name(form)) for form in forms]
        for form, row in zip(forms, rows, strict=True):
            if not _within(row, self.instance):
                form.add_error("last_day", "Tên này nằm ngoài thời gian hoạt động của đơn vị.")
            for other in rows:
                if other is not row and _overlap(row, other):
                    form.add_error("first_day", f"Trùng thời gian với tên “{other.name}”.")


def _days_and_name(form: Any) -> dict[str, Any]:
    return {field: form.cleaned_data[field] for field in ("name", "first_day", "last_day")}


def _within(name: UnitName, unit: Unit) -> bool:
    begins = unit.first_day is None or name.last_day >= unit.first_day
    starts = name.first_day is None or unit.first_day is None or name.first_day >= unit.first_day
    return begins and starts and (unit.last_day is None or name.last_day <= unit.last_day)


def _overlap(one: UnitName, other: UnitName) -> bool:
    """Whether there is a day on which a unit would bear both names."""
    starts_in_time = one.first_day is None or one.first_day <= other.last_day
    return starts_in_time and (other.first_day is None or other.first_day <= one.last_day)
