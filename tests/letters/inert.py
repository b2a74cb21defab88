"""What a finished file would do beyond being read, and who asked for anything outside while it was made."""

from __future__ import annotations

import csv
import re
import socket
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO, StringIO
from typing import Any
from unittest import mock

import pikepdf
from defusedxml import ElementTree

from tests.letters import paper

_ACTS = {"/URI", "/JS", "/JavaScript", "/OpenAction", "/AA", "/Launch", "/GoToR", "/GoToE", "/SubmitForm"}
_ASIDE = {"/Annots", "/XFA", "/RichMedia"}
_FOREIGN = re.compile(rb"root:x:0")
_ORDERS, _QR_CODE = {"PAGE"}, "word/media/image1.png"


def outside_pdf(pdf: bytes) -> list[str]:
    """Links, annotations, actions, formulas, pictures, foreign fonts, files and bytes in a letter's PDF."""
    found = [name for name in paper.fonts(pdf) if "LiberationSerif" not in name.replace("-", "")]
    with paper.opened(pdf) as document:
        found += [name for name in document.attachments if not name.endswith(".csv")]
        for file in document.attachments.values():
            rows = csv.reader(StringIO(file.get_file().read_bytes().decode("utf-8-sig")))
            found += [cell for row in rows for cell in row if cell[:1] in {"=", "+", "@"}]
        for one in document.objects:
            if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
                found += (_ACTS | _ASIDE) & {str(key) for key in one}
                found += _ACTS & {str(one.get("/S"))}
            if isinstance(one, pikepdf.Stream):
                found += {"/Image"} & {str(one.get("/Subtype"))}
                found += [match.decode() for match in _FOREIGN.findall(one.read_bytes())]
    return found


def outside_word(file: bytes) -> list[str]:
    """Links, orders and parts of a Word file that no letter has; its XML declares nothing."""
    found: list[str] = []
    with zipfile.ZipFile(BytesIO(file)) as parts:
        for name in parts.namelist():
            if not name.endswith((".xml", ".rels")):
                found += {name} - {_QR_CODE}
                continue
            tree = ElementTree.fromstring(parts.read(name), forbid_dtd=True)
            found += [str(one.get("Target")) for one in tree.iter() if one.get("TargetMode") == "External"]
            orders = {(one.text or "").strip() for one in tree.iter() if one.tag.endswith("}instrText")}
            found += orders - _ORDERS
    return found


def word_text(file: bytes) -> str:
    """What stands in a Word file to be read."""
    with zipfile.ZipFile(BytesIO(file)) as parts:
        tree = ElementTree.fromstring(parts.read("word/document.xml"), forbid_dtd=True)
    return "".join(one.text or "" for one in tree.iter() if one.tag.endswith("}t"))


@contextmanager
def without_network() -> Iterator[None]:
    """Python may reach nobody meanwhile; whoever tries fails, and fails again at the end if he hid it."""
    asked: list[Any] = []

    def refused(*said: Any, **_: Any) -> Any:
        asked.append(said[-1:])
        raise OSError("a letter asks for nothing")

    with (
        mock.patch.object(socket.socket, "connect", refused),
        mock.patch.object(socket.socket, "connect_ex", refused),
        mock.patch.object(socket.socket, "sendto", refused),
        mock.patch.object(socket, "getaddrinfo", refused),
    ):
        yield
    assert asked == []
