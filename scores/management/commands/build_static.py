"""`build_static`: web fonts and Bootstrap's files, made from their packages into `BUILT_STATIC`."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import Any

import fontpkg_be_vietnam_pro
from django.conf import settings
from django.core.management.base import BaseCommand
from fontTools import subset
from fontTools.ttLib import TTFont

WEIGHTS = {400: "Regular", 600: "SemiBold"}
_VIETNAMESE = [*range(0x1EA0, 0x1EFA), *(0x102, 0x103, 0x110, 0x111, 0x128, 0x129, 0x168, 0x169)]
_HORNS_AND_MARKS = [0x1A0, 0x1A1, 0x1AF, 0x1B0, 0x300, 0x301, 0x303, 0x309, 0x323]
_SIGNS = [0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2026, 0x203A, 0x2039, 0x20AB, 0x2212]
LETTERS = [*range(0x20, 0x7F), *range(0xA0, 0x100), *_VIETNAMESE, *_HORNS_AND_MARKS, *_SIGNS]
DIGITS = range(0x30, 0x3A)
BOOTSTRAP = ("css/bootstrap.min.css",)


class Command(BaseCommand):
    help = "Tạo phông chữ web và chép tệp giao diện từ các gói đã cài vào thư mục tĩnh."

    def handle(self, *args: object, **options: object) -> None:
        target = Path(settings.BUILT_STATIC)
        fonts = target / "fonts"
        fonts.mkdir(parents=True, exist_ok=True)
        for weight, style in WEIGHTS.items():
            source = fontpkg_be_vietnam_pro.ROOT / "files" / f"BeVietnamPro-{style}.ttf"
            write_font(source, fonts / f"be-vietnam-pro-{weight}.woff2", LETTERS)
            write_font(source, fonts / f"figures-{weight}.woff2", DIGITS, tabular=True)
        (target / "bootstrap").mkdir(exist_ok=True)
        for name in BOOTSTRAP:
            copy_bootstrap(name, target / "bootstrap" / Path(name).name)
        sizes = [f"{path.name} {path.stat().st_size // 1024} KB" for path in sorted(fonts.iterdir())]
        self.stdout.write(", ".join(sizes))


def write_font(source: Path, target: Path, characters: list[int] | range, *, tabular: bool = False) -> None:
    """A small WOFF2 of some characters; `tabular` gives all digits one width, which the typeface lacks."""
    # The same file on every build: no date of now in it.
    font = TTFont(source, recalcTimestamp=False)
    options = subset.Options()
    options.hinting = False
    options.layout_features = [] if tabular else ["kern", "mark", "mkmk", "ccmp", "locl"]
    options.notdef_outline = True
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    if tabular:
        _widen_digits(font)
    font.flavor = "woff2"
    font.save(target)


def _widen_digits(font: Any) -> None:
    glyphs, metrics, names = font["glyf"], font["hmtx"].metrics, font.getBestCmap()
    digits = [names[code] for code in DIGITS]
    width = sorted(metrics[name][0] for name in digits)[len(digits) // 2]
    for name in digits:
        advance, left = metrics[name]
        shift = (width - advance) // 2
        glyphs[name].coordinates.translate((shift, 0))
        glyphs[name].recalcBounds(glyphs)
        metrics[name] = (width, left + shift)


def copy_bootstrap(name: str, target: Path) -> None:
    """One file of the package, without the line that names a source map nobody serves."""
    source = resources.files("bootstrap") / name
    lines = source.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if "sourceMappingURL" not in line]
    target.write_text("\n".join(kept) + "\n", encoding="utf-8")
