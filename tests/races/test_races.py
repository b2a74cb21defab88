"""A short run of the races on a database of its own, and proof that a wrong round would be seen."""

from __future__ import annotations

from django.db import connection

from tests.own_database import OwnDatabase


def test_two_at_once_never_go_wrong(own_database: OwnDatabase) -> None:
    done = own_database("-m", "tests.races.rounds", "--rounds", "5")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count(f"5 rounds on {connection.vendor}, 0 wrong") == 10


def test_a_wrong_round_is_counted(own_database: OwnDatabase) -> None:
    """Without comparing revisions the second edit would write over the first: the race must see it."""
    careless = (
        "from tests.races import rounds\n"
        "type_entry = rounds.actions.type_entry\n"
        "rounds.actions.type_entry = lambda **given: type_entry(**(given | {'seen_revision': None}))\n"
        "rounds.RACES = (rounds.lost_edit,)\n"
        "raise SystemExit(rounds.main())\n"
    )
    done = own_database("-c", careless, "--rounds", "2")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "lost_edit: 2 rounds" in done.stdout
    assert "2 wrong" in done.stdout
