"""The words of the project as frozen, validated value objects."""

from facts.model.change import Change, ChangeKind
from facts.model.checksum import checked_citation
from facts.model.dates import PartialDate
from facts.model.desks import HOME, STARTER, DeskId, visible_desks
from facts.model.fact import (
    Claim,
    Fact,
    FactContent,
    FactDraft,
    Redaction,
    Response,
    Retraction,
    Review,
    Source,
    SourceQuote,
    Speaker,
    Stance,
    Standing,
    Verdict,
)
from facts.model.links import canonical_link
from facts.model.refusal import Refusal
from facts.model.text import clean_text

__all__ = [
    "HOME",
    "STARTER",
    "Change",
    "ChangeKind",
    "Claim",
    "DeskId",
    "Fact",
    "FactContent",
    "FactDraft",
    "PartialDate",
    "Redaction",
    "Refusal",
    "Response",
    "Retraction",
    "Review",
    "Source",
    "SourceQuote",
    "Speaker",
    "Stance",
    "Standing",
    "Verdict",
    "canonical_link",
    "checked_citation",
    "clean_text",
    "visible_desks",
]
