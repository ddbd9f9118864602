"""The guide over HTTP."""

from typing import Annotated

from fastapi import FastAPI, Query, Request, Response

from kit.clock import Now
from kit.rights import CallerDep, requires
from visitation.guide import schemas
from visitation.guide.service import Answer, GuideService
from visitation.hot_route import UncountedRoute

_HEADERS = [
    (b"content-type", b"application/json"),
    (b"cache-control", b"private, no-cache"),
    (b"vary", b"Accept-Encoding"),
]


class Answered(Response):
    """An answer whose headers are bytes already; the hot route spares their encoding."""

    def __init__(self, status: int, body: bytes, *headers: tuple[bytes, bytes]) -> None:
        self.status_code = status
        self.background = None
        self.body = body
        self.raw_headers = [*_HEADERS, *headers]
        if body:
            self.raw_headers.append((b"content-length", b"%d" % len(body)))


async def get_guide(
    query: Annotated[schemas.GuideQuery, Query()], request: Request, caller: CallerDep, at: Now
) -> Response:
    """The offers for a profile, ranked by what really happened to people like it."""
    guide: GuideService = request.app.state.guide
    return _rendered(guide.answer(caller.municipality or "", query, at=at), request)


def add_to(app: FastAPI) -> None:
    """Add the guide to an application, itself and as its first route: it is asked most."""
    app.router.add_api_route(
        "/v1/guide",
        get_guide,
        methods=["GET"],
        tags=["guide"],
        response_model=schemas.Guide,
        dependencies=[requires("guide.read")],
        route_class_override=UncountedRoute,
    )
    app.router.routes.insert(0, app.router.routes.pop())


def _rendered(answer: Answer, request: Request) -> Response:
    """The answer as the caller takes it: not at all if it has it, else gzipped or plain."""
    asked = dict(request.scope["headers"])
    tag = b'W/"%b"' % answer.tag
    etag = (b"etag", tag)
    if tag in asked.get(b"if-none-match", b""):
        return Answered(304, b"", etag)
    if _takes_gzip(asked.get(b"accept-encoding", b"")):
        return Answered(200, answer.gzipped(), etag, (b"content-encoding", b"gzip"))
    return Answered(200, answer.plain(), etag)


def _takes_gzip(accepted: bytes) -> bool:
    for part in accepted.split(b","):
        coding, _, weight = part.partition(b";")
        if coding.strip() == b"gzip":
            return weight.replace(b" ", b"") not in _NO_WEIGHT
    return False


_NO_WEIGHT = (b"q=0", b"q=0.0", b"q=0.00", b"q=0.000")
