"""The API answers as its description says, whatever is asked of it: no server error, nothing undocumented.

A short run; `make soak` asks EXAMPLES=2000 times each.
"""

from __future__ import annotations

import os
from collections import Counter
from typing import Any
from zlib import crc32

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests import factories

EXAMPLES = int(os.environ.get("EXAMPLES", "15"))
PLAIN = {"Accept-Encoding": "identity"}
PROMISED = [
    *(not_a_server_error, status_code_conformance, content_type_conformance),
    *(response_schema_conformance, response_headers_conformance),
]
_ASKED = {
    "office": ["hung-yen"],
    "period": ["2024-10", "2024-09", "2024-13", "2025-Q3"],
    "level": ["district", "province", "xã"],
    "indicator": ["total", "TDGQ", "BSDT"],
    "slug": ["huyen-kim-dong", "tinh-hung-yen"],
}
"""What there is, among all that is made up: else nearly every question would be about nothing."""


def _known(name: str, value: Any) -> Any:
    """Three of four made-up values replaced by one there is, chosen by the value itself."""
    place = crc32(repr(value).encode())
    known = _ASKED.get(name)
    return known[place // 4 % len(known)] if known and place % 4 else value


def _with_what_there_is(context: Any, made_up: dict[str, Any] | None) -> dict[str, Any] | None:
    return None if made_up is None else {name: _known(name, value) for name, value in made_up.items()}


@pytest.mark.usefixtures("connection_stays")
def test_every_answer_is_described(world: factories.World) -> None:
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    schema.hook("map_query")(_with_what_there_is)
    schema.hook("map_path_parameters")(_with_what_there_is)
    asked: Counter[str] = Counter()
    for found in schema.get_all_operations():
        assert isinstance(found, Ok)
        operation = found.ok()

        def hold(case: Any) -> None:
            answer = case.call_and_validate(headers=PLAIN, checks=PROMISED)
            asked[f"{case.path} {answer.status_code}"] += 1

        @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def ask(case: Any) -> None:
            hold(case)

        ask()
        # One about what there is, always: chance does not come to it in every short run.
        there = {name: values[0] for name, values in _ASKED.items()}
        hold(
            operation.Case(
                path_parameters={one.name: there[one.name] for one in operation.path_parameters},
                query={one.name: there[one.name] for one in operation.query if one.name in there},
            )
        )
    assert {"/api/v1/rankings/ 200", "/api/v1/rankings/ 404", "/api/v1/units/{slug}/ 200"} <= set(asked)
