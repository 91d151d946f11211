"""The feeds that a desk follows, as its members see and change them."""

from facts.model import Member, NotAllowed
from facts.usecases.desk.own_facts import OwnFacts
from facts.usecases.feeds.feeds import Feed, Feeds


class FollowedFeeds:
    """Raises NotAllowed. Who manages the server says what is followed, moderators see it."""

    def __init__(self, facts: OwnFacts, feeds: Feeds) -> None:
        self._facts = facts
        self._feeds = feeds

    async def show(self, member: Member) -> tuple[Feed, ...]:
        """The feeds of the member's desk."""
        await self._facts.expect_moderator(member)
        return await self._feeds.list(member.desk)

    async def follow(self, member: Member, url: str) -> Feed:
        """Follow a feed; the bot looks at it within a minute. Raises HostNotAllowed, Refusal."""
        _expect_manager(member)
        return await self._feeds.follow(url, member.desk)

    async def unfollow(self, member: Member, feed_id: str) -> None:
        """Follow a feed no more. Raises NoSuchFeed."""
        _expect_manager(member)
        await self._feeds.unfollow(feed_id, member.desk)


def _expect_manager(member: Member) -> None:
    if not member.manages_server:
        raise NotAllowed("Only people with Manage Server can change which feeds a desk follows.")
