"""The command group /desk: its settings, feeds, moderators, blocks, requests and change log."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.desk import list_pages, settings_buttons
from bot.desk.commands.fact_option import NamedFact
from bot.desk.desk_replies import Card, Reply
from bot.desk.services import DeskServices
from bot.newsroom import queue_actions
from bot.rendering.desk.lists import feeds_layout
from bot.rendering.desk.settings_card import blocked_layout, settings_layout
from bot.rendering.newsroom.report import report_layout, team_layout
from facts.model import ChangeKind, Member, Refusal
from facts.usecases.desk.change_log import LogFilter

_KINDS = [
    app_commands.Choice(name=kind.value.capitalize(), value=kind.value) for kind in ChangeKind
]


@app_commands.default_permissions(manage_guild=True)
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
@app_commands.allowed_installs(guilds=True, users=False)
class DeskCommands(
    commands.GroupCog, group_name="desk", group_description="Set up this server’s fact desk"
):
    """The command group /desk."""

    def __init__(self, services: DeskServices) -> None:
        self._services = services

    @app_commands.command()
    async def setup(self, interaction: discord.Interaction) -> None:
        """Settings of this desk."""

        async def step(member: Member) -> Reply:
            return Card(settings_layout(await self._services.desk.setup.show(member)))

        await self._services.step(interaction, step)

    @app_commands.command()
    @app_commands.describe(
        url="Address of a ClaimReview, RSS or Atom feed on a host the operator allows",
        stop="Number of a feed to stop following",
    )
    async def follow(
        self, interaction: discord.Interaction, url: str | None = None, stop: str | None = None
    ) -> None:
        """Follow feeds of other fact-checkers, or list them."""

        async def step(member: Member) -> Reply:
            followed = self._services.desk.followed
            if stop:
                await followed.unfollow(member, stop.strip())
            if url:
                await followed.follow(member, url.strip())
            return Card(feeds_layout(await followed.show(member)))

        await self._services.step(interaction, step)

    @app_commands.command()
    @app_commands.describe(add="Role whose members become moderators", remove="Role to remove")
    async def moderators(
        self,
        interaction: discord.Interaction,
        add: discord.Role | None = None,
        remove: discord.Role | None = None,
    ) -> None:
        """Add or remove moderator roles."""

        async def step(member: Member) -> Reply:
            if add is not None and add.is_default():
                raise Refusal(
                    "@everyone can’t be moderators. Choose a role that only your desk has."
                )
            settings = await self._services.desk.setup.show(member)
            if add is None and remove is None:
                return Card(settings_layout(settings))
            roles = settings.moderator_roles | ({str(add.id)} if add else set())
            roles -= {str(remove.id)} if remove else set()
            setup = self._services.desk.setup
            return settings_buttons.saved(await setup.change(member, moderator_roles=roles))

        await self._services.step(interaction, step)

    @app_commands.command()
    @app_commands.describe(person="Who to block; leave empty to see who is blocked")
    async def block(
        self, interaction: discord.Interaction, person: discord.User | None = None
    ) -> None:
        """Block a person from asking here. Only they see it, when they next ask."""

        async def step(member: Member) -> Reply:
            blocking = self._services.desk.blocking
            if person is None:
                return Card(blocked_layout(await blocking.blocked(member)))
            named = self._services.people.named(interaction, person)
            done = f"{person.mention} can't ask questions or send requests here any more."
            return Card(blocked_layout(await blocking.block(member, named), note=done))

        await self._services.step(interaction, step)

    @app_commands.command()
    @app_commands.describe(person="Who to unblock")
    async def unblock(self, interaction: discord.Interaction, person: discord.User) -> None:
        """Unblock a person."""

        async def step(member: Member) -> Reply:
            left = await self._services.desk.blocking.unblock(member, str(person.id))
            return Card(blocked_layout(left, note=f"{person.mention} can ask here again."))

        await self._services.step(interaction, step)

    @app_commands.command()
    async def report(self, interaction: discord.Interaction) -> None:
        """See what readers asked, open requests, and claims to check again."""

        async def step(member: Member) -> Reply:
            report = await self._services.newsroom.reporting.report(member)
            return Card(report_layout(report))

        await self._services.step(interaction, step)

    @app_commands.command()
    async def team(self, interaction: discord.Interaction) -> None:
        """See who has which drafts, proposals and requests."""

        async def step(member: Member) -> Reply:
            return Card(team_layout(await self._services.newsroom.reporting.team(member)))

        await self._services.step(interaction, step)

    @app_commands.command()
    async def requests(self, interaction: discord.Interaction) -> None:
        """See readers’ questions and the errors they reported."""

        async def step(member: Member) -> Reply:
            return await queue_actions.listed(self._services, member, None)

        await self._services.step(interaction, step)

    @app_commands.command()
    @app_commands.describe(
        by="Only by this person",
        fact="Only to this fact",
        kind="Only of this kind",
    )
    @app_commands.choices(kind=_KINDS)
    async def log(
        self,
        interaction: discord.Interaction,
        by: discord.User | None = None,
        fact: NamedFact | None = None,
        kind: app_commands.Choice[str] | None = None,
    ) -> None:
        """See who changed what."""

        async def step(member: Member) -> Reply:
            found = await self._services.desk.changing.fact(member, fact) if fact else None
            wanted = LogFilter(
                editor=str(by.id) if by else None,
                fact_id=found.id if found else None,
                kind=ChangeKind(kind.value) if kind else None,
            )
            return await list_pages.log(self._services, member, wanted)

        await self._services.step(interaction, step)
