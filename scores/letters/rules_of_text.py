"""The rules of a letter's body, end and appendices."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scores.letters.measured import MM, Line
from scores.letters.measures import SINGLE, Measured, Rule, Style, between, is_list, items, joined, number
from scores.letters.parts import AppendixParts, Parts, pairs

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_SEAL_ROOM = 25
"""Millimetres that signature and seal need between position and name."""


def _text_size(parts: Parts) -> Measured | None:
    if not parts.body:
        return None
    sizes = [line.size for line in parts.body]
    met = all(13 <= size <= 14 for size in sizes) and all(line.upright for line in parts.body)
    return Measured(f"cỡ {between(sizes)}", met)


def _indented(parts: Parts) -> Measured | None:
    ins = [round((lines[0].left - parts.left) / 10, 2) for lines in parts.paragraphs]
    if not ins:
        return None
    return Measured(f"{number(min(ins), 2)}–{number(max(ins), 2)} cm", all(_is_indent(i) for i in ins))


def _is_indent(centimetres: float) -> bool:
    return min(abs(centimetres - 1), abs(centimetres - 1.27)) < 0.04


def _justified(parts: Parts) -> Measured | None:
    inner = [line for lines in parts.paragraphs for line in lines[:-1]]
    if not inner:
        return None
    edge = max(line.right for line in inner)
    off = max(edge - line.right for line in inner)
    return Measured(f"lệch mép phải nhiều nhất {number(off)} mm", off < 1)


def _paragraph_gap(parts: Parts) -> Measured | None:
    follow = pairs([line for lines in parts.paragraphs for line in (lines[0], lines[-1])])
    firsts = {id(lines[0]) for lines in parts.paragraphs[1:]}
    gaps = [
        (below.baseline - above.baseline - _spacing(parts)) * MM
        for above, below in follow
        if id(below) in firsts
    ]
    return Measured(f"ít nhất {number(min(gaps))} pt", min(gaps) >= 5.9) if gaps else None


def _spacing(parts: Parts) -> float:
    """From baseline to baseline within paragraphs, in mm; of single lines where no paragraph has two."""
    inner = [b.baseline - a.baseline for lines in parts.paragraphs for a, b in pairs(lines)]
    return min(inner, default=SINGLE * parts.body[0].size / MM)


def _line_gap(parts: Parts) -> Measured | None:
    gaps = [
        (b.baseline - a.baseline) * MM / (SINGLE * b.size)
        for lines in parts.paragraphs
        for a, b in pairs(lines)
    ]
    if not gaps:
        return None
    told = f"{number(min(gaps), 2)}–{number(max(gaps), 2)} dòng"
    return Measured(told, min(gaps) >= 0.99 and max(gaps) <= 1.51)


def _ending(parts: Parts) -> Measured | None:
    if not parts.body:
        return None
    last = parts.body[-1].text
    once = sum(line.text.count("./.") for line in parts.body) == 1
    return Measured(f"“…{last[-12:]}”", last.endswith("./.") and once)


def _position(parts: Parts) -> Measured | None:
    return Style(13, 14, bold=True, capitals=True).of(parts.position)


def _signer(parts: Parts) -> Measured | None:
    return Style(13, 14, bold=True).of([parts.signer])


def _room(parts: Parts) -> Measured | None:
    if not parts.position:
        return None
    last = parts.position[-1]
    end = parts.signer.top if parts.signer else parts.first.height - 20
    return Measured(f"{number(end - last.bottom)} mm", end - last.bottom >= _SEAL_ROOM)


def _receivers(parts: Parts) -> Measured | None:
    if not parts.receivers:
        return None
    title, *rest = parts.receivers
    named = Measured(f"“{title.text}”", title.text == "Nơi nhận:")
    return joined(named, Style(12, 12, bold=True, italic=True).of([title]), Style(11, 11).of(rest))


def _receivers_list(parts: Parts) -> Measured | None:
    found = items(parts.receivers[1:])
    if not found:
        return None
    # "As above" refers to whom it is sent to, and a report need not be sent to anybody.
    begins = (found[0] == "- Như trên;") == bool(parts.recipients)
    met = begins and found[-1].startswith("- Lưu: VT") and is_list(found)
    return Measured(f"“{found[0]}” … “{found[-1]}”", met)


def _headings(parts: Parts) -> Measured | None:
    headed = [appendix.heading for appendix in parts.appendices if appendix.heading]
    if not parts.has_head or not parts.appendices:
        return None
    count = len(parts.appendices)
    wanted = ["Phụ lục"] if count == 1 else [f"Phụ lục {_ROMAN[i]}" for i in range(count)]
    texts = [line.text for line in headed]
    named = Measured(", ".join(texts) or "không có", texts == wanted)
    return joined(named, Style(14, 14, bold=True).of(headed), _centred(parts, headed))


def _centred(parts: Parts, lines: Sequence[Line]) -> Measured:
    off = max((parts.off_centre(a.pages[0], line) for a in parts.appendices for line in lines), default=0)
    return Measured(f"lệch giữa {number(off)} mm", off < 1)


def _titles(parts: Parts) -> Measured | None:
    lines = [line for appendix in parts.appendices for line in appendix.title]
    return (
        joined(Style(13, 14, bold=True, capitals=True).of(lines), _centred(parts, lines)) if lines else None
    )


def _attached(parts: Parts) -> Measured | None:
    if not parts.appendices:
        return None
    without = [appendix for appendix in parts.appendices if not appendix.attached]
    if without:
        return Measured(f"{len(without)} phụ lục không ghi kèm theo văn bản nào", False)
    return Style(13, 14, italic=True).of(line for a in parts.appendices for line in a.attached)


def _attached_rule(parts: Parts) -> Measured | None:
    return joined(*(_short_rule(parts, appendix) for appendix in parts.appendices))


def _short_rule(parts: Parts, appendix: AppendixParts) -> Measured | None:
    if not appendix.attached:
        return None
    rule = parts.rule_under(appendix.attached)
    if rule is None:
        return Measured("không có đường kẻ", False)
    widest = max(line.width for line in appendix.attached)
    return Measured(f"dài {number(rule.width)} mm", rule.width <= widest / 2)


def _table(parts: Parts) -> Measured | None:
    sizes = [line.size for line in parts.tables]
    if not sizes:
        return None
    return Measured(f"cỡ {between(sizes)}", all(13 <= size <= 14 for size in sizes))


def _named(parts: Parts) -> Measured | None:
    headings = [appendix.heading.text for appendix in parts.appendices if appendix.heading]
    if not headings or not parts.has_head:
        return None
    text = " ".join(line.text for line in parts.body)
    missing = [heading for heading in headings if not re.search(rf"{re.escape(heading)}\b(?! [IVX])", text)]
    told = f"chưa nhắc: {', '.join(missing)}" if missing else f"đã nhắc {', '.join(headings)}"
    return Measured(told, not missing)


BODY = (
    Rule("text", "Nội dung cỡ 13–14, đứng", _text_size),
    Rule("indent", "Đầu đoạn lùi 1 cm hoặc 1,27 cm", _indented),
    Rule("justified", "Nội dung canh đều hai bên", _justified),
    Rule("paragraphs", "Các đoạn cách nhau ít nhất 6 pt", _paragraph_gap),
    Rule("spacing", "Giãn dòng từ 1 đến 1,5 dòng", _line_gap),
    Rule("ending", "Nội dung kết thúc bằng “./.”", _ending),
    Rule("named", "Nội dung nhắc đến từng phụ lục", _named),
)
END = (
    Rule("position", "Quyền hạn, chức vụ người ký in hoa, đậm, cỡ 13–14", _position),
    Rule("room", f"Chỗ cho chữ ký và dấu ít nhất {_SEAL_ROOM} mm", _room),
    Rule("signer", "Họ tên người ký đậm, cỡ 13–14", _signer),
    Rule("receivers", "“Nơi nhận:” cỡ 12, đậm, nghiêng; danh sách cỡ 11, đứng", _receivers),
    Rule("receivers-list", "“- Như trên;” đầu tiên nếu có Kính gửi, “- Lưu: VT, ….” cuối", _receivers_list),
)
APPENDIX = (
    Rule("appendix", "“Phụ lục” cỡ 14, đậm, ở giữa; số La Mã khi có từ hai", _headings),
    Rule("appendix-title", "Tên phụ lục in hoa, đậm, cỡ 13–14, ở giữa", _titles),
    Rule("attached", "“(Kèm theo …)” cỡ 13–14, nghiêng", _attached),
    Rule("attached-rule", "Đường kẻ ngắn dưới “(Kèm theo …)”", _attached_rule),
    Rule("table", "Chữ trong bảng, phụ lục cỡ 13–14", _table),
)
