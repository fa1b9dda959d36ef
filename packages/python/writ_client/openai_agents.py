"""OpenAI Agents SDK: guardrails that ask before each call of a function tool.

``guard_tool(tool, guard, server="github")`` gives the tool an input guardrail that asks, and an output guardrail that
reports. The tool finds its grant by ``grant_of(context)`` with its own ``ToolContext``.

What guardrails cannot do: they cannot change the arguments, so an obligation that does (``redact``) blocks; and the SDK
itself makes text of what a tool raises, so that such a call is reported as succeeded, unless the tool was made with
``failure_error_function=None``: then its outcome is not reported at all. Tools that the provider runs have no guardrails.
"""

import asyncio
import dataclasses
from collections.abc import Mapping
from typing import Any
from weakref import WeakKeyDictionary

from agents import (
    FunctionTool,
    ToolGuardrailFunctionOutput,
    ToolInputGuardrail,
    ToolInputGuardrailData,
    ToolOutputGuardrail,
    ToolOutputGuardrailData,
)
from agents.tool_context import ToolContext

from .errors import WritBlocked
from .guard import Guard, Permit

#: By the context of the call, which lives as long as the call.
_permits: "WeakKeyDictionary[ToolContext[Any], Permit]" = WeakKeyDictionary()


def grant_of(context: ToolContext[Any]) -> Mapping[str, Any] | None:
    """The grant of the call that a tool runs for; what the tool returns goes to the model, so keep it out of there."""
    permit = _permits.get(context)
    return None if permit is None else permit.grant


def guard_tool(tool: FunctionTool, guard: Guard, *, server: str = "") -> FunctionTool:
    """The same tool, which asks before it runs: last of its input guardrails, first of its output guardrails.

    A blocked call is told the model with its reasons; WritUnavailable ends the run, as the cause of the SDK's UserError.
    """

    async def ask(data: ToolInputGuardrailData) -> ToolGuardrailFunctionOutput:
        context = data.context
        # The text as the model wrote it: Writ reads it more strictly than Python, e.g. no key twice.
        payload = {
            "type": "function_call",
            "call_id": context.tool_call_id,
            "name": context.tool_name,
            "arguments": context.tool_arguments,
        }
        try:
            permit = await guard.aask({"format": "openai", "server": server, "payload": payload})
        except WritBlocked as blocked:
            return ToolGuardrailFunctionOutput.reject_content(str(blocked), {"decision_id": blocked.decision_id})
        if permit.call["payload"] != payload:
            await asyncio.to_thread(permit.end, {"status": "denied"})
            message = "blocked: obligation_unsupported (a guardrail cannot change the arguments)"
            return ToolGuardrailFunctionOutput.reject_content(message, {"decision_id": permit.decision.decision_id})
        _permits[context] = permit
        return ToolGuardrailFunctionOutput.allow({"decision_id": permit.decision.decision_id})

    async def report(data: ToolOutputGuardrailData) -> ToolGuardrailFunctionOutput:
        permit = _permits.pop(data.context, None)
        if permit is not None:
            permit.result(data.output)
            await asyncio.to_thread(permit.end, permit.outcome_of(None))
        return ToolGuardrailFunctionOutput.allow()

    return dataclasses.replace(
        tool,
        tool_input_guardrails=[*(tool.tool_input_guardrails or []), ToolInputGuardrail(ask, name="writ")],
        tool_output_guardrails=[ToolOutputGuardrail(report, name="writ"), *(tool.tool_output_guardrails or [])],
    )
