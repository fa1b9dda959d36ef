"""Runs a tool call on an explicit yes only, and reports what came of it."""

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable, Mapping
from contextvars import ContextVar, Token
from types import TracebackType
from typing import Any, Protocol, Self, TypeVar

from .copy import exact_copy
from .decision import Decision
from .digest import digest_of
from .errors import WritBlocked, WritUnavailable

Call = dict[str, Any]
Grant = Mapping[str, Any]
T = TypeVar("T")

#: Does what an obligation says, before the call runs. Returns the call to run instead, or None. Whatever it raises
#: means that the obligation is not fulfilled.
ObligationHandler = Callable[[Mapping[str, Any], Call], Call | None]

_grant: ContextVar[Grant | None] = ContextVar("writ_grant", default=None)


def current_grant() -> Grant | None:
    """The grant of the call that runs here, for the tool alone: what a tool returns goes to the model."""
    return _grant.get()


class _Asks(Protocol):
    def decide(self, request: Mapping[str, Any], *, timeout_s: float | None = None) -> Decision: ...

    def report(self, decision_id: str, outcome: Mapping[str, Any], *, timeout_s: float | None = None) -> None: ...


class Permit:
    """A call that may run, once: ``with permit: result = run(permit.call); permit.result(result)``.

    Inside, ``current_grant()`` is its grant. Its outcome is reported when the block ends.
    """

    def __init__(self, guard: "Guard", decision: Decision, call: Call) -> None:
        self._guard = guard
        self._outcome: dict[str, Any] | None = None
        self._began = time.monotonic()
        self._token: Token[Grant | None] | None = None
        self.decision = decision
        #: Exactly what was judged: a copy that nobody else holds.
        self.call = call

    @property
    def grant(self) -> Grant | None:
        """For whoever runs the call; never for the model."""
        return self.decision.grant

    def __enter__(self) -> Self:
        self._began = time.monotonic()
        self._token = _grant.set(self.grant)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.leave()
        self.end(self.outcome_of(kind))

    def leave(self) -> None:
        """The grant is no longer the current one."""
        if self._token is not None:
            _grant.reset(self._token)
            self._token = None

    def outcome_of(self, kind: type[BaseException] | None) -> Mapping[str, Any]:
        """What became of the call, if the block was left by that exception."""
        if kind is None:
            return self._outcome or {"status": "unknown"}
        # Neither asyncio's cancellation nor an interrupt is an Exception.
        return {"status": "failed" if issubclass(kind, Exception) else "cancelled"}

    def result(self, result: Any, *, failed: bool = False) -> None:
        """What came of it; ``failed`` where the result is how the tool says so."""
        outcome: dict[str, Any] = {"status": "failed" if failed else "succeeded"}
        digest = digest_of(result)
        if digest is not None:
            outcome["result_digest"] = digest
        self._outcome = self._guard.described(outcome, result, self)

    def end(self, outcome: Mapping[str, Any]) -> None:
        """Reports the outcome."""
        duration_ms = round((time.monotonic() - self._began) * 1000)
        self._guard.report(self.decision, {"duration_ms": duration_ms, **outcome})


class Guard:
    """Asks before each call.

    Args:
        client: A ``WritClient``.
        about: Who asks, for what task (``agent``, ``intent``, ``session``, ``observed``, ``context``); a function where
            tokens change.
        obligations: Handlers by type of obligation. The application is asked for no others.
        on_decision: Told of every decision before the call runs. What it raises stops the call.
        describe: More about a result for the record (``result`` for provenance, ``result_excerpt``, ``values_seen``): by default its
            digest only.
        on_outcome_failed: Told when a report did not reach Writ; the call has run all the same.
    """

    def __init__(
        self,
        client: _Asks,
        *,
        about: Mapping[str, Any] | Callable[[], Mapping[str, Any]] | None = None,
        obligations: Mapping[str, ObligationHandler] | None = None,
        on_decision: Callable[[Decision], None] | None = None,
        describe: Callable[[Any, Call], Mapping[str, Any]] | None = None,
        on_outcome_failed: Callable[[Exception, str], None] | None = None,
    ) -> None:
        self._client = client
        self._about = about or {}
        self._handlers = dict(obligations or {})
        self._on_decision = on_decision
        self._describe = describe
        self._on_outcome_failed = on_outcome_failed

    def ask(self, call: Call, *, about: Mapping[str, Any] | None = None, timeout_s: float | None = None) -> Permit:
        """The permit to run the call.

        Raises:
            WritBlocked: if the decision, or an obligation that cannot be fulfilled, says no.
            WritUnavailable: if there is no decision.
        """
        asked = exact_copy(call)
        common = self._about() if callable(self._about) else self._about
        request = {**common, **(about or {}), "call": asked, "options": {"obligations": list(self._handlers)}}
        decision = self._client.decide(request, timeout_s=timeout_s)
        if decision.dry_run:
            raise WritUnavailable("malformed", "the answer is that of a dry run")
        if self._on_decision is not None:
            self._on_decision(decision)
        if decision.effect not in ("allow", "warn"):
            raise WritBlocked(decision.decision_id, decision.reasons, decision.approval)
        return Permit(self, decision, self._fulfil(decision, asked))

    def run(self, call: Call, run: Callable[[Call, Grant | None], T], **options: Any) -> T:
        """Calls ``run`` with exactly what was judged and with the grant, on ``allow`` and ``warn`` only.

        Raises as ``ask`` does, without having called ``run``; and whatever ``run`` raises.
        """
        with self.ask(call, **options) as permit:
            result = run(permit.call, permit.grant)
            permit.result(result)
        return result

    async def aask(self, call: Call, **options: Any) -> Permit:
        """``ask`` for asyncio."""
        # What runs in the thread cannot be stopped; where nobody waits any more, its permit is given back.
        asking = asyncio.ensure_future(asyncio.to_thread(self.ask, call, **options))
        try:
            return await asyncio.shield(asking)
        except asyncio.CancelledError:
            asking.add_done_callback(_give_back)
            raise

    async def arun(self, call: Call, run: Callable[[Call, Grant | None], Awaitable[T]], **options: Any) -> T:
        """``run`` for asyncio."""
        permit = await self.aask(call, **options)
        async with AsyncPermit(permit):
            result = await run(permit.call, permit.grant)
            permit.result(result)
        return result

    def report(self, decision: Decision, outcome: Mapping[str, Any]) -> None:
        """Whatever goes wrong here, the call has run (or not) already: its result stands, and somebody is told."""
        try:
            self._client.report(decision.decision_id, outcome)
        except Exception as error:
            self._tell(error, decision)

    def described(self, outcome: dict[str, Any], result: Any, permit: Permit) -> dict[str, Any]:
        """The outcome with what ``describe`` says of the result."""
        try:
            return {**outcome, **(self._describe(result, permit.call) if self._describe is not None else {})}
        except Exception as error:
            self._tell(error, permit.decision)
            return outcome

    def _fulfil(self, decision: Decision, asked: Call) -> Call:
        call = asked
        for obligation in decision.obligations:
            kind, required = obligation["type"], obligation["fulfillment"] == "required"
            handler = self._handlers.get(kind)
            if handler is None:
                if required:
                    raise self._unfulfilled(decision, "obligation_unsupported", f"the obligation {kind} has no handler")
                continue
            try:
                call = exact_copy(handler(obligation, exact_copy(call)) or call)
            except Exception:
                # What the handler raised may hold arguments; the reason reaches the model.
                if required:
                    raise self._unfulfilled(decision, "obligation_failed", f"the obligation {kind} failed") from None
        return call

    def _unfulfilled(self, decision: Decision, code: str, message: str) -> WritBlocked:
        self.report(decision, {"status": "denied"})
        reason = {"code": code, "message": message, "rule": "client.obligations", "controls": []}
        return WritBlocked(decision.decision_id, [reason], decision.approval)

    def _tell(self, error: Exception, decision: Decision) -> None:
        try:
            if self._on_outcome_failed is not None:
                self._on_outcome_failed(error, decision.decision_id)
        except Exception:
            pass  # There is nobody left to tell.


class AsyncPermit:
    """A permit as an asynchronous block: the report does not hold the event loop up."""

    def __init__(self, permit: Permit) -> None:
        self._permit = permit

    async def __aenter__(self) -> Permit:
        return self._permit.__enter__()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._permit.leave()
        await asyncio.shield(asyncio.to_thread(self._permit.end, self._permit.outcome_of(kind)))


def _give_back(asking: "asyncio.Future[Permit]") -> None:
    if not asking.cancelled() and asking.exception() is None:
        permit = asking.result()
        threading.Thread(target=permit.end, args=({"status": "cancelled"},), name="writ-report", daemon=True).start()
