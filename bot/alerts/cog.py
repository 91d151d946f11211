"""/alerts subscribe, list and preview; cleans up when a server, channel or thread is gone."""

import logging

import discord
from discord import app_commands
from discord.ext import commands

from bot.alerts.services import AlertServices
from bot.alerts.subscribers import direct_messages, expect_mentionable, place_here, subscriber_of
from bot.alerts.typed_options import MORNING, TypedFilter, quiet_hours, rhythm, time_of_day
from bot.interactions.context import client_of, desks_of, server_desk
from bot.interactions.replies import defer, show, tells_refusals
from bot.rendering.alerts.subscription_card import DAYS, preview_layout, preview_words
from bot.rendering.custom_ids import Place
from bot.rendering.layout import CHOICE_TEXT, CHOICES
from facts.alerts.subscription import SubscriptionSpec, WhatFor
from facts.forms.moments import zone_named, zones_like
from facts.markdown import cut
from facts.model import HOME, STARTER, DeskId, Refusal, Stance
from facts.model.fields import distinct_topics, topic_key

_log = logging.getLogger(__name__)
_ME, _HERE = "me", "here"
_THIS_SERVER = "this server"
_ANY = "any"
_NEWS = {
    "everything": frozenset(WhatFor),
    "new claims": frozenset({WhatFor.NEW}),
    "new claims and new denials": frozenset({WhatFor.NEW, WhatFor.DENIED}),
    "new denials": frozenset({WhatFor.DENIED}),
    "corrections and retractions": frozenset({WhatFor.CORRECTED, WhatFor.RETRACTED}),
    "retractions": frozenset({WhatFor.RETRACTED}),
}
Choice = app_commands.Choice
_FILTERS = {
    "topic": "Only on this topic. Several: harbour, bridge (any) or harbour + bridge (both)",
    "keyword": "Only claims that these words find, as in /claim",
    "speaker": "Only claims by this person, role or side",
    "outlet": "Only claims this outlet reported",
    "stance": "Only claims with this response, for example a denial",
    "desk": "Only claims checked by this desk",
    "match": "Whether a claim must match all of your filters, or any of them",
    "news": "Which news about these claims you want",
}
_CHOICES = app_commands.choices(
    stance=[
        Choice(name="denials", value=Stance.DENIES.value),
        Choice(name="confirmations", value=Stance.CONFIRMS.value),
        Choice(name="disputed", value=Stance.DISPUTES.value),
        Choice(name="no comment", value=Stance.DECLINES.value),
    ],
    desk=[
        Choice(name="this server", value=_THIS_SERVER),
        Choice(name="the newsroom that runs the bot", value=HOME),
        Choice(name="starter claims", value=STARTER),
    ],
    match=[Choice(name="all of them", value="all"), Choice(name="any one of them", value=_ANY)],
    news=[Choice(name=name, value=name) for name in _NEWS],
    when=[
        Choice(name="at once", value="at once"),
        Choice(name="every full hour, in one message", value="hourly"),
        Choice(name="daily, in one message", value="daily"),
        Choice(name="weekly, in one message", value="weekly"),
    ],
)


class AlertsCog(commands.Cog):
    """The /alerts commands and the events that end subscriptions."""

    alerts = app_commands.Group(
        name="alerts", description="Get alerts about new and changed claims"
    )

    def __init__(self, services: AlertServices) -> None:
        self._services = services

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """End what depended on a server that the bot has left."""
        await self._services.alerting.ending.server_gone(DeskId(str(guild.id)))

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """End the subscriptions of a deleted channel."""
        place = Place(channel.id, direct=False)
        await self._services.alerting.ending.place_gone(str(place))

    @commands.Cog.listener()
    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        """End the subscriptions of a deleted thread."""
        place = Place(payload.thread_id, direct=False)
        await self._services.alerting.ending.place_gone(str(place))

    @alerts.command(name="subscribe")
    @app_commands.describe(
        to="Where alerts go: this channel, or a direct message to you",
        **_FILTERS,
        when="At once, or together in one message",
        at="The time of a daily or weekly message, for example 08:00",
        day="The day of a weekly message",
        zone="The time zone of all times, for example Europe/Oslo (else UTC)",
        quiet="Quiet hours, for example 22:00-07:00",
        mention="A role to mention with each alert in this channel",
    )
    @_CHOICES
    @app_commands.choices(to=[Choice(name="me", value=_ME), Choice(name="here", value=_HERE)])
    @app_commands.choices(day=[Choice(name=name, value=number) for number, name in enumerate(DAYS)])
    @tells_refusals
    async def subscribe(
        self,
        interaction: discord.Interaction,
        *,
        to: str,
        topic: str = "",
        keyword: str = "",
        speaker: str = "",
        outlet: str = "",
        stance: str = "",
        desk: str = "",
        match: str = "",
        news: str = "everything",
        when: str = "at once",
        at: str = "",
        day: int = 0,
        zone: str = "UTC",
        quiet: str = "",
        mention: discord.Role | None = None,
    ) -> None:
        """Get alerts when claims are added, corrected, retracted or denied."""
        texts = (topic, keyword, speaker, outlet)
        spec = self._spec(interaction, texts, stance, desk, match, news=news).model_copy(
            update={
                "when": rhythm(when, time_of_day(at) if at else MORNING, day),
                "zone": zone_named(zone),
                "quiet": quiet_hours(quiet),
            }
        )
        alerting = self._services.alerting
        await defer(interaction)
        place = await (direct_messages(interaction.user) if to == _ME else place_here(interaction))
        if mention is not None:
            expect_mentionable(interaction, mention, place)
        role = str(mention.id) if mention else None
        where = {"where": str(place), "shared": not place.direct, "mention": role}
        spec = spec.model_copy(update=where)
        who = await subscriber_of(interaction, here=True, role=mention)
        before = {one.id for one in await alerting.subscribing.mine(who)}
        kept = await alerting.subscribing.subscribe(who, spec)
        if kept.unknown:
            await self._services.show(interaction, kept)
            return
        preview = await alerting.previewing.preview(who, spec)
        done = "You already have these alerts" if kept.id in before else "Subscribed"
        note = f"**{done}.** {preview_words(preview)}"
        await self._services.show(interaction, kept, note=note)

    @alerts.command(name="preview")
    @app_commands.describe(**_FILTERS, when="At once, or together in one message")
    @_CHOICES
    @tells_refusals
    async def preview(
        self,
        interaction: discord.Interaction,
        *,
        topic: str = "",
        keyword: str = "",
        speaker: str = "",
        outlet: str = "",
        stance: str = "",
        desk: str = "",
        match: str = "",
        news: str = "everything",
        when: str = "at once",
    ) -> None:
        """See which alerts you’d have received in the last 30 days."""
        texts = (topic, keyword, speaker, outlet)
        spec = self._spec(interaction, texts, stance, desk, match, news=news).model_copy(
            update={"when": rhythm(when, MORNING, 0)}
        )
        await defer(interaction)
        who = await subscriber_of(interaction)
        preview = await self._services.alerting.previewing.preview(who, spec)
        await show(interaction, preview_layout(preview, spec))

    @alerts.command(name="list")
    @tells_refusals
    async def show_list(self, interaction: discord.Interaction) -> None:
        """Your alerts, to pause, change, test or delete them."""
        await self._services.list(interaction)

    @subscribe.autocomplete("zone")
    async def offer_zones(self, interaction: discord.Interaction, typed: str) -> list[Choice[str]]:
        """Suggest time zones that match ``typed``."""
        del interaction
        return [Choice(name=name, value=name) for name in zones_like(typed, CHOICES)]

    @subscribe.autocomplete("topic")
    @preview.autocomplete("topic")
    async def offer_topics(self, interaction: discord.Interaction, typed: str) -> list[Choice[str]]:
        """Suggest topics that match ``typed``; none if the look-up fails: any text is accepted."""
        try:
            facts = await self._services.asking.complete(typed, desks_of(interaction), CHOICES)
        except Exception:  # noqa: BLE001 - suggestions are optional
            _log.exception("Could not suggest topics")
            return []
        topics = distinct_topics(topic for fact in facts for topic in fact.topics)
        wanted = topic_key(typed.strip())
        # Topics that contain what was typed come first.
        ordered = sorted(topics, key=lambda topic: wanted not in topic_key(topic))
        return [
            Choice(name=topic, value=topic)
            for topic in ordered[:CHOICES]
            if topic == cut(topic, CHOICE_TEXT)
        ]

    def _spec(
        self,
        interaction: discord.Interaction,
        texts: tuple[str, str, str, str],
        stance: str,
        desk: str,
        match: str,
        *,
        news: str,
    ) -> SubscriptionSpec:
        """What these options describe, at once and without a place yet. Raises Refusal."""
        of_desk = DeskId(desk) if desk else None
        if desk == _THIS_SERVER:
            of_desk = client_of(interaction).desk.people.desk_here(interaction)
            if of_desk is None:
                raise Refusal("“This server” works only on a server. Use the command there.")
        wanted_stance = Stance(stance) if stance else None
        return SubscriptionSpec(
            where="",
            desk=server_desk(interaction),
            wanted=TypedFilter(*texts, wanted_stance, of_desk, any_of=match == _ANY).wanted,
            what_for=_NEWS[news],
        )
