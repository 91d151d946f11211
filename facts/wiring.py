"""Dependency injection: chooses the store and the index, and builds the use-cases on them."""

import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from pathlib import Path

from dotenv import dotenv_values

from facts.matching.index.disk_cache import IndexCache
from facts.matching.saved_searches import SavedSearches
from facts.matching.search import ClaimIndex
from facts.matching.semantic.encoders import Encoder, ExtraMissingError, MiniLM, MultilingualUSE
from facts.matching.semantic.vector_index import VectorIndex
from facts.matching.semantic.vector_table import VectorStorage
from facts.matching.settings import MatchingSettings
from facts.matching.text.lexicon import Lexicon
from facts.model import Clock, utc_now
from facts.starter import starter_content
from facts.store.address import DEFAULT_STORE, StoreAddress, chosen_address
from facts.store.engines import Opening, engine, newest_backup, open_store
from facts.store.protocol import FactStore, StoreAway
from facts.store.tinydb.folder import INDEX, MEANINGS
from facts.usecases.admission import BLOCKED
from facts.usecases.alerts.alerting import Alerting
from facts.usecases.catalogue import Catalogue
from facts.usecases.desk.desk import Desk
from facts.usecases.desk.desk_settings import KIND as DESK_SETTINGS
from facts.usecases.desk.desk_settings import Setup
from facts.usecases.desk.redactions import Redactor
from facts.usecases.feeds.fetching import FeedSettings
from facts.usecases.files.exporting import Exporting
from facts.usecases.files.importing import Importing, StarterFacts
from facts.usecases.indexing import Indexing
from facts.usecases.memory import keep_little_memory
from facts.usecases.newsroom.newsroom import Newsroom
from facts.usecases.newsroom.privacy import Erasing
from facts.usecases.outbox.delivery_admin import Delivering
from facts.usecases.processes import LARGEST_GROUP, MustStartAgain, Processes, ShardGroup
from facts.usecases.public_facts import PublicFacts
from facts.usecases.questions.asking import Asking
from facts.usecases.questions.calibrating import Calibrating
from facts.usecases.questions.meaning import Meaning
from facts.usecases.reading.fact_lists import Browsing, FactLists
from facts.usecases.reading.history import History
from facts.usecases.vitals import StorePlace, VitalSigns
from facts.usecases.webhooks import Webhooks

# Re-exported, so that front ends need not import the store package.
__all__ = [
    "LARGEST_GROUP",
    "Library",
    "MustStartAgain",
    "Opening",
    "Processes",
    "ShardGroup",
    "StoreAddress",
    "StoreAway",
    "chosen_address",
    "open_library",
]
# With more facts embeddings make a question more than 10 ms slower and need over 450 MB.
MOST_FACTS_IN_ANY_LANGUAGE = 100_000


@dataclass(frozen=True, slots=True)
class Library:
    """All use-cases of one store."""

    asking: Asking
    browsing: Browsing
    importing: Importing
    exporting: Exporting
    starter: StarterFacts
    desk: Desk
    alerting: Alerting
    delivering: Delivering
    newsroom: Newsroom
    history: History
    erasing: Erasing
    redactor: Redactor
    calibrating: Calibrating
    indexing: Indexing
    public: PublicFacts
    vitals: VitalSigns
    processes: Processes | None
    """Coordination of several processes; None if there can only be one."""
    webhooks: Webhooks


@asynccontextmanager
async def open_library(
    at: StoreAddress | None,
    opening: Opening = Opening.MAKE,
    *,
    matching: MatchingSettings | None = None,
    feeds: FeedSettings | None = None,
    clock: Clock = utc_now,
    public_url: str | None = None,
) -> AsyncIterator[Library]:
    """Open the store ``at`` that address, or a new one in memory if that is None.

    ``matching`` and ``feeds`` default to the environment and ``.env``. ``clock`` gives the time of
    changes and alerts in UTC; ``public_url`` is the address of the public pages, if any. Raises
    StoreUnavailable, UnusableSettingError and ExtraMissingError, each with the sentence to show.
    """
    keep_little_memory()
    variables = {**dotenv_values(".env"), **os.environ}
    matching = MatchingSettings.read(variables) if matching is None else matching
    feeds = FeedSettings.read(variables) if feeds is None else feeds
    path = at if isinstance(at, Path) else None
    index = ClaimIndex(_lexicon(matching), matching.strictness)
    english = MiniLM() if matching.semantic else None
    any_language = _any_language(matching)
    async with AsyncExitStack() as closing:
        store, leases = await open_store(
            at, opening, clock, closing, at_hand=[DESK_SETTINGS, BLOCKED]
        )
        cache = IndexCache((path or DEFAULT_STORE) / INDEX, matching.aliases)
        meanings = _meanings_folder(at, matching)
        catalogue = Catalogue(
            store,
            index,
            cache if path is not None else None,
            english=_meaning(english, store, meanings),
            any_language=_meaning(any_language, store, meanings, most=MOST_FACTS_IN_ANY_LANGUAGE),
            derived=[folder for folder in (path and cache.folder, meanings) if folder],
        )
        closing.push_async_callback(catalogue.close)
        place = StorePlace(engine(at), path, partial(newest_backup, path))
        setup = Setup(store, clock, public_url)
        asking = Asking(catalogue, setup.strictness)
        importing, exporting, history = Importing(store), Exporting(store), History(store)
        delivering = Delivering.over(store.shelf, clock)
        lists = FactLists(store)
        alerting = Alerting.over(store, delivering, lists, partial(_standing, matching))
        public = PublicFacts(store, lists, setup)
        redactor = Redactor(store, catalogue.forget_derived)
        desk = Desk.over(
            store,
            asking,
            clock,
            setup=setup,
            importing=importing,
            exporting=exporting,
            redactor=redactor,
            feeds=feeds,
        )
        desk.embargo.take_turns_with(delivering)
        newsroom = Newsroom.over(store, delivering, alerting, asking=asking, desk=desk)
        library = Library(
            asking=asking,
            browsing=Browsing(lists, alerting.following.followers),
            importing=importing,
            exporting=exporting,
            starter=StarterFacts(store, importing, starter_content()),
            desk=desk,
            alerting=alerting,
            delivering=delivering,
            newsroom=newsroom,
            history=history,
            erasing=Erasing(store, newsroom.privacy),
            redactor=redactor,
            calibrating=Calibrating(catalogue),
            indexing=Indexing(catalogue, cache),
            public=public,
            webhooks=Webhooks(store, public, clock),
            vitals=VitalSigns(store, place, catalogue, alerting, delivering, newsroom),
            processes=Processes(leases) if leases is not None else None,
        )
        if opening in (Opening.MAKE, Opening.RUN):
            await library.starter.load()
        try:
            yield library
        finally:
            await newsroom.tally.flush()


def _lexicon(matching: MatchingSettings) -> Lexicon | None:
    return Lexicon.with_aliases(matching.aliases) if matching.aliases else None


def _standing(matching: MatchingSettings) -> SavedSearches:
    return SavedSearches(_lexicon(matching), matching.strictness)


def _any_language(matching: MatchingSettings) -> Encoder | None:
    """The multilingual model if it is installed, unless it is switched off."""
    if matching.languages is False:
        return None
    try:
        return MultilingualUSE()
    except ExtraMissingError:
        if matching.languages:
            raise
        return None


def _meanings_folder(at: StoreAddress | None, matching: MatchingSettings) -> Path | None:
    """The folder for vectors: in the store's folder; for a database one in the cache."""
    if isinstance(at, Path):
        return at / MEANINGS
    if at is None or matching.cache is None:
        return None
    return matching.cache / f"{MEANINGS}-{blake2b(str(at).encode(), digest_size=8).hexdigest()}"


def _meaning(
    encoder: Encoder | None, store: FactStore, folder: Path | None, most: int | None = None
) -> Meaning | None:
    if encoder is None:
        return None
    storage = VectorStorage(folder, encoder.name, encoder.dimensions) if folder else None
    return Meaning(VectorIndex(encoder, storage), store, most)
