"""LangChain 1.x: middleware that asks before each tool call of an agent.

``create_agent(model, tools, middleware=[..., WritMiddleware(guard, server="github")])``: last in the list, so that it
is the innermost. What stands inside of it (a retry) would run the tool several times on one decision; what stands
outside of it cannot change the arguments after they were judged.

A tool finds its grant by ``writ_client.current_grant()``.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from langchain.agents.middleware import AgentMiddleware
from langchain.agents.middleware.types import ToolCallRequest
from langchain_core.messages import ToolMessage

from .errors import WritBlocked
from .guard import AsyncPermit, Call, Guard, Permit


class WritMiddleware(AgentMiddleware):
    """Tells the model why a call was blocked; WritUnavailable ends the agent's run.

    Args:
        guard: What asks.
        server: The server that the catalogue knows the agent's tools by.
    """

    def __init__(self, guard: Guard, *, server: str = "") -> None:
        super().__init__()
        self._guard = guard
        self._server = server

    def wrap_tool_call(self, request: ToolCallRequest, handler: Callable[[ToolCallRequest], Any]) -> Any:
        try:
            permit = self._guard.ask(self._call_of(request))
        except WritBlocked as blocked:
            return _refusal(request, blocked)
        with permit:
            return _told(permit, handler(_judged(request, permit)))

    async def awrap_tool_call(
        self, request: ToolCallRequest, handler: Callable[[ToolCallRequest], Awaitable[Any]]
    ) -> Any:
        try:
            permit = await self._guard.aask(self._call_of(request))
        except WritBlocked as blocked:
            return _refusal(request, blocked)
        async with AsyncPermit(permit):
            return _told(permit, await handler(_judged(request, permit)))

    def _call_of(self, request: ToolCallRequest) -> Call:
        name, args = request.tool_call["name"], request.tool_call["args"]
        return {"format": "generic", "server": self._server, "payload": {"name": name, "arguments": args}}


def _judged(request: ToolCallRequest, permit: Permit) -> ToolCallRequest:
    arguments = permit.call["payload"]["arguments"]
    return request.override(tool_call={**request.tool_call, "args": arguments})


def _told(permit: Permit, result: Any) -> Any:
    """A tool that returns a Command (a change of the graph's state) has no content to digest."""
    is_message = isinstance(result, ToolMessage)
    permit.result(result.content if is_message else None, failed=is_message and result.status == "error")
    return result


def _refusal(request: ToolCallRequest, blocked: WritBlocked) -> ToolMessage:
    call = request.tool_call
    return ToolMessage(content=str(blocked), name=call["name"], tool_call_id=call["id"], status="error")
