"""Filters: what they match, how they read, and that the index finds what a scan would."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from facts.alerts.filters import (
    EVERYTHING,
    AllOf,
    AnyOf,
    BySpeaker,
    Filter,
    FromOutlet,
    Key,
    OfDesk,
    OnTopic,
    WithKeyword,
    WithStance,
    conditions,
    depth,
    holds,
    in_words,
    keys_of,
)
from facts.alerts.subscription import Subscription
from facts.alerts.subscription_index import SubscriptionIndex
from facts.model import HOME, STARTER, DeskId, Fact, Stance

HARBOUR, BRIDGE = OnTopic(topic="harbour"), OnTopic(topic="bridge")
ADA = BySpeaker(speaker="Ada Berg")
DENIALS = WithStance(stance=Stance.DENIES)
NICE = WithKeyword(keyword="nice note")
OURS = DeskId("1234")


def fact(**fields: Any) -> Fact:
    """A fact of the home desk."""
    moment = "2026-01-01T00:00:00Z"
    stored = {"id": 1, "desk": "home", "revision": 1, "created_at": moment, "changed_at": moment}
    said = {"claim": "The bridge is shut", "sources": [{"outlet": "Harbour Post"}]}
    return Fact.model_validate(stored | said | fields)


def test_a_fact_has_the_keys_that_conditions_ask_for() -> None:
    """Topics, every part of the speaker, outlets, stances and its desk; case does not count."""
    speaker = {"name": "Ada Berg", "role": "Mayor"}
    responses = [{"stance": "denies", "by": "Jon Vik"}]
    one = fact(claim={"text": "x", "speaker": speaker}, topics=["Harbour"], responses=responses)
    keys = keys_of(one)
    for wanted in (
        HARBOUR,
        BySpeaker(speaker="ada berg"),
        BySpeaker(speaker="MAYOR"),
        FromOutlet(outlet="harbour post"),
        DENIALS,
        OfDesk(desk=HOME),
    ):
        assert holds(wanted, keys)
    for other in (BRIDGE, BySpeaker(speaker="Ada"), WithStance(stance=Stance.CONFIRMS), NICE):
        assert not holds(other, keys)


def test_conditions_are_joined_by_and_and_or() -> None:
    """In any nesting; without conditions it is every fact."""
    keys: frozenset[Key] = frozenset({HARBOUR.key, ADA.key})
    assert holds(AllOf(of=(HARBOUR, ADA)), keys)
    assert not holds(AllOf(of=(HARBOUR, DENIALS)), keys)
    assert holds(AnyOf(of=(DENIALS, AllOf(of=(HARBOUR, AnyOf(of=(BRIDGE, ADA)))))), keys)
    assert holds(EVERYTHING, frozenset())


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (EVERYTHING, "everything"),
        (NICE, "“nice note”"),
        (DENIALS, "a response that denies"),
        (OfDesk(desk=HOME), "desk home"),
        (AllOf(of=(HARBOUR, AnyOf(of=(ADA, DENIALS)))), None),
        (
            AnyOf(of=(AllOf(of=(HARBOUR,)), FromOutlet(outlet="BelTA"))),
            "topic harbour or outlet BelTA",
        ),
    ],
)
def test_a_filter_reads_as_a_sentence(wanted: Filter, said: str | None) -> None:
    """With brackets only where they are needed."""
    nested = "topic harbour and (speaker Ada Berg or a response that denies)"
    assert in_words(wanted) == (said or nested)


conditions_ = st.sampled_from([HARBOUR, BRIDGE, ADA, DENIALS, NICE, FromOutlet(outlet="BelTA")])
trees = st.recursive(
    conditions_ | st.just(EVERYTHING),
    lambda parts: (
        st.lists(parts, max_size=3).map(lambda of: AllOf(of=tuple(of)))
        | st.lists(parts, min_size=1, max_size=3).map(lambda of: AnyOf(of=tuple(of)))
    ),
    max_leaves=6,
)
every_key = sorted({(c.kind, c.key[1]) for c in (HARBOUR, BRIDGE, ADA, DENIALS, NICE)})
states = st.lists(st.frozensets(st.sampled_from(every_key)), min_size=1, max_size=2)
desks = st.sampled_from([HOME, STARTER, OURS, DeskId("5678")])


class NoMatcher:
    """The index needs to be told which keywords a fact meets."""

    def put(self, text: str) -> None: ...

    def remove(self, text: str) -> None: ...

    async def percolate(self, fact: Fact) -> frozenset[str]:
        return frozenset()


def subscription(number: int, wanted: Filter, desk: DeskId | None) -> Subscription:
    """One that sees what ``desk`` sees."""
    return Subscription.model_validate(
        {
            "id": str(number),
            "owner": "ana",
            "where": "dm",
            "since": 0,
            "made_at": "2026-01-01T00:00:00Z",
            "wanted": wanted,
            "desk": desk,
        }
    )


@given(st.lists(st.tuples(trees, st.none() | desks), max_size=8), desks, states, st.data())
def test_the_index_finds_what_a_scan_would_find(
    wanted: list[tuple[Filter, DeskId | None]],
    desk: DeskId,
    states: list[frozenset[Key]],
    data: st.DataObject,
) -> None:
    """Of all filters, desks and facts; also after some were taken out or replaced."""
    index = SubscriptionIndex(NoMatcher())
    held = [subscription(number, one, own) for number, (one, own) in enumerate(wanted)]
    for one in held:
        index.put(one)
    for one in data.draw(st.lists(st.sampled_from(held), max_size=3)) if held else ():
        index.remove(one.id)
        if data.draw(st.booleans()):
            index.put(one)
    sure, unclear = index.candidates(desk, states)
    found = sure | {
        one for one in unclear if any(holds(wanted[int(one)][0], keys) for keys in states)
    }
    scanned = {
        one.id
        for one in index.all()
        if desk in one.sees and one.wanted and any(holds(one.wanted, keys) for keys in states)
    }
    assert found == scanned
    for one in held:
        index.remove(one.id)
    assert index.candidates(desk, states) == (set(), set())


@given(trees)
def test_a_filter_survives_being_written_down(wanted: Filter) -> None:
    """As JSON, whatever the tree; and its size can be told."""
    adapter: TypeAdapter[Filter] = TypeAdapter(Filter)
    assert adapter.validate_json(adapter.dump_json(wanted)) == wanted
    assert (depth(wanted) == 0) == (not isinstance(wanted, AllOf | AnyOf))
    assert len(list(conditions(wanted))) <= 18
