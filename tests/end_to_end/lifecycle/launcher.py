"""Starts the program, unmodified, with Discord at another address.

    python launcher.py HOST:PORT [what ``python -m bot`` takes]

Every address of discord.py is set: the first one alone would send the token to the real gateway.
With TESTS_CLOCK, a file of seconds, the program's clock is that much off from each SET_CLOCK on.
"""

import os
import signal
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import discord
import time_machine
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.__main__ import main

SET_CLOCK = signal.SIGUSR1


def _follow_clock(file: Path) -> None:
    travels: list[time_machine.travel] = []

    def set_clock(*_: object) -> None:
        seconds = float(file.read_text())
        if travels:
            travels.pop().stop()
        travels.append(time_machine.travel(datetime.now(UTC) + timedelta(seconds=seconds)))
        travels[0].start()
        sys.stderr.write(f"The clock is {seconds:.0f} s off\n")
        sys.stderr.flush()

    signal.signal(SET_CLOCK, set_clock)


if __name__ == "__main__":
    origin = sys.argv.pop(1)
    Route.BASE = f"http://{origin}/api/v10"
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(f"ws://{origin}/gateway/")
    discord.Asset.BASE = f"http://{origin}/cdn"
    discord.Invite.BASE = f"http://{origin}/invite"
    if clock := os.environ.get("TESTS_CLOCK"):
        _follow_clock(Path(clock))
    main()
