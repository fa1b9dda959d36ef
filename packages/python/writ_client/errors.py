"""What goes wrong. Whatever it is, the call did not run."""

from collections.abc import Mapping, Sequence
from typing import Any


class WritError(Exception):
    """Every error of this package."""


class WritBlocked(WritError):
    """A policy said no, or an obligation cannot be fulfilled. Holds no grant: its text may reach the model."""

    def __init__(
        self, decision_id: str, reasons: Sequence[Mapping[str, Any]], approval: Mapping[str, Any] | None = None
    ) -> None:
        said = [f"{r['code']} ({r['message']})" if r["message"] else r["code"] for r in reasons]
        super().__init__(f"blocked: {', '.join(said)}")
        self.decision_id = decision_id
        self.reasons = reasons
        #: How a person can lift the block.
        self.approval = approval


class WritUnavailable(WritError):
    """There is no decision, so the call must not run. Holds nothing of the request and no credential.

    ``code`` is ``unreachable``, ``timeout``, ``refused`` (another status than 200: ``status``, and ``problem`` with
    Writ's own code), ``malformed``, ``too_large`` or ``request_invalid`` (nothing was sent; ``fields`` says where).
    """

    def __init__(
        self,
        code: str,
        message: str,
        *,
        status: int | None = None,
        problem: str | None = None,
        fields: Sequence[str] = (),
    ) -> None:
        super().__init__(f"no decision: {message}")
        self.code = code
        self.status = status
        self.problem = problem
        self.fields = tuple(fields)
