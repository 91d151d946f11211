"""The JSON API over HTTP, with an OpenAPI document generated from this code."""

import re
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

import orjson
from aiohttp import web
from aiohttp.typedefs import Handler
from pydantic import BaseModel, ValidationError
from pydantic.json_schema import models_json_schema

from facts import __version__
from facts.interchange.file_formats import fact_record
from facts.model import Change, Fact, Refusal, checked_citation, read_citation
from facts.usecases.public_facts import Gone, Moved, PublicFacts
from facts.usecases.questions.answers import Answer, Found, NotFound
from facts.usecases.questions.asking import Asking
from facts.usecases.reading.history import History
from facts.web.api_models import (
    AnswerOut,
    CandidateOut,
    ChangeOut,
    ChangesOut,
    ErrorOut,
    FactOut,
    QuestionIn,
    VerifiedOut,
)
from facts.web.page_rendering import Site, lead_of
from facts.wording.fact_words import as_of, notices, summary

_LONGEST_QUESTION = 4_000
_CHANGES_AT_ONCE = 500
_LONGEST_BODY = 64_000
_NUMBER = re.compile(r"[0-9]{1,15}")


Call = Callable[[web.Request], Awaitable[BaseModel]]


class Api:
    """Handlers for ``/api``. Read-only, for public facts."""

    def __init__(self, site: Site, public: PublicFacts, asking: Asking, history: History) -> None:
        self._site = site
        self._public = public
        self._asking = asking
        self._history = history

    def routes(self, limited: Callable[[Handler], Handler]) -> list[web.RouteDef]:
        """All routes, below the path of the site; ``limited`` wraps the expensive ones."""
        root = f"{self._site.settings.path}/api"
        return [
            web.get(f"{root}/ask", limited(_answering(self.ask))),
            web.post(f"{root}/ask", limited(_answering(self.ask))),
            web.get(f"{root}/facts/{{citation}}", limited(_answering(self.fact))),
            web.get(f"{root}/changes", limited(_answering(self.changes))),
            web.get(f"{root}/verify", limited(_answering(self.verify))),
            web.get(f"{root}/openapi.json", self.openapi),
        ]

    async def ask(self, request: web.Request) -> AnswerOut:
        """Answer a question. It is answered and then forgotten."""
        if request.method == "POST":
            try:
                question = QuestionIn.model_validate_json(await request.content.read(_LONGEST_BODY))
            except ValidationError as error:
                raise Refusal('Send JSON such as {"question": "nice note"}.') from error
            asked = question.question
        else:
            asked = request.query.get("q", "")
        return await self.answer(asked)

    async def answer(self, asked: str) -> AnswerOut:
        """The answer to a question from public facts."""
        desks = await self._public.desks()
        checked = await self._asking.check(asked[:_LONGEST_QUESTION], desks)
        return self._answer(checked.answer)

    async def fact(self, request: web.Request) -> FactOut:
        """A fact as it is (``12``) or at one of its revisions (``12.3``)."""
        return await self.fact_at(request.match_info["citation"])

    async def fact_at(self, citation: str) -> FactOut:
        """The fact ``12``, or its revision ``12.3``. Raises a Refusal or an HTTP status."""
        cited = read_citation(citation)
        if cited is None:
            raise web.HTTPNotFound(text="Write a fact as 12, a revision as 12.3.")
        found = await self._public.fact(cited.fact_id, cited.revision)
        match found:
            case None:
                raise web.HTTPNotFound(text=f"There’s no public fact {citation}.")
            case Moved():
                raise web.HTTPMovedPermanently(f"{self._site.settings.path}/api/facts/{found.to}")
            case Gone():
                raise web.HTTPGone(text=found.sentence)
        return self._fact(found.fact)

    async def changes(self, request: web.Request) -> ChangesOut:
        """Changes of public facts after a number, oldest first, at most 500."""
        given = request.query.get("after", "0")
        if not _NUMBER.fullmatch(given):
            raise Refusal("“after” must be the number of a change, or 0 for all.")
        changes, follow = await self._public.changes(int(given), _CHANGES_AT_ONCE)
        return ChangesOut(changes=[self._change(change) for change in changes], next=follow)

    async def verify(self, request: web.Request) -> VerifiedOut:
        """What the citation at the foot of an answer really says."""
        return await self.verified(request.query.get("citation", ""))

    async def verified(self, citation: str) -> VerifiedOut:
        """What ``12.3-k7x2qm`` really says. Raises a Refusal."""
        found = await self._history.verify(citation, await self._public.desks())
        return VerifiedOut(
            fact=self._fact(found.fact), genuine=found.genuine, is_latest=found.is_latest
        )

    async def openapi(self, _: web.Request) -> web.Response:
        """OpenAPI description of this API."""
        body = orjson.dumps(openapi(self._site.address("/api")))
        return web.Response(body=body, content_type="application/json", charset="utf-8")

    def _answer(self, answer: Answer) -> AnswerOut:
        offered = () if isinstance(answer, NotFound) else answer.offered
        return AnswerOut(
            question=answer.question,
            decision=answer.decision.value,
            says=summary(answer.match.fact) if isinstance(answer, Found) else lead_of(answer),
            fact=self._fact(answer.match.fact) if isinstance(answer, Found) else None,
            candidates=[
                CandidateOut(fact=self._fact(match.fact), differences=list(match.differences))
                for match in offered
            ],
        )

    def _fact(self, fact: Fact) -> FactOut:
        url = self._site.address(f"/{fact.id}/{fact.revision}/")
        citation = checked_citation(fact)
        return FactOut(
            id=fact.id,
            revision=fact.revision,
            citation=citation,
            cite_as=f"{self._site.settings.name}, claim {citation}. {as_of(fact)}. {url}",
            url=url,
            status=summary(fact),
            standing=fact.standing.value,
            notices=list(notices(fact)),
            content=fact_record(fact),
        )

    def _change(self, change: Change) -> ChangeOut:
        fact = change.after
        shown = fact is not None and fact.merged_into is None
        return ChangeOut(
            number=change.number,
            at=change.at.isoformat(),
            kind=change.kind.value,
            fact_id=change.fact_id,
            fact=self._fact(fact) if shown and fact is not None else None,
        )


def openapi(address: str) -> dict[str, Any]:
    """The OpenAPI 3.1 document of the API at ``address``. https://spec.openapis.org/oas/v3.1.1"""
    answers = (QuestionIn, AnswerOut, FactOut, ChangesOut, VerifiedOut, ErrorOut)
    _, schemas = models_json_schema(
        [(model, "serialization") for model in answers], ref_template="#/components/schemas/{model}"
    )
    return {
        "openapi": "3.1.0",
        "info": {"title": "Nice Note", "version": __version__},
        "servers": [{"url": address}],
        "paths": {
            "/ask": {
                "get": _operation(Api.ask, AnswerOut, query="q"),
                "post": _operation(Api.ask, AnswerOut, body=QuestionIn),
            },
            "/facts/{citation}": {"get": _operation(Api.fact, FactOut, path="citation")},
            "/changes": {"get": _operation(Api.changes, ChangesOut, query="after")},
            "/verify": {"get": _operation(Api.verify, VerifiedOut, query="citation")},
        },
        "components": {"schemas": schemas["$defs"]},
    }


def _operation(
    handler: Callable[..., Any],
    answer: type[BaseModel],
    *,
    body: type[BaseModel] | None = None,
    **parameters: str,
) -> dict[str, Any]:
    """``parameters`` are the names of the parameters by their place: ``query`` or ``path``."""

    def schema(model: type[BaseModel]) -> dict[str, Any]:
        reference = {"$ref": f"#/components/schemas/{model.__name__}"}
        return {"application/json": {"schema": reference}}

    described: dict[str, Any] = {
        "summary": (handler.__doc__ or "").strip().split("\n")[0],
        "responses": {
            "200": {"description": "The answer.", "content": schema(answer)},
            "4XX": {"description": "Why there is none.", "content": schema(ErrorOut)},
        },
    }
    if parameters:
        described["parameters"] = [
            {"name": name, "in": place, "required": place == "path", "schema": {"type": "string"}}
            for place, name in parameters.items()
        ]
    if body is not None:
        described["requestBody"] = {"required": True, "content": schema(body)}
    return described


def _answering(call: Call) -> Handler:
    """Wrap ``call`` as a handler: its model becomes JSON, a refusal a sentence with a status."""

    async def handler(request: web.Request) -> web.Response:
        try:
            return _json(await call(request))
        except Refusal as refusal:
            return _json(ErrorOut(error=refusal.sentence), HTTPStatus.BAD_REQUEST)
        except web.HTTPMovedPermanently:
            raise
        except web.HTTPException as error:
            return _json(ErrorOut(error=error.text or error.reason), error.status)

    return handler


def _json(model: BaseModel, status_code: int = HTTPStatus.OK) -> web.Response:
    body = orjson.dumps(model.model_dump(mode="json"))
    return web.Response(body=body, status=status_code, content_type="application/json")
