"""ClaimReview as publishers really write it: a file of each variant goes in whole and right."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facts.interchange.content import UnreadableFile
from facts.interchange.file_formats import FileFormat, format_of, open_reader
from facts.interchange.read_lines import NOTHING_CHOSEN, ReadLine
from facts.model import FactDraft

REVIEW: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "url": "https://check.example/flat",
    "claimReviewed": "The earth is flat.",
    "author": {"@type": "Organization", "name": "Check"},
    "datePublished": "2021-01-05",
    "reviewRating": {"@type": "Rating", "alternateName": "False"},
    "itemReviewed": {"@type": "Claim", "author": {"@type": "Person", "name": "A Person"}},
}


async def lines(content: bytes, name: str = "reviews.json") -> list[ReadLine]:
    """What a file holds, in the format that it is taken for."""
    read = await open_reader(content, format_of(name, content))
    return list(read(NOTHING_CHOSEN))


async def the_fact(value: Any) -> FactDraft:
    """The one fact of a file with this JSON."""
    content = value if isinstance(value, bytes) else json.dumps(value).encode()
    (line,) = await lines(content)
    assert line.problems == ()
    assert line.draft is not None
    return line.draft


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2021-01-05 05:00", "2021-01-05"),
        ("2019-04-17 07:00:57", "2019-04-17"),
        ("2021-01-05T05:00:00+0100", "2021-01-05"),
        ("2021-01-05T05:00:00.000Z", "2021-01-05"),
        ("2021/01/05", "2021-01-05"),
        ("20210105", "2021-01-05"),
        ("January 5, 2021", "2021-01-05"),
        ("5 January 2021", "2021-01-05"),
        ("Tue, 05 Jan 2021 05:00:00 GMT", "2021-01-05"),
        ("18. April 2020", "2020-04-18"),
        ("18 de abril de 2020", "2020-04-18"),
        ("18 avril 2020", "2020-04-18"),
        ("13/01/2021", "2021-01-13"),
        ("2021-01", "2021-01"),
    ],
)
async def test_dates_with_one_meaning(written: str, day: str) -> None:
    """The day, whatever time of it stands behind."""
    fact = await the_fact(REVIEW | {"datePublished": written})
    assert str(fact.sources[0].published) == day


@pytest.mark.parametrize("written", ["04/05/2021", "last week", "2021-02-30"])
async def test_other_dates_are_left_out_and_told(written: str) -> None:
    """With the text that stands there."""
    (line,) = await lines(json.dumps(REVIEW | {"datePublished": written}).encode())
    assert line.draft is not None
    assert line.draft.sources[0].published is None
    assert written in line.notes[0].sentence


@pytest.mark.parametrize(
    "value",
    [
        REVIEW,
        [REVIEW],
        {"@graph": [{"@type": "WebPage"}, REVIEW]},
        {"@type": "WebPage", "mainEntity": {"@type": "Claim", "review": REVIEW}},
        {"@type": "WebPage", "hasPart": [{"@type": "Article"}, REVIEW]},
        {"@type": "DataFeed", "dataFeedElement": [{"item": [REVIEW]}]},
        {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": REVIEW}]},
        {name: part for name, part in REVIEW.items() if name != "@type"},
        REVIEW | {"@type": ["Review", "ClaimReview"]},
        [REVIEW, REVIEW],
    ],
)
async def test_reviews_are_found_wherever_they_are(value: Any) -> None:
    """In graphs, feeds and lists, under a page, without a type; the same one once."""
    fact = await the_fact(value)
    assert fact.claim.text == "The earth is flat."
    assert fact.sources[0].outlet == "Check"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<!--\n", "\n-->"),
        ("<![CDATA[\n", "]]>"),
        ("//<![CDATA[\n", "\n//]]>"),
        ("/* <![CDATA[ */", "/* ]]> */"),
        ("\ufeff", ";"),
    ],
)
async def test_marks_around_the_json_are_passed_over(before: str, after: str) -> None:
    """Alone in a file, and within a page."""
    script = before + json.dumps(REVIEW) + after
    assert (await the_fact(script.encode())).claim.text == "The earth is flat."
    page = f'<!doctype html><head><script type="application/ld+json">{script}</script></head>'
    assert (await the_fact(page.encode())).claim.text == "The earth is flat."


async def test_one_object_a_line() -> None:
    """And a line that is broken is told; the others go in."""
    other = REVIEW | {"claimReviewed": "The moon is cheese."}
    content = "\n".join([json.dumps(REVIEW), '{"@type": "ClaimReview", oops', json.dumps(other)])
    first, second, third = await lines(content.encode())
    assert first.draft is not None
    assert "isn’t JSON" in second.problems[0].sentence
    assert third.draft is not None
    assert third.draft.claim.text == "The moon is cheese."


async def test_a_whole_page() -> None:
    """All of its scripts; those that are about something else are passed over."""
    page = (
        "<!DOCTYPE html><html><head><title>x</title>"
        '<script type="application/ld+json">{"@type": "Organization", "name": "Check"}</script>'
        '<script type="application/ld+json">{"broken": </script>'
        f'<script type="application/ld+json">{json.dumps(REVIEW)}</script>'
        "</head><body><p>Text</p></body></html>"
    )
    assert (await the_fact(page.encode())).sources[0].outlet == "Check"


async def test_microdata_is_named_as_not_read() -> None:
    """So that nobody wonders where the reviews are."""
    page = (
        '<html><body><div itemscope itemtype="https://schema.org/ClaimReview"></div></body></html>'
    )
    with pytest.raises(UnreadableFile, match="ClaimReview is microdata"):
        await lines(page.encode())


async def test_two_reviews_with_one_link_are_two_facts() -> None:
    """Each with the link."""
    one, other = await lines(json.dumps([REVIEW, REVIEW | {"claimReviewed": "B."}]).encode())
    assert one.draft is not None
    assert other.draft is not None
    assert one.draft.sources[0].url == other.draft.sources[0].url == REVIEW["url"]


@pytest.mark.parametrize(
    ("fields", "outlet", "author"),
    [
        (
            {
                "author": [
                    {"@type": "Person", "name": "R. Porter"},
                    {"@type": "NewsMediaOrganization", "name": "Check"},
                ]
            },
            "Check",
            "R. Porter",
        ),
        (
            {
                "author": {"@type": "Person", "name": "R. Porter"},
                "publisher": {"@type": "Organization", "name": "Check"},
            },
            "Check",
            "R. Porter",
        ),
        ({"author": "Check"}, "Check", None),
        ({"author": {"name": "Check"}}, "Check", None),
        ({"author": {"@type": "Person", "name": "R. Porter"}}, None, "R. Porter"),
    ],
)
async def test_the_outlet_and_the_person(
    fields: dict[str, Any], outlet: str | None, author: str | None
) -> None:
    """The organization is the outlet and the person the author, in whatever field they are."""
    review = {name: part for name, part in REVIEW.items() if name != "author"}
    source = (await the_fact(review | fields)).sources[0]
    assert (source.outlet, source.author) == (outlet, author)


async def test_references_are_followed_within_the_graph() -> None:
    """Author, item and rating by ``@id``; a reference in a circle ends."""
    graph = {
        "@graph": [
            REVIEW
            | {
                "author": {"@id": "#check"},
                "itemReviewed": {"@id": "#claim"},
                "reviewRating": {"@id": "#rating"},
            },
            {"@id": "#check", "@type": "Organization", "name": "Check"},
            {"@id": "#claim", "@type": "Claim", "author": {"@id": "#person"}},
            {
                "@id": "#person",
                "@type": "Person",
                "name": "A Person",
                "worksFor": {"@id": "#claim"},
            },
            {"@id": "#rating", "@type": "Rating", "alternateName": "False"},
            {"@id": "#a", "name": {"@id": "#a"}},
        ]
    }
    fact = await the_fact(graph)
    assert fact.claim.speaker is not None
    assert (fact.claim.speaker.name, fact.sources[0].outlet) == ("A Person", "Check")
    assert str(fact.sources[0].rating) == "False"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("False", {"label": "False"}),
        ({"@value": "False"}, {"label": "False"}),
        (4, {"value": 4}),
        (
            {"ratingValue": "2", "bestRating": 5, "worstRating": "1", "alternateName": "Half true"},
            {"label": "Half true", "value": 2, "best": 5, "worst": 1},
        ),
        ({"ratingValue": "3,5", "bestRating": "5"}, {"value": 3.5, "best": 5}),
        ({"ratingValue": "Falso"}, {"label": "Falso"}),
        ({"alternateName": "x" * 366}, {"explanation": "x" * 366}),
        (
            {"alternateName": "x" * 366, "ratingExplanation": "why"},
            {"explanation": "x" * 366 + "\nwhy"},
        ),
        ({"name": "Misleading"}, {"label": "Misleading"}),
    ],
)
async def test_ratings(given: Any, kept: dict[str, Any]) -> None:
    """A text, a number with its scale, and a long one whole."""
    rating = (await the_fact(REVIEW | {"reviewRating": given})).sources[0].rating
    assert rating is not None
    assert rating.model_dump(exclude_none=True) == kept


async def test_where_the_claim_was_made() -> None:
    """All links of the item are kept, each page once; a text that is no link is a description."""
    item = {
        "@type": "Claim",
        "url": "https://post.example/1",
        "sameAs": ["https://post.example/2", "http://www.post.example/1/"],
        "author": {"@type": "Person", "name": "P", "sameAs": "https://social.example/p"},
        "appearance": [
            "https://post.example/3",
            "a poster in the harbour",
            {"url": "https://post.example/2"},
        ],
        "firstAppearance": {"@type": "CreativeWork", "url": "https://post.example/4"},
    }
    fact = await the_fact(REVIEW | {"itemReviewed": item})
    assert [source.url or source.description for source in fact.sources] == [
        "https://check.example/flat",
        "https://post.example/3",
        "a poster in the harbour",
        "https://post.example/2",
        "https://post.example/4",
        "https://post.example/1",
        "https://social.example/p",
    ]


async def test_entities_and_tags_become_text() -> None:
    """Also where they were written twice over; an ampersand that is one stays."""
    fact = await the_fact(
        REVIEW
        | {
            "claimReviewed": "<p>The Caf&eacute; sells &lt;b&gt;fake&lt;/b&gt; goods &amp; all</p>",
            "author": {"@type": "Organization", "name": "R&D &#8211; Check"},
            "url": "https://check.example/?a=1&amp;copy=2",
        }
    )
    assert fact.claim.text == "The Café sells fake goods & all"
    assert fact.sources[0].outlet == "R&D – Check"
    assert fact.sources[0].url == "https://check.example/?a=1&copy=2"


async def test_what_does_not_fit_is_cut_or_left_out_and_told() -> None:
    """Keywords too many and too long, a language by its name, a long headline."""
    keywords = [*(f"word {number}" for number in range(25)), "x" * 78]
    review = REVIEW | {"keywords": keywords, "inLanguage": "English", "headline": "h" * 400}
    (line,) = await lines(json.dumps(review).encode())
    assert line.draft is not None
    assert len(line.draft.topics) == 20
    assert line.draft.sources[0].language == "en"
    assert line.draft.sources[0].headline == "h" * 299 + "…"
    told = "\n".join(map(str, line.notes))
    assert "of 26 entries the first 20 were kept" in told
    assert '"word 24"' in told
    assert '"English" is kept as en' in told
    assert "400 characters and was cut to 300" in told


async def test_what_a_fact_has_no_place_for_is_told() -> None:
    """By the names of its fields; pictures and logos are no loss."""
    review = REVIEW | {"reviewBody": "Long.", "image": "https://a.org/i.png", "url": "no link"}
    (line,) = await lines(json.dumps(review).encode())
    assert line.draft is not None
    assert [note.sentence for note in line.notes] == [
        "left out: “no link” isn’t a link",
        'not kept: "reviewBody"',
    ]


async def test_links_and_languages_in_other_shapes() -> None:
    """A link without a scheme, a language as an object."""
    language = {"@type": "Language", "name": "Spanish", "alternateName": "es"}
    fact = await the_fact(REVIEW | {"url": "www.check.example/flat", "inLanguage": language})
    assert fact.sources[0].url == "https://www.check.example/flat"
    assert fact.sources[0].language == "es"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (
            b'{"@type": "ClaimReview",\n "claimReviewed": "a\nb"}',
            "contains a line break.*at line 2",
        ),
        (b'{"@type": "ClaimReview",\n "claimReviewed": "a",\n}', "comma too many.*at line"),
        (b'{"@type": "ClaimReview", "claimReviewed": }', "at character"),
    ],
)
async def test_slips_in_the_json_are_named_with_their_place(content: bytes, sentence: str) -> None:
    """Line and column."""
    with pytest.raises(UnreadableFile, match=sentence):
        await lines(content)


@pytest.mark.parametrize(
    "value",
    [
        {"claims": [{"text": "A.", "claimReview": [{"url": "https://check.example/1"}]}]},
        [
            {"claims": [{"text": "A.", "claimReview": [{"url": "https://check.example/1"}]}]},
            {},
            {"claims": [], "nextPageToken": "x"},
        ],
    ],
)
async def test_answers_of_the_fact_check_api(value: Any) -> None:
    """One page, and several saved pages in a list."""
    content = json.dumps(value).encode()
    assert format_of("answer.json", content) is FileFormat.CLAIMS_SEARCH
    assert (await the_fact(value)).claim.text == "A."


async def test_an_answer_without_hits_is_no_error() -> None:
    """It has no facts."""
    assert await lines(b"{}") == []


async def test_an_error_answer_is_named_as_one() -> None:
    """With Google's code and words."""
    answer = {"error": {"code": 403, "message": "API key not valid.", "status": "DENIED"}}
    with pytest.raises(UnreadableFile, match=r"error answer .*\(403\): API key not valid\."):
        await lines(json.dumps(answer).encode())


_NAMES = (
    *("@id", "@type", "@value", "@graph", "author", "name", "url", "claimReviewed", "genre"),
    *("itemReviewed", "appearance", "reviewRating", "ratingValue", "citation", "keywords"),
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.just("ClaimReview"),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(_NAMES), inner, max_size=5)
    ),
    max_leaves=20,
)


@given(json_values)
async def test_broken_reviews_end_in_a_sentence(value: Any) -> None:
    """Whatever stands where, it is a fact, a problem with a sentence, or no file of reviews."""
    review = REVIEW | (value if isinstance(value, dict) else {"itemReviewed": value})
    try:
        read = await lines(json.dumps([review, value]).encode())
    except UnreadableFile as error:
        assert str(error)  # noqa: PT017  either end is right
        return
    assert all(line.draft or line.problems or line.notes for line in read)
