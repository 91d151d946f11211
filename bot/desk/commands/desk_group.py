"""The command group /desk: its settings, feeds, moderators, blocks, requests and change log."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.desk import request_acts, settings_acts
from bot.desk.commands.fact_option import NamedFact
from bot.desk.desk_replies import Card, Reply
from bot.desk.services import DeskServices, moderators_command
from bot.interactions.context import named_member
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
    @moderators_command
    async def setup(self, member: Member) -> Reply:
        """Settings of this desk."""
        return Card(settings_layout(await self._services.desk.setup.expect_moderator(member)))

    @app_commands.command()
    @app_commands.describe(
        url="Address of a ClaimReview, RSS or Atom feed on a host the operator allows",
        stop="Number of a feed to stop following",
    )
    @moderators_command
    async def follow(
        self, member: Member, url: str | None = None, stop: str | None = None
    ) -> Reply:
        """Follow feeds of other fact-checkers, or list them."""
        followed = self._services.desk.followed
        if stop:
            await followed.unfollow(member, stop.strip())
        if url:
            await followed.follow(member, url.strip())
        return Card(feeds_layout(await followed.show(member)))

    @app_commands.command()
    @app_commands.describe(add="Role whose members become moderators", remove="Role to remove")
    @moderators_command
    async def moderators(
        self, member: Member, add: discord.Role | None = None, remove: discord.Role | None = None
    ) -> Reply:
        """Add or remove moderator roles."""
        if add is not None and add.is_default():
            raise Refusal("@everyone can’t be moderators. Choose a role that only your desk has.")
        settings = await self._services.desk.setup.expect_moderator(member)
        if add is None and remove is None:
            return Card(settings_layout(settings))
        roles = settings.moderator_roles | ({str(add.id)} if add else set())
        roles -= {str(remove.id)} if remove else set()
        setup = self._services.desk.setup
        return settings_acts.saved(await setup.change(member, moderator_roles=roles))

    @app_commands.command()
    @app_commands.describe(person="Who to block; leave empty to see who is blocked")
    @moderators_command
    async def block(self, member: Member, person: discord.User | None = None) -> Reply:
        """Block a person from asking here. Only they see it, when they next ask."""
        blocking = self._services.desk.blocking
        if person is None:
            return Card(blocked_layout(await blocking.blocked(member)))
        named = named_member(member.desk, person)
        done = f"{person.mention} can’t ask questions or send requests here any more."
        return Card(blocked_layout(await blocking.block(member, named), note=done))

    @app_commands.command()
    @app_commands.describe(person="Who to unblock")
    @moderators_command
    async def unblock(self, member: Member, person: discord.User) -> Reply:
        """Unblock a person."""
        left = await self._services.desk.blocking.unblock(member, str(person.id))
        return Card(blocked_layout(left, note=f"{person.mention} can ask here again."))

    @app_commands.command()
    @moderators_command
    async def report(self, member: Member) -> Reply:
        """See what readers asked, open requests, and claims to check again."""
        report = await self._services.newsroom.reporting.report(member)
        return Card(report_layout(report))

    @app_commands.command()
    @moderators_command
    async def team(self, member: Member) -> Reply:
        """See who has which drafts, proposals and requests."""
        return Card(team_layout(await self._services.newsroom.reporting.team(member)))

    @app_commands.command()
    @moderators_command
    async def requests(self, member: Member) -> Reply:
        """See readers’ questions and the errors they reported."""
        return await request_acts.listed(self._services, member, None)

    @app_commands.command()
    @app_commands.describe(
        by="Only by this person",
        fact="Only to this fact",
        kind="Only of this kind",
    )
    @app_commands.choices(kind=_KINDS)
    @moderators_command
    async def log(
        self,
        member: Member,
        by: discord.User | None = None,
        fact: NamedFact | None = None,
        kind: app_commands.Choice[str] | None = None,
    ) -> Reply:
        """See who changed what."""
        found = await self._services.desk.changing.fact(member, fact) if fact else None
        wanted = LogFilter(
            editor=str(by.id) if by else None,
            fact_id=found.id if found else None,
            kind=ChangeKind(kind.value) if kind else None,
        )
        return await self._services.cards.log(member, wanted)
