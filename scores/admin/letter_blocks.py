"""The words of a draft's letter: every block as it will be printed, one block edited beside its preview."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from scores import actions, letter_drafts, permissions
from scores.admin import next_step, wording
from scores.admin.access import page, person, release_for, sent
from scores.letter_drafts import OPEN, DraftLetter
from scores.letters import fields
from scores.letters.blocks import Block, paragraphs_of, title_of
from scores.letters.document import Role
from scores.letters.figure_check import Checked
from scores.models import LetterBlock, Release, State
from scores.permissions import Act

_DONE = {
    actions.MACHINE: "Đoạn “{}” trở về câu của máy.",
    LetterBlock.How.ADDED: "Đã đưa đoạn “{}” vào văn bản kỳ này.",
    LetterBlock.How.LEFT_OUT: "Đã bỏ đoạn “{}” khỏi văn bản kỳ này.",
    LetterBlock.How.EDITED: "Đã lưu lời của đoạn “{}”.",
    "keep": "Đã giữ lời của đoạn “{}”.",
}


class BlockForm(forms.Form):
    """A block's text, and the mark of what the person saw when they began."""

    text = forms.CharField(
        label="Lời văn",
        strip=False,
        error_messages={"required": "Đoạn còn trống. Muốn bỏ đoạn này thì chọn “Bỏ trong kỳ này”."},
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        help_text="Mỗi dòng một đoạn. Đầu dòng ghi “-” hoặc “1.” cho một mục, “+” cho mục con.",
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)


@dataclass(frozen=True)
class Piece:
    """Part of a line as printed; `kind` tells figures found, asked and wrong, and fields, apart."""

    text: str
    kind: str = ""
    note: str = ""


@dataclass(frozen=True)
class PrintedLine:
    """A line of a block as it will stand in the letter."""

    role: Role
    pieces: list[Piece]


@dataclass(frozen=True)
class ShownBlock:
    """A block on the page of all: as printed, who changed it and how, what is wrong, what can be done."""

    block: Block
    row: LetterBlock | None
    printed: list[PrintedLine]
    problems: list[Checked]
    mark: str
    on: bool

    @property
    def state(self) -> str:
        if self.row is None:
            return ""
        return f"{self.row.get_how_display()}: {wording.name_of(self.row.by)}, {wording.moment(self.row.at)}"


def letter_blocks(request: HttpRequest, pk: int) -> HttpResponse:
    """All blocks in the letter's order, then those that are not in it."""
    release, user = release_for(request, pk), person(request)
    letter, impossible = _letter(release)
    refused = ""
    if request.method == "POST":
        block = request.POST.get("block", "")
        if letter and letter.outline.block(block) is None:
            raise Http404
        try:
            done = _done(request, release, block)
        except actions.Refused as refusal:
            refused = str(refusal)
        else:
            messages.success(request, done)
            return redirect(f"{reverse('admin:letter_blocks', args=[release.pk])}#{block}")
    shown = list(_shown(letter)) if letter else []
    context = {
        "release": release,
        "inside": [one for one in shown if one.on],
        "outside": [one for one in shown if not one.on],
        "impossible": impossible,
        "refused": refused,
        "may_edit": _may_edit(request, release),
        "why_not": "" if _may_edit(request, release) else next_step.why_not(release, user, "letter_blocks"),
    }
    title = f"Lời văn · {release.label}"
    return page(request, "staff/letter_blocks.html", title, context, status=409 if refused else 200)


def letter_block(request: HttpRequest, pk: int, block: str) -> HttpResponse:
    """One block: its text, the fields that may stand in it, and how it will be printed."""
    release = release_for(request, pk)
    letter, _ = _letter(release)
    if letter is None:
        return redirect("admin:letter_blocks", release.pk)
    asked = letter.outline.block(block)
    if asked is None:
        raise Http404
    row = release.letter_blocks.filter(kind=letter.kind, block=block).select_related("by").first()
    stands = row.text if row and row.text else letter.machine_text(asked)
    form = BlockForm(sent(request), initial={"text": stands, "seen": actions.mark_of(row)})
    refused, text = False, stands
    if request.method == "POST" and form.is_valid():
        text = letter_drafts.clean(form.cleaned_data["text"])
        if "save" in request.POST:
            try:
                actions.change_block(
                    release=release,
                    by=person(request),
                    block=block,
                    how=LetterBlock.How.EDITED,
                    text=text,
                    seen=form.cleaned_data["seen"],
                )
            except actions.Refused as refusal:
                form.add_error(None, str(refusal))
                refused = True
            else:
                messages.success(request, _DONE[LetterBlock.How.EDITED].format(asked.title))
                return redirect(f"{reverse('admin:letter_blocks', args=[release.pk])}#{block}")
    checked = letter.checked(block, text)
    context = {
        "release": release,
        "edited": asked,
        "row": row,
        "form": form,
        "printed": list(printed(text, checked, letter.values)),
        "machine": letter.machine_text(asked),
        "problems": [one for one in checked if one.verdict in OPEN],
        "found": [one for one in checked if one.verdict not in OPEN],
        "fields": _fields(letter),
        "may_edit": _may_edit(request, release),
        "why_not": "" if _may_edit(request, release) else _why_not(request, release),
    }
    return page(request, "staff/letter_block.html", f"{asked.title}", context, status=409 if refused else 200)


def printed(text: str, checked: list[Checked], values: dict[str, str]) -> Iterator[PrintedLine]:
    """A block's lines with its fields filled in and its numbers told apart."""
    for number, paragraph in enumerate(paragraphs_of("", text), start=1):
        line = paragraph.text
        marks = [(one.start, one.end, one) for one in checked if one.line == number and one.end > one.start]
        taken = {start for start, _, _ in marks}
        spans: list[tuple[int, int, Checked | None]] = [*marks]
        spans += [
            (match.start(), match.end(), None) for match in fields.braced(line) if match.start() not in taken
        ]
        yield PrintedLine(
            paragraph.role, list(_pieces(line, sorted(spans, key=lambda span: span[0]), values))
        )


def _pieces(
    line: str, spans: list[tuple[int, int, Checked | None]], values: dict[str, str]
) -> Iterator[Piece]:
    place = 0
    for start, end, one in spans:
        if start < place:
            continue
        if start > place:
            yield Piece(line[place:start])
        said = line[start:end]
        if one is None:
            yield Piece(values.get(said.strip("{}"), said), "field", said)
        else:
            yield Piece(said, str(one.verdict), one.sentence)
        place = end
    if place < len(line):
        yield Piece(line[place:])


def _done(request: HttpRequest, release: Release, block: str) -> str:
    """Do what one of the buttons beside a block asks for."""
    how = request.POST.get("how", "")
    if how == "keep":
        actions.keep_block(release=release, by=person(request), block=block)
    else:
        actions.change_block(
            release=release,
            by=person(request),
            block=block,
            how=how,
            seen=request.POST.get("seen", ""),
        )
    return _DONE[how].format(title_of(block))


def _letter(release: Release) -> tuple[DraftLetter | None, str]:
    """The letter of a release by its blocks, or why there is none."""
    try:
        letter = letter_drafts.of(release)
    except ValueError as error:
        return None, str(error)
    return letter, "" if letter else f"{release.office} không ra văn bản có lời để sửa cho {release.label}."


def _shown(letter: DraftLetter) -> Iterator[ShownBlock]:
    rows = {
        row.block: row for row in letter.release.letter_blocks.filter(kind=letter.kind).select_related("by")
    }
    inside = letter.body.in_order
    for block in [*inside, *(block for block in letter.outline.blocks if block not in inside)]:
        row = rows.get(block.key)
        text = row.text if row and row.text else letter.machine_text(block)
        edited = row is not None and row.how == LetterBlock.How.EDITED
        checked = letter.checked(block.key, text) if edited else []
        yield ShownBlock(
            block,
            row,
            list(printed(text, checked, letter.values)),
            [one for one in checked if one.verdict in OPEN],
            actions.mark_of(row),
            block in inside,
        )


def _fields(letter: DraftLetter) -> list[tuple[str, str, str]]:
    """Each field that has something to say this month: as typed, what it is, what it will read."""
    return [
        (f"{{{name}}}", about, letter.values[name])
        for name, about in fields.FIELDS.items()
        if letter.values[name]
    ]


def _may_edit(request: HttpRequest, release: Release) -> bool:
    return release.state == State.DRAFT and permissions.may(request.user, Act.ENTER, release.office)


def _why_not(request: HttpRequest, release: Release) -> str:
    return next_step.why_not(release, person(request), "letter_blocks")


def changed_words(release: Release) -> list[str]:
    """What of the letter people changed, a line each, for those who judge the release."""
    rows = release.letter_blocks.select_related("by").order_by("block")
    return [
        f"{title_of(row.block)}: {row.get_how_display().lower()}, {wording.name_of(row.by)}" for row in rows
    ]
