"""One id that follows a request through logs, audit and problems (W3C trace context)."""

import re
import secrets
from contextvars import ContextVar

from starlette.types import Scope

from kit import cpr

_TRACEPARENT = re.compile(rb"^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$")
_NOTHING = "0" * 32

_current: ContextVar[str] = ContextVar("trace_id", default="")


def current_id() -> str:
    """The trace id of the request being answered; a fresh one outside any request."""
    return _current.get() or _new_id()


def enter(scope: Scope) -> str:
    """Take the caller's trace id, or make one, and hold it for the rest of the request."""
    header = next((value for name, value in scope["headers"] if name == b"traceparent"), b"")
    match = _TRACEPARENT.match(header)
    told = match[1].decode() if match else _NOTHING
    trace_id = _new_id() if told == _NOTHING or cpr.contains(told) else told
    _current.set(trace_id)
    return trace_id


def _new_id() -> str:
    """A trace id of which no part looks like a person's number: logs would take it out."""
    while cpr.contains(made := secrets.token_hex(16)):
        continue
    return made
