"""An agent on the OpenAI Agents SDK whose tools ask first."""

from collections.abc import Callable
from typing import Any

from agents import Agent, RunContextWrapper, function_tool

from writ_client import Guard
from writ_client.openai_agents import grant_of, guard_tool


def agent(model: Any, guard: Guard, ran: Callable[[str, str | None], None]) -> Agent[Any]:
    """``ran`` is told what ran, and with a grant for whom."""

    @function_tool
    def add_issue_comment(
        context: RunContextWrapper[Any], owner: str, repo: str, issue_number: int, body: str
    ) -> str:
        """Comments on an issue."""
        grant = grant_of(context)
        ran(body, grant and grant["audience"])
        return f"commented: {body}"

    return Agent(name="support", model=model, tools=[guard_tool(add_issue_comment, guard, server="github")])
