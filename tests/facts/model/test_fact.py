"""The rules that a fact holds by itself."""

from typing import Any

import pytest
from hypothesis import given
from pydantic import ValidationError

from facts.model import Fact, FactContent, FactDraft, Response, Source, Speaker, Standing
from facts.model.fact import decoded, encoded
from tests.strategies import drafts

LEAST: dict[str, Any] = {"claim": "It rains.", "sources": [{"outlet": "VOA News"}]}


def refused(**changes: Any) -> bool:
    """Whether the least fact with these changes is no fact."""
    try:
        FactDraft.model_validate(LEAST | changes)
    except ValidationError:
        return True
    return False


def test_a_claim_and_a_source_are_the_least() -> None:
    """A claim may be plain text; all else is empty."""
    draft = FactDraft.model_validate(LEAST)
    assert draft.claim.text == "It rains."
    assert draft.claim.speaker is None
    assert draft.responses == draft.topics == draft.other_wordings == ()


@pytest.mark.parametrize("missing", ["claim", "sources"])
def test_neither_can_be_left_out(missing: str) -> None:
    """A claim without a source is a rumour."""
    record = {name: value for name, value in LEAST.items() if name != missing}
    with pytest.raises(ValidationError):
        FactDraft.model_validate(record)


@pytest.mark.parametrize(
    ("field", "entry", "limit"),
    [
        ("sources", {"outlet": "o"}, 100),
        ("responses", {"stance": "denies", "by": "b"}, 50),
        ("topics", "t", 20),
        ("other_wordings", "w", 50),
    ],
)
def test_lists_have_limits(field: str, entry: Any, limit: int) -> None:
    """The limit is allowed, one more is not."""
    assert not refused(**{field: [entry] * limit})
    assert refused(**{field: [entry] * (limit + 1)})


@pytest.mark.parametrize(
    "place",
    [
        {"x": 1},
        {"claim": {"text": "c", "x": 1}},
        {"claim": {"text": "c", "speaker": {"name": "s", "x": 1}}},
        {"responses": [{"stance": "denies", "by": "b", "x": 1}]},
        {"sources": [{"outlet": "o", "x": 1}]},
        {"sources": [{"outlet": "o", "quotes": [{"of": "claim", "text": "q", "x": 1}]}]},
        {"verdict": {"label": "l", "x": 1}},
        {"id": 1},
    ],
)
def test_unknown_fields_are_refused_everywhere(place: dict[str, Any]) -> None:
    """A slip in a field's name must not lose what it held."""
    assert refused(**place)


def test_a_fact_cannot_be_changed() -> None:
    """A change is a new revision, never a different object under the same name."""
    draft = FactDraft.model_validate(LEAST)
    with pytest.raises(ValidationError):
        draft.ref = "x"


@pytest.mark.parametrize(
    ("fields", "allowed"),
    [
        ({"name": "n"}, True),
        ({"role": "r"}, True),
        ({"on_behalf_of": "o"}, False),
        ({}, False),
    ],
)
def test_a_speaker_has_a_name_or_a_role(fields: dict[str, str], *, allowed: bool) -> None:
    """An official who is not named has a role alone."""
    claim = {"text": "c", "speaker": fields}
    assert refused(claim=claim) != allowed


def test_a_speaker_may_be_given_by_name_alone() -> None:
    """As plain text."""
    assert Speaker.model_validate("Moon") == Speaker(name="Moon")


@pytest.mark.parametrize("field", ["by", "role", "on_behalf_of"])
def test_a_response_is_by_somebody(field: str) -> None:
    """One of the three is enough, none is not."""
    assert Response.model_validate({"stance": "denies", field: "x"})
    with pytest.raises(ValidationError):
        Response.model_validate({"stance": "denies"})


@pytest.mark.parametrize("field", ["outlet", "headline", "url", "description"])
def test_a_source_says_what_it_is(field: str) -> None:
    """One of the four is enough; an author and a date alone lead nowhere."""
    assert Source.model_validate({field: "https://example.org"})
    with pytest.raises(ValidationError):
        Source.model_validate({"author": "a", "published": "2020", "language": "en"})


@pytest.mark.parametrize("number", [0, -1, 2])
def test_numbers_point_at_what_is_there(number: int) -> None:
    """From 1, for sources and for responses alike."""
    response = {"stance": "denies", "by": "b"}
    quotes = [{"of": number, "text": "q"}]
    assert refused(responses=[response | {"sources": [number]}])
    assert refused(responses=[response], sources=[{"outlet": "o", "quotes": quotes}])


def test_numbers_from_one_are_fine() -> None:
    """The first source and the first response."""
    quotes = [{"of": "claim", "text": "q"}, {"of": 1, "text": "q"}]
    response = {"stance": "denies", "by": "b", "sources": [1]}
    assert not refused(responses=[response], sources=[{"outlet": "o", "quotes": quotes}])


def test_a_fact_has_a_size_in_all() -> None:
    """However well each of its texts keeps its own limit."""
    quotes = [{"of": "claim", "text": "q" * 2000}] * 20
    assert not refused(sources=[{"outlet": "o", "quotes": quotes}] * 9)
    assert refused(sources=[{"outlet": "o", "quotes": quotes}] * 10)


def test_a_draft_of_the_largest_size_can_be_stored() -> None:
    """What a store adds to a fact does not count: else nothing could read it again."""
    quotes = [{"of": "claim", "text": "q" * 2000}] * 20
    sources = [{"outlet": "o", "quotes": quotes}] * 9 + [{"outlet": "o", "quotes": quotes[:15]}]
    rest = 400_000 - len(FactDraft.model_validate(LEAST | {"sources": sources}).model_dump_json())
    wordings = ["w" * 1000] * (rest // 1003) + ["w" * (rest % 1003 - 2)]
    draft = FactDraft.model_validate(LEAST | {"sources": sources, "other_wordings": wordings})
    assert len(draft.model_dump_json()) in range(399_990, 400_001)
    moment = "2026-01-02T03:04:05Z"
    stored = {"id": 1, "desk": "home", "revision": 1, "created_at": moment, "changed_at": moment}
    Fact.model_validate(draft.model_dump(mode="json") | stored)


def test_a_fact_of_few_parts_is_not_too_large() -> None:
    """So that the size of most facts need not be counted: each text at its limit, all escaped."""
    name, remark, quote = '"' * 200, '"' * 1000, '"' * 2000
    by = {"role": name, "on_behalf_of": name}
    day, link = "2020-04-18", f"https://example.org/{'a' * 980}"
    rating = {"label": name, "value": -0.123456789, "best": 1e-9, "explanation": remark}
    source = {"outlet": name, "headline": '"' * 300, "author": name, "published": day, "url": link}
    source |= {"archived_url": link, "language": "en-abcdefgh", "description": '"' * 300}
    said = {"date": day, "via": name, "quote": quote}
    rest: dict[str, Any] = {
        "ref": name,
        "claim": {"text": remark, "speaker": by | {"name": name}, "venue": '"' * 300} | said,
        "topics": ['"' * 48 + f"{number:02}" for number in range(20)],
        "verdict": {"label": name, "explanation": remark, "date": day},
        "retraction": {"on": day, "reason": remark},
        "sources": [{"outlet": name}],
    }
    response = {"stance": "confirms", "by": name, "text": remark} | by | said
    few = 38
    for parts in (
        {"sources": [source | {"rating": rating}] * few},
        {"responses": [response] * few},
        {"responses": [response | {"sources": [1] * (few - 1)}]},
        {"sources": [source | {"quotes": [{"of": "claim", "text": quote}] * 18}] * 2},
        {"other_wordings": [remark] * few},
        {"corrections": [{"on": day, "sentence": remark, "revision": 10**4000}] * few},
    ):
        assert len(FactDraft.model_validate(rest | parts).model_dump_json()) <= 400_000


@pytest.mark.parametrize(
    ("stances", "standing"),
    [
        ([], Standing.UNANSWERED),
        (["declines"], Standing.DECLINED),
        (["denies"], Standing.DENIED),
        (["denies", "denies", "declines"], Standing.DENIED),
        (["confirms", "declines"], Standing.CONFIRMED),
        (["disputes"], Standing.DISPUTED),
        (["denies", "confirms"], Standing.DISPUTED),
        (["denies", "disputes"], Standing.DISPUTED),
    ],
)
def test_a_claim_stands_as_all_who_answered_agree(stances: list[str], standing: Standing) -> None:
    """One denial beside a confirmation is a dispute; who declines says nothing of the matter."""
    responses = [{"stance": stance, "by": "b"} for stance in stances]
    draft = FactDraft.model_validate(LEAST | {"responses": responses})
    assert draft.standing is standing
    assert len(draft.denials) == stances.count("denies")


def test_a_verdict_is_no_response() -> None:
    """The newsroom's finding does not make a claim denied."""
    draft = FactDraft.model_validate(LEAST | {"verdict": {"label": "false"}})
    assert draft.standing is Standing.UNANSWERED


def test_a_fact_is_cited_by_id_and_revision() -> None:
    """So that an old answer can be told from a corrected one."""
    stored = {"id": 12, "desk": "home", "revision": 3}
    moment = "2026-01-02T03:04:05Z"
    fact = Fact.model_validate(LEAST | stored | {"created_at": moment, "changed_at": moment})
    assert fact.citation == "12.3"


@pytest.mark.parametrize(
    "wrong", [{"id": 0}, {"revision": 0}, {"changed_at": "2026-01-02T03:04:05"}]
)
def test_a_stored_fact_has_sound_numbers_and_times(wrong: dict[str, Any]) -> None:
    """Counting starts at 1, and a time without its zone is no time."""
    moment = "2026-01-02T03:04:05Z"
    stored = {"id": 1, "desk": "home", "revision": 1, "created_at": moment, "changed_at": moment}
    with pytest.raises(ValidationError):
        Fact.model_validate(LEAST | stored | wrong)


def test_a_fact_in_the_making_may_lack_its_sources() -> None:
    """All other rules hold for it too."""
    content = FactContent.model_validate({"claim": "It rains."})
    assert content.sources == ()
    with pytest.raises(ValidationError, match="no source 1"):
        FactContent.model_validate(
            {"claim": "It rains.", "responses": [{"stance": "denies", "by": "A", "sources": [1]}]}
        )


@pytest.mark.parametrize(
    "changes",
    [
        {"retraction": {"on": "2020"}},
        {"retraction": {"reason": "Not so."}},
        {"retraction": {"on": "2020", "reason": " "}},
        {"review": {"next": "2020"}},
        {"review": {"on": "2020-13"}},
    ],
)
def test_a_retraction_has_a_day_and_a_reason_a_review_its_day(changes: dict[str, Any]) -> None:
    """Readers are told both; a review may leave the next one open."""
    assert refused(**changes)
    assert not refused(
        retraction={"on": "2020-06", "reason": "Not so."}, review={"on": "2020", "next": "2021-01"}
    )


@given(drafts)
def test_what_was_encoded_is_decoded_to_the_same(draft: FactDraft) -> None:
    """Every field, without a second look at its text."""
    assert decoded(encoded(draft)) == draft
