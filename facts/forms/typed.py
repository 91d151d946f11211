"""The forms: fields as text, exactly as typed.

In every form ``None`` leaves a field unchanged and an empty text clears it. Dates are parsed by
``facts.forms.typed_dates.read_date``. ``showing`` fills a form with existing values for editing.
"""

from dataclasses import dataclass
from typing import Any, Self

from pydantic import BaseModel

from facts.model import (
    Claim,
    PartialDate,
    Rating,
    Refusal,
    Response,
    Source,
    Speaker,
    Stance,
    Verdict,
    clean_text,
)

# The log permits 1,000 characters, including a note on the approver.
LONGEST_REASON = 800


class NotValid(Refusal):
    """The input is invalid. ``problems`` has a sentence for each error."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


# Dates in a text are only recognized with an unambiguous year.
_FIRST, _LAST = 1500, 2199


@dataclass(frozen=True, slots=True)
class ClaimForm:
    """The claim and its speaker. A new draft needs ``text``."""

    text: str | None = None
    speaker: str | None = None
    role: str | None = None
    on_behalf_of: str | None = None
    date: str | None = None
    venue: str | None = None
    via: str | None = None
    quote: str | None = None

    @classmethod
    def showing(cls, claim: Claim) -> Self:
        """The form filled with ``claim``."""
        speaker = _shown(claim.speaker) if claim.speaker else dict.fromkeys(Speaker.model_fields)
        speaker["speaker"] = speaker.pop("name")
        shown = _shown(claim)
        del shown["language"]  # the form has no such field: it is detected from the text
        return cls(**shown | {name: text or "" for name, text in speaker.items()})


@dataclass(frozen=True, slots=True)
class ResponseForm:
    """A response to the claim. A new one needs ``stance`` and ``by``, ``role`` or ``on_behalf_of``.

    ``sources`` are the numbers, from 1, of the sources that report it.
    """

    stance: Stance | None = None
    by: str | None = None
    role: str | None = None
    on_behalf_of: str | None = None
    via: str | None = None
    date: str | None = None
    text: str | None = None
    quote: str | None = None
    sources: tuple[int, ...] | None = None

    @classmethod
    def showing(cls, response: Response) -> Self:
        """The form filled with ``response``."""
        return cls(**_shown(response))


@dataclass(frozen=True, slots=True)
class SourceForm:
    """A source. A new one needs ``outlet``, ``headline``, ``url`` or ``description``.

    ``rating`` is a fact-check's result: ``False``, ``False (1 of 5)``; ``claim_quote`` is the
    outlet's wording of the claim.
    """

    outlet: str | None = None
    headline: str | None = None
    author: str | None = None
    published: str | None = None
    url: str | None = None
    archived_url: str | None = None
    language: str | None = None
    description: str | None = None
    rating: str | None = None
    claim_quote: str | None = None

    @classmethod
    def showing(cls, source: Source) -> Self:
        """The form filled with ``source``."""
        shown = _shown(source)
        worded = [quote.text for quote in shown.pop("quotes") if quote.of == "claim"]
        return cls(**shown, claim_quote=worded[0] if worded else "")


@dataclass(frozen=True, slots=True)
class VerdictForm:
    """The newsroom's own verdict. An empty ``label`` removes it."""

    label: str | None = None
    explanation: str | None = None
    date: str | None = None

    @classmethod
    def showing(cls, verdict: Verdict) -> Self:
        """The form filled with ``verdict``."""
        return cls(**_shown(verdict))


def remark(text: str, needed: str = "Please give a reason.") -> str:
    """A reason for the log. Raises NotValid, with the sentence ``needed`` if it is missing."""
    if len(text) > LONGEST_REASON:
        raise NotValid(
            (f"A reason can have up to {LONGEST_REASON} characters, this one has {len(text):,}.",)
        )
    said = clean_text(text)
    if not said:
        raise NotValid((needed,))
    return said


def _shown(value: BaseModel) -> dict[str, Any]:
    """The form fields for a part of a fact."""
    return {name: _typed(getattr(value, name)) for name in type(value).model_fields}


def _typed(value: Any) -> Any:
    """``value`` as a person would type it; tuples and stances are chosen and stay as they are."""
    match value:
        case None:
            return ""
        case PartialDate():
            return value.in_words() if _FIRST <= value.year <= _LAST else str(value)
        case Rating():
            return str(value)
    return value
