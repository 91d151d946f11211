"""How far the checks for contradictions look, by a worked example a number.

The numbers stand in ``facts.matching.decision.thresholds``.
"""

from collections.abc import Sequence
from decimal import Decimal

import pytest

from facts.matching.decision.contradictions.actions import other_verbs
from facts.matching.decision.contradictions.bounds import bounds
from facts.matching.decision.contradictions.exchanged import opposites, opposites_anywhere
from facts.matching.decision.contradictions.mentions import is_role
from facts.matching.decision.contradictions.modality import modalities
from facts.matching.decision.contradictions.negation import retold_negations
from facts.matching.decision.contradictions.quantities import quantities
from facts.matching.decision.contradictions.reading.alignment import Alignment, align
from facts.matching.decision.contradictions.reading.held import Held
from facts.matching.decision.contradictions.reading.phrases import phrase, phrases_behind
from facts.matching.decision.contradictions.reading.places import Places
from facts.matching.decision.contradictions.reading.predicates import predicates
from facts.matching.decision.contradictions.reading.reader import Reader
from facts.matching.decision.contradictions.reading.talk import without_talk
from facts.matching.decision.contradictions.reading.tokens import Token, is_year
from facts.matching.decision.contradictions.relation_extraction import sides
from facts.matching.decision.contradictions.roles import roles
from facts.matching.decision.judgement import Decision
from facts.matching.index.fuzzy_search import FuzzySearch
from facts.matching.index.indexed_facts import CLAIM, Document, Text
from facts.matching.index.question import QuestionReader
from facts.matching.index.vocabulary import Vocabulary
from facts.matching.text.languages import stem
from facts.matching.text.lexicon import default_lexicon
from facts.matching.text.relations import Speech
from facts.model import HOME
from tests.facts.matching.conftest import MakeIndex

_SMALL = frozenset({"_", "by", "not", "may", "under", "all", "but", "than"})


def tokens(words: str) -> list[Token]:
    """Words of which nothing else is known; a figure has its value, ``_`` is a small word."""
    return [
        Token(
            word,
            stem(word),
            (stem(word),),
            stopword=word in _SMALL,
            negates=word == "not",
            value=Decimal(word) if word.isdecimal() else None,
        )
        for word in words.split()
    ]


def fill(many: int, letter: str = "f") -> str:
    """So many words that nothing else has."""
    return " ".join(f"{letter}{letter}{chr(97 + n)}z" for n in range(many))


def aligned(asked: list[Token], stored: list[Token]) -> Alignment:
    return align(asked, Places(stored), passage=False)


def words(found: Sequence[Token]) -> list[str]:
    return [token.word for token in found]


@pytest.mark.parametrize(("small", "found"), [(13, ["kiosk"]), (14, [])])
def test_a_clause_has_fourteen_words_behind_its_verb(small: int, found: list[str]) -> None:
    """CLAUSE_WORDS: what is further away belongs to something else."""
    assert words(phrases_behind(tokens(f"sold {'_ ' * small} kiosk"), 0, 4)) == found


def test_a_noun_phrase_has_four_content_words() -> None:
    """PHRASE_WORDS: "old stone harbour bridge" and no more."""
    assert words(phrase(tokens("pa pe pi po pu"), 0)) == ["pa", "pe", "pi", "po"]


@pytest.mark.parametrize(("small", "agents"), [(6, ["cruz"]), (7, [])])
def test_who_did_it_is_named_up_to_eight_words_behind_the_verb(
    small: int, agents: list[str]
) -> None:
    """AGENT_WORDS: the "by" of "was fined" with six words between."""
    text = tokens(f"holt was fined {'_ ' * small} by cruz")
    (fined,) = predicates(text, 3, [2], [False, False, True, *[False] * (small + 2)])
    assert words(fined.after) == agents


@pytest.mark.parametrize(("between", "joined"), [(6, True), (7, False)])
def test_a_particle_belongs_to_a_verb_six_words_before_it(between: int, *, joined: bool) -> None:
    """PARTICLE_WORDS: "put the ... off" says what "put off" does."""
    lexicon, vocabulary = default_lexicon(), Vocabulary()
    read = QuestionReader(FuzzySearch(vocabulary), lexicon).read
    reader = Reader(vocabulary, lexicon)
    (apart, *_), (near, *_) = (
        reader.question(read(f"put {fill(many)} off")) for many in (between, 8)
    )
    assert (apart.senses > near.senses) is joined


def test_a_comparison_has_eight_words_on_each_side() -> None:
    """COMPARED_WORDS: the ninth is about something else."""
    (more,) = sides(tokens(f"{fill(9)} than {fill(9, 'g')}"))
    assert (len(more.first), len(more.second)) == (8, 8)


def test_a_relation_has_four_words_on_each_side() -> None:
    """RELATED_WORDS: of who beats whom."""
    text = tokens(f"{fill(5)} beat cruz")
    (beats,) = sides(
        [one._replace(speech=Speech.VERB) if one.word == "beat" else one for one in text]
    )
    assert len(beats.first) == 4


@pytest.mark.parametrize(("asked", "differs"), [("not pa ka", True), ("not pa pe ka", False)])
def test_a_not_is_said_of_two_words_where_the_order_is_another(
    asked: str, *, differs: bool
) -> None:
    """NEGATED_WORDS: the third may be what is so."""
    found = list(retold_negations(aligned(tokens(asked), tokens("ka ke"))))
    assert bool(found) is differs


@pytest.mark.parametrize(
    ("asked", "differs"), [("refused pa pe give", False), ("refused pa pe pi give", True)]
)
def test_what_is_refused_stands_within_three_words(asked: str, *, differs: bool) -> None:
    """REFUSED_WORDS: "refused to give" is no opposite of "denied"."""
    ours = tokens(asked)
    ours[-1] = ours[-1]._replace(opposites=frozenset({stem("denied")}))
    found = list(opposites_anywhere(aligned(ours, tokens("denied"))))
    assert bool(found) is differs


@pytest.mark.parametrize(("asked", "differs"), [("may pa pe ka", True), ("may pa pe pi ka", False)])
def test_what_may_be_stands_within_three_words(asked: str, *, differs: bool) -> None:
    """WISHED_WORDS: what is further away may be so all the same."""
    assert bool(list(modalities(aligned(tokens(asked), tokens("ka ke"))))) is differs


@pytest.mark.parametrize(
    ("asked", "differs"),
    [
        ("under pa pe 40", True),
        ("under pa pe pi 40", False),
        (f"all {fill(10)} but 40", True),
        (f"all {fill(11)} but 40", False),
    ],
)
def test_a_bound_stands_just_before_its_figure(asked: str, *, differs: bool) -> None:
    """BOUND_WORDS and ALL_WORDS: "under" within three words of it, the "all" of "all but" within
    twelve.
    """
    stored = tokens("40 ka")
    assert bool(list(bounds(aligned(tokens(asked), stored), [stored]))) is differs


@pytest.mark.parametrize(
    ("asked", "role"), [("politician pa pe jonas", True), ("politician pa pe pi jonas", False)]
)
def test_a_role_stands_within_three_words_of_a_name(asked: str, *, role: bool) -> None:
    """ADDED_WORDS: further away it says somebody else."""
    first, *others = tokens(asked)
    ours = [first._replace(speech=Speech.NOUN), *others]
    assert is_role(ours[0], aligned(ours, tokens("jonas ka"))) is role


@pytest.mark.parametrize(("between", "slip"), [(3, True), (4, False)])
def test_a_known_word_is_a_slip_for_one_within_four_words(between: int, *, slip: bool) -> None:
    """SLIP_WORDS: "steel" for the "steal" that belongs there."""
    ours = tokens("ka steel")
    ours[1] = ours[1]._replace(speech=Speech.NOUN, homophones=frozenset({"steal"}))
    found = Places(tokens(f"ka {fill(between)} steal")).find_all(ours)
    assert bool(found[1]) is slip


@pytest.mark.parametrize(("many", "slip"), [(40, True), (41, False)])
def test_an_unknown_word_is_a_slip_for_any_in_up_to_forty_words(many: int, *, slip: bool) -> None:
    """SLIP_QUESTION_WORDS: in a longer text only for one nearby."""
    ours = tokens(f"ka costumers {' '.join(f'xx{n}z' for n in range(many - 2))}")
    found = Places(tokens(f"ka {fill(9)} customers")).find_all(ours)
    assert bool(found[1]) is slip


@pytest.mark.parametrize(("misspelt", "slip"), [(2, True), (1, False)])
def test_who_misspells_two_words_may_misspell_a_third(misspelt: int, *, slip: bool) -> None:
    """CARELESS_SLIPS: "grape" for "grade", though it is a word."""
    first, second, grape, grade = tokens("ka ke grape grade")
    ours = [first._replace(word="kka"), second, grape._replace(speech=Speech.NOUN)]
    ours[1] = second._replace(word="kke") if misspelt > 1 else second
    stored = [*tokens("ka ke"), grade._replace(speech=Speech.NOUN)]
    assert bool(Places(stored).find_all(ours)[2]) is slip


@pytest.mark.parametrize(
    ("short", "text", "found"),
    [
        ("kl", "kiosk lane", [0, 1]),
        ("k", "kiosk lane", []),
        ("klmnop", "kiosk lane moor nook oven park", [0, 1, 2, 3, 4, 5]),
        ("klmnopr", "kiosk lane moor nook oven park rink", []),
        ("klmx", "kiosk lane moor", [0, 1, 2]),
        ("klx", "kiosk lane", []),
    ],
)
def test_an_abbreviation_has_two_to_six_letters(short: str, text: str, found: list[int]) -> None:
    """INITIALS and LONG_INITIALS: the last one of four may be missing."""
    assert Places(tokens(text)).find_all(tokens(short)) == [found]


def test_of_a_word_four_positions_are_looked_at() -> None:
    """MOST_PLACES: a claim that repeats a word costs no more."""
    (ka,) = tokens("ka")
    assert Places(tokens("ka ka ka ka ka")).find(ka) == [0, 1, 2, 3]


@pytest.mark.parametrize(("before", "differs"), [(5, True), (6, False)])
def test_six_words_of_a_gap_are_compared(before: int, *, differs: bool) -> None:
    """MOST_IN_A_GAP: the sixth one is, on both sides."""
    ours = tokens(f"ka {fill(before)} rise pa ke")
    ours[-3] = ours[-3]._replace(opposites=frozenset({"fall"}))
    stored = Places(tokens(f"ka {fill(before, 'g')} fall pe ke"))
    anchors = ((0, 0), (before + 3, before + 3))
    passage = Alignment(ours, stored, anchors, (0, len(ours)), passage=True)
    assert bool(list(opposites(passage))) is differs


@pytest.mark.parametrize(("before", "differs"), [(29, True), (30, False)])
def test_thirty_words_that_a_claim_lacks_are_compared(before: int, *, differs: bool) -> None:
    """MOST_ALONE: with as many of the claim's."""
    ours = tokens(" ".join([*(f"xx{n}z" for n in range(before)), "rise"]))
    ours[-1] = ours[-1]._replace(opposites=frozenset({"fall"}))
    assert bool(list(opposites_anywhere(aligned(ours, tokens("fall"))))) is differs


def test_twenty_figures_twelve_relations_and_twelve_verbs_are_compared() -> None:
    """MOST_FIGURES, MOST_RELATIONS and MOST_VERBS bound what a text full of them costs."""
    figures = aligned(tokens(" ".join(str(101 + n) for n in range(25))), tokens("ka"))
    document = Document(1, HOME, 0.0, (Text(CLAIM, (), ()),))
    held = Held(document, Vocabulary(), default_lexicon())
    assert len(list(quantities(figures, [figures.stored], held, 0))) == 20
    assert len(sides(tokens("ka than ke " * 15))) == 12
    ours, theirs = (
        [
            token._replace(clause=(n, 0), speech=Speech.VERB if token.word[:2] == "vv" else None)
            for n in range(15)
            for token in tokens(order.format(f"kk{n}z", f"vv{n}z", f"pp{n}z"))
        ]
        for order in ("{0} {1} {2}", "{2} {1} {0}")
    )
    swapped = roles(ours, [Places(theirs)], (), sentence=True, long=False)
    assert len(list(swapped)) == 12


@pytest.mark.parametrize(
    ("figure", "year"), [(1499, False), (1500, True), (2100, True), (2101, False)]
)
def test_a_figure_from_1500_to_2100_may_be_a_year(figure: int, *, year: bool) -> None:
    """FIRST_YEAR and LAST_YEAR."""
    assert is_year(Decimal(figure)) is year


def in_clauses(*clauses: str) -> list[Token]:
    """Words, each clause of which is a sentence of its own."""
    return [
        token._replace(clause=(number, 0))
        for number, clause in enumerate(clauses)
        for token in tokens(clause)
    ]


@pytest.mark.parametrize(
    ("clauses", "kept"),
    [
        (("i pa pe", "ka ke ki"), "ka ke ki"),
        (("i pa pe", "ka ke"), "i pa pe ka ke"),
        (("i ka pa pe", "ka ke ki"), "ka ke ki"),
        (("i ka ko pa", "ka ke ki"), "ka ke ki"),
        (("i ka ko ku pa pe pi", "ka ke ki"), "ka ke ki"),
        (("i ka ko ku ke pa pe", "ka ke ki"), "i ka ko ku ke pa pe ka ke ki"),
    ],
)
def test_what_somebody_tells_of_himself_is_no_part_of_a_claim(
    clauses: tuple[str, ...], kept: str
) -> None:
    """TOLD_WORDS: if another clause has three words of the claim. TALK_SHARE: and if the claim has
    at most half of what he tells: two of four, not four of seven.
    """
    claim = Places(tokens("ka ke ki ko ku"))
    assert words(without_talk(in_clauses(*clauses), [claim])) == kept.split()


@pytest.mark.parametrize(("told", "differs"), [(12, True), (11, False)])
def test_another_verb_about_three_fifths_of_a_claim_makes_another_story(
    told: int, *, differs: bool
) -> None:
    """TOLD_SHARE: twelve of its twenty words, its own verb not among them."""
    content = [f"kk{n}z" for n in range(19)]
    stored = tokens(" ".join([*content[:2], "sold", *content[2:]]))
    stored[2] = stored[2]._replace(speech=Speech.VERB)
    ours = tokens(" ".join(["built", *content[:told]]))
    ours[0] = ours[0]._replace(speech=Speech.VERB)
    places = Places(stored)
    anchors = tuple((at + 1, places.find(token)[0]) for at, token in enumerate(ours[1:]))
    passage = Alignment(ours, places, anchors, (1, len(ours)), passage=True)
    assert bool(list(other_verbs(passage, [], sentence=True))) is differs


@pytest.mark.parametrize(
    ("weight", "known", "found"),
    [(0.7, False, True), (0.63, False, False), (0.95, True, True), (0.91, True, False)],
)
def test_two_slips_may_be_meant_and_a_known_word_is_no_slip(
    weight: float, *, known: bool, found: bool
) -> None:
    """MEANT_WEIGHT: two slips (.7), not with another first letter (.63). JOINED_WEIGHT: of a word
    of English two words joined (.95), not swapped letters (.91).
    """
    asked, stored = tokens("ka ke")
    asked = asked._replace(near={5: weight}, speech=Speech.NOUN if known else None)
    assert bool(Places([stored._replace(numbers=(5,))]).find(asked)) is found


@pytest.mark.parametrize(
    ("question", "decision"),
    [("mayor declined", Decision.NOT_FOUND), ("mayor declined budget", Decision.FOUND)],
)
def test_other_words_count_in_a_question_of_three(
    index_of: MakeIndex, question: str, decision: Decision
) -> None:
    """MEANT_TERMS: of two, one is too little to know the claim by."""
    index = index_of(
        "The mayor of Harlow rejected the budget.", "The harbour of Eastport is closed."
    )
    assert index.search(question, None).decision is decision


@pytest.mark.parametrize(
    ("question", "compared"),
    [
        ("raised taxes election 2017 owls pizza saxophone", True),
        ("raised taxs election 2017 owls pizza saxophone", False),
    ],
)
def test_a_weak_first_candidate_is_not_compared(
    index_of: MakeIndex, question: str, *, compared: bool
) -> None:
    """COMPARED_FIRST: from a confidence of .4 on; here .41 and, with a slip more, .397."""
    index = index_of("Mayor Okafor cut the taxes of Harlow before the election.")
    (first,) = index.search(question, None).candidates
    assert bool(first.differences) is compared
