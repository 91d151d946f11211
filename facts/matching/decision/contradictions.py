"""The same-claim guard: where question and claim disagree, whatever else they share.

A question may hold nearly all the words of a claim and still ask for another: one of another year,
another number, another person, or for the opposite.
"""

import re

from facts.matching.decision.scoring import Fit
from facts.matching.index.question import Question
from facts.matching.index.vocabulary import Vocabulary

_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_NUMBER_WORDS = frozenset(
    {"two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"}
    | {"twenty", "thirty", "forty", "fifty", "hundred", "thousand", "million", "billion"}
)
_NEGATIONS = frozenset(
    {"not", "never", "no", "none", "nobody", "nothing", "neither", "nor", "cannot", "without"}
)
_NEGATED_VERB = re.compile(
    r"(?:did|does|do|is|was|are|were|has|have|had|ca|could|wo|would|should)nt"
)
_MET = 0.6
_SAME_WORD = 0.9
_SAME_SENTENCE, _SAME_QUESTION = 0.4, 0.5
# A text of more telling words speaks of other people, numbers and years by the way.
_ONE_CLAIM = 14


def differences(question: Question, fit: Fit, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Sentences on where ``question`` and the claim of ``fit`` disagree; empty where they agree."""
    texts = [text for text in fit.document.texts if text.importance == 1.0]
    claim = [[vocabulary.words[number] for number in text.words] for text in texts]
    if len(question.terms) > _ONE_CLAIM:
        return _other_years(question, fit, claim)
    return (
        *_other_figures(question, fit, claim),
        *_other_names(question, fit),
        *_negation(question, fit, claim),
    )


def _other_years(question: Question, fit: Fit, claim: list[list[str]]) -> tuple[str, ...]:
    """Of a text that says more than one claim: whether it tells of other years only."""
    told = {place: term.word for place, term in enumerate(question.terms) if _is_year(term.word)}
    stored = {word for words in claim for word in words if _is_year(word)}
    if not told or not stored or any(place in fit.met for place in told):
        return ()
    years, others = " and ".join(sorted(set(told.values()))), " and ".join(sorted(stored))
    return (f"The question has the year {years}; the stored claim has {others}.",)


def _is_year(word: str) -> bool:
    return _YEAR.fullmatch(word) is not None


def _other_figures(question: Question, fit: Fit, claim: list[list[str]]) -> list[str]:
    found = []
    for place, term in enumerate(question.terms):
        if fit.met.get(place, (0.0, 0))[0] > _MET or not _is_figure(term.word):
            continue
        kind = "year" if _is_year(term.word) else "number"
        others = sorted(
            {
                word
                for words in claim
                for word in words
                if _is_figure(word) and _is_year(word) == (kind == "year")
            }
        )
        stored = (
            f"the stored claim has {' and '.join(others)}"
            if others
            else "the stored claim does not"
        )
        found.append(f"The question has the {kind} {term.word}; {stored}.")
    return found


def _is_figure(word: str) -> bool:
    return word[0].isdigit() or word in _NUMBER_WORDS


def _other_names(question: Question, fit: Fit) -> list[str]:
    return [
        f"The question names {term.word.title()}; the stored claim does not."
        for place, term in enumerate(question.terms)
        if term.name and fit.met.get(place, (0.0, 0))[0] <= _MET
    ]


def _negation(question: Question, fit: Fit, claim: list[list[str]]) -> list[str]:
    stored = [next((word for word in words if _negates(word)), None) for words in claim]
    asked = [place for place, term in enumerate(question.terms) if _negates(term.word)]
    unmet = bool(asked) and fit.met.get(asked[0], (0.0, 0))[0] < _SAME_WORD
    if unmet and not any(stored) and fit.coverage >= _SAME_QUESTION:
        word = question.terms[asked[0]].word
        return [f"The question says “{word}”; the stored claim does not."]
    if not asked and all(stored) and question.sentence and fit.share >= _SAME_SENTENCE:
        return [f"The stored claim says “{stored[0]}”; the question does not."]
    return []


def _negates(word: str) -> bool:
    return word in _NEGATIONS or _NEGATED_VERB.fullmatch(word) is not None
