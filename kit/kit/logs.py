"""JSON logs with a trace id, one line a request, and never a CPR number."""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

from kit import cpr, tracing

CPR_DIGITS = 10


def _with_trace(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    event.setdefault("trace_id", tracing.current_id())
    return event


def redacted(value: object) -> object:
    """A log value with CPR numbers taken out of every text in it, however deep."""
    if value is None or isinstance(value, bool | float):
        return value
    if isinstance(value, dict):
        return {redacted(key): redacted(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [redacted(item) for item in value]
    if isinstance(value, int):
        # As a number, a CPR number has lost the zero that it begins with.
        return cpr.REDACTED if cpr.contains(f"{value:0{CPR_DIGITS}d}") else value
    return cpr.redact(value.decode(errors="replace") if isinstance(value, bytes) else str(value))


def _without_cpr(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    return {str(key): redacted(item) for key, item in event.items()}


class _ToStructlog(logging.Handler):
    """Hands the standard library's records (uvicorn, SQLAlchemy) to the same processors."""

    def emit(self, record: logging.LogRecord) -> None:
        structlog.get_logger(record.name).log(
            record.levelno, record.getMessage(), exc_info=record.exc_info
        )


def configure(level: int = logging.INFO, *, keep: bool = True) -> None:
    """Set up logging for a process; call it once, where the process starts.

    Args:
        level: What is logged; the standard library's loggers speak from warning on.
        keep: Whether each logger keeps the standard error that it first wrote to.
    """
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _with_trace,
            structlog.processors.format_exc_info,
            _without_cpr,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda *_: structlog.WriteLogger(sys.stderr),
        cache_logger_on_first_use=keep,
    )
    logging.basicConfig(handlers=[_ToStructlog()], level=logging.WARNING, force=True)
