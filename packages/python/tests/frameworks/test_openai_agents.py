"""The OpenAI Agents SDK's own runner, with a model that is a script."""

import asyncio
import json
import unittest
from collections.abc import AsyncIterator
from typing import Any

from agents import Model, ModelResponse, Runner, Usage, UserError, set_tracing_disabled
from base import FrameworkTest, framework_calls
from openai.types.responses import ResponseFunctionToolCall, ResponseOutputMessage, ResponseOutputText
from openai_agent import agent

from writ_client import WritUnavailable

set_tracing_disabled(True)


class Script(Model):
    """Asks for one call, then ends."""

    def __init__(self, name: str, arguments: str) -> None:
        self.call = ResponseFunctionToolCall(type="function_call", call_id="call-1", name=name, arguments=arguments)
        self.heard: list[Any] = []

    async def get_response(self, system_instructions: Any, input: Any, *more: Any, **options: Any) -> ModelResponse:
        self.heard.append(input)
        text = ResponseOutputText(type="output_text", text="That is all.", annotations=[])
        end = ResponseOutputMessage(id="m", type="message", role="assistant", status="completed", content=[text])
        return ModelResponse(output=[self.call if len(self.heard) == 1 else end], usage=Usage(), response_id=None)

    def stream_response(self, *more: Any, **options: Any) -> AsyncIterator[Any]:
        raise NotImplementedError


class OpenAiAgents(FrameworkTest):
    def run_agent(self, name: str, arguments: str) -> str:
        """What the model heard of its call."""
        model = Script(name, arguments)
        result = asyncio.run(Runner.run(agent(model, self.guard(), self.keep), "Answer issue 123."))
        self.assertEqual(result.final_output, "That is all.")
        return json.dumps(model.heard[1])

    def test_every_call(self) -> None:
        for call in framework_calls():
            with self.subTest(call["what"]):
                if call.get("runs") == "[REDACTED]":
                    # A guardrail cannot change the arguments.
                    call = {"blocked": "obligation_failed", **{k: v for k, v in call.items() if k != "runs"}}
                self.check(call, self.run_agent(call["name"], json.dumps(call["arguments"])))

    def test_a_key_twice_is_blocked_whatever_python_would_read(self) -> None:
        told = self.run_agent("add_issue_comment", '{"owner":"acme","owner":"mallory","repo":"shop"}')
        self.assertIn("blocked: call_arguments_not_json", told)
        self.assertEqual(self.ran, [])

    def test_nothing_runs_where_nobody_answers(self) -> None:
        self.unreachable()
        with self.assertRaises(UserError) as raised:
            self.run_agent("add_issue_comment", json.dumps(framework_calls()[0]["arguments"]))
        self.assertIsInstance(raised.exception.__cause__, WritUnavailable)
        self.assertEqual(self.ran, [])


if __name__ == "__main__":
    unittest.main()
