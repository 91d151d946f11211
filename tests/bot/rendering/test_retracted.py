"""A fact that the newsroom took back."""

from typing import Any

from bot.rendering.facts import fact_layout, option, status_line
from facts.model import FactDraft
from tests.strategies import published


def test_readers_see_the_retraction_above_all_else(a_fact: dict[str, Any]) -> None:
    """Before the claim, with the day and the reason, whose markup is shown and not obeyed."""
    retraction = {"on": "2021-06-02", "reason": "*Another* bridge was meant."}
    fact = published(FactDraft.model_validate(a_fact | {"retraction": retraction}))
    first, *_ = (
        part["content"]
        for part in fact_layout(fact, shareable=False).to_components()[0]["components"]
        if part["type"] == 10
    )
    assert first == (
        "🚫 **RETRACTED by the newsroom on 2 June 2021: \\*Another\\* bridge was meant.**"
    )


def test_a_retracted_candidate_says_so(a_fact: dict[str, Any]) -> None:
    """And who took it back; not how its claim would stand."""
    retraction = {"on": "2021", "reason": "Not so."}
    fact = published(FactDraft.model_validate(a_fact | {"retraction": retraction}))
    assert status_line(fact, 100).startswith("🚫 **RETRACTED** by the newsroom ·")
    assert (option(fact).description or "").startswith("RETRACTED by the newsroom ·")
