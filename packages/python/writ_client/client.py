"""Asks Writ."""

import asyncio
import ipaddress
import re
import ssl
import uuid
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlsplit

from .copy import json_text
from .decision import Decision, read_decision
from .exchange import Endpoint, exchange

#: Tens of times what a decision takes; an agent that waits longer is better told no.
DEFAULT_TIMEOUT_S = 5.0

#: Writ takes no longer one (``timeout_ms``).
MAX_TIMEOUT_S = 60.0

#: RFC 6750, section 2.1; anything else would end the header.
_BEARER = re.compile(r"[A-Za-z0-9_.~+/-]+=*")


class WritClient:
    """Asks Writ. Tries once: a decision that was asked for twice is recorded, counted and granted twice.

    Reads no environment, logs nothing, and tells its token to nobody but ``url``.

    Args:
        url: Where Writ's HTTP port is, e.g. ``https://writ.example:8181``.
        token: The caller's credential, sent as bearer token; not the agent's.
        timeout_s: For a whole exchange, in seconds, at most 60.
        plaintext: Lets ``http:`` reach other hosts than this one, where something else encrypts: who can change the
            answer can say yes.
        ssl_context: For another authority than the system's, or a client certificate.

    Raises:
        ValueError: for a URL, a token or a timeout that cannot be used.
    """

    def __init__(
        self,
        url: str,
        *,
        token: str | None = None,
        timeout_s: float = DEFAULT_TIMEOUT_S,
        plaintext: bool = False,
        ssl_context: ssl.SSLContext | None = None,
    ) -> None:
        self._endpoint = _endpoint_of(url, plaintext, ssl_context)
        if token is not None and not _BEARER.fullmatch(token):
            raise ValueError("token is not a bearer token")
        self._token = token
        self._timeout_s = _checked(timeout_s)

    def decide(self, request: Mapping[str, Any], *, timeout_s: float | None = None) -> Decision:
        """A decision that is whole and about this request; its effect may be ``block``.

        Raises:
            WritUnavailable: for everything else.
        """
        timeout = self._timeout_s if timeout_s is None else _checked(timeout_s)
        request_id = request.get("request_id") or str(uuid.uuid4())
        asked = {"timeout_ms": max(1, int(timeout * 1000)), **request, "request_id": request_id}
        answer = exchange(self._endpoint, "/v1/decisions", json_text(asked), self._token, timeout)
        return read_decision(answer, request_id)

    def report(self, decision_id: str, outcome: Mapping[str, Any], *, timeout_s: float | None = None) -> None:
        """Says what became of a call. Raises WritUnavailable, also when another outcome is on record already."""
        timeout = self._timeout_s if timeout_s is None else _checked(timeout_s)
        path = f"/v1/decisions/{quote(decision_id, safe='')}/outcome"
        exchange(self._endpoint, path, json_text(dict(outcome)), self._token, timeout)

    async def adecide(self, request: Mapping[str, Any], *, timeout_s: float | None = None) -> Decision:
        """``decide`` for asyncio."""
        return await asyncio.to_thread(self.decide, request, timeout_s=timeout_s)

    async def areport(self, decision_id: str, outcome: Mapping[str, Any], *, timeout_s: float | None = None) -> None:
        """``report`` for asyncio."""
        await asyncio.to_thread(self.report, decision_id, outcome, timeout_s=timeout_s)


def _endpoint_of(url: str, plaintext: bool, context: ssl.SSLContext | None) -> Endpoint:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("url is not an http or https URL")
    if "@" in parts.netloc or "?" in url or "#" in url:
        raise ValueError("url has more than scheme, host, port and path")
    if not re.fullmatch(r"[!-~]*", url):
        raise ValueError("url has characters that a URL has not")
    https = parts.scheme == "https"
    if not https and not plaintext and not _is_loopback(parts.hostname):
        raise ValueError("url is http, and another host: use https, or plaintext=True where something else encrypts")
    try:
        port = parts.port or (443 if https else 80)
    except ValueError:
        raise ValueError("url has a port that is none") from None
    return Endpoint(https, parts.hostname, port, parts.path.rstrip("/"), context)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _checked(timeout_s: float) -> float:
    if not 0 < timeout_s <= MAX_TIMEOUT_S:
        raise ValueError(f"timeout_s is not between 0 and {MAX_TIMEOUT_S:.0f}")
    return timeout_s
