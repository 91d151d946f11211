"""The domain model: frozen, validated value objects."""

from facts.model.change import Change, ChangeKind
from facts.model.citation import Citation, checked_citation, checksum, read_citation
from facts.model.dates import Clock, PartialDate, utc_now
from facts.model.desks import (
    HOME,
    STARTER,
    DeskId,
    Member,
    NotAllowed,
    Refusal,
    visible_desks,
)
from facts.model.fact import (
    Claim,
    Correction,
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
from facts.model.fields import clean_text
from facts.model.links import canonical_link
from facts.model.rating import Rating, read_rating

__all__ = [
    "HOME",
    "STARTER",
    "Change",
    "ChangeKind",
    "Citation",
    "Claim",
    "Clock",
    "Correction",
    "DeskId",
    "Fact",
    "FactContent",
    "FactDraft",
    "Member",
    "NotAllowed",
    "PartialDate",
    "Rating",
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
    "checksum",
    "clean_text",
    "read_citation",
    "read_rating",
    "utc_now",
    "visible_desks",
]
