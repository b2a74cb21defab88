"""Every rule of Nghị định 30/2020/NĐ-CP that can be measured: each letter keeps it, each breach is seen."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from django.template.loader import render_to_string

from scores.letters import MadeLetter, laid_out, paper, rules
from scores.letters.document import Appendix, Document, Head, Paragraph
from scores.models import Office
from tests.letters.plain_letter import LETTER

Letters = dict[str, MadeLetter]
Change = Callable[[Document], Document]
OF_A_REPORT = ("document-name", "abstract", "abstract-rule")  # broken on purpose in test_report
HAS_NO_SIGNATURE = "gia-lai 2026-02"


def broken(pdf: bytes, *, has_head: bool = True) -> list[str]:
    return [verdict.key for verdict in rules.check(pdf, has_head=has_head) if not verdict.met]


@pytest.mark.django_db
def test_every_letter_of_the_demonstration_keeps_every_rule(demo_letters: Letters) -> None:
    found = {
        key: broken(made.pdf, has_head=made.kind != Office.LetterKind.COMPONENTS)
        for key, made in demo_letters.items()
    }

    # Nobody has said yet who signs for Gia Lai, to whom it is sent and under which notation.
    assert found.pop(HAS_NO_SIGNATURE) == ["order", "code"]
    assert not any(found.values()), found
    assert len(found) == 8


def test_a_letter_is_held_against_every_rule_there_is() -> None:
    verdicts = rules.check(laid_out(LETTER).pdf, has_head=True)
    every = {rule.key for rule in rules.OF_A_LETTER}

    assert all(verdict.met for verdict in verdicts), [v for v in verdicts if not v.met]
    assert rules.summary(verdicts) == "37/37 quy định đạt"
    # Only a second page has a number to look at, only a report its kind and its subject below it.
    assert every - {verdict.key for verdict in verdicts} == {"number-place", *OF_A_REPORT}
    assert set(STYLES) | set(PARTS) | {"embedded"} | set(OF_A_REPORT) == every


# One declaration for each rule, on purpose wrong, after the letter's own style.
STYLES = {
    "paper": "@page { size: 205mm 297mm }",
    "top": "@page { margin-top: 30mm }",
    "bottom": ".letter-end { position: relative; top: 104mm }",
    "left": "@page { margin-left: 25mm }",
    "right": "@page { margin-right: 12mm }",
    "face": "th { font-family: monospace }",
    "black": ".letter-body .item { color: #c00 }",
    "numbered": "@page :first { @top-center { content: '1' } }",
    "number-place": "@page { @top-center { padding-left: 30mm } }",
    "nation": ".nation { font-weight: normal }",
    "motto": ".motto { font-size: 12pt }",
    "motto-rule": ".motto span::after { width: 50% }",
    "superior": ".superior { font-size: 14pt }",
    "issuer": ".issuer { font-size: 14pt }",
    "issuer-rule": ".issuer::after { width: 90% }",
    "subject": ".subject { margin-top: 20pt }",
    "place": ".place { font-style: normal }",
    "recipients": ".recipients { font-size: 12pt }",
    "text": ".letter-body p { font-size: 12pt; line-height: 17.5pt }",
    "indent": ".letter-body p { text-indent: 20mm }",
    "justified": ".letter-body p { text-align: left }",
    "paragraphs": ".letter-body p { margin-top: 2pt }",
    "spacing": ".letter-body p { line-height: 2 }",
    "position": ".signature { font-weight: normal } .signer { font-weight: bold }",
    "room": ".signer { margin-top: 15mm }",
    "signer": ".signer { font-size: 12pt }",
    "receivers": ".receivers-title { font-style: normal }",
    "appendix": ".appendix h2 { font-size: 12pt }",
    "appendix-title": ".appendix h3 { text-transform: none }",
    "attached": ".attached { font-style: normal }",
    "attached-rule": ".attached::after { border-top: none }",
    "table": "table { font-size: 10pt }",
}


def style_after_ours(monkeypatch: pytest.MonkeyPatch, rules: str) -> None:
    """Lay out with further rules; the style made before is kept for the thread, and made anew here."""
    monkeypatch.setattr(paper, "_HERE", threading.local())
    monkeypatch.setattr(paper, "render_to_string", lambda name: render_to_string(name) + rules)


@pytest.mark.parametrize("rule", STYLES)
def test_one_wrong_style_breaks_one_rule(monkeypatch: pytest.MonkeyPatch, rule: str) -> None:
    style_after_ours(monkeypatch, STYLES[rule])
    letter = _of_two_pages(LETTER) if rule == "number-place" else LETTER

    assert broken(paper.lay_out(letter).pdf) == [rule]


def _head(**parts: Any) -> Change:
    return lambda letter: replace(letter, head=replace(_head_of(letter), **parts))


def _head_of(letter: Document) -> Head:
    assert letter.head is not None
    return letter.head


def _last(text: str) -> Change:
    return lambda letter: replace(letter, body=(*letter.body[:-1], Paragraph("closing", text)))


PARTS: dict[str, Change] = {
    "order": lambda letter: replace(letter, receivers=()),
    "code": _head(number="Số: 5 / UBND-VP"),
    "ending": _last("Đề nghị các cơ quan, đơn vị thực hiện."),
    "named": lambda letter: replace(letter, body=(*letter.body[:4], letter.body[-1])),
    "receivers-list": lambda letter: replace(letter, receivers=("Lưu: VT", "Như trên")),
}


@pytest.mark.parametrize("rule", PARTS)
def test_one_wrong_part_breaks_one_rule(rule: str) -> None:
    assert broken(laid_out(PARTS[rule](LETTER)).pdf) == [rule]


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        ("code", _head(number="Số: 05/UBND - VP")),
        ("place", _head(place_and_date="Thử, ngày 5 tháng 11 năm 2024")),
        ("place", _head(place_and_date="Thử, ngày 05 tháng 2 năm 2024")),
        ("subject", _head(subject="Về việc công bố kết quả")),
        ("issuer", _head(issuer=("Huyện Thử",))),
        ("position", lambda letter: replace(letter, signature=("Chánh Văn phòng",))),
        ("appendix", lambda letter: replace(letter, appendices=(_numberless(letter), letter.appendices[1]))),
        ("ending", _last("Đề nghị thực hiện./. Thông báo để biết./.")),
    ],
)
def test_what_is_written_wrongly_is_seen(rule: str, change: Change) -> None:
    assert rule in broken(laid_out(change(LETTER)).pdf)


def without_a_typeface(pdf: bytes) -> bytes:
    """The same file, the faces of its first page not embedded."""
    with pikepdf.open(BytesIO(pdf)) as document:
        for font in document.pages[0].Resources.Font.values():
            del font.DescendantFonts[0].FontDescriptor["/FontFile2"]
        file = BytesIO()
        document.save(file)
    return file.getvalue()


def test_a_typeface_that_is_not_in_the_file_is_seen() -> None:
    assert broken(without_a_typeface(laid_out(LETTER).pdf)) == ["embedded"]


def test_page_numbers_are_told_in_words() -> None:
    several = rules.check(laid_out(_of_two_pages(LETTER)).pdf, has_head=True)
    one = rules.check(
        laid_out(replace(LETTER, head=None, body=(), appendices=LETTER.appendices[:1])).pdf, has_head=False
    )

    said = [next(v.measured for v in found if v.key == "numbered") for found in (several, one)]
    assert said == [
        "văn bản: 2 trang, trang đầu không ghi số, sau đó 2; phần kèm theo thứ 1: một trang, không ghi số; "
        "phần kèm theo thứ 2: một trang, không ghi số",
        "phần kèm theo thứ 1: một trang, không ghi số",
    ]


def test_what_is_missing_is_named_with_its_measure() -> None:
    letter = replace(LETTER, signature=(), signer="", receivers=())
    order = next(v for v in rules.check(laid_out(letter).pdf, has_head=True) if v.key == "order")

    assert order.measured == "thiếu: chức vụ người ký, Nơi nhận"


def _numberless(letter: Document) -> Appendix:
    return replace(letter.appendices[0], heading="Phụ lục")


def _of_two_pages(letter: Document) -> Document:
    return replace(letter, body=(*letter.body[:-1], *[letter.body[0]] * 8, letter.body[-1]))
