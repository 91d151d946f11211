"""The API for machines: the answers of every other front end, as JSON."""

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from facts.model import STARTER
from facts.usecases.questions.answers import Found, NotFound, Unsure
from tests.facts.web.conftest import Visitor

_DECISIONS = {Found: "found", Unsure: "unsure", NotFound: "not_found"}


async def test_a_question_by_get_and_by_post(visitor: Visitor) -> None:
    """The fact with its status, denials and sources, and how to cite it."""
    got = await visitor.get("/api/ask?q=nice+note")
    posted = await visitor.post("/api/ask", json.dumps({"question": "nice note"}).encode())
    assert got.json() == posted.json()
    answer = got.json()
    assert answer["decision"] == "found"
    fact = answer["fact"]
    assert fact["standing"] == "denied"
    assert fact["content"]["responses"][0]["stance"] == "denies"
    assert fact["content"]["sources"]
    assert fact["citation"] in fact["cite_as"]
    assert fact["url"] == "https://facts.example.org/claims/1/1/"


@pytest.mark.parametrize(
    "question", ["nice note", "nice nte", "best pizza", "letter", "who denied the nice note"]
)
async def test_answers_are_those_of_the_use_case(visitor: Visitor, question: str) -> None:
    """The same decision, fact and candidates."""
    expected = await visitor.library.asking.ask(question, [STARTER])
    answer = (await visitor.get(f"/api/ask?q={question.replace(' ', '+')}")).json()
    assert answer["decision"] == _DECISIONS[type(expected)]
    match expected:
        case Found():
            assert answer["fact"]["id"] == expected.match.fact.id
            offered = [match.fact.id for match in expected.offered]
            assert [one["fact"]["id"] for one in answer["candidates"]] == offered
        case Unsure():
            offered = [match.fact.id for match in expected.offered]
            assert [one["fact"]["id"] for one in answer["candidates"]] == offered
        case NotFound():
            assert answer["fact"] is None


@pytest.mark.parametrize("body", [b"", b"{}", b"[1]", b'{"question": 7}', b"\xff"])
async def test_a_body_that_is_no_question_is_told_how_to_ask(visitor: Visitor, body: bytes) -> None:
    """In a sentence, with an example."""
    answer = await visitor.post("/api/ask", body)
    assert answer.status == 400
    assert '{"question": "nice note"}' in answer.json()["error"]


async def test_facts_and_their_revisions(visitor: Visitor, a_fact: dict[str, Any]) -> None:
    """``12`` is the fact as it is, ``12.1`` as it was."""
    await visitor.go_public()
    number = await visitor.publish(a_fact | {"ref": "bridge"})
    await visitor.publish(a_fact | {"ref": "bridge", "topics": ["bridges"]})
    assert (await visitor.get(f"/api/facts/{number}")).json()["revision"] == 2
    old = (await visitor.get(f"/api/facts/{number}.1")).json()
    assert (old["revision"], old["content"]["topics"]) == (1, ["harbour"])
    for wrong in ("x", "1.x.y", "99", "9" * 40):
        answer = await visitor.get(f"/api/facts/{wrong}")
        assert answer.status in (400, 404)
        assert answer.json()["error"]


async def test_changes_can_be_followed_to_the_end(visitor: Visitor, a_fact: dict[str, Any]) -> None:
    """Each once, in order, with the number to go on from; other desks' changes are not there."""
    first = (await visitor.get("/api/changes")).json()
    assert [change["number"] for change in first["changes"]] == list(range(1, 33))
    await visitor.publish(a_fact)
    hidden = (await visitor.get(f"/api/changes?after={first['next']}")).json()
    assert hidden == {"changes": [], "next": 33}
    await visitor.go_public()
    shown = (await visitor.get("/api/changes?after=32")).json()
    assert [change["fact"]["content"]["claim"]["text"] for change in shown["changes"]] == [
        a_fact["claim"]["text"]
    ]
    assert (await visitor.get("/api/changes?after=-1")).status == 400


async def test_a_citation_is_verified(visitor: Visitor) -> None:
    """Genuine with its own check, not with another."""
    citation = (await visitor.get("/api/facts/1")).json()["citation"]
    assert (await visitor.get(f"/api/verify?citation={citation}")).json()["genuine"] is True
    forged = citation[:-1] + ("0" if citation[-1] != "0" else "1")
    assert (await visitor.get(f"/api/verify?citation={forged}")).json()["genuine"] is False
    assert (await visitor.get("/api/verify?citation=nonsense")).status == 400


async def test_every_answer_is_as_the_openapi_document_says(visitor: Visitor) -> None:
    """Its schemas hold what is really sent."""
    document = (await visitor.get("/api/openapi.json")).json()
    assert document["openapi"] == "3.1.0"
    registry: Registry[Any] = Registry().with_resource(
        "urn:api", Resource.from_contents(document, default_specification=DRAFT202012)
    )
    for path, asked in {
        "/ask": "/ask?q=nice+note",
        "/facts/{citation}": "/facts/1",
        "/changes": "/changes?after=0",
        "/verify": "/verify?citation=1.1",
    }.items():
        said = document["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]
        reference = said["schema"]["$ref"]
        validator = Draft202012Validator({"$ref": f"urn:api{reference}"}, registry=registry)
        validator.validate((await visitor.get(f"/api{asked}")).json())
