"""The only writer of releases, entries, results, uploads, letters and events.

Every action takes who acts (`by`), refuses with a sentence (`Refused`), and leaves an Event in the same
transaction. The release's row is locked first, so the second of two people gets an answer, not an accident.
"""

from scores.actions.common import TRANSITIONS, Refused
from scores.actions.drafts import accept_upload, describe, find_or_new, read, record_upload, start, type_entry
from scores.actions.steps import approve, correct, keep_letter, publish, send_back, submit, withdraw

__all__ = [
    "TRANSITIONS",
    "Refused",
    "accept_upload",
    "approve",
    "correct",
    "describe",
    "find_or_new",
    "keep_letter",
    "publish",
    "read",
    "record_upload",
    "send_back",
    "start",
    "submit",
    "type_entry",
    "withdraw",
]
