"""The acts of the controls on the card of the desk's settings."""

from collections.abc import Mapping
from dataclasses import replace

from bot.desk.desk_replies import Card, LogNews, Reply
from bot.desk.forms.settings_modals import EditDeskTopics, EditHowWeCheck, EditRequests
from bot.desk.services import Act, DeskServices, Press
from bot.rendering.desk.settings_card import blocked_layout, settings_layout
from bot.rendering.layout import layout_of
from facts.usecases.desk.desk_settings import DeskSettings, Strictness

_LOG_CHANNEL = "Changes to this desk’s facts will be posted here."


def saved(settings: DeskSettings) -> Card:
    """The card after a setting was changed."""
    return Card(settings_layout(settings, note="**Saved.**"), if_lost="Setting saved.")


async def _roles(services: DeskServices, press: Press) -> Reply:
    roles = frozenset(press.chosen)
    return saved(await services.desk.setup.change(press.member, moderator_roles=roles))


async def _log(services: DeskServices, press: Press) -> Reply:
    channel = press.chosen[0] if press.chosen else None
    card = saved(await services.desk.setup.change(press.member, log_channel=channel))
    # Post in the new log channel, so that missing permissions are noticed at once.
    news = LogNews(press.member.desk, layout_of(_LOG_CHANNEL), nonce=f"log-{channel}")
    return replace(card, news=news)


async def _strictness(services: DeskServices, press: Press) -> Reply:
    strictness = Strictness(press.chosen[0])
    return saved(await services.desk.setup.change(press.member, strictness=strictness))


async def _requests(services: DeskServices, press: Press) -> Reply:
    return EditRequests.showing(await services.desk.setup.expect_moderator(press.member))


async def _topics(services: DeskServices, press: Press) -> Reply:
    settings = await services.desk.setup.expect_moderator(press.member)
    return EditDeskTopics(values={"topics": "\n".join(settings.topics)})


def _toggle(name: str) -> Act:
    """An act that toggles the boolean setting ``name`` of ``DeskSettings``."""

    async def act(services: DeskServices, press: Press) -> Reply:
        setup = services.desk.setup
        is_on = getattr(await setup.expect_moderator(press.member), name)
        return saved(await setup.change(press.member, **{name: not is_on}))

    return act


async def _about(services: DeskServices, press: Press) -> Reply:
    settings = await services.desk.setup.expect_moderator(press.member)
    return EditHowWeCheck(values={"about": settings.about or ""})


async def _lift(services: DeskServices, press: Press) -> Reply:
    left = await services.desk.blocking.lift(press.member, press.chosen[0])
    return Card(blocked_layout(left, note="They can send requests again."))


# By the act's name in the custom id (``custom_ids.desk_setup``).
ACTS: Mapping[str, Act] = {
    "about": _about,
    "lift": _lift,
    "log": _log,
    "public": _toggle("public"),
    "requests": _requests,
    "roles": _roles,
    "second": _toggle("second_person"),
    "strictness": _strictness,
    "topics": _topics,
}
