"""Guards that hold for every test: nothing skipped, no undefined template variable, no order by accident."""

from __future__ import annotations

import sys
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db.models import QuerySet
from django.template import engines
from django.template.base import Node
from playwright.sync_api import Browser

from tests.browsing import browsing

OWN_TEMPLATES = (settings.BASE_DIR / "templates", settings.BASE_DIR / "scores")


LONGEST_FIRST = (
    *("tests/test_demo.py", "tests/test_processes.py", "tests/races", "tests/admin/test_browser.py"),
    *("tests/public/test_demo.py", "tests/admin/test_check_browser.py", "tests/admin/test_grid_browser.py"),
    *("tests/letters", "tests/public/test_browser.py", "tests/public/test_merger.py", "tests/demo"),
)
"""Modules of few long tests: begun last, one of them would run while the other core has nothing to do."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the modules that take longest; the order within a module stays."""

    def place(item: pytest.Item) -> int:
        found = (at for at, name in enumerate(LONGEST_FIRST) if item.nodeid.startswith(name))
        return next(found, len(LONGEST_FIRST))

    items.sort(key=place)


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
    fetch = QuerySet._fetch_all

    def fetch_shuffled(queryset: QuerySet[Any]) -> None:
        query = queryset.query
        if (
            queryset._result_cache is None
            and not queryset.ordered
            and not (query.is_sliced or query.distinct or query.combinator or query.group_by)
        ):
            shuffled = query.chain()
            shuffled.add_ordering("?")
            # Past the property `query`, which would forget how the rows are wrapped.
            vars(queryset)["_query"] = shuffled
        fetch(queryset)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(QuerySet, "_fetch_all", fetch_shuffled)
        yield


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Closed with the module: an open one would make Django take every later test for an async one."""
    with browsing() as browser:
        yield browser
