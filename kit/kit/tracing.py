"""One id that follows a request through logs, audit and problems (W3C trace context)."""

import re
import secrets
from contextvars import ContextVar

from starlette.types import Scope

_TRACEPARENT = re.compile(rb"^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$")
_NOTHING = "0" * 32

_current: ContextVar[str] = ContextVar("trace_id", default="")


def current_id() -> str:
    """The trace id of the request being answered; a fresh one outside any request."""
    return _current.get() or secrets.token_hex(16)


def enter(scope: Scope) -> str:
    """Take the caller's trace id, or make one, and hold it for the rest of the request."""
    header = next((value for name, value in scope["headers"] if name == b"traceparent"), b"")
    match = _TRACEPARENT.match(header)
    trace_id = (
        match[1].decode() if match and match[1].decode() != _NOTHING else secrets.token_hex(16)
    )
    _current.set(trace_id)
    return trace_id
