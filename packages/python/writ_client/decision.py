"""Reads an answer strictly: what is not a whole decision about the request that was sent is none."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .errors import WritUnavailable


@dataclass(frozen=True)
class Decision:
    """A decision (``POST /v1/decisions``). ``effect`` is ``allow``, ``warn`` or ``block``."""

    decision_id: str
    request_id: str
    effect: str
    reasons: Sequence[Mapping[str, Any]]
    obligations: Sequence[Mapping[str, Any]]
    recorded: str
    approval: Mapping[str, Any] | None = None
    #: For whoever runs the call, and for nobody else; not shown where the decision is printed.
    grant: Mapping[str, Any] | None = field(default=None, repr=False)
    dry_run: bool = False


def read_decision(text: bytes, request_id: str) -> Decision:
    """Raises WritUnavailable ``malformed``, naming the field."""
    try:
        value = json.loads(text.decode("utf-8"), parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise WritUnavailable("malformed", "the answer is not JSON") from None
    if not isinstance(value, dict):
        raise WritUnavailable("malformed", "the answer is not an object")
    for name, fits in _FIELDS.items():
        if not fits(value.get(name, _ABSENT)):
            raise WritUnavailable("malformed", f"the answer's /{name} is missing or wrong")
    if value["request_id"] != request_id:
        raise WritUnavailable("malformed", "the answer's /request_id is that of another request")
    if value["effect"] == "block" and "grant" in value:
        raise WritUnavailable("malformed", "the answer blocks, and has a /grant")
    if value["effect"] != "block" and value["recorded"] == "none":
        raise WritUnavailable("malformed", "the answer's /recorded is none, and it does not block")
    return Decision(**{name: value[name] for name in _FIELDS if name in value})


_ABSENT = object()


def _refuse(constant: str) -> None:
    raise ValueError("NaN and Infinity are no JSON")


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and value != ""


def _list_of(fits: Callable[[dict[str, Any]], bool]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, list) and all(isinstance(item, dict) and fits(item) for item in value)


def _optional(fits: Callable[[dict[str, Any]], bool]) -> Callable[[Any], bool]:
    return lambda value: value is _ABSENT or (isinstance(value, dict) and fits(value))


_FIELDS: dict[str, Callable[[Any], bool]] = {
    "decision_id": _is_text,
    "request_id": _is_text,
    "effect": lambda value: value in ("allow", "warn", "block"),
    "reasons": _list_of(lambda reason: _is_text(reason.get("code")) and isinstance(reason.get("message"), str)),
    "obligations": _list_of(
        lambda duty: _is_text(duty.get("type")) and duty.get("fulfillment") in ("required", "advisory")
    ),
    "approval": _optional(lambda approval: _is_text(approval.get("id"))),
    "grant": _optional(lambda grant: all(_is_text(grant.get(name)) for name in ("id", "audience", "expires_at"))),
    "recorded": _is_text,
    "dry_run": lambda value: value is _ABSENT or isinstance(value, bool),
}
