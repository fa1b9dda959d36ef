"""What every tool call of these examples is judged by. The application reads its environment; the package reads none."""

import os

from writ_client import Guard, WritClient, redact


def guard_from_environment() -> Guard:
    client = WritClient(
        os.environ.get("WRIT_URL", "http://127.0.0.1:8181"),
        token=os.environ.get("WRIT_CALLER_TOKEN"),
        timeout_s=float(os.environ.get("WRIT_TIMEOUT_S", "5")),
    )
    # In development mode Writ believes loopback. In production: {"token": ...} for agent and intent.
    claims = {
        "task": "tsk_123",
        "purpose": "answer issue 123",
        "on_behalf_of": "user:alice",
        "allows": [{"verb": "ticket.*", "resource": "https://github.com/acme/*"}],
    }
    about = {
        "agent": {"id": "agent:support"},
        "intent": {"claims": claims},
        "session": os.environ.get("WRIT_SESSION", "s-42"),
    }
    return Guard(
        client,
        about=about,
        obligations={"redact": redact},
        on_outcome_failed=lambda error, decision_id: print(f"no outcome of {decision_id}: {error}"),
    )
