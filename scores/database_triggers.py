"""How a rule becomes triggers, on both databases; and how triggers are taken away again."""

from __future__ import annotations

from dataclasses import dataclass

_DIALECTS = {
    # PostgreSQL's CURRENT_TIMESTAMP stands still while a transaction lasts.
    "postgresql": {"now": "statement_timestamp()", "month": ("to_char(", ", 'YYYY-MM')")},
    "sqlite": {"now": "CURRENT_TIMESTAMP", "month": ("substr(", ", 1, 7)")},
}


def month_of(day: str) -> str:
    """For a condition: the month `2024-10` of a column of days."""
    return f"{{month[0]}}{day}{{month[1]}}"


def dropping(triggers: list[str], vendor: str) -> list[str]:
    """Statements that take triggers away, there or not."""
    if vendor == "postgresql":
        return [f"DROP FUNCTION IF EXISTS {trigger}() CASCADE" for trigger in triggers]
    return [f"DROP TRIGGER IF EXISTS {trigger}" for trigger in triggers]


@dataclass(frozen=True)
class Rule:
    """A write to `table` is refused where `condition` holds; `{row}` in it is the row written or deleted,
    `{now}` the database's clock, and `month_of` gives a day's month.

    With `changed`, an update is refused only where one of these columns gets another value, and where the
    condition holds for the row as it was or as it would be. `since` is the number of the migration that
    brings the rule: before, what it names may not exist.
    """

    name: str
    table: str
    events: tuple[str, ...]
    condition: str
    message: str
    changed: tuple[str, ...] = ()
    since: int = 2

    def statements(self, vendor: str) -> list[str]:
        return [self._trigger(vendor, event) for event in self.events]

    def undoing(self, vendor: str) -> list[str]:
        return dropping([f"{self.name}_{event.lower()}" for event in self.events], vendor)

    def _trigger(self, vendor: str, event: str) -> str:
        row = "OLD" if event == "DELETE" else "NEW"
        condition = self._condition(vendor, event, row)
        trigger = f"{self.name}_{event.lower()}"
        if vendor == "postgresql":
            return (
                f"CREATE FUNCTION {trigger}() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN "
                f"IF {condition} THEN RAISE EXCEPTION '{self.name}' "
                f"USING ERRCODE = 'integrity_constraint_violation'; END IF; "
                f"RETURN {row}; END $body$; "
                f"CREATE TRIGGER {trigger} BEFORE {event} ON {self.table} "
                f"FOR EACH ROW EXECUTE FUNCTION {trigger}();"
            )
        return (
            f"CREATE TRIGGER {trigger} BEFORE {event} ON {self.table} WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{self.name}'); END;"
        )

    def _condition(self, vendor: str, event: str, row: str) -> str:
        dialect = _DIALECTS[vendor]
        if event != "UPDATE" or not self.changed:
            return self.condition.format(row=row, **dialect)
        either = " OR ".join(f"({self.condition.format(row=either, **dialect)})" for either in ("OLD", "NEW"))
        # `IS DISTINCT FROM` is unknown to SQLite before 3.39.
        other = " OR ".join(
            f"NEW.{column} <> OLD.{column} OR (NEW.{column} IS NULL) <> (OLD.{column} IS NULL)"
            for column in self.changed
        )
        return f"({other}) AND ({either})"
