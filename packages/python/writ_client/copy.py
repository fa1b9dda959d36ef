"""What is asked about, as JSON text: nobody who holds the original can change it."""

import json
import math
from typing import Any

from .errors import WritUnavailable

#: Writ refuses deeper JSON; and a value that contains itself ends here.
MAX_DEPTH = 64


def json_text(value: Any) -> str:
    """The JSON text of a value.

    Raises:
        WritUnavailable: ``request_invalid`` for what JSON text would say differently (a tuple, NaN, a date, a key that
            is no string), by JSON Pointer.
    """
    _check(value, "", 0)
    return json.dumps(value, separators=(",", ":"), allow_nan=False)


def exact_copy(value: Any) -> Any:
    """A copy that nobody else holds. Raises as ``json_text`` does."""
    return json.loads(json_text(value))


def _check(value: Any, at: str, depth: int) -> None:
    kind = type(value)
    if value is None or kind in (bool, int, str):
        return
    if kind is float and math.isfinite(value):
        return
    if kind not in (dict, list):
        raise _invalid(at, f"{kind.__name__} is no JSON value" if kind is not float else "is no finite number")
    if depth == MAX_DEPTH:
        raise _invalid(at, f"is deeper than {MAX_DEPTH} levels")
    for key, item in value.items() if kind is dict else enumerate(value):
        if kind is dict and type(key) is not str:
            raise _invalid(at, "has a key that is no string")
        _check(item, f"{at}/{str(key).replace('~', '~0').replace('/', '~1')}", depth + 1)


def _invalid(at: str, what: str) -> WritUnavailable:
    return WritUnavailable("request_invalid", f"the request's {at or 'value'} {what}", fields=[at])
