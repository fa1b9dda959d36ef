"""An agent on LangChain whose tools ask first."""

from collections.abc import Callable
from typing import Any

from langchain.agents import create_agent
from langchain_core.tools import tool

from writ_client import Guard, current_grant
from writ_client.langchain import WritMiddleware


def agent(model: Any, guard: Guard, ran: Callable[[str, str | None], None]) -> Any:
    """``ran`` is told what ran, and with a grant for whom."""

    @tool
    def add_issue_comment(owner: str, repo: str, issue_number: int, body: str) -> str:
        """Comments on an issue."""
        grant = current_grant()
        ran(body, grant and grant["audience"])
        return f"commented: {body}"

    return create_agent(model, [add_issue_comment], middleware=[WritMiddleware(guard, server="github")])
