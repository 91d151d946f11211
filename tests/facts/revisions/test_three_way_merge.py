"""Two changes of one state put together, and what two states differ in."""

from hypothesis import given, settings
from hypothesis import strategies as st

from facts.forms.content_record import content_of
from facts.model import FactContent, FactDraft
from facts.revisions.diff import Piece, differences, field_change
from facts.revisions.three_way_merge import merge_changes
from tests.strategies import drafts

BASE = {
    "claim": {"text": "The bridge is shut.", "speaker": "Ada"},
    "responses": [
        {"stance": "denies", "by": "Jon", "sources": [1, 2]},
        {"stance": "confirms", "by": "Kim", "sources": [2]},
    ],
    "sources": [
        {"outlet": "Post", "quotes": [{"of": 2, "text": "yes"}]},
        {"outlet": "Herald"},
        {"outlet": "Times"},
    ],
    "topics": ["harbour", "roads"],
}


def state(**changed: object) -> FactContent:
    """The base with some parts in another form."""
    return FactContent.model_validate(BASE | changed)


def changed_draft(draft: FactDraft) -> st.SearchStrategy[FactContent]:
    """``draft`` with some of its parts taken from another one that has as many sources."""
    parts = st.sets(st.sampled_from(["claim", "topics", "other_wordings", "verdict", "review"]))
    return st.builds(
        lambda other, names: FactContent.model_validate(
            draft.model_dump() | {name: other.model_dump()[name] for name in names}
        ),
        drafts,
        parts,
    )


@settings(max_examples=30, deadline=None)
@given(drafts.flatmap(lambda base: st.tuples(st.just(base), changed_draft(base))))
def test_one_change_alone_is_that_change(states: tuple[FactDraft, FactContent]) -> None:
    """Whichever side made it; nothing else moves."""
    base, changed = (FactContent.model_validate(one.model_dump()) for one in states)
    for united in (merge_changes(base, changed, base), merge_changes(base, base, changed)):
        assert united.both == ()
        assert content_of(united.record) == changed


def test_additions_of_both_are_kept_and_numbers_follow() -> None:
    """What each added points at its own sources; what both added alike is there once."""
    mine = state(
        sources=[*BASE["sources"], {"outlet": "Mine"}, {"outlet": "Same"}],
        responses=[*BASE["responses"], {"stance": "declines", "by": "Ole", "sources": [4, 5]}],
    )
    theirs = state(sources=[*BASE["sources"], {"outlet": "Same"}, {"outlet": "Theirs"}])
    united = merge_changes(state(), mine, theirs)
    content = content_of(united.record)
    outlets = [source.outlet for source in content.sources]
    assert outlets == ["Post", "Herald", "Times", "Same", "Theirs", "Mine"]
    assert content.responses[2].sources == (6, 4)
    assert united.both == ()


def test_what_one_took_out_and_the_other_left_is_out() -> None:
    """Pointers at it go with it, all others keep pointing at what they did."""
    mine = state(
        sources=[{"outlet": "Post", "quotes": [{"of": 1, "text": "yes"}]}, {"outlet": "Times"}],
        responses=[{"stance": "confirms", "by": "Kim", "sources": []}],
    )
    theirs = state(claim={"text": "The bridge was shut.", "speaker": "Ada"})
    united = merge_changes(state(), mine, theirs)
    content = content_of(united.record)
    assert united.both == ()
    assert content.claim.text == "The bridge was shut."
    assert [source.outlet for source in content.sources] == ["Post", "Times"]
    assert content.sources[0].quotes[0].of == 1
    assert content.responses[0].by == "Kim"


def test_what_one_took_out_and_the_other_changed_is_kept_and_named() -> None:
    """Somebody has to look at it."""
    mine = state(
        responses=BASE["responses"][:1], sources=[{"outlet": "Post"}, *BASE["sources"][1:]]
    )
    theirs = state(
        responses=[BASE["responses"][0], {"stance": "confirms", "by": "Kim", "text": "Yes."}]
    )
    united = merge_changes(state(), mine, theirs)
    assert united.both == ("response 2",)
    assert content_of(united.record).responses[1].text == "Yes."


def test_both_changed_one_field() -> None:
    """The place is named, and mine stands."""
    mine = state(claim={"text": "A", "speaker": "Ada"}, topics=["harbour", "mine"])
    theirs = state(claim={"text": "B", "speaker": "Ole"}, topics=["theirs", "roads"])
    united = merge_changes(state(), mine, theirs)
    assert united.both == ("the claim",)
    assert united.record["claim"]["text"] == "A"
    assert united.record["claim"]["speaker"]["name"] == "Ole"
    assert united.record["topics"] == ["theirs", "mine"]


@settings(max_examples=30, deadline=None)
@given(drafts, drafts)
def test_differences_are_found_where_there_are_any(one: FactDraft, other: FactDraft) -> None:
    """None between a state and itself, and both states can be read in what is told."""
    assert differences(one, one) == ()
    found = differences(one, other)
    assert bool(found) == (one != other)
    for change in found:
        for gone, told in ((Piece.ADDED, change.before), (Piece.REMOVED, change.after)):
            read = [
                word
                for words in change.words
                if words.piece is not gone
                for word in words.text.split(" ")
            ]
            assert read == [word for word in (told or "").split(" ") if word]


def test_a_removed_source_is_the_only_difference() -> None:
    """That later ones move up, and the numbers with them, is no change of what is said."""
    after = state(
        responses=[
            {"stance": "denies", "by": "Jon", "sources": [1, 2]},
            {"stance": "confirms", "by": "Kim", "sources": [2]},
        ],
        sources=BASE["sources"][:2],
    )
    (change,) = differences(state(), after)
    assert (change.place, change.before, change.after) == ("source 3", "Times", None)


def test_an_order_that_changed_is_a_change() -> None:
    """The first topic is the first that readers are told."""
    turned = state(topics=["roads", "harbour"])
    (change,) = differences(state(), turned)
    assert (change.place, change.before, change.after) == (
        "order of topics",
        "harbour, roads",
        "roads, harbour",
    )
    assert merge_changes(state(), turned, state()).record["topics"] == ["roads", "harbour"]


def test_a_correction_in_the_words_of_an_earlier_one_is_a_change() -> None:
    """Two of one day may say the same, of two revisions."""
    said = {"on": "2026-05-03", "sentence": "The date was wrong."}
    first, second = {**said, "revision": 1}, {**said, "revision": 2}
    (change,) = differences(state(corrections=[first]), state(corrections=[first, second]))
    assert (change.place, change.before) == ("correction", None)
    assert change.after == "3 May 2026: The date was wrong."


def test_words_are_told_apart() -> None:
    """Kept, removed and added runs in reading order."""
    change = field_change("claim", "the old bridge is shut", "the bridge is open now")
    assert [(words.piece.value, words.text) for words in change.words] == [
        ("kept", "the"),
        ("removed", "old"),
        ("kept", "bridge is"),
        ("removed", "shut"),
        ("added", "open now"),
    ]


def test_places_are_named_for_people() -> None:
    """A new, a changed and a gone part of each kind, as the forms label it."""
    after = state(
        claim={"text": "The bridge is shut.", "speaker": {"name": "Ada", "role": "mayor"}},
        responses=[BASE["responses"][0] | {"quote": "No."}, BASE["responses"][1]],
        sources=[{"outlet": "Post"}, *BASE["sources"][1:], {"outlet": "New"}],
        topics=["roads"],
        verdict={"label": "false"},
        retraction={"on": "2026", "reason": "misheard"},
        review={"on": "2026", "next": "2027"},
    )
    assert [change.place for change in differences(state(), after)] == [
        "claimed by, role",
        "response 1, exact quote",
        "source 1, how it quoted response 2",
        "source 4",
        "topic",
        "finding",
        "retraction, date",
        "retraction",
        "checked on",
        "next review",
    ]
