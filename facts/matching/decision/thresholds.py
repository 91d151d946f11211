"""The thresholds and weights of ranking and of the decision found / unsure / not found.

All numbers that decide stand in this one file, also those that retrieval in
``facts.matching.index`` shares with the decision, so that they can be weighed against each other.

The weights of single word matches are set where matches are made, and feed into these: by typo,
prefix, inflection and compound in ``facts.matching.index.fuzzy_search``, by place in the fact in
``facts.matching.index.indexed_facts``, and by alias in ``facts.matching.text.lexicon``.

Each comment says what the number is, its unit and how it was chosen. "By the curve" means: on the
evaluation set `short`, the middle of the values that answer most questions right with at most 5 %
false answers (docs/matching.md). ``Fit`` and ``Question`` explain the quantities.
"""

from enum import StrEnum
from typing import Final

from facts.matching.decision.judgement import Thresholds

# --- ranking (facts.matching.decision.scoring) ----------------------------------------------------

# Tie-breakers between facts that hold the same share of a question (each times a figure from 0 to
# 1): matched words standing together as asked, and little else standing in the claim. By R@1 on
# `short`.
CLOSENESS, SHARE = 0.1, 0.15
# Added to the score for a cosine of 1, where embeddings are used. By MAP@5 on `posts-train`.
NEARNESS: Final = 0.4
# A match above this weight fixes the position of a word; a mere prefix does not.
STANDS_WEIGHT: Final = 0.6
# Two consecutive words of the question count half as adjacent up to this distance in the claim, in
# words.
CLOSE_WORDS: Final = 4
# Added to the total IDF of a claim when its share in the question is measured: about one word, so
# that short claims do not win by being short.
UNSAID_IDF: Final = 10.0

# --- the confidence of a short question ---------------------------------------------------------

# Added to the IDF of each word of the question (an IDF is 0 to 14). A missing common word then
# costs nearly as much as a missing rare one: a question is about all its words. By the curve.
EVENING_IDF: Final = 10.0
# Confidence per unit of lead over the next other claim (scores are 0 to about 1.2). By the curve.
LEAD_WEIGHT: Final = 0.7
# The lead, in the same unit, at which that term is capped. By the curve.
CLEAR_LEAD: Final = 0.25
# The sum of IDF of the matched words from which the confidence counts fully: about two content
# words. Below, it falls, as one common word does not identify a claim. By the curve.
TRUSTED_IDF: Final = 12.0
# The share of the confidence that remains when no content word matched. By the curve.
LEAST_TRUST: Final = 0.5

# --- the confidence of a passage ------------------------------------------------------------------

# A text with more different content words than this is treated as a passage: it says more than one
# claim. Chosen between the longest questions of `short` (8 words) and the shortest posts.
PASSAGE_TERMS: Final = 7
# The power of the IDF that weighs the words of a passage in ranking: its rarest words identify the
# claim. Chosen by MAP@5 on `posts-train`.
PASSAGE_IDF_POWER: Final = 1.5
# Added to the share (0 to 1, by IDF) of the claim that a passage contains: at the normal threshold,
# .55 of a claim is then enough, since half of its words can be paraphrased. Chosen on
# `posts-train`.
RETOLD_BONUS: Final = 0.30
# The sum of IDF of the claim's words in a passage from which the confidence counts fully: three or
# four content words. Chosen on `posts-train`.
RETOLD_IDF: Final = 20.0

# --- what is unsure at any confidence -------------------------------------------------------------

# Two claims tie if their scores differ by less than TIE_SCORE and their shares of the question by
# less than TIE_COVERAGE: only word order tells them apart. Set by hand.
TIE_SCORE: Final = 0.02
TIE_COVERAGE: Final = 0.005
# A word with at least this IDF can tell claims apart: "letter" can, "the" and "of" cannot. Set by
# hand between them.
TELLING_IDF: Final = 2.5
# If question and claim contradict each other, the confidence is capped at this much below
# ``found``: any small step does.
CONTRADICTED_BY: Final = 0.01
# With at least this many content words, a question that two facts fully match means the one that
# does not contradict it. Set by hand on the starter facts: "trump's letter to kim" means several.
FEWEST_TELLING_APART: Final = 4

# The weight of a missed word that people add to any claim ("photo", "2021 video"), relative to
# other words. Set by hand on questions with one such word added.
HARMLESS: Final = 0.3

# The first candidate is compared word by word from this confidence on: the words that it has in
# other words then count too. Set by hand on questions typed by hand.
COMPARED_FIRST: Final = 0.4
# They count in a question of at least this many content words. By the false answers on `short`.
MEANT_TERMS: Final = 3

# The factor on the confidence if the question names a person or place that the fact does not have:
# the rest of the question is then hardly ever enough. Set by hand on the starter facts.
NAME_MISSING: Final = 0.8
# If a fact and a question share names, at least one other word has to match with this weight: a
# match with two typos or a prefix is not enough.
CERTAIN_WEIGHT: Final = 0.75

# --- contradictions (facts.matching.decision.contradictions) --------------------------------------

# A typed word is taken for a stored one from this match weight on. With the weights of
# ``facts.matching.index.fuzzy_search`` that allows two typos (0.7), but not two with a different
# first letter (0.63: "westport" is not "eastport"). Set by hand between them.
MEANT_WEIGHT: Final = 0.65
# The same for a common English word, which is rarely a typo: only two words joined (0.95) or an
# inflection (0.97) count, not swapped letters (0.91).
JOINED_WEIGHT: Final = 0.93
# An alias is a synonym from this weight on: ``facts.matching.text.lexicon`` gives 0.93 to strong
# aliases and 0.7 to weak ones, which may mean something else.
SAME_ALIAS: Final = 0.9
# "un" or "non" before a stem of at least this many letters makes its antonym. Shorter and irregular
# ones ("illegal") are listed.
NEGATED_LETTERS: Final = 4
# A figure from the first to the last of these may be a year. Set by hand: claims tell of little
# before printing, and of plans up to the end of this century.
FIRST_YEAR, LAST_YEAR = 1500, 2100
# A name or an unknown word is another spelling of one that sounds the same, in at least this many
# consonants, if this share of the letters is the same: "josfat" and "josphat", not "marino" and
# "moreno".
SOUND_LETTERS: Final = 3
RESPELT_SHARE: Final = 0.75
# Question and claim are compared word by word if they share at least this many words.
HELD_WORDS: Final = 2
# They also have to share at least this part of the question.
HELD_SHARE: Final = 0.5
# A clause that has this many words of the claim tells it: others that have none are talk.
TOLD_WORDS: Final = 3
# Of what somebody tells of himself, at most this share is in the claim.
TALK_SHARE: Final = 0.5
# A long question repeats the claim as a whole if it shares at least RETOLD_SHARE of its words with
# it. With more than ONE_CLAIM_TERMS content words it must be that share of the claim too.
RETOLD_SHARE: Final = 0.6
ONE_CLAIM_TERMS: Final = 14
# A part of a longer text repeats a claim if it contains at least this share of it; higher values
# lose half of the posts' answers. Measured on `posts-dev`.
REPEATED_SHARE: Final = 0.5
# Where it contains at least this share of the claim, but not its verb, another verb beside makes it
# another story. Chosen on `posts-train`: 8 of 177 right answers lack the verb at this share.
TOLD_SHARE: Final = 0.6
# Of that part's content words, at least this share has to be in the claim.
DENSE_SHARE: Final = 0.5
# This many words before and after that part are compared too.
BESIDE_WORDS: Final = 2
# A question without function words is still a sentence if at least IN_ORDER_WORDS of its words, and
# this share of it, stand in the claim's order.
IN_ORDER_WORDS: Final = 4
IN_ORDER_SHARE: Final = 0.8
# In a keyword list of at least this many words, a thing that the fact does not have makes it
# another claim.
LIST_TERMS: Final = 5
# In a keyword list, a missing "not" contradicts if at least this many words in a row match around
# it.
LIST_WORDS: Final = 3
# A different word at one position contradicts if at least this many words match, and this share of
# the question.
EXCHANGED_WORDS: Final = 3
EXCHANGED_SHARE: Final = 0.6
# At most this many neighbouring words count as replaced: more are a paraphrase. Measured on
# questions typed by hand.
EXCHANGED_MOST: Final = 2
# A word is not replaced but only moved if the claim has it at most this many words away: "a mall in
# Houston" for "a Houston mall".
NEAR_WORDS: Final = 5
# Agent and patient are looked for within this many content words on either side of a verb, in a
# sentence and in a keyword list.
ROLE_WORDS, ROLE_WORDS_OF_A_LIST = 3, 2
# Longer questions (in content words) whose order differs a lot from the claim's are not checked for
# swapped roles.
ROLE_TERMS: Final = 8
# The relative difference up to which amounts in different units are equal: rounding.
ROUNDED_BY: Final = 0.03
# An extra month or weekday is harmless for a fact without dates if at least this many words match.
ELSE_MET: Final = 3

# --- how far the checks of contradictions look ----------------------------------------------------

# In words of a text unless said otherwise; by hand, as far as the longest worked example needs it
# (tests/facts/matching/decision/examples.txt and test_comparison_windows.py).

# On each side of a verb or preposition; in a noun phrase, in content words; behind a verb for the
# "by" that names who did it; between a verb and its particle: "pull a nail out".
CLAUSE_WORDS: Final = 14
PHRASE_WORDS: Final = 4
AGENT_WORDS: Final = 9
PARTICLE_WORDS: Final = 6
# On each side of a comparison or between two events, and of other relations, in content words.
COMPARED_WORDS, RELATED_WORDS = 8, 4
# What a "not" is said of, in content words behind it: where the question retells the claim in
# another order, and where it negates what the claim denies ("refused to give").
NEGATED_WORDS, REFUSED_WORDS = 2, 3
# What a wish or a "may" is said of, in content words behind it.
WISHED_WORDS: Final = 3
# Before a figure: a bound ("at least"), and the "all" of an "all but".
BOUND_WORDS, ALL_WORDS = 3, 12
# Where an adjective or a role stands that only adds to a name.
ADDED_WORDS: Final = 3
# From the last word that matched to one that is taken for a slip.
SLIP_WORDS: Final = 4
# In a question of at most this many words an unknown one may be typed for any of the claim's: with
# more, some claim word looks like it by chance.
SLIP_QUESTION_WORDS: Final = 40
# Who misspells this many words may type a known word for any one slip away.
CARELESS_SLIPS: Final = 2
# The letters of an abbreviation by first letters ("moh"); from the second number of letters on the
# last may be missing.
INITIALS, LONG_INITIALS = range(2, 7), 4
# How much is compared, which bounds the cost and nothing else: positions of one word in a claim,
# words of a gap and unmatched ones of a text, figures, verbs and relations of a text.
MOST_PLACES: Final = 4
MOST_IN_A_GAP, MOST_ALONE = 6, 30
MOST_FIGURES, MOST_VERBS, MOST_RELATIONS = 20, 12, 12

# --- confidence that is not computed from words ---------------------------------------------------

# The confidence of a fact whose source's link is in the question: the top of the scale.
LINK_CONFIDENCE: Final = 1.3
# The match weight from which an answer counts as ``exact``.
EXACT_WEIGHT: Final = 0.999

# --- semantic proposals, which are never given as the answer --------------------------------------

# The lowest cosine for proposing the nearest claim, for a sentence and for a few words. It matters
# in stores with too few claims to compare with. Chosen on tests/languages.
PROPOSED_COSINE, PROPOSED_COSINE_OF_FEW = 0.30, 0.26
# A relative threshold, for a sentence and for a few words: what the cosine of the nearest claim
# must reach after subtracting a share of the mean cosine of the fourth to thirteenth. Unstored
# questions are about as near to many claims as to the first. Chosen on tests/languages among 30 to
# 3,000 other claims, so that at most .25 of unstored questions get a proposal.
PROPOSED_SCORE, PROPOSED_SCORE_OF_FEW = 0.22, 0.18
# A question with more words than this counts as a sentence here.
FEW_WORDS: Final = 4
PROPOSED_AHEAD_WEIGHT: Final = 0.7
# The weight of lexical confidence relative to a cosine when proposals are ranked: names are often
# the same in both languages. Set by hand.
PROPOSED_WORDS_WEIGHT: Final = 0.3
# A question without function words, in plain letters, counts as English if at least the higher
# share of its words is common in English; no English claim is then proposed. From the lower share
# on it may be English, as other languages share words with it ("vaccins autisme"): a claim then has
# to pass a stricter threshold. Chosen on tests/languages.
ENGLISH_SHARE, MAYBE_ENGLISH_SHARE = 0.9, 0.5
PROPOSED_COSINE_IF_MAYBE_ENGLISH: Final = 0.45
# A question of unknown language that misses at least this share of its words shares only names and
# figures with a claim, and is not answered. Chosen on tests/languages.
UNKNOWN_WORDS_SHARE: Final = 0.5

# --- what is offered beside an answer ---------------------------------------------------------

# Candidates below this share of the best confidence are not offered: they have hardly a word in
# common with the question. Set by hand on the starter facts.
OFFERED_SHARE: Final = 1 / 3
# Topics of a refused candidate below this confidence are not suggested: it shares at most one
# common word with the question. Set by hand on the starter facts.
NEAR_TOPIC: Final = 0.2


class Strictness(StrEnum):
    """How certain a desk wants to be before a fact is given as the answer."""

    STRICT = "strict"
    NORMAL = "normal"
    LAX = "lax"


# By the curve: docs/matching.md has what each setting answers correctly and falsely.
THRESHOLDS: Final = {
    Strictness.STRICT: Thresholds(found=0.92, unsure=0.66),
    Strictness.NORMAL: Thresholds(found=0.85, unsure=0.60),
    Strictness.LAX: Thresholds(found=0.76, unsure=0.52),
}
