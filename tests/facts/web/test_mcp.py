"""The tools for assistants: the API's answers, over the protocol's own client."""

import sys
from pathlib import Path

import pytest
from mcp.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

from facts.web.mcp_server import mcp_server
from facts.web.page_rendering import SiteSettings
from facts.web.server import public_api
from facts.wiring import Library, open_library
from tests.facts.web.conftest import Visitor

_ROOT = Path(__file__).parents[3]


async def test_the_tools_answer_as_the_api_does(library: Library, visitor: Visitor) -> None:
    """``ask``, ``fact`` and ``verify``, each with how to cite it."""
    settings = SiteSettings("https://facts.example.org/claims")
    async with Client(mcp_server(public_api(library, settings), "Nice Note")) as assistant:
        tools = await assistant.list_tools()
        assert {tool.name for tool in tools.tools} == {"ask", "fact", "verify"}
        asked = await assistant.call_tool("ask", {"question": "nice note"})
        assert asked.structured_content == (await visitor.get("/api/ask?q=nice+note")).json()
        fact = await assistant.call_tool("fact", {"citation": "1.1"})
        assert fact.structured_content == (await visitor.get("/api/facts/1.1")).json()
        assert fact.structured_content["cite_as"].startswith("Nice Note, claim 1.1-")
        cited = fact.structured_content["citation"]
        verified = await assistant.call_tool("verify", {"citation": cited})
        assert (
            verified.structured_content
            == (await visitor.get(f"/api/verify?citation={cited}")).json()
        )


@pytest.mark.parametrize(
    ("tool", "given", "words"),
    [
        ("ask", {"question": "??"}, "There’s no word in that"),
        ("fact", {"citation": "99"}, "There’s no public fact 99"),
        ("fact", {"citation": "nonsense"}, "Write a fact as 12, a revision as 12.3"),
        ("verify", {"citation": "nonsense"}, "12.3-k7x2qm"),
    ],
)
async def test_what_cannot_be_answered_is_said_in_a_sentence(
    library: Library, tool: str, given: dict[str, str], words: str
) -> None:
    """As an error of the tool, which an assistant can read."""
    api = public_api(library, SiteSettings("https://facts.example.org"))
    async with Client(mcp_server(api, "Nice Note")) as assistant:
        answer = await assistant.call_tool(tool, given)
    assert answer.is_error
    assert words in answer.content[0].text


async def test_it_is_a_process_of_its_own(tmp_path: Path) -> None:
    """``python -m facts mcp`` speaks over standard input and output."""
    async with open_library(tmp_path / "book"):
        pass
    command = StdioServerParameters(
        command=sys.executable,
        args=["-m", "facts", "mcp", "--store", str(tmp_path / "book")],
        env={"PYTHONPATH": str(_ROOT)},
        cwd=str(tmp_path),
    )
    async with Client(stdio_client(command)) as assistant:
        answer = await assistant.call_tool("ask", {"question": "nice note"})
    assert answer.structured_content is not None
    assert answer.structured_content["fact"]["standing"] == "denied"
