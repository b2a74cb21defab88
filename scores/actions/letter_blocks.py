"""The words of a draft's letter: a block edited, added, left out, given back to the machine, or kept."""

from __future__ import annotations

import hashlib

from django.contrib.auth.models import User
from django.db import transaction

from scores import letter_drafts
from scores.actions.common import Refused, lock_draft, record
from scores.letter_drafts import DraftLetter
from scores.letters.blocks import Block
from scores.models import LetterBlock, Release

MACHINE = "machine"
"""How a block is written that nobody changed."""
How = LetterBlock.How


@transaction.atomic
def change_block(
    *, release: Release, by: User, block: str, how: str, text: str = "", seen: str | None = None
) -> LetterBlock | None:
    """Say how a block of a draft's letter is written: a `LetterBlock.How`, or `MACHINE` for as usual.

    `seen` is the mark of the block as the person saw it; if somebody changed it since, it is refused. A text
    that cannot be printed is refused with every place; figures that are wrong stop it at the checklist.
    """
    release = lock_draft(release, by)
    letter = _letter(release)
    asked = _block(letter, block)
    row = release.letter_blocks.filter(kind=letter.kind, block=block).first()
    if seen is not None and seen != mark_of(row):
        raise Refused(f"Người khác vừa sửa đoạn “{asked.title}”. Xem lời mới rồi sửa lại nếu còn cần.")
    old, text = _said(row), letter_drafts.clean(text) if how == How.EDITED else ""
    _refuse_what_cannot_be(letter, asked, how, text)
    if how == MACHINE or _is_usual(letter, asked, how, text):
        if row is not None:
            row.delete()
        new = None
    else:
        new = row or LetterBlock(release=release, kind=letter.kind, block=block)
        new.how, new.text, new.by, new.carried = how, text, by, False
        new.save()
    if old != _said(new) or (row is not None and row.carried):
        data = {"kind": letter.kind, "block": block, "old": old, "new": _said(new)}
        record(release, by, "change_block", data=data)
    return new


@transaction.atomic
def keep_block(*, release: Release, by: User, block: str) -> None:
    """Let words stand that a correction took over from the version before."""
    release = lock_draft(release, by)
    row = release.letter_blocks.filter(block=block, carried=True).first()
    if row is None:
        raise Refused("Đoạn này không còn chờ xem lại.")
    row.carried, row.by = False, by
    row.save()
    record(release, by, "keep_block", data={"kind": row.kind, "block": block})


def mark_of(row: LetterBlock | None) -> str:
    """What tells one wording of a block from another, for a form to bring back."""
    said = f"{row.how}\n{row.text}" if row else MACHINE
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def carry_over(release: Release, later: Release, *, to_be_seen: bool) -> None:
    """Give the next version the words of the one before; `to_be_seen` where its figures may be others."""
    rows = list(release.letter_blocks.all())
    for row in rows:
        row.pk, row.release, row.carried = None, later, to_be_seen
    LetterBlock.objects.bulk_create(rows)


def give_back_what_is_wrong(release: Release) -> list[str]:
    """Leave to the machine what no longer fits the figures of a version that nobody looks over first."""
    letter = letter_drafts.of(release)
    wrong = letter.wrong_blocks() if letter else []
    release.letter_blocks.filter(block__in=wrong).delete()
    return wrong


def _letter(release: Release) -> DraftLetter:
    try:
        letter = letter_drafts.of(release)
    except ValueError as error:
        raise Refused(f"Chưa lập được văn bản của đợt này: {error}") from error
    if letter is None:
        raise Refused(f"{release} không ra văn bản có lời, nên không có gì để sửa.")
    return letter


def _block(letter: DraftLetter, key: str) -> Block:
    block = letter.outline.block(key)
    if block is None:
        raise Refused(f"Văn bản không có đoạn “{key}”.")
    return block


def _refuse_what_cannot_be(letter: DraftLetter, block: Block, how: str, text: str) -> None:
    if how not in (MACHINE, *How.values):
        raise Refused(f"Không có cách viết “{how}”.")
    if how == How.LEFT_OUT and block.needed:
        raise Refused(f"Văn bản không bỏ được đoạn “{block.title}”.")
    if how == How.EDITED and not text:
        raise Refused("Đoạn sửa còn trống. Muốn bỏ đoạn này thì chọn “Bỏ trong kỳ này”.")
    unprintable = letter.unprintable(text)
    if unprintable:
        raise Refused(" ".join(f"Dòng {one.line}: {one.sentence}" for one in unprintable))


def _is_usual(letter: DraftLetter, block: Block, how: str, text: str) -> bool:
    """Whether this is what the machine and the office's settings do anyway."""
    on = block.key in letter.body.letterhead["blocks"]
    if how == How.EDITED:
        return on and text == letter_drafts.clean(letter.machine_text(block))
    return on == (how == How.ADDED)


def _said(row: LetterBlock | None) -> dict[str, str] | None:
    return {"how": row.how, "text": row.text} if row else None
