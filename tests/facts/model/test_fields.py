"""The kinds of text and their limits, at the paths where they stand."""

from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from pydantic import ValidationError

from facts.model import FactDraft

# Every text of a fact by its path, with the most characters that it may have.
LIMITS = {
    ("ref",): 200,
    ("claim", "text"): 1000,
    ("claim", "speaker", "name"): 200,
    ("claim", "speaker", "role"): 200,
    ("claim", "speaker", "on_behalf_of"): 200,
    ("claim", "venue"): 300,
    ("claim", "via"): 200,
    ("claim", "quote"): 2000,
    ("responses", 0, "by"): 200,
    ("responses", 0, "role"): 200,
    ("responses", 0, "on_behalf_of"): 200,
    ("responses", 0, "via"): 200,
    ("responses", 0, "text"): 1000,
    ("responses", 0, "quote"): 2000,
    ("sources", 0, "outlet"): 200,
    ("sources", 0, "headline"): 300,
    ("sources", 0, "author"): 200,
    ("sources", 0, "description"): 300,
    ("sources", 0, "quotes", 0, "text"): 2000,
    ("topics", 0): 50,
    ("other_wordings", 0): 1000,
    ("verdict", "label"): 200,
    ("verdict", "explanation"): 1000,
}


def fact_with(path: tuple[str | int, ...], value: Any) -> dict[str, Any]:
    """A valid fact that has every part, with ``value`` at ``path``."""
    record: dict[str, Any] = {
        "claim": {"text": "c", "speaker": {"name": "s"}},
        "responses": [{"stance": "denies", "by": "b"}],
        "sources": [{"outlet": "o", "quotes": [{"of": "claim", "text": "q"}]}],
        "topics": ["t"],
        "other_wordings": ["w"],
        "verdict": {"label": "l"},
    }
    place: Any = record
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return record


def places(record: dict[str, Any]) -> set[tuple[str | int, ...]]:
    """The paths that are refused."""
    try:
        FactDraft.model_validate(record)
    except ValidationError as error:
        return {entry["loc"] for entry in error.errors()}
    return set()


@pytest.mark.parametrize(("path", "limit"), LIMITS.items())
def test_a_text_may_be_as_long_as_its_limit_and_no_longer(
    path: tuple[str | int, ...], limit: int
) -> None:
    """Characters are counted, not bytes, and after cleaning."""
    assert places(fact_with(path, "漢" * limit)) == set()
    assert places(fact_with(path, "  " + "x\u200b" * limit + "\n")) == set()
    assert path in places(fact_with(path, "x" * (limit + 1)))


@pytest.mark.parametrize("path", LIMITS)
@pytest.mark.parametrize("nothing", ["", " \n\t", "\u200b\x00"])
def test_a_text_that_is_there_has_something_to_read(
    path: tuple[str | int, ...], nothing: str
) -> None:
    """What holds nothing visible is left out, not stored."""
    assert path in places(fact_with(path, nothing))


@pytest.mark.parametrize("path", LIMITS)
@pytest.mark.parametrize("value", [0, True, ["x"], {"x": "y"}])
def test_nothing_is_taken_for_text_that_is_none(path: tuple[str | int, ...], value: Any) -> None:
    """A number is not turned into text behind the writer's back."""
    refused = places(fact_with(path, value))
    assert any(place[: len(path)] == path for place in refused)


@pytest.mark.parametrize("field", ["url", "archived_url"])
@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("https://example.org/a?b=c#d", True),
        ("HTTP://example.org", True),
        ("https://пример.испытание/путь", True),
        ("https://example.org:8080/", True),
        ("https://e.org/" + "x" * 986, True),
        ("https://e.org/" + "x" * 987, False),
        ("ftp://example.org", False),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//example.org", False),
        ("example.org", False),
        ("https://", False),
        ("https:///path", False),
        ("https://user:password@example.org", False),
        ("https://example.org/a b", False),
        ("https://example.org/>)](https://evil.example", False),
        ("https://example.org:99999", False),
        ("https://[::1", False),
    ],
)
def test_a_link_is_a_web_address_that_breaks_no_layout(
    field: str, address: str, *, allowed: bool
) -> None:
    """http and https only, no credentials, nothing that ends a Markdown link."""
    assert (places(fact_with(("sources", 0, field), address)) == set()) == allowed


@pytest.mark.parametrize(
    ("code", "allowed"),
    [("en", True), ("pt-BR", True), ("zh-Hant-TW", True), ("e", False), ("English", False)],
)
def test_a_language_is_a_code(code: str, *, allowed: bool) -> None:
    """BCP 47, as the web uses it."""
    assert (places(fact_with(("sources", 0, "language"), code)) == set()) == allowed


def test_topics_keep_their_capitals() -> None:
    """Of spellings that differ in case the first stays, so that one topic is not two."""
    typed = ["North Korea", "STRASSE", "north korea", "Straße", "NORTH KOREA", "letters"]
    draft = FactDraft.model_validate(fact_with(("topics",), typed))
    assert draft.topics == ("North Korea", "STRASSE", "letters")


@given(st.text(min_size=1, max_size=50))
@example("ŉ" * 25)
@example("ᾳ\u0345")
def test_a_topic_that_was_stored_is_stored_again_unchanged(topic: str) -> None:
    """Cleaning has come to an end, and within the limit."""
    assume(places(fact_with(("topics",), [topic])) == set())
    kept = FactDraft.model_validate(fact_with(("topics",), [topic])).topics
    assert FactDraft.model_validate(fact_with(("topics",), list(kept))).topics == kept


def test_a_flood_of_text_is_refused_unread() -> None:
    """Cleaning a hundred megabytes of marks would take minutes."""
    assert places(fact_with(("claim", "text"), "\u0301" * 1_000_000)) == {("claim", "text")}
