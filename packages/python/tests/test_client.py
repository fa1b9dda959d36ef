"""The Python client without a service. Standard library only: python3 -m unittest discover -s packages/python/tests"""

import asyncio
import datetime
import json
import os
import pathlib
import threading
import unittest

from writ_client import (
    Decision,
    Guard,
    WritBlocked,
    WritClient,
    WritUnavailable,
    current_grant,
    digest_of,
    redact,
)
from writ_client.copy import exact_copy

VECTORS = pathlib.Path(__file__).parents[3] / "test" / "support" / "result-digests.json"
GRANT = {"id": "grt_1", "token": "grant-token", "audience": "vault", "expires_at": "2026", "single_use": True}
CALL = {"format": "generic", "server": "mail", "payload": {"name": "send", "arguments": {"to": ["bob"]}}}


class Scripted:
    """Answers every question with one decision, and keeps what it was told."""

    def __init__(self, refuse: bool = False, wait: threading.Event | None = None, **decision: object) -> None:
        base = {"decision_id": "dec_1", "request_id": "r", "effect": "allow", "obligations": [], "recorded": "x"}
        self.decision = Decision(**{**base, "reasons": [{"code": "because", "message": "of a rule"}], **decision})
        self.asked: list[dict] = []
        self.outcomes: list[dict] = []
        self.refuse = refuse
        self.wait = wait
        self.told = threading.Event()

    def decide(self, request, *, timeout_s=None):
        self.asked.append(request)
        if self.wait is not None:
            self.wait.wait()
        return self.decision

    def report(self, decision_id, outcome, *, timeout_s=None):
        if self.refuse:
            raise WritUnavailable("unreachable", "gone")
        self.outcomes.append(outcome)
        self.told.set()

    def statuses(self):
        return [outcome["status"] for outcome in self.outcomes]


class WhatRuns(unittest.TestCase):
    def test_runs_exactly_what_was_asked_with_the_grant_beside_it(self):
        for effect in ("allow", "warn"):
            with self.subTest(effect):
                client = Scripted(effect=effect, grant=GRANT)
                mine = json.loads(json.dumps(CALL))

                def on_decision(decision, mine=mine):
                    mine["payload"]["arguments"]["to"][0] = "mallory"

                guard = Guard(client, about={"session": "s"}, on_decision=on_decision)
                seen = guard.run(mine, lambda call, grant: [call, grant, current_grant()])
                self.assertEqual(seen, [CALL, GRANT, GRANT])
                self.assertIsNone(current_grant())
                self.assertEqual(client.asked, [{"session": "s", "call": CALL, "options": {"obligations": []}}])
                self.assertEqual(client.statuses(), ["succeeded"])
                self.assertRegex(client.outcomes[0]["result_digest"], "^sha256:")

    def test_does_not_run_what_is_blocked(self):
        client = Scripted(effect="block", approval={"id": "apr_1"})
        with self.assertRaisesRegex(WritBlocked, r"blocked: because \(of a rule\)") as raised:
            Guard(client).run(CALL, lambda call, grant: self.fail("it ran"))
        self.assertEqual(raised.exception.approval, {"id": "apr_1"})
        self.assertEqual(client.outcomes, [])

    def test_does_not_run_on_a_dry_run_or_an_effect_that_is_none(self):
        for decision, error in (({"dry_run": True}, WritUnavailable), ({"effect": "permit"}, WritBlocked)):
            with self.subTest(decision), self.assertRaises(error):
                Guard(Scripted(**decision)).run(CALL, lambda call, grant: self.fail("it ran"))

    def test_shows_no_grant_where_a_decision_is_printed(self):
        self.assertNotIn("grant-token", repr(Scripted(grant=GRANT).decision))

    def test_reports_what_fails_and_what_is_interrupted(self):
        for error, status in ((RuntimeError, "failed"), (KeyboardInterrupt, "cancelled")):
            with self.subTest(status):
                client = Scripted()

                def run(call, grant, error=error):
                    raise error("of the tool")

                with self.assertRaises(error):
                    Guard(client).run(CALL, run)
                self.assertEqual(client.statuses(), [status])

    def test_a_report_that_fails_changes_nothing_and_somebody_is_told(self):
        for what in ({"refuse": True}, {}):
            told = []

            def on_outcome_failed(error, decision_id, told=told):
                told.append(decision_id)
                raise RuntimeError("who tells is broken too")

            def describe(result, call):
                raise RuntimeError("cannot")

            guard = Guard(Scripted(**what), describe=describe, on_outcome_failed=on_outcome_failed)
            with self.subTest(what):
                self.assertEqual(guard.run(CALL, lambda call, grant: 7), 7)
                self.assertEqual(set(told), {"dec_1"})


class Obligations(unittest.TestCase):
    def test_obligations(self):
        def fail(obligation, call):
            raise RuntimeError("secret")

        handlers = {"mark": lambda obligation, call: {**call, "payload": "marked"}, "fail": fail, "redact": redact}
        redacted = {**CALL, "payload": {"name": "send", "arguments": {"to": "[REDACTED]"}}}
        rows = (
            ("a required one without a handler", [("sandbox", "required", {})], "obligation_unsupported"),
            ("a required one that fails", [("fail", "required", {})], "obligation_failed"),
            ("a later one that fails", [("mark", "required", {}), ("fail", "required", {})], "obligation_failed"),
            ("an advisory one without a handler", [("sandbox", "advisory", {})], CALL),
            ("an advisory one that fails", [("fail", "advisory", {})], CALL),
            ("one that changes the call", [("mark", "required", {})], {**CALL, "payload": "marked"}),
            ("redact", [("redact", "required", {"paths": ["/arguments/to"]})], redacted),
            ("redact of nothing", [("redact", "required", {"paths": ["/arguments/cc"]})], "obligation_failed"),
        )
        for what, duties, expected in rows:
            with self.subTest(what):
                given = [{"type": kind, "fulfillment": how, **more} for kind, how, more in duties]
                client = Scripted(obligations=given, grant=GRANT)
                guard = Guard(client, obligations=handlers)
                if isinstance(expected, dict):
                    self.assertEqual(guard.run(CALL, lambda call, grant: call), expected)
                    continue
                with self.assertRaises(WritBlocked) as raised:
                    guard.run(CALL, lambda call, grant: self.fail("it ran"))
                self.assertEqual([reason["code"] for reason in raised.exception.reasons], [expected])
                self.assertNotIn("secret", str(raised.exception))
                self.assertEqual(client.statuses(), ["denied"])
                self.assertEqual(client.asked[0]["options"], {"obligations": ["mark", "fail", "redact"]})


class Asynchronous(unittest.IsolatedAsyncioTestCase):
    async def test_runs_with_the_grant(self):
        client = Scripted(grant=GRANT)

        async def run(call, grant):
            return [call, grant, current_grant()]

        self.assertEqual(await Guard(client).arun(CALL, run), [CALL, GRANT, GRANT])
        self.assertIsNone(current_grant())
        self.assertEqual(client.statuses(), ["succeeded"])

    async def test_what_is_cancelled_while_it_is_asked_about_never_runs(self):
        decided = threading.Event()
        client = Scripted(wait=decided)

        async def run(call, grant):
            self.fail("it ran")

        task = asyncio.create_task(Guard(client).arun(CALL, run))
        while not client.asked:
            await asyncio.sleep(0.01)
        task.cancel()
        with self.assertRaises(asyncio.CancelledError):
            await task
        decided.set()
        while not client.told.is_set():
            await asyncio.sleep(0.01)
        self.assertEqual(client.statuses(), ["cancelled"])

    async def test_what_is_cancelled_while_it_runs_is_told_as_cancelled(self):
        client = Scripted()
        began = asyncio.Event()

        async def run(call, grant):
            began.set()
            await asyncio.Event().wait()

        task = asyncio.create_task(Guard(client).arun(CALL, run))
        await began.wait()
        task.cancel()
        with self.assertRaises(asyncio.CancelledError):
            await task
        self.assertEqual(client.statuses(), ["cancelled"])


class Values(unittest.TestCase):
    def test_digests_are_those_of_the_other_client(self):
        for vector in json.loads(VECTORS.read_text()):
            with self.subTest(vector["json"]):
                self.assertEqual(digest_of(json.loads(vector["json"])), vector["digest"])

    def test_what_is_no_json_has_no_digest_and_is_not_asked_about(self):
        cyclic: dict = {}
        cyclic["self"] = cyclic
        rows = (
            ({"a": (1,)}, "/a"),
            ({"a/b": float("nan")}, "/a~1b"),
            ([datetime.date.today()], "/0"),
            ({"a": {1: 2}}, "/a"),
            ({"b": b"x"}, "/b"),
            (cyclic, "/self" * 64),
        )
        for value, at in rows:
            with self.subTest(at):
                self.assertIsNone(digest_of(value))
                with self.assertRaises(WritUnavailable) as raised:
                    exact_copy(value)
                self.assertEqual((raised.exception.code, raised.exception.fields), ("request_invalid", (at,)))

    def test_an_integer_that_a_double_rounds_has_no_digest(self):
        self.assertIsNone(digest_of([2**53 + 1]))
        self.assertIsNone(digest_of(10**400))


class Construction(unittest.TestCase):
    def test_refuses_what_it_cannot_use_and_does_not_repeat_it(self):
        url = "https://writ.example"
        rows = (
            ("another scheme", {"url": "ftp://writ.example"}),
            ("no URL", {"url": "writ.example"}),
            ("a password", {"url": "https://me:secret@writ.example"}),
            ("a query", {"url": "https://writ.example?secret"}),
            ("a fragment", {"url": "https://writ.example#secret"}),
            ("a line break", {"url": "https://writ.example/a\r\nsecret"}),
            ("plaintext to another host", {"url": "http://writ.example"}),
            ("plaintext to a host that looks like this one", {"url": "http://127.0.0.1.example"}),
            ("a token that ends its header", {"url": url, "token": "secret\r\nx: 1"}),
            ("an empty token", {"url": url, "token": ""}),
            ("no time", {"url": url, "timeout_s": 0}),
            ("too much time", {"url": url, "timeout_s": 61}),
            ("a port that is none", {"url": "https://writ.example:99999"}),
        )
        for what, options in rows:
            with self.subTest(what), self.assertRaises(ValueError) as raised:
                WritClient(**options)
            self.assertNotRegex(str(raised.exception), "secret|example")
        for loopback in ("http://127.0.0.1:1", "http://localhost:1", "http://[::1]:1"):
            WritClient(loopback)


class Faults(unittest.TestCase):
    """Every answer that is no yes, from the server that WRIT_FAULTS describes (test/unit/client/python.test.ts)."""

    @unittest.skipUnless("WRIT_FAULTS" in os.environ, "no server with faults: WRIT_FAULTS is not set")
    def test_faults(self):
        token, argument = "a_token_of_the_caller", "an argument that nobody else may read"
        faults = json.loads(os.environ["WRIT_FAULTS"])
        self.assertGreater(len(faults), 40)
        for fault in faults:
            with self.subTest(fault["name"]):
                timeout_s = 0.3 if fault["expected"] == "timeout" else 60
                client = WritClient(fault["url"], token=token, timeout_s=timeout_s)
                call = {"format": "generic", "payload": {"name": "send", "arguments": {"body": argument}}}
                ran, said = [], ""
                try:
                    result = Guard(client).run(call, lambda call, grant, ran=ran: ran.append(call) or "ran")
                except WritUnavailable as error:
                    result = error.code
                    said = f"{error!r} {error} {error.problem} {error.fields} {error.__cause__}"
                self.assertEqual((result, len(ran)), (fault["expected"], int(fault["expected"] == "ran")))
                self.assertNotIn(token, said)
                self.assertNotIn(argument, said)


if __name__ == "__main__":
    unittest.main()
