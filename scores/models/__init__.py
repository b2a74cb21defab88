"""The tables, by room; import them from here."""

from scores.models.bundles import SheetBundle, SheetChunk
from scores.models.confirmations import ConfirmationLink, LinkOpening, Objection, UnitAnswer
from scores.models.figures import Entry, Figures, NoDataReason, Result
from scores.models.indicators import IndexVersion, Indicator, IndicatorAlias, RatingBand, Target
from scores.models.letter_blocks import LetterBlock
from scores.models.letters import REPORT, SLIP, Letter, document_name
from scores.models.mails import Mail
from scores.models.people import Membership, Role
from scores.models.public_checks import PublicCheck
from scores.models.public_state import PublicState
from scores.models.record import Contribution, Event
from scores.models.releases import (
    OPEN_STATES,
    STATED_KINDS,
    CorrectionKind,
    Release,
    State,
)
from scores.models.signed_files import SignedFile
from scores.models.units import Level, Office, Unit, UnitAlias, UnitName, UnitSuccession
from scores.models.uploads import Answer, Finding, Upload

__all__ = [
    "OPEN_STATES",
    "REPORT",
    "SLIP",
    "STATED_KINDS",
    "Answer",
    "ConfirmationLink",
    "Contribution",
    "CorrectionKind",
    "Entry",
    "Event",
    "Figures",
    "Finding",
    "IndexVersion",
    "Indicator",
    "IndicatorAlias",
    "Letter",
    "LetterBlock",
    "Level",
    "LinkOpening",
    "Mail",
    "Membership",
    "NoDataReason",
    "Objection",
    "Office",
    "PublicCheck",
    "PublicState",
    "RatingBand",
    "Release",
    "Result",
    "Role",
    "SheetBundle",
    "SheetChunk",
    "SignedFile",
    "State",
    "Target",
    "Unit",
    "UnitAlias",
    "UnitAnswer",
    "UnitName",
    "UnitSuccession",
    "Upload",
    "document_name",
]
