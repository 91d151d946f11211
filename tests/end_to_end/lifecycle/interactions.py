"""What people do with the bot, as Discord tells it, and what Discord answers to its answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.end_to_end.lifecycle.payloads import (
    APPLICATION_ID,
    CHANNEL_ID,
    EVERYONE,
    GUILD_ID,
    MOMENT,
    READER_ID,
    READER_NAME,
    Payload,
    channel,
    member,
    user,
)
from tests.end_to_end.lifecycle.payloads import message as message_of

COMMAND, COMPONENT, SUGGESTION, FORM = 2, 3, 4, 5
_SUBCOMMAND, _TEXT, _ROLE = 1, 3, 8
_ON_THE_MESSAGE = (6, 7)
# Kinds of answers: a message, and those that tell that one follows.
MESSAGE, ANNOUNCEMENTS = 4, (5, 6)
_MANAGE_SERVER = 1 << 5


@dataclass(frozen=True, slots=True)
class Person:
    """A member of the server."""

    id: str
    name: str
    manages: bool = False

    @property
    def permissions(self) -> str:
        return str(int(EVERYONE) | (_MANAGE_SERVER if self.manages else 0))


READER = Person(READER_ID, READER_NAME)


def role_option(name: str, role_id: str) -> Payload:
    """A role that was chosen in an option."""
    return {"name": name, "type": _ROLE, "value": role_id}


def text_option(name: str, value: str) -> Payload:
    """An option of a slash command, as it was typed."""
    return {"name": name, "type": _TEXT, "value": value}


def command_data(command: Payload, inner: Sequence[str], options: Sequence[Payload]) -> Payload:
    """What was typed: a command or, with ``inner``, a command of a group."""
    given = list(options)
    for name in reversed(inner):
        given = [{"name": name, "type": _SUBCOMMAND, "options": given}]
    return {"id": command["id"], "name": command["name"], "type": 1, "options": given}


def menu_data(command: Payload, content: str) -> Payload:
    """A message menu that was used on a message with ``content``."""
    message_id = str(int(command["id"]) + 1)
    sent = callback_response(message_id, {"type": 4, "data": {"content": content}})
    message = sent["resource"]["message"] | {"author": user(READER_ID, READER_NAME), "type": 0}
    resolved = {"messages": {message["id"]: message}}
    data = {"id": command["id"], "name": command["name"], "type": 3}
    return data | {"target_id": message["id"], "resolved": resolved}


def form_data(custom_id: str, typed: Mapping[str, str | Sequence[str]]) -> Payload:
    """A form that was filled in: texts, and what was chosen."""
    fields = [
        {"type": 4, "id": 1, "custom_id": key, "value": value}
        if isinstance(value, str)
        else {"type": 3, "id": 1, "custom_id": key, "values": list(value)}
        for key, value in typed.items()
    ]
    labels = [{"type": 18, "id": 1, "component": field} for field in fields]
    return {"custom_id": custom_id, "components": labels}


def component_data(part: Payload, chosen: Sequence[str]) -> Payload:
    """What was pressed or, in a select, chosen."""
    values = {"values": list(chosen)} if chosen else {}
    return {"custom_id": part["custom_id"], "component_type": part["type"], "id": 1} | values


def interaction(
    interaction_id: str, kind: int, who: Person, server: str = GUILD_ID, room: int = 0
) -> Payload:
    """What INTERACTION_CREATE says of any interaction in a channel of ``server``."""
    there = channel(server, room)
    return {
        "id": interaction_id,
        "application_id": APPLICATION_ID,
        "type": kind,
        "token": f"interaction-token-{interaction_id}",
        "version": 1,
        "guild_id": server,
        "guild": {"id": server, "locale": "en-US", "features": []},
        "channel_id": there["id"],
        "channel": there | {"guild_id": server, "permissions": who.permissions},
        "member": member(user(who.id, who.name)) | {"permissions": who.permissions},
        "locale": "en-GB",
        "guild_locale": "en-US",
        "app_permissions": EVERYONE,
        "entitlements": [],
        "authorizing_integration_owners": {"0": server},
        "context": 0,
        "attachment_size_limit": 10485760,
    }


def callback_response(
    interaction_id: str,
    answer: Payload,
    pressed: Payload | None = None,
    channel_id: str = CHANNEL_ID,
) -> Payload:
    """What an answered interaction's callback returns, with the message it became.

    ``pressed`` is the message whose button or select it answers.
    """
    message = message_of(str(int(interaction_id) + 1), channel_id, answer.get("data") or {})
    message["type"] = 20
    if pressed is not None and answer["type"] in _ON_THE_MESSAGE:
        message |= {"id": pressed["id"], "flags": pressed["flags"], "edited_timestamp": MOMENT}
    told = {
        "id": interaction_id,
        "type": COMMAND if pressed is None else COMPONENT,
        "response_message_id": message["id"],
        "response_message_loading": False,
        "response_message_ephemeral": bool(message["flags"] & 1 << 6),
        "channel_id": channel_id,
        "guild_id": GUILD_ID,
    }
    return {"interaction": told, "resource": {"type": answer["type"], "message": message}}
