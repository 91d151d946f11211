"""A question that only repeats plain words of a claim is not compared with it: nothing is lost."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facts.matching.data import lines
from facts.matching.decision.contradictions.reading.excerpt import Excerpt
from facts.matching.decision.judgement import Judgement
from facts.matching.search import ClaimIndex
from tests.facts.matching.conftest import MakeIndex

_HERE = Path(__file__)
_FILES = ("examples.txt", "questions.txt", "typed_questions.txt", "other_typed_questions.txt")
_CLAIMS = [
    line[2:].rstrip(".").split()
    for name in _FILES
    for line in _HERE.with_name(name).read_text(encoding="utf-8").splitlines()
    if line.startswith("c ")
]
_OTHERS = ("The harbour of Eastport is closed.", "Bees have left the south of Lorrin.")
# Whatever a check is about, what may be put in other words, and names of several words.
_MARKED = [
    member.strip(" ~")
    for name in ("grammar.txt", "opposites.txt", "paraphrases.txt", "aliases.txt")
    for line in lines(name)
    if not line.startswith("#")
    for side in line.partition(":")[-1 if name == "grammar.txt" else 0].split("|")
    for member in (side.split() if name in ("grammar.txt", "opposites.txt") else side.split(";"))
]


@st.composite
def _claim_and_question(draw: st.DrawFn) -> tuple[str, str]:
    """A claim with some marked words put into it, and some of its words: side by side, in its order
    or in any.
    """
    words = list(draw(st.sampled_from(_CLAIMS)))
    for marked in draw(st.lists(st.sampled_from(_MARKED), max_size=2)):
        words.insert(draw(st.integers(0, len(words))), marked)
    words = " ".join(words).split()
    places: Sequence[int] = draw(st.lists(st.integers(0, len(words) - 1), min_size=1, max_size=6))
    order = draw(st.sampled_from(("any", "claim", "row")))
    if order == "row":
        places = range(places[0], min(len(words), places[0] + len(places)))
    elif order == "claim":
        places = sorted(set(places))
    if draw(st.booleans()):
        places = [at for at in places if len(words[at]) > 3]  # mostly content words
    return " ".join(words), " ".join(words[at].lower() for at in places)


def _judged(claim: str, question: str, *, index_of: MakeIndex) -> Judgement:
    index: ClaimIndex = index_of(claim, *_OTHERS)
    return index.search(question, None)


@given(drawn=_claim_and_question())
def test_what_is_not_compared_would_have_been_judged_the_same(
    index_of: MakeIndex, drawn: tuple[str, str]
) -> None:
    """Word for word, with every figure, for pieces of claims with all that the checks look for."""
    judged = _judged(*drawn, index_of=index_of)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Excerpt, "is_from", lambda *_: False)
        assert _judged(*drawn, index_of=index_of) == judged


@pytest.mark.parametrize(
    ("claim", "question", "repeats"),
    [
        ("Kim sent Trump a nice note in March.", "nice note", True),
        ("Velland sold the laboratory in March.", "laboratory velland", True),
        ("Dogs bite foxes in Tarn.", "dogs bite foxes", True),
        ("Dogs bite foxes in Tarn.", "foxes bite dogs", False),  # a verb, not side by side
        ("The old bridge of Tarn fell.", "tarn bridge tower", False),  # nothing of a tower
        ("The bridge of Tarn is not red paint.", "red paint", False),  # the claim negates it
        ("Voters in South Tarn chose a bridge.", "tarn bridge", False),  # a part of a place
        ("Rich and poor bakers left Tarn.", "poor bakers", False),  # an opposite beside it
        ("Sixty bakers left Tarn.", "sixty bakers", False),  # a figure
        ("Bakers want ferry tickets.", "want ferry", False),  # a wish
        ("Bakers want ferry tickets.", "ferry tickets", False),  # of what is only wished
        ("The second largest ferry of Tarn sank.", "largest ferry", False),
        ("Bakers own Lune Bay ferry town halls.", "town halls", False),  # "the town of ..."
    ],
)
def test_only_plain_words_of_the_claim_are_an_excerpt(
    index_of: MakeIndex,
    monkeypatch: pytest.MonkeyPatch,
    claim: str,
    question: str,
    *,
    repeats: bool,
) -> None:
    """Whatever else the two have is compared."""
    found: list[bool] = []
    whole = Excerpt.is_from

    def is_from(self: Excerpt, *claim: object) -> bool:
        found.append(whole(self, *claim))  # type: ignore[arg-type]
        return found[-1]

    monkeypatch.setattr(Excerpt, "is_from", is_from)
    first = _judged(claim, question, index_of=index_of).candidates[0]
    assert first.fact_id == 1
    assert found[0] is repeats
