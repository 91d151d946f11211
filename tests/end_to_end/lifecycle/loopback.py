"""A small Discord on 127.0.0.1: as much of its REST interface and gateway as a bot needs to sign
in, register its commands and answer them. It is a real server, spoken to over real sockets.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import count, repeat
from typing import Any, Self

from aiohttp import web
from discord.utils import time_snowflake

from tests.end_to_end.lifecycle import interactions, payloads
from tests.end_to_end.lifecycle.channels import Channels
from tests.end_to_end.lifecycle.gateway import Gateway
from tests.end_to_end.lifecycle.happenings import Happenings
from tests.end_to_end.lifecycle.interactions import READER, Person
from tests.end_to_end.lifecycle.payloads import GUILD_ID, Payload, failure, response, sent_body
from tests.end_to_end.lifecycle.posted import Posted

TOKEN = "MTU1MTQ5.loopback.not-a-token-of-anybody"  # noqa: S105 - of no account
# In place of a status: instead of an answer the connection is cut.
CUT = 599
# So many seconds Discord takes the first answer to an interaction.
DISCORD_WAITS = 3.0
_IDS_OF_A_MOMENT = 1 << 22


class Loopback:
    """Discord, for one bot. Use it in ``async with``; ``origin`` is where it listens."""

    def __init__(self) -> None:
        self.commands: list[Payload] = []
        """The global commands it holds, in the form in which it gives them back."""
        self.registrations: list[list[Payload]] = []
        """What was put, one entry a PUT."""
        self.posted: list[Posted] = []
        """Every answer that arrived, also those that were turned down."""
        self.sent: list[str] = []
        """The id of every interaction that went out to the bot."""
        self.answer_with: Iterator[int] = repeat(200)
        """The statuses with which the interaction callbacks are answered from now on."""
        self.own_user: Any = payloads.own_user()
        """What /users/@me answers."""
        self.resources: dict[str, Payload] = {}
        """What else can be read, by path: ``channels/41``."""
        self.files: dict[str, bytes] = {}
        """What people gave as files, by id."""
        self.turn_down: dict[str, int] = {}
        """Routes, such as ``PUT commands``, and the status with which they fail."""
        self.turn_down_once: dict[str, int] = {}
        """The same, for the next request alone."""
        self.replying = _opened()
        """Cleared, it holds back all replies of the interaction callbacks."""
        self.signing_in = _opened()
        """Cleared, it holds back the reply of /users/@me."""
        self.late_by: float | None = None
        """How many seconds old interactions are when they go out. None leaves their time to chance:
        ids in order, from long ago."""
        self.happened = Happenings()
        self.gateway = Gateway(TOKEN, self.happened)
        self.channels = Channels(self.happened)
        self._answers: dict[tuple[str, int], Posted] = {}
        self._asked: dict[str, Payload] = {}
        self._edited: dict[str, Posted] = {}
        self._ids = count(1_450_000_000_000_000_000, 16)
        self._logins = 0

    async def __aenter__(self) -> Self:
        application = web.Application()
        api = "/api/v10"
        commands = f"{api}/applications/{{application}}/commands"
        callback = f"{api}/interactions/{{interaction}}/{{token}}/callback"
        application.router.add_get(f"{api}/users/@me", self._me)
        application.router.add_get(f"{api}/oauth2/applications/@me", self._application)
        application.router.add_get(f"{api}/gateway/bot", self._gateway_address)
        application.router.add_get(commands, self._list_commands)
        application.router.add_put(commands, self._put_commands)
        application.router.add_post(callback, self._callback)
        application.router.add_get("/gateway/", self.gateway.connection)
        self.channels.add_routes(application, api)
        application.router.add_get(f"{api}/{{path:.+}}", self._resource)
        application.router.add_get("/files/{file}", self._file)
        later = f"{api}/webhooks/{{application}}/{{token}}"
        application.router.add_post(later, self._later)
        application.router.add_patch(f"{later}/messages/@original", self._original)
        self._runner = web.AppRunner(application, shutdown_timeout=1.0)
        await self._runner.setup()
        await self._listen(0)
        self.origin = f"127.0.0.1:{self._runner.addresses[0][1]}"
        self.gateway.address = f"ws://{self.origin}/gateway/"
        return self

    async def __aexit__(self, *_: object) -> None:
        self.replying.set()
        self.signing_in.set()
        await self.gateway.close()
        await self._runner.cleanup()

    @asynccontextmanager
    async def outage(self) -> AsyncIterator[None]:
        """Meanwhile it takes no connection, and has cut off all that there were."""
        assert self._runner.server is not None
        port = int(self.origin.rpartition(":")[2])
        await self._site.stop()
        for connection in list(self._runner.server.connections):
            if connection.transport is not None:
                connection.transport.abort()
        yield
        await self._listen(port)

    async def signed_in(self) -> None:
        """Wait until the bot has a session; its commands are registered before that."""
        await self.happened.until(lambda: self.gateway.identified, "the bot signed in")

    async def login_begun(self) -> None:
        """Wait until the bot has asked who it is."""
        await self.happened.until(lambda: self._logins, "the bot began to sign in")

    async def ask(self, question: str, command: str = "claim", *, server: str = GUILD_ID) -> str:
        """Use a command as a reader in a server does; return the interaction's id."""
        options = [interactions.text_option("question", question)]
        return await self.use(READER, command, options, server=server)

    async def use(
        self,
        who: Person,
        command: str,
        options: Sequence[Payload] = (),
        *,
        server: str = GUILD_ID,
        room: int = 0,
        resolved: Payload | None = None,
    ) -> str:
        """Use a command, ``fact add`` for example, in the server; return the interaction's id.

        ``resolved`` says more of what the options name.
        """
        name, *inner = command.split()
        known = next(known for known in self.commands if known["name"] == name)
        given = interactions.command_data(known, inner, options) | {"resolved": resolved or {}}
        return await self._interact(interactions.COMMAND, who, {"data": given}, server, room)

    async def suggest(self, who: Person, command: str, option: str, typed: str) -> str:
        """Type into an option that offers something; return the interaction's id."""
        name, *inner = command.split()
        known = next(known for known in self.commands if known["name"] == name)
        options = [interactions.text_option(option, typed) | {"focused": True}]
        given = interactions.command_data(known, inner, options)
        return await self._interact(interactions.SUGGESTION, who, {"data": given})

    async def give(
        self, who: Person, command: str, option: str, content: bytes, *options: Payload
    ) -> str:
        """Use a command with a file in one of its options; return the interaction's id."""
        file_id = str(next(self._ids))
        self.files[file_id] = content
        file = {"id": file_id, "filename": "given.jsonl", "size": len(content)}
        file["url"] = file["proxy_url"] = f"http://{self.origin}/files/{file_id}"
        name, *inner = command.split()
        known = next(known for known in self.commands if known["name"] == name)
        taken = [*options, {"name": option, "type": 11, "value": file_id}]
        data = interactions.command_data(known, inner, taken)
        data |= {"resolved": {"attachments": {file_id: file}}}
        return await self._interact(interactions.COMMAND, who, {"data": data})

    async def use_menu(self, who: Person, menu: str, content: str) -> str:
        """Use a message menu on a message with ``content``; return the interaction's id."""
        known = next(known for known in self.commands if known["name"] == menu)
        given = interactions.menu_data(known, content)
        return await self._interact(interactions.COMMAND, who, {"data": given})

    async def submit(
        self, who: Person, form: Posted, typed: Mapping[str, str | Sequence[str]]
    ) -> str:
        """Fill in the form that was opened and send it; return the interaction's id."""
        given = {"data": interactions.form_data(form.body["data"]["custom_id"], typed)}
        if form.opened_under is not None:
            given["message"] = form.opened_under
        return await self._interact(interactions.FORM, who, given)

    async def press(self, who: Person, shown: Posted, part: Payload, *chosen: str) -> str:
        """Press a button of an answer, or choose in a select; return the interaction's id."""
        given = interactions.component_data(part, chosen)
        return await self._interact(
            interactions.COMPONENT, who, {"data": given, "message": shown.message}
        )

    def answered(self, interaction_id: str, *, status: int = 200) -> Posted | None:
        """The answer to an interaction that was received with ``status``, if it came."""
        return self._answers.get((interaction_id, status))

    async def answer(self, interaction_id: str, *, status: int = 200) -> Posted:
        """Wait for the answer to an interaction that was received with ``status``."""
        return await self.happened.until(
            lambda: self.answered(interaction_id, status=status),
            f"an answer to interaction {interaction_id}",
        )

    async def shown(self, interaction_id: str) -> Posted:
        """Wait for what is shown in the end: an answer that was announced first comes later."""
        announced = await self.answer(interaction_id)
        if announced.body["type"] not in interactions.ANNOUNCEMENTS:
            return announced
        return await self.happened.until(
            lambda: self._edited.get(interaction_id), f"what follows on {interaction_id}"
        )

    async def read_so_far(self) -> None:
        """Wait until the bot has read all that was sent to it: it answers a heartbeat request."""
        await self.gateway.request_heartbeats()

    async def _me(self, request: web.Request) -> web.Response:
        self._logins += 1
        self.happened.tell()
        await self.signing_in.wait()
        return self._refusal(request, "GET me") or response(self.own_user)

    async def _application(self, request: web.Request) -> web.Response:
        return self._refusal(request, "GET application") or response(payloads.application())

    async def _gateway_address(self, request: web.Request) -> web.Response:
        return self._refusal(request, "GET gateway") or response(self.gateway.for_bots())

    async def _resource(self, request: web.Request) -> web.Response:
        found = self.resources.get(request.match_info["path"])
        unknown = response(payloads.error(10003, "Unknown Channel"), status=404)
        return self._refusal(request, "GET resource") or (response(found) if found else unknown)

    async def _file(self, request: web.Request) -> web.Response:
        return web.Response(body=self.files[request.match_info["file"]])

    async def _list_commands(self, request: web.Request) -> web.Response:
        return self._refusal(request, "GET commands") or response(self.commands[::-1])

    async def _put_commands(self, request: web.Request) -> web.Response:
        if refusal := self._refusal(request, "PUT commands"):
            return refusal
        sent = await request.json()
        self.registrations.append(sent)
        self.commands = [
            payloads.registered_command(str(next(self._ids)), command) for command in sent
        ]
        self.happened.tell()
        return response(self.commands)

    async def _callback(self, request: web.Request) -> web.Response:
        interaction_id = request.match_info["interaction"]
        body = await sent_body(request)
        status = next(self.answer_with)
        asked = self._asked[interaction_id]
        pressed = asked.get("message")
        told = interactions.callback_response(interaction_id, body, pressed, asked["channel_id"])
        message = told["resource"]["message"]
        answer = Posted(interaction_id, body, status, message, pressed)
        if status == 200 and body["type"] == interactions.MESSAGE and not answer.private:
            self.channels.keep(message)
        self.posted.append(answer)
        self._answers[interaction_id, status] = answer
        self.happened.tell()
        await self.replying.wait()
        if status == CUT:
            assert request.transport is not None
            request.transport.abort()
        if status == 404:
            return response(payloads.error(10062, "Unknown interaction"), status=status)
        return response(told) if status == 200 else failure(status)

    async def _later(self, request: web.Request) -> web.Response:
        """What follows a first response: taken, and not looked at."""
        body = await sent_body(request)
        told = interactions.callback_response(str(next(self._ids)), {"type": 4, "data": body})
        return response(told["resource"]["message"])

    async def _original(self, request: web.Request) -> web.Response:
        """The answer that was announced: it takes the place of the announcement."""
        body = await sent_body(request)
        interaction_id = request.match_info["token"].rpartition("-")[2]
        announced = self._answers[interaction_id, 200]
        flags = announced.message["flags"] | body.get("flags", 0)
        sent = {"data": body | {"flags": flags}}
        message = payloads.message(
            announced.message["id"], announced.message["channel_id"], sent["data"]
        )
        self._edited[interaction_id] = Posted(interaction_id, sent, 200, message)
        self.happened.tell()
        return response(message)

    async def _interact(
        self, kind: int, who: Person, given: Payload, server: str = GUILD_ID, room: int = 0
    ) -> str:
        interaction_id = self._new_id()
        interaction = interactions.interaction(interaction_id, kind, who, server, room) | given
        self._asked[interaction_id] = interaction
        await self.gateway.dispatch("INTERACTION_CREATE", interaction, server=server)
        self.sent.append(interaction_id)
        self.happened.tell()
        return interaction_id

    def _new_id(self) -> str:
        number = next(self._ids)
        if self.late_by is not None:
            made = datetime.now(UTC) - timedelta(seconds=self.late_by)
            number = time_snowflake(made) + number % _IDS_OF_A_MOMENT
        return str(number)

    async def _listen(self, port: int) -> None:
        self._site = web.TCPSite(self._runner, "127.0.0.1", port)
        await self._site.start()

    def _refusal(self, request: web.Request, route: str) -> web.Response | None:
        if request.headers.get("Authorization") != f"Bot {TOKEN}":
            return response(payloads.error(0, "401: Unauthorized"), status=401)
        status = self.turn_down_once.pop(route, 0) or self.turn_down.get(route)
        return failure(status) if status else None


def _opened() -> asyncio.Event:
    gate = asyncio.Event()
    gate.set()
    return gate
