"""An MCP server whose every call is asked about first."""

from collections.abc import Callable

from mcp.server.mcpserver import MCPServer

from writ_client import Guard, current_grant
from writ_client.mcp import WritMiddleware


def server(guard: Guard, ran: Callable[[str, str | None], None]) -> MCPServer:
    """``ran`` is told what ran, and with a grant for whom."""
    issues = MCPServer("issues", middleware=[WritMiddleware(guard, server="github")])

    @issues.tool()
    def add_issue_comment(owner: str, repo: str, issue_number: int, body: str) -> str:
        """Comments on an issue."""
        grant = current_grant()
        ran(body, grant and grant["audience"])
        return f"commented: {body}"

    return issues
