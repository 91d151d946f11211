"""What is wrong in a form is told in the form's own words."""

import re
from typing import Any

import pytest

from facts.forms.content_record import content_of
from facts.forms.typed import NotValid

LONG = "x" * 5_000


@pytest.mark.parametrize(
    ("part", "wrong", "sentence"),
    [
        ("claim", {"text": ""}, "The claim: please fill this in."),
        ("claim", {"text": None}, "The claim: please fill this in."),
        ("claim", {"text": "x", "via": LONG}, "Reported by: at most 200 characters, and you have"),
        ("responses", [{"stance": "denies"}], "Response 1: please say who responded."),
        ("responses", [{"by": "x"}], "Response 1, their response: please choose one."),
        (
            "responses",
            [{"stance": "denies", "by": LONG}],
            "Response 1, who responded: at most 200 characters, and you have 5,000.",
        ),
        (
            "responses",
            [{"stance": "denies", "by": "x", "sources": [3]}],
            "Response 1, source numbers: there is no source 3; the fact has 0.",
        ),
        ("sources", [{"url": LONG}], "Source 1, link: at most 1,000 characters"),
        ("sources", [{"author": "x"}], "at least one of outlet, headline, link or description."),
        ("topics", ["x" * 60], "Topic 1: at most 50 characters, and you have 60."),
        ("topics", list(map(str, range(30))), "Topics: at most 20 entries, and you have 30."),
        ("other_wordings", list(map(str, range(99))), "Other ways to say it: at most 50 entries"),
    ],
)
def test_a_wrong_field_is_named_as_the_form_labels_it(part: str, wrong: Any, sentence: str) -> None:
    """With its number where there are several; no name of a file's field is in it."""
    record = {"claim": {"text": "x"}, "responses": [], "sources": []} | {part: wrong}
    with pytest.raises(NotValid) as refused:
        content_of(record)
    assert sentence in refused.value.sentence
    assert not re.search(r"\b(?:url|via|by|on_behalf_of|other_wordings) ", refused.value.sentence)
