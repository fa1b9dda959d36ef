"""Handler of the obligation ``redact``."""

from collections.abc import Mapping
from typing import Any

REDACTED = "[REDACTED]"


def redact(obligation: Mapping[str, Any], call: dict[str, Any]) -> dict[str, Any]:
    """Replaces what stands at ``paths`` (JSON Pointers that begin with ``/arguments``).

    Raises:
        ValueError: where a path leads nowhere, or the payload has its arguments elsewhere.
    """
    paths = obligation.get("paths")
    payload = call.get("payload")
    if not isinstance(paths, list) or not isinstance(payload, dict):
        raise ValueError("redact: paths is no list, or the payload no object")
    base = ["params"] if "jsonrpc" in payload else []
    for path in paths:
        # RFC 6901, section 4: ~1 first, so that ~01 is ~1.
        tokens = [token.replace("~1", "/").replace("~0", "~") for token in str(path).split("/")]
        if tokens[:2] != ["", "arguments"]:
            raise ValueError("redact: a path is not in /arguments")
        payload = _without(payload, [*base, *tokens[1:]])
    return {**call, "payload": payload}


def _without(value: Any, path: list[str]) -> Any:
    if not path:
        return REDACTED
    key, *rest = path
    if isinstance(value, dict) and key in value:
        return {**value, key: _without(value[key], rest)}
    if isinstance(value, list) and key in map(str, range(len(value))):
        return [_without(item, rest) if str(i) == key else item for i, item in enumerate(value)]
    raise ValueError("redact: a path leads nowhere")
