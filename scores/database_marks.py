"""Which writes readers may notice: triggers that give the public state another token, on both databases.

So an answer made before can be given again while the token stands, whoever wrote meanwhile and by what way.
"""

from __future__ import annotations

from dataclasses import dataclass

from scores.database_triggers import dropping

_STATE = "(SELECT state FROM scores_release WHERE id = {row}.release_id)"
_EVENTS = ("INSERT", "UPDATE", "DELETE")


@dataclass(frozen=True)
class Mark:
    """A write to `table` where `condition` holds changes the public state's token; `{row}` as in a `Rule`."""

    table: str
    condition: str = "1 = 1"
    since: int = 6

    def statements(self, vendor: str) -> list[str]:
        return [self._trigger(vendor, event) for event in _EVENTS]

    def undoing(self, vendor: str) -> list[str]:
        return dropping([self._name(event) for event in _EVENTS], vendor)

    def _name(self, event: str) -> str:
        return f"public_state_follows_{self.table}_{event.lower()}"

    def _trigger(self, vendor: str, event: str) -> str:
        rows = ["OLD", "NEW"] if event == "UPDATE" else ["OLD" if event == "DELETE" else "NEW"]
        condition = " OR ".join(f"({self.condition.format(row=row)})" for row in rows)
        name = self._name(event)
        if vendor == "postgresql":
            # At commit, so that the one row is the last lock anybody takes.
            return (
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN "
                f"IF {condition} THEN {_CHANGED.format(random=_RANDOM[vendor])}; END IF; "
                f"RETURN NULL; END $body$; "
                f"CREATE CONSTRAINT TRIGGER {name} AFTER {event} ON {self.table} "
                f"DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION {name}();"
            )
        return (
            f"CREATE TRIGGER {name} AFTER {event} ON {self.table} WHEN {condition} "
            f"BEGIN {_CHANGED.format(random=_RANDOM[vendor])}; END;"
        )


# Random, not counted: after a restored backup a number would come again and mean something else.
_RANDOM = {
    "postgresql": "md5(random()::text || clock_timestamp())",
    "sqlite": "lower(hex(randomblob(16)))",
}
_CHANGED = (
    "INSERT INTO scores_publicstate (id, token) VALUES (1, {random}) "
    "ON CONFLICT (id) DO UPDATE SET token = excluded.token"
)
_WAS_PUBLIC = "'published', 'replaced', 'withdrawn'"

MARKS = (
    Mark("scores_release", f"{{row}}.state IN ({_WAS_PUBLIC})"),
    Mark("scores_objection", f"{_STATE} IN ({_WAS_PUBLIC})"),
    Mark("scores_signedfile", since=13),
    *[
        Mark(f"scores_{table}")
        for table in (
            "letter",
            "unit",
            "unitname",
            "unitsuccession",
            "office",
            "office_units",
            "indexversion",
            "indicator",
            "target",
            "ratingband",
        )
    ],
)
"""Spellings (`UnitAlias`) are no part of it: people teach them while they work at a draft, and only searches,
which are never kept, see them."""
