"""The Word file around a letter: nothing of the library's empty one, properties, no moments of packing."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC

from docx.document import Document as WordFile
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from scores.letters import docx_parts as parts
from scores.letters.document import Document
from scores.letters.docx_styles import LANGUAGE
from scores.letters.markup import GENERATOR

_KEPT_PARTS = {
    RELATIONSHIP_TYPE.OFFICE_DOCUMENT,
    RELATIONSHIP_TYPE.CORE_PROPERTIES,
    RELATIONSHIP_TYPE.STYLES,
    RELATIONSHIP_TYPE.SETTINGS,
}
_LONGEST_PROPERTY = 255
_SETTINGS = "http://schemas.microsoft.com/office/word"


def clear(file: WordFile) -> None:
    """Leave of the library's empty file its styles and settings: no theme, picture or maker's name."""
    for relations in (file.part.rels, file.part.package.rels):
        for key, relation in list(relations.items()):
            if relation.reltype not in _KEPT_PARTS:
                del relations[key]
    settings = file.settings.element
    for child in list(settings):
        settings.remove(child)
    settings.append(
        parse_xml(
            f'<w:compat {nsdecls("w")}><w:compatSetting w:name="compatibilityMode" w:uri="{_SETTINGS}"'
            f' w:val="15"/></w:compat>'
        )
    )
    settings.append(parse_xml(f'<w:themeFontLang {nsdecls("w")} w:val="{LANGUAGE}"/>'))


def describe(file: WordFile, document: Document) -> None:
    """The file's properties; its dates are those of the figures."""
    properties = file.core_properties
    properties.title = parts.plain(document.title)[:_LONGEST_PROPERTY]
    properties.author = properties.last_modified_by = parts.plain(document.author)[:_LONGEST_PROPERTY]
    properties.keywords = ", ".join(document.keywords)[:_LONGEST_PROPERTY]
    properties.comments = GENERATOR
    properties.language = LANGUAGE
    made_at = document.made_at.astimezone(UTC)
    properties.created = properties.modified = made_at.replace(microsecond=0, tzinfo=None)


def without_times(file: WordFile) -> bytes:
    """The file's bytes; a ZIP would keep the moment at which each part was packed."""
    packed, out = io.BytesIO(), io.BytesIO()
    file.save(packed)
    with zipfile.ZipFile(packed) as made, zipfile.ZipFile(out, "w") as kept:
        for name in made.namelist():
            kept.writestr(zipfile.ZipInfo(name), made.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
