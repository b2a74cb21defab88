"""Write docs/messages.md: every sentence that staff may be told by the program, in one place to read through.

The sentences stand beside the rule they speak of; this list is made from the code, so that none is missing.
`--check` writes nothing and fails when the list is not the one the code gives.
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIST = ROOT / "docs" / "messages.md"
ROOMS = {
    "scores/intake": "Đọc tệp: chỗ phải sửa, chỗ cần xác nhận, câu hỏi",
    "scores/actions": "Làm việc: vì sao chưa được, làm gì tiếp",
    "scores/admin": "Các trang của nhân viên",
    "scores/checklist": "Danh sách kiểm tra trước khi trình, công bố",
    "scores/letters": "Văn bản: lời của máy, chỗ phải sửa",
    "scores": "Quyền, trang chung",
    "scores/models": "Quy tắc của dữ liệu",
}
_MARKED = re.compile(r"[à-ỹđ]")
_PATTERN = re.compile(r"\(\?|\\b|\\s|\[\^|%r")
"""Regular expressions and lines of the log hold Vietnamese words too, and are said to nobody."""
_FEWEST_WORDS = 4
_INTRODUCTION = """# Lời nói với người dùng

Mọi câu mà phần mềm nói với nhân viên, xếp theo phòng và tệp mã. `{…}` là chỗ điền. Danh sách này do
`scripts/messages.py` lập từ mã nguồn; sửa câu ở mã nguồn rồi lập lại bằng `make messages`.
"""


def _text(node: ast.expr) -> str | None:
    """What a piece of code says, with `{name}` where something is filled in; None if it is no text."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(_text(part) or "" for part in parts)
        case ast.FormattedValue(value=value):
            return "{" + _name(value) + "}"
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            one, other = _text(left), _text(right)
            if one is None and other is None:
                return None
            return (one if one is not None else "{…}") + (other if other is not None else "{…}")
        case _:
            return None


def _name(value: ast.expr) -> str:
    """The last word of what is filled in: `unit.name` reads `name`."""
    match value:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name.strip("_")
        case ast.Call(args=[first, *_]):
            return _name(first)
        case _:
            return "…"


def sentences(tree: ast.AST) -> Iterator[str]:
    """The Vietnamese sentences of a module in the order they stand; docstrings and single words are none."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue
        text = _text(node) if isinstance(node, ast.expr) else None
        if text is None:
            yield from sentences(node)
            continue
        words = text.split()
        if _MARKED.search(text.lower()) and not _PATTERN.search(text) and len(words) >= _FEWEST_WORDS:
            yield " ".join(words)


def _of_room(room: str) -> Iterator[tuple[str, list[str]]]:
    folder = ROOT / room
    for path in sorted(folder.glob("*.py") if room in ("scores", "scores/models") else folder.rglob("*.py")):
        found = list(dict.fromkeys(sentences(ast.parse(path.read_text()))))
        if found:
            yield path.relative_to(ROOT).as_posix(), found


def the_list() -> str:
    """The whole list as Markdown."""
    parts = [_INTRODUCTION]
    for room, title in ROOMS.items():
        parts.append(f"\n## {title}\n")
        for path, found in _of_room(room):
            parts.append(f"\n### `{path}`\n\n" + "".join(f"- {sentence}\n" for sentence in found))
    return "".join(parts)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="fail if the list is not up to date")
    if not parser.parse_args().check:
        LIST.write_text(the_list())
        return 0
    if LIST.exists() and LIST.read_text() == the_list():
        return 0
    print(f"{LIST.relative_to(ROOT)} is not what the code says; run: make messages", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
