"""The index of claims: finds candidates by their words, then has them judged."""

import math
import re
from collections import defaultdict
from collections.abc import Collection

import snowballstemmer  # type: ignore[import-untyped]
from rapidfuzz.distance import OSA

from facts.matching.folding import fold
from facts.matching.judgement import Candidate, Decision, Judgement, WordMatch
from facts.model import DeskId, Fact

_WORD = re.compile(r"[^\W_]+")
_FRAMING = frozenset(
    fold(
        """
        a an the is it true that did do does was were are be of to in on for and or who what when
        where why how with by at from has have had fake hoax
        """
    ).split()
)
_FOUND, _UNSURE = 0.85, 0.6
_FUZZY_FROM = 4


class FuzzyIndex:
    """A ClaimIndex in memory."""

    def __init__(self) -> None:
        self._facts: dict[int, tuple[DeskId, float, dict[str, float]]] = {}
        self._holders: dict[str, set[int]] = defaultdict(set)
        self._stemmer = snowballstemmer.stemmer("english")

    def put(self, fact: Fact) -> None:
        self.remove(fact.id)
        words: dict[str, float] = {}
        for weight, text in _texts(fact):
            for word in _WORD.findall(fold(text).replace("'s", "")):
                words[word] = max(weight, words.get(word, 0.0))
        self._facts[fact.id] = (fact.desk, fact.changed_at.timestamp(), words)
        for word in words:
            self._holders[word].add(fact.id)

    def remove(self, fact_id: int) -> None:
        _, _, words = self._facts.pop(fact_id, (None, None, {}))
        for word in words:
            self._holders[word].discard(fact_id)

    def search(self, question: str, desks: Collection[DeskId] | None, limit: int = 5) -> Judgement:
        asked = [
            w for w in dict.fromkeys(_WORD.findall(fold(question)[:2000])) if w not in _FRAMING
        ]
        total = sum(self._rarity(word) for word in asked)
        met: dict[int, dict[str, WordMatch]] = defaultdict(dict)
        for word in asked:
            for other, weight in self._near(word).items():
                for fact_id in self._holders[other]:
                    desk, _, words = self._facts[fact_id]
                    if desks is not None and desk not in desks:
                        continue
                    match = WordMatch(word, other, weight * words[other])
                    if match.weight > met[fact_id].get(word, WordMatch(word, "", 0.0)).weight:
                        met[fact_id][word] = match
        candidates = sorted(
            (
                Candidate(
                    fact_id,
                    sum(m.weight * self._rarity(m.asked) for m in matches.values()) / total,
                    tuple(matches.values()),
                    tuple(word for word in asked if word not in matches),
                )
                for fact_id, matches in met.items()
            ),
            key=lambda candidate: (-candidate.score, -candidate.fact_id),
        )[:limit]
        return Judgement(
            _decide(candidates),
            tuple(candidates),
            exact=bool(candidates)
            and not candidates[0].missing
            and all(match.weight == 1.0 for match in candidates[0].matched),
        )

    def complete(
        self, typed: str, desks: Collection[DeskId] | None, limit: int = 25
    ) -> tuple[int, ...]:
        asked = _WORD.findall(fold(typed)[:200])
        fits = []
        for fact_id, (desk, changed, words) in self._facts.items():
            if desks is not None and desk not in desks:
                continue
            held = sum(any(other.startswith(word) for other in words) for word in asked)
            if held == len(asked):
                fits.append((changed, fact_id))
        return tuple(fact_id for _, fact_id in sorted(fits, reverse=True)[:limit])

    def _near(self, word: str) -> dict[str, float]:
        stem = self._stemmer.stemWord(word)
        near = {}
        for other, holders in self._holders.items():
            if not holders:
                continue
            if other == word:
                near[other] = 1.0
            elif self._stemmer.stemWord(other) == stem:
                near[other] = 0.98
            elif len(word) >= _FUZZY_FROM and OSA.distance(word, other, score_cutoff=1) <= 1:
                near[other] = 0.85
        return near

    def _rarity(self, word: str) -> float:
        return math.log(1 + (len(self._facts) + 1) / (len(self._holders.get(word, ())) + 0.5))


def _texts(fact: Fact) -> list[tuple[float, str]]:
    texts = [(1.0, fact.claim.text), *((1.0, wording) for wording in fact.other_wordings)]
    texts += [(0.95, source.headline) for source in fact.sources if source.headline]
    texts += [(0.9, topic) for topic in fact.topics]
    texts += [(0.9, fact.claim.quote or ""), (0.9, getattr(fact.claim.speaker, "name", "") or "")]
    texts += [(0.9, part or "") for r in fact.responses for part in (r.by, r.role, r.text, r.quote)]
    return texts


def _decide(candidates: list[Candidate]) -> Decision:
    best = candidates[0].score if candidates else 0.0
    if best >= _FOUND:
        return Decision.FOUND
    return Decision.UNSURE if best >= _UNSURE else Decision.NOT_FOUND
