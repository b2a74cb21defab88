"""A letter's PDF as PDF/A-3a and PDF/UA-1 at once, with the figures of its tables attached.

WeasyPrint 70 declares one or the other. The finisher puts right what it writes before the file is closed.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pydyf
from weasyprint import Attachment

from scores.formulas import as_text
from scores.letters import ruling
from scores.letters.document import Document, Table

VARIANT = "pdf/a-3a"
_NUMBER = re.compile(r"-[\d.,]+%?")

# PDF/A allows properties of other standards only where their schema is described in the file itself.
_UNIVERSAL_ACCESS = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 pdfuaid:part="1"/><rdf:Description rdf:about=""
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag><rdf:li
 rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li
 rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>part of ISO 14289</pdfaProperty:description></rdf:li></rdf:Seq>
</pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""


def attachments(document: Document) -> list[Attachment]:
    """The tables of a letter as CSV, as printed; dated as the figures, so that the bytes stay the same."""
    inside = [(paragraph.text, paragraph.table) for paragraph in document.body if paragraph.table]
    behind = [(" ".join(appendix.title), appendix.table) for appendix in document.appendices]
    named = [(f"bang-{place}", *table) for place, table in enumerate(inside, start=1)]
    named += [(f"phu-luc-{place}", *table) for place, table in enumerate(behind, start=1)]
    return [
        Attachment(
            string=_csv(table),
            name=f"{name}.csv",
            description=description,
            created=document.made_at,
            modified=document.made_at,
            relationship="Data",
        )
        for name, description, table in named
    ]


def finish(document: Any, pdf: pydyf.PDF) -> None:
    """WeasyPrint's `finisher`: declares both standards and mends the tags both ask for."""
    ruling.rule(document, pdf)
    _declare(document, pdf)
    _attach_once(pdf)
    _name_headings_from_one(pdf)
    _scope_headers(pdf)
    _take_out_running_texts(pdf)
    _pack(pdf)


def _csv(table: Table) -> str:
    file = StringIO()
    writer = csv.writer(file)
    writer.writerow(as_text(column.title) for column in table.columns)
    writer.writerows(map(_cell, row.cells) for row in table.rows)
    return f"\ufeff{file.getvalue()}"


def _cell(text: str) -> str:
    """A fall stays the number it is: `-0,80`."""
    return text if _NUMBER.fullmatch(text) else as_text(text)


def _declare(document: Any, pdf: pydyf.PDF) -> None:
    # Not compressed: the metadata must be found by tools that read nothing else of the file.
    xmp = document.metadata.generate_rdf_metadata("a", 3, "A")
    xmp = xmp.replace(b"</rdf:RDF>", _UNIVERSAL_ACCESS + b"</rdf:RDF>")
    begin = b'<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
    stream = _object(pdf, pdf.catalog["Metadata"])
    stream.stream = [
        begin,
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/">',
        xmp,
        b'</x:xmpmeta>\n<?xpacket end="r"?>',
    ]
    stream.compress = False


def _attach_once(pdf: pydyf.PDF) -> None:
    # WeasyPrint lists every file twice.
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))


def _name_headings_from_one(pdf: pydyf.PDF) -> None:
    # On the site a letter stands under the page's own heading; as a file it begins with the first.
    headings = [element for element in _elements(pdf) if re.fullmatch(r"/H\d", element["S"])]
    levels = sorted({element["S"] for element in headings})
    for element in headings:
        element["S"] = f"/H{levels.index(element['S']) + 1}"


def _scope_headers(pdf: pydyf.PDF) -> None:
    for element in _elements(pdf):
        if element["S"] == "/TH":
            element["A"]["Scope"] = "/Column"


def _take_out_running_texts(pdf: pydyf.PDF) -> None:
    """Page numbers and foot lines, tagged but in no place of the tree, become what they are: artifacts."""
    root = _object(pdf, pdf.catalog["StructTreeRoot"])
    whole = _object(pdf, root["K"][0])
    numbers = _object(pdf, root["ParentTree"])["Nums"]
    for page, texts in zip(numbers[::2], numbers[1::2], strict=True):
        parts = _object(pdf, _object(pdf, pdf.page_references[page])["Contents"]).stream
        marks = {part["MCID"]: place for place, part in enumerate(parts) if _is_mark(part)}
        for mark, reference in enumerate(texts):
            if _top(pdf, reference, whole) not in whole["K"]:
                place = marks[mark]
                parts[place - 1 : place + 1] = ["/Artifact", pydyf.Dictionary({"Type": "/Pagination"})]
                texts[mark] = "null"


def _pack(pdf: pydyf.PDF) -> None:
    # pydyf makes each stream's bytes twice, to hash and to write them; of these it only takes a copy.
    for thing in pdf.objects:
        if isinstance(thing, pydyf.Stream) and thing.compress:
            _, _, packed = thing.data.partition(b"\nstream\n")
            thing.stream = [packed.removesuffix(b"\nendstream")]
            thing.extra["Filter"] = "/FlateDecode"
            thing.compress = False


def _is_mark(part: object) -> bool:
    return isinstance(part, pydyf.Dictionary) and "MCID" in part


def _top(pdf: pydyf.PDF, reference: bytes, whole: Any) -> bytes:
    """The ancestor that should be a child of the whole document."""
    above = _object(pdf, reference)["P"]
    return reference if above == whole.reference else _top(pdf, above, whole)


def _elements(pdf: pydyf.PDF) -> Iterator[Any]:
    for thing in pdf.objects:
        if isinstance(thing, dict) and thing.get("Type") == "/StructElem":
            yield thing


def _object(pdf: pydyf.PDF, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]
