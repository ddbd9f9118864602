"""The guide over HTTP."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, FastAPI, Query, Request, Response
from starlette.types import Receive, Scope, Send

from kit import routing
from kit.clock import Now
from kit.rights import CallerDep, requires
from kit.routing import COMPLETE
from visitation.guide import schemas, side_by_side
from visitation.guide.service import Answer, GuideService
from visitation.hot_route import HotRoute, UncountedRoute

_HEADERS = [
    (b"content-type", b"application/json"),
    (b"cache-control", b"private, no-cache"),
    (b"vary", b"Accept-Encoding"),
]


class Answered(Response):
    """An answer whose headers are bytes already; the hot route spares their encoding.

    A long body may come in parts: putting a hundred kilobytes together takes as long as all else.
    """

    def __init__(self, status: int, parts: Sequence[bytes], *headers: tuple[bytes, bytes]) -> None:
        self.status_code = status
        self.background = None
        self.parts = parts
        self.raw_headers = [*_HEADERS, *headers]
        if parts:
            self.raw_headers.append((b"content-length", b"%d" % sum(map(len, parts))))

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        """Send it."""
        await send(
            {
                "type": "http.response.start",
                "status": self.status_code,
                "headers": self.raw_headers,
            }
        )
        *first, last = self.parts or (b"",)
        for part in first:
            await send({"type": "http.response.body", "body": part, "more_body": True})
        await send({"type": "http.response.body", "body": last})


async def get_guide(
    query: Annotated[schemas.GuideQuery, Query()], request: Request, caller: CallerDep, at: Now
) -> Response:
    """The offers for a profile, ranked by what really happened to people like it."""
    guide: GuideService = request.app.state.guide
    return _rendered(guide.answer(caller.municipality or "", query, at=at), request)


async def compare_offers(
    query: Annotated[schemas.CompareQuery, Query()], request: Request, caller: CallerDep, at: Now
) -> Response:
    """Two to four offers side by side for a profile, and which of them can be told apart."""
    guide: GuideService = request.app.state.guide
    found = guide.compare(caller.municipality or "", query, at=at)
    return Answered(200, [found.model_dump_json().encode()])


async def get_comparable_citizens(
    query: Annotated[schemas.ProfileQuery, Query()], request: Request, caller: CallerDep, at: Now
) -> Response:
    """What happened to citizens like the one of a profile: a statistic, never a score."""
    guide: GuideService = request.app.state.guide
    found = guide.comparable(caller.municipality or "", query, at=at)
    return Answered(200, [found.model_dump_json().encode()])


_BESIDE = (
    ("/v1/guide/compare", compare_offers, side_by_side.Compared),
    ("/v1/guide/comparable", get_comparable_citizens, side_by_side.Comparable),
)

router = APIRouter(tags=["guide"], dependencies=[requires("guide.read")], **COMPLETE)
for _path, _answer, _model in _BESIDE:
    router.add_api_route(_path, _answer, response_model=_model, route_class_override=HotRoute)
router.add_api_route(
    "/v1/guide", get_guide, response_model=schemas.Guide, route_class_override=UncountedRoute
)


def add_to(app: FastAPI) -> None:
    """Add the guide to an application, itself as its first route: it is asked most."""
    routing.add_routes(app, router)
    app.router.routes.insert(0, app.router.routes.pop())


def _rendered(answer: Answer, request: Request) -> Response:
    """The answer as the caller takes it: not at all if it has it, else gzipped or plain."""
    known = accepted = b""
    for name, value in request.scope["headers"]:
        if name == b"accept-encoding":
            accepted = value
        elif name == b"if-none-match":
            known = value
    tag = b'W/"%b"' % answer.tag
    headers = [(b"etag", tag)]
    if tag in known:
        return Answered(304, [], *headers)
    if answer.next is not None:
        headers.append((b"link", _link(request, answer.next)))
    if _takes_gzip(accepted):
        return Answered(200, [answer.gzipped()], *headers, (b"content-encoding", b"gzip"))
    return Answered(200, answer.plain_parts(), *headers)


def _link(request: Request, cursor: str) -> bytes:
    """Where the next page is, as ``kit.pages.link_next`` says it, without parsing the address."""
    said = request.scope["query_string"].split(b"&")
    kept = b"&".join(part for part in said if not part.startswith(b"cursor="))
    # What may not stand in an address is escaped; what is escaped already stays as it is.
    return (
        f'<{request.scope["path"]}?{quote(kept, safe=_SAFE)}&cursor={cursor}>; rel="next"'.encode()
    )


@lru_cache(maxsize=64)
def _takes_gzip(accepted: bytes) -> bool:
    for part in accepted.split(b","):
        coding, _, weight = part.partition(b";")
        if coding.strip() == b"gzip":
            return weight.replace(b" ", b"") not in _NO_WEIGHT
    return False


_SAFE = "%&=:,+~"
_NO_WEIGHT = (b"q=0", b"q=0.0", b"q=0.00", b"q=0.000")
