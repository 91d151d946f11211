"""What was typed as options, as the fields of the short forms that ask for the rest."""

from facts.forms.short_text import (
    WhenWhere,
    Who,
    join_source,
    join_when_where,
    join_who,
)
from facts.forms.typed import ClaimForm, ResponseForm, SourceForm


def as_add_form(claim: ClaimForm, source: SourceForm) -> dict[str, str]:
    """A claim and its first source as the form for a new fact asks for them."""
    who = Who(claim.speaker or "", claim.role or "", claim.on_behalf_of or "")
    return {
        "text": claim.text or "",
        "speaker": join_who(who),
        "when": join_when_where(WhenWhere(claim.date or "", claim.venue or "")),
        "quote": claim.quote or "",
        "source": join_source(source),
    }


def as_response_form(response: ResponseForm, source: SourceForm) -> dict[str, str]:
    """A response and its source as the form for a new response asks for them."""
    who = Who(response.by or "", response.role or "", response.on_behalf_of or "")
    through = f"through {response.via}" if response.via else ""
    return {
        "stance": response.stance.value if response.stance else "",
        "by": join_who(who),
        "when": join_when_where(WhenWhere(response.date or "", through)),
        "quote": response.quote or "",
        "source": join_source(source),
    }
