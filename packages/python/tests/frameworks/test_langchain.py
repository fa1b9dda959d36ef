"""LangChain's own agent and its own chat model for tests."""

import asyncio
import json
import unittest
from typing import Any

from base import FrameworkTest, framework_calls
from langchain_agent import agent
from langchain_core.language_models import GenericFakeChatModel
from langchain_core.messages import AIMessage

from writ_client import WritUnavailable


class Model(GenericFakeChatModel):
    def bind_tools(self, tools: Any, **options: Any) -> "Model":
        return self


def model_that_calls(call: dict[str, Any]) -> Model:
    asks = AIMessage("", tool_calls=[{"name": call["name"], "args": call["arguments"], "id": "call-1"}])
    return Model(messages=iter([asks, AIMessage("That is all.")]))


PROMPT = {"messages": [("user", "Answer issue 123.")]}


class LangChain(FrameworkTest):
    def test_every_call_also_asynchronously(self) -> None:
        for call in framework_calls():
            for way in ("invoke", "ainvoke"):
                with self.subTest(call["what"], way=way):
                    chain = agent(model_that_calls(call), self.guard(), self.keep)
                    state = chain.invoke(PROMPT) if way == "invoke" else asyncio.run(chain.ainvoke(PROMPT))
                    self.assertEqual(state["messages"][-1].content, "That is all.")
                    self.assertEqual(state["messages"][-2].status, "success" if "runs" in call else "error")
                    self.check(call, json.dumps([message.model_dump(mode="json") for message in state["messages"]]))

    def test_nothing_runs_where_nobody_answers(self) -> None:
        self.unreachable()
        for way in ("invoke", "ainvoke"):
            with self.subTest(way), self.assertRaises(WritUnavailable):
                chain = agent(model_that_calls(framework_calls()[0]), self.guard(), self.keep)
                chain.invoke(PROMPT) if way == "invoke" else asyncio.run(chain.ainvoke(PROMPT))
        self.assertEqual(self.ran, [])


if __name__ == "__main__":
    unittest.main()
