"""Asks Writ before a tool call runs, and runs it only on an explicit yes. Needs the standard library only."""

from .client import WritClient
from .decision import Decision
from .digest import digest_of
from .errors import WritBlocked, WritError, WritUnavailable
from .guard import Guard, Permit, current_grant
from .redact import redact

__all__ = [
    "Decision",
    "Guard",
    "Permit",
    "WritBlocked",
    "WritClient",
    "WritError",
    "WritUnavailable",
    "current_grant",
    "digest_of",
    "redact",
]
