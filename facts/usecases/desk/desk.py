"""Everything that a desk can do, in one place for front ends."""

from dataclasses import dataclass
from typing import Self

from facts.store.protocol import FactStore
from facts.usecases.asking import Asking
from facts.usecases.desk.articles import Articles
from facts.usecases.desk.changing import Changing
from facts.usecases.desk.drafting import Drafting
from facts.usecases.desk.files import Files
from facts.usecases.desk.history import History
from facts.usecases.desk.listing import Listing
from facts.usecases.desk.merging import Merging
from facts.usecases.desk.publishing import Publishing
from facts.usecases.desk.settings import Setup


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

    @classmethod
    def over(cls, store: FactStore, asking: Asking) -> Self:
        """The desk over ``store``, whose facts ``asking`` finds."""
        setup = Setup(store.shelf)
        return cls(
            setup=setup,
            drafting=Drafting(),
            publishing=Publishing(),
            changing=Changing(),
            merging=Merging(),
            history=History(),
            listing=Listing(),
            files=Files(),
            articles=Articles(),
        )
