"""What only one side negates: "not", "never", "refused to"."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import accumulate, pairwise

from facts.matching.decision.contradictions.reading.alignment import Alignment
from facts.matching.decision.contradictions.reading.tokens import (
    ALL,
    AUXILIARIES,
    NEGATIONS,
    Found,
    Kind,
    Token,
    content_words,
    grammar_stems,
    grammar_words,
)
from facts.matching.decision.judgement import Difference
from facts.matching.decision.thresholds import LIST_WORDS, NEGATED_WORDS, REPEATED_SHARE
from facts.matching.text.languages import stem
from facts.matching.text.relations import ADJECTIVES, NONE, VERBS, Speech

# Where a clause begins that may be negated by itself.
_CLAUSES = grammar_words("clause") | {"and", "but", "he", "she", "they", "it", "without"}
# Before a figure: "none of the 45 ferries" negates the noun behind it too, as "not one ferry" does.
_COUNTED = frozenset({"of", "the"})
_LINKING = grammar_stems("linking")
# These pass a "not" on to what is behind them: "not allowed to board", "no link between".
_PASSING = _LINKING.union(map(stem, ("allow", "permit")))
_AWAY = frozenset({"out", "off", "rather"})
_TO_DO_WITH = ["to", "do", "with"]
_PARTICIPLES = ("ed", "ing")
_EVERY = ALL - {"any"} | {"always"}
_NOT = frozenset({"not", "never", "no", "nobody", "none"})


def negations(alignment: Alignment, *, sentence: bool) -> Iterator[Found]:
    """Matched words that only one side negates, with the question's negation."""
    find = alignment.places.find
    start, end = alignment.bounds
    theirs_too = {stemmed for token in alignment.stored for stemmed in token.stems}
    # What only means a word that another one means too ("failed to drop") is not known by it.
    taken = {j for _, j in alignment.anchors}
    asked = _negated(
        alignment.asked,
        [
            token.stem in theirs_too
            or at in alignment.anchored
            or not taken.issuperset(find(token))
            for at, token in enumerate(alignment.asked)
        ],
    )
    pairs = dict(alignment.anchors) | _moved(alignment)
    shared = set(pairs.values()) | _called_otherwise(alignment)
    # Keyword lists leave out verbs, so a preposition ("against") negates only matched words there.
    in_full = sentence or alignment.is_in_order
    stored = _negated(
        alignment.stored,
        [
            token.stopword or not in_full or at in shared
            for at, token in enumerate(alignment.stored)
        ],
    )
    dangling = _dangling(alignment.asked[start:end])
    if dangling is not None and not any(token.negates for token in alignment.stored):
        yield Difference(f"“{dangling.word}”", "does not say that"), dangling
    whether = _asks_whether(alignment.asked) and not any(
        token.word in _EVERY and not alignment.places.stems(token.stem) for token in alignment.asked
    )
    yield from _bare(alignment, whether=whether)
    if _says_no_for_against(alignment.asked[start:end], alignment):
        return
    first, last = min(pairs.values()), max(pairs.values())
    # "No player of Marbrook" for "Marbrook".
    while first and not (
        stored[first] or content_words(alignment.stored[first : min(pairs.values())])[1:]
    ):
        first -= 1
    ours = [word for place in range(start, end) for word in asked[place]]
    theirs = [word for place in range(first, last + 1) for word in stored[place]]
    # "Nobody slept in a train" does not say what "slept in a train without heating" says.
    same = set(theirs) != {"without"} or any(asked[i] and stored[j] for i, j in pairs.items())
    if len(ours) == len(theirs) and same:
        yield from _in_another_clause(alignment, pairs, asked, stored)
        return
    whether = whether and not ours
    excused = partial(_is_excused, alignment, whether=whether, sentence=sentence)
    telling = len(content_words(alignment.stored))
    whole = in_full and len(set(pairs.values())) >= REPEATED_SHARE * telling
    for at, (i, j) in enumerate(pairs.items()):
        token = alignment.asked[i]
        if asked[i] and not stored[j]:
            yield _not_said(asked[i], token)
        elif stored[j] and not asked[i] and not excused(i, stored[j]):
            in_order = at < len(alignment.anchors)
            cut_off = not content_words(alignment.asked[:i])  # may precede the first match
            if (whole and not cut_off) or (in_order and _dropped(alignment, at, sentence=sentence)):
                says = f"says “{stored[j][-1]} {alignment.stored[j].word}”"
                yield Difference(f"“{token.word}”", says), token


def retold_negations(alignment: Alignment) -> Iterator[Found]:
    """A "not" of a question that says all in another order, where the claim negates nothing."""
    if Kind.NEGATION in alignment.places.kinds:
        return
    asked, find = alignment.asked, alignment.places.find
    for at, token in enumerate(asked):
        if token.is_negating and not find(token):
            return
        # "has nothing to do with"
        denies = token.negates and [one.word for one in asked[at + 1 : at + 4]] == _TO_DO_WITH
        if token.word in _NOT or denies:
            behind = [one for one in content_words(asked[at + 1 :]) if one.stem not in _LINKING]
            behind = [one for one in behind[:NEGATED_WORDS] if one.value is None]
            if met := next((one for one in behind if find(one)), None):
                yield _not_said((token.word,), met)
                return


def _is_excused(
    alignment: Alignment, at: int, negations: Sequence[str], *, whether: bool, sentence: bool
) -> bool:
    """Whether the question leaves out the verb that negates, as lists of words do, says "out of" in
    its place, or asks whether it was so: that is answered by "was not so", not by "refused to".
    """
    if whether and negations[-1] in NEGATIONS:
        return True
    if any(word in NEGATIONS for word in negations):
        return False
    if any(one.word in _AWAY for one in alignment.asked[max(0, at - 2) : at]):
        return True
    return not sentence and all(one.speech is not Speech.VERB for one in alignment.asked)


def _not_said(negations: Sequence[str], token: Token) -> Found:
    return Difference(f"“{negations[-1]} {token.word}”", "does not say that"), token


def _in_another_clause(
    alignment: Alignment,
    pairs: Mapping[int, int],
    asked: Sequence[tuple[str, ...]],
    stored: Sequence[tuple[str, ...]],
) -> Iterator[Found]:
    """A negation of one clause where the claim negates another: "resigned but did not speak"."""
    ours = [i for i, j in pairs.items() if asked[i] and not stored[j]]
    theirs = [i for i, j in pairs.items() if stored[j] and not asked[i]]
    if not ours or not theirs:
        return
    here, there = _clauses(alignment.asked), _clauses(alignment.stored)
    for i in ours:
        if all(here[i] != here[at] and there[pairs[i]] != there[pairs[at]] for at in theirs):
            yield _not_said(asked[i], alignment.asked[i])


def _clauses(tokens: Sequence[Token]) -> list[int]:
    """The number of the clause that each word belongs to."""
    begins = (
        token.word in _CLAUSES or (token.negates and not before.stopword)  # "in Lund, not in Oslo"
        for before, token in pairwise((*tokens[:1], *tokens))
    )
    return list(accumulate(begins))


def _says_no_for_against(asked: Sequence[Token], alignment: Alignment) -> bool:
    """Whether the claim says "against" what the question negates otherwise: "voted no on"."""
    against = {
        token.word
        for before, token in pairwise(alignment.stored)
        if token.stopword and token.is_negating and before.speech in VERBS
    }
    if not against or any(token.word in against for token in asked):
        return False
    find = alignment.places.find
    return sum(token.negates or (token.is_negating and not find(token)) for token in asked) == 1


def _bare(alignment: Alignment, *, whether: bool) -> Iterator[Found]:
    """Function words that differ only by a "not" before them: "was his" and "was not his"."""
    for gap in alignment.gaps:
        asked, stored = (
            [t.word for t in side if not t.negates] for side in (gap.asked, gap.stored)
        )
        if asked != stored or not asked or any(gap.content):
            continue
        ours, theirs = (sum(t.negates for t in side) for side in (gap.asked, gap.stored))
        if ours > theirs:
            yield Difference(f"“not {asked[-1]}”", "does not say that"), gap.asked[0]
        elif theirs > ours and not whether:
            yield Difference(f"“{' '.join(asked)}”", f"says “not {asked[-1]}”"), gap.asked[0]


def _moved(alignment: Alignment) -> dict[int, int]:
    """Question words that the text has at another position, with that position."""
    start, end = alignment.bounds
    return {
        i: found[0]
        for i, token in enumerate(alignment.asked[start:end], start)
        if not token.stopword
        and i not in alignment.anchored
        and (found := alignment.places.find(token))
    }


def _called_otherwise(alignment: Alignment) -> set[int]:
    """Positions of words in the text that share an alias with the question: "called off"."""
    groups = NONE.union(*(token.weak_groups for token in alignment.asked))
    return {
        at for at, token in enumerate(alignment.stored) if not groups.isdisjoint(token.weak_groups)
    }


def _negated(tokens: Sequence[Token], shared: Sequence[bool]) -> list[tuple[str, ...]]:
    """The negating word by the position it negates; of verbs those that the other side lacks."""
    found: list[tuple[str, ...]] = []
    said: tuple[str, ...] = ()  # a "not", which applies to the next content word
    before: tuple[str, ...] = ()
    allowed: int | None = None  # the place of an "allowed" or "put" that passes its "not" on
    for last, token, known in zip([*tokens[:1], *tokens], tokens, shared, strict=False):
        implicit = (token.word,) if token.is_negating and not known else ()
        said += (token.word,) if token.negates else ()
        before = () if token.value is not None else before  # "dropped 20 percent"
        if allowed is not None and not token.stopword:
            found[allowed], allowed = (), None  # "not allowed to board"
        found.append(() if token.stopword else said + before)
        if token.stopword:
            before += implicit
        elif not (token.value is not None and (token.value == 1 or last.word in _COUNTED)):
            passed = token.stem in _PASSING or (token.vague and not known)
            passed = passed or (said[-1:] == ("no",) and token.speech in ADJECTIVES)
            allowed = len(found) - 1 if said and passed else None
            said, before = (said if allowed is not None else ()), implicit
    return found


def _stands_in_a_row(alignment: Alignment, at: int) -> bool:
    near = alignment.anchors[max(0, at - 1) : at + 2]
    return len(alignment.anchors) >= LIST_WORDS and all(
        not content_words(alignment.asked[i + 1 : after])
        and all(token.is_negating for token in content_words(alignment.stored[j + 1 : then]))
        for (i, j), (after, then) in pairwise(near)
    )


def _dangling(tokens: Sequence[Token]) -> Token | None:
    """A negation with no content word after it ("is not real"); "or not" does not count."""
    for at in range(len(tokens) - 1, 0, -1):
        if not tokens[at].stopword:
            return None
        if tokens[at].negates and tokens[at - 1].word != "or":
            # "..., was it not", "wasn't it"
            tag = tokens[at - 1].word in AUXILIARIES and at + 2 == len(tokens)
            return None if tag else tokens[at]
    return None


def _asks_whether(tokens: Sequence[Token]) -> bool:
    """Whether the question asks if something is so: "does X have Y", but not "is it true that"."""
    if not tokens[1:] or tokens[0].word not in AUXILIARIES or tokens[1].word == "it":
        return False
    follows, after = (*tokens[1:3], *tokens[:1], *tokens[:1])[:2]
    if follows.speech is Speech.VERB and not follows.word.endswith(_PARTICIPLES):
        return False
    # "has died and", but not "are vaccinated people"
    return not (follows.word.endswith(_PARTICIPLES) and after.stopword)


def _dropped(alignment: Alignment, at: int, *, sentence: bool) -> bool:
    """Whether the question omits just the claim's negation and is otherwise complete there.

    A keyword list omits words freely, so more neighbouring words must match the claim.
    """
    if not (sentence or alignment.is_in_order or _stands_in_a_row(alignment, at)):
        return False
    i, j = alignment.anchors[at]
    if at == 0:
        return not (content_words(alignment.stored[:j]) or content_words(alignment.asked[:i]))
    between = alignment.stored[alignment.anchors[at - 1][1] + 1 : j]
    return all(token.stopword or token.is_negating for token in between)
