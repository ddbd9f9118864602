"""The one hot route's way in: what FastAPI's dependency solver does, without what it costs.

The solver, general as it is, takes longer than the whole answer from memory (``bench/guide.py``).
A route of this class is declared, documented and guarded like any other; only its parameters are
read by hand: the caller, the stated rights, a query model, the request and the time.
"""

from collections.abc import Callable, Coroutine
from typing import Any
from urllib.parse import unquote_plus

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import ValidationError
from starlette.types import Receive, Scope, Send

from kit import clock
from kit.rights import Requirement, identify
from visitation.guide.schemas import GuideQuery


class HotRoute(APIRoute):
    """A route of the shape ``(query: GuideQuery, request, caller, at) -> Response``."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - the framework's own
        super().__init__(*args, **kwargs)
        handle = self.get_route_handler()

        async def answer(scope: Scope, receive: Receive, send: Send) -> None:
            response = await handle(Request(scope, receive, send))
            await response(scope, receive, send)

        # Without the stacks that the framework opens for dependencies to be closed: none are.
        self.app = answer

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Authenticate, check the rights that the route states, read the query, answer."""
        requirements = [
            stated.call
            for stated in self.dependant.dependencies
            if isinstance(stated.call, Requirement)
        ]

        async def handle(request: Request) -> Response:
            # Answered from memory: counting how often a client asks would cost as much.
            caller = await identify(request)
            for requirement in requirements:
                await requirement(caller)
            query = read_query(request.scope["query_string"])
            response: Response = await self.endpoint(
                query=query, request=request, caller=caller, at=await clock.now()
            )
            return response

        return handle


def read_query(written: bytes) -> GuideQuery:
    """The query that an address holds.

    Raises:
        RequestValidationError: When a parameter is unknown, repeated, missing or malformed.
    """
    parts = (part.partition("=") for part in written.decode("latin-1").split("&"))
    pairs = [(_unquoted(name), _unquoted(value)) for name, _, value in parts if name]
    values = dict(pairs)
    if len(values) != len(pairs):
        names = [name for name, _ in pairs]
        twice = {name for name in names if names.count(name) > 1}
        raise RequestValidationError(
            [
                {
                    "type": "repeated",
                    "loc": ("query", name),
                    "msg": "repeated",
                    "ctx": {"danish": "Står mere end én gang."},
                }
                for name in sorted(twice)
            ]
        )
    try:
        return GuideQuery.model_validate(values)
    except ValidationError as error:
        raise RequestValidationError(
            [
                {**mistake, "loc": ("query", *mistake["loc"])}
                for mistake in error.errors(include_url=False, include_input=False)
            ]
        ) from None


def _unquoted(text: str) -> str:
    return unquote_plus(text) if "%" in text or "+" in text else text
