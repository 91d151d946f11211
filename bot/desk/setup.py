"""What a desk sets: who moderates it, where its log goes, what a new fact needs."""

from collections.abc import Mapping
from dataclasses import replace

from bot.desk.log_channel import News
from bot.desk.pressing import Act, Press
from bot.desk.replies import Asked, Card, Reply
from bot.rendering.desk.changes import done_layout
from bot.rendering.desk.modals import DESK_TOPICS
from bot.rendering.desk.settings_card import settings_layout
from bot.rendering.forms import FormId
from facts.usecases.desk.desk import Desk
from facts.usecases.desk.members import Member
from facts.usecases.desk.settings import DeskSettings, Strictness

_LOG_CHANNEL = "From now on the desk’s changes are told here."


class SetupCard:
    """Shows and changes the settings of a desk, all on one card."""

    def __init__(self, desk: Desk) -> None:
        self._setup = desk.setup

    @property
    def acts(self) -> Mapping[str, Act]:
        """What each control of the card sets."""
        return {
            "roles": self._roles,
            "log": self._log,
            "strictness": self._strictness,
            "second": self._second,
            "topics": self._topics,
        }

    async def show(self, member: Member) -> Card:
        """The card."""
        return Card(settings_layout(await self._setup.show(member)))

    async def moderators(self, member: Member, add: str | None, remove: str | None) -> Card:
        """Name a role whose members moderate too, or take one back; the card."""
        settings = await self._setup.show(member)
        if add is None and remove is None:
            return Card(settings_layout(settings))
        roles = (settings.moderator_roles | {add or ""}) - {remove or "", ""}
        return _set(await self._setup.change(member, moderator_roles=frozenset(roles)))

    async def _roles(self, press: Press) -> Reply:
        roles = frozenset(press.chosen)
        return _set(await self._setup.change(press.member, moderator_roles=roles))

    async def _log(self, press: Press) -> Reply:
        channel = press.chosen[0] if press.chosen else None
        card = _set(await self._setup.change(press.member, log_channel=channel))
        # Told there at once, so that a channel that is closed to the bot is noticed now.
        news = News(press.member.desk, done_layout(_LOG_CHANNEL), nonce=f"log-{channel}"[:25])
        return replace(card, news=news)

    async def _strictness(self, press: Press) -> Reply:
        strictness = Strictness(press.chosen[0])
        return _set(await self._setup.change(press.member, strictness=strictness))

    async def _second(self, press: Press) -> Reply:
        settings = await self._setup.show(press.member)
        second = not settings.second_person
        return _set(await self._setup.change(press.member, second_person=second))

    async def _topics(self, press: Press) -> Reply:
        settings = await self._setup.show(press.member)
        values = {"topics": "\n".join(settings.topics)}
        return Asked(DESK_TOPICS, FormId("desktopics"), values)


def _set(settings: DeskSettings) -> Card:
    return Card(settings_layout(settings, note="**Saved.**"), if_lost="The setting is saved.")
