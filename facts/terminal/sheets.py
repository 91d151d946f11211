"""Facts and answers as lines of plain text, to be styled by ``printing``."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import chain

from facts.model import Fact, Response, Source, checked_citation
from facts.usecases.questions.answers import Answer, Found, Match, NotFound, Unsure
from facts.wording.fact_words import (
    attribution_line,
    citation,
    corrected,
    finding,
    in_reading_order,
    published_on,
    responder,
    retracted,
    stance_words,
    status,
    summary,
    text_removed,
)
from facts.wording.not_found import none_answers, nothing_found_in, said_in, which_is_meant
from facts.wording.outlet_wordings import difference_words, statements

_SAME_WORD = 1.0


class Look(Enum):
    """The style of a line."""

    PLAIN = ""
    TITLE = "bold"
    STANDING = "bold reverse"
    HEADING = "bold underline"
    QUOTE = "italic"
    FAINT = "dim"


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A line or a multi-line paragraph, ``indent`` columns from the left."""

    text: str = ""
    look: Look = Look.PLAIN
    indent: int = 0


Sheet = Iterator[SheetLine]


def answer_sheet(answer: Answer, *, explain: bool) -> Sheet:
    """The answer to a question; ``explain`` adds the matched words and the scores."""
    match answer:
        case Found():
            yield from fact_sheet(answer.match.fact)
            if explain:
                yield SheetLine()
                yield from _explained(answer.match)
            if answer.offered:
                yield SheetLine()
                yield SheetLine("Not this one? Other claims", Look.HEADING)
                yield from _candidates(answer.offered, explain=explain)
        case Unsure():
            asked_back = which_is_meant(len(answer.offered), answer.proposed_from)
            yield SheetLine(asked_back, Look.TITLE)
            yield from _candidates(answer.offered, explain=explain)
        case NotFound():
            yield from _not_found(answer, explain=explain)


def _claim(fact: Fact) -> Sheet:
    claim = fact.claim
    if fact.retraction:
        yield SheetLine(retracted(fact.retraction), Look.STANDING)
        yield SheetLine()
    yield SheetLine(claim.text, Look.TITLE)
    if not fact.retraction:
        yield SheetLine(status(fact), Look.STANDING)
    if said := attribution_line(claim):
        yield SheetLine(said)
    if claim.language:
        yield SheetLine(said_in(claim.language), Look.FAINT)
    if claim.quote:
        yield SheetLine(f"“{claim.quote}”", Look.QUOTE, indent=2)


def fact_sheet(fact: Fact) -> Sheet:
    """Everything stored about a fact."""
    yield from _claim(fact)
    for note in (*map(corrected, reversed(fact.corrections)), *map(text_removed, fact.redactions)):
        yield SheetLine(note, Look.STANDING)
    for response in in_reading_order(fact.responses):
        yield SheetLine()
        yield from _response(response)
    yield SheetLine()
    yield SheetLine("Sources", Look.HEADING)
    for number, source in enumerate(fact.sources, start=1):
        yield from _source(number, source)
    yield from _statements(fact)
    if fact.verdict:
        yield SheetLine()
        yield SheetLine("The newsroom’s finding", Look.HEADING)
        yield SheetLine(finding(fact.verdict))
        if fact.verdict.explanation:
            yield SheetLine(fact.verdict.explanation)
    yield SheetLine()
    yield SheetLine(_footer(fact), Look.FAINT)


def _response(response: Response) -> Sheet:
    cited = "".join(f" [{number}]" for number in response.sources)
    yield SheetLine(f"{stance_words(response.stance)} {responder(response)}{cited}")
    if response.text:
        yield SheetLine(response.text, indent=2)
    if response.quote:
        yield SheetLine(f"“{response.quote}”", Look.QUOTE, indent=2)


def _source(number: int, source: Source) -> Sheet:
    yield SheetLine(f"[{number}] {citation(source)}")
    if source.url:
        yield SheetLine(source.url, indent=4)
    if source.rating and source.rating.explanation:
        yield SheetLine(source.rating.explanation, indent=4)
    if source.archived_url:
        yield SheetLine(f"archived copy: {source.archived_url}", indent=4)


def _statements(fact: Fact) -> Sheet:
    found = statements(fact)
    if found:
        yield SheetLine()
        yield SheetLine("How outlets worded it", Look.HEADING)
    for statement in found:
        yield SheetLine(statement.made_by)
        for wording in chain.from_iterable(statement.passages):
            yield SheetLine(f"[{wording.number}] “{wording.text}”", Look.QUOTE, indent=2)
            for difference in wording.differences:
                yield SheetLine(difference_words(*difference), Look.FAINT, indent=6)


def _footer(fact: Fact) -> str:
    parts = [f"Claim {checked_citation(fact)}", published_on(fact), f"desk {fact.desk}"]
    if fact.ref:
        parts.append(f"ref {fact.ref}")
    if fact.topics:
        parts.append(f"topics: {', '.join(fact.topics)}")
    return " · ".join(part for part in parts if part)


def _candidates(matches: Sequence[Match], *, explain: bool) -> Sheet:
    for match in matches:
        fact = match.fact
        yield SheetLine(fact.claim.text, indent=2)
        yield SheetLine(f"claim #{fact.id} · {summary(fact)}", Look.FAINT, indent=4)
        if explain:
            yield from _explained(match, indent=4)
            continue
        for difference in match.differences:
            yield SheetLine(difference, Look.FAINT, indent=4)


def _not_found(answer: NotFound, *, explain: bool) -> Sheet:
    yield SheetLine(none_answers(answer.searched), Look.TITLE)
    if told := nothing_found_in(answer.language, answer.kept_in):
        yield SheetLine(told)
    if answer.topics:
        yield SheetLine(f"Nearest topics: {', '.join(answer.topics)}")
    if explain and answer.best:
        yield SheetLine()
        yield SheetLine("Rejected as too different", Look.HEADING)
        yield from _candidates(answer.best, explain=True)


def _explained(match: Match, indent: int = 0) -> Sheet:
    yield SheetLine(f"score {match.confidence:.3f}", Look.FAINT, indent)
    for word in match.matched:
        same = word.weight >= _SAME_WORD and word.asked == word.met
        met = "the same word" if same else f"“{word.met}”, {word.weight:.2f}"
        yield SheetLine(f"“{word.asked}” met {met}", Look.FAINT, indent)
    if match.missing:
        words = ", ".join(f"“{word}”" for word in match.missing)
        yield SheetLine(f"not mentioned: {words}", Look.FAINT, indent)
    for difference in match.differences:
        yield SheetLine(difference, Look.FAINT, indent)
