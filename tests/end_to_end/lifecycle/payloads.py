"""What Discord sends, as its published OpenAPI description and gateway documentation have it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import Any

from aiohttp import web

USER_ID = "155149108183695360"
READER_ID = "80351110224678912"
READER_NAME = "rita-the-reader"
GUILD_ID = "41771983423143937"
CHANNEL_ID = "41771983423143938"
APPLICATION_ID = USER_ID
EVERYONE = str(1 << 10 | 1 << 11 | 1 << 31)
_RETRY_AFTER_SECONDS = 0.4
MOMENT = "2026-01-02T03:04:05.000000+00:00"

Payload = dict[str, Any]


def user(user_id: str = USER_ID, name: str = "Nice Note") -> Payload:
    return {
        "id": user_id,
        "username": name,
        "global_name": name,
        "avatar": None,
        "discriminator": "0",
        "public_flags": 0,
        "flags": 0,
        "bot": user_id == USER_ID,
        "primary_guild": None,
    }


def own_user() -> Payload:
    return user() | {"mfa_enabled": True, "locale": "en-US", "verified": True, "email": None}


def application() -> Payload:
    return {
        "id": APPLICATION_ID,
        "name": "Nice Note",
        "icon": None,
        "description": "",
        "type": None,
        "bot": user(),
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "flags": 0,
        "flags_new": "0",
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "owner": user(READER_ID, READER_NAME),
        "approximate_guild_count": 1,
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0,
        "team": None,
        "eligible_oauth2_scopes": [],
    }


def ready(session_id: str, resume_address: str, shard: list[int], servers: list[str]) -> Payload:
    return {
        "v": 10,
        "user": own_user(),
        "guilds": [{"id": server, "unavailable": True} for server in servers],
        "session_id": session_id,
        "resume_gateway_url": resume_address,
        "shard": shard,
        "application": {"id": APPLICATION_ID, "flags": 0},
    }


def guild(server: str = GUILD_ID) -> Payload:
    """A server with one role and one text channel, as GUILD_CREATE brings it."""
    return {
        "id": server,
        "name": "The Newsroom",
        "icon": None,
        "splash": None,
        "discovery_splash": None,
        "banner": None,
        "description": None,
        "owner_id": READER_ID,
        "region": "deprecated",
        "afk_channel_id": None,
        "afk_timeout": 300,
        "verification_level": 1,
        "default_message_notifications": 1,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "nsfw_level": 0,
        "nsfw": False,
        "premium_tier": 0,
        "premium_progress_bar_enabled": False,
        "preferred_locale": "en-US",
        "application_id": None,
        "vanity_url_code": None,
        "system_channel_id": None,
        "system_channel_flags": 0,
        "rules_channel_id": None,
        "public_updates_channel_id": None,
        "safety_alerts_channel_id": None,
        "features": [],
        "emojis": [],
        "stickers": [],
        "roles": [role(server, "@everyone", permissions=EVERYONE)],
        "joined_at": MOMENT,
        "large": False,
        "unavailable": False,
        "member_count": 2,
        "members": [member(own_user())],
        "channels": [channel(server)],
        "threads": [],
        "voice_states": [],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def role(role_id: str, name: str, *, permissions: str = "0") -> Payload:
    return {
        "id": role_id,
        "name": name,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "position": 0,
        "permissions": permissions,
        "managed": False,
        "mentionable": True,
        "flags": 0,
        "icon": None,
        "unicode_emoji": None,
    }


def channel(server: str = GUILD_ID, room: int = 0) -> Payload:
    """One of the channels of a server, which lie behind it by their ids."""
    return {
        "id": str(int(server) + 1 + room),
        "type": 0,
        "name": "fact-desk",
        "position": 0,
        "permission_overwrites": [],
        "topic": None,
        "nsfw": False,
        "last_message_id": None,
        "rate_limit_per_user": 0,
        "parent_id": None,
        "flags": 0,
    }


def member(of: Payload) -> Payload:
    return {
        "user": of,
        "nick": None,
        "avatar": None,
        "banner": None,
        "roles": [],
        "joined_at": MOMENT,
        "premium_since": None,
        "communication_disabled_until": None,
        "pending": False,
        "flags": 0,
        "mute": False,
        "deaf": False,
    }


def registered_command(command_id: str, sent: Payload) -> Payload:
    """A command as Discord gives it back: what it adds, what it leaves out, what it rewrites."""
    permissions = sent.get("default_member_permissions")
    return {
        "id": command_id,
        "application_id": APPLICATION_ID,
        "version": str(int(command_id) + 1),
        "type": sent.get("type", 1),
        "name": sent["name"],
        "name_localizations": None,
        "description": sent.get("description", ""),
        "description_localizations": None,
        "default_permission": True,
        "default_member_permissions": None if permissions is None else str(permissions),
        "dm_permission": 1 in sent["contexts"],
        "contexts": sorted(sent["contexts"], reverse=True),
        "integration_types": sorted(sent["integration_types"], reverse=True),
        "nsfw": sent.get("nsfw", False),
    } | (
        {"options": [_option(option) for option in sent["options"]]} if sent.get("options") else {}
    )


def _option(sent: Payload) -> Payload:
    # A false or empty field is one that Discord does not mention.
    return {name: value for name, value in sent.items() if value not in (False, None, [])}


def error(code: int, message: str) -> Payload:
    return {"code": code, "message": message}


def message(message_id: str, channel_id: str, sent: Payload) -> Payload:
    """The message that the bot's ``sent`` became."""
    return {
        "id": message_id,
        "channel_id": channel_id,
        "author": user(),
        "type": 0,
        "content": sent.get("content", ""),
        "components": _numbered(sent.get("components", []), count(1)),
        "flags": sent.get("flags", 0),
        "attachments": [],
        "embeds": [],
        "mentions": [],
        "mention_roles": [],
        "mention_everyone": False,
        "pinned": False,
        "tts": False,
        "timestamp": MOMENT,
        "edited_timestamp": None,
    }


def _numbered(components: Sequence[Payload], numbers: Iterator[int]) -> list[Payload]:
    """Components with the ids that Discord gives to those that came without."""
    return [
        {"id": next(numbers)}
        | part
        | ({"components": _numbered(part["components"], numbers)} if "components" in part else {})
        for part in components
    ]


async def sent_body(request: web.Request) -> Payload:
    """What the bot sent. With a file it comes as a form, and the JSON is one part of it."""
    if request.content_type == "multipart/form-data":
        body: Payload = json.loads(str((await request.post())["payload_json"]))
    else:
        body = await request.json()
    return body


def response(
    data: Any, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> web.Response:
    """``data`` as JSON, without a charset: discord.py takes any other content type for text."""
    return web.Response(
        body=json.dumps(data).encode(),
        status=status,
        headers=headers,
        content_type="application/json",
    )


def failure(status: int) -> web.Response:
    """An answer that turns a request down; a 429 with how long to wait."""
    told = error(0, f"{status}: not now")
    if status != 429:
        return response(told, status=status)
    # The second header stands in every answer that is Discord's own.
    headers = {"Retry-After": str(_RETRY_AFTER_SECONDS), "Via": "1.1 google"}
    limited = told | {"retry_after": _RETRY_AFTER_SECONDS, "global": False}
    return response(limited, status=status, headers=headers)
