"""A short run of the races on a database of its own, and proof that a wrong round would be seen."""

from __future__ import annotations

from pathlib import Path

from django.db import connection

from tests import own_database


def test_two_at_once_never_go_wrong(tmp_path: Path) -> None:
    done = own_database.run(tmp_path, "-m", "tests.races.rounds", "--rounds", "5")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count(f"5 rounds on {connection.vendor}, 0 wrong") == 7


def test_a_wrong_round_is_counted(tmp_path: Path) -> None:
    """Without comparing revisions the second edit would write over the first: the race must see it."""
    careless = (
        "from tests.races import rounds\n"
        "type_entry = rounds.actions.type_entry\n"
        "rounds.actions.type_entry = lambda **given: type_entry(**(given | {'seen_revision': None}))\n"
        "rounds.RACES = (rounds.lost_edit,)\n"
        "raise SystemExit(rounds.main())\n"
    )
    done = own_database.run(tmp_path, "-c", careless, "--rounds", "2")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "lost_edit: 2 rounds" in done.stdout
    assert "2 wrong" in done.stdout
