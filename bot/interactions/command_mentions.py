"""Commands that texts name, made clickable: ``/claim`` in code becomes ``</claim:123>``."""

import re
from collections.abc import Mapping

from discord import ui

# A person's own backtick is escaped and begins no command.
_NAMED = re.compile(r"(?<!\\)`/([a-z]{1,32}(?: [a-z]{1,32})?)`")


class CommandMentions:
    """Knows the ids that Discord gave our commands, once they are registered."""

    def __init__(self) -> None:
        self._ids: Mapping[str, int] = {}

    def learn(self, ids: Mapping[str, int]) -> None:
        """Take the ids of commands, by name. None of them: what is known stays."""
        self._ids = ids or self._ids

    def clickable(self, text: str) -> str:
        """``text``, Markdown, with every command in code that is known as a mention."""
        return _NAMED.sub(self._mention, text)

    def put_into(self, layout: ui.LayoutView) -> None:
        """Make the commands in all texts of ``layout`` clickable."""
        for item in layout.walk_children():
            if isinstance(item, ui.TextDisplay):
                item.content = self.clickable(item.content)

    def _mention(self, found: re.Match[str]) -> str:
        name = found[1]
        return f"</{name}:{self._ids[name]}>" if name in self._ids else found[0]
