"""Who is calling and what they may do; each route states its right with ``requires``."""

from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import Depends, Request
from fastapi.params import Depends as DependsParameter

from kit import cookies, problems

Kind = Literal["client", "service", "staff", "provider_staff"]

FOLLOW_ALL = "feed.follow_all"
"""The only right that goes without a municipality."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who stands behind a request, as a verified token says."""

    subject: str
    kind: Kind
    municipality: str | None
    rights: frozenset[str]
    provider_id: str | None = None
    organisation: str | None = None

    def holds(self, right: str) -> bool:
        """Whether the caller has a right."""
        return right in self.rights


class TokenMissing(problems.NotSignedIn):
    """The request brings no token."""

    code = "token_missing"
    title = "Adgang kræver et token"


class RightMissing(problems.NotAllowed):
    """The caller lacks the right that the route states."""

    code = "right_missing"
    title = "Du har ikke adgang"


class MunicipalityMissing(problems.NotAllowed):
    """A token without a municipality was used for a municipality's data."""

    code = "municipality_missing"
    title = "Token uden kommune"


def municipality_of(caller: Caller) -> str:
    """The caller's municipality; a route's right makes sure that there is one.

    Raises:
        LookupError: When there is none.
    """
    if caller.municipality is None:
        raise LookupError("the caller belongs to no municipality")
    return caller.municipality


async def identify(request: Request) -> Caller:
    """The caller that the request's token names: the bearer token, or else a browser's cookie.

    Raises:
        TokenMissing: Without either.
        kit.cookies.OriginRefused: When a foreign page may be acting by the cookie.
        kit.tokens.TokenInvalid: When the token is malformed, forged or meant for another.
        kit.tokens.TokenExpired: When its time has passed.
    """
    authorization, brought = _brought(request)
    scheme, _, token = authorization.partition(" ")
    if not authorization and (token := cookies.find(brought, cookies.ACCESS)):
        cookies.check_origin(request)
    elif scheme.lower() != "bearer" or not token:
        raise TokenMissing(
            "Send et token i Authorization: Bearer … (hentes på /api/gateway/v1/token).",
            headers={"WWW-Authenticate": "Bearer"},
        )
    caller: Caller = await request.app.state.verifier.verify(token.strip())
    return caller


def _brought(request: Request) -> tuple[str, str]:
    """The headers ``Authorization`` and ``Cookie``, empty where they are not there."""
    # Not by the framework's mapping: making it takes as long as everything else here.
    authorization = brought = ""
    for name, value in request.scope["headers"]:
        if name == b"authorization" and not authorization:
            authorization = str(value, "latin-1")
        elif name == b"cookie":
            brought = f"{brought};{str(value, 'latin-1')}" if brought else str(value, "latin-1")
    return authorization, brought


async def authenticate(request: Request) -> Caller:
    """The caller, once it is known that it does not ask too often.

    Raises:
        kit.problems.NotSignedIn: As ``identify``.
        kit.admission.TooManyRequests: When it has used what one client may.
    """
    caller = await identify(request)
    request.state.pace = request.app.state.admission.count(caller)
    return caller


CallerDep = Annotated[Caller, Depends(authenticate)]


@dataclass(frozen=True, slots=True)
class Requirement:
    """Lets a request through when its caller holds a right, in a municipality unless said."""

    right: str
    without_municipality: bool = False

    async def __call__(self, caller: CallerDep) -> None:
        """Refuse a caller without the right."""
        if not caller.holds(self.right):
            raise RightMissing(
                f"Det kræver rettigheden {self.right}. Bed en administrator om den.",
                extra={"right": self.right},
            )
        if caller.municipality is None and not self.without_municipality:
            raise MunicipalityMissing("Tokenet hører ikke til en kommune.")


def requires(right: str, *, without_municipality: bool = False) -> DependsParameter:
    """State the right of a route: ``dependencies=[requires("offers.publish")]``."""
    dependency: DependsParameter = Depends(Requirement(right, without_municipality))
    return dependency
