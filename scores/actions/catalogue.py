"""Edits of the catalogue that all offices share, one at a time, while nothing is published or accepted."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db.models import Model

from scores import permissions
from scores.actions.common import Refused, append
from scores.catalogue import EDITED, Facts, facts_of, key_of
from scores.models import Event, Office


def hold_catalogue() -> None:
    """Hold every office until the transaction ends: nothing is published or accepted meanwhile."""
    list(Office.objects.held())


def record_edit(*, row: Model, by: User, before: Facts) -> None:
    """Write down who changed what of a row of the catalogue, old and new; nothing where nothing changed.

    Under `hold_catalogue`; `before` is what `facts_of` gave before the edit, empty for a new row.
    """
    if not permissions.may_edit_reference(by):
        raise Refused(f"Tài khoản “{by.get_username()}” không có quyền sửa danh mục.")
    now = facts_of(row)
    changed = [name for name in now if name not in before or before[name] != now[name]]
    if not changed:
        return
    old = {name: before[name] for name in changed if name in before}
    new = {name: now[name] for name in changed}
    append(Event(by=by, action=EDITED, data={"subject": key_of(row), "old": old, "new": new}))
