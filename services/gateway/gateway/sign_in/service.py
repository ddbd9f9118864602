"""Sending people to the identity provider, and taking them in when they come back."""

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from urllib.parse import urlsplit

import structlog

from gateway.sessions import service as sessions
from gateway.sessions.models import Limits
from gateway.sessions.service import Begun
from gateway.settings import Settings
from gateway.sign_in import client_key, queries
from gateway.sign_in.checking import ClaimsWrong
from gateway.sign_in.identity_provider import (
    LOOPBACK,
    CodeRefused,
    IdentityProvider,
    ProviderAway,
)
from gateway.sign_in.models import SignIn
from gateway.staff.models import hash_person
from gateway.staff.role_map import Person, RoleMap
from kit import problems
from kit.database import Database

LASTS = timedelta(minutes=10)
MAX_RETURN_TO = 2_000
HOME = "/"
_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")
_PROVIDERS_TROUBLE = frozenset({"server_error", "temporarily_unavailable"})

Refusal = Literal["access_denied", "no_role", "expired", "provider_unavailable", "insecure_address"]

log = structlog.get_logger(__name__)


class SignInNotSetUp(problems.Unavailable):
    """Nobody has said who the identity provider is."""

    code = "sign_in_not_set_up"
    title = "Login er ikke sat op"


class NotTakenIn(Exception):
    """Somebody does not come in; the page of the sign-in says why, by this word."""

    def __init__(self, refusal: Refusal, *, return_to: str = HOME) -> None:
        super().__init__(refusal)
        self.refusal: Refusal = refusal
        self.return_to = return_to


@dataclass(frozen=True, slots=True)
class SignInHere:
    """How people sign in at this installation.

    Attributes:
        provider: The identity provider.
        role_map: What its claims make somebody.
        known_as: What the provider is called in our own records.
        base_url: The installation's public address.
    """

    provider: IdentityProvider
    role_map: RoleMap
    known_as: str
    base_url: str

    @property
    def redirect_uri(self) -> str:
        """Where the identity provider sends people back to."""
        return f"{self.base_url}/api/gateway/v1/session/callback"

    async def end_session_url(self, id_token: str | None, *, return_to: str) -> str:
        """Where a person who has signed out goes: to the provider's sign-out, or to our page."""
        if id_token is None:
            return return_to
        found = await self.provider.end_session_url(
            id_token=id_token, return_to=f"{self.base_url}{return_to}"
        )
        return found or return_to


@dataclass(frozen=True, slots=True)
class Sent:
    """Where the browser goes, and what it must bring back."""

    address: str
    browser: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the identity provider's answer says in the address."""

    state: str = ""
    code: str = ""
    error: str = ""
    issuer: str | None = None


def sign_in_here(settings: Settings) -> SignInHere | None:
    """How the settings say that people sign in; None where they do not say it."""
    issuer, client_id = settings.sign_in_issuer, settings.sign_in_client_id
    if issuer is None or client_id is None or settings.role_map_file is None:
        return None
    key_file = settings.sign_in_client_key_file
    provider = IdentityProvider(
        issuer,
        client_id,
        client_secret=settings.sign_in_client_secret,
        client_key=client_key.read(key_file) if key_file else None,
        scope=settings.sign_in_scope,
    )
    role_map = RoleMap.read(settings.role_map_file)
    return SignInHere(provider, role_map, settings.sign_in_known_as or issuer, settings.base_url)


def local_path(told: str) -> str:
    """A path of ours to return to; whatever could lead elsewhere is the front page."""
    is_plain = told.isprintable() and "\\" not in told and len(told) <= MAX_RETURN_TO
    if not is_plain or not told.startswith("/") or told.startswith("//"):
        return HOME
    try:
        parts = urlsplit(told)
    except ValueError:
        return HOME
    return HOME if parts.scheme or parts.netloc else told


def check_address(base_url: str, host: str) -> None:
    """Refuse addresses at which no browser keeps our cookies: plain http but to this machine.

    Raises:
        NotTakenIn: At such an address.
    """
    public = urlsplit(base_url)
    if public.scheme == "https":
        return
    try:
        asked = urlsplit(f"//{host}").hostname
    except ValueError:
        asked = None
    if public.hostname not in LOOPBACK or asked not in LOOPBACK:
        raise NotTakenIn("insecure_address")


def other_loopback_name(base_url: str, host: str) -> bool:
    """Whether the browser came by another name of this machine, whose cookies are others."""
    public = urlsplit(base_url)
    return public.hostname in LOOPBACK and public.netloc != host


async def begin(
    database: Database, here: SignInHere, *, return_to: str, browser: str, at: datetime
) -> Sent:
    """Remember a sign-in, and say where the person signs in.

    Args:
        database: Where it is remembered.
        here: How people sign in.
        return_to: Where the person wants to go then.
        browser: What the browser was given by an earlier sign-in; another tab may be waiting.
        at: Now.

    Raises:
        NotTakenIn: When the identity provider is away.
    """
    browser = browser if _SECRET.fullmatch(browser) else secrets.token_urlsafe(32)
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    try:
        address = await here.provider.authorization_url(
            state=state, nonce=nonce, code_verifier=verifier, redirect_uri=here.redirect_uri
        )
    except ProviderAway:
        raise NotTakenIn("provider_unavailable", return_to=return_to) from None
    async with database.transaction(None) as session:
        session.add(
            SignIn(
                state_hash=_hash(state),
                browser_hash=_hash(browser),
                nonce=nonce,
                code_verifier=verifier,
                return_to=return_to,
                expires_at=at + LASTS,
            )
        )
    return Sent(address, browser)


async def complete(
    database: Database,
    here: SignInHere,
    answer: Answer,
    *,
    browser: str,
    former_secret: str,
    limits: Limits,
    at: datetime,
) -> tuple[Begun, str]:
    """A session for who comes back from the identity provider, and where the person wanted to go.

    Raises:
        NotTakenIn: When it is not who set out, or nobody here.
    """
    async with database.transaction(None) as session:
        set_out = await queries.take_sign_in(
            session, state_hash=_hash(answer.state), browser_hash=_hash(browser), at=at
        )
        if set_out is None:
            raise _refused("expired", "state")
        session.expunge(set_out)
    try:
        id_token, subject, person = await _asked(here, answer, set_out)
    except NotTakenIn as refused:
        refused.return_to = set_out.return_to
        raise
    begun = await sessions.begin(
        database,
        here.role_map,
        hash_person(here.known_as, subject),
        person,
        id_token=id_token,
        former_secret=former_secret,
        limits=limits,
        at=at,
    )
    if begun is None:
        raise _refused("no_role", "no role", return_to=set_out.return_to)
    return begun, set_out.return_to


async def sign_out_at_the_providers_word(
    database: Database, here: SignInHere, logout_token: str, *, at: datetime
) -> None:
    """End what the identity provider has ended: one session of somebody's, or all.

    Raises:
        gateway.sign_in.checking.ClaimsWrong: When it is not the provider who says so.
        ProviderAway: When its keys cannot be had.
    """
    told = await here.provider.signed_out(logout_token)
    person_hash = hash_person(here.known_as, told.subject)
    await sessions.end_as_told(database, person_hash, told.session, at=at)


async def _asked(here: SignInHere, answer: Answer, set_out: SignIn) -> tuple[str, str, Person]:
    """What the identity provider says of the person: its token, the subject, and the roles."""
    provider = here.provider
    try:
        await provider.check_issuer(answer.issuer)
        if answer.error or not answer.code:
            trouble = answer.error in _PROVIDERS_TROUBLE
            raise _refused("provider_unavailable" if trouble else "access_denied", "its answer")
        id_token = await provider.redeem(
            answer.code, code_verifier=set_out.code_verifier, redirect_uri=here.redirect_uri
        )
        claims = await provider.claims_of(id_token, nonce=set_out.nonce)
    except ProviderAway as away:
        raise _refused("provider_unavailable", str(away)) from None
    except CodeRefused:
        raise _refused("expired", "code") from None
    except ClaimsWrong as wrong:
        raise _refused("access_denied", f"id token: {wrong}") from None
    return id_token, claims["sub"], here.role_map.person(claims)


def _refused(refusal: Refusal, reason: str, *, return_to: str = HOME) -> NotTakenIn:
    """The reason goes to the log; the person is told what to do."""
    log.warning("sign_in_refused", code=refusal, reason=reason)
    return NotTakenIn(refusal, return_to=return_to)


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()
