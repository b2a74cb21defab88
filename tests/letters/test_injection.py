"""Words that would do harm, in every text a letter can hold: printed as they are, and nothing happens."""

from __future__ import annotations

import json
import re
import socket
import zipfile
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from html.parser import HTMLParser
from io import BytesIO
from typing import Any, get_type_hints

import docx as word
import pytest
from defusedxml import ElementTree

from scores.letters import document as parts
from scores.letters import docx, markup, metadata
from scores.letters import paper as sheets
from scores.letters.document import Document
from scores.letters.visible import SHOWN
from scores.models import Letter
from tests.letters import paper
from tests.letters.inert import outside_pdf, outside_word, without_network, word_text
from tests.letters.plain_letter import LETTER

Port = int

HARMFUL = (
    "{{ letter.title }} {% now 'Y' %} {# a #} {0.__class__} {ky} %s %(a)s $x ${x} <% x %>",
    "<script>alert(1)</script><img src=file:///etc/passwd><img src=x onerror=alert(1)>",
    "<link rel=attachment href='http://127.0.0.1:{port}/a'><object data=file:///etc/passwd></object>",
    "<style>@import url(http://127.0.0.1:{port}/b)</style>url(file:///etc/passwd)</style></p></table>",
    "<a href='javascript:alert(1)'>a</a><iframe src=http://127.0.0.1:{port}/c></iframe><svg onload=alert(1)>",
    "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>&e;&lt;&#60;&amp;]]><![CDATA[<b>]]><?php x ?>",
    "=cmd|' /C calc'!A0 +1 -1 @SUM(A1) \"a\",'b';c \\u0041 \\n HYPERLINK(\"http://127.0.0.1:{port}/d\")",
    "http://127.0.0.1:{port}/e file:///etc/passwd //127.0.0.1:{port}/f javascript:alert(1) (/URI (x)) endobj",
    "Tênrấtdài" * 30,
)
UNSEEN = "a\x00b\x07c\x1bd\u202ee\u200bf\u2066g\ufeffh\ud800i\u2028j中k😀l"
SEEN = re.sub(r"[^a-l]", SHOWN, UNSEEN)


@pytest.fixture(scope="module")
def listening() -> Iterator[socket.socket]:
    """A port of this machine that nobody may ask for anything."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


@pytest.fixture(params=range(len(HARMFUL)))
def words(request: pytest.FixtureRequest, listening: socket.socket) -> Iterator[str]:
    with without_network():
        yield HARMFUL[request.param].replace("{port}", str(listening.getsockname()[1]))


def everywhere(part: Any, words: str) -> Any:
    """A letter with the words in each of its texts; what only may be one of a few words stays."""
    hints = get_type_hints(type(part), vars(parts))
    changed: dict[str, Any] = {}
    for field in fields(part):
        value, hint = getattr(part, field.name), hints[field.name]
        if hint is str:
            changed[field.name] = words
        elif hint == tuple[str, ...]:
            changed[field.name] = (words,) * len(value)
        elif is_dataclass(value) and not isinstance(value, type):
            changed[field.name] = everywhere(value, words)
        elif isinstance(value, tuple) and value and is_dataclass(value[0]):
            changed[field.name] = tuple(everywhere(one, words) for one in value)
    return replace(part, **changed)


def with_every_part() -> Document:
    """A letter in which no text of any part is left empty."""
    head = replace(LETTER.head, document_name="BÁO CÁO") if LETTER.head else None
    table = LETTER.appendices[0].table
    short = replace(table, rows=table.rows[:1])
    told = replace(LETTER.body[0], table=short)
    appendices = tuple(
        replace(appendix, above=LETTER.body[:1], below=LETTER.body[:1]) for appendix in LETTER.appendices[:1]
    )
    return replace(LETTER, head=head, masthead=head, body=(told, LETTER.body[-1]), appendices=appendices)


def unspaced(text: str) -> str:
    return re.sub(r"\s", "", text).replace("\u2011", "-").replace("\u2010", "").casefold()


def texts_of(word_file: bytes) -> list[str]:
    """The texts of a Word file, run by run."""
    runs = word.Document(BytesIO(word_file)).element.iter()
    return [run.text or "" for run in runs if run.tag.endswith("}t")]


def test_every_kind_of_part_and_field_is_reached() -> None:
    """A new kind of part, or a field left empty here, would escape the words: it fails here first."""
    poisoned = everywhere(with_every_part(), "độc")
    reached: dict[type, set[str]] = {}

    def look(part: Any) -> None:
        for field in fields(part):
            value = getattr(part, field.name)
            if value in ("độc", ("độc",)) or (isinstance(value, tuple) and set(value) == {"độc"}):
                reached.setdefault(type(part), set()).add(field.name)
            for one in value if isinstance(value, tuple) else (value,):
                if is_dataclass(one) and not isinstance(one, type):
                    look(one)

    look(poisoned)
    kinds = [kind for kind in vars(parts).values() if isinstance(kind, type) and is_dataclass(kind)]
    for kind in kinds:
        texts = {
            name for name, hint in get_type_hints(kind, vars(parts)).items() if hint in (str, tuple[str, ...])
        }
        assert reached.get(kind, set()) == texts, kind


def test_pdf_prints_the_words_and_holds_nothing_else(words: str, listening: socket.socket) -> None:
    letter = everywhere(with_every_part(), words)
    made = sheets.lay_out(letter)

    printed = unspaced(paper.text(made.pdf))
    assert printed.count(unspaced(words)) >= 12
    assert "root:x:0" not in printed
    assert outside_pdf(made.pdf) == []
    with paper.opened(made.pdf) as document:
        assert sorted(document.attachments) == ["bang-1.csv", "phu-luc-1.csv"]
        assert document.docinfo["/Title"] == letter.title
        ElementTree.fromstring(document.Root.Metadata.read_bytes())
    _nobody_asked(listening)


def test_word_file_holds_the_words_as_text_alone(words: str, listening: socket.socket) -> None:
    made = docx.lay_out(everywhere(with_every_part(), words))

    names = set(zipfile.ZipFile(BytesIO(made)).namelist())
    assert names == set(zipfile.ZipFile(BytesIO(docx.lay_out(with_every_part()))).namelist())
    assert outside_word(made) == []
    assert unspaced(word_text(made)).count(unspaced(words)) >= 12
    _nobody_asked(listening)


def test_html_holds_no_tag_or_attribute_that_is_not_ours(words: str) -> None:
    plain, harmed = _Tags(), _Tags()
    plain.feed(markup.file(everywhere(with_every_part(), "lời"), with_style=True))
    harmed.feed(markup.file(everywhere(with_every_part(), words), with_style=True))

    assert harmed.found == plain.found


def test_metadata_gives_the_words_back_and_declares_nothing(words: str) -> None:
    letter = Letter(kind=LETTER.kind, number=words, notation=words, title=words, pages=2)
    told = metadata.of(letter, everywhere(with_every_part(), words))
    poisoned = {name for name, value in told.items() if value in (words, [words, words], f"{words} {words}")}
    assert set(told) - poisoned == {"TypeName", "IssuedDate", "Language", "PageAmount"}

    assert json.loads(metadata.as_json(told)) == told
    tree = ElementTree.fromstring(metadata.as_xml(told), forbid_dtd=True)
    texts = [(name, value if isinstance(value, list) else [str(value)]) for name, value in told.items()]
    assert [(one.tag, one.text or "", one.attrib, len(one)) for one in tree] == [
        (name, text, {}, 0) for name, several in texts for text in several
    ]


def test_metadata_shows_what_cannot_be_seen_as_the_letter_does() -> None:
    letter = Letter(kind=LETTER.kind, number=UNSEEN, notation=UNSEEN, title=UNSEEN, pages=1)
    told = metadata.of(letter, everywhere(with_every_part(), UNSEEN))
    tree = ElementTree.fromstring(metadata.as_xml(told).encode(), forbid_dtd=True)
    shown = "".join(sign if sign.isprintable() else SHOWN for sign in UNSEEN)
    assert {one.tag for one in tree if shown in (one.text or "")} == {
        *("OrganName", "CodeNumber", "CodeNotation", "Subject", "Position", "FullName", "To")
    }
    assert json.loads(metadata.as_json(told).encode()) == told


def test_what_cannot_be_seen_is_shown_in_its_place() -> None:
    letter = everywhere(with_every_part(), UNSEEN)
    made = sheets.lay_out(letter)

    assert unspaced(SEEN) in unspaced(paper.text(made.pdf))
    assert all("LiberationSerif" in name.replace("-", "") for name in paper.fonts(made.pdf))
    shown = [sign for sign in UNSEEN if sign.isprintable()]
    file = docx.lay_out(letter)
    wanted = "".join(sign if sign in shown else SHOWN for sign in UNSEEN)
    assert any(wanted in text for text in texts_of(file))


def _nobody_asked(listening: socket.socket) -> None:
    with pytest.raises(BlockingIOError):
        listening.accept()


class _Tags(HTMLParser):
    """The tags of a page with the names of their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, tuple[str, ...]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if attrs != [("class", "unbroken")]:  # numbers of documents are held together
            self.found.append((tag, tuple(name for name, _ in attrs)))
