"""Asks Writ about the tool calls of a model's answer, with apparitor as the enforcement point.

Reads {"subject": {...}, "tool_calls": [...]} from standard input; prints the verdict on all of them.
"""

import asyncio
import json
import os
import sys

import httpx
from apparitor.client import AuthZENClient
from apparitor.config import ScannerConfig
from apparitor.engine import AuthorizationEngine
from apparitor.models import Subject

CONFIG = ScannerConfig(
    pdp_url=os.environ["WRIT_URL"],
    # Writ on this machine, without TLS.
    allow_insecure_pdp=True,
    # Off by default in apparitor, and of no use then: Writ judges tools by what they are called with.
    forward_arguments=True,
    redact_arguments=False,
    max_argument_bytes=1_000_000,
)


async def main() -> None:
    asked = json.load(sys.stdin)
    headers = {"authorization": f"Bearer {os.environ['WRIT_SECRET']}"}
    async with httpx.AsyncClient(headers=headers) as http:
        engine = AuthorizationEngine(CONFIG, client=AuthZENClient(CONFIG, http_client=http))
        verdict = await engine.evaluate_tool_calls(asked["tool_calls"], {"subject": Subject(**asked["subject"])})
    print(json.dumps({"verdict": verdict.verdict.value, "status": verdict.status.value}))


asyncio.run(main())
