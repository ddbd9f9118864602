"""Requests made up from an OpenAPI document: as it wants them, and as it does not."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from math import ceil
from typing import Any

import httpx
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import APIOperation, BaseSchema, Case, GenerationMode
from schemathesis.core.parameters import ParameterLocation
from schemathesis.transport.serialization import serialize_binary

from visitation.sheets import XLSX

from .known import Known
from .running import Running

schemathesis.serializer("application/vnd.apache.parquet", "application/x-ndjson", XLSX)(
    lambda _context, value: serialize_binary(value)
)

Operation = APIOperation[Any, Any, Any, Any]
MadeUp = Case[Any]
EXAMPLES = 4
"""Drawn at random for each operation and mode."""
MOST_BOUNDARIES = 40
"""Of an operation and mode that has more, so many are taken, evenly."""
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
WAITS = "timeout"
_OF_THE_TRANSPORT = frozenset({"content-length", "host"})
_OF_WHOEVER_ASKS = frozenset({"Authorization", "Cookie", "Origin", "Sec-Fetch-Site"})

_draw = settings(
    max_examples=EXAMPLES,
    database=None,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def operations(document: Mapping[str, Any]) -> tuple[BaseSchema, list[Operation]]:
    """The document as schemathesis reads it, and its operations."""
    schema = schemathesis.openapi.from_dict(dict(document))
    found: list[Any] = list(schema.get_all_operations())
    return schema, [each.ok() for each in found]


def cases(schema: BaseSchema, operation: Operation) -> Iterator[MadeUp]:
    """The boundaries of what the document says of an operation, and some drawn at random."""
    for mode in MODES:
        boundaries = list(
            schema.iter_coverage_cases(
                operation,
                generation_modes=[mode],
                generation_config=schema.config.generation_for(operation=operation),
            )
        )
        yield from boundaries[:: max(1, ceil(len(boundaries) / MOST_BOUNDARIES))]
        drawn: list[MadeUp] = []

        @_draw
        @given(case=operation.as_strategy(generation_mode=mode))
        def collect(case: MadeUp) -> None:
            drawn.append(case)  # noqa: B023 - called before the next round

        # Of an operation without parameters nothing wrong can be asked.
        with suppress(Unsatisfiable):
            collect()
        yield from drawn


def request(
    running: Running, operation: Operation, case: MadeUp, known: Known
) -> httpx.Request | None:
    """A made-up request, so that it gets past what no made-up text could guess.

    Ids of something that is there, any version, a key that is new: unless it is the very part in
    which the case wants to err. None where the client itself refuses the address.
    """
    if _is_as_wanted(case, ParameterLocation.PATH):
        case.path_parameters |= known.path
    if _is_as_wanted(case, ParameterLocation.HEADER):
        declared = {parameter.name.lower() for parameter in operation.headers}
        if "idempotency-key" in declared:
            case.headers["idempotency-key"] = running.fresh("key")
        if "if-match" in declared:
            case.headers["if-match"] = "*"
        for name, value in known.headers.items():
            if name in _OF_WHOEVER_ASKS:
                case.headers[name] = value
    if WAITS in case.query:
        # Whoever waits for news would wait in the test, too.
        case.query[WAITS] = _without_waiting(case.query[WAITS])
    asked = case.as_transport_kwargs(base_url=str(running.client.base_url))
    prepared = requests.Request(**asked).prepare()
    headers = [
        (name.encode("latin-1"), _as_bytes(value))
        for name, value in prepared.headers.items()
        if name.lower() not in _OF_THE_TRANSPORT
    ]
    if not any(name.lower() == b"authorization" for name, _ in headers):
        headers.append((b"Authorization", running.client.headers["Authorization"].encode()))
    body: Any = prepared.body or b""
    try:
        address = httpx.URL(str(prepared.url))
    except httpx.InvalidURL:
        # It is too long for any client.
        return None
    return httpx.Request(str(prepared.method), address, headers=headers, content=_as_bytes(body))


def _is_as_wanted(case: MadeUp, location: ParameterLocation) -> bool:
    told = case.meta.components.get(location) if case.meta else None
    return told is None or told.mode is GenerationMode.POSITIVE


def _without_waiting(value: Any) -> Any:  # noqa: ANN401 - whatever was made up
    if isinstance(value, list):
        return [_without_waiting(each) for each in value]
    return 0 if str(value).strip().isdigit() and 0 < int(str(value)) <= 30 else value


def _as_bytes(text: str | bytes) -> bytes:
    if isinstance(text, bytes):
        return text
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")
