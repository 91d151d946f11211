"""A Model Context Protocol server: public facts as tools for AI assistants; a separate process.

https://modelcontextprotocol.io/specification
"""

from aiohttp import web
from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError

from facts.model import Refusal
from facts.web.api import Api
from facts.web.api_models import AnswerOut, FactOut, VerifiedOut

_INSTRUCTIONS = (
    "Claims, who denied or confirmed them, in what words, and the sources. A denial is what "
    "someone said, not a finding that the claim is false. Cite what you use in the form of "
    "cite_as. "
    "Where the decision is unsure or not_found, say so: it means neither true nor false."
)


def mcp_server(api: Api, name: str) -> MCPServer[None]:
    """The tools ``ask``, ``fact`` and ``verify`` over ``api``, for any transport."""
    server = MCPServer(name, instructions=_INSTRUCTIONS)

    @server.tool()
    async def ask(question: str) -> AnswerOut:
        """Look up a claim: a few words, a question or a headline."""
        try:
            return await api.answer(question)
        except Refusal as refusal:
            raise ToolError(refusal.sentence) from refusal

    @server.tool()
    async def fact(citation: str) -> FactOut:
        """A fact as it is (12), or one of its revisions (12.3), with every response and source."""
        try:
            return await api.fact_at(citation)
        except web.HTTPException as error:
            raise ToolError(error.text or error.reason) from error

    @server.tool()
    async def verify(citation: str) -> VerifiedOut:
        """What a citation such as 12.3-k7x2qm really says, and whether it is genuine."""
        try:
            return await api.verified(citation)
        except Refusal as refusal:
            raise ToolError(refusal.sentence) from refusal

    return server
