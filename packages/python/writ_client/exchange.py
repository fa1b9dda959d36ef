"""One POST of JSON, one answer of status 200, within one deadline."""

import http.client
import json
import queue
import re
import socket
import ssl
import threading
from dataclasses import dataclass
from typing import Any

from .errors import WritUnavailable

#: A decision repeats the action of a request of at most 1 MiB; nothing that is larger is one.
MAX_ANSWER_BYTES = 4 * 1024 * 1024

#: Of an error only its code and the fields that it names are told on, and only so many.
MAX_FIELDS = 20
_PROBLEM_CODE = re.compile(r"[a-z_]{1,64}")
_POINTER = re.compile(r"(/[\w:.~-]{1,64}){0,16}", re.ASCII)


@dataclass(frozen=True)
class Endpoint:
    """Where Writ is. ``base`` is the path before ``/v1``."""

    https: bool
    host: str
    port: int
    base: str
    context: ssl.SSLContext | None


def exchange(endpoint: Endpoint, path: str, body: str, token: str | None, timeout_s: float) -> bytes:
    """Follows no redirect and knows no proxy, so that no credential goes anywhere else. Raises WritUnavailable."""
    connection = _connection(endpoint, timeout_s)
    answers: queue.SimpleQueue[bytes | WritUnavailable] = queue.SimpleQueue()

    def work() -> None:
        try:
            answers.put(_ask(connection, endpoint.base + path, body, token))
        except WritUnavailable as error:
            answers.put(error)
        except TimeoutError:
            answers.put(_late(timeout_s))
        except (OSError, http.client.HTTPException, ValueError):
            # What it says may hold the URL or a header: it is not repeated.
            answers.put(WritUnavailable("unreachable", "the connection to Writ failed"))
        finally:
            connection.close()

    # Timeouts of sockets are for one read each; a server that drips would never end. So this thread waits, and no longer.
    threading.Thread(target=work, name="writ-exchange", daemon=True).start()
    try:
        answer = answers.get(timeout=timeout_s)
    except queue.Empty:
        _cut(connection)
        raise _late(timeout_s) from None
    if isinstance(answer, WritUnavailable):
        raise answer
    return answer


def _connection(endpoint: Endpoint, timeout_s: float) -> http.client.HTTPConnection:
    if not endpoint.https:
        return http.client.HTTPConnection(endpoint.host, endpoint.port, timeout=timeout_s)
    context = endpoint.context or ssl.create_default_context()
    return http.client.HTTPSConnection(endpoint.host, endpoint.port, timeout=timeout_s, context=context)


def _ask(connection: http.client.HTTPConnection, path: str, body: str, token: str | None) -> bytes:
    headers = {"content-type": "application/json", "accept-encoding": "identity"}
    if token is not None:
        headers["authorization"] = f"Bearer {token}"
    connection.request("POST", path, body.encode(), headers)
    response = connection.getresponse()
    answer = response.read(MAX_ANSWER_BYTES + 1)
    if len(answer) > MAX_ANSWER_BYTES:
        raise WritUnavailable("too_large", f"the answer is longer than {MAX_ANSWER_BYTES} bytes")
    if response.length:
        raise WritUnavailable("unreachable", "the answer broke off")
    if response.status != 200:
        raise _refused(response.status, answer, token)
    return answer


def _cut(connection: http.client.HTTPConnection) -> None:
    """Ends the thread that still waits."""
    try:
        if connection.sock is not None:
            connection.sock.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass  # It ended by itself.


def _late(timeout_s: float) -> WritUnavailable:
    return WritUnavailable("timeout", f"none within {timeout_s} s")


def _refused(status: int, answer: bytes, token: str | None) -> WritUnavailable:
    """RFC 9457 problem details, as far as they are Writ's: codes and pointers, never text, which may be anybody's."""
    problem, fields = None, []
    if token is None or token.encode() not in answer:
        problem, fields = _problem_in(answer)
    said = ", ".join([*([problem] if problem else []), *fields])
    message = f"Writ answered with status {status}{f' ({said})' if said else ''}"
    return WritUnavailable("refused", message, status=status, problem=problem, fields=fields)


def _problem_in(answer: bytes) -> tuple[str | None, list[str]]:
    try:
        value: Any = json.loads(answer.decode("utf-8"))
    except (ValueError, RecursionError):
        return None, []
    if not isinstance(value, dict):
        return None, []
    code, errors = value.get("code"), value.get("errors")
    pointers = [error.get("pointer") for error in errors if isinstance(error, dict)] if isinstance(errors, list) else []
    fields = [pointer for pointer in pointers if isinstance(pointer, str) and _POINTER.fullmatch(pointer)]
    return (code if isinstance(code, str) and _PROBLEM_CODE.fullmatch(code) else None), fields[:MAX_FIELDS]
