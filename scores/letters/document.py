"""A letter as its parts in order, before any file format: HTML and PDF are made from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Role = Literal["text", "heading", "item", "subitem"]


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of the body; `key` names its block, so that offices can switch or edit blocks."""

    key: str
    text: str
    role: Role = "text"
    table: Table | None = None
    """What stands right below it, as wide as the text."""

    @property
    def leads(self) -> bool:
        """Whether what it announces must follow on the same page."""
        return self.role == "heading" or self.text.endswith(":")


@dataclass(frozen=True)
class Column:
    """One column of a table; `width` in percent of the table, None shares what is left."""

    title: str
    align: Literal["left", "center"] = "center"
    width: int | None = None


@dataclass(frozen=True)
class Row:
    """Texts as printed, one a column; `strong` for the office's own row, groups and totals."""

    cells: tuple[str, ...]
    strong: bool = False


@dataclass(frozen=True)
class Table:
    """`two_versions` where a line holds what two versions say, and not only what is published now."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    two_versions: bool = False

    def by_column(self) -> list[tuple[Row, list[tuple[Column, str]]]]:
        """Each row with its cells beside their columns."""
        return [(row, list(zip(self.columns, row.cells, strict=True))) for row in self.rows]


@dataclass(frozen=True)
class Appendix:
    """`heading` is `Phụ lục II`, `Phụ lục` for a single one, empty for a table on its own."""

    heading: str
    title: tuple[str, ...]
    attached_to: str
    table: Table
    above: tuple[Paragraph, ...] = ()
    below: tuple[Paragraph, ...] = ()
    """What is said in sentences before and after the table."""


@dataclass(frozen=True)
class Head:
    """First page's head; `number` and `place_and_date` may hold room left open."""

    superior: str
    issuer: tuple[str, ...]
    number: str
    subject: str
    place_and_date: str
    document_name: str = ""
    """`BÁO CÁO`, over the subject in the middle; empty for a letter, whose subject is under its number."""


@dataclass(frozen=True)
class Document:
    """A whole letter. Without `head` it is an appendix that travels with a letter written elsewhere."""

    kind: str
    subject: str
    author: str
    keywords: tuple[str, ...]
    made_at: datetime
    head: Head | None
    recipients: tuple[str, ...]
    body: tuple[Paragraph, ...]
    signature: tuple[str, ...]
    signer: str
    receivers: tuple[str, ...]
    appendices: tuple[Appendix, ...]
    unsigned_line: str
    check_code: str
    check_address: str
    """Where the code is looked up: what the QR code says."""
    masthead: Head | None = None
    """Of an attachment that is read apart from its letter: whose it is, without number or day of its own."""

    @property
    def tables(self) -> tuple[Table, ...]:
        """All tables in their order: of the body, then of the appendices."""
        inside = (paragraph.table for paragraph in self.body)
        return (*filter(None, inside), *(appendix.table for appendix in self.appendices))

    @property
    def check_line(self) -> str:
        """What stands beside the QR code, for those who type; empty without a code."""
        return f"Mã kiểm tra: {self.check_code} · tra tại {self.check_place}" if self.check_code else ""

    @property
    def check_place(self) -> str:
        """The page where a code is typed, as it is said on paper: `chiso.example.vn/xac-minh/`."""
        return self.check_address.partition("?")[0].partition("://")[2]

    @property
    def title(self) -> str:
        """The subject as a line of its own."""
        return self.subject[:1].upper() + self.subject[1:]
