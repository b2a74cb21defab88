"""The rules of paper, margins, typeface and page numbers."""

from __future__ import annotations

from scores.letters.measured import Page
from scores.letters.measures import NEAR, Measured, Rule, Style, between, joined, number
from scores.letters.parts import Parts

_FACES = ("Times-New-Roman", "TimesNewRoman", "Liberation-Serif", "LiberationSerif")
_NUMBER = Style(13, 14)


def _paper(parts: Parts) -> Measured:
    sizes = {(round(page.width), round(page.height)) for page in parts.paper.pages}
    texts = " và ".join(sorted(f"{width} × {height} mm" for width, height in sizes))
    # The table of an appendix may lie; the letter itself stands.
    first = (round(parts.first.width), round(parts.first.height))
    return Measured(texts, first == (210, 297) and sizes <= {(210, 297), (297, 210)})


def _top(parts: Parts) -> Measured:
    return _margin([_tops(page) for page in parts.paper.pages], 20, 25)


def _bottom(parts: Parts) -> Measured:
    least = min(page.height - max(line.bottom for line in page.lines) for page in parts.paper.pages)
    # A page that is not full has more room below: only the least is asked for.
    return Measured(f"ít nhất {number(least)} mm", least >= 20 - NEAR)


def _left(parts: Parts) -> Measured:
    return _margin([parts.left], 30, 35)


def _right(parts: Parts) -> Measured:
    return _margin([parts.right], 15, 20)


def _margin(found: list[float], low: float, high: float) -> Measured:
    met = all(low - NEAR <= margin <= high + NEAR for margin in found)
    return Measured(f"{between(found)} mm", met)


def _tops(page: Page) -> float:
    return min(line.top for line in page.lines)


def _faces(parts: Parts) -> Measured:
    names = sorted({_family(name) for name in parts.paper.fonts})
    return Measured(", ".join(names), all(name.startswith(("Times", "Liberation Serif")) for name in names))


def _family(name: str) -> str:
    face = name.partition("+")[2] or name
    known = next((family for family in _FACES if family in face), "")
    return known.replace("-", " ") if known else face


def _embedded(parts: Parts) -> Measured:
    missing = sorted(_family(name) for name, is_embedded in parts.paper.fonts.items() if not is_embedded)
    told = f"chưa nhúng: {', '.join(missing)}" if missing else f"đã nhúng {len(parts.paper.fonts)} kiểu chữ"
    return Measured(told, not missing)


def _black(parts: Parts) -> Measured:
    coloured = [line.text for page in parts.paper.pages for line in page.lines if not line.black]
    return Measured(f"không đen: “{coloured[0][:60]}”" if coloured else "đen", not coloured)


def _numbered(parts: Parts) -> Measured:
    printed = [["".join(line.text for line in page.numbers) for page in pages] for pages in parts.sections]
    wanted = [["", *(str(n) for n in range(2, len(pages) + 1))] for pages in parts.sections]
    names = ["văn bản"] if parts.has_head else []
    names += [f"phần kèm theo thứ {place}" for place in range(1, len(printed) - len(names) + 1)]
    told = (_numbers_told(*section) for section in zip(names, printed, wanted, strict=True))
    return Measured("; ".join(told), printed == wanted)


def _numbers_told(name: str, printed: list[str], wanted: list[str]) -> str:
    """`văn bản: 3 trang, trang đầu không ghi số, sau đó 2–3`; page by page where that is not so."""
    if printed != wanted:
        seen = [f"ghi “{number}”" if number else "không ghi số" for number in printed]
        return f"{name}: {', '.join(f'trang {place} {what}' for place, what in enumerate(seen, start=1))}"
    if len(printed) == 1:
        return f"{name}: một trang, không ghi số"
    numbers = "2" if len(printed) == 2 else f"2–{len(printed)}"
    return f"{name}: {len(printed)} trang, trang đầu không ghi số, sau đó {numbers}"


def _number_place(parts: Parts) -> Measured | None:
    numbers = [(page, line) for page in parts.paper.pages for line in page.numbers]
    if not numbers:
        return None
    off = max(parts.off_centre(page, line) for page, line in numbers)
    told = Measured(f"lệch giữa {number(off)} mm", off < 1)
    return joined(told, _NUMBER.of(line for _, line in numbers))


PAGE = (
    Rule("paper", "Khổ giấy A4, bản chính đặt đứng", _paper),
    Rule("top", "Lề trên 20–25 mm", _top),
    Rule("bottom", "Lề dưới từ 20 mm, chữ không lấn xuống", _bottom),
    Rule("left", "Lề trái 30–35 mm, chữ và bảng không lấn ra", _left),
    Rule("right", "Lề phải 15–20 mm, chữ và bảng không lấn ra", _right),
    Rule("face", "Phông chữ Times New Roman hoặc phông cùng cỡ (Liberation Serif)", _faces),
    Rule("embedded", "Phông chữ nhúng trong tệp", _embedded),
    Rule("black", "Chữ màu đen", _black),
    Rule("numbered", "Số trang từ trang thứ hai; mỗi phụ lục đánh số riêng", _numbered),
    Rule("number-place", "Số trang giữa lề trên, cỡ 13–14, đứng", _number_place),
)
