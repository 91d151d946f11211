"""Every number that decides found, unsure or not found.

Each says what it is, its unit and what chose it. Chosen "by the curve" means: on the set `short` of
the evaluation sets, as the value in the middle of those that answer most questions right with at
most 5 % false answers (docs/matching.md). ``Fit`` and ``Question`` explain the quantities.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from facts.matching.decision.judgement import Candidate, Decision

# --- the order of candidates (facts.matching.decision.scoring) ------------------------------------

# What decides between facts that hold the same share of a question (0 to 1): those words standing
# together as they were asked, and little else standing in the claim. By R@1 on `short`.
CLOSENESS, SHARE = 0.1, 0.15
# What a cosine of 1 adds, where nearness in meaning is known. By MAP@5 on `posts-train`.
NEARNESS: Final = 0.4
# The weight above which a word stands for sure where it was met: not one that is merely begun.
STANDS_WEIGHT: Final = 0.6
# Words of which one follows the other at most so many places later stand together half.
CLOSE_WORDS: Final = 4
# What is added to the IDF of a claim when its share in the question is measured: about one word, so
# that short claims do not win by being short.
UNSAID_IDF: Final = 10.0

# --- the confidence of a short question ---------------------------------------------------------

# Added to the IDF of each word of the question (an IDF is 0 to 14). A missing common word then
# costs nearly as much as a missing rare one: a question is about all its words. By the curve.
EVENING_IDF: Final = 10.0
# Confidence per unit of lead over the next other claim (scores are 0 to about 1.2). By the curve.
LEAD_WEIGHT: Final = 0.7
# The lead, in the same unit, from which on a greater one adds nothing. By the curve.
CLEAR_LEAD: Final = 0.25
# The sum of IDF of the words that were met at which the confidence counts fully: about two telling
# words. Below it falls, as one common word names no claim. By the curve.
TRUSTED_IDF: Final = 12.0
# The share of the confidence that is left where nothing telling was met. By the curve.
LEAST_TRUST: Final = 0.5

# --- the confidence of a passage ------------------------------------------------------------------

# A text of more different telling words than this is a passage: it says more than one claim does.
# Chosen between the longest questions of `short` (8 words) and the shortest posts.
PASSAGE_TERMS: Final = 7
# The power of the IDF by which the words of a passage are weighed in ranking: its rarest words name
# the claim. Chosen by MAP@5 on `posts-train`.
PASSAGE_IDF_POWER: Final = 1.5
# Added to the share (0 to 1, by IDF) of the claim that a passage holds: with the normal threshold
# .55 of a claim is found, as half of its words can be said otherwise. Chosen on `posts-train`.
RETOLD_BONUS: Final = 0.30
# The sum of IDF of the claim's words in a passage at which the confidence counts fully: three or
# four telling words. Chosen on `posts-train`.
RETOLD_IDF: Final = 20.0

# --- what is asked back at any confidence ---------------------------------------------------------

# Two claims whose scores are nearer than this, ...
TIE_SCORE: Final = 0.02
# ... and that hold the same share of the question within this, fit alike. Set by hand: neighbours
# in the order of words alone.
TIE_COVERAGE: Final = 0.005
# The IDF from which on a word can tell one claim from another: "the" and "of" stay below, "letter"
# does not. Set by hand between them.
TELLING_IDF: Final = 2.5
# How far below ``found`` the confidence is put where question and claim contradict each other: any
# small step does.
CONTRADICTED_BY: Final = 0.01
# So many telling words say which of two facts is meant that hold all of them, where one of the two
# contradicts them. Set by hand on the starter facts: "trump's letter to kim" means several.
FEWEST_TELLING_APART: Final = 4

# What a word that people add to any claim ("photo", "2021 video") counts where it is missing,
# beside any other. Set by hand on questions with such a word more.
HARMLESS: Final = 0.3

# What is left of the confidence where the question names someone or somewhere that the fact does
# not: what shares the rest of the question is hardly ever meant. Set by hand on the starter facts.
NAME_MISSING: Final = 0.8
# The weight from which on a word that is no name is met, where the fact shares names only with the
# question: two slips or a beginning are none.
MET_FOR_SURE: Final = 0.75

# --- what contradicts (facts.matching.decision.contradictions) ------------------------------------

# The weight from which on a typed word is taken for a stored one: one slip, not two with another
# first letter ("westport" is not "eastport"). Set by hand between them.
MEANT_WEIGHT: Final = 0.65
# ... and from which on even a common word of English is: two words written as one, an inflection.
JOINED_WEIGHT: Final = 0.93
# ... and the letters from which on the last word may be the beginning of another.
BEGUN_LETTERS: Final = 3
# The weight from which on an alias says the same; a weaker one may as well be something else.
SAME_ALIAS: Final = 0.9
# A stem of so many letters with "un" or "non" before it is its opposite: "illegal" is listed.
NEGATED_LETTERS: Final = 4
# A question is held to a claim word by word where it shares so many words with it, ...
HELD_WORDS: Final = 2
# ... which are so much of the question.
HELD_SHARE: Final = 0.5
# A long question is this claim as a whole where so much of it is; from so many telling words on, it
# must be so much of the claim too.
RETOLD_SHARE: Final = 0.6
ONE_CLAIM_TERMS: Final = 14
# A part of a longer text repeats a claim that it holds so much of: below, posts lose half of what
# is found. Measured on `posts-dev`.
REPEATED_SHARE: Final = 0.5
# ... and that is so much of the part, in telling words.
DENSE_SHARE: Final = 0.5
# ... so many words before and behind it are compared too.
BESIDE_WORDS: Final = 2
# A question without small words is a sentence all the same where so many of its words, and so much
# of it, stand in the claim's order.
IN_ORDER_WORDS: Final = 4
IN_ORDER_SHARE: Final = 0.8
# In a list of at least so many words a thing that the fact does not have makes another claim, ...
LIST_TERMS: Final = 5
# ... and a "not" that is left out does, between at least so many shared words in a row.
LIST_WORDS: Final = 4
# One word is exchanged between at least so many shared ones, that are so much of the question.
EXCHANGED_WORDS: Final = 3
EXCHANGED_SHARE: Final = 0.6
# ... and so many together, for as many: more are a paraphrase. Measured on questions typed by hand.
EXCHANGED_MOST: Final = 2
# ... unless it stands in the claim at most so many words from there: "a mall in Houston".
NEAR_WORDS: Final = 5
# So many telling words on either side of a verb may be who did it and to whom, in a sentence and in
# a list of words.
ROLE_WORDS, ROLE_WORDS_OF_A_LIST = 3, 2
# In a question of more telling words, in quite another order than the claim's, who did it to whom
# is not looked for.
ROLE_TERMS: Final = 8
# Two amounts in different units are the same within this share: what rounding makes of them.
ROUNDED_BY: Final = 0.03
# A month or weekday more is harmless for a fact without any, where so many words were met.
ELSE_MET: Final = 3

# --- confidence that is not computed from words -------------------------------------------------

# Of a fact whose source's link stands in the question: the upper end of the scale.
LINK_CONFIDENCE: Final = 1.3
# The weight from which on a met word counts as the very word, for an answer to be ``exact``.
EXACT_WEIGHT: Final = 0.999

# --- what is proposed by meaning, and never decided -------------------------------------------

# The cosine below which the nearest claim is not proposed, however far ahead it is (for stores with
# hardly a claim to compare with), of a sentence and of a few words. Chosen on tests/languages.
PROPOSED_COSINE, PROPOSED_COSINE_OF_FEW = 0.30, 0.26
# What the nearest claim must reach, of a sentence and of a few words, when a share of the mean
# cosine of the fourth to thirteenth is taken off: unstored questions are as near to many claims as
# to the first. Chosen on tests/languages among 30 to 3,000 other claims, so that at most .25 of
# unstored questions are offered anything.
PROPOSED_SCORE, PROPOSED_SCORE_OF_FEW = 0.22, 0.18
# From more words on a question is a sentence here.
FEW_WORDS: Final = 4
PROPOSED_AHEAD_WEIGHT: Final = 0.7
# What confidence by words counts against a cosine, in the order of what is proposed: names are
# often the same in both languages. Set by hand.
PROPOSED_WORDS_WEIGHT: Final = 0.3
# A question without a small word is in English where at least this share of its words is common in
# English and all its letters are plain: then no claim in English is proposed. From the lower share
# on it may be, as other languages share words with it ("vaccins autisme"): a claim must be as near
# as hardly an unstored one is. Chosen on tests/languages.
ENGLISH_SHARE, MAYBE_ENGLISH_SHARE = 0.9, 0.5
PROPOSED_COSINE_IF_MAYBE_ENGLISH: Final = 0.45
# A question in no known language that misses at least this share of its words shares names and
# figures alone with a claim, and is not answered. Chosen on tests/languages.
UNKNOWN_WORDS_SHARE: Final = 0.5

# --- what is offered beside an answer ---------------------------------------------------------

# The share of the best confidence below which a candidate is not offered: it has hardly a word in
# common with the question. Set by hand on the starter facts.
OFFERED_SHARE: Final = 1 / 3
# The confidence below which the topics of a refused candidate are not named as near: it shares at
# most one common word with the question. Set by hand on the starter facts.
NEAR_TOPIC: Final = 0.2


class Strictness(StrEnum):
    """How sure a desk wants to be before a fact is given as the answer."""

    STRICT = "strict"
    NORMAL = "normal"
    LAX = "lax"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The confidence (0 to 1.3) from which on a fact is found, or is at least offered."""

    found: float
    unsure: float

    def decide(self, confidence: float) -> Decision:
        if confidence >= self.found:
            return Decision.FOUND
        return Decision.UNSURE if confidence >= self.unsure else Decision.NOT_FOUND

    def decide_on(self, candidates: Sequence[Candidate], *, undecided: bool) -> Decision:
        """Decide on the first of ``candidates``: never found where it contradicts the question, or
        where ``undecided``.
        """
        if not candidates:
            return Decision.NOT_FOUND
        decision = self.decide(candidates[0].score)
        doubtful = undecided or candidates[0].differences
        return Decision.UNSURE if doubtful and decision is Decision.FOUND else decision


# By the curve: normal answers 86 % of the known questions of `short` right and 3 % of the unknown
# ones falsely; strict halves the false answers, lax doubles them (the table in docs/matching.md).
THRESHOLDS: Final = {
    Strictness.STRICT: Thresholds(found=0.92, unsure=0.66),
    Strictness.NORMAL: Thresholds(found=0.85, unsure=0.60),
    Strictness.LAX: Thresholds(found=0.76, unsure=0.52),
}
