"""Imports run one way, and only actions write what is published: read from the source, not from hope."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

PURE = {
    *("scores.period", "scores.vietnamese", "scores.ranking", "scores.groups", "scores.working_days"),
    *("scores.limits", "scores.formulas"),
    *(
        "scores.reasons",
        "scores.charts",
        "scores.heat_chart",
        "scores.waterfall",
        "scores.sparkline",
        "scores.garbage",
    ),
}
"""Modules of rules: the standard library and each other, nothing else."""

MAY_NOT_IMPORT = {
    "scores.models": ["scores.intake", "scores.letters", "scores.queries", "scores.publication"],
    "scores.intake": ["scores.actions", "scores.letters", "scores.queries"],
    "scores.publication": ["scores.actions", "scores.intake", "scores.letters"],
    "scores.letters": ["scores.actions", "scores.intake", "scores.publication"],
    "scores.queries": ["scores.actions", "scores.intake", "scores.letters"],
}

ONLY_FROM = {
    "scores.admin": ["scores.admin", "portal.urls"],
    "scores.api": ["scores.urls", "scores.api_page"],
    "scores.confirming": ["scores.urls"],
    "scores.management": ["scores.management"],
    "scores.urls": ["portal.urls"],
    "scores.verifying": ["scores.urls"],
    "scores.views": ["scores.urls", "scores.views"],
}
"""Where readers, staff and commands come in; everything else must work without these."""

PUBLIC = [
    *("scores.unit_views", "scores.portrait", "scores.recent", "scores.heat", "scores.drawings"),
    *("scores.views", "scores.api", "scores.api_rows", "scores.queries", "scores.tables"),
    *("scores.filters", "scores.exports"),
    *(
        "scores.open_data",
        "scores.data_catalogue",
        "scores.feeds",
        "scores.notices",
        "scores.sitemaps",
        "scores.serving",
    ),
    *("scores.given_again", "scores.read_once", "scores.public_token", "scores.cells", "scores.api_limit"),
    *("scores.cards", "scores.card_picture", "scores.sharing"),
    *("scores.listing", "scores.unit_listings", "scores.comparison_tables", "scores.comparing"),
    *("scores.calendar_views", "scores.correction_views", "scores.indicator_views"),
]
WORKING_TABLES = {
    *("Entry", "Upload", "Finding", "ConfirmationLink", "LinkOpening", "UnitAnswer", "LetterBlock"),
}
"""Public modules read published results and letters; drafts must be out of their reach."""

WRITERS = ["scores.actions", "scores.migrations"]
PROTECTED = {
    *("Release", "Entry", "Result", "Event", "Upload", "Finding", "Letter", "Mail", "PublicCheck"),
    *(
        "ConfirmationLink",
        "LinkOpening",
        "UnitAnswer",
        "Objection",
        "SignedFile",
        "SheetBundle",
        "SheetChunk",
        "LetterBlock",
    ),
}
VARIABLES = {name.lower() for name in PROTECTED}
RELATED = {
    *("releases", "entries", "results", "events", "uploads", "findings", "letters", "mails"),
    *(
        "confirmation_links",
        "openings",
        "objections",
        "public_checks",
        "signed_files",
        "sheet_bundles",
        "chunks",
        "letter_blocks",
    ),
}
SAVING = {"save", "delete"}
WRITING = SAVING | {
    "create",
    "get_or_create",
    "update",
    "update_or_create",
    "bulk_create",
    "bulk_update",
    "add",
    "set",
    "remove",
    "clear",
}


def within(module: str, rooms: list[str]) -> bool:
    return any(module == room or module.startswith(f"{room}.") for room in rooms)


def sources() -> dict[str, str]:
    """Source by module name, of everything that is deployed."""
    found = {}
    for path in [*ROOT.glob("scores/**/*.py"), *ROOT.glob("portal/**/*.py")]:
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        found[name] = path.read_text()
    return found


def imports(module: str, source: str) -> Iterator[str]:
    """Every imported name in full, wherever it stands: `from a import b` gives `a` and `a.b`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            # Relative imports are not used; one that counts dots from here would be read wrongly.
            assert node.level == 0, f"{module} imports relatively in line {node.lineno}"
            assert node.module is not None
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def wrong_imports(modules: dict[str, str]) -> list[str]:
    wrong = []
    for module, source in modules.items():
        for name in imports(module, source):
            if module in PURE and not (
                within(name, sorted(PURE))
                or name == "scores"
                or name.split(".")[0] in sys.stdlib_module_names
            ):
                wrong.append(f"{module} imports {name}, but is pure")
            for room, forbidden in MAY_NOT_IMPORT.items():
                if within(module, [room]) and within(name, forbidden):
                    wrong.append(f"{module} imports {name}")
            for room, allowed in ONLY_FROM.items():
                if within(name, [room]) and not within(module, allowed):
                    wrong.append(f"{module} imports {name}")
            if within(module, PUBLIC) and within(
                name, [f"scores.models.{table}" for table in WORKING_TABLES]
            ):
                wrong.append(f"{module} imports {name}, which is not published")
    return sorted(set(wrong))


def _links(node: ast.expr) -> list[str]:
    """The names along `a.b.c().d`, from the left: a, b, c, d. What is no name ends it."""
    if isinstance(node, ast.Name):
        return [node.id]
    if isinstance(node, ast.Attribute):
        return [*_links(node.value), node.attr]
    if isinstance(node, ast.Call):
        return _links(node.func)
    if isinstance(node, ast.Subscript):
        return _links(node.value)
    return []


def _writes_published(call: ast.Call) -> bool:
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in WRITING:
        return False
    chain = _links(call.func.value)
    through_manager = bool(PROTECTED.intersection(chain) or RELATED.intersection(chain[1:]))
    row_itself = call.func.attr in SAVING and chain[-1:] != [] and chain[-1] in VARIABLES
    return through_manager or row_itself


def _opens_for_editing(node: ast.AST) -> bool:
    """Whether the admin's own forms get a table: `register(Entry)`, `model = Entry` in a form or inline."""
    if isinstance(node, ast.Call):
        return _links(node.func)[-1:] == ["register"] and any(
            PROTECTED.intersection(_links(argument)) for argument in node.args
        )
    if isinstance(node, ast.Assign):
        return "model" in [name for target in node.targets for name in _links(target)] and bool(
            PROTECTED.intersection(_links(node.value))
        )
    return False


def wrong_editors(modules: dict[str, str]) -> list[str]:
    return [
        f"{module}: {ast.unparse(node)}"
        for module, source in modules.items()
        if within(module, ["scores.admin"])
        for node in ast.walk(ast.parse(source))
        if _opens_for_editing(node)
    ]


def wrong_writes(modules: dict[str, str]) -> list[str]:
    return [
        f"{module}, line {node.lineno}: {ast.unparse(node.func)}"
        for module, source in modules.items()
        if not within(module, WRITERS)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and _writes_published(node)
    ]


def test_imports_run_one_way() -> None:
    assert wrong_imports(sources()) == []


def test_only_actions_write() -> None:
    assert wrong_writes(sources()) == []


def test_django_admin_edits_nothing_that_actions_write() -> None:
    assert wrong_editors(sources()) == []


def test_every_room_named_here_exists() -> None:
    modules = sources()
    named = {*PURE, *MAY_NOT_IMPORT, *ONLY_FROM, *PUBLIC, *WRITERS}
    assert {room for room in named if not any(within(module, [room]) for module in modules)} == set()


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("scores.ranking", "from django.db import models"),
        ("scores.period", "import openpyxl"),
        ("scores.vietnamese", "from scores.models import Unit"),
        ("scores.vietnamese", "from scores import queries"),
        ("scores.ranking", "def late():\n    from scores import models"),
        ("scores.intake.matching", "from scores import actions"),
        ("scores.intake", "from scores.views import home"),
        ("scores.tasks", "from scores.admin.releases import ReleaseAdmin"),
        ("scores.exports", "import scores.api"),
        ("scores.models.units", "from scores.queries import published"),
        ("scores.letters.facts", "from scores.actions.steps import publish"),
        ("scores.views", "from scores.models import Entry"),
        ("scores.queries", "from scores.models import Result, Upload"),
    ],
)
def test_a_wrong_import_is_seen(module: str, source: str) -> None:
    assert wrong_imports({module: source}) != []


@pytest.mark.parametrize(
    "line",
    [
        "Release.objects.create(office=office)",
        "models.Result.objects.filter(pk=1).update(rank=1)",
        "Event(release=release).save()",
        "release.save()",
        "self.release.save(update_fields=['state'])",
        "upload.findings.all().delete()",
        "release.entries.bulk_create(rows)",
        "get(pk).results.filter(rank=1)[0:3].delete()",
        "Entry.objects.select_related('unit').get(pk=1).delete()",
    ],
)
def test_a_wrong_write_is_seen(line: str) -> None:
    assert wrong_writes({"scores.views": line}) != []
    assert wrong_writes({"scores.actions.steps": line}) == []


@pytest.mark.parametrize(
    "line",
    [
        "@admin.register(Unit, Entry)\nclass A: pass",
        "site.register(models.Release)",
        "class F:\n    model = Result",
    ],
)
def test_a_wrong_editor_is_seen(line: str) -> None:
    assert wrong_editors({"scores.admin.entries": line}) != []
    assert wrong_editors({"scores.filters": line}) == []


@pytest.mark.parametrize(
    "line",
    [
        "found.setdefault(sheet, set()).update(rows)",
        "user.save()",
        "results.update(more)",
        "Unit.objects.create()",
    ],
)
def test_other_writes_are_left_alone(line: str) -> None:
    assert wrong_writes({"scores.demo": line}) == []
