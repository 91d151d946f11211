"""Everything that a desk can do, in one place for front ends."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Self

from facts.forms.dates import read_date
from facts.store.protocol import FactStore
from facts.usecases.asking import Asking
from facts.usecases.desk.articles import Articles
from facts.usecases.desk.changing import Changing
from facts.usecases.desk.clock import Clock
from facts.usecases.desk.drafts.checks import Cautions
from facts.usecases.desk.drafts.editing import Drafting
from facts.usecases.desk.drafts.publishing import Publishing
from facts.usecases.desk.drafts.rebasing import Renewing
from facts.usecases.desk.drafts.repository import DraftBox
from facts.usecases.desk.files import Files
from facts.usecases.desk.history import History
from facts.usecases.desk.listing import Listing
from facts.usecases.desk.merging import Merging
from facts.usecases.desk.own_facts import OwnFacts
from facts.usecases.desk.settings import Setup
from facts.usecases.desk.steps import Steps
from facts.usecases.exporting import Exporting
from facts.usecases.importing import Importing


@dataclass(frozen=True, slots=True)
class Desk:
    """The use-cases of the desk. Each checks by itself who may."""

    setup: Setup
    drafting: Drafting
    publishing: Publishing
    changing: Changing
    merging: Merging
    history: History
    listing: Listing
    files: Files
    articles: Articles

    async def get_ready(self) -> None:
        """Load what reading dates takes, so that the first date does not hold up everybody."""
        await asyncio.to_thread(read_date, "1 May 2020", date(2020, 5, 1))

    @classmethod
    def over(
        cls,
        store: FactStore,
        asking: Asking,
        clock: Clock = lambda: datetime.now(UTC),
    ) -> Self:
        """The desk over ``store``, which ``asking`` looks things up in. ``clock`` is in UTC."""
        setup = Setup(store.shelf, clock)
        facts = OwnFacts(store, setup)
        box = DraftBox(store, clock)
        renewing = Renewing(store, facts)
        publishing = Publishing(store, box, setup, facts, renewing)
        steps = Steps(box, facts, publishing)
        return cls(
            setup=setup,
            drafting=Drafting(box, setup, facts, Cautions(store, asking), renewing),
            publishing=publishing,
            changing=Changing(store, asking, clock, facts, steps),
            merging=Merging(facts, steps),
            history=History(store, facts),
            listing=Listing(store, clock, facts),
            files=Files(store.shelf, clock, facts, Importing(store), Exporting(store)),
            articles=Articles(),
        )
