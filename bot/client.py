"""The Discord client: builds each feature's services and registers its commands and controls."""

import logging
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import Any

import discord
from discord import app_commands
from discord.ext.commands import when_mentioned

from bot.alerts.cog import AlertsCog
from bot.alerts.controls import CONTROLS as ALERT_CONTROLS
from bot.alerts.services import AlertServices
from bot.alerts.subscription_modals import MODALS as ALERT_MODALS
from bot.asking.browse_cog import BrowsingCog
from bot.asking.cog import AskingCog
from bot.asking.controls import CONTROLS as ASKING_CONTROLS
from bot.desk.commands.desk_group import DeskCommands
from bot.desk.commands.fact_group import FactCommands
from bot.desk.controls import CONTROLS as DESK_CONTROLS
from bot.desk.desk_replies import LogChannel, LogPosts
from bot.desk.forms import MODALS as DESK_MODALS
from bot.desk.services import DeskServices
from bot.gateway import GatewayBot
from bot.interactions.command_sync import sync_when_changed
from bot.interactions.gate import Gate, GatedTree
from bot.interactions.modals import Modals
from bot.interactions.replies import CommandMentions, say
from bot.metrics import Metrics
from bot.newsroom.cog import NewsroomCog
from bot.newsroom.controls import CONTROLS as NEWSROOM_CONTROLS
from bot.newsroom.reader_modals import MODALS as READER_MODALS
from bot.sending.discord_messenger import DiscordMessenger, Membership
from bot.sending.sending_loop import SendingLoop
from facts.usecases.admission import RateLimiter
from facts.usecases.questions.answers import Answer
from facts.wiring import LARGEST_GROUP, Library, StoreAway

_log = logging.getLogger(__name__)
_LONGEST_WAIT_SECONDS = _REGISTERING_SECONDS = 30.0
_EVERYWHERE = app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True)
_BY_SERVER_OR_USER = app_commands.AppInstallationType(guild=True, user=True)


class NiceNote(GatewayBot):
    """Nice Note on Discord. It needs no privileged intent: it reads no messages.

    ``shard_count`` is the number of connections among which Discord divides the bot's servers;
    None asks Discord how many there should be. Where several processes run one bot, each serves
    ``shards_per_process`` of them. ``metrics`` records answers and response times; ``limiter``
    replaces the default rate limits.
    """

    def __init__(
        self,
        library: Library,
        *,
        home_guild_id: int | None = None,
        shard_count: int | None = 1,
        shards_per_process: int = LARGEST_GROUP,
        metrics: Metrics | None = None,
        limiter: RateLimiter | None = None,
    ) -> None:
        super().__init__(
            library.processes,
            command_prefix=when_mentioned,
            help_command=None,
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            allowed_contexts=_EVERYWHERE,
            allowed_installs=_BY_SERVER_OR_USER,
            tree_cls=GatedTree,
            # For a longer rate limit discord.py raises, so that the person gets an error at once.
            max_ratelimit_timeout=_LONGEST_WAIT_SECONDS,
            shard_count=shard_count,
            shards_per_process=shards_per_process,
            http_trace=metrics.http_trace if metrics else None,
        )
        self._metrics = metrics
        self.asking = library.asking
        self.public_page = library.desk.setup.public_page
        self.browsing = library.browsing
        self.history = library.history
        self._outbox = library.delivering.outbox
        self.mentions = CommandMentions()
        self.modals = Modals((*DESK_MODALS, *ALERT_MODALS, *READER_MODALS))
        log_channel = LogChannel(self, library.desk.setup)
        self.desk = DeskServices(self, library, log_channel, home_guild_id=home_guild_id)
        self.newsroom = library.newsroom
        self.log_posts = LogPosts(library, log_channel)
        limiter = RateLimiter() if limiter is None else limiter
        self.gate = Gate(limiter, library.desk.blocking, self.desk.people)
        membership = Membership(self, library.alerting.ending)
        messenger = DiscordMessenger(self, membership, library.desk.setup)
        self.alerts = AlertServices(library, messenger)
        self._sending = SendingLoop(self, library.delivering, messenger, library.processes)

    async def setup_hook(self) -> None:
        await self.desk.desk.get_ready()
        asking, facts = AskingCog(), FactCommands(self.desk)
        for cog in (
            *(asking, BrowsingCog(), facts, DeskCommands(self.desk), AlertsCog(self.alerts)),
            NewsroomCog(self, self.newsroom, self.desk.people),
        ):
            await self.add_cog(cog)
        for menu in (asking.check_menu, facts.menu):
            self.tree.add_command(menu)
        self.add_dynamic_items(
            *ASKING_CONTROLS, *DESK_CONTROLS, *ALERT_CONTROLS, *NEWSROOM_CONTROLS
        )
        await self._register_commands()
        self._sending.start()

    async def _register_commands(self) -> None:
        alone: AbstractAsyncContextManager[bool] = nullcontext(enter_result=True)
        if self._processes is not None:
            alone = self._processes.alone("commands", _REGISTERING_SECONDS)
        async with alone as registers:
            if registers:
                self.mentions.learn(await sync_when_changed(self))

    def dispatch(self, event: str, /, *args: Any, **kwargs: Any) -> None:
        """Record the arrival time of an interaction, then dispatch the event as usual."""
        if self._metrics is not None and event == "interaction":
            self._metrics.arrived(args[0])
        super().dispatch(event, *args, **kwargs)

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Handle submitted modals; discord.py finds the handlers of commands and controls."""
        if interaction.type is discord.InteractionType.modal_submit:
            await self.modals.receive(interaction)

    async def on_app_command_completion(
        self,
        interaction: discord.Interaction[Any],
        command: app_commands.Command[Any, ..., Any] | app_commands.ContextMenu,  # noqa: ARG002
    ) -> None:
        """Deliver notices that could not be sent by direct message, once, after a command."""
        if self.is_closed():
            return  # shutting down; the store is closed already
        try:
            notices = await self._outbox.take_notices(str(interaction.user.id))
        except StoreAway:  # deliver them after a later command
            return
        for notice in notices:
            await say(interaction, notice.sentence)

    def answered(self, answer: Answer) -> None:
        """Count an answer in the metrics."""
        if self._metrics is not None:
            self._metrics.answered(answer)

    async def close(self) -> None:
        """Stop sending messages, then close the connection."""
        await self._sending.stop()
        await super().close()
