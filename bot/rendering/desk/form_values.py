"""How the forms of the desk are filled in beforehand, with what is there already."""

from facts.forms.typed import ClaimForm, ResponseForm, SourceForm, VerdictForm
from facts.usecases.desk.drafts.draft import Proposed


def claim_values(form: ClaimForm) -> dict[str, str]:
    """A claim as the fields of ``CLAIM`` and ``SPEAKER``."""
    return {
        "text": form.text or "",
        "quote": form.quote or "",
        "date": form.date or "",
        "venue": form.venue or "",
        "via": form.via or "",
        "speaker": form.speaker or "",
        "role": form.role or "",
        "on_behalf_of": form.on_behalf_of or "",
    }


def response_values(form: ResponseForm) -> dict[str, str]:
    """A response as the fields of ``WHO_ANSWERED`` and ``said_form``."""
    return {
        "stance": form.stance.value if form.stance else "",
        "by": form.by or "",
        "role": form.role or "",
        "on_behalf_of": form.on_behalf_of or "",
        "via": form.via or "",
        "date": form.date or "",
        "text": form.text or "",
        "quote": form.quote or "",
        "sources": ", ".join(str(number) for number in form.sources or ()),
    }


def source_values(form: SourceForm) -> dict[str, str]:
    """A source as the fields of ``CITATION`` and ``CITATION_MORE``."""
    return {
        "outlet": form.outlet or "",
        "headline": form.headline or "",
        "author": form.author or "",
        "published": form.published or "",
        "url": form.url or "",
        "archived_url": form.archived_url or "",
        "language": form.language or "",
        "description": form.description or "",
        "claim_quote": form.claim_quote or "",
    }


def verdict_values(form: VerdictForm) -> dict[str, str]:
    """A finding as the fields of ``VERDICT``."""
    return {
        "label": form.label or "",
        "explanation": form.explanation or "",
        "date": form.date or "",
    }


def proposed_values(article: Proposed) -> dict[str, str]:
    """What an article says of itself as the fields of ``CITATION``."""
    return {
        "outlet": article.outlet,
        "headline": article.headline,
        "author": article.author,
        "published": article.published,
        "url": article.url,
    }
