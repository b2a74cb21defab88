"""The guards of conftest.py, which would otherwise fail by never failing."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.template import Context, Template, engines
from django.template.base import Origin

from tests.compose import ROOT

pytest_plugins = ["pytester"]


SKIPPING = """
import pytest

def test_that_gives_up():
    pytest.skip("no browser")

@pytest.mark.skip("later")
def test_that_waits():
    pass

@pytest.mark.xfail(reason="known")
def test_that_is_expected_to_fail():
    assert False
"""


def test_a_skip_is_a_failure(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    pytester.makeconftest("from tests.conftest import *")
    pytester.makepyfile(
        test_skipping=SKIPPING, test_nothing="import pytest\npytest.importorskip('no_such_package_anywhere')"
    )
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    result = pytester.runpytest_subprocess("--ds", "tests.settings", "--continue-on-collection-errors")
    assert result.ret != 0
    assert result.parseoutcomes() == {"failed": 2, "errors": 2}
    result.stdout.fnmatch_lines("*Nothing may be skipped here*no browser*")


ASKING = """
import pytest

def test_that_asks_none():
    pass

@pytest.mark.django_db
def test_that_says_so():
    pass

def test_that_has_it_from_a_fixture(db):
    pass

def test_that_hides_it(request):
    request.getfixturevalue("db")

@pytest.mark.django_db
@pytest.mark.once("made of parts")
def test_that_is_once_enough():
    pass
"""


def test_on_a_second_database_runs_what_asks_it_and_none_hides_that(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytester.makeconftest("from tests.conftest import *\nfrom tests.conftest import _asks_as_it_says")
    pytester.makeini("[pytest]\nmarkers = once(why)")
    pytester.makepyfile(ASKING)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    first = pytester.runpytest_subprocess("--ds", "tests.settings")
    assert first.parseoutcomes() == {"passed": 5, "errors": 1}
    first.stdout.fnmatch_lines(
        ["*ERROR at teardown of test_that_hides_it*", "*AssertionError: mark it `django_db`*"]
    )
    second = pytester.runpytest_subprocess("--ds", "tests.settings", "--on-a-database")
    assert second.parseoutcomes() == {"passed": 2, "deselected": 3}


def rendered(text: str, file: str) -> str:
    template = Template(text, origin=Origin(str(settings.BASE_DIR / file)), engine=engines["django"].engine)  # type: ignore[attr-defined]  # Django's own backend has it
    return template.render(Context({"known": "1"}))


@pytest.mark.parametrize(
    "text", ["{{ unknown }}", "{{ known.part|default:'0' }}", "{% if known %}{{ unknown }}{% endif %}"]
)
def test_an_undefined_variable_fails(text: str) -> None:
    with pytest.raises(
        AssertionError, match=r"page\.html: the variable “(unknown|known\.part)” is not defined"
    ):
        rendered(text, "templates/page.html")


def test_asking_whether_a_variable_is_there_is_allowed() -> None:
    assert rendered("{% if unknown %}0{% else %}{{ known }}{% endif %}", "templates/page.html") == "1"


def test_templates_of_packages_keep_djangos_silence() -> None:
    assert rendered("{{ unknown }}{{ known }}", ".venv/admin/page.html") == "1"


@pytest.mark.django_db
def test_rows_nobody_ordered_come_in_any_order() -> None:
    User.objects.bulk_create([User(username=f"person-{number}") for number in range(9)])
    seen = {tuple(User.objects.values_list("username", flat=True)) for _ in range(9)}
    assert len(seen) > 1
    ordered = {tuple(User.objects.order_by("username").values_list("username", flat=True)) for _ in range(9)}
    assert len(ordered) == 1
