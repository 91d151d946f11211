"""ClaimReview and the answer of Google's Fact Check API, as facts."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facts.interchange.claim_reviews.fact_check_api import read_fact_check_answer
from facts.interchange.claim_reviews.reader import read_claim_reviews
from facts.interchange.claim_reviews.writer import claim_review, claim_review_lines
from facts.interchange.content import UnreadableFile
from facts.interchange.read_lines import ReadLine
from facts.model import FactDraft, Standing
from tests.strategies import drafts

NOTE = FactDraft.model_validate(
    {
        "ref": "starter/nice-note",
        "claim": {
            "text": "Kim sent Trump a nice note.",
            "speaker": {"name": "Donald Trump", "role": "President", "on_behalf_of": "the US"},
            "date": "2020-04-18",
            "quote": "I received a nice note.",
        },
        "responses": [
            {
                "stance": "denies",
                "role": "press chief",
                "on_behalf_of": "Foreign Ministry",
                "via": "KCNA",
                "date": "2020-04",
                "quote": "never sent any letters",
            }
        ],
        "sources": [{"outlet": "Reuters", "headline": "No note", "url": "https://r.example/1"}],
        "topics": ["letters"],
        "retraction": {"on": "2020-06-02", "reason": "The speaker was another."},
    }
)


def read(value: Any) -> list[ReadLine]:
    """What is in a file with this JSON."""
    return list(read_claim_reviews(json.dumps(value).encode()))


def test_a_fact_as_claim_review() -> None:
    """The words of schema.org, the denial as a quotation."""
    review = claim_review(NOTE)
    assert (review["@type"], review["claimReviewed"]) == ("ClaimReview", NOTE.claim.text)
    assert review["itemReviewed"]["author"] == {
        "@type": "Person",
        "name": "Donald Trump",
        "jobTitle": "President",
        "worksFor": {"@type": "Organization", "name": "the US"},
    }
    assert "reviewRating" not in review, "somebody's denial is no finding of the desk"
    assert review["citation"] == [
        {
            "@type": "Quotation",
            "genre": "denies",
            "text": "never sent any letters",
            "creator": {
                "@type": "Person",
                "jobTitle": "press chief",
                "worksFor": {"@type": "Organization", "name": "Foreign Ministry"},
            },
            "dateCreated": "2020-04",
            "publisher": {"@type": "Organization", "name": "KCNA"},
        }
    ]


def test_our_own_reviews_come_back() -> None:
    """All of this fact can be said in the format, and the standing is not taken for a verdict."""
    lines = list(claim_review_lines([NOTE, NOTE.model_copy(update={"ref": None})]))
    found = [line.draft for line in read_claim_reviews("\n".join(lines).encode())]
    assert found[0] == NOTE
    assert found[0] is not None
    assert found[0].standing is Standing.DENIED
    assert list(claim_review_lines([])) == ["[]"]


@settings(max_examples=40)
@given(st.lists(drafts, min_size=1, max_size=2, unique_by=lambda draft: draft.ref))
def test_every_fact_can_be_written_and_read(facts: list[FactDraft]) -> None:
    """What the format has words for is kept: claim, speaker, responses, sources."""
    content = "\n".join(claim_review_lines(facts)).encode()
    for fact, line in zip(facts, read_claim_reviews(content), strict=True):
        assert line.problems == ()
        assert line.draft is not None
        assert line.draft.claim.text == fact.claim.text
        assert line.draft.claim.speaker == fact.claim.speaker
        assert len(line.draft.responses) == len(fact.responses)
        assert len(line.draft.sources) == len(fact.sources)


def test_somebody_elses_review_is_a_source_and_no_verdict() -> None:
    """With its rating. Its link is no ref: several reviews may share it."""
    review = {
        "@context": "http://schema.org",
        "@type": ["Review", "ClaimReview"],
        "url": "https://check.example/9",
        "author": {"@type": "Organization", "name": "Check"},
        "datePublished": "2020-04-20T10:00:00+02:00",
        "claimReviewed": "The earth is flat",
        "itemReviewed": {
            "@type": "Claim",
            "author": {"@type": "Person", "name": "A Person"},
            "datePublished": "2020-04-01",
            "appearance": ["https://post.example/1", {"url": "https://post.example/2"}],
        },
        "reviewRating": {"@type": "Rating", "ratingValue": "1", "alternateName": "False"},
    }
    for value in (
        review,
        [review],
        {"@graph": [{"@type": "WebPage"}, review]},
        {"@type": "DataFeed", "dataFeedElement": [{"item": [review]}]},
    ):
        (line,) = read(value)
        assert line.draft is not None
        assert line.draft.verdict is None
        assert line.draft.ref is None
        assert [source.url for source in line.draft.sources] == [
            "https://check.example/9",
            "https://post.example/1",
            "https://post.example/2",
        ]
        assert str(line.draft.sources[0].rating) == "False (1)"
        assert str(line.draft.sources[0].published) == "2020-04-20"


def test_reviews_that_are_refused() -> None:
    """By their number in the file and the field of the fact."""
    good = {"@type": "ClaimReview", "claimReviewed": "a", "url": "https://a.example"}
    lines = read(
        [
            good | {"identifier": "a"},
            good | {"claimReviewed": " "},
            good | {"claimReviewed": "x" * 1001},
        ]
    )
    assert [str(problem) for line in lines for problem in line.problems] == [
        "review 2, claimReviewed: a review needs the claim it is about",
        "review 3, claim.text: a text can have up to 1,000 characters; this one has 1,001",
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"[" * 100_000, "nested too deeply"),
        (b"{}", "no ClaimReview"),
        (b"[1, null]", "no ClaimReview"),
        (b"{", "isn’t JSON"),
        (b"\xff\xfe{", "UTF-16"),
        (b"\xc3", "not UTF-8"),
        (b'{"a": NaN}', "NaN"),
        (b'{"a": 1, "a": 2}', "twice"),
        (b" " * (10 * 1024 * 1024 + 1), "the limit for a file in this format is 10,485,760"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_files_that_cannot_be_read(content: bytes, sentence: str) -> None:
    """Each with a sentence, in both formats."""
    with pytest.raises(UnreadableFile, match=sentence):
        list(read_claim_reviews(content))
    if "ClaimReview" not in sentence:
        with pytest.raises(UnreadableFile, match=sentence):
            list(read_fact_check_answer(content))


def test_reviews_nested_without_end_are_no_bomb() -> None:
    """Feeds within feeds are followed as deep as JSON itself may be."""
    value: Any = {"@type": "ClaimReview", "claimReviewed": "a", "url": "https://a.example"}
    for _ in range(200):
        value = {"@graph": [value]}
    assert len(read(value)) == 1


def test_an_answer_of_the_fact_check_api() -> None:
    """A claim with two reviews is a fact with two sources; their ratings are no verdict."""
    answer = {
        "claims": [
            {
                "text": "The earth is flat",
                "claimant": "A Person",
                "claimDate": "2020-04-18T00:00:00Z",
                "claimReview": [
                    {
                        "publisher": {"name": "Check", "site": "check.example"},
                        "url": "https://check.example/" + "x" * 300,
                        "title": "No, it is round",
                        "reviewDate": "2020-04-20T10:00:00Z",
                        "textualRating": "False",
                        "languageCode": "en",
                    },
                    {"publisher": {"site": "other.example"}, "url": "https://other.example/1"},
                ],
            },
            {"text": "No review of it"},
            {"claimReview": [{"url": "https://other.example/2"}]},
        ],
        "nextPageToken": "x",
    }
    first, second, third = read_fact_check_answer(json.dumps(answer).encode())
    assert first.draft is not None
    assert first.draft.ref is None
    assert first.draft.claim.speaker is not None
    assert (first.draft.claim.speaker.name, str(first.draft.claim.date)) == (
        "A Person",
        "2020-04-18",
    )
    assert [source.outlet for source in first.draft.sources] == ["Check", "other.example"]
    assert str(first.draft.sources[0].rating) == "False"
    assert first.draft.verdict is None
    assert (second.draft, second.problems) == (None, ())
    assert str(second.notes[0]) == "claim 2: left out: nobody has reviewed this claim"
    assert str(third.problems[0]).startswith("claim 3, claim.text: a claim needs a text")
