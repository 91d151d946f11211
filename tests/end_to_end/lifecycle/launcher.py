"""Starts the program, unmodified, with Discord at another address.

    python launcher.py HOST:PORT [what ``python -m bot`` takes]

Every address of discord.py is set: the first one alone would send the token to the real gateway.
"""

import sys

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.__main__ import main

if __name__ == "__main__":
    origin = sys.argv.pop(1)
    Route.BASE = f"http://{origin}/api/v10"
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(f"ws://{origin}/gateway/")
    discord.Asset.BASE = f"http://{origin}/cdn"
    discord.Invite.BASE = f"http://{origin}/invite"
    main()
