"""The token of now is that of the last commit, whoever wrote it; while nobody answers, the last one seen."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection

from scores import public_token
from scores.public_token import TokenOfNow

TABLE = "CREATE TABLE scores_publicstate (id integer PRIMARY KEY, token text)"
Writer = Callable[[], Any]


@pytest.fixture
def write(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Writer]:
    """Connects as another process would, to a database or schema that has nothing but the one row."""
    own = connection.settings_dict
    if connection.vendor == "postgresql":
        parameters = connection.get_connection_params()
        keywords: dict[str, Any] = {
            name: parameters[name] for name in ("dbname", "user", "host", "port") if name in parameters
        }
        elsewhere: dict[str, Any] = {"options": "-c search_path=token_of_now"}
        monkeypatch.setitem(own, "OPTIONS", {**own["OPTIONS"], **elsewhere})
        connect: Writer = partial(psycopg.connect, **keywords, **elsewhere)
    else:
        monkeypatch.setitem(own, "NAME", str(tmp_path / "own.sqlite3"))
        connect = partial(sqlite3.connect, own["NAME"])
    with closing(connect()) as writer:
        if connection.vendor == "postgresql":
            writer.execute("CREATE SCHEMA token_of_now")
        writer.execute(TABLE)
        writer.execute("INSERT INTO scores_publicstate VALUES (1, 'first')")
        writer.commit()
    yield connect
    if connection.vendor == "postgresql":
        with closing(connect()) as writer:
            writer.execute("DROP SCHEMA token_of_now CASCADE")
            writer.commit()


def _change(writer: Any, token: str) -> None:
    writer.execute(f"UPDATE scores_publicstate SET token = '{token}'")


@pytest.fixture
def token(write: Writer) -> Iterator[TokenOfNow]:
    token = TokenOfNow()
    yield token
    token._close()


def test_a_commit_is_seen_at_once_and_nothing_before_it(write: Writer, token: TokenOfNow) -> None:
    with closing(write()) as writer:
        for number in range(20):
            before = token()
            _change(writer, f"t{number}")
            assert token() == before
            writer.commit()
            assert token() == f"t{number}"


def test_without_a_row_nothing_may_be_given_again(write: Writer, token: TokenOfNow) -> None:
    with closing(write()) as writer:
        writer.execute("DELETE FROM scores_publicstate")
        writer.commit()
    assert token() == ""


def test_a_connection_that_ended_is_made_anew(write: Writer, token: TokenOfNow) -> None:
    token()
    assert token._connection is not None
    token._connection.connection.close()
    with closing(write()) as writer:
        _change(writer, "second")
        writer.commit()
    assert token() == "second"


def test_while_nobody_answers_the_last_one_stands_and_is_asked_for_now_and_then(
    write: Writer, token: TokenOfNow, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert token() == "first"
    clock = 1000.0
    monkeypatch.setattr("scores.public_token.time.monotonic", lambda: clock)
    asked = []

    def down(self: TokenOfNow) -> str:
        asked.append(clock)
        raise OSError("nobody there")

    with monkeypatch.context() as patch:
        patch.setattr(TokenOfNow, "_asked", down)
        assert [token() for _ in range(5)] == ["first"] * 5
        assert len(asked) == 2  # with the connection there was, and with a new one
    with closing(write()) as writer:
        _change(writer, "second")
        writer.commit()
    assert token() == "first"
    clock += public_token._PAUSE_SECONDS
    assert token() == "second"


def test_a_file_put_in_the_place_of_the_database_is_another_database(
    write: Writer, token: TokenOfNow, tmp_path: Path
) -> None:
    """A restored backup: on SQLite a file; a server ends its connections, which is tried above."""
    if connection.vendor == "postgresql":
        assert public_token._file_of_database() == 0
        return
    assert token() == "first"
    restored = tmp_path / "restored.sqlite3"
    with closing(sqlite3.connect(restored)) as writer:
        writer.execute(TABLE)
        writer.execute("INSERT INTO scores_publicstate VALUES (1, 'restored')")
        writer.commit()
    restored.rename(tmp_path / "own.sqlite3")
    assert token() == "restored"
