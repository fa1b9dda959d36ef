"""What the tests of all frameworks share: a running Writ (WRIT_URL), the calls (WRIT_CALLS), the examples on the path."""

import json
import os
import unittest
import urllib.request
import uuid
from typing import Any

from writ_client import Guard
from writ_guard import guard_from_environment


def framework_calls() -> list[dict[str, Any]]:
    with open(os.environ["WRIT_CALLS"], encoding="utf-8") as file:
        calls = json.load(file)
    assert len(calls) >= 3, "there are calls to make"
    return calls


class FrameworkTest(unittest.TestCase):
    def setUp(self) -> None:
        self.ran: list[tuple[str, str | None]] = []

    def guard(self) -> Guard:
        """One with a session of its own."""
        self.ran.clear()
        self.session = f"py-{uuid.uuid4()}"
        os.environ["WRIT_SESSION"] = self.session
        return guard_from_environment()

    def keep(self, body: str, audience: str | None) -> None:
        self.ran.append((body, audience))

    def check(self, call: dict[str, Any], told: str) -> None:
        """What ran, what the model was told of it, and what is on record."""
        record = self.recorded()
        if "runs" in call:
            self.assertEqual(self.ran, [(call["runs"], "vault")])
            self.assertIn(f"commented: {call['runs']}", told)
            self.assertEqual(record["outcome"]["status"], "succeeded")
            self.assertRegex(record["outcome"]["result_digest"], "^sha256:")
        else:
            self.assertEqual(self.ran, [])
            self.assertIn(f"blocked: {call['blocked']}", told)
        self.assertNotRegex(told, "grt_|eyJ")

    def recorded(self) -> dict[str, Any]:
        """The one decision of the session."""
        url = f"{os.environ['WRIT_URL']}/v1/decisions?session={self.session}"
        with urllib.request.urlopen(url) as response:
            decisions = json.load(response)["decisions"]
        self.assertEqual(len(decisions), 1)
        return decisions[0]

    def unreachable(self) -> None:
        """From here on nobody answers."""
        url = os.environ["WRIT_URL"]
        os.environ["WRIT_URL"] = "http://127.0.0.1:1"
        self.addCleanup(os.environ.__setitem__, "WRIT_URL", url)
