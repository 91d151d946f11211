"""Whatever a fact holds, Discord accepts the message, and nothing of it is silently left out."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import discord
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.rendering import layout as limits
from bot.rendering.asking.answer_card import answer_layout
from bot.rendering.asking.fact_details import wording_sections, wordings_layout
from bot.rendering.facts import fact_layout, fact_sections
from bot.rendering.layout import paginate
from facts.markdown import size
from facts.matching.decision.judgement import WordMatch
from facts.model import Fact
from facts.usecases.questions.answers import Found, Match, NotFound, Unsure
from tests.strategies import facts, texts

thorough = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def components(layout: discord.ui.LayoutView) -> Iterator[dict[str, Any]]:
    """Every component of a layout as Discord gets it, nested ones too."""
    waiting = list(layout.to_components())
    while waiting:
        component = waiting.pop(0)
        waiting = component.get("components", []) + waiting
        yield component


def assert_discord_accepts(layout: discord.ui.LayoutView) -> None:
    """Every limit of a Components V2 message."""
    parts = list(components(layout))
    assert len(parts) <= 40
    shown = [part["content"] for part in parts if part["type"] == 10]
    assert all(text.strip() for text in shown)
    assert sum(size(text) for text in shown) <= limits.MESSAGE_TEXT
    custom_ids = [part["custom_id"] for part in parts if "custom_id" in part]
    assert len(custom_ids) == len(set(custom_ids))
    assert all(len(custom_id) <= limits.CUSTOM_ID for custom_id in custom_ids)
    for part in parts:
        if part["type"] == 1:
            assert 1 <= len(part["components"]) <= 5
        if part["type"] == 2:
            assert 1 <= size(part["label"]) <= limits.BUTTON_LABEL
        if part["type"] == 3:
            assert 1 <= len(part["options"]) <= limits.SELECT_OPTIONS
            for option in part["options"]:
                assert 1 <= size(option["label"]) <= limits.OPTION_TEXT
                assert size(option.get("description") or "") <= limits.OPTION_TEXT
            assert len({option["value"] for option in part["options"]}) == len(part["options"])


def shown_pages(pages: int) -> set[int]:
    """The pages worth building: building each of fifty would only repeat itself."""
    return {0, 1, pages // 2, pages - 1, pages + 5}


@given(fact=facts)
@thorough
def test_every_page_of_every_fact_is_accepted(fact: Fact) -> None:
    """A fact of any size is divided into messages within all of Discord's limits."""
    for page in shown_pages(len(paginate(fact_sections(fact)))):
        assert_discord_accepts(fact_layout(fact, page=page, shareable=True))


@given(fact=facts)
@thorough
def test_every_page_of_wordings_is_accepted(fact: Fact) -> None:
    """How outlets worded it stays within the limits as well."""
    for page in shown_pages(len(paginate(wording_sections(fact)))):
        assert_discord_accepts(wordings_layout(fact, page=page))


@given(fact=facts)
@thorough
def test_no_word_of_a_quote_is_lost(fact: Fact) -> None:
    """All words of all quotes are on some page, in their order."""
    shown = _letters("\n".join(text for page in paginate(fact_sections(fact)) for text in page))
    for quote in [fact.claim.quote, *(response.quote for response in fact.responses)]:
        if quote:
            assert _letters(quote) in shown


def _letters(text: str) -> str:
    """``text`` without what dividing it may add: white space, quote marks, the note on the cut."""
    text = text.replace("-# The quote continues on the next page.", "")
    return "".join(c for c in text if not c.isspace() and c not in ">\u2068\u2069\\")


@given(
    fact=facts,
    question=texts(3000),
    words=st.lists(texts(300), max_size=8),
    count=st.integers(1, 5),
)
@thorough
def test_every_answer_is_accepted(fact: Fact, question: str, words: list[str], count: int) -> None:
    """Found, unsure, not found and a checked message: with any question and any explanation."""
    match = Match(
        fact,
        1.0,
        matched=tuple(WordMatch(word, word + "x", 0.8) for word in words),
        missing=tuple(words),
        differences=tuple(words),
    )
    others = tuple(
        Match(fact.model_copy(update={"id": fact.id + position}), 0.9, missing=tuple(words))
        for position in range(1, count)
    )
    found = Found(question, match, others, others)
    for answer in (
        found,
        Unsure(question, (match, *others), (match, *others)),
        NotFound(question, searched=count, topics=tuple(word[:50] for word in words[:5])),
    ):
        assert_discord_accepts(answer_layout(answer, shareable=True))
        assert_discord_accepts(answer_layout(answer, shareable=True, sentence=question))


@given(fact=facts)
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_divided_quote_says_so(fact: Fact) -> None:
    """Where a quote is longer than a page, its first part says that it goes on."""
    pages = paginate(fact_sections(fact))
    for page, following in pairwise(pages):
        last = page[-1].splitlines()[-1]
        first = following[0].splitlines()[0]
        if last.startswith(">") and first.startswith(">"):
            raise AssertionError("a quote was divided without saying so")
