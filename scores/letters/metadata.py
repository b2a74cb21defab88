"""What an e-office wants to know of an outgoing document, under the names of Nghị định 30/2020, Phụ lục VI.

The texts stand as the letter prints them: a hidden character, or one XML or UTF-8 has no place for, as □.
What is not known yet (number, day) or never is (the signer's name, before a leader has signed) stands empty.
"""

from __future__ import annotations

import json
from io import StringIO
from xml.sax.xmlreader import AttributesImpl

from django.utils.xmlutils import SimplerXMLGenerator

from scores.letters.document import Document
from scores.letters.visible import visible
from scores.models import Letter

LANGUAGE = "Tiếng Việt"

Metadata = dict[str, str | int | list[str]]


def of(letter: Letter, document: Document) -> Metadata:
    """`IssuedDate` as `05/11/2024`, `PageAmount` in pages of the PDF, `To` one text a recipient."""
    document = visible(document)
    return {
        "TypeName": letter.document_name,
        "OrganName": document.author,
        "CodeNumber": visible(letter.number),
        "CodeNotation": visible(letter.notation),
        "IssuedDate": letter.issued_on.strftime("%d/%m/%Y") if letter.issued_on else "",
        "Subject": visible(letter.title),
        "Language": LANGUAGE,
        "PageAmount": letter.pages,
        "Position": " ".join(document.signature),
        "FullName": document.signer,
        "To": list(document.recipients),
    }


def as_json(metadata: Metadata) -> str:
    return json.dumps(metadata, ensure_ascii=False, indent=2) + "\n"


def as_xml(metadata: Metadata) -> str:
    """One element a field, `To` once for each recipient."""
    file = StringIO()
    xml = SimplerXMLGenerator(file, "utf-8", short_empty_elements=True)
    xml.startDocument()
    xml.startElement("Document", AttributesImpl({}))
    for name, value in metadata.items():
        for text in value if isinstance(value, list) else [value]:
            xml.addQuickElement(name, str(text))
    xml.endElement("Document")
    xml.endDocument()
    return file.getvalue() + "\n"
