"""A hot route's way in: what FastAPI's dependency solver does, without what it costs.

The solver, general as it is, takes longer than an answer from memory, and as long as a page of rows
(``bench/guide.py``, ``bench/read.py``). A route of these classes is declared, documented and
guarded like any other; only its parameters are read by hand: the caller, the stated rights, a query
model, the request, the time, and the session where it asks for one.
"""

import inspect
from collections import Counter
from collections.abc import Callable, Coroutine
from functools import cache, lru_cache
from typing import Any, TypeVar, get_args, get_origin
from urllib.parse import unquote_plus

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import BaseModel, ValidationError
from starlette.types import Receive, Scope, Send

from kit import clock
from kit.admission import Admission
from kit.database import Database
from kit.rights import Requirement, authenticate, identify

Asked = TypeVar("Asked", bound=BaseModel)
Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class HotRoute(APIRoute):
    """A route ``(query: Annotated[Model, Query()], request, caller, at[, session])``."""

    who = staticmethod(authenticate)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - the framework's own
        super().__init__(*args, **kwargs)
        handle = self.get_route_handler()

        async def answer(scope: Scope, receive: Receive, send: Send) -> None:
            response = await handle(Request(scope, receive, send))
            await response(scope, receive, send)

        # Without the stacks that the framework opens for dependencies to be closed: none are.
        self.app = answer

    def get_route_handler(self) -> Handler:
        """Authenticate, check the rights that the route states, read the query, answer."""
        requirements = [
            stated.call
            for stated in self.dependant.dependencies
            if isinstance(stated.call, Requirement)
        ]
        parameters = inspect.signature(self.endpoint).parameters
        model: type[BaseModel] = get_args(parameters["query"].annotation)[0]
        identified, endpoint = self.who, self.endpoint

        async def handle(request: Request) -> Response:
            caller = await identified(request)
            for requirement in requirements:
                await requirement(caller)
            said = {
                "query": read_query(model, request.scope["query_string"]),
                "request": request,
                "caller": caller,
                "at": await clock.now(request),
            }
            if "session" not in parameters:
                response: Response = await endpoint(**said)
                return response
            admission: Admission = request.app.state.admission
            database: Database = request.app.state.database
            # The transaction is over before the answer leaves, as everywhere.
            async with (
                admission.turn(caller.municipality),
                database.transaction(caller.municipality) as session,
            ):
                answer: Response = await endpoint(**said, session=session)
            return answer

        return handle


class UncountedRoute(HotRoute):
    """A hot route answered from memory: counting how often a client asks would cost as much."""

    who = staticmethod(identify)


def read_query(model: type[Asked], written: bytes) -> Asked:
    """The query that an address holds.

    Raises:
        RequestValidationError: When a parameter is unknown, repeated, missing or malformed.
    """
    pairs: list[tuple[str, str]] = []
    for part in written.decode("latin-1").split("&"):
        name, _, value = part.partition("=")
        if "%" in part or "+" in part:
            name, value = _decoded(name), _decoded(value)
        if name:
            pairs.append((name, value))
    values: dict[str, Any] = dict(pairs)
    repeatable = _repeatable(model)
    if not repeatable.isdisjoint(values):
        for name in repeatable & values.keys():
            values[name] = [value for other, value in pairs if other == name]
            pairs = [pair for pair in pairs if pair[0] != name]
            pairs.append((name, ""))
    if len(values) != len(pairs):
        times = Counter(name for name, _ in pairs)
        raise RequestValidationError(
            [
                {
                    "type": "repeated",
                    "loc": ("query", name),
                    "msg": "repeated",
                    "ctx": {"danish": "Står mere end én gang."},
                }
                for name in sorted(times)
                if times[name] > 1
            ]
        )
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise RequestValidationError(
            [
                {**mistake, "loc": ("query", *mistake["loc"])}
                for mistake in error.errors(include_url=False, include_input=False)
            ]
        ) from None


@cache
def _repeatable(model: type[BaseModel]) -> frozenset[str]:
    """The parameters that may stand in an address more than once."""
    return frozenset(
        name for name, field in model.model_fields.items() if get_origin(field.annotation) is tuple
    )


@lru_cache(maxsize=1_024)
def _decoded(text: str) -> str:
    # The same weights come again and again, and decoding them takes longer than reading them.
    return unquote_plus(text)
