"""The index finds the claim that is meant, says why, and refuses the rest."""

import asyncio
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from facts.matching.decision.judgement import Decision
from facts.matching.decision.thresholds import Strictness
from facts.matching.index.disk_cache import IndexCache, Stored
from facts.matching.search import ClaimIndex
from facts.matching.text.lexicon import Lexicon
from facts.model import HOME, Claim, DeskId, Fact
from tests.facts.matching.conftest import MakeFact, MakeIndex, each, fill

CLAIMS = (
    "Kim Jong Un sent Donald Trump a nice note.",
    "The mayor closed the harbour bridge for repairs in 2019.",
    "Eating chocolate every day does not cause headaches.",
    "A photograph shows a shark swimming on a flooded highway in Houston.",
    "Facebook will charge its users from next summer.",
    "Three countries issued travel warnings about the United States.",
    "北朝鮮は手紙を送っていない",
    "Η Αθήνα έχει μετρό",
)


@pytest.fixture(scope="module")
def index(index_of: MakeIndex) -> ClaimIndex:
    return index_of(*CLAIMS)


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("nice note", 1),
        ("nise note", 1),
        ("note trump nice kim", 1),
        ("nicenote", 1),
        ("did jong-un write a note to trump?", 1),
        ("north korean leader note trump", 1),
        ("harbor bridge", 2),
        ("mayor brige closd", 2),
        ("har bour bridge repairs", 2),
        ("chocolate headache", 3),
        ("shark highway photo", 4),
        ("SHARK HIGHW", 4),
        ("fb charge users", 5),
        ("is it true that facebook will charge users, fact check bro", 5),
        ("3 countries travel warning usa", 6),
        ("北朝鮮 手紙", 7),
        ("αθηνα μετρο", 8),
    ],
)
def test_the_claim_that_is_meant_is_found(index: ClaimIndex, question: str, number: int) -> None:
    """Misspelt, shuffled, joined, parted, cut off, inflected, or by another name."""
    judgement = index.search(question, None)
    assert judgement.decision is Decision.FOUND
    assert judgement.candidates[0].fact_id == number


@pytest.mark.parametrize(
    "question",
    [
        "hello",
        "best pizza",
        "the of and",
        "a",
        "did kim write to putin",
        "mayor resigned over taxes",
        "shark attack movie trailer",
        "what is the weather today",
        "🔥🔥🔥",
        "",
        "   ",
        "@everyone",
    ],
)
def test_what_is_not_stored_is_not_found(index: ClaimIndex, question: str) -> None:
    """Chat, other people, other topics and nothing at all are never answered with a fact."""
    assert index.search(question, None).decision is not Decision.FOUND


@pytest.mark.parametrize(
    ("question", "difference"),
    [
        ("nice note 2018", "You asked about 2018; this claim does not mention that."),
        ("mayor closed harbour bridge 2017", "You asked about 2017; this claim says 2019."),
        ("kim sent putin a nice note", "You asked about Putin; this claim "),
        (
            "two countries issued travel warnings",
            "You asked about 2 countries; this claim says 3 countries.",
        ),
        ("did kim not send trump a nice note", "You asked about “not send”; "),
        (
            "eating chocolate every day does cause headaches",
            "You asked about “cause”; this claim says “not cause”.",
        ),
    ],
)
def test_another_claim_is_told_apart(index: ClaimIndex, question: str, difference: str) -> None:
    """Another year, number, name, or the opposite: at most unsure, and it is said why."""
    judgement = index.search(question, None)
    assert judgement.decision is not Decision.FOUND
    assert any(told.sentence.startswith(difference) for told in judgement.candidates[0].differences)


_MESSAGE = """
Good morning everyone! My neighbour, who reads five newspapers a day, told me over coffee that
{} I can hardly believe it, and the weather is awful too. #monday Does anybody know a good plumber
near the old station? Greetings from rainy Hamburg, 12 degrees since 2011. https://elsewhere.example
"""


@pytest.mark.parametrize(("number", "said"), [(4, CLAIMS[3]), (6, CLAIMS[5])])
def test_a_long_message_that_repeats_a_claim_finds_it(
    index: ClaimIndex, number: int, said: str
) -> None:
    """Whatever else it says, of whatever other places, numbers and years."""
    judgement = index.search(_MESSAGE.format(said), None)
    assert judgement.decision is Decision.FOUND
    assert judgement.candidates[0].fact_id == number
    empty = index.search(_MESSAGE.format("nobody comes."), None)
    assert empty.decision is not Decision.FOUND


def test_a_result_explains_itself(index: ClaimIndex) -> None:
    """Which words met which, how well, and which are missing."""
    first = index.search("nise note yesterday", None).candidates[0]
    met = {match.asked: (match.met, match.weight) for match in first.matched}
    assert met["note"] == ("note", 1.0)
    assert met["nise"][0] == "nice"
    assert 0 < met["nise"][1] < 1
    assert first.missing == ("yesterday",)


def test_confidence_falls_along_the_list(index: ClaimIndex) -> None:
    """The best candidate has the highest confidence."""
    found = index.search("trump note facebook users bridge", None).candidates
    confidences = [candidate.confidence for candidate in found]
    assert confidences == sorted(confidences, reverse=True)


def test_the_same_words_are_exact(index: ClaimIndex) -> None:
    """Exact where each word met itself, and only then."""
    assert index.search("nice note", None).exact
    assert not index.search("nise note", None).exact


def test_a_link_of_a_source_finds_its_fact(make_fact: MakeFact) -> None:
    """However the link was decorated, whatever else is said, recent or merged."""
    index = ClaimIndex()
    source = {"outlet": "Post", "url": "https://www.example.org/story/"}
    index.put(make_fact(1, "The bridge is closed.", sources=[source]))
    index.put(make_fact(2, "Look at this story about a note."))
    for _ in range(2):
        judgement = index.search("look: http://example.org/story?utm_source=chat", [HOME])
        assert judgement.decision is Decision.FOUND
        assert [c.fact_id for c in judgement.candidates] == [1]
        assert not index.search("http://example.org/other", [HOME]).exact
        fill(index, [make_fact(1, "The bridge is closed.", sources=[source])])


def test_a_reader_of_a_small_desk_gets_its_facts(make_fact: MakeFact) -> None:
    """A large desk that holds all the near claims takes no place from a small one."""
    small, large = DeskId("small"), DeskId("large")
    many = [make_fact(n, f"The mayor closed bridge {n}.", desk=large) for n in range(1, 400)]
    few = [
        make_fact(n, f"A bridge closed in spring, says guard {n}.", desk=small)
        for n in range(400, 410)
    ]
    for fresh in (False, True):
        index = ClaimIndex()
        if fresh:
            for fact in (*many, *few):
                index.put(fact)
        else:
            fill(index, (*many, *few))
        found = [c.fact_id for c in index.search("mayor closed bridge", [small]).candidates]
        assert len(found) == 5
        assert all(fact_id >= 400 for fact_id in found)
        assert len(index.complete("bri", [small])) == 10
        assert index.search("mayor closed bridge", []).candidates == ()


def test_the_next_best_are_given_beside_a_clear_first(make_fact: MakeFact) -> None:
    """However far they are behind, up to the limit."""
    index = ClaimIndex()
    claims = [
        "The mayor closed the harbour bridge for repairs",
        *(f"A bridge in {n}" for n in range(9)),
    ]
    fill(index, (make_fact(number, claim) for number, claim in enumerate(claims, 1)))
    found = index.search("mayor closed harbour bridge repairs", None).candidates
    assert found[0].fact_id == 1
    assert len(found) == 5


def test_edits_and_removals_are_seen_at_once(make_fact: MakeFact) -> None:
    """Of recent facts as of merged ones."""
    index = ClaimIndex()
    fill(index, [make_fact(1, "The bridge is closed."), make_fact(2, "The harbour is open.")])
    index.put(make_fact(1, "The tunnel is flooded."))
    assert index.search("bridge closed", None).decision is Decision.NOT_FOUND
    assert index.search("tunnel flooded", None).candidates[0].fact_id == 1
    index.remove(2)
    assert index.search("harbour open", None).decision is Decision.NOT_FOUND
    index.remove(1)
    index.remove(1)
    assert index.complete("", None) == ()


def test_other_wordings_count_as_the_claim(make_fact: MakeFact) -> None:
    """A fact is found by each of them alike."""
    index = ClaimIndex()
    index.put(make_fact(1, "The bridge is closed.", other_wordings=["Viaduct shut for good"]))
    assert index.search("viaduct shut", None).candidates[0].confidence == pytest.approx(
        index.search("bridge closed", None).candidates[0].confidence, abs=0.1
    )


def test_the_headline_of_an_article_on_many_claims_decides_little(make_fact: MakeFact) -> None:
    """The claim that says it leads, though the headline stands with every fact."""
    source = {"outlet": "Post", "headline": "Mayor denies closing the harbour bridge"}
    index = ClaimIndex()
    claims = [
        "The harbour bridge was closed by the mayor.",
        *(f"Ferry {n} sank." for n in range(40)),
    ]
    for number, claim in enumerate(claims, 1):
        index.put(make_fact(number, claim, sources=[source]))
    for _ in range(2):
        first = index.search("mayor closing harbour bridge", None).candidates[0]
        assert first.fact_id == 1
        fill(index, (make_fact(n, claim, sources=[source]) for n, claim in enumerate(claims, 1)))


def test_of_equal_claims_the_first_stored_leads(make_fact: MakeFact) -> None:
    """A later one repeats it."""
    index = ClaimIndex()
    for number in (3, 1, 2):
        index.put(make_fact(number, "The bridge is closed."))
    assert [c.fact_id for c in index.search("bridge closed", None).candidates] == [1, 2, 3]


def test_a_desk_can_be_stricter_or_laxer(make_fact: MakeFact) -> None:
    """The same question may be found, or left unsure."""
    question = "shark highway chicago"
    decided = {}
    for strictness in Strictness:
        index = ClaimIndex(strictness=strictness)
        for number, claim in enumerate(CLAIMS, 1):
            index.put(make_fact(number, claim))
        decided[strictness] = index.search(question, None).decision
    assert decided[Strictness.STRICT] is not Decision.FOUND
    assert decided[Strictness.LAX] is Decision.FOUND


def test_a_desk_can_add_aliases(make_fact: MakeFact) -> None:
    """Question and claim may each use either name."""
    index = ClaimIndex(Lexicon.with_aliases(["old lady of threadneedle street; bank of england"]))
    index.put(make_fact(1, "The Bank of England printed a square note."))
    judgement = index.search("old lady of threadneedle street square note", None)
    assert judgement.decision is Decision.FOUND


def test_completion_begins_with_the_first_letter(index_of: MakeIndex) -> None:
    """Claims that begin with it lead; a word more narrows the choice."""
    index = index_of(*CLAIMS)
    assert index.complete("f", None)[0] == 5
    assert index.complete("th", None)[0] == 6
    assert index.complete("fac", None) == (5,)
    assert index.complete("nice n", None) == (1,)
    assert index.complete("nice not", None, limit=1) == (1,)
    assert index.complete("zzz", None) == ()


def test_nothing_typed_offers_what_changed_last(make_fact: MakeFact) -> None:
    """The newest first, at most as many as wanted."""
    index = ClaimIndex()
    fill(index, (make_fact(n, f"Claim {n} of the mayor.") for n in range(1, 40)))
    index.put(make_fact(40, "A fresh claim."))
    assert index.complete("", None, limit=3) == (40, 39, 38)


def test_what_is_asked_for_is_offered_first(make_fact: MakeFact) -> None:
    """Where the letters alone do not tell."""
    index = ClaimIndex()
    for number, word in enumerate(("north", "south", "east", "west"), 1):
        index.put(make_fact(number, f"Bridges of the {word} are closed."))
    assert index.complete("br", None)[0] == 4
    index.search("bridges south closed", None)
    assert index.complete("br", None)[0] == 2


async def test_merging_keeps_what_happens_meanwhile(make_fact: MakeFact) -> None:
    """Facts put, edited or removed while the index is built anew are neither lost nor doubled."""
    index = ClaimIndex()
    await index.fill(
        each(make_fact(n, f"Old claim number {n} of the mayor.") for n in range(1, 20))
    )
    for number in range(20, 30):
        index.put(make_fact(number, f"New claim number {number} of the mayor."))
    merging = asyncio.create_task(index.merge())
    await asyncio.sleep(0)
    index.put(make_fact(5, "The tunnel is flooded."))
    index.put(make_fact(25, "The ferry is late."))
    index.remove(6)
    index.remove(26)
    index.put(make_fact(31, "The airport is new."))
    await merging
    assert index.search("tunnel flooded", None).candidates[0].fact_id == 5
    assert index.search("ferry late", None).candidates[0].fact_id == 25
    assert index.search("airport new", None).candidates[0].fact_id == 31
    everything = index.complete("", None, limit=100)
    assert len(everything) == len(set(everything)) == 28
    assert {6, 26}.isdisjoint(everything)


class SlowCache(IndexCache):
    """Written only once ``go`` is set."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.go = threading.Event()

    def write(self, stored: Stored) -> None:
        self.go.wait()
        super().write(stored)


async def test_an_index_that_is_filled_while_it_merges_has_what_it_was_filled_with(
    make_fact: MakeFact, tmp_path: Path
) -> None:
    """What was merged is of the content before."""
    index, cache = ClaimIndex(), SlowCache(tmp_path / "index")
    index.put(make_fact(1, "The bridge is closed."))
    merging = asyncio.create_task(index.merge(1, cache))
    await asyncio.sleep(0)
    await index.fill(each([make_fact(2, "The tunnel is flooded.")]))
    cache.go.set()
    await merging
    assert index.complete("", None) == (2,)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    question=st.text(max_size=300)
    | st.lists(
        st.sampled_from(["nice", "note", "the", "北", "é", "2018", "#Tag", "@x", "\x00"])
    ).map(" ".join)
)
def test_no_question_is_too_strange(index: ClaimIndex, question: str) -> None:
    """Whatever is typed gets a judgement of at most five candidates, each once."""
    judgement = index.search(question, None)
    ids = [candidate.fact_id for candidate in judgement.candidates]
    assert len(ids) == len(set(ids)) <= 5
    assert len(index.complete(question, None, limit=3)) <= 3


@settings(deadline=None)
@given(claims=st.lists(st.text(min_size=1, max_size=60).filter(str.strip), max_size=6))
def test_no_claim_is_too_strange(claims: list[str]) -> None:
    """Whatever is stored can be put, asked for and taken out again."""
    index = ClaimIndex()
    at = datetime(2026, 1, 1, tzinfo=UTC)
    for number, claim in enumerate(claims, 1):
        fact = Fact.model_construct(
            id=number,
            desk=HOME,
            revision=1,
            created_at=at,
            changed_at=at,
            claim=Claim.model_construct(text=claim),
            sources=(),
        )
        index.put(fact)
        index.search(claim, None)
    for number in range(1, len(claims) + 1):
        index.remove(number)
    assert index.complete("", None) == ()


def test_completions_hold_three_quarters_of_what_the_best_one_holds(index_of: MakeIndex) -> None:
    """Of nine words seven are enough, six are not."""
    nine = "bodre fupri gatzo kevil lopur mizda nurpo dabit keprog"
    index = index_of(
        nine, nine.removeprefix("bodre fupri "), nine.removeprefix("bodre fupri gatzo ")
    )
    assert index.complete(f"{nine} ", None) == (1, 2)
