"""What a person fills in: fields as text, just as it was typed.

In every form ``None`` leaves a field as it is and an empty text clears it. Dates are written as
``facts.usecases.desk.dates.read_date`` reads them. Each form also shows what is there (``of``),
so that a front end can fill a form in before it is edited.
"""

from dataclasses import dataclass
from typing import Self

from facts.model import Claim, Response, Source, Stance, Verdict


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
    def of(cls, claim: Claim) -> Self:
        """The form as it would be filled in for ``claim``."""
        raise NotImplementedError


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
    def of(cls, response: Response) -> Self:
        """The form as it would be filled in for ``response``."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class SourceForm:
    """One citation. A new one needs ``outlet``, ``headline``, ``url`` or ``description``.

    ``claim_quote`` is how this outlet worded the claim.
    """

    outlet: str | None = None
    headline: str | None = None
    author: str | None = None
    published: str | None = None
    url: str | None = None
    archived_url: str | None = None
    language: str | None = None
    description: str | None = None
    claim_quote: str | None = None

    @classmethod
    def of(cls, source: Source) -> Self:
        """The form as it would be filled in for ``source``."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class VerdictForm:
    """The newsroom's own finding. An empty ``label`` takes the verdict away."""

    label: str | None = None
    explanation: str | None = None
    date: str | None = None

    @classmethod
    def of(cls, verdict: Verdict) -> Self:
        """The form as it would be filled in for ``verdict``."""
        raise NotImplementedError
