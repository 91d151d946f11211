"""Moderators who work as fast as the answers come. What they typed and what they were told is kept,
so that it can be held against what is there after the bot was killed.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count

from tests.end_to_end.lifecycle.interactions import Person, role_option, text_option
from tests.end_to_end.lifecycle.loopback import Loopback
from tests.end_to_end.lifecycle.payloads import CHANNEL_ID, role
from tests.end_to_end.lifecycle.posted import Posted, words_of

_NUMBER = re.compile(r"it’s fact #(\d+)|Claim (\d+)\.")
# More would not stand on the first page of an answer.
_ADDITIONS_A_FACT = 3


@dataclass(slots=True)
class Piece:
    """A fact that somebody adds: the options they typed, and the interactions they did it with."""

    author: Person
    options: dict[str, str]
    typed: list[str] = field(default_factory=list)
    pressed: list[str] = field(default_factory=list)

    @property
    def claim(self) -> str:
        return self.options["claim"]


@dataclass(slots=True)
class Addition:
    """A denial or a source that somebody adds to fact ``number``."""

    author: Person
    command: str
    number: int
    options: dict[str, str]
    typed: list[str] = field(default_factory=list)


class Newsroom:
    """The moderators of one server, and all that they did."""

    def __init__(self, discord: Loopback, moderators: int) -> None:
        self.moderators = [
            Person(str(90_000_000_000_000_000 + number), f"moderator-{number}", manages=True)
            for number in range(moderators)
        ]
        self.pieces: list[Piece] = []
        self.additions: list[Addition] = []
        self._discord = discord
        self._serial = count(1)

    async def work(self, who: Person) -> None:
        """Draft, publish and add to what is published, without end; every fourth stays a draft."""
        for turn in count():
            piece = self.piece(who)
            card = await self.answer(await self.draft(piece))
            if turn % 4 == 3:
                continue
            await self.answer(await self.publish(piece, card))
            if addition := self.addition(who, "fact deny" if turn % 2 else "fact source"):
                await self.answer(await self.add(addition))

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """Everybody works inside this. Whatever they wait for at its end, they do not get."""
        working = [asyncio.create_task(self.work(who)) for who in self.moderators]
        try:
            yield
        finally:
            for task in working:
                task.cancel()
            ends = await asyncio.gather(*working, return_exceptions=True)
            if broken := [end for end in ends if isinstance(end, Exception)]:
                raise ExceptionGroup("moderators could not work", broken)

    async def answer(self, interaction_id: str) -> Posted:
        return await self._discord.answer(interaction_id)

    def piece(self, who: Person) -> Piece:
        """A new fact, with all that can be typed."""
        number = next(self._serial)
        piece = Piece(
            who,
            {
                "claim": f"Shipment number {number} never reached the harbour",
                "speaker": "Ada Berg",
                "role": "harbour master",
                "on_behalf_of": "the port",
                "date": "2021-05-03",
                "venue": "the port council",
                "quote": f"Nobody saw shipment {number}",
                "outlet": "Harbour Post",
                "headline": f"Shipment {number} lost",
                "published": "2021-05-04",
                "link": f"https://harbour.example/{number}",
                "topics": "harbour, shipments",
            },
        )
        self.pieces.append(piece)
        return piece

    async def draft(self, piece: Piece) -> str:
        """Type a fact, or type it again."""
        piece.typed.append(await self._use(piece.author, "fact add", piece.options))
        return piece.typed[-1]

    async def publish(self, piece: Piece, card: Posted) -> str:
        """Press the button of a draft's card, be it ever so old."""
        button = card.button("Publish")
        assert button is not None, card.text
        piece.pressed.append(await self._discord.press(piece.author, card, button))
        return piece.pressed[-1]

    async def published(self) -> Piece:
        """A new fact of the first moderator, with their card that says so."""
        piece = self.piece(self.moderators[0])
        card = await self.answer(await self.draft(piece))
        await self.answer(await self.publish(piece, card))
        return piece

    async def subscribe(self, *, room: int = 0, mention: str | None = None) -> None:
        """Have all news told in that channel, with a mention of that role."""
        options, roles = [text_option("to", "here")], {}
        if mention is not None:
            options.append(role_option("mention", mention))
            roles[mention] = role(mention, "readers")
        asked = await self._discord.use(
            self.moderators[0], "alerts subscribe", options, room=room, resolved={"roles": roles}
        )
        told = (await self._discord.shown(asked)).text
        assert "Subscribed" in told, told

    def alerts(self) -> list[str]:
        """What stands in the channel and answers nobody."""
        answers = {posted.message["id"] for posted in self._discord.posted}
        messages = self._discord.channels.messages[CHANNEL_ID]
        own = [key for key in sorted(messages, key=int) if key not in answers]
        return ["\n".join(words_of(messages[key])) for key in own]

    def addition(self, who: Person, command: str) -> Addition | None:
        """A denial of, or a source for, the newest fact that has not too many yet."""
        taken = [addition.number for addition in self.additions]
        told = filter(None, map(self.number_of, self.pieces))
        numbers = [number for number in told if taken.count(number) < _ADDITIONS_A_FACT]
        if not numbers:
            return None
        serial = next(self._serial)
        options = {
            "outlet": "City Radio",
            "headline": f"Report number {serial} on it",
            "published": "2021-05-05",
            "link": f"https://radio.example/{serial}",
        }
        if command == "fact deny":
            options |= {
                "by": f"Witness number {serial}",
                "role": "sailor",
                "on_behalf_of": "the crew",
                "via": "a lawyer",
                "date": "2021-05-06",
                "quote": f"It is here, say I, witness {serial}",
            }
        else:
            options |= {
                "author": f"Reporter number {serial}",
                "archived": f"https://archive.example/{serial}",
                "language": "ko",
                "description": "broadcast",
                "wording": f"It is lost, heard reporter {serial}",
            }
        addition = Addition(who, command, numbers[-1], options)
        self.additions.append(addition)
        return addition

    async def add(self, addition: Addition) -> str:
        """Type an addition, or type it again."""
        options = {"fact": f"#{addition.number}"} | addition.options
        addition.typed.append(await self._use(addition.author, addition.command, options))
        return addition.typed[-1]

    async def asked(self, who: Person, command: str, **options: str) -> Posted:
        """What somebody is answered to a command."""
        return await self.answer(await self._use(who, command, options))

    async def find_draft(self, piece: Piece) -> bool:
        """Open the draft of a fact from its author's list, if it is there."""
        listed = await self.asked(piece.author, "fact drafts")
        for select in listed.selects:
            for option in select["options"]:
                if option["label"] == piece.claim:
                    value = option["value"]
                    chosen = await self._discord.press(piece.author, listed, select, value)
                    piece.typed.append(chosen)
                    await self.answer(chosen)
                    return True
        return False

    def pieces_of(self, who: Person) -> list[Piece]:
        return [piece for piece in self.pieces if piece.author == who]

    def card_of(self, piece: Piece) -> Posted | None:
        """The draft's card, if it was shown."""
        return next((card for card in self._told(piece.typed) if card.button("Publish")), None)

    def number_of(self, piece: Piece) -> int | None:
        """The fact's number, if its author was told that it is published; always the same one."""
        told = [_NUMBER.search(answer.text) for answer in self._told(piece.pressed)]
        numbers = {int(number[1] or number[2]) for number in told if number}
        assert len(numbers) <= 1, f"{piece.claim}: {numbers}"
        return next(iter(numbers), None)

    def was_added(self, addition: Addition) -> bool:
        """Whether its author was told that it is there."""
        texts = [answer.text for answer in self._told(addition.typed)]
        return any(" added.**" in text or "already says that" in text for text in texts)

    def _told(self, interaction_ids: Iterable[str]) -> list[Posted]:
        return [told for known in interaction_ids if (told := self._discord.answered(known))]

    async def _use(self, who: Person, command: str, options: dict[str, str]) -> str:
        typed = [text_option(name, value) for name, value in options.items()]
        return await self._discord.use(who, command, typed)
