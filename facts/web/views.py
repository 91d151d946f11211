"""View models of facts for the templates: plain texts and addresses. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from facts.markdown import slug_of
from facts.model import STARTER, Fact, Standing, checked_citation
from facts.usecases.reading.fact_lists import Facet
from facts.wording.fact_words import (
    citation,
    corrected,
    finding,
    in_reading_order,
    responder,
    retracted,
    said_by,
    stance_words,
    status,
    summary,
    text_removed,
)

_TONES = {Standing.DENIED: "denied", Standing.CONFIRMED: "confirmed", Standing.DISPUTED: "disputed"}


@dataclass(frozen=True, slots=True)
class ResponseView:
    """One response; ``sources`` are numbers from 1."""

    stance: str
    who: str
    text: str | None
    quote: str | None
    sources: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SourceView:
    """One source and its link."""

    citation: str
    link: str | None
    archive: str | None
    rating: str | None = None


@dataclass(frozen=True, slots=True)
class VerdictView:
    """The newsroom's own verdict."""

    label: str
    explanation: str | None


@dataclass(frozen=True, slots=True)
class NamedPath:
    """A name and the path of its list."""

    name: str
    path: str


@dataclass(frozen=True, slots=True)
class FactView:
    """Everything a page shows of one revision of a fact."""

    path: str
    latest_path: str
    claim: str
    status: str
    summary: str
    tone: str
    said: str | None
    quote: str | None
    responses: tuple[ResponseView, ...]
    sources: tuple[SourceView, ...]
    topics: tuple[NamedPath, ...]
    notices: tuple[str, ...]
    verdict: VerdictView | None
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
        latest_path=f"{root}/{fact.id}/",
        claim=fact.claim.text,
        status="" if fact.retraction else status(fact),
        summary=summary(fact),
        tone="retracted" if fact.retraction else _TONES.get(fact.standing, "open"),
        said=said_by(fact.claim),
        quote=fact.claim.quote,
        responses=tuple(
            ResponseView(stance_words(one.stance), responder(one), one.text, one.quote, one.sources)
            for one in in_reading_order(fact.responses)
        ),
        sources=tuple(
            SourceView(
                citation(source),
                source.url,
                source.archived_url,
                source.rating.explanation if source.rating else None,
            )
            for source in fact.sources
        ),
        topics=tuple(
            NamedPath(topic, f"{root}/{Facet.TOPIC}/{slug_of(topic)}/") for topic in fact.topics
        ),
        notices=notices(fact),
        verdict=VerdictView(finding(verdict), verdict.explanation) if verdict else None,
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
