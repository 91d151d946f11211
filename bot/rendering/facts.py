"""A fact as sections of text: the claim, every response to it, the sources, the verdict."""

from bot.limits import size
from bot.rendering.pages import LONGEST_LINE, Line, Quotation, Section
from bot.rendering.text import escape
from facts.model import FactContent, Response, Retraction, Source, Standing, Verdict
from facts.wording import (
    citation,
    finding,
    in_reading_order,
    responder,
    retracted,
    said_by,
    stance_words,
    stands_as,
)

# In words first; the sign and the colour only repeat them.
_SIGNS = {
    Standing.DENIED: "❌",
    Standing.CONFIRMED: "✅",
    Standing.DISPUTED: "⚖️",
    Standing.DECLINED: "🤐",
    Standing.UNANSWERED: "❔",
}
_RETRACTED = "🚫"


def fact_sections(fact: FactContent) -> tuple[Section, ...]:
    """Everything that is on record about ``fact``, in the order in which it is read."""
    sections = [_retraction(fact.retraction)] if fact.retraction else []
    sections += [_claim(fact), *_responses(fact), _sources(fact)]
    if fact.verdict:
        sections.append(_verdict(fact.verdict))
    return tuple(sections)


def standing_line(fact: FactContent) -> str:
    """``❌ **DENIED**``"""
    sign = _RETRACTED if fact.retraction else _SIGNS[fact.standing]
    return f"{sign} **{stands_as(fact)}**"


def _retraction(retraction: Retraction) -> Section:
    return Section((Line(f"{_RETRACTED} **{escape(retracted(retraction))}**"),))


def _claim(fact: FactContent) -> Section:
    claim = fact.claim
    pieces: list[Line | Quotation] = [
        Line(f"### {escape(claim.text)}".replace("\n", " ")),
        Line(standing_line(fact)),
    ]
    if said := said_by(claim):
        pieces.append(Line(escape(said)))
    if claim.quote:
        pieces.append(Quotation(f"“{claim.quote}”"))
    return Section(tuple(pieces))


def _responses(fact: FactContent) -> list[Section]:
    return [response_section(response) for response in in_reading_order(fact.responses)]


def response_section(response: Response) -> Section:
    """One response: who answered, what, and in which words."""
    cited = "".join(f" [{number}]" for number in response.sources)
    who = f"**{stance_words(response.stance)}** {escape(responder(response))}"
    pieces: list[Line | Quotation] = [Line(who + escape(cited))]
    if response.text:
        pieces.append(Line(escape(response.text)))
    if response.quote:
        pieces.append(Quotation(f"“{response.quote}”"))
    return Section(tuple(pieces))


def _sources(fact: FactContent) -> Section:
    pieces: list[Line | Quotation] = []
    for number, source in enumerate(fact.sources, start=1):
        pieces.extend(source_lines(number, source))
    return Section(tuple(pieces), heading="**Sources**")


def source_lines(number: int, source: Source) -> list[Line]:
    """A numbered citation, linked where there is a link, with the archived copy beside it."""
    text = escape(citation(source)).replace("\n", " ")
    archive = f" ([archived copy](<{source.archived_url}>))" if source.archived_url else ""
    linked = f"[{text}](<{source.url}>)" if source.url else text
    if size(linked) + size(archive) + 8 <= LONGEST_LINE:
        return [Line(f"\\[{number}\\] {linked}{archive}")]
    lines = [Line(f"\\[{number}\\] {text}")]
    if source.url:
        lines.append(Line(f"[link to source {number}](<{source.url}>)"))
    if source.archived_url:
        lines.append(Line(f"[archived copy of source {number}](<{source.archived_url}>)"))
    return lines


def _verdict(verdict: Verdict) -> Section:
    pieces = [Line(escape(finding(verdict)))]
    if verdict.explanation:
        pieces.append(Line(escape(verdict.explanation)))
    return Section(tuple(pieces), heading="**The newsroom’s own finding**")
