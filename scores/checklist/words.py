"""What is wrong with the words people gave a draft's letter: figures and fields that are none, and what a
correction took over without anybody looking at it.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from scores import letter_drafts, letters
from scores.checklist.draft import Draft
from scores.checklist.items import Item, Severity, digest
from scores.letters.blocks import title_of
from scores.letters.figure_check import Checked, Verdict
from scores.models import LetterBlock


def letter_words(draft: Draft) -> Iterator[Item]:
    """One item a place. A letter that cannot be made at all is told by `letter_impossible`."""
    # Words for a kind of letter that the office no longer issues are printed nowhere.
    kind = letters.kind_of(draft.release)
    rows = list(draft.release.letter_blocks.filter(kind=kind).order_by("block"))
    if not rows:
        return
    yield from (_carried(draft, row) for row in rows if row.carried)
    try:
        letter = letter_drafts.of(draft.release)
    except ValueError:
        return
    if letter is not None:
        yield from (_problem(draft, row, one) for row in rows for one in letter.problems(row.block))


def _problem(draft: Draft, row: LetterBlock, one: Checked) -> Item:
    # The same number may stand twice in a block, and each place wants its own answer.
    place = digest([str(one.line), str(one.start), one.text, row.text])
    return Item(
        f"letter-words:{row.block}:{place}",
        Severity.BLOCKS if one.verdict is Verdict.WRONG else Severity.CONFIRM,
        f"Lời văn, đoạn “{title_of(row.block)}”, dòng {one.line}: {one.sentence}",
        reverse("admin:letter_block", args=[draft.release.pk, row.block]),
    )


def _carried(draft: Draft, row: LetterBlock) -> Item:
    return Item(
        f"letter-carried:{row.block}",
        Severity.BLOCKS,
        f"Lời văn, đoạn “{title_of(row.block)}” mang từ lần trước sang, số liệu nay có thể đã khác. "
        "Xem lại rồi chọn giữ lời này, sửa, hoặc trả về câu của máy.",
        reverse("admin:letter_block", args=[draft.release.pk, row.block]),
    )
