"""View models of facts for the templates: plain texts and addresses. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from facts.markdown import slug_of
from facts.model import STARTER, Fact, Standing, checked_citation
from facts.usecases.reading.fact_lists import Facet
from facts.wording.fact_words import (
    attribution_line,
    citation,
    corrected,
    finding,
    in_reading_order,
    responder,
    retracted,
    stance_words,
    status,
    summary,
    text_removed,
)

_TONES = {Standing.DENIED: "denied", Standing.CONFIRMED: "confirmed", Standing.DISPUTED: "disputed"}


# A part of a fact, as the templates name its texts.
Part = dict[str, Any]


@dataclass(frozen=True, slots=True)
class FactView:
    """Everything a page shows of one revision of a fact."""

    path: str
    claim: str
    status: str
    summary: str
    tone: str
    said: str | None
    quote: str | None
    responses: tuple[Part, ...]
    sources: tuple[Part, ...]
    topics: tuple[Part, ...]
    notices: tuple[str, ...]
    verdict: Part | None
    revision: int
    changed: str
    modified: str
    foot: str
    differences: tuple[str, ...] = ()


def fact_view(fact: Fact, root: str, differences: Sequence[str] = ()) -> FactView:
    """The view of ``fact`` for a site below the path ``root``."""
    verdict = fact.verdict
    return FactView(
        path=f"{root}/{fact.id}/",
        claim=fact.claim.text,
        status="" if fact.retraction else status(fact),
        summary=summary(fact),
        tone="retracted" if fact.retraction else _TONES.get(fact.standing, "open"),
        said=attribution_line(fact.claim),
        quote=fact.claim.quote,
        responses=tuple(
            {
                "stance": stance_words(one.stance),
                "who": responder(one),
                "text": one.text,
                "quote": one.quote,
                "sources": one.sources,
            }
            for one in in_reading_order(fact.responses)
        ),
        sources=tuple(
            {
                "citation": citation(source),
                "link": source.url,
                "archive": source.archived_url,
                "rating": source.rating and source.rating.explanation,
            }
            for source in fact.sources
        ),
        topics=tuple(
            {"name": topic, "path": f"{root}/{Facet.TOPIC}/{slug_of(topic)}/"}
            for topic in fact.topics
        ),
        notices=notices(fact),
        verdict={"label": finding(verdict), "explanation": verdict.explanation}
        if verdict
        else None,
        revision=fact.revision,
        changed=in_words(fact.changed_at),
        modified=fact.changed_at.isoformat(timespec="seconds"),
        foot=f"{as_of(fact)} · cite as {checked_citation(fact)}",
        differences=tuple(differences),
    )


def notices(fact: Fact) -> tuple[str, ...]:
    """The notices shown first: a retraction, then corrections (newest first), then redactions."""
    taken_back = (retracted(fact.retraction),) if fact.retraction else ()
    corrections = map(corrected, reversed(fact.corrections))
    return (*taken_back, *corrections, *map(text_removed, fact.redactions))


def as_of(fact: Fact) -> str:
    """``As of 3 May 2020, revision 4``; starter facts have no date of publication."""
    if fact.desk == STARTER:
        return f"Starter claim, revision {fact.revision}"
    return f"As of {in_words(fact.changed_at)}, revision {fact.revision}"


def in_words(moment: datetime) -> str:
    """``3 May 2020``."""
    return f"{moment.day} {moment:%B %Y}"
