"""Gathers figures from Discord and the store, and runs the checks on them."""

import shutil
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import SimpleNamespace

import aiohttp
import click
import discord

from bot.doctor.checks import (
    BACKED_UP_ELSEWHERE,
    Finding,
    Severity,
    bad,
    check_backup,
    check_channel,
    check_clock,
    check_disk,
    check_intents,
    check_servers,
    check_sign_ins,
    check_way_to_discord,
    good,
    note,
)
from bot.settings import Settings, WrongSetting, checked_token
from facts.model import Refusal
from facts.wiring import Opening, open_library

_TOKEN_ADVICE = "Copy it again from the developer portal, under Bot, “Reset Token”."  # noqa: S105
_SIGNS = {Severity.GOOD: "ok  ", Severity.NOTE: "note", Severity.BAD: "BAD "}


class _Clock:
    """Discord's time according to its last response, and how long that response took."""

    def __init__(self) -> None:
        self.at_discord: datetime | None = None
        self.seconds = 0.0
        self._began = 0.0
        self.trace = aiohttp.TraceConfig()
        self.trace.on_request_start.append(self._start)
        self.trace.on_request_end.append(self._end)

    async def _start(self, *_: object) -> None:
        self._began = time.perf_counter()

    async def _end(
        self,
        _session: aiohttp.ClientSession,
        _context: SimpleNamespace,
        request: aiohttp.TraceRequestEndParams,
    ) -> None:
        self.seconds = time.perf_counter() - self._began
        if date := request.response.headers.get("Date"):
            self.at_discord = parsedate_to_datetime(date)

    def findings(self) -> list[Finding]:
        """Findings on the response time and the clock."""
        found = [check_way_to_discord(self.seconds)]
        if self.at_discord is not None:
            found.append(check_clock(datetime.now(UTC), self.at_discord))
        return found


async def examine_discord(token: str, channels: Sequence[int]) -> list[Finding]:
    """Check the account of ``token``, and its permissions in ``channels``, given by id."""
    clock = _Clock()
    try:
        try:
            async with _signed_in(checked_token(token), clock) as client:
                return await _findings(client, clock, channels)
        except WrongSetting as wrong:
            wrong_token = bad("Token", wrong.sentence)
        except discord.LoginFailure:
            wrong_token = bad("Token", "Discord doesn’t accept the DISCORD_TOKEN.", _TOKEN_ADVICE)
        return [wrong_token, *await _without_signing_in(clock)]
    except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
        return [
            bad(
                "Discord",
                f"It can’t be reached ({error}).",
                "Check this machine's connection and https://discordstatus.com, then try again.",
            )
        ]


@asynccontextmanager
async def _signed_in(token: str, clock: _Clock) -> AsyncIterator[discord.AutoShardedClient]:
    client = discord.AutoShardedClient(intents=discord.Intents.none(), http_trace=clock.trace)
    try:
        await client.login(token)
        yield client
    finally:
        await client.close()


async def _findings(
    client: discord.AutoShardedClient, clock: _Clock, channels: Sequence[int]
) -> list[Finding]:
    application = await client.application_info()
    limits = await client.fetch_session_start_limits()
    found = [
        good("Token", f"Signed in as {client.user}."),
        check_intents(application.flags),
        *clock.findings(),
        check_sign_ins(limits.remaining, limits.total),
        check_servers(application.approximate_guild_count),
    ]
    for channel_id in channels:
        found += await _in_channel(client, channel_id)
    return found


async def _without_signing_in(clock: _Clock) -> list[Finding]:
    """Findings that need no token: the connection to Discord and the clock."""
    async with (
        aiohttp.ClientSession(trace_configs=[clock.trace]) as session,
        session.get(f"{discord.http.Route.BASE}/gateway") as answer,
    ):
        await answer.read()
    says = "Intents, sign-ins, servers and channels were not checked."
    return [*clock.findings(), note("Discord", says, "Run the doctor again with a token.")]


async def _in_channel(client: discord.Client, channel_id: int) -> Sequence[Finding]:
    try:
        channel = await client.fetch_channel(channel_id)
        if not isinstance(channel, discord.abc.GuildChannel | discord.Thread):
            says, advice = "This isn’t a server channel.", "Use the ID of a channel on a server."
            return [bad(f"Channel {channel_id}", says, advice)]
        # Permissions are computed from the server's roles, which only a fetched server has.
        guild = await client.fetch_guild(channel.guild.id)
        channel = await guild.fetch_channel(channel_id)
        myself = await guild.fetch_member(client.user.id)  # type: ignore[union-attr]
    except (discord.NotFound, discord.Forbidden):
        return [
            bad(
                f"Channel {channel_id}",
                "The bot can’t see this channel.",
                "Check the id (right-click the channel, “Copy Channel ID”), and give the bot View "
                "Channel there.",
            )
        ]
    thread = isinstance(channel, discord.Thread)
    return check_channel(f"#{channel.name}", channel.permissions_for(myself), thread=thread)


async def examine(settings: Settings, channels: Sequence[int]) -> bool:
    """Run all checks and print the report; return whether nothing needs fixing."""
    findings = [
        *await _examine_store(settings),
        *await examine_discord(settings.token, channels),
    ]
    for finding in findings:
        click.echo(f"{_SIGNS[finding.severity]}  {finding.subject}: {finding.says}")
        if finding.advice:
            click.echo(f"      {finding.advice}")
    return all(finding.severity is not Severity.BAD for finding in findings)


async def _examine_store(settings: Settings) -> list[Finding]:
    try:
        async with open_library(settings.store, Opening.READ) as library:
            vitals = await library.vitals.read()
    except Refusal as refusal:
        return [bad("Store", refusal.sentence)]
    store = good("Store", f"{vitals.facts} facts, engine {vitals.place.engine}.")
    if vitals.place.folder is None:
        return [store, BACKED_UP_ELSEWHERE]
    free = shutil.disk_usage(vitals.place.folder).free
    return [store, check_backup(vitals.newest_backup, datetime.now(UTC)), check_disk(free)]
