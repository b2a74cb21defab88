"""The only writer of releases, entries, results, uploads, letters and events.

Every action takes who acts (`by`), refuses with a sentence (`Refused`), and leaves an Event in the same
transaction. The release's row is locked first, so the second of two people gets an answer, not an accident.
"""

from scores.actions.answering import answer, answer_alike, confirm_all, take_back, unconfirmed
from scores.actions.catalogue import hold_catalogue, record_edit
from scores.actions.checking import check_public, check_unchecked
from scores.actions.common import TRANSITIONS, Conflict, Refused
from scores.actions.confirmations import (
    Ask,
    FiguresChanged,
    Said,
    answer_link,
    ask_units,
    keep_opening,
    newest_link,
    withdraw_links,
)
from scores.actions.corrections import correct, dependents, withdraw
from scores.actions.drafts import describe, find_or_new, start
from scores.actions.letters import issue_letter, keep_letter, rectify_letter
from scores.actions.mailing import queue, send_again, send_waiting
from scores.actions.objections import answer_objection, record_objection
from scores.actions.publishing import publish
from scores.actions.reading import decisions_of, is_being_read, is_broken_off, read, read_upload
from scores.actions.receiving import read_again, receive_upload
from scores.actions.scheduling import LATE, publish_due, schedule, unschedule
from scores.actions.signing import accept_signed
from scores.actions.steps import approve, send_back, submit
from scores.actions.typing import Outcome, Typed, clear_entry, keep_entry, type_entries, type_entry
from scores.actions.uploads import accept_upload, record_upload

__all__ = [
    "LATE",
    "TRANSITIONS",
    "Ask",
    "Conflict",
    "FiguresChanged",
    "Outcome",
    "Refused",
    "Said",
    "Typed",
    "accept_signed",
    "accept_upload",
    "answer",
    "answer_alike",
    "answer_link",
    "answer_objection",
    "approve",
    "ask_units",
    "check_public",
    "check_unchecked",
    "clear_entry",
    "confirm_all",
    "correct",
    "decisions_of",
    "dependents",
    "describe",
    "find_or_new",
    "hold_catalogue",
    "is_being_read",
    "is_broken_off",
    "issue_letter",
    "keep_entry",
    "keep_letter",
    "keep_opening",
    "newest_link",
    "publish",
    "publish_due",
    "queue",
    "read",
    "read_again",
    "read_upload",
    "receive_upload",
    "record_edit",
    "record_objection",
    "record_upload",
    "rectify_letter",
    "schedule",
    "send_again",
    "send_back",
    "send_waiting",
    "start",
    "submit",
    "take_back",
    "type_entries",
    "type_entry",
    "unconfirmed",
    "unschedule",
    "withdraw",
    "withdraw_links",
]
