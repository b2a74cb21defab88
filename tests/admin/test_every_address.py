"""Every address with every kind of person: who gets in, who is turned away, and that looking changes nothing.

An address that declares nobody, or has an argument no sample is given for, fails here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import transaction
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from scores import permissions
from scores.models import Membership, Office, Release
from scores.permissions import Act, Circle
from tests.admin.addresses import Address, World, build

INSIDE = ("enters", "approves", "clerk", "administers")
OUTSIDE = ("stranger", "superuser")
NOBODY = ("anonymous", "visitor", "deactivated")

QUERIES = {"autocomplete": "?app_label=scores&model_name=unit&field_name=parent&term=x"}
NOT_200 = {
    # where an address answers something else to those it is for
    "place": 404,  # no file waits in this session
    "view_on_site": 404,
    "letter_to_sign": 404,  # the letter of this world is of a draft
    "letter_metadata_json": 409,  # so nothing can be said of it
    "letter_metadata_xml": 409,
    "grid_changes": 400,  # needs a time
    "grid_history": 404,  # needs a cell
}

FOREIGN = {"send_mail_again", "auth_user_password_change"}
"""Addresses for administrators whose object is here one of the office: not for those of another."""
BY_SECRET = {"confirm"}
"""Whoever knows the address may use it; there is no session that a foreign page could make use of."""
FOR_EVERYBODY = {"verify"}
"""Asking changes nothing and no session takes part: what a foreign page sends it could ask itself."""


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _database(db: None) -> None:
    """Every test here reads the world and takes back what it wrote."""


def rows() -> dict[str, str]:
    """A digest of every table but the sessions, which say who is signed in."""
    found = {}
    for model in apps.get_models():
        if model._meta.label == "sessions.Session":
            continue
        text = repr(sorted(map(repr, model._default_manager.order_by().values_list())))
        found[model._meta.label] = hashlib.sha256(text.encode()).hexdigest()
    return found


def is_for(world: World, address: Address, name: str) -> bool:
    """What the declaration says, worked out anew: from roles, not by `permissions.may_open`."""
    if address.who is None:
        return True
    if name in NOBODY:
        return False
    if address.who == Circle.STAFF:
        return True
    if address.who == Circle.ADMINISTRATORS:
        return name in {"administers", "superuser"} or (name == "stranger" and address.name not in FOREIGN)
    return name in INSIDE


def test_every_staff_address_declares_whom_it_is_for(world: World) -> None:
    assert [a.path for a in world.addresses if a.of_staff and not a.declared] == []
    undeclared = [a.path for a in world.addresses if a.of_staff and a.who is None]
    assert undeclared == [reverse("admin:login"), reverse("admin:logout")]
    assert len([a for a in world.addresses if a.of_staff]) > 60


@pytest.mark.parametrize("name", [*INSIDE, *OUTSIDE, *NOBODY])
def test_looking(world: World, name: str) -> None:
    """GET: those an address is for get in, others are turned away, nobody changes a row."""
    client, before = world.client(name), rows()
    wrong = []
    for address in world.addresses:
        answer = client.get(address.path + QUERIES.get(address.name, ""))
        if address.of_staff and not _right(world, address, name, answer):
            wrong.append((address.path, address.who, answer.status_code))
        assert says_how_it_may_be_used(address, answer), (address.path, answer.headers)
    assert wrong == []
    after = rows()
    assert {table for table in before if before[table] != after[table]} == set()


def says_how_it_may_be_used(address: Address, answer: Any) -> bool:
    """No guessing of types, no frames, no address told elsewhere; staff pages are kept by nobody."""
    kept = answer.headers.get("Cache-Control", "")
    return bool(
        answer.headers["X-Content-Type-Options"] == "nosniff"
        and answer.headers["X-Frame-Options"] == "DENY"
        and answer.headers["Referrer-Policy"] in {"same-origin", "no-referrer"}
        and (not address.of_staff or ("no-store" in kept and "private" in kept))
    )


def _right(world: World, address: Address, name: str, answer: Any) -> bool:
    status = answer.status_code
    to_login = status == 302 and answer["Location"].startswith(reverse("admin:login"))
    if is_for(world, address, name):
        return bool(
            address.who is None
            or (status in {200, 405, NOT_200.get(address.name, 302)} and not to_login)
            or _leads_nowhere(address, status)
        )
    if name in NOBODY:
        return bool(to_login)
    return bool(status in {403, 404, 405})


def _leads_nowhere(address: Address, status: int) -> bool:
    """Nothing may be deleted, whoever asks; what has no address is not there."""
    return (address.name.endswith("_delete") and status == 403) or (
        "(?P<url>" in address.name and status == 404
    )


@pytest.mark.parametrize("name", OUTSIDE)
def test_what_is_foreign_answers_as_what_is_not_there(world: World, name: str) -> None:
    client = world.client(name)
    for address in world.addresses:
        if not address.of_release and address.name != "send_mail_again":
            continue
        if is_for(world, address, name):
            continue
        missing = address.path.replace(f"/{address.arguments['pk']}/", "/987654/", 1)
        assert missing != address.path
        for method in (client.get, client.post, client.head):
            foreign, absent = method(address.path), method(missing)
            assert foreign.status_code == 404 or foreign.status_code == absent.status_code == 405
            assert (foreign.content, dict(foreign.headers)) == (absent.content, dict(absent.headers))


HOSTILE = {
    "comment": "Ô C5 sai số",
    "period": "10/2024",
    "state": "published",
    "approved_by": "1",
    "approved_at": "2024-11-05 08:00",
    "submitted_by": "1",
    "published_by": "1",
    "version": "9",
    "office": "tinh-khac",
    "content_hash": "0" * 64,
    "results_hash": "0" * 64,
    "is_superuser": "on",
    "is_active": "on",
    "is_staff": "on",
    "role": "administrator",
    "key": "x",
    "value": "y",
    "points": "99",
    "username": "moi",
    "password1": "mat-khau-rat-dai-766",
    "password2": "mat-khau-rat-dai-766",
}


@pytest.mark.parametrize("name", [*INSIDE, *OUTSIDE, *NOBODY])
def test_sending_what_one_may_not(world: World, name: str) -> None:
    """POST to every address that is not for a person, or of an act they may not do, writes nothing."""
    client, before = world.client(name), rows()
    person, office = world.staff.get(name), world.draft.office
    for address in world.addresses:
        may_act = isinstance(address.who, Act) and person and permissions.may(person, address.who, office)
        if is_for(world, address, name) and (may_act or not isinstance(address.who, Act)):
            continue
        answer = client.post(address.path, HOSTILE)
        assert 200 <= answer.status_code < 500, address.path
        assert says_how_it_may_be_used(address, answer), (address.path, answer.headers)
    after = rows()
    assert {table for table in before if before[table] != after[table]} == set()


def test_no_address_takes_a_form_that_is_not_ours(world: World) -> None:
    """POST without the token of our own forms is refused everywhere, before anything is looked at."""
    client, before = world.client("administers", enforce_csrf_checks=True), rows()
    for address in world.addresses:
        if address.name not in BY_SECRET | FOR_EVERYBODY:
            assert client.post(address.path, HOSTILE).status_code in {403, 405}, address.path
    assert rows() == before


GUARDED = (Release, User, Membership, Office)
"""What no form may set beyond its own fields: states and steps, accounts and roles, offices."""

TYPED = {
    "comment": "Đã đối chiếu",
    "source_note": "Cổng Dịch vụ công quốc gia",
    "period": "10/2024",
    "username": "nguoi-moi",
    "first_name": "Người mới",
    "email": "moi@co-quan.test",
    **dict.fromkeys(["password1", "password2", "new_password1", "new_password2"], "mat-khau-rat-dai-766"),
}
"""What a person types into a field that is empty."""


class _Form(HTMLParser):
    """The fields of a page's own form as a browser would send them back, untouched."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.sent: dict[str, str] = {}
        self._area = self._choice = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        name = given.get("name", "")
        if tag in {"input", "select", "textarea"} and name:
            self.names.add(name)
        if tag == "input" and name and given.get("type") not in {"checkbox", "radio", "submit", "file"}:
            self.sent[name] = given.get("value", "")
        elif tag == "input" and name and "checked" in given:
            self.sent[name] = given.get("value", "on")
        elif tag == "select":
            self._choice = name
        elif tag == "option" and "selected" in given:
            self.sent[self._choice] = given.get("value", "")
        elif tag == "textarea":
            self._area, self.sent[name] = name, ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.sent[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""


def _extra(names: set[str], world: World) -> dict[str, str]:
    """Something for every field of the guarded tables that the page does not ask for."""
    found: dict[str, str] = {}
    for model in GUARDED:
        for column in model._meta.fields:
            other = {"BooleanField": "on", "DateTimeField": "2024-11-05 08:00", "DateField": "2024-11-05"}
            value = other.get(column.get_internal_type(), "9")
            if column.is_relation:
                value = str(world.staff["superuser"].pk)
            elif column.choices:
                value = str(column.choices[-1][0])
            found |= {column.name: value, column.attname: value}
    return {name: value for name, value in found.items() if name not in names}


def _effect(world: World, path: str, sent: dict[str, str]) -> dict[str, list[str]]:
    """The guarded rows as a form leaves them, but for their moments and numbers; then all is as before."""
    with transaction.atomic():
        # A new session each time: what a form did to the last one is taken back with everything else.
        world.client("administers").post(path, sent)
        left = {}
        for model in GUARDED:
            columns = [f.attname for f in model._meta.fields if "Time" not in f.get_internal_type()]
            rows = model._default_manager.order_by().values(*[c for c in columns if c != "id"])
            # Of a password only what kind of hash it is: the rest is random.
            left[model._meta.label] = sorted(
                repr(row | ({"password": row["password"][:1]} if "password" in row else {})) for row in rows
            )
        transaction.set_rollback(True)
    return left


def test_a_form_takes_its_own_fields_and_no_others(world: World) -> None:
    """H4: with a value for every other field of the guarded tables a form does what it does without."""
    client = world.client("administers")
    untouched = _effect(world, "/khong-co/", {})
    tried, works = set(), set()
    for address in world.addresses:
        if not address.of_staff or address.name.startswith(("scores_unit", "scores_ind")):
            continue  # reference data: no field of it is guarded
        answer = client.get(address.path)
        if answer.status_code != 200 or "text/html" not in answer["Content-Type"]:
            continue
        form = _Form()
        form.feed(answer.content.decode().partition('<main id="noi-dung"')[2])
        if "csrfmiddlewaretoken" not in form.names:
            continue
        own = form.sent | {name: TYPED[name] for name in form.names & set(TYPED) if not form.sent.get(name)}
        extra = _extra(form.names | set(own), world)
        done = _effect(world, address.path, own)
        assert done == _effect(world, address.path, own | extra), address.path
        tried.add(address.name)
        works |= {address.name} if done != untouched else set()
    assert {"start", "auth_user_change", "scores_office_change"} <= tried
    assert {"describe", "auth_user_add", "auth_user_change"} <= works, (
        "the forms were not sent as a browser sends them"
    )
