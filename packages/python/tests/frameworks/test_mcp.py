"""The MCP SDK's own client and server, in both of its generations of the protocol, joined in memory."""

import asyncio
import unittest
from typing import Any

from base import FrameworkTest, framework_calls
from mcp import Client, MCPError
from mcp.server.mcpserver import MCPServer
from mcp_server import server

from writ_client import Guard, WritBlocked, WritUnavailable
from writ_client.mcp import guard_session

MODES = ("legacy", "auto")


def unguarded(ran: Any) -> MCPServer:
    """A server that knows nothing of Writ."""
    issues = MCPServer("issues")

    @issues.tool()
    def add_issue_comment(owner: str, repo: str, issue_number: int, body: str) -> str:
        """Comments on an issue."""
        ran(body, "vault")
        return f"commented: {body}"

    return issues


async def called(peer: MCPServer, mode: Any, call: dict[str, Any], guard: Guard | None = None) -> str:
    """What the client was told; its session asks where there is a guard."""
    async with Client(peer, mode=mode) as client:
        if guard is not None:
            guard_session(client.session, guard, server="github")
        tools = await client.list_tools()
        assert [tool.name for tool in tools.tools] == ["add_issue_comment"]
        try:
            result = await client.call_tool(call["name"], call["arguments"])
        except MCPError as error:
            return f"{error.code} {error.message} {error.data}"
        except WritBlocked as blocked:
            return str(blocked)
        return result.model_dump_json(by_alias=True)


class Mcp(FrameworkTest):
    def test_a_server_that_asks(self) -> None:
        for call in framework_calls():
            for mode in MODES:
                with self.subTest(call["what"], mode=mode):
                    told = asyncio.run(called(server(self.guard(), self.keep), mode, call))
                    self.check(call, told)
                    if "blocked" in call:
                        self.assertRegex(told, "^-32001 .*'decision_id': 'dec_")

    def test_a_client_that_asks(self) -> None:
        for call in framework_calls():
            for mode in MODES:
                with self.subTest(call["what"], mode=mode):
                    guard = self.guard()
                    self.check(call, asyncio.run(called(unguarded(self.keep), mode, call, guard)))

    def test_nothing_runs_where_nobody_answers(self) -> None:
        self.unreachable()
        call = framework_calls()[0]
        for mode in MODES:
            with self.subTest(mode):
                told = asyncio.run(called(server(self.guard(), self.keep), mode, call))
                self.assertRegex(told, "^-32603 no decision")
                with self.assertRaises(BaseExceptionGroup) as raised:
                    asyncio.run(called(unguarded(self.keep), mode, call, self.guard()))
                self.assertIsNotNone(raised.exception.subgroup(WritUnavailable))
        self.assertEqual(self.ran, [])


if __name__ == "__main__":
    unittest.main()
