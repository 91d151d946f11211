"""How outlets worded the same statement: which passages belong together, and what differs."""

from typing import Any

import pytest

from facts.model import FactDraft
from facts.wording.outlet_wordings import Statement, statements
from tests.strategies import published


def stated(*quotes: tuple[str, Any, str]) -> tuple[Statement, ...]:
    """The statements of a fact whose sources quote ``(outlet, of what, text)``."""
    draft = FactDraft.model_validate(
        {
            "claim": {"text": "The bridge is shut.", "speaker": "Ada Berg"},
            "responses": [{"stance": "denies", "by": "Jon Vik"}],
            "sources": [
                {"outlet": outlet, "quotes": [{"of": of, "text": text}]}
                for outlet, of, text in quotes
            ],
        }
    )
    return statements(published(draft))


def test_the_same_sentence_is_one_passage() -> None:
    """Two outlets' wordings of one sentence stand together, with what differs."""
    [statement] = stated(
        ("A", "claim", "nor it should be misused for selfish purposes"),
        ("B", "claim", "nor should it be misused for selfish purposes"),
    )
    [[first, second]] = statement.passages
    assert (first.number, first.differences) == (1, ())
    assert (second.number, second.differences) == (2, (("it should", "should it"),))


def test_other_sentences_are_passages_of_their_own() -> None:
    """What is not the same sentence is not compared."""
    [statement] = stated(
        ("A", "claim", "ungrounded"), ("B", "claim", "we are not sure what he referred to")
    )
    assert [len(passage) for passage in statement.passages] == [1, 1]


@pytest.mark.parametrize(
    ("there", "here", "differences"),
    [
        ("shut until June", "shut until June", ()),
        ("shut until June", "“Shut” until June!", ()),
        ("the bridge is shut until June", "the bridge is shut till June", (("until", "till"),)),
        ("the bridge is shut until June", "the bridge is shut", (("until June", ""),)),
    ],
)
def test_differences_are_words(there: str, here: str, differences: tuple[Any, ...]) -> None:
    """Case and punctuation are no other words; a word left out is."""
    [statement] = stated(("A", "claim", there), ("B", "claim", here))
    assert statement.passages[0][1].differences == differences


def test_claim_and_responses_are_told_apart() -> None:
    """The claim's wordings come first, then each response's, named by who made it."""
    claim, denial = stated(("A", 1, "No, it is not."), ("B", "claim", "It is shut."))
    assert claim.made_by == "The claim by Ada Berg"
    assert denial.made_by == "Denied by Jon Vik"


def test_without_quotes_there_is_nothing_to_compare() -> None:
    """No button is offered where no outlet's own words are on record."""
    draft = FactDraft.model_validate({"claim": "x", "sources": [{"outlet": "A"}]})
    assert not draft.is_quoted
    assert statements(published(draft)) == ()


def test_a_difference_has_whole_brackets(a_fact: dict[str, Any]) -> None:
    """What begins within brackets goes on to their end."""
    first = "Neither side [North Korea] has given any answer to the letter so far"
    second = "Neither side the DPRK (North Korea here) has given any answer to the letter so far"
    a_fact["sources"] = [
        {"outlet": name, "quotes": [{"of": "claim", "text": text}]}
        for name, text in (("A", first), ("B", second))
    ]
    a_fact["responses"] = []
    [statement] = statements(published(FactDraft.model_validate(a_fact)))
    [passage] = statement.passages
    for pair in passage[1].differences:
        for words in pair:
            assert words.count("[") == words.count("]")
            assert words.count("(") == words.count(")")
