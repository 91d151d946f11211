"""One person at the small Discord: each step waits for what is shown in the end."""

from collections.abc import Mapping, Sequence
from typing import Any

from tests.end_to_end.lifecycle.interactions import Person, text_option
from tests.end_to_end.lifecycle.loopback import Loopback
from tests.end_to_end.lifecycle.payloads import GUILD_ID
from tests.end_to_end.lifecycle.posted import Posted


class Actor:
    """Types, presses, chooses and fills in, as ``person`` does."""

    def __init__(self, discord: Loopback, person: Person) -> None:
        self.person = person
        self._discord = discord

    async def type(
        self, command: str, *, server: str = GUILD_ID, room: int = 0, **options: str
    ) -> Posted:
        typed = [text_option(name, value) for name, value in options.items()]
        used = await self._discord.use(self.person, command, typed, server=server, room=room)
        return await self._discord.shown(used)

    async def press(self, shown: Posted, label: str) -> Posted:
        """Press the button whose label has that label."""
        button = shown.button(label)
        assert button is not None, f"no “{label}” under:\n{shown.text}"
        return await self._discord.shown(await self._discord.press(self.person, shown, button))

    async def choose(self, shown: Posted, value: str | None = None) -> Posted:
        """Choose in the first select: the first there is, unless ``value`` is given."""
        select = shown.selects[0]
        chosen = value or select["options"][0]["value"]
        pressed = await self._discord.press(self.person, shown, select, chosen)
        return await self._discord.shown(pressed)

    async def submit(
        self, form: Posted, typed: Mapping[str, str | Sequence[str]] | None = None
    ) -> Posted:
        """Send a form as it opened, but for what is ``typed``."""
        filled = _opened_with(form.body["data"]) | dict(typed or {})
        return await self._discord.shown(await self._discord.submit(self.person, form, filled))


def _opened_with(modal: Mapping[str, Any]) -> dict[str, str | Sequence[str]]:
    inputs = [label["component"] for label in modal["components"]]
    return {
        one["custom_id"]: [chosen["value"] for chosen in one["options"] if chosen.get("default")]
        if "options" in one
        else one.get("value", "")
        for one in inputs
    }
