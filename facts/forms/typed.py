"""What a person fills in: fields as text, just as it was typed.

In every form ``None`` leaves a field as it is and an empty text clears it. Dates are written as
``facts.forms.typed_dates.read_date`` reads them. Each form also shows what is there (``showing``),
so that a front end can fill a form in before it is edited.
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

# The log takes 1,000 characters; a note on who approved stands beside it.
LONGEST_REASON = 800


class NotValid(Refusal):
    """What was filled in cannot be stored. ``problems`` has a sentence for each thing wrong."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


# In words a date is read only with a year that cannot be taken for anything else.
_FIRST, _LAST = 1500, 2199


@dataclass(frozen=True, slots=True)
class ClaimForm:
    """The claim and who said it. A new draft needs ``text``."""

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
        """The form as it would be filled in for ``claim``."""
        speaker = _shown(claim.speaker) if claim.speaker else dict.fromkeys(Speaker.model_fields)
        speaker["speaker"] = speaker.pop("name")
        shown = _shown(claim)
        del shown["language"]  # the words tell it
        return cls(**shown | {name: text or "" for name, text in speaker.items()})


@dataclass(frozen=True, slots=True)
class ResponseForm:
    """One answer to the claim. A new one needs ``stance`` and ``by``, ``role`` or ``on_behalf_of``.

    ``sources`` are numbers, from 1, of the sources that report it.
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
        """The form as it would be filled in for ``response``."""
        return cls(**_shown(response))


@dataclass(frozen=True, slots=True)
class SourceForm:
    """One citation. A new one needs ``outlet``, ``headline``, ``url`` or ``description``.

    ``rating`` is what a fact-check found: ``False``, ``False (1 of 5)``; ``claim_quote`` how this
    outlet worded the claim.
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
        """The form as it would be filled in for ``source``."""
        shown = _shown(source)
        worded = [quote.text for quote in shown.pop("quotes") if quote.of == "claim"]
        return cls(**shown, claim_quote=worded[0] if worded else "")


@dataclass(frozen=True, slots=True)
class VerdictForm:
    """The newsroom's own finding. An empty ``label`` takes the verdict away."""

    label: str | None = None
    explanation: str | None = None
    date: str | None = None

    @classmethod
    def showing(cls, verdict: Verdict) -> Self:
        """The form as it would be filled in for ``verdict``."""
        return cls(**_shown(verdict))


def remark(text: str, needed: str = "Please give a reason.") -> str:
    """A reason as the log takes it. Raises NotValid, with ``needed`` where there is none."""
    if len(text) > LONGEST_REASON:
        raise NotValid(
            (f"A reason can have up to {LONGEST_REASON} characters, this one has {len(text):,}.",)
        )
    said = clean_text(text)
    if not said:
        raise NotValid((needed,))
    return said


def _shown(value: BaseModel) -> dict[str, Any]:
    """The fields of a part of a fact, as a form has them."""
    return {name: _typed(getattr(value, name)) for name in type(value).model_fields}


def _typed(value: Any) -> Any:
    """What a person would type for ``value``; tuples and stances are chosen, not typed."""
    match value:
        case None:
            return ""
        case PartialDate():
            return value.in_words() if _FIRST <= value.year <= _LAST else str(value)
        case Rating():
            return str(value)
    return value
