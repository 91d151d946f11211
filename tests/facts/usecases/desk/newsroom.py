"""What the tests of the desk have in common: its clock, a source, and how a fact is published."""

from datetime import UTC, datetime, timedelta

from facts.forms.typed import ClaimForm, SourceForm
from facts.matching.search import ClaimIndex
from facts.model import DeskId, Fact, Member
from facts.store.protocol import FactStore
from facts.usecases.catalogue import Catalogue
from facts.usecases.desk.desk import Desk
from facts.usecases.desk.desk_settings import Setup
from facts.usecases.desk.drafts.publishing import Published
from facts.usecases.desk.redactions import Redactor
from facts.usecases.files.exporting import Exporting
from facts.usecases.files.importing import Importing
from facts.usecases.questions.asking import Asking

DESK = DeskId("77")


class Clock:
    """A clock that stands on one Saturday and moves a second at each look."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def desk_over(store: FactStore, clock: Clock, asking: Asking | None = None) -> Desk:
    """The use-cases of the desk over ``store``."""
    asking = asking or Asking(Catalogue(store, ClaimIndex()))
    return Desk.over(
        store,
        asking,
        setup=Setup(store, clock),
        importing=Importing(store),
        exporting=Exporting(store),
        redactor=Redactor(store, asking.catalogue.forget_derived),
        clock=clock,
    )


POST = SourceForm(
    outlet="Harbour Post",
    headline="Bridge shut",
    published="4 May 2021",
    url="https://harbour.example/bridge",
)


async def publish(
    desk: Desk,
    member: Member,
    text: str = "The mayor closed the harbour bridge.",
    source: SourceForm = POST,
) -> Fact:
    """A fact that ``member`` published."""
    draft = await desk.drafting.open(member, ClaimForm(text=text), source)
    outcome = await desk.publishing.publish(member, draft.id)
    assert isinstance(outcome, Published)
    return outcome.fact
