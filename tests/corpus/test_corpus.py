"""The corpus: every case of the failures A to D, each with its outcome and its words."""

from __future__ import annotations

from collections import Counter
from functools import partial

import pytest

from tests.corpus import files, test_properties, test_whole_way
from tests.corpus.all_cases import CASES
from tests.corpus.case import Case, hold
from tests.intake import test_scanner

LENGTHS = {"A": 10, "B": 10, "C": 15, "D": 10}
FAILURES = [f"{letter}{number}" for letter, last in LENGTHS.items() for number in range(1, last + 1)]
BY_TESTS = {
    "A8": test_scanner.test_every_way_in_asks_before_it_parses_or_stores,
    "A9": test_whole_way.test_a_request_cut_off_leaves_nothing,
    "A10": test_whole_way.test_fifty_at_once_are_one_upload,
}
"""What needs a server or a database, and the test that shows it."""
NOT_OF_FILES = {
    "D9": "an objection speaks of a published score; it changes no file and no figure of an upload",
}
"""What no workbook can show."""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_case(case: Case) -> None:
    hold(case)


def test_every_failure_has_a_case() -> None:
    counted = Counter(case.failure for case in CASES)
    assert set(counted) <= set(FAILURES)
    missing = [failure for failure in FAILURES if not counted[failure]]
    assert missing == sorted([*BY_TESTS, *NOT_OF_FILES], key=FAILURES.index)


def test_the_corpus_is_as_large_as_it_says() -> None:
    assert len(CASES) >= 290
    assert len({case.id for case in CASES}) == len(CASES)
    outcomes = Counter("asks" if case.answers else "blocks" if case.says else "fine" for case in CASES)
    assert min(outcomes.values()) >= 60, outcomes


def test_saved_files_are_all_read() -> None:
    """Nothing lies in `saved` that no case opens."""
    builds = [case.build for case in CASES if isinstance(case.build, partial)]
    opened = {build.args[0] for build in builds if build.func is files.saved}
    assert opened == {path.name for path in files.SAVED.iterdir()} - {"SOURCES.md"}


def test_properties_are_part_of_it() -> None:
    assert test_properties.EXAMPLES <= 60
