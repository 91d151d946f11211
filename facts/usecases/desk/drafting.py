"""Drafting: a fact is put together step by step before anybody else sees it."""

from collections.abc import Sequence

from facts.usecases.desk.drafts import Caution, Draft, Proposed, Renewed
from facts.usecases.desk.forms import ClaimForm, ResponseForm, SourceForm, VerdictForm
from facts.usecases.desk.members import Member


class Drafting:
    """Works on the drafts of a member. Nobody sees or changes another's.

    Everything here raises NotAllowed for who does not moderate the desk, NoSuchDraft,
    AlreadyPublished for a draft that is a fact by now, NotValid, UnclearDate. A draft that is
    proposed is changed by nobody until it is returned or taken back.
    """

    async def open(
        self, member: Member, claim: ClaimForm, source: SourceForm | None = None, *, key: str = ""
    ) -> Draft:
        """A draft of a new fact. The same ``key`` of the same member opens the same draft again,
        so that a form that is submitted twice makes one.
        """
        raise NotImplementedError

    async def open_edit(self, member: Member, fact_id: int) -> Draft:
        """A draft of a fact of the member's desk as it is now; the open one if there is one."""
        raise NotImplementedError

    async def get(self, member: Member, draft_id: str) -> Draft:
        """A draft of the member's own."""
        raise NotImplementedError

    async def mine(self, member: Member) -> tuple[Draft, ...]:
        """The member's drafts, proposed and returned ones too, changed last first (at most 25)."""
        raise NotImplementedError

    async def discard(self, member: Member, draft_id: str) -> None:
        """Throw a draft away."""
        raise NotImplementedError

    async def take_back(self, member: Member, draft_id: str) -> Draft:
        """Take a proposal back, to go on working on it."""
        raise NotImplementedError

    async def put_claim(self, member: Member, draft_id: str, form: ClaimForm) -> Draft:
        """Change the claim."""
        raise NotImplementedError

    async def put_response(
        self,
        member: Member,
        draft_id: str,
        form: ResponseForm,
        source: SourceForm | None = None,
        *,
        number: int | None = None,
    ) -> Draft:
        """Add a response, or change the one of that number, from 1; with a new source that reports
        it, where one is given. A response or source that is there already is not added twice.
        """
        raise NotImplementedError

    async def remove_response(self, member: Member, draft_id: str, number: int) -> Draft:
        """Take a response out, and how outlets worded it."""
        raise NotImplementedError

    async def put_source(
        self, member: Member, draft_id: str, form: SourceForm, *, number: int | None = None
    ) -> Draft:
        """Add a source, or change the one of that number, from 1."""
        raise NotImplementedError

    async def remove_source(self, member: Member, draft_id: str, number: int) -> Draft:
        """Take a source out; what cited it cites it no more, later sources move up."""
        raise NotImplementedError

    async def put_topics(self, member: Member, draft_id: str, topics: Sequence[str]) -> Draft:
        """Set the topics."""
        raise NotImplementedError

    async def put_wordings(self, member: Member, draft_id: str, wordings: Sequence[str]) -> Draft:
        """Set the other wordings."""
        raise NotImplementedError

    async def put_verdict(self, member: Member, draft_id: str, form: VerdictForm) -> Draft:
        """Set, change or (with an empty label) take away the newsroom's own finding."""
        raise NotImplementedError

    async def put_article(self, member: Member, draft_id: str, article: Proposed | None) -> Draft:
        """Keep what was read out of an article with the draft, marked as proposed, or drop it.

        A source that is put from it is put by ``put_source``, after it was looked at.
        """
        raise NotImplementedError

    async def cautions(self, member: Member, draft_id: str) -> tuple[Caution, ...]:
        """What to look at before publishing, the weightiest first."""
        raise NotImplementedError

    async def renew(self, member: Member, draft_id: str) -> Renewed:
        """Bring an edit up to the fact as it is now, after StaleDraft."""
        raise NotImplementedError
