"""The only writer of releases, entries, results, uploads, letters and events.

Every action takes who acts (`by`), refuses with a sentence (`Refused`), and leaves an Event in the same
transaction. The release's row is locked first, so the second of two people gets an answer, not an accident.
"""

from scores.actions.answering import answer, answer_alike, confirm_all, take_back, unconfirmed
from scores.actions.bundles import (
    ask_bundle,
    cancel_bundle,
    is_bundle_broken_off,
    make_bundle,
    rests_on,
    resume_bundles,
)
from scores.actions.catalogue import hold_catalogue, record_edit
from scores.actions.checking import check_public, follow_up
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
from scores.actions.drafts import describe, drop, find_or_new, mark_of_description, start
from scores.actions.letter_blocks import MACHINE, change_block, keep_block, mark_of
from scores.actions.letters import (
    issue_letter,
    keep_letter,
    rectify_letter,
    renew_outdated,
    renew_reports,
)
from scores.actions.mailing import queue, send_again, send_waiting
from scores.actions.objections import answer_objection, record_objection
from scores.actions.publishing import publish
from scores.actions.reading import decisions_of, is_being_read, is_broken_off, read, read_upload
from scores.actions.receiving import read_again, read_asked, read_lost, receive_upload
from scores.actions.scheduling import LATE, publish_due, schedule, unschedule
from scores.actions.settling import mark_of_content
from scores.actions.signing import accept_signed
from scores.actions.steps import approve, send_back, submit
from scores.actions.typing import Outcome, Typed, clear_entry, keep_entry, type_entries, type_entry
from scores.actions.uploads import accept_upload, record_upload

__all__ = [
    "LATE",
    "MACHINE",
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
    "ask_bundle",
    "ask_units",
    "cancel_bundle",
    "change_block",
    "check_public",
    "clear_entry",
    "confirm_all",
    "correct",
    "decisions_of",
    "dependents",
    "describe",
    "drop",
    "find_or_new",
    "follow_up",
    "hold_catalogue",
    "is_being_read",
    "is_broken_off",
    "is_bundle_broken_off",
    "issue_letter",
    "keep_block",
    "keep_entry",
    "keep_letter",
    "keep_opening",
    "make_bundle",
    "mark_of",
    "mark_of_content",
    "mark_of_description",
    "newest_link",
    "publish",
    "publish_due",
    "queue",
    "read",
    "read_again",
    "read_asked",
    "read_lost",
    "read_upload",
    "receive_upload",
    "record_edit",
    "record_objection",
    "record_upload",
    "rectify_letter",
    "renew_outdated",
    "renew_reports",
    "rests_on",
    "resume_bundles",
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
