"""Answers the file was read with, whose questions are asked no more: in words, to be taken back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from scores.admin.uploads.answer_words import about, words
from scores.admin.uploads.shown import Given, given_of
from scores.intake.decisions import Asks
from scores.models import Upload


@dataclass(frozen=True)
class Settled:
    """An answer that the reading follows: what it was about, and who said what when."""

    key: str
    about: str
    given: Given


def settled(upload: Upload, asked: Collection[str]) -> list[Settled]:
    """The answers to questions that are not among those still `asked`; doubts that are gone are left out."""
    answers = upload.answers.select_related("by").exclude(key__startswith=f"{Asks.CONFIRM}:")
    return [
        Settled(answer.key, about(answer.key), given_of(answer, words(answer.key, answer.value)))
        for answer in answers.order_by("at", "pk")
        if answer.key not in asked
    ]
