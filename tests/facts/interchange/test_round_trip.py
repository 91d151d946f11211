"""Writing and reading are each other's inverse, and writing knows one way only."""

import json

from hypothesis import given

from facts.interchange.file_formats import FileFormat, fact_line, read_facts
from facts.interchange.lines import LINE_LIMIT
from facts.model import FactDraft
from tests.strategies import drafts, published


@given(drafts)
def test_a_fact_survives_the_interchange_form(draft: FactDraft) -> None:
    """What is read is what was written, whatever texts the fact holds."""
    line = fact_line(draft)
    (read,) = read_facts(line.encode(), FileFormat.JSON_LINES)
    assert read.draft == draft
    assert fact_line(read.draft) == line


@given(drafts)
def test_one_fact_is_one_line_that_can_be_read(draft: FactDraft) -> None:
    """No text of a fact breaks the line, and no fact outgrows the longest line."""
    line = fact_line(draft)
    assert len(line.splitlines()) == 1
    assert len(line.encode()) < LINE_LIMIT


@given(drafts)
def test_what_the_store_adds_is_left_out(draft: FactDraft) -> None:
    """A stored fact and its draft are the same line."""
    assert fact_line(published(draft)) == fact_line(draft)


def test_the_largest_fact_fits_a_line() -> None:
    """Four bytes a character, and as many as a fact may have."""
    quotes = [{"of": "claim", "text": "𝒳" * 2000}] * 19
    sources = [{"outlet": "o", "quotes": quotes}] * 10
    draft = FactDraft.model_validate({"claim": "c", "sources": sources})
    assert LINE_LIMIT / 2 < len(fact_line(draft).encode()) < LINE_LIMIT


def test_fields_stand_in_the_models_order_and_empty_ones_are_left_out() -> None:
    """Equal facts become equal bytes, however their lines were written before."""
    record = {
        "topics": [],
        "verdict": None,
        "sources": [{"published": "2020", "outlet": "VOA", "quotes": [], "url": None}],
        "claim": {"quote": "q", "text": "c", "speaker": {"name": "s"}},
        "ref": "r",
    }
    draft = FactDraft.model_validate(record)
    assert fact_line(draft) == (
        '{"ref": "r", "claim": {"text": "c", "speaker": "s", "quote": "q"}, '
        '"sources": [{"outlet": "VOA", "published": "2020"}]}'
    )


def test_a_claim_that_is_only_text_is_plain_text() -> None:
    """The least fact is written in the least way, in its own script."""
    draft = FactDraft.model_validate(
        {"claim": {"text": "Идёт дождь 雨"}, "sources": [{"outlet": "o"}]}
    )
    assert fact_line(draft) == '{"claim": "Идёт дождь 雨", "sources": [{"outlet": "o"}]}'


def test_a_speaker_with_a_role_stays_an_object() -> None:
    """Nothing is lost for the sake of brevity."""
    claim = {"text": "c", "speaker": {"role": "official"}}
    draft = FactDraft.model_validate({"claim": claim, "sources": [{"outlet": "o"}]})
    assert json.loads(fact_line(draft))["claim"] == claim
