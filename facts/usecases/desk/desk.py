"""The entry point to all desk use-cases for front ends."""

import asyncio
from dataclasses import dataclass
from datetime import date
from typing import Self

from facts.forms.typed_dates import read_date
from facts.model import Clock
from facts.store.protocol import FactStore
from facts.usecases.admission import Blocking
from facts.usecases.desk.articles.articles import Articles
from facts.usecases.desk.change_log import ChangeLog
from facts.usecases.desk.changing import Applying, Changing
from facts.usecases.desk.desk_files import DeskFiles
from facts.usecases.desk.desk_settings import Setup
from facts.usecases.desk.drafts.cautions import DraftChecks
from facts.usecases.desk.drafts.editing import Drafting
from facts.usecases.desk.drafts.embargo import Embargo
from facts.usecases.desk.drafts.publishing import Publishing
from facts.usecases.desk.drafts.rebasing import Rebasing
from facts.usecases.desk.drafts.repository import DraftRepository
from facts.usecases.desk.listing import FactListing
from facts.usecases.desk.merging import Merging
from facts.usecases.desk.redactions import Redactions, Redactor
from facts.usecases.feeds.feeds import Feeds, FollowedFeeds
from facts.usecases.feeds.fetching import NOTHING_ALLOWED, FeedSettings
from facts.usecases.feeds.incoming import Incoming
from facts.usecases.files.exporting import Exporting
from facts.usecases.files.importing import Importing
from facts.usecases.questions.asking import Asking


@dataclass(frozen=True, slots=True)
class Desk:
    """The use-cases of the desk. Each checks permissions itself."""

    setup: Setup
    drafting: Drafting
    checks: DraftChecks
    publishing: Publishing
    embargo: Embargo
    changing: Changing
    merging: Merging
    change_log: ChangeLog
    listing: FactListing
    files: DeskFiles
    articles: Articles
    incoming: Incoming
    followed: FollowedFeeds
    feeds: Feeds
    blocking: Blocking
    redactions: Redactions

    async def get_ready(self) -> None:
        """Preload the date parser, so that the first date does not block everybody."""
        await asyncio.to_thread(read_date, "1 May 2020", date(2020, 5, 1))

    @classmethod
    def over(
        cls,
        store: FactStore,
        asking: Asking,
        clock: Clock,
        *,
        setup: Setup,
        importing: Importing,
        exporting: Exporting,
        redactor: Redactor,
        feeds: FeedSettings = NOTHING_ALLOWED,
    ) -> Self:
        """The desk on ``store``; ``asking`` finds facts for it.

        ``feeds`` are the permitted feed hosts. ``clock`` is in UTC.
        """
        drafts = DraftRepository(store, clock)
        rebasing = Rebasing(store, setup)
        publishing = Publishing(store, drafts, setup, rebasing)
        incoming = Incoming(store, setup, drafts)
        following = Feeds(store, incoming, feeds, clock)
        applying = Applying(drafts, setup, publishing)
        return cls(
            setup=setup,
            drafting=Drafting(drafts, setup, rebasing),
            checks=DraftChecks(store, asking),
            publishing=publishing,
            embargo=Embargo(drafts, publishing, clock),
            changing=Changing(store, asking, clock, setup, applying),
            merging=Merging(setup, applying),
            change_log=ChangeLog(store, setup),
            listing=FactListing(store, clock, setup),
            files=DeskFiles(store.shelf, clock, setup, importing, exporting),
            articles=Articles(),
            incoming=incoming,
            followed=FollowedFeeds(setup, following),
            feeds=following,
            blocking=Blocking(store.shelf, setup, clock),
            redactions=Redactions(store.shelf, setup, redactor, clock),
        )
