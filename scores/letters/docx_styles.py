"""The named styles of a letter as a Word file: Nghị định 30/2020/NĐ-CP, Phụ lục I, as in `paper.css`.

A clerk who changes a style in Word changes it everywhere in the letter; nothing is set paragraph by paragraph
but what the place of a paragraph asks for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from docx.document import Document as WordFile
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

FONT = "Times New Roman"
LANGUAGE = "vi-VN"

LEFT, CENTER, JUSTIFY = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY
# Of Times New Roman's own line height, 1.149 of its size: the letter's lines 1.25 of the size, the lists 1.2.
_LINES, _CLOSE_LINES = 1.088, 1.044


@dataclass(frozen=True)
class Look:
    """One paragraph style: `name` is what Word shows. Sizes and spaces in points, indents in mm."""

    key: str
    name: str
    size: float
    align: WD_ALIGN_PARAGRAPH = LEFT
    bold: bool = False
    italic: bool = False
    capitals: bool = False
    before: float = 0
    indent: float = 0
    first_line: float = 0
    lines: float = _LINES
    with_next: bool = False
    outline: int | None = None
    """The level in Word's navigation pane, from 0; None for what is no heading."""


LOOKS = (
    Look("superior", "Cơ quan chủ quản", 12.5, CENTER),
    Look("issuer", "Cơ quan ban hành", 12.5, CENTER, bold=True),
    Look("nation", "Quốc hiệu", 12.5, CENTER, bold=True),
    Look("motto", "Tiêu ngữ", 13.5, CENTER, bold=True),
    Look("number", "Số và ký hiệu", 13, CENTER, before=6),
    Look("subject", "Trích yếu", 12.5, CENTER, before=6),
    Look("document", "Tên loại văn bản", 14, CENTER, bold=True, before=16, outline=0),
    Look("abstract", "Trích yếu có tên loại", 14, CENTER, bold=True),
    Look("place", "Địa danh và ngày tháng", 13.5, CENTER, italic=True, before=6),
    Look("recipients", "Kính gửi", 14, before=14, indent=32),
    Look("recipient", "Kính gửi từng nơi", 14, before=2, indent=44, first_line=-3),
    Look("text", "Nội dung", 14, JUSTIFY, before=6, first_line=12.7),
    Look("subitem", "Nội dung cấp hai", 14, JUSTIFY, before=6, first_line=17),
    Look("heading", "Đề mục", 14, JUSTIFY, bold=True, before=6, first_line=12.7, with_next=True, outline=0),
    Look("receivers", "Nơi nhận", 12, bold=True, italic=True, before=14, lines=_CLOSE_LINES),
    Look("receiver", "Nơi nhận từng nơi", 11, lines=_CLOSE_LINES),
    Look("signature", "Chức vụ người ký", 13.5, CENTER, bold=True),
    # Room for the signature's image and the seal that covers a third of it.
    Look("signer", "Họ tên người ký", 13.5, CENTER, bold=True, before=28 * 72 / 25.4),
    Look("appendix", "Phụ lục", 14, CENTER, bold=True, with_next=True, outline=0),
    Look("title", "Tên phụ lục", 13.5, CENTER, bold=True, capitals=True, with_next=True, outline=1),
    Look("attached", "Kèm theo", 13, CENTER, italic=True, before=3, with_next=True),
    Look("column", "Đầu cột", 13, CENTER, bold=True, lines=_CLOSE_LINES),
    Look("center", "Ô giữa", 13, CENTER, lines=_CLOSE_LINES),
    Look("left", "Ô trái", 13, lines=_CLOSE_LINES),
    Look("page", "Số trang", 13, CENTER),
    Look("unsigned", "Bản chưa ký", 7.5, CENTER),
    Look("check", "Mã kiểm tra", 7.5),
)
_GREYS = {"unsigned": RGBColor(0x77, 0x77, 0x77), "check": RGBColor(0x55, 0x55, 0x55)}
RULE, END = "rule", "end"
TABLE = "Bảng phụ lục"

_KEPT = ("Normal", "Default Paragraph Font", "Normal Table", "No List")


def put_styles(file: WordFile) -> dict[str, ParagraphStyle]:
    """Give a new Word file these styles and no others; those of paragraphs by key."""
    _set_defaults(file)
    for style in list(file.styles):
        if style.name not in _KEPT:
            style.delete()
    styles = {look.key: _paragraph_style(file, look) for look in LOOKS}
    styles[RULE] = _thin_style(file, RULE, "Đường kẻ", 3)
    styles[END] = _thin_style(file, END, "Hết phần", 1)
    _add_table_style(file)
    return styles


def _set_defaults(file: WordFile) -> None:
    """Font and language of whatever has no style of its own; no theme, no space that nobody asked for."""
    defaults = file.styles.element.find(qn("w:docDefaults"))
    fonts = " ".join(f'w:{script}="{FONT}"' for script in ("ascii", "hAnsi", "eastAsia", "cs"))
    written = parse_xml(
        f"<w:docDefaults {nsdecls('w')}><w:rPrDefault><w:rPr><w:rFonts {fonts}/>"
        f'<w:sz w:val="28"/><w:szCs w:val="28"/>'
        f'<w:lang w:val="{LANGUAGE}" w:eastAsia="{LANGUAGE}" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        f'<w:pPrDefault><w:pPr><w:spacing w:after="0"/></w:pPr></w:pPrDefault></w:docDefaults>'
    )
    file.styles.element.replace(defaults, written)


def _added(file: WordFile, key: str, name: str) -> ParagraphStyle:
    style = cast(ParagraphStyle, file.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH))
    # Word names a style to programs by its id, which it keeps to plain letters.
    style.style_id = f"letter-{key}"
    style.quick_style = True
    style.base_style = file.styles["Normal"]
    return style


def _paragraph_style(file: WordFile, look: Look) -> ParagraphStyle:
    style = _added(file, look.key, look.name)
    font, shape = style.font, style.paragraph_format
    font.size, font.bold, font.italic, font.all_caps = Pt(look.size), look.bold, look.italic, look.capitals
    if look.key in _GREYS:
        font.color.rgb = _GREYS[look.key]
    shape.alignment = look.align
    shape.space_before = Pt(look.before)
    shape.line_spacing = look.lines
    shape.left_indent, shape.first_line_indent = Mm(look.indent), Mm(look.first_line)
    shape.keep_with_next, shape.widow_control = look.with_next, True
    if look.outline is not None:
        level = parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="{look.outline}"/>')
        style.element.get_or_add_pPr().append(level)
    return style


def _thin_style(file: WordFile, key: str, name: str, height: float) -> ParagraphStyle:
    """For a paragraph that holds no text: a rule, or the end of a part, `height` points high."""
    style = _added(file, key, name)
    style.font.size = Pt(1)
    style.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    style.paragraph_format.line_spacing = Pt(height)
    return style


def _add_table_style(file: WordFile) -> None:
    """Lines of 0.75 pt around every cell, a little room in it."""
    style = file.styles.add_style(TABLE, WD_STYLE_TYPE.TABLE)
    style.style_id = "letter-table"
    style.base_style = file.styles["Normal Table"]
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f'<w:{side} w:val="single" w:sz="6" w:space="0" w:color="000000"/>' for side in sides)
    room = "".join(
        f'<w:{side} w:w="{width}" w:type="dxa"/>'
        for side, width in (("top", 40), ("left", 88), ("bottom", 40), ("right", 88))
    )
    style.element.append(
        parse_xml(
            f"<w:tblPr {nsdecls('w')}><w:tblBorders>{borders}</w:tblBorders>"
            f"<w:tblCellMar>{room}</w:tblCellMar></w:tblPr>"
        )
    )
