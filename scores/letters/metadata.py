"""What an e-office wants to know of an outgoing document, under the names of Nghị định 30/2020, Phụ lục VI.

What is not known yet (number, day) or never is (the signer's name, before a leader has signed) stands empty.
"""

from __future__ import annotations

import json
import re
from io import StringIO
from xml.sax.xmlreader import AttributesImpl

from django.utils.xmlutils import SimplerXMLGenerator

from scores.letters.document import Document
from scores.models import Letter

LANGUAGE = "Tiếng Việt"
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

Metadata = dict[str, str | int | list[str]]


def of(letter: Letter, document: Document) -> Metadata:
    """`IssuedDate` as `05/11/2024`, `PageAmount` in pages of the PDF, `To` one text a recipient."""
    return {
        "OrganName": document.author,
        "CodeNumber": letter.number,
        "CodeNotation": letter.notation,
        "IssuedDate": letter.issued_on.strftime("%d/%m/%Y") if letter.issued_on else "",
        "Subject": letter.title,
        "Language": LANGUAGE,
        "PageAmount": letter.pages,
        "Position": " ".join(document.signature),
        "FullName": document.signer,
        "To": list(document.recipients),
    }


def as_json(metadata: Metadata) -> str:
    return json.dumps(metadata, ensure_ascii=False, indent=2) + "\n"


def as_xml(metadata: Metadata) -> str:
    """One element a field, `To` once for each recipient; characters XML has no place for become blanks."""
    file = StringIO()
    xml = SimplerXMLGenerator(file, "utf-8", short_empty_elements=True)
    xml.startDocument()
    xml.startElement("Document", AttributesImpl({}))
    for name, value in metadata.items():
        for text in value if isinstance(value, list) else [value]:
            xml.addQuickElement(name, _NOT_IN_XML.sub(" ", str(text)))
    xml.endElement("Document")
    xml.endDocument()
    return file.getvalue() + "\n"
