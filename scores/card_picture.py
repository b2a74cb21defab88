"""A card as a picture of 1200 × 630: where each word and bar stands, then the PNG of it.

Placing and drawing are apart, so that tests can read what a picture says: only what was placed is drawn.
"""

from __future__ import annotations

import io
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from unicodedata import normalize

import fontpkg_be_vietnam_pro
from PIL import Image, ImageDraw, ImageFont

from scores.cards import Card, Line

WIDTH, HEIGHT, MARGIN = 1200, 630, 64
PAPER, INK, MUTED, RULE, TRACK = "#fbfaf7", "#1d2126", "#5b6470", "#e3dfd6", "#ece8df"
ACCENT, AVERAGE, ON_ACCENT = "#9b1c1c", "#b7791f", "#ffffff"
COLOURS = 128
_FACES = {400: "Regular", 600: "SemiBold", 700: "Bold"}
_FOOT, _TALLEST_ROW = 548, 62


@dataclass(frozen=True)
class Text:
    """Words on a baseline; `right` says that they end at x instead of beginning there."""

    x: int
    y: int
    words: str
    size: int
    weight: int = 400
    colour: str = INK
    right: bool = False

    @property
    def width(self) -> int:
        return measure(self.words, self.size, self.weight)


@dataclass(frozen=True)
class Box:
    x: int
    y: int
    width: int
    height: int
    colour: str
    corner: int = 0


Shape = Text | Box


def png(card: Card, site: str) -> bytes:
    """The picture as a file; the same card gives the same bytes."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(image)
    for shape in placed(card, site):
        if isinstance(shape, Box):
            edge = (shape.x, shape.y, shape.x + shape.width - 1, shape.y + shape.height - 1)
            draw.rounded_rectangle(edge, radius=shape.corner, fill=shape.colour)
        else:
            anchor = "rs" if shape.right else "ls"
            font = _font(shape.size, shape.weight)
            draw.text((shape.x, shape.y), shape.words, font=font, fill=shape.colour, anchor=anchor)
    out = io.BytesIO()
    image.quantize(COLOURS, Image.Quantize.FASTOCTREE).save(out, "PNG")
    return out.getvalue()


def placed(card: Card, site: str) -> Iterator[Shape]:
    """Every shape of a card's picture. `site` is the portal's name in addresses."""
    yield from _head(card)
    title = _title(card)
    yield from title
    top = title[-1].y + 28
    if card.figure and card.lines:
        yield from _figure(card, top, WIDTH // 2 - MARGIN - 40)
        yield from _rows(card.lines, WIDTH // 2, top, _two_storeys)
    elif card.lines:
        yield from _rows(card.lines, MARGIN, top, _one_storey)
    else:
        yield from _figure(card, top + 16, WIDTH - 2 * MARGIN)
    yield Box(MARGIN, _FOOT, WIDTH - 2 * MARGIN, 2, RULE)
    site_text = Text(WIDTH - MARGIN, _FOOT + 44, site, 24, colour=MUTED, right=True)
    room = WIDTH - 2 * MARGIN - site_text.width - 40
    said = ". ".join(filter(None, (card.more, card.below)))
    size, lines = _fine_print(said, room)
    for place, line in enumerate(lines):
        yield Text(MARGIN, _FOOT + 44 + place * round(size * 1.3), line, size, colour=MUTED)
    yield site_text


def _head(card: Card) -> Iterator[Shape]:
    """The portal's mark and name, whose and of when, the title."""
    yield Box(0, 0, WIDTH, 12, ACCENT)
    yield Box(MARGIN, 44, 48, 48, ACCENT, 9)
    for place, height in enumerate((8, 12, 9, 21)):
        yield Box(MARGIN + 11 + place * 8, 79 - height, 4, height, ON_ACCENT)
    yield Box(MARGIN + 10, 82, 28, 2, ON_ACCENT)
    name = Text(MARGIN + 64, 79, "Chỉ số 766", 30, 600)
    yield name
    size, lines = _fine_print(card.above, WIDTH - MARGIN - name.x - name.width - 40)
    for place, line in enumerate(reversed(lines)):
        yield Text(WIDTH - MARGIN, 78 - place * round(size * 1.3), line, size, colour=MUTED, right=True)


def _title(card: Card) -> list[Text]:
    size, lines = fitted(card.title, WIDTH - 2 * MARGIN, 2, (54, 48, 42, 36), 700)
    step = round(size * 1.22)
    return [Text(MARGIN, 168 + place * step, line, size, 700) for place, line in enumerate(lines)]


def _figure(card: Card, top: int, room: int) -> Iterator[Shape]:
    """The figure in large and what is said of it, all of it."""
    size, lines = fitted(card.figure, room, 1, (136, 104, 88, 72, 56, 44), 700)
    y = top + round(size * 0.94)
    yield Text(MARGIN, y, lines[0], size, 700, ACCENT)
    for size in (32, 28, 24, 20, 17):
        facts = [wrapped(fact, room, size) for fact in card.facts]
        if _height(facts, size) <= _FOOT - 16 - y:
            break
    y += round(size * 0.6)
    for fact in facts:
        for line in fact:
            y += round(size * 1.25)
            yield Text(MARGIN, y, line, size)
        y += round(size * 0.4)


def _height(facts: list[list[str]], size: int) -> int:
    return round(size * (0.6 + 1.25 * sum(map(len, facts)) + 0.4 * len(facts)))


_Row = Callable[[Line, int, int, int], Iterator[Shape]]


def _rows(lines: list[Line], x: int, top: int, row: _Row) -> Iterator[Shape]:
    height = min(_TALLEST_ROW, (_FOOT - 12 - top) // max(len(lines), 1))
    for place, line in enumerate(lines):
        yield from row(line, x, top + place * height, height)


def _one_storey(line: Line, x: int, y: int, height: int) -> Iterator[Shape]:
    """Rank, name, bar and figure behind each other, over the whole width."""
    base = y + height // 2 + 12
    figure = Text(WIDTH - MARGIN, base, line.figure, 30, 600, right=True)
    name_at = x + 80 if line.rank else x
    bar_at, bar = x + 604, 260
    drawn = line.share is not None and figure.width < WIDTH - MARGIN - bar_at - bar - 16
    end = bar_at if drawn else WIDTH - MARGIN - figure.width
    yield Text(x, base, line.rank, 30, 600, ACCENT)
    yield Text(name_at, base, _cut(line.name, end - name_at - 24, 30), 30)
    if drawn:
        yield from _bar(line, bar_at, base - 19, bar, 16)
    yield figure


def _two_storeys(line: Line, x: int, y: int, height: int) -> Iterator[Shape]:
    """Name and figure, the bar below them."""
    base = y + height // 2 - 2
    figure = Text(WIDTH - MARGIN, base, line.figure, 22, 600, right=True)
    yield Text(x, base, _cut(line.name, figure.x - figure.width - x - 24, 22), 22)
    yield figure
    if line.share is not None:
        yield from _bar(line, x, base + 8, WIDTH - MARGIN - x, 9)


def _bar(line: Line, x: int, y: int, length: int, height: int) -> Iterator[Shape]:
    yield Box(x, y, length, height, TRACK)
    if line.share:
        yield Box(x, y, max(2, round(length * line.share)), height, ACCENT)
    if line.average is not None:
        yield Box(x + round(length * min(line.average, Decimal(1))) - 3, y - 3, 5, height + 6, AVERAGE)


def fitted(words: str, room: int, most: int, sizes: Iterable[int], weight: int) -> tuple[int, list[str]]:
    """The largest size at which the words need no more lines than `most`; cut at the smallest."""
    size, lines = 0, [words]
    for size in sizes:
        lines = wrapped(words, room, size, weight)
        if len(lines) <= most and all(measure(line, size, weight) <= room for line in lines):
            return size, lines
    kept = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    return size, [_cut(line, room, size, weight) for line in kept]


def _fine_print(words: str, room: int) -> tuple[int, list[str]]:
    """On one line where that can be read, else on two."""
    small = [size for size in (26, 24, 22) if measure(words, size) <= room]
    return (small[0], [words]) if small else fitted(words, room, 2, (22, 19, 16), 400)


def wrapped(words: str, room: int, size: int, weight: int = 400) -> list[str]:
    """Lines no wider than the room, broken at blanks; a single word may be wider."""
    lines: list[str] = []
    for word in normalize("NFC", words).split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and measure(longer, size, weight) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines or [""]


def _cut(words: str, room: int, size: int, weight: int = 400) -> str:
    """As much as there is room for, with three dots where something was left out."""
    words = normalize("NFC", words)
    if measure(words, size, weight) <= room:
        return words
    most = bisect_right(range(len(words)), room, key=lambda end: measure(f"{words[:end]}…", size, weight))
    return f"{words[: max(most - 1, 0)].rstrip()}…"


def measure(words: str, size: int, weight: int = 400) -> int:
    return round(_font(size, weight).getlength(words))


@cache
def _font(size: int, weight: int) -> ImageFont.FreeTypeFont:
    path = fontpkg_be_vietnam_pro.ROOT / "files" / f"BeVietnamPro-{_FACES[weight]}.ttf"
    # The plain layout needs no library beside Pillow, so every machine draws the same.
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)
