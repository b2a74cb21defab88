"""Guards that hold for every test: nothing skipped, no undefined template variable, no order by accident.

And the office with its people that most tests of staff begin with; a module with another one defines its own.
"""

from __future__ import annotations

import gc
import shutil
import sqlite3
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.models import QuerySet
from django.template import engines
from django.template.base import Node
from django.test import Client
from playwright.sync_api import Browser
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

from scores.models import Office
from scores.queries.prepared import Prepared
from tests import migrated, once, people
from tests.browsing import browsing
from tests.own_database import OwnDatabase, run
from tests.people import People

OWN_TEMPLATES = (settings.BASE_DIR / "templates", settings.BASE_DIR / "scores")


LONGEST_FIRST = (
    # The second process has something to do that asks no database, while the first migrates one.
    *("tests/demo/", "tests/letters/test_rendering.py"),
    *("tests/admin/test_browser.py", "tests/test_demo.py", "tests/letters/test_docx.py"),
    *("tests/test_processes.py", "tests/admin/test_every_address.py", "tests/public/test_browser.py"),
    *("tests/public/test_merger.py", "tests/public/test_drafts_stay_inside.py", "tests/letters/"),
    *("tests/admin/test_preview.py", "tests/admin/test_check_browser.py", "tests/corpus/test_whole_way.py"),
    *("tests/races/", "tests/admin/test_grid_browser.py", "tests/admin/test_catalogue.py"),
)
"""Modules of few long tests: begun last, one of them would run while the other core has nothing to do."""

TOGETHER = ("tests/demo/",)
"""Folders whose modules share what takes long to make, so that one process runs them all."""

ON_A_DATABASE = {"django_db_setup", "own_database"}
"""Fixtures without which no test gets at a database: pytest-django refuses it then."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--on-a-database",
        action="store_true",
        help="only tests that ask a database: the others were run with another one, and do not know",
    )


def pytest_configure(config: pytest.Config) -> None:
    gc.disable()  # until all is collected: three seconds of each process went into looking through tests
    if folder := once.begin():
        config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what asks no database, if told so; begin with the modules that take longest."""
    if config.getoption("on_a_database"):
        config.hook.pytest_deselected(items=[item for item in items if not asks_a_database(item)])
        items[:] = [item for item in items if asks_a_database(item)]
    items.sort(key=_place)


def pytest_collection_finish() -> None:
    """What was collected stays to the end, so nobody need look through it for garbage."""
    gc.freeze()
    gc.enable()


class _ByFile(LoadFileScheduling):  # type: ignore[misc]  # xdist says no types
    """Each module whole to one process, and some folders."""

    def _split_scope(self, nodeid: str) -> str:
        found = (folder for folder in TOGETHER if nodeid.startswith(folder))
        return next(found, super()._split_scope(nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadFileScheduling:
    return _ByFile(config, log)


def asks_a_database(item: pytest.Item) -> bool:
    """Whether a test may come out otherwise on another database."""
    asks = bool(ON_A_DATABASE & set(item.fixturenames)) or item.get_closest_marker("django_db") is not None  # type: ignore[attr-defined]  # of every function
    return asks and item.get_closest_marker("once") is None


def _place(item: pytest.Item) -> int:
    found = (at for at, name in enumerate(LONGEST_FIRST) if item.nodeid.startswith(name))
    return next(found, len(LONGEST_FIRST))


@pytest.fixture(autouse=True)
def _asks_as_it_says(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that gets at a database by a fixture named while it runs would be left out unseen."""
    yield
    told = asks_a_database(request.node) or request.node.get_closest_marker("once")
    assert told or not ON_A_DATABASE & set(request.fixturenames), "mark it `django_db`"


def _as_failure(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Turn a skip (or an expected failure) into a failure that says so."""
    if report.skipped:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"Nothing may be skipped here; install what is missing or mend it: {reason}"
        report.__dict__.pop("wasxfail", None)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    _as_failure(report)
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _as_failure(report)
    return report


class UndefinedVariableFails(str):
    """Stands where Django would write nothing for a variable that a template names and nobody gave.

    Only for templates of this project: those of Django's admin count on the silence.
    """

    __slots__ = ()

    def __contains__(self, part: object) -> bool:
        return part == "%s"

    def __mod__(self, variable: object) -> str:
        template = _template_being_rendered()
        if any(template.is_relative_to(folder) for folder in OWN_TEMPLATES):
            raise AssertionError(f"{template}: the variable “{variable}” is not defined")
        return ""


def _template_being_rendered() -> Path:
    """The file of the innermost node on the stack; an empty path for a template made from a string."""
    frame = sys._getframe(2)
    while frame is not None:
        node = frame.f_locals.get("self")
        if isinstance(node, Node) and hasattr(node, "origin"):
            return Path(node.origin.name)
        frame = frame.f_back  # type: ignore[assignment]  # ends with None
    return Path()


@pytest.fixture(autouse=True, scope="session")
def _undefined_variables_fail() -> None:
    engines["django"].engine.string_if_invalid = UndefinedVariableFails("%s")  # type: ignore[attr-defined]  # Django's own backend has it


@pytest.fixture(autouse=True, scope="session")
def _unordered_is_random() -> Iterator[None]:
    """Give rows that nobody ordered in a random order, so that no page or file relies on the database's whim.

    Left alone: slices (the database refuses), distinct, grouped and combined queries (it would count anew).
    """
    fetch, with_gaps = QuerySet._fetch_all, Prepared.with_gaps

    def fetch_shuffled(queryset: QuerySet[Any]) -> None:
        if queryset._result_cache is None:
            _shuffle(queryset)
        fetch(queryset)

    def with_gaps_shuffled(prepared: Prepared) -> QuerySet[Any, Any]:
        asked = with_gaps(prepared)
        _shuffle(asked)
        return asked

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(QuerySet, "_fetch_all", fetch_shuffled)
        patch.setattr(Prepared, "with_gaps", with_gaps_shuffled)
        yield


def _shuffle(queryset: QuerySet[Any, Any]) -> None:
    query = queryset.query
    if not (queryset.ordered or query.is_sliced or query.distinct or query.combinator or query.group_by):
        shuffled = query.chain()
        shuffled.add_ordering("?")
        # Past the property `query`, which would forget how the rows are wrapped.
        vars(queryset)["_query"] = shuffled


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """The tests' database begins as a copy of a migrated one, whose migrations Django then finds done."""
    if connection.vendor == "postgresql":
        connection.settings_dict["TEST"]["TEMPLATE"] = migrated.postgresql()
    else:
        connection_created.connect(_copy_migrated)


def _copy_migrated(connection: BaseDatabaseWrapper, **_: object) -> None:
    if not connection.introspection.table_names():
        with closing(sqlite3.connect(migrated.sqlite() / "trial.sqlite3")) as source:
            source.backup(connection.connection)


@pytest.fixture
def own_database(tmp_path: Path) -> OwnDatabase:
    return partial(run, tmp_path)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Closed with the module: an open one would make Django take every later test for an async one."""
    with browsing() as browser:
        yield browser


@pytest.fixture
def office(db: None) -> Office:
    return people.district_office()


@pytest.fixture
def staff(office: Office) -> People:
    return people.at(office)


@pytest.fixture
def as_person() -> Callable[[User], Client]:
    """`as_person(staff.enters)`: a browser in which that person is signed in."""

    def signed_in(person: User) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return signed_in
