"""The digest of a result: SHA-256 over its RFC 8785 form, the same as that of the TypeScript client."""

import hashlib
import json
import math
import re
from typing import Any

from .copy import json_text
from .errors import WritUnavailable


def digest_of(result: Any) -> str | None:
    """``sha256:`` and hexadecimal digits; None for what is no JSON value."""
    try:
        json_text(result)
        text = _canonical(result).encode()
    except (WritUnavailable, ValueError, OverflowError):
        return None
    return f"sha256:{hashlib.sha256(text).hexdigest()}"


def _canonical(value: Any) -> str:
    if isinstance(value, list):
        return f"[{','.join(_canonical(item) for item in value)}]"
    if isinstance(value, dict):
        # Keys by UTF-16 code units (RFC 8785, section 3.2.3).
        members = sorted(value.items(), key=lambda member: member[0].encode("utf-16-be", "surrogatepass"))
        return f"{{{','.join(f'{_canonical(key)}:{_canonical(item)}' for key, item in members)}}}"
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _number(value)
    return json.dumps(value, ensure_ascii=False)


def _number(value: int | float) -> str:
    """As ECMAScript's Number::toString writes it (ECMA-262, section 6.1.6.1.20)."""
    number = float(value)
    if isinstance(value, int) and int(number) != value:
        raise ValueError("a double rounds this integer: two languages would write two numbers")
    if number == 0:
        return "0"
    sign = "-" if math.copysign(1, number) < 0 else ""
    # repr gives the shortest digits that read back as the same double, which are ECMAScript's.
    found = re.fullmatch(r"(\d+)(?:\.(\d+))?(?:e([+-]\d+))?", repr(abs(number)))
    if found is None:
        raise ValueError("no number")
    whole, fraction, exponent = found[1], found[2] or "", int(found[3] or 0)
    digits = (whole + fraction).lstrip("0")
    point = len(whole) + exponent - (len(whole + fraction) - len(digits))
    digits = digits.rstrip("0")
    return sign + _placed(digits, point)


def _placed(digits: str, point: int) -> str:
    """The digits with the decimal point after ``point`` of them."""
    count = len(digits)
    if count <= point <= 21:
        return digits + "0" * (point - count)
    if 0 < point <= 21:
        return f"{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return f"0.{'0' * -point}{digits}"
    exponent = f"{point - 1:+d}"
    return f"{digits}e{exponent}" if count == 1 else f"{digits[0]}.{digits[1:]}e{exponent}"
