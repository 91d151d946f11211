"""Publishing: a draft becomes a fact exactly once, by a second person where the desk wants one."""

from dataclasses import dataclass

from facts.model import Fact, Refusal
from facts.usecases.desk.differences import FieldChange
from facts.usecases.desk.drafts import Draft
from facts.usecases.desk.members import Member


class StaleDraft(Refusal):
    """The fact was changed since the edit began. Nothing was overwritten.

    ``fact`` is the fact as it is now, ``changes`` what others made of it;
    ``draft`` is None where there was none to keep, else ``Drafting.renew`` goes on with it.
    """

    def __init__(
        self, sentence: str, fact: Fact, changes: tuple[FieldChange, ...], draft: Draft | None
    ) -> None:
        super().__init__(sentence)
        self.fact = fact
        self.changes = changes
        self.draft = draft


@dataclass(frozen=True, slots=True)
class Published:
    """The fact as it stands now. ``change`` is the number of its entry in the log."""

    fact: Fact
    change: int


@dataclass(frozen=True, slots=True)
class AwaitsSecond:
    """Nothing is public yet: another moderator approves or returns ``draft``."""

    draft: Draft


Outcome = Published | AwaitsSecond


class Publishing:
    """Raises NotAllowed, NoSuchDraft, AlreadyPublished, NotValid, StaleDraft."""

    async def publish(self, member: Member, draft_id: str, *, why: str = "") -> Outcome:
        """Publish a draft of the member's own, or propose it where a second person is needed."""
        raise NotImplementedError

    async def proposals(self, member: Member) -> tuple[Draft, ...]:
        """The proposals of the member's desk, oldest first."""
        raise NotImplementedError

    async def proposal(self, member: Member, draft_id: str) -> Draft:
        """One proposal of the member's desk."""
        raise NotImplementedError

    async def proposed_changes(self, member: Member, draft_id: str) -> tuple[FieldChange, ...]:
        """What a proposal would change, word by word."""
        raise NotImplementedError

    async def approve(self, member: Member, draft_id: str) -> Published:
        """Publish somebody else's proposal. Raises NotAllowed for its own author."""
        raise NotImplementedError

    async def give_back(self, member: Member, draft_id: str, reason: str) -> Draft:
        """Return somebody else's proposal to its author, who goes on working on it."""
        raise NotImplementedError
