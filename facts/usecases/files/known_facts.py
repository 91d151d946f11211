"""Which fact a row of a file is: one that the desk has, one that the file had before, or a new one.

By its ``ref`` if it has one; else by the page it is about, and where several facts are about that
page by the claim, as our matcher calls it the same. Never by its place in the file.
"""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from facts.interchange import fact_line
from facts.matching.decision.judgement import Decision
from facts.matching.search import ClaimIndex
from facts.model import STARTER, DeskId, Fact, FactContent, FactDraft, Source, canonical_link
from facts.store.protocol import Add, Edit, FactStore, Write

_FACTS_PER_TURN = 20
# A page that so many facts are about is compared by the letters of its claims alone.
_MOST_COMPARED = 100
# What a desk notes about a fact after it was taken in, as it is before that.
_NOTED = {"retraction": None, "review": None, "corrections": ()}
_NO_TIME = datetime.min.replace(tzinfo=UTC)


class SameFactTwiceError(Exception):
    """Two rows of a file are one fact and say different things. ``number`` is the earlier one's."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


@dataclass(slots=True)
class _OfOnePage:
    """The facts, and rows of the file, that are about one page. Rows have negative numbers."""

    claims: dict[int, FactDraft] = field(default_factory=dict)
    by_text: dict[str, int] = field(default_factory=dict)
    index: ClaimIndex | None = None

    def add(self, number: int, draft: FactDraft) -> None:
        self.claims[number] = draft
        for text in (draft.claim.text, *draft.other_wordings):
            self.by_text.setdefault(text.casefold(), number)
        if self.index is not None:
            self.index.put(_as_fact(number, draft))

    def same_claim(self, draft: FactDraft) -> int | None:
        """The number of the one that makes the claim of ``draft``, if any does."""
        exact = self.by_text.get(draft.claim.text.casefold())
        if exact is not None or len(self.claims) > _MOST_COMPARED:
            return exact
        if self.index is None:
            self.index = ClaimIndex()
            for number, claim in self.claims.items():
                self.index.put(_as_fact(number, claim))
        judgement = self.index.search(draft.claim.text, None)
        return judgement.candidates[0].fact_id if judgement.decision is Decision.FOUND else None


class KnownFacts:
    """What a desk, and the starter facts, hold when an import begins, and the rows seen since."""

    def __init__(self, desk: DeskId, *, once_a_page: bool) -> None:
        self._desk = desk
        self._once_a_page = once_a_page
        self._by_ref: dict[str, Fact] = {}
        self._starter: dict[str, Fact] = {}
        # The same content may be stored more than once; each copy answers for one line.
        self._without_ref: dict[str, list[int]] = {}
        self._facts: dict[int, Fact] = {}
        self._pages: dict[str, _OfOnePage] = {}
        # The row that a stored fact, or an earlier row, was found to be: its number and content.
        self._taken: dict[int, tuple[int, FactDraft]] = {}

    @classmethod
    async def read(
        cls, store: FactStore, desk: DeskId, *, once_a_page: bool = True
    ) -> "KnownFacts":
        """``once_a_page``: rows of the file that are one review are one fact."""
        known = cls(desk, once_a_page=once_a_page)
        seen = 0
        async for fact in store.facts({desk, STARTER}):
            seen += 1
            if seen % _FACTS_PER_TURN == 0:
                await asyncio.sleep(0)
            known._hold(fact)
        return known

    def _hold(self, fact: Fact) -> None:
        if fact.ref is None:
            self._without_ref.setdefault(_said(fact), []).append(fact.id)
        elif fact.desk != self._desk:
            self._starter[fact.ref] = fact
        else:
            self._by_ref.setdefault(fact.ref, fact)
        if fact.desk == self._desk:
            self._facts[fact.id] = fact
            self._add_to_pages(fact.id, fact, pages_of(fact))

    def write_for(
        self, draft: FactDraft, number: int, pages: Sequence[str], times: Mapping[str, int]
    ) -> Write | None:
        """What must be written for row ``number``; None when it is there already.

        ``pages`` are those that it is about, ``times`` how many rows are about each. Raises
        SameFactTwiceError.
        """
        if draft.ref is None:
            if copies := self._without_ref.get(_said(draft)):
                self._taken[copies.pop()] = number, draft
                return None
        elif known := self._by_ref.get(draft.ref):
            self._taken[known.id] = number, draft
            return self._edit(draft, known)
        elif (starter := self._starter.get(draft.ref)) and (fact_line(starter) == fact_line(draft)):
            return None
        found = self._about_the_same(draft, pages, times)
        if found is None:
            if self._once_a_page and any(source.rating for source in draft.sources):
                self._add_to_pages(-number, draft, pages)
            self._taken[-number] = number, draft
            return Add(self._desk, draft)
        if found in self._taken:
            earlier, there = self._taken[found]
            if _in_one_form(there) != _in_one_form(draft):
                raise SameFactTwiceError(earlier)
            return None
        self._taken[found] = number, draft
        return self._edit(_onto(draft, self._facts[found]), self._facts[found])

    def _add_to_pages(self, number: int, draft: FactDraft, pages: Sequence[str]) -> None:
        for page in pages:
            self._pages.setdefault(page, _OfOnePage()).add(number, draft)

    def _edit(self, draft: FactDraft, known: Fact) -> Write | None:
        draft = _with_what_the_desk_noted(draft, known)
        if fact_line(draft) == fact_line(known):
            return None
        return Edit(known.id, known.revision, draft)

    def _about_the_same(
        self, draft: FactDraft, pages: Sequence[str], times: Mapping[str, int]
    ) -> int | None:
        known = [(page, self._pages[page]) for page in pages if page in self._pages]
        for _, there in known:
            same = there.same_claim(draft)
            if same is not None and _may_be_one(draft, there.claims[same]):
                return same
        for page, there in known:
            # A review whose claim was put in new words is still the only one of its page.
            one = next(iter(there.claims))
            alone = len(there.claims) == 1 and times[page] == 1 and one > 0
            are_reviews = _is_rated(draft, page) and _is_rated(there.claims[one], page)
            if alone and are_reviews and _may_be_one(draft, there.claims[one]):
                return one
        return None


def _may_be_one(draft: FactDraft, other: FactDraft) -> bool:
    """Two with different refs are two facts, whatever they say."""
    return draft.ref is None or other.ref is None or draft.ref == other.ref


def pages_of(draft: FactContent) -> tuple[str, ...]:
    """The pages that a fact is about, each in its one form.

    Of the fact-checks among its sources if there are any, else of all sources.
    """
    rated = [source for source in draft.sources if source.rating]
    links = (link for source in rated or draft.sources for link in _links(source))
    return tuple(dict.fromkeys(map(canonical_link, links)))


def _links(source: Source) -> Iterator[str]:
    yield from filter(None, (source.url, source.archived_url))


def _is_rated(draft: FactContent, page: str) -> bool:
    return any(
        source.rating and page in map(canonical_link, _links(source)) for source in draft.sources
    )


def _onto(draft: FactDraft, known: Fact) -> FactDraft:
    """``draft`` as the next revision of a fact that it only shares a page with.

    What the desk added to it since is not in the file, and stays.
    """
    kept = {
        name: getattr(draft, name) or getattr(known, name)
        for name in ("ref", "topics", "other_wordings", "verdict")
    }
    if not draft.responses:
        sources = list(known.sources)
        for source in draft.sources:
            twin = next((n for n, there in enumerate(sources) if _is_same(there, source)), None)
            if twin is None:
                sources.append(source)
            else:
                stays = {
                    name: getattr(sources[twin], name)
                    for name in Source.model_fields
                    if not getattr(source, name) or name == "url"
                }
                sources[twin] = source.model_copy(update=stays)
        kept |= {"responses": known.responses, "sources": tuple(sources)}
    return FactDraft.model_validate(draft.model_copy(update=kept).model_dump(mode="json"))


def _in_one_form(draft: FactDraft) -> str:
    """What ``draft`` says, the same for all spellings of its links."""
    sources = (
        source.model_copy(update={"url": source.url and canonical_link(source.url)})
        for source in draft.sources
    )
    return fact_line(draft.model_copy(update={"sources": tuple(sources)}))


def _is_same(one: Source, other: Source) -> bool:
    if one.url and other.url:
        return canonical_link(one.url) == canonical_link(other.url)
    return one.model_copy(update={"quotes": ()}) == other.model_copy(update={"quotes": ()})


def _with_what_the_desk_noted(draft: FactDraft, known: Fact) -> FactDraft:
    """A file that knows of no retraction, review or correction does not take it away."""
    noted = {part: getattr(known, part) for part in _NOTED if not getattr(draft, part)}
    return draft.model_copy(update=noted)


def _said(fact: FactDraft) -> str:
    """The fact without what its desk noted about it since it was taken in."""
    return fact_line(fact.model_copy(update=_NOTED))


def _as_fact(number: int, draft: FactDraft) -> Fact:
    content = {name: getattr(draft, name) for name in FactDraft.model_fields}
    # Without its sources: it is compared by what it claims, not by the page all share.
    return Fact.model_construct(
        **content | {"sources": ()},
        id=number,
        desk=STARTER,
        revision=1,
        created_at=_NO_TIME,
        changed_at=_NO_TIME,
    )
