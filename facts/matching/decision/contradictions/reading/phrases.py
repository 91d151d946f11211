"""Verbs and noun phrases of a text, as far as the forms and neighbours of its words show them.

A full parser would be slower than the whole search; this is linear in the length of the text.
"""

from collections.abc import Sequence

from facts.matching.decision.contradictions.reading.tokens import (
    AUXILIARIES,
    REPORTING,
    TWO_SIDED,
    Token,
    grammar_rows,
    grammar_words,
)
from facts.matching.decision.thresholds import CLAUSE_WORDS, PHRASE_WORDS
from facts.matching.text.languages import stem
from facts.matching.text.relations import VERBS_TOO, Speech

_REASONS = frozenset({"because", "since", "although", "though", "while", "which", "who"})
_BE = frozenset({"is", "are", "was", "were", "be", "been", "being", "get", "got", "getting"})
_GET = frozenset({"get", "got", "gets", "gotten"})
_RELATIVE = frozenset({"that", "who", "which"})
_COORDINATING = frozenset({"and", "but", "or"})
DETERMINERS = grammar_words("determiner")
_AROUND_A_NOUN, _BEFORE_A_VERB = grammar_words("around_noun"), grammar_words("before_verb")
_STATES = frozenset({"fully", "partly", "half", "heavily"})
VERB_ENDINGS = ("ed", "ing")
_DOER_ENDINGS = ("er", "ers")
_NOUN_ENDINGS = ("ion", "ions", "ment", "ments")
# Verbs whose past is as their present.
_UNCHANGED = grammar_words("unchanged")
# These, and pasts that are no forms of their verb's stem: "found".
_PASTS = _UNCHANGED.union(past for _, past in grammar_rows("past"))
_HELPING = _BE | AUXILIARIES | grammar_words("preposition")
CLAUSE = grammar_words("clause")
# What follows these words is a place, time or reason: neither agent nor patient.
AROUND = CLAUSE | grammar_words("around")
_NO_SUBJECT = CLAUSE | _REASONS | {"he", "she", "they", "it", "we", "i", "you"}
# Prepositions behind which the other side of a relation is found.
LINKS = frozenset({"from", "to", "with", "by", "for", "against", "over"})
# What begins another noun phrase.
_BEGINS_ANOTHER = frozenset({"a", "an", "the", "his", "her", "their", "its"})
_ENDS = CLAUSE | LINKS | {"in", "at", "on", "near", "during", "of", "and", "but", "instead"}
_PAIRS = [frozenset(map(stem, pair)) for pair in grammar_rows("converse")]
_CONVERSE = {
    one: frozenset[str]().union(*(pair for pair in _PAIRS if one in pair)) - {one}
    for one in frozenset[str]().union(*_PAIRS)
}


def are_converse(one: str, other: str) -> bool:
    """Whether the verbs tell the same event from opposite sides: "send" and "receive"."""
    return other in converses(one)


def converses(stemmed: str) -> frozenset[str]:
    """The stems of the verbs that tell what a verb does from the other side."""
    return _CONVERSE.get(stemmed, frozenset())


def verbs_of(tokens: Sequence[Token]) -> list[bool]:
    """Which words of a text are verbs, as far as their forms and neighbours show."""
    found: list[bool] = []
    for at, token in enumerate(tokens):
        follows_verb = at > 0 and found[-1]
        gets = token.word in _GET and _gets(tokens, at)
        verb = gets or _is_verb(token, tokens[max(0, at - 4) : at], follows=follows_verb)
        verb = verb and not _is_subject(tokens, at)
        found.append(verb or (not follows_verb and _is_between(tokens, at)))
    return found


def _is_verb(token: Token, before: Sequence[Token], *, follows: bool) -> bool:
    if token.word in _HELPING or token.name or token.value is not None:
        return False
    if token.word.endswith(_DOER_ENDINGS) and not token.stem.endswith("er"):
        return False
    if token.word.endswith(_NOUN_ENDINGS) or (before and _is_noun(token, before, follows=follows)):
        return False
    if token.speech is Speech.VERB or token.stem in _CONVERSE:
        return True
    if token.speech in VERBS_TOO or token.stem in TWO_SIDED:
        return is_inflected(token) or _follows_auxiliary(before)
    return token.speech is Speech.NOUN and token.word.endswith("ed") and token.word != token.stem


def _is_subject(tokens: Sequence[Token], at: int) -> bool:
    """Whether a plural with a verb behind it is a noun: "neighbours apologised"."""
    plural = tokens[at].word.endswith("s") and (at == 0 or tokens[at - 1].stopword)
    return plural and any(one.word.endswith("ed") for one in tokens[at + 1 : at + 2])


def _is_between(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word that may be a verb stands between two things: "fox bites baby"."""
    token = tokens[at]
    if token.speech is not Speech.NOUN_AND_VERB or not 0 < at < len(tokens) - 1:
        return False
    doer, done = tokens[at - 1], tokens[at + 1]
    agrees = token.word.endswith("s") != doer.word.endswith("s")  # "fox bites", "foxes bite"
    agrees = agrees and not (doer.stopword or doer.word.endswith("ing"))
    return agrees and (not done.stopword or done.word in DETERMINERS)


def _is_noun(token: Token, before: Sequence[Token], *, follows: bool) -> bool:
    """Whether the words before it make the word a noun, or a part of one."""
    last, gerund = before[-1], token.word.endswith("ing")
    if last.word in DETERMINERS or (last.word in _STATES and token.word.endswith("ed")):
        return True  # "a swan", "fully dressed"
    if last.stopword and not follows:
        return not gerund and last.word in _AROUND_A_NOUN
    if gerund:  # "using voting machines", "outdoor swimming pool"
        return last.word.endswith("ing") or last.speech is Speech.ADJECTIVE
    if is_inflected(token) or token.word in _UNCHANGED:
        return follows and token.word.endswith("s")  # "taking bribes"
    if is_name(last) or last.word.endswith("s") or last.stem == "help":
        return False
    return follows or not _follows_auxiliary(before)  # "tap water"


def _follows_auxiliary(before: Sequence[Token]) -> bool:
    """Whether an auxiliary before this position calls for a verb: "did the mayor", "will"."""
    for token in reversed(before):
        if token.word in _BEFORE_A_VERB:
            return True
        if token.speech is Speech.VERB:
            return False
    return False


def _gets(tokens: Sequence[Token], at: int) -> bool:
    """Whether "got" is a main verb ("got a note from") and not an auxiliary."""
    following = tokens[at + 1 : at + 2]
    return any(one.stopword and not one.word.endswith(("ed", "en")) for one in following)


def is_inflected(token: Token) -> bool:
    """Whether the form is inflected as a verb: "fired", "paid", "refuses"."""
    ends = token.word.endswith("ed") or (token.speech is Speech.VERB and token.word.endswith("s"))
    ends = ends or (token.word.endswith("en") and not token.stem.endswith("en"))  # "taken"
    return ends or not token.word.startswith(token.stem)


def is_participle(token: Token) -> bool:
    """Whether the form may be a past participle: "fired", "paid", "cut"."""
    base = {token.stem, token.stem + "e", token.stem[:-1] + "y"}
    present = token.word in base or token.word.endswith(("s", "ing"))
    return not present or token.word in _PASTS


def is_passive(tokens: Sequence[Token], at: int) -> bool:
    """Whether the verb is passive, so that the words before it are the patient: "was closed"."""
    if tokens[at].word.endswith("ing"):
        return False
    if any(token.word in _BE for token in tokens[max(0, at - 2) : at]):
        return True
    asked = at < CLAUSE_WORDS and tokens[0].word in _BE and tokens[at].word.endswith("ed")
    return asked and not any(token.speech is Speech.VERB for token in tokens[1:at])


def is_name(token: Token) -> bool:
    return token.name or not (token.speech or token.senses)


def is_amount(tokens: Sequence[Token], at: int) -> bool:
    """Whether a figure at this position counts no things: "20 percent", but not "60 whales"."""
    counted = tokens[at + 1 : at + 2]
    return tokens[at].value is not None and not any(map(is_telling, counted))


def is_telling(token: Token) -> bool:
    return not token.stopword and token.value is None and not token.is_measure


def subject(tokens: Sequence[Token], verbs: Sequence[bool], at: int, most: int) -> list[Token]:
    """The content words of the noun phrase that the verb at this position belongs to.

    A relative clause is stepped over: the wolf is the subject of both verbs in "the wolf that
    mauled a jogger was fed". A verb without a subject of its own has that of the verb before it,
    or its object: "was fined for stealing", "accused the banker of stealing".
    """
    near = max(0, at - CLAUSE_WORDS)
    clause, sentence = tokens[at].clause, tokens[at].clause[:1]
    begins = next((p for p in range(at, near, -1) if tokens[p - 1].clause != clause), near)
    # "calls it a threat, says that": it has the subject of the verb before it
    own = any(is_telling(one) or one.word in _NO_SUBJECT for one in tokens[begins:at])
    if begins > near and not own:
        same = (p for p in range(begins - 1, near - 1, -1) if tokens[p].clause[:1] == sentence)
        at = next((place for place in same if verbs[place]), -1)
        begins = max(0, at - CLAUSE_WORDS)
    return _subject(tokens, verbs, at, most, begins) if at >= 0 else []


def _subject(
    tokens: Sequence[Token], verbs: Sequence[bool], at: int, most: int, start: int
) -> list[Token]:
    found: list[Token] = []
    counted = 0  # without those of "in Leeds"
    passed = coordinated = False
    finite = not tokens[at].word.endswith("ing") and not (at and tokens[at - 1].word == "to")
    for place in range(at - 1, start - 1, -1):
        token = tokens[place]
        coordinated = coordinated or (token.word in _COORDINATING and not found)
        last = tokens[place - 1] if place else None
        if token.word in _RELATIVE and last and not (last.stopword or verbs[place - 1]):
            if found and not passed:
                break
            found, counted = [], 0
        elif token.word in _NO_SUBJECT:
            break
        elif verbs[place]:
            reduced = found and _is_reduced(tokens, place)
            own = not (coordinated or reduced or _is_relative(tokens, place))
            if found and (own or passed or token.stem in REPORTING):
                break
            found, counted, passed = found if reduced else [], 0, True
        elif token.word in AROUND:
            counted = 0
        elif token.word == "by" and not (passed or finite):
            found, counted = [], 0  # "sued by a teacher for calling"
        elif is_telling(token):
            found += [token] if counted < most else []
            counted += 1
    return found[::-1]


def _is_relative(tokens: Sequence[Token], at: int) -> bool:
    """Whether the verb belongs to a relative clause: "that (had) mauled"."""
    return any(token.word in _RELATIVE for token in tokens[max(0, at - 2) : at])


def _is_reduced(tokens: Sequence[Token], at: int) -> bool:
    """Whether the verb is a participle in a noun phrase: "whales stranded on a beach"."""
    reduced = tokens[at].word.endswith("ed") and tokens[at + 1].word in AROUND
    return reduced and at > 0 and not tokens[at - 1].stopword


def phrase(tokens: Sequence[Token], start: int) -> list[Token]:
    """The content words of the noun phrase that starts here."""
    found: list[Token] = []
    for token in tokens[start : start + 2 * PHRASE_WORDS]:
        determines = token.stopword and token.word in _BEGINS_ANOTHER
        ends = token.word in _ENDS or (found and (determines or token.value is not None))
        if ends or len(found) == PHRASE_WORDS:
            break
        if is_telling(token):
            found.append(token)
    return found


def telling_until(
    tokens: Sequence[Token], most: int, stops: frozenset[str] = frozenset()
) -> list[Token]:
    found: list[Token] = []
    for token in tokens:
        tells = found and (token.word in _REASONS or token.stem in REPORTING)
        ends = tells or token.word in stops
        if ends or len(found) == most:
            break
        if is_telling(token):
            found.append(token)
    return found


def phrases_before(tokens: Sequence[Token], at: int, most: int = PHRASE_WORDS) -> list[Token]:
    """The last content words before this position, in their order."""
    near = _of_one_clause(tokens[max(0, at - CLAUSE_WORDS) : at][::-1])
    return telling_until(near, most)[::-1]


def phrases_behind(tokens: Sequence[Token], at: int, most: int) -> list[Token]:
    """The next content words after this position."""
    return telling_until(_of_one_clause(tokens[at + 1 : at + 1 + CLAUSE_WORDS]), most)


def _of_one_clause(tokens: Sequence[Token]) -> Sequence[Token]:
    """The tokens up to the first comma."""
    return [token for token in tokens if token.clause == tokens[0].clause]
