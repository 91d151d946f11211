"""What a member of the newsroom does, in as few words as a test wants to say it."""

from typing import Any

import simcord

from tests.bot.shown import parts


class Moderator:
    """A member who types commands into one channel, presses, and fills forms in."""

    def __init__(
        self, env: simcord.Env, actor: simcord.MemberActor, channel: simcord.ChannelHandle
    ) -> None:
        self._env = env
        self.actor = actor
        self.channel = channel

    def gets(self, role: simcord.RoleHandle) -> None:
        """Somebody gives the member a role."""
        self._env.backend.add_member_role(self.actor.guild.id, self.actor.id, role.id)

    def loses(self, role: simcord.RoleHandle) -> None:
        """Somebody takes a role away from the member."""
        self._env.backend.remove_member_role(self.actor.guild.id, self.actor.id, role.id)

    async def type(self, command: str, **options: Any) -> simcord.InteractionResult:
        """Send a slash command: ``type("fact add")``."""
        return await self.actor.slash(self.channel, command, **options)

    async def press(
        self, result: simcord.InteractionResult, label: str
    ) -> simcord.InteractionResult:
        """Press a button below what was answered."""
        assert result.response is not None, "nothing was answered"
        return await self.actor.click(result.response, label=label)

    async def choose(
        self, result: simcord.InteractionResult, *values: Any, control: str | None = None
    ) -> simcord.InteractionResult:
        """Choose in the select below what was answered; ``control`` is a part of its custom id."""
        assert result.response is not None, "nothing was answered"
        [custom_id] = [
            part["custom_id"]
            for part in parts(result.response)
            if part["type"] in (3, 5, 6, 7, 8) and (control or "") in part["custom_id"]
        ]
        return await self.actor.select(result.response, list(values), custom_id=custom_id)

    async def submit(
        self, form: simcord.InteractionResult, values: dict[str, Any]
    ) -> simcord.InteractionResult:
        """Fill a form in and send it."""
        return await self.actor.submit_modal(form, values)

    async def add(self, values: dict[str, Any]) -> simcord.InteractionResult:
        """A new draft from the form of /fact add; its card."""
        return await self.submit(await self.type("fact add"), values)

    async def respond(
        self, card: simcord.InteractionResult, values: dict[str, Any]
    ) -> simcord.InteractionResult:
        """Add a response to a draft; its card."""
        return await self.submit(await self.press(card, "Add response"), values)

    async def publish(self, values: dict[str, Any]) -> simcord.InteractionResult:
        """A new fact from nothing but the first form; the card of the fact."""
        return await self.press(await self.add(values), "Publish")


def inputs(form: simcord.InteractionResult) -> dict[str, Any]:
    """What a form is filled in with when it opens, by field; the chosen values of a select."""
    assert form.modal is not None, "no form was opened"
    values: dict[str, Any] = {}
    for label in form.modal["components"]:
        field = label["component"]
        if field["type"] == 3:
            chosen = [option["value"] for option in field["options"] if option.get("default")]
            values[field["custom_id"]] = chosen
        else:
            values[field["custom_id"]] = field.get("value") or ""
    return values
