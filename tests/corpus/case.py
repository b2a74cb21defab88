"""What a case of the corpus is, and how it is held: outcome, words, answers, and the figures at the end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from scores.intake.answers import settled
from scores.intake.catalogue import Context
from scores.intake.decisions import Asks, Decisions, Question
from scores.intake.outcome import BLOCKS, ReadFigure, Reading
from scores.intake.reading import read
from tests.corpus import raw
from tests.corpus.office import FILE, OFFICE, TRUTH, Key, key_of, spelt

Figures = Mapping[Key, str]
REFUSED = frozenset({"not-a-workbook"})


@dataclass(frozen=True)
class Answer:
    """The answer to the question of this kind, by its value or by words of its label."""

    asks: Asks
    value: str
    choices: tuple[str, ...] = ()
    """Words or values that must be offered."""
    about: str = ""
    """Part of the question's key, where only one of several is answered so."""


@dataclass(frozen=True)
class Case:
    """`says` must all stand in one finding; `answers` are given in turn, then nothing may be left open.

    `figures` is what may be stored in the end, exactly. A case without answers that neither blocks nor
    asks is fine as it comes.
    """

    id: str
    build: Callable[[], bytes]
    figures: Figures = field(default_factory=dict)
    says: tuple[str, ...] = ()
    code: str = ""
    answers: tuple[Answer, ...] = ()
    lists: tuple[str, ...] = ()
    """Words that must stand in what was left out: a row's text, or why it was."""
    without_data: tuple[str, ...] = ()
    """Units the file leaves out that are to be written down as without data."""
    context: Context = OFFICE
    name: str = FILE
    ends: bool = False
    """No answer makes it right; the file or the choice of the period must be mended."""

    @property
    def failure(self) -> str:
        """The row of the list of failures that it belongs to: `B7`."""
        return self.id.partition("-")[0]


def truth(**cells: str | None) -> dict[Key, str]:
    """The good workbook's figures, other in some cells; None where none is stored, `_5` for a whole row."""
    figures = dict(TRUTH)
    for address, value in cells.items():
        keys = [key_of(f"{c}{address[1:]}") for c in "CDEFGHI"] if address[0] == "_" else [key_of(address)]
        for key in keys:
            if value is None:
                del figures[key]
            else:
                figures[key] = value
    return figures


def exchanged_truth(one: str, other: str) -> dict[Key, str]:
    """The good workbook's figures with those of two indicators exchanged."""
    swap = {one: other, other: one}
    return {key: TRUTH[key[0], swap.get(key[1], key[1])] for key in TRUTH}


def fine(id: str, build: Callable[[], bytes], figures: Figures | None = None, **more: object) -> Case:
    """Read without a question; the good workbook's figures unless told."""
    return replace(Case(id, build, TRUTH if figures is None else figures), **more)  # type: ignore[arg-type]  # by field name


def blocks(id: str, build: Callable[[], bytes], code: str, *says: str, **more: object) -> Case:
    """Must be mended outside: no answer makes it right."""
    return replace(Case(id, build, says=says, code=code, ends=True), **more)  # type: ignore[arg-type]  # by field name


def stops(id: str, build: Callable[[], bytes], *says: str, **more: object) -> Case:
    """Nothing may be stored as the file is; whether a cell or the whole file is then mended is open."""
    return replace(Case(id, build, says=says), **more)  # type: ignore[arg-type]  # by field name


def asks(
    id: str,
    build: Callable[[], bytes],
    says: tuple[str, ...],
    *answers: Answer,
    then: Figures | None = None,
    **more: object,
) -> Case:
    """Stops until a person answers; then exactly these figures."""
    case = Case(id, build, TRUTH if then is None else then, says=says, answers=answers)
    return replace(case, **more)  # type: ignore[arg-type]  # by field name


def confirms(id: str, build: Callable[[], bytes], *says: str, **more: object) -> Case:
    """Read, but doubtful: a person confirms, and the figures stand as they were read."""
    return asks(id, build, says, Answer(Asks.CONFIRM, "yes"), **more)  # type: ignore[arg-type]  # by field name


def hold(case: Case) -> None:
    """Read a case's file as it comes, then with each answer, and hold all that the case says."""
    data = case.build()
    reading = read(data, case.name, case.context)
    _hold_messages(reading, case)
    if case.code in REFUSED:
        assert not reading.figures
    else:
        assert_every_row_told(data, reading)
    _hold_lists(reading, case)
    if not case.says:
        messages = [f"{f.severity} {f.code} {f.message}" for f in reading.findings]
        assert not messages, "\n".join(messages)
    elif not case.answers:
        assert reading.blocked
        assert not (case.ends and all(f.question for f in reading.findings if f.severity == BLOCKS))
        return
    reading = _answered(data, reading, case)
    assert not reading.blocked
    assert figures_of(reading.figures, case.context) == dict(case.figures)
    without = tuple(case.context.unit_by_id[unit.unit_id].name for unit in reading.without_data)
    assert without == case.without_data


def figures_of(figures: tuple[ReadFigure, ...], context: Context) -> dict[Key, str]:
    """`17.25` points, `98.9%` a rate, `#151` or `#86/90` a count, or the reason for none."""
    codes = {indicator.id: indicator.code for indicator in context.indicators}
    return {
        (context.unit_by_id[figure.unit_id].name, codes[figure.indicator_id]): _spelt(figure)
        for figure in figures
    }


def assert_every_row_told(data: bytes, reading: Reading) -> None:
    """Every row that the sheets' XML fills was read, or is listed with its text and a reason."""
    told = {(row.sheet, row.row) for row in reading.left_out if row.text and row.why}
    told |= {(sheet.name, row) for sheet in reading.sheets for row in sheet.rows}
    unread = {row.sheet for row in reading.left_out if row.row == 0}
    for name, filled in raw.filled_rows(data).items():
        if name not in unread:
            assert {(name, row) for row in filled} <= told, "rows disappeared"


def _spelt(figure: ReadFigure) -> str:
    parts = []
    if figure.points is not None:
        parts.append(spelt(figure.points))
    if figure.rate is not None:
        parts.append(spelt(figure.rate) + "%")
    if figure.count is not None:
        parts.append(f"#{figure.count}" + (f"/{figure.count_of}" if figure.count_of is not None else ""))
    return " ".join(parts) or figure.no_data_reason


def _hold_messages(reading: Reading, case: Case) -> None:
    for finding in reading.findings:
        assert finding.message.startswith("Tệp “"), finding.message
        assert finding.message.endswith((".", "?")), finding.message
        for word in ("vui lòng", "rất tiếc", "không hợp lệ", "!:", "None", "Traceback"):
            assert word not in finding.message.casefold(), finding.message
    if case.says:
        meant = [f for f in reading.findings if all(word in f.message for word in case.says)]
        assert meant, (
            "\n".join(f"{f.severity} {f.code} {f.message}" for f in reading.findings) or "nothing found"
        )
        if case.code:
            assert case.code in {finding.code for finding in meant}


def _hold_lists(reading: Reading, case: Case) -> None:
    for words in case.lists:
        assert any(words in row.text or words in row.why for row in reading.left_out), (
            words,
            reading.left_out,
        )


def _answered(data: bytes, reading: Reading, case: Case) -> Reading:
    """The reading once all answers are given; each asked for when its turn comes."""
    given: dict[str, str] = {}
    for answer in case.answers:
        asking = [
            question
            for question in _open(reading, given)
            if question.asks is answer.asks and answer.about in question.key
        ]
        assert asking, (answer, [(f.severity, f.code, f.message) for f in reading.findings])
        for question in asking:
            value = _value(question, answer)
            given[question.key] = settled(question.as_json(), value, case.context)
        reading = read(data, case.name, replace(case.context, decisions=Decisions(dict(given))))
        if case.code not in REFUSED:
            assert_every_row_told(data, reading)
    left = [question.key for question in _open(reading, given)]
    assert not left, left
    stuck = [finding.message for finding in reading.findings if finding.severity == BLOCKS]
    assert not stuck, stuck
    return reading


def _open(reading: Reading, given: Mapping[str, str]) -> list[Question]:
    """Questions nobody has answered, and those whose answer did not help."""
    return [
        f.question
        for f in reading.findings
        if f.question and (f.severity == BLOCKS or f.question.key not in given)
    ]


def _value(question: Question, answer: Answer) -> str:
    offered = [(choice.value, choice.label) for choice in question.choices]
    for words in answer.choices:
        assert any(words == value or words in label for value, label in offered), (words, offered)
    for value, label in offered:
        if answer.value == value or answer.value in label:
            return value
    assert question.free_text, (answer.value, offered)
    return answer.value
