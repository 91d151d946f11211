"""Filters and times as people type them."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.alerts.typed_options import TypedFilter, quiet_hours, rhythm, time_of_day
from facts.alerts.filters import EVERYTHING, AllOf, AnyOf, BySpeaker, OnTopic, WithStance, in_words
from facts.alerts.subscription import AtOnce, Daily, Hourly, QuietHours, Weekly
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


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("8", time(8)),
        ("08:00", time(8)),
        ("8.30", time(8, 30)),
        ("20h15", time(20, 15)),
        ("8 pm", time(20)),
        ("12am", time(0)),
        ("12:05 PM", time(12, 5)),
        (" 0:00 ", time(0)),
    ],
)
def test_times_of_day(typed: str, meant: time) -> None:
    """However people write them."""
    assert time_of_day(typed) == meant


@pytest.mark.parametrize("typed", ["", "24:00", "8:60", "13 pm", "0 am", "noonish", "8:0", "-1"])
def test_what_is_no_time_of_day(typed: str) -> None:
    """Said with an example; never guessed."""
    with pytest.raises(Refusal, match=r"Write it like 08:00 or 20:30\."):
        time_of_day(typed)


@pytest.mark.parametrize("typed", ["22:00-07:00", "22–7", "10 pm to 7 am", " 22:00 - 07:00 "])
def test_quiet_hours(typed: str) -> None:
    """From one time to another."""
    assert quiet_hours(typed) == QuietHours(start=time(22), end=time(7))


def test_no_quiet_hours() -> None:
    """Nothing typed is none."""
    assert quiet_hours("  ") is None
    with pytest.raises(Refusal, match="Write quiet hours like"):
        quiet_hours("night")


def test_rhythms() -> None:
    """Each choice is a value of the schedule."""
    at = time(9)
    kinds = ("at once", "hourly", "daily", "weekly")
    assert [rhythm(kind, at, 3) for kind in kinds] == [
        AtOnce(),
        Hourly(),
        Daily(at=at),
        Weekly(day=3, at=at),
    ]
