"""How well questions in other languages find their claims, for tests and the quality benchmark."""

import json
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from facts.matching.decision.judgement import Decision
from facts.matching.search import ClaimIndex
from facts.model import HOME, Fact
from facts.usecases.questions.answers import Answer, Found, Unsure
from facts.usecases.questions.asking import Asking
from facts.wiring import open_library
from tests.languages.sets import (
    LANGUAGES,
    LanguageSet,
    english_claims,
    english_headlines,
    language_set,
)

_AT = datetime(2026, 1, 1, tzinfo=UTC)
_FIRST, _ASKED_IN_THREE_WAYS = 3, 20


@asynccontextmanager
async def asking_in_english() -> AsyncIterator[Asking]:
    """The thirty claims in English beside the starter facts, their meaning worked out."""
    async with open_library(None) as library:
        rows = [{"claim": claim, "sources": [{"outlet": "o"}]} for claim in english_claims()]
        content = "\n".join(json.dumps(row) for row in rows).encode()
        await library.importing.run(content, editor="t")
        await library.asking.catalogue.learn()
        yield library.asking


def offered(answer: Answer, claim: str) -> bool:
    """Whether a claim is among the first three that a reader is shown."""
    if isinstance(answer, Found):
        return answer.match.fact.claim.text == claim
    return isinstance(answer, Unsure) and claim in [
        match.fact.claim.text for match in answer.offered[:_FIRST]
    ]


@dataclass(frozen=True)
class Across:
    """``offered`` are shares of stored questions by kind, and ``shown`` of the unstored ones;
    ``found`` are unstored questions that were answered.
    """

    offered: dict[str, float]
    shown: dict[str, float]
    found: tuple[str, ...]


async def across(asking: Asking) -> Across:
    """Ask every question of every language of the claims in English."""
    claims = dict(enumerate(english_claims(), 1))
    asked: Counter[str] = Counter()
    right: Counter[str] = Counter()
    found: list[str] = []
    for language in LANGUAGES:
        questions = language_set(language)
        for entry in questions.entries:
            for kind in ("claim", "question", "short"):
                answer = await asking.ask(getattr(entry, kind), None)
                asked[kind] += 1
                right[kind] += offered(answer, claims[entry.number])
        for kind in ("unstored", "unstored_short"):
            for question in getattr(questions, kind):
                answer = await asking.ask(question, None)
                asked[kind] += 1
                right[kind] += isinstance(answer, Unsure)
                found += [question] if isinstance(answer, Found) else []
    shares = {kind: right[kind] / asked[kind] for kind in asked}
    shown = {kind: shares.pop(kind) for kind in ("unstored", "unstored_short")}
    return Across(shares, shown, tuple(found))


async def headlines_shown(asking: Asking) -> float:
    """The share of the headlines in English that is offered claims, though nothing answers them."""
    headlines = english_headlines()
    answers = [await asking.ask(headline, None) for headline in headlines]
    return sum(isinstance(answer, Found | Unsure) for answer in answers) / len(headlines)


@dataclass(frozen=True)
class Within:
    """Of a language's questions to claims in it: shares answered right and offered, how many were
    answered with another claim, and the unstored questions that were answered.
    """

    found: float
    offered: float
    wrong: int
    unstored: tuple[str, ...]


def within(language: str) -> Within:
    """Ask the questions of a language of its thirty claims, by words alone."""
    questions = language_set(language)
    index = index_of(questions)
    found = offered_at_all = wrong = asked = 0
    for entry in questions.entries[:_ASKED_IN_THREE_WAYS]:
        for question in (entry.question, entry.short, entry.reworded):
            judgement = index.search(question, None)
            ids = [candidate.fact_id for candidate in judgement.candidates]
            right = judgement.decision is Decision.FOUND and ids[0] == entry.number
            asked += 1
            found += right
            wrong += judgement.decision is Decision.FOUND and not right
            offered_at_all += right or (
                judgement.decision is Decision.UNSURE and entry.number in ids
            )
    unstored = tuple(
        question
        for question in (*questions.unstored, *questions.unstored_short)
        if index.search(question, None).decision is Decision.FOUND
    )
    return Within(found / asked, offered_at_all / asked, wrong, unstored)


def index_of(questions: LanguageSet) -> ClaimIndex:
    """The thirty claims of a language."""
    index = ClaimIndex()
    for entry in questions.entries:
        content = {
            "id": entry.number,
            "desk": HOME,
            "revision": 1,
            "created_at": _AT,
            "changed_at": _AT,
            "claim": entry.claim,
            "sources": [{"outlet": "o"}],
        }
        index.put(Fact.model_validate(content))
    return index


async def report() -> str:
    """All figures as text."""
    async with asking_in_english() as asking:
        all_languages = await across(asking)
        headlines = await headlines_shown(asking)
    lines = ["questions in eight languages, claims in English"]
    lines += [f"  offered {kind:16} {share:.3f}" for kind, share in all_languages.offered.items()]
    lines += [f"  shown   {kind:16} {share:.3f}" for kind, share in all_languages.shown.items()]
    lines += [f"  found of the unstored    {len(all_languages.found)}"]
    lines += [f"  shown   English headline {headlines:.3f}", "within a language"]
    for language in LANGUAGES:
        one = within(language)
        lines.append(
            f"  {language} found {one.found:.2f} offered {one.offered:.2f} wrong {one.wrong} "
            f"unstored found {len(one.unstored)}"
        )
    return "\n".join(lines)
