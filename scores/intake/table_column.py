"""A column of a table, with what it holds. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from scores.intake.claims import VALUES
from scores.intake.figures import Kind
from scores.intake.headers import Holds, Meaning
from scores.intake.worksheet import column_letters

ASIDE = "cột này không dùng để nhập số liệu"


@dataclass(frozen=True)
class Column:
    """A column of a table with what it holds; None where its header is not understood.

    `what` is the subject of a question about it; `decided` says that a person answered it, `doubles` which
    column before it holds the same.
    """

    number: int
    header: str
    meaning: Meaning | None
    aside: str = ASIDE
    what: str = ""
    decided: bool = False
    doubles: Column | None = None

    def holds(self, what: Holds) -> bool:
        return self.meaning is not None and self.meaning.holds is what

    @property
    def has_values(self) -> bool:
        """Whether its cells are figures or comparisons, or might be: its header is not understood."""
        return self.meaning is None or self.meaning.holds in VALUES

    @property
    def letter(self) -> str:
        return column_letters(self.number)

    @property
    def subject(self) -> tuple[int, Kind] | None:
        """The indicator and kind of figure it holds; None where it holds no indicator's figures."""
        if self.meaning is None or self.meaning.holds is not Holds.FIGURE or self.meaning.indicator is None:
            return None
        indicator = self.meaning.indicator
        return indicator.id, self.meaning.kind or self.meaning.likely or indicator.default_kind
