"""The card of a desk's settings, the first-use guide, and the list of blocked people."""

from collections.abc import Sequence

import discord
from discord import ui

from bot.rendering import custom_ids
from bot.rendering.desk.changes import editor_name
from bot.rendering.layout import OPTION_TEXT, Button, layout_of, options_of, select_of
from facts.markdown import cut, excerpt
from facts.usecases.admission import BlockedPerson
from facts.usecases.desk.desk_settings import DeskSettings, Strictness
from facts.wording.fact_words import day_words

_TOPICS_SHOWN = 900
_STRICTNESS = {
    Strictness.STRICT: "Strict: fewer answers, fewer mistakes",
    Strictness.NORMAL: "Normal",
    Strictness.LAX: "Loose: more answers, more mistakes",
}
_ROLES_AT_MOST = 25
_SHOWN = 20
_NAME = 80
_SECOND = "on. Another moderator must approve before anything is published"
_HINT = (
    "-# To show them the commands, add their role under Server Settings → Integrations → this "
    "bot → `/fact`, `/desk` and “Add as a fact”."
)
_LOG = "-# Every change is posted there, and proposals wait there for approval."

_WELCOME = (
    "### Your fact desk is ready\n"
    "1. `/desk setup`: choose who moderates and where changes are posted.\n"
    "2. `/fact add`: add your first fact. A claim and one source are enough.\n"
    "3. `/fact deny`: add a denial with its source. Readers find it with `/claim`.\n"
    "4. `/help` lists everything else."
)
_PUBLIC = (
    "on. Everyone can read this desk’s facts on the web, if the bot’s operator runs the public site"
)
_NOT_PUBLIC = "off. This desk’s facts are not on the web"


def welcome_layout() -> ui.LayoutView:
    """The first-use guide for the first moderator of a desk."""
    layout = layout_of(_WELCOME)
    layout.stop()
    return layout


def settings_layout(settings: DeskSettings, *, note: str = "") -> ui.LayoutView:
    """The settings of a desk with a control for each; ``note``, Markdown, is shown above."""
    roles = " ".join(f"<@&{role}>" for role in sorted(settings.moderator_roles))
    log = f"<#{settings.log_channel}>" if settings.log_channel else "none"
    topics = (
        excerpt(", ".join(settings.topics), _TOPICS_SHOWN) or "none set; moderators can type any"
    )
    texts = [
        "### This server’s desk" + (f"\n{note}" if note else "") + _unset(settings),
        f"**Moderators:** members with *Manage Server*{' and ' + roles if roles else ''}\n{_HINT}",
        f"**Log channel:** {log}\n{_LOG}",
        f"**Second approval:** {_SECOND if settings.second_person else 'off'}",
        f"**Matching:** {_STRICTNESS[settings.strictness]}",
        f"**Topics:** {topics}",
        f"**Public pages:** {_PUBLIC if settings.public else _NOT_PUBLIC}",
        f"**Readers’ requests:** {_requests(settings)}",
    ]
    strictness = {one.value: label for one, label in _STRICTNESS.items()}
    return layout_of(
        texts,
        _roles(settings),
        _log_channel(settings),
        select_of(
            custom_ids.desk_setup("strictness"),
            "How sure a match must be",
            options_of(strictness, [settings.strictness.value]),
        ),
        _changing(settings),
    )


def _changing(settings: DeskSettings) -> list[Button]:
    second, public = "Require second approval", "Turn on public pages"
    labels = {
        "second": "Turn off second approval" if settings.second_person else second,
        "topics": "Topics…",
        "public": "Turn off public pages" if settings.public else public,
        "about": "How we check…",
        "requests": "Readers’ requests…",
    }
    return [Button(label, custom_ids.desk_setup(act)) for act, label in labels.items()]


def _requests(settings: DeskSettings) -> str:
    if not settings.takes_requests:
        return "off. Readers can’t ask this desk or report errors"
    return f"on, {settings.requests_a_day} new questions a day at most. See `/desk requests`"


def _unset(settings: DeskSettings) -> str:
    """A hint at important settings that are still missing."""
    missing = [
        name
        for name, is_set in (
            ("moderator roles", settings.moderator_roles),
            ("log channel", settings.log_channel),
            ("topics", settings.topics),
        )
        if not is_set
    ]
    return f"\n-# Not set yet: {', '.join(missing)}" if missing else ""


def _roles(settings: DeskSettings) -> ui.RoleSelect[ui.LayoutView]:
    return ui.RoleSelect(
        custom_id=custom_ids.desk_setup("roles"),
        placeholder="Roles that can moderate",
        min_values=0,
        max_values=_ROLES_AT_MOST,
        default_values=[
            discord.SelectDefaultValue(id=int(role), type=discord.SelectDefaultValueType.role)
            for role in sorted(settings.moderator_roles)[:_ROLES_AT_MOST]
        ],
    )


def _log_channel(settings: DeskSettings) -> ui.ChannelSelect[ui.LayoutView]:
    chosen = []
    if settings.log_channel:
        kind = discord.SelectDefaultValueType.channel
        chosen = [discord.SelectDefaultValue(id=int(settings.log_channel), type=kind)]
    return ui.ChannelSelect(
        custom_id=custom_ids.desk_setup("log"),
        placeholder="Log channel",
        channel_types=[discord.ChannelType.text],
        min_values=0,
        max_values=1,
        default_values=chosen,
    )


def blocked_layout(people: Sequence[BlockedPerson], *, note: str = "") -> ui.LayoutView:
    """The blocked people, latest first; ``note``, Markdown, is shown above.

    Those blocked from a request stay anonymous, so they are unblocked by a select.
    """
    lines = [f"- {_blocked(one)}" for one in people[: -_SHOWN - 1 : -1]]
    if len(people) > _SHOWN:
        lines.append(f"- and {len(people) - _SHOWN} more")
    heading = f"### Blocked here: {len(people)}" if people else "### Nobody is blocked here"
    unnamed = [one for one in reversed(people) if one.ref]
    ways = []
    if any(not one.ref for one in people):
        ways.append("To answer someone named here again, use `/desk unblock`.")
    if unnamed:
        ways.append("For blocks from a request, use the list below.")
    heading += f"\n-# {' '.join(ways)}" if ways else ""
    options = [
        discord.SelectOption(
            label=f"Someone blocked on {day_words(one.at)}, from a request",
            description=cut(f"By {editor_name(one.by)}", OPTION_TEXT),
            value=one.ref,
        )
        for one in unnamed
    ]
    select = select_of(custom_ids.desk_setup("lift"), "Unblock someone…", options)
    return layout_of("\n".join(filter(None, (note, heading, *lines))), select)


def _blocked(one: BlockedPerson) -> str:
    by = excerpt(editor_name(one.by), _NAME)
    if one.ref:
        return (
            f"someone blocked on {day_words(one.at)} from a request, by {by}: can’t send requests"
        )
    who = f"<@{one.id}>" if one.id.isdecimal() else "someone whose data has been erased"
    return f"{who}, blocked by {by} on {day_words(one.at)}"
