"""The rules of a letter's head: who writes to whom, under which number, when and about what."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scores.letters.measured import MM, Line
from scores.letters.measures import SINGLE, Measured, Rule, Style, is_list, items, joined, number
from scores.letters.parts import Parts

_SPACE = "\u00a0"
_NUMBER = re.compile(rf"Số: ?(?:\d{{2,}}[a-zđ]?|{_SPACE}+)/[^\s/]+(?:[-/][^\s/]+)*")
_DAY = re.compile(
    rf", ngày(?: (?:0[1-9]|[12]\d|3[01]) |{_SPACE}+)tháng(?: (?:0[12]|[3-9]|1[0-2]) |{_SPACE}+)năm \d{{4}}$"
)


def _order(parts: Parts) -> Measured:
    """By height on the paper, page by page; what stands side by side is of one height."""
    head = [
        ("Quốc hiệu", _top(parts.nation)),
        ("Tiêu ngữ", _top(parts.motto)),
        ("số, ký hiệu", _top(parts.number)),
        *_about(parts),
        ("nội dung", _top(*parts.body)),
    ]
    beside = [("cơ quan ban hành", _top(*parts.issuer)), ("địa danh, ngày", _top(parts.place))]
    end = [("chức vụ người ký", _top(*parts.position)), ("Nơi nhận", _top(*parts.receivers))]
    missing = [name for name, top in (*head, *beside, *end) if top is None]
    if missing:
        return Measured(f"thiếu: {', '.join(missing)}", False)
    tops = [top for _, top in head if top is not None]
    wrong = [name for (name, _), top, before in zip(head[1:], tops[1:], tops, strict=False) if top <= before]
    return Measured(f"sai chỗ: {', '.join(wrong)}" if wrong else "đủ, đúng thứ tự", not wrong)


def _about(parts: Parts) -> list[tuple[str, float | None]]:
    """What it is about and to whom: a report names its kind, and need not be sent to anybody."""
    recipients = [("nơi nhận chính (Kính gửi)", _top(*parts.recipients))]
    if parts.document_name is None:
        return [("trích yếu", _top(*parts.subject)), *recipients]
    named = [("tên loại", _top(parts.document_name)), ("trích yếu", _top(*parts.abstract))]
    return [*named, *(recipients if parts.recipients else [])]


def _top(*lines: Line | None) -> float | None:
    # The body may run over to another page, the parts before it cannot.
    return lines[0].top if lines and lines[0] else None


def _nation(parts: Parts) -> Measured | None:
    style = Style(12, 13, bold=True, capitals=True).of([parts.nation])
    return joined(style, _at_right(parts, parts.nation))


def _at_right(parts: Parts, line: Line | None) -> Measured | None:
    if line is None:
        return None
    met = line.centre > parts.first.width / 2
    return Measured("ở bên phải" if met else "không ở bên phải", met)


def _motto(parts: Parts) -> Measured | None:
    style = Style(13, 14, bold=True, capitals=False).of([parts.motto])
    if parts.motto is None or parts.nation is None:
        return style
    return joined(style, _centred_on(parts.motto, parts.nation.centre, "Quốc hiệu"))


def _centred_on(line: Line, centre: float, what: str) -> Measured:
    off = abs(line.centre - centre)
    return Measured(f"lệch giữa {what} {number(off)} mm", off < 1)


def _motto_rule(parts: Parts) -> Measured | None:
    return _rule_of(parts, [parts.motto] if parts.motto else [], 0.98, 1.02)


def _superior(parts: Parts) -> Measured | None:
    return Style(12, 13, capitals=True).of(parts.superior)


def _issuer(parts: Parts) -> Measured | None:
    return Style(12, 13, bold=True, capitals=True).of(parts.issuer)


def _issuer_rule(parts: Parts) -> Measured | None:
    return _rule_of(parts, parts.issuer, 1 / 3, 1 / 2)


def _rule_of(parts: Parts, lines: Sequence[Line], low: float, high: float) -> Measured | None:
    """How long the ruled line below some text is, in parts of its widest line."""
    if not lines:
        return None
    rule = parts.rule_under(lines)
    if rule is None:
        return Measured("không có đường kẻ", False)
    widest = max(line.width for line in lines)
    told = f"dài {number(rule.width)} mm, chữ dài {number(widest)} mm"
    return Measured(told, low - 0.01 <= rule.width / widest <= high + 0.01)


def _code(parts: Parts) -> Measured | None:
    if parts.number is None:
        return None
    written = Measured(
        f"“{parts.number.text.replace(_SPACE, '.')}”", bool(_NUMBER.fullmatch(parts.number.text))
    )
    return joined(written, Style(13, 13).of([parts.number]))


def _subject(parts: Parts) -> Measured | None:
    if not parts.subject or parts.number is None:
        return None
    first = parts.subject[0]
    begins = Measured(f"“{first.text}”", first.text.startswith("V/v "))
    gap = (first.baseline - parts.number.baseline) * MM - SINGLE * first.size
    apart = Measured(f"cách số {number(gap)} pt", 5.5 <= gap <= 9)
    centred = _centred_on(first, parts.number.centre, "số")
    return joined(begins, Style(12, 13).of(parts.subject), centred, apart)


def _document_name(parts: Parts) -> Measured | None:
    if parts.document_name is None:
        return None
    return joined(Style(13, 14, bold=True, capitals=True).of([parts.document_name]), _in_the_middle(parts))


def _in_the_middle(parts: Parts) -> Measured:
    lines = [line for line in (parts.document_name, *parts.abstract) if line]
    off = max(parts.off_centre(parts.first, line) for line in lines)
    return Measured(f"lệch giữa {number(off)} mm", off < 1)


def _abstract(parts: Parts) -> Measured | None:
    if parts.document_name is None:
        return None
    if not parts.abstract:
        return Measured("không có", False)
    return Style(13, 14, bold=True, capitals=False).of(parts.abstract)


def _abstract_rule(parts: Parts) -> Measured | None:
    return _rule_of(parts, parts.abstract, 1 / 3, 1 / 2)


def _place(parts: Parts) -> Measured | None:
    if parts.place is None:
        return None
    written = Measured(f"“{parts.place.text.replace(_SPACE, '.')}”", bool(_DAY.search(parts.place.text)))
    beside = abs(parts.place.baseline - parts.number.baseline) if parts.number else 0
    level = Measured(f"lệch dòng số {number(beside)} mm", beside < 1)
    return joined(written, Style(13, 14, italic=True).of([parts.place]), level)


def _recipients(parts: Parts) -> Measured | None:
    return joined(Style(13, 14).of(parts.recipients), _listed(parts.recipients))


def _listed(lines: Sequence[Line]) -> Measured | None:
    """One recipient on the line, several each on a line `- …;`, the last with a full stop."""
    if not lines:
        return None
    text = " ".join(line.text for line in lines)
    if not text.startswith("Kính gửi: -"):
        return Measured("một nơi nhận, ghi cùng dòng", text.startswith("Kính gửi: "))
    found = items(lines[1:])
    return Measured(f"{len(found)} nơi nhận, mỗi nơi một dòng", is_list(found))


HEAD = (
    Rule("order", "Đủ các thành phần, đúng thứ tự", _order),
    Rule("nation", "Quốc hiệu in hoa, đậm, cỡ 12–13, bên phải", _nation),
    Rule("motto", "Tiêu ngữ đậm, cỡ 13–14, giữa dưới Quốc hiệu", _motto),
    Rule("motto-rule", "Đường kẻ dưới Tiêu ngữ dài bằng dòng chữ", _motto_rule),
    Rule("superior", "Cơ quan chủ quản in hoa, cỡ 12–13, đứng", _superior),
    Rule("issuer", "Cơ quan ban hành in hoa, đậm, cỡ 12–13", _issuer),
    Rule("issuer-rule", "Đường kẻ dưới cơ quan ban hành dài 1/3–1/2 dòng chữ", _issuer_rule),
    Rule("code", "Số, ký hiệu cỡ 13, đứng, viết liền quanh / và -", _code),
    Rule("subject", "Trích yếu “V/v …” cỡ 12–13, đứng, giữa dưới số, cách 6 pt", _subject),
    Rule("document-name", "Tên loại văn bản in hoa, đậm, cỡ 13–14, ở giữa", _document_name),
    Rule("abstract", "Trích yếu dưới tên loại đậm, cỡ 13–14, chữ thường", _abstract),
    Rule("abstract-rule", "Đường kẻ dưới trích yếu dài 1/3–1/2 dòng chữ", _abstract_rule),
    Rule("place", "Địa danh, ngày tháng cỡ 13–14, nghiêng, cùng dòng với số", _place),
    Rule("recipients", "“Kính gửi” cỡ 13–14, đứng; nhiều nơi thì mỗi nơi một dòng", _recipients),
)
