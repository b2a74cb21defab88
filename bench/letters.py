"""How long a letter's PDF takes us, beside LibreOffice making it of the same Word file, and beside typst.

Ours: `letters.laid_out` in a process that has made one before, as the worker does month after month; facts
read and composed before. Theirs: `soffice --convert-to pdf` from the start of the process to its end, with a
profile that has been used before; and, warm, what each further file costs in one process that converts many.
typst, in Rust, sets the first appendix's table alone, in the same face and size, as tagged PDF/A; in this
process, which has set it before, but anew each time: what it keeps of the last time would be no work at all.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import tempfile
from dataclasses import replace
from itertools import count
from pathlib import Path

import typst
from django.db import transaction

from bench.reading import seconds
from scores import demo, letters
from scores.letters import docx
from scores.letters.assets import face_folder
from scores.letters.document import Document, Row, Table
from scores.models import Release
from scores.reference.load import load_reference

ROUNDS, MANY = 5, 6
LONG = 161


def main() -> float:
    """Print the times of the notice of 10/2024, as it is and with 161 units; the worse ratio."""
    notice = _notice()
    with tempfile.TemporaryDirectory() as folder:
        return max(_beside(document, Path(folder)) for document in (notice, _with_units(notice, LONG)))


def _notice() -> Document:
    with transaction.atomic():
        load_reference()
        demo.make_accounts()
        demo.load()
        document = letters.compose(Release.objects.get(office__slug="hung-yen", period="2024-10"))
        transaction.set_rollback(True)
    return document


def _with_units(document: Document, count: int) -> Document:
    """The notice with so many units in its first appendix, after the province's own line."""
    first, *others = document.appendices
    own, *units = first.table.rows
    rows = (Row((str(line), *units[line % len(units)].cells[1:])) for line in range(1, count + 1))
    long = replace(first, table=replace(first.table, rows=(own, *rows)))
    return replace(document, appendices=(long, *others))


def _beside(document: Document, folder: Path) -> float:
    """The ratio of our least time to that of a whole process of LibreOffice."""
    file = docx.lay_out(document)
    paths = [folder / f"{place}.docx" for place in range(MANY)]
    for path in paths:
        path.write_bytes(file)
    table = document.appendices[0].table
    numbers = count()
    letters.laid_out(document)
    _convert(paths[:1], folder)
    _typeset(table, next(numbers))
    rounds = [
        (
            seconds(lambda: letters.laid_out(document)),
            seconds(lambda: _convert(paths[:1], folder)),
            seconds(lambda: _convert(paths, folder)),
            seconds(lambda: _typeset(table, next(numbers))),
        )
        for _ in range(ROUNDS)
    ]
    ours, whole, many, typeset = zip(*rounds, strict=True)
    further = [(several - one) / (MANY - 1) for one, several in zip(whole, many, strict=True)]
    units = len(table.rows) - 1
    print(f"letter of {units} units as PDF, {ROUNDS} rounds in turn:")
    print("                                      least   median")
    for name, column in (
        ("ours, warm", ours),
        ("LibreOffice, whole process", whole),
        ("LibreOffice, each further file", further),
        ("typst, the first table alone", typeset),
        ("the Word file, ours", [seconds(lambda: docx.lay_out(document)) for _ in range(ROUNDS)]),
    ):
        print(f"  {name:32} {min(column) * 1000:6.0f} ms {statistics.median(column) * 1000:6.0f} ms")
    print(f"  ratio to the whole process         {min(ours) / min(whole):6.2f}")
    print(f"  ratio to each further file         {min(ours) / min(further):6.2f}")
    print(f"  ratio to typst                     {min(ours) / min(typeset):6.2f}")
    ratio: float = min(ours) / min(whole)
    return ratio


def _convert(files: list[Path], folder: Path) -> None:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, *map(str, files)], check=True, capture_output=True, timeout=180)  # noqa: S603  # a fixed command


def _typeset(table: Table, number: int) -> bytes:
    """The table as typst sets it; the number, printed above, makes each time another document."""
    cells = [[column.title for column in table.columns], *(row.cells for row in table.rows)]
    source = _TYPST.replace("{n}", str(len(table.columns))).replace("{number}", str(number))
    inputs = {"cells": json.dumps(cells)}
    made: bytes = typst.compile(  # type: ignore[misc]  # its types do not say what is given back
        source.encode(),
        font_paths=[face_folder()],
        ignore_system_fonts=True,
        sys_inputs=inputs,
        pdf_standards=["a-3a"],
    )
    return made


_TYPST = """
#set document(title: "{number}")
#set page(paper: "a4", margin: (top: 20mm, right: 16mm, bottom: 20mm, left: 30mm), numbering: "1")
#set text(font: "Liberation Serif", size: 13pt, lang: "vi")
{number}
#let (head, ..rows) = json(bytes(sys.inputs.cells))
#table(columns: (7%, ..({n} - 1) * (1fr,)), align: center + horizon, stroke: 0.75pt, inset: (x: 4pt, y: 2pt),
  table.header(..head.map(strong)), ..rows.flatten())
"""
