"""Deduplication of imports: whether a row is an existing fact, an earlier row, or new.

Rows are matched by ``ref`` if they have one; otherwise by the page they are about and, if several
facts are about that page, by the claim as judged by the matcher. Never by row number.
"""

from collections import OrderedDict
from collections.abc import Sequence
from datetime import UTC, datetime
from enum import Enum

from facts.interchange.file_formats import fact_line
from facts.interchange.problems import Problem
from facts.matching.decision.judgement import Decision
from facts.matching.search import ClaimIndex
from facts.model import STARTER, DeskId, Fact, FactDraft, Source, canonical_link
from facts.store.protocol import Edit, FactStore
from facts.usecases.files.import_rows import (
    NOTED_BY_DESK,
    ImportRows,
    RepeatedRowError,
    ValidRow,
    content_digest,
    facts_like,
    is_rated,
    pages_of,
    wordings_of,
)

# With more facts than this on a page, claims are compared by their letters alone.
_MOST_COMPARED = 100
_PAGES_KEPT = 200
# A claim's id is that of its fact, or this number plus the position of its row.
_ROWS = 2**40
_TABLES = """
CREATE TABLE known_refs (ref TEXT, starter INTEGER, fact INTEGER, PRIMARY KEY (ref, starter))
    WITHOUT ROWID;
CREATE TABLE copies (said BLOB, fact INTEGER, PRIMARY KEY (said, fact)) WITHOUT ROWID;
CREATE TABLE claims (page TEXT, wording BLOB, claim INTEGER, PRIMARY KEY (page, wording, claim))
    WITHOUT ROWID;
CREATE TABLE times (page TEXT PRIMARY KEY, rows INTEGER) WITHOUT ROWID;
CREATE TABLE taken (claim INTEGER PRIMARY KEY, place INTEGER);
"""


class Fate(Enum):
    """What happens to a row that changes no fact."""

    NEW = "new"
    STORED = "stored already"


class KnownFacts:
    """The facts of a desk and the starter facts when an import begins, and the rows seen since.

    Only keys of facts are kept, in the temporary database of the rows.
    """

    def __init__(
        self, store: FactStore, desk: DeskId, rows: ImportRows, *, once_a_page: bool
    ) -> None:
        self._store = store
        self._desk = desk
        self._once_a_page = once_a_page
        self._rows = rows
        # A cache of the claims of the pages compared last: rows about one page are mostly adjacent.
        self._compared: OrderedDict[str, ClaimIndex] = OrderedDict()
        # Which of the tables have entries: most imports need not ask the empty ones.
        self._has_copies = self._has_refs = self._has_pages = False
        rows.db.executescript(_TABLES)

    @classmethod
    async def read(
        cls,
        store: FactStore,
        desk: DeskId,
        rows: ImportRows,
        drafts: Sequence[FactDraft] | None = None,
        *,
        once_a_page: bool = True,
    ) -> "KnownFacts":
        """``drafts``: the rows whose fate will be asked, if that is known. ``once_a_page``: rows
        about the same review are one fact.
        """
        known = cls(store, desk, rows, once_a_page=once_a_page)
        async for fact in facts_like(store, {desk, STARTER}, drafts):
            known._hold(fact)
        return known

    def _hold(self, fact: Fact) -> None:
        do = self._rows.db.execute
        if fact.ref is None:
            self._has_copies = True
            # The same content may be stored several times; each copy matches one row.
            do("INSERT INTO copies VALUES (?, ?)", (content_digest(fact), fact.id))
        else:
            self._has_refs = True
            given = (fact.ref, fact.desk != self._desk, fact.id)
            do("INSERT OR IGNORE INTO known_refs VALUES (?, ?, ?)", given)
        if fact.desk == self._desk:
            for page in pages_of(fact):
                self._has_pages = True
                do("INSERT OR IGNORE INTO times VALUES (?, 0)", (page,))
                self._add_to_page(page, fact.id, wordings_of(fact), fact)

    def expect(self, row: ValidRow) -> bool:
        """Announce a row before its ``fate_of``; whether it has to wait for all rows to be
        announced, because stored facts or an earlier row that waits may bear on its fate.
        """
        ref, one = row.draft.ref, self._rows.one
        if ref is None:
            waits = self._has_copies and one("SELECT 1 FROM copies WHERE said = ?", row.said)
        else:
            waits = self._has_refs and one("SELECT 1 FROM known_refs WHERE ref = ?", ref)
        if self._has_pages and not waits:
            there = "SELECT 1 FROM times WHERE page = ?"
            waits = any(one(there, page) for page in row.pages)
        if waits:
            self._has_pages = True
            count = "INSERT INTO times VALUES (?, 1) ON CONFLICT DO UPDATE SET rows = rows + 1"
            self._rows.db.executemany(count, [(page,) for page in row.pages])
        return bool(waits)

    async def fate_of(self, row: ValidRow) -> Edit | Fate:
        """What to do with a row. Raises RepeatedRowError."""
        return await self._fate_of_known(row) or await self._fate_by_pages(row)

    async def fate_of_unknown(self, row: ValidRow) -> Edit | Fate:
        """The same for a row that need not wait: only earlier rows about its page bear on it."""
        return await self._fate_by_pages(row) if self._once_a_page else Fate.NEW

    async def _fate_of_known(self, row: ValidRow) -> Edit | Fate | None:
        """The decision by ref or by identical content."""
        if row.draft.ref is None:
            find = "SELECT max(fact) FROM copies WHERE said = ?"
            if copy := self._rows.one(find, row.said):
                delete = "DELETE FROM copies WHERE said = ? AND fact = ?"
                self._rows.db.execute(delete, (row.said, copy))
                self._take(copy, row)
                return Fate.STORED
            return None
        # The desk's own fact with that ref, else the starter fact.
        find = "SELECT fact FROM known_refs WHERE ref = ? ORDER BY starter LIMIT 1"
        fact_id = self._rows.one(find, row.draft.ref)
        known = None if fact_id is None else await self._store.get(fact_id)
        if known and known.desk == self._desk:
            self._take(known.id, row)
            return _edit(row.draft, known)
        return Fate.STORED if known and content_digest(known) == row.said else None

    async def _fate_by_pages(self, row: ValidRow) -> Edit | Fate:
        found = await self._about_the_same(row)
        if found is None:
            if self._once_a_page and is_rated(row.draft):
                for page in row.pages:
                    self._add_to_page(page, _ROWS + row.place, row.wordings, row.draft)
            return Fate.NEW
        claim, there = found
        find = "SELECT place FROM taken WHERE claim = ?"
        place = claim - _ROWS if claim > _ROWS else self._rows.one(find, claim)
        if place is not None:
            earlier = self._rows.row(place)
            if _in_one_form(earlier.draft) != _in_one_form(row.draft):
                sentence = f"same claim and page as {earlier.unit} {earlier.number}; keep one"
                raise RepeatedRowError(Problem(row.number, "", sentence, row.unit))
            return Fate.STORED
        self._take(claim, row)
        assert isinstance(there, Fact)  # noqa: S101 - rows of the file are handled elsewhere
        return _edit(_onto(row.draft, there), there)

    def _take(self, fact_id: int, row: ValidRow) -> None:
        """Record which fact a row was matched to."""
        self._rows.db.execute("INSERT OR REPLACE INTO taken VALUES (?, ?)", (fact_id, row.place))

    def _add_to_page(
        self, page: str, claim: int, wordings: Sequence[bytes], draft: FactDraft
    ) -> None:
        given = [(page, wording, claim) for wording in wordings]
        self._rows.db.executemany("INSERT INTO claims VALUES (?, ?, ?)", given)
        if index := self._compared.get(page):
            index.put(_as_fact(claim, draft))

    async def _about_the_same(self, row: ValidRow) -> tuple[int, FactDraft] | None:
        """The known claim on the row's pages that ``row`` repeats, and its fact or row."""
        there = {page: claims for page in row.pages if (claims := self._claims_of(page))}
        for page, claims in there.items():
            same = await self._same_claim(row, page, claims)
            said = None if same is None else await self._with_claim(same)
            if same is not None and said and _may_be_one(row.draft, said):
                return same, said
        for page, claims in there.items():
            # A reworded review is still the only one of its page.
            alone = len(claims) == 1 and claims[0] < _ROWS and is_rated(row.draft)
            if not alone or self._rows.one("SELECT rows FROM times WHERE page = ?", page) != 1:
                continue
            said = await self._with_claim(claims[0])
            if said and _may_be_one(row.draft, said) and page in pages_of(said) and is_rated(said):
                return claims[0], said
        return None

    def _claims_of(self, page: str) -> list[int]:
        """The claims on a page; for a page with too many, only enough to detect that."""
        find = "SELECT DISTINCT claim FROM claims WHERE page = ? LIMIT ?"
        return [claim for (claim,) in self._rows.db.execute(find, (page, _MOST_COMPARED + 1))]

    async def _same_claim(self, row: ValidRow, page: str, claims: Sequence[int]) -> int | None:
        find = "SELECT claim FROM claims WHERE page = ? AND wording = ? ORDER BY claim LIMIT 1"
        exact: int | None = self._rows.one(find, page, row.wordings[0])
        if exact is not None or len(claims) > _MOST_COMPARED:
            return exact
        index = self._compared.pop(page, None)
        if index is None:
            index = ClaimIndex()
            for claim in claims:
                if said := await self._with_claim(claim):
                    index.put(_as_fact(claim, said))
        self._compared[page] = index
        if len(self._compared) > _PAGES_KEPT:
            self._compared.popitem(last=False)
        judgement = index.search(row.draft.claim.text, None)
        if judgement.decision is not Decision.FOUND:
            return None
        found = judgement.candidates[0].fact_id
        return found if found > 0 else _ROWS - found

    async def _with_claim(self, claim: int) -> FactDraft | None:
        """The fact or row with that claim; None if it was removed since."""
        if claim > _ROWS:
            return self._rows.row(claim - _ROWS).draft
        return await self._store.get(claim)


def _edit(draft: FactDraft, known: Fact) -> Edit | Fate:
    # The desk's retraction, reviews and corrections are kept: a file may not have them.
    noted = {part: getattr(known, part) for part in NOTED_BY_DESK if not getattr(draft, part)}
    draft = draft.model_copy(update=noted)
    if all(getattr(draft, part) == getattr(known, part) for part in FactDraft.model_fields):
        return Fate.STORED
    return Edit(known.id, known.revision, draft)


def _may_be_one(draft: FactDraft, other: FactDraft) -> bool:
    """Different refs are different facts, whatever they say."""
    return draft.ref is None or other.ref is None or draft.ref == other.ref


def _onto(draft: FactDraft, known: Fact) -> FactDraft:
    """``draft`` as a new revision of a fact that it shares only a page with.

    What the desk added since is not in the file, and is kept.
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
    """The content of ``draft`` with canonical links, for comparison."""
    sources = (
        source.model_copy(update={"url": source.url and canonical_link(source.url)})
        for source in draft.sources
    )
    return fact_line(draft.model_copy(update={"sources": tuple(sources)}))


def _is_same(one: Source, other: Source) -> bool:
    if one.url and other.url:
        return canonical_link(one.url) == canonical_link(other.url)
    return one.model_copy(update={"quotes": ()}) == other.model_copy(update={"quotes": ()})


def _as_fact(claim: int, draft: FactDraft) -> Fact:
    content = {name: getattr(draft, name) for name in FactDraft.model_fields}
    # Without sources: only the claims are compared, as all share the page.
    never = datetime.min.replace(tzinfo=UTC)
    return Fact.model_construct(
        **content | {"sources": ()},
        id=claim if claim < _ROWS else _ROWS - claim,  # the index needs small ids
        desk=STARTER,
        revision=1,
        created_at=never,
        changed_at=never,
    )
