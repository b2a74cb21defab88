"""A: what the file is. Refused before anything is read, with a sentence that says what it is; or whole."""

from __future__ import annotations

from functools import partial

from scores.intake.decisions import Asks
from tests import workbooks
from tests.corpus import files
from tests.corpus.case import Answer, Case, asks, blocks, fine
from tests.corpus.files import archive, doctype, ole, saved
from tests.corpus.office import SHEET, good, sheet
from tests.workbooks import FIRST_SHEET, replaced, with_part, without_part, workbook

NO = "not-a-workbook"
BOM = b"\xef\xbb\xbf"
CSV = "Stt;Tên đơn vị;Điểm\n1;Phường Phố Hiến;95,00\n".encode()
HTML = "<html><table><tr><td>Tên đơn vị</td><td>Điểm</td></tr></table></html>".encode()
PASSWORD = "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"
LAUGHS = "<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]>"
SAVE_AS = "Excel Workbook (.xlsx)"

FOREIGN: tuple[Case, ...] = (
    blocks("A1-xls-by-libreoffice", partial(saved, "old.xls"), NO, "Excel đời cũ (.xls)", SAVE_AS),
    blocks("A1-xls-of-excel-95", partial(ole, "Book"), NO, "Excel đời cũ", SAVE_AS),
    blocks("A1-ods-by-libreoffice", partial(saved, "good.ods"), NO, "OpenDocument (.ods)", SAVE_AS),
    blocks("A1-csv-by-libreoffice", partial(saved, "good.csv"), NO, "(.csv)", SAVE_AS),
    blocks("A1-html-by-libreoffice", partial(saved, "good.html"), NO, "HTML", SAVE_AS),
    blocks("A1-pdf-by-libreoffice", partial(saved, "good.pdf"), NO, "PDF", "Excel (.xlsx) gốc"),
    blocks("A1-flat-xml-by-libreoffice", partial(saved, "good.fods"), NO, "XML", SAVE_AS),
    blocks("A1-csv-with-semicolons", lambda: CSV, NO, "(.csv)", SAVE_AS),
    blocks("A1-csv-with-mark", lambda: BOM + CSV.replace(b";", b","), NO, "(.csv)"),
    blocks("A1-csv-of-windows", lambda: CSV.decode().encode("utf-16"), NO, "cổng chỉ đọc .xlsx"),
    blocks("A1-html-named-xlsx", lambda: HTML, NO, "HTML", SAVE_AS),
    blocks("A1-doc", partial(ole, "WordDocument"), NO, "Word đời cũ (.doc)"),
    blocks(
        "A1-docx",
        partial(archive, word__document_dot_xml=b"<w/>"),
        NO,
        "Word (.docx)",
        "Chép bảng sang Excel",
    ),
    blocks("A1-pptx", partial(archive, ppt__presentation_dot_xml=b"<p/>"), NO, "(.pptx)"),
    blocks("A1-xlsb", partial(archive, xl__workbook_dot_bin=b"\x83"), NO, "(.xlsb)", SAVE_AS),
    blocks(
        "A1-zip-of-a-workbook",
        lambda: workbooks.packed({"bảng.xlsx": good()}),
        NO,
        "tệp nén (.zip)",
        "Giải nén",
    ),
    blocks("A1-rtf", lambda: rb"{\rtf1 x}", NO, "RTF"),
    blocks("A1-picture", lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 64, NO, "cổng chỉ đọc .xlsx"),
    blocks("A1-noise", lambda: bytes(range(256)) * 9, NO, "cổng chỉ đọc .xlsx"),
    blocks("A1-empty", lambda: b"", NO, "Tệp rỗng", "tải lên lại"),
    blocks("A1-blank", lambda: b" \r\n" * 9, NO, "Tệp rỗng"),
    blocks("A1-truncated", lambda: good()[:2500], NO, "bị cụt", "lưu, rồi tải lên lại"),
    blocks("A1-last-bytes-missing", lambda: good()[:-30], NO, "bị cụt"),
    blocks("A1-other-json", lambda: b'{"a": 1}', NO, "không có phần evaluation"),
    blocks("A1-broken-json", lambda: b'{"data": {"radar": [', NO, "JSON bị hỏng"),
    blocks(
        "A2-password-by-libreoffice",
        partial(saved, "password.xlsx"),
        NO,
        "Tệp có mật khẩu",
        "bỏ mật khẩu rồi tải lên lại",
    ),
    blocks("A2-ole-header", partial(ole, "EncryptedPackage"), NO, "Tệp có mật khẩu", "bỏ mật khẩu"),
    blocks("A2-xls-with-password", partial(saved, "password.xls"), NO, "Excel đời cũ (.xls)", SAVE_AS),
    blocks("A2-ods-with-password", partial(saved, "password.ods"), NO, "(.ods)"),
    blocks("A2-locked-zip", files.locked_zip, NO, "Tệp có mật khẩu", "bỏ mật khẩu"),
)

BOMBS: tuple[Case, ...] = (
    blocks(
        "A3-unpacks-to-21-mb",
        lambda: with_part(good(), "xl/media/a.bin", b"\0" * (21 * 2**20)),
        NO,
        "20 MB",
        "Chép bảng sang",
    ),
    blocks(
        "A3-501-parts",
        lambda: workbooks.packed(workbooks.parts(good()) | {f"xl/media/{n}.png": b"" for n in range(501)}),
        NO,
        "500",
        "Chép bảng sang",
    ),
    blocks(
        "A3-nested-zip",
        lambda: workbooks.packed({"a.zip": workbooks.packed({"b": b"\0" * 9_000_000})}),
        NO,
        "tệp nén (.zip)",
    ),
    blocks(
        "A3-far-cell",
        lambda: replaced(good(), '<c r="A1"', '<c r="XFD1048576"'),
        NO,
        "XFD1048576",
        "Xóa nội dung",
    ),
    blocks("A3-million-rows", files.million_rows, NO, "dòng"),
    blocks("A3-many-cells", files.many_cells, NO, "ô"),
    blocks("A3-16384-columns", files.wide_row, NO, "cột"),
    blocks("A3-size-that-lies", files.lying_size, NO, "hỏng"),
    blocks(
        "A3-merge-over-columns",
        lambda: replaced(workbook({SHEET: sheet(merged=["A1:I1"])}), 'ref="A1:I1"/>', 'ref="A1:I1048576"/>'),
        NO,
        "Bỏ gộp ô",
    ),
    blocks("A4-entity-in-sheet", partial(doctype, FIRST_SHEET, LAUGHS), NO, "khai báo XML", "Chép bảng sang"),
    blocks("A4-external-entity-in-workbook", partial(doctype, files.WORKBOOK, PASSWORD), NO, "khai báo XML"),
    blocks(
        "A4-doctype-in-relations",
        partial(doctype, "xl/_rels/workbook.xml.rels", "<!DOCTYPE x>"),
        NO,
        "khai báo XML",
    ),
    blocks("A4-doctype-in-types", partial(doctype, files.TYPES, "<!DOCTYPE x>"), NO, "khai báo XML"),
    blocks("A4-doctype-in-properties", partial(doctype, "docProps/core.xml", LAUGHS), NO, "khai báo XML"),
    blocks("A4-doctype-in-utf-16", partial(doctype, FIRST_SHEET, LAUGHS, "utf-16"), NO, "Tệp"),
    blocks(
        "A4-xinclude",
        lambda: replaced(
            good(),
            "<sheetData>",
            '<sheetData><xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>',
        ),
        NO,
        "khai báo XML",
    ),
)

LINK = "='[1]Tháng 7'!C3"
ODD: tuple[Case, ...] = (
    fine("A5-macro-inside", files.with_macro),
    fine("A5-embedded-object", lambda: with_part(good(), "xl/embeddings/oleObject1.bin", ole("Package"))),
    fine("A5-external-link-with-value", partial(files.formula, "C3", LINK, "17.25")),
    asks(
        "A5-external-link-without-value",
        partial(files.formula, "C3", LINK, None),
        ("ô C3", "Phường Phố Hiến", "công thức", "bấm Lưu"),
        Answer(Asks.CELL, "17,25"),
    ),
    asks(
        "A5-command-in-a-formula",
        partial(files.formula, "C3", "=cmd|'/c calc'!A0", None),
        ("ô C3", "công thức"),
        Answer(Asks.CELL, "17,25"),
    ),
    fine("A6-dimension-of-one-row", lambda: workbooks.wrong_dimension(good(), "A1:I1")),
    fine("A6-dimension-too-wide", lambda: workbooks.wrong_dimension(good(), "A1:XFD1048576")),
    fine(
        "A6-no-dimension",
        lambda: workbooks.change(good(), FIRST_SHEET, lambda xml: xml.replace(b"<dimension ", b"<ignored ")),
    ),
    fine("A6-shared-strings", lambda: workbooks.with_shared_strings(good())),
    blocks(
        "A6-shared-strings-missing",
        lambda: without_part(workbooks.with_shared_strings(good()), workbooks.SHARED_STRINGS),
        NO,
        "bị hỏng",
        "Mở bằng Excel, lưu lại",
    ),
    blocks(
        "A6-string-index-out-of-range",
        lambda: replaced(workbooks.with_shared_strings(good()), 't="s"><v>1</v>', 't="s"><v>999</v>'),
        NO,
        "bị hỏng",
    ),
    blocks("A6-broken-xml", lambda: workbooks.broken_part(good()), NO, "bị hỏng"),
    blocks("A6-sheet-part-missing", lambda: without_part(good(), FIRST_SHEET), NO, "bị hỏng"),
    fine("A6-no-content-types", lambda: without_part(good(), files.TYPES)),
    blocks(
        "A6-style-out-of-range", lambda: replaced(good(), '<c r="C3" s="', '<c r="C3" s="99'), NO, "bị hỏng"
    ),
    blocks(
        "A6-part-twice",
        partial(files.twice, FIRST_SHEET),
        NO,
        "hai phần bên trong cùng tên",
        "Chép bảng sang",
    ),
    # Excel itself offers to save so; every cell reads as in the usual namespaces.
    fine("A6-strict-namespaces", files.strict),
    blocks("A6-parts-with-backslashes", files.backslashes, NO, "tải"),
    fine("A6-no-addresses", files.without_addresses),
    fine("A6-prefixed-elements", files.prefixed),
    # XML allows it and Excel never writes it: in UTF-16 the guard could not see a document type.
    blocks("A6-sheet-in-utf-16", partial(files.recoded, "utf-16"), NO, "Chép bảng sang"),
    fine("A6-rows-out-of-order", files.reversed_rows),
    blocks("A6-chart-sheet-only", files.chart_only, "no-figures", "không có số liệu"),
    fine("A6-chart-beside", files.chart_beside, lists=("trang biểu đồ",)),
    fine("A6-saved-by-libreoffice", partial(saved, "good.xlsx")),
    fine("A6-formulas-by-libreoffice", partial(saved, "formulas.xlsx")),
    fine(
        "A6-rich-text-name",
        lambda: replaced(
            workbooks.with_shared_strings(good(B4="Xa Tan Hung")),
            "<si><t>Xa Tan Hung</t></si>",
            '<si><r><t xml:space="preserve">Xã </t></r><r><t>Tân Hưng</t></r></si>',
            workbooks.SHARED_STRINGS,
        ),
    ),
    fine("A7-vietnamese-name", good, name="Bảng điểm các xã, phường tháng 8 năm 2025 (bản cuối).xlsx"),
    fine("A7-path", good, name="../../../etc/bảng.xlsx"),
    fine("A7-long-name", good, name="b" * 300 + ".xlsx"),
    fine("A7-program", good, name="bảng.xlsx.exe"),
    asks(
        "A7-turned-round",
        lambda: good(C3="1,725"),
        ("“bảngxslx.exe”", "ô C3"),
        Answer(Asks.CELL, "17,25"),
        name="bảng\u202exslx.exe",
    ),
)


CASES = (*FOREIGN, *BOMBS, *ODD)
