"""Filters as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.alerts.filtering import TypedFilter
from facts.alerts.filters import EVERYTHING, AllOf, AnyOf, BySpeaker, OnTopic, WithStance, in_words
from facts.model import HOME, STARTER, Refusal, Stance

words = st.text(st.characters(categories=["Ll", "Nd"]), min_size=1, max_size=8)
lists = st.lists(st.lists(words, min_size=1, max_size=2).map(" + ".join), max_size=3).map(", ".join)


def test_nothing_typed_is_everything() -> None:
    """Without a filter every fact is told."""
    assert TypedFilter().wanted == EVERYTHING
    assert TypedFilter(topics=" , ,").wanted == EVERYTHING


def test_commas_part_alternatives_and_plus_joins() -> None:
    """``harbour + bridge, tunnel``: both of the first, or the last."""
    wanted = TypedFilter(topics="Harbour + bridge, tunnel").wanted
    both = AllOf(of=(OnTopic(topic="Harbour"), OnTopic(topic="bridge")))
    assert wanted == AnyOf(of=(both, OnTopic(topic="tunnel")))


def test_fields_join_by_and_or_by_or() -> None:
    """All that is filled in must fit, unless any may."""
    typed = {"topics": "harbour", "speakers": "Ada Berg", "stance": Stance.DENIES}
    parts = (
        OnTopic(topic="harbour"),
        BySpeaker(speaker="Ada Berg"),
        WithStance(stance=Stance.DENIES),
    )
    assert TypedFilter(**typed).wanted == AllOf(of=parts)  # type: ignore[arg-type]
    assert TypedFilter(**typed, any_of=True).wanted == AnyOf(of=parts)  # type: ignore[arg-type]


def test_what_is_too_long_is_refused_kindly() -> None:
    """The sentence shows what is meant and says what to do."""
    with pytest.raises(Refusal, match="too long for a filter"):
        _ = TypedFilter(topics="x" * 51).wanted


@given(
    typed=st.builds(
        TypedFilter,
        topics=lists,
        keywords=lists,
        speakers=lists,
        outlets=lists,
        stance=st.none() | st.sampled_from(Stance),
        desk=st.sampled_from([None, HOME, STARTER]),
        any_of=st.booleans(),
    )
)
def test_a_form_comes_back_as_it_was_filled_in(typed: TypedFilter) -> None:
    """What a filter is shown as in its form means the same filter again."""
    again = TypedFilter.from_filter(typed.wanted)
    assert again.wanted == typed.wanted
    assert in_words(again.wanted) == in_words(typed.wanted)
