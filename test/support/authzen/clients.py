"""AuthZEN clients other than ours: `clients.py decern|toolkit`, one question from standard input, one answer as JSON."""

import json
import os
import sys

URL, SECRET = os.environ["WRIT_URL"], os.environ["WRIT_SECRET"]


def decern(asked: dict) -> dict:
    from decern import Client, DecernError

    try:
        decision = Client(URL, token=SECRET).evaluate(**asked)
        return {"allowed": decision.allowed, "context": decision.context}
    except DecernError as error:
        return {"allowed": False, "status": error.status_code}


def toolkit(asked: dict) -> dict:
    """The backend of Microsoft's Agent Governance Toolkit."""
    from authzen_backend import AuthZENBackend

    with AuthZENBackend(f"{URL}/access/v1/evaluation", "writ", token=SECRET) as backend:
        decision = backend.evaluate(asked)
    return {"allowed": decision.allowed, "reason": decision.reason}


print(json.dumps({"decern": decern, "toolkit": toolkit}[sys.argv[1]](json.load(sys.stdin))))
