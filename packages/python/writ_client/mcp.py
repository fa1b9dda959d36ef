"""MCP SDK (PyPI ``mcp``, 2.x): a server's middleware and a client's session that ask before each request.

Server: ``MCPServer("issues", middleware=[WritMiddleware(guard, server="github")])``, or append it to a low-level
``Server.middleware``: last, so that nothing changes the request after it was judged. A handler finds its grant by
``writ_client.current_grant()``. A request that may not run is answered with JSON-RPC error -32001 and
``data: {decision_id, reasons, approval}``, or -32603 where there is no decision.

Client: ``guard_session(client.session, guard, server="github")``. A request that may not be sent raises WritBlocked.
What a server asks of the client (sampling, elicitation, roots) is not asked about here: do that in its callback.
"""

import dataclasses
from typing import Any

from mcp import ClientSession, MCPError
from mcp.server.context import CallNext, HandlerResult, ServerRequestContext

from .errors import WritBlocked, WritError
from .guard import AsyncPermit, Call, Guard

#: A policy denies (COAZ-MCP profile of AuthZEN); JSON-RPC leaves the range to implementations.
DENIED = -32001
INTERNAL_ERROR = -32603

#: Requests that pass unasked: they set a session up, say what there is, or ask after a task that was asked about when it
#: began. Everything else is asked about, above all what nobody has heard of yet.
PASSES = frozenset(
    {
        "initialize",
        "server/discover",
        "ping",
        "logging/setLevel",
        "tools/list",
        "prompts/list",
        "resources/list",
        "resources/templates/list",
        "resources/unsubscribe",
        "tasks/get",
        "tasks/list",
        "tasks/result",
        "tasks/cancel",
    }
)


class WritMiddleware:
    """Server middleware. ``server`` is the server that the catalogue knows the tools by."""

    def __init__(self, guard: Guard, *, server: str) -> None:
        self._guard = guard
        self._server = server

    async def __call__(self, ctx: ServerRequestContext[Any, Any], call_next: CallNext) -> HandlerResult:
        if ctx.request_id is None or ctx.method in PASSES:
            return await call_next(ctx)
        try:
            permit = await self._guard.aask(_call(self._server, ctx.method, ctx.params))
        except WritBlocked as blocked:
            raise MCPError(DENIED, str(blocked), _data(blocked)) from None
        except WritError:
            raise MCPError(INTERNAL_ERROR, "no decision about this request could be had") from None
        async with AsyncPermit(permit):
            result = await call_next(dataclasses.replace(ctx, params=permit.call["payload"].get("params")))
            wire = _wire(result)
            permit.result(wire, failed=isinstance(wire, dict) and wire.get("isError") is True)
        return result


def guard_session(session: ClientSession, guard: Guard, *, server: str) -> None:
    """Has a client's session ask before each request that it sends from now on."""
    send = session.send_request

    async def send_request(request: Any, *args: Any, **options: Any) -> Any:
        data = request.model_dump(by_alias=True, mode="json", exclude_none=True)
        if data["method"] in PASSES:
            return await send(request, *args, **options)
        permit = await guard.aask(_call(server, data["method"], data.get("params")))
        async with AsyncPermit(permit):
            judged = {name: value for name, value in permit.call["payload"].items() if name != "jsonrpc"}
            result = await send(type(request).model_validate(judged), *args, **options)
            permit.result(_wire(result), failed=getattr(result, "is_error", False) is True)
        return result

    session.send_request = send_request  # type: ignore[method-assign]


def _call(server: str, method: str, params: Any) -> Call:
    payload = {"jsonrpc": "2.0", "method": method, **({} if params is None else {"params": dict(params)})}
    return {"format": "mcp", "server": server, "payload": payload}


def _data(blocked: WritBlocked) -> dict[str, Any]:
    approval = {} if blocked.approval is None else {"approval": blocked.approval}
    return {"decision_id": blocked.decision_id, "reasons": list(blocked.reasons), **approval}


def _wire(result: Any) -> Any:
    """As JSON says it."""
    dump = getattr(result, "model_dump", None)
    return dump(by_alias=True, mode="json", exclude_none=True) if callable(dump) else result
