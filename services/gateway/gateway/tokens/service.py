"""Giving a client a token with the rights of its role."""

import math
import re
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from gateway import roles
from gateway.clients import models as clients_models
from gateway.clients import queries as clients_queries
from gateway.clients.service import ID_PATTERN
from gateway.keys.key_file import KeyFile
from gateway.tokens import assertions, queries, refusals, schemas
from gateway.tokens.attempts import Attempts, Left
from kit.database import Database, Session
from kit.tokens import Claims

LIFETIME = timedelta(minutes=10)
# RFC 6749 §3.3: words of printable ASCII without quote and backslash, one space between them.
_SCOPE = re.compile(r"[\x21\x23-\x5b\x5d-\x7e]+(?: [\x21\x23-\x5b\x5d-\x7e]+)*")

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who signs tokens, under which name, for whom, and where it is asked for them."""

    key_file: KeyFile
    name: str
    audience: str
    token_address: str

    @property
    def audiences(self) -> Collection[str]:
        """What a client may call us in what it signs (RFC 7523 §3)."""
        return self.token_address, self.name


@dataclass(frozen=True, slots=True)
class Granted:
    """A token, and how many more the client may fetch for now."""

    token: schemas.AccessToken
    left: Left


async def grant_token(
    database: Database,
    grant: schemas.Grant,
    issuer: Issuer,
    attempts: Attempts,
    *,
    address: str,
    at: datetime,
) -> Granted:
    """A token of ten minutes for the client that a request names.

    Args:
        database: Asked without a municipality: who is asking is what it shall find out. Whoever
            is refused unseen opens no transaction.
        grant: The request.
        issuer: Who signs the token.
        attempts: Who has tried what lately.
        address: Where the request comes from.
        at: Now.

    Raises:
        gateway.tokens.refusals.Refusal: When the client may not have it.
    """
    if grant.assertion is None:
        attempts.refuse_busy(address, grant.client_id)
    with attempts.counted(address, grant.client_id):
        async with database.transaction(None) as session:
            client = await _known_client(session, grant, issuer, at=at)
            try:
                granted = await _granted(session, client, grant.scope, issuer, attempts, at=at)
            except refusals.Refusal as refusal:
                # Kept until what was written is committed: an assertion that was shown is used,
                # whatever its client gets for it.
                refused = refusal
            else:
                return granted
        raise refused


def second_of_issue(tokens_before: datetime | None, *, at: datetime) -> int:
    """When a token is issued: never in a second in which the former ones were taken back."""
    taken_back = math.ceil(tokens_before.timestamp()) if tokens_before else 0
    return max(int(at.timestamp()), taken_back)


async def _granted(
    session: Session,
    client: clients_models.Client,
    scope: str | None,
    issuer: Issuer,
    attempts: Attempts,
    *,
    at: datetime,
) -> Granted:
    """A token for a client that has shown who it is, if it may still come in."""
    _check_open(client, at=at)
    left = attempts.take_token(client.id)
    rights = _narrowed(client, scope)
    issued_at = second_of_issue(client.tokens_before, at=at)
    lifetime = int(LIFETIME.total_seconds())
    claims = Claims(
        iss=issuer.name,
        aud=issuer.audience,
        typ="access",
        sub=client.id,
        iat=issued_at,
        nbf=issued_at,
        exp=issued_at + lifetime,
        jti=uuid.uuid4().hex,
        kind=client.kind,
        rights=rights,
        municipality=client.municipality,
        **({"provider_id": client.provider_id} if client.provider_id else {}),
    )
    await clients_queries.note_use(session, client, at=at)
    log.info("token_issued", client=client.id, role=client.role, rights=rights, jti=claims.jti)
    token = schemas.AccessToken(
        access_token=issuer.key_file.keys.sign(claims.model_dump(exclude_unset=True)),
        expires_in=lifetime,
        scope=" ".join(rights),
    )
    return Granted(token, left)


async def _known_client(
    session: Session, grant: schemas.Grant, issuer: Issuer, *, at: datetime
) -> clients_models.Client:
    """The client, once it has shown who it is."""
    if not ID_PATTERN.fullmatch(grant.client_id):
        # Not shaped like an id of ours. It stays out of the log: it may well be a secret.
        raise refusals.CredentialsWrong(refusals.CHECK_CREDENTIALS)
    client = await clients_queries.find_client_to_admit(session, grant.client_id)
    if grant.assertion is not None:
        await _check_assertion(session, grant.assertion, grant.client_id, client, issuer, at=at)
    elif not clients_models.has_secret(client, grant.client_secret or "", at=at):
        raise refusals.CredentialsWrong(refusals.CHECK_CREDENTIALS, client_id=grant.client_id)
    if client is None:
        raise refusals.CredentialsWrong(refusals.CHECK_CREDENTIALS, client_id=grant.client_id)
    return client


def _check_open(client: clients_models.Client, *, at: datetime) -> None:
    """Refuse a client that is closed; only who has shown who it is learns what became of it."""
    state = client.state_at(at)
    if state == "revoked":
        raise refusals.CredentialsRevoked(
            "Adgangen er spærret. Kontakt kommunens administrator.", client_id=client.id
        )
    if state == "expired":
        raise refusals.CredentialsExpired(
            "Få en ny hemmelighed hos kommunens administrator.", client_id=client.id
        )


async def _check_assertion(
    session: Session,
    assertion: str,
    client_id: str,
    client: clients_models.Client | None,
    issuer: Issuer,
    *,
    at: datetime,
) -> None:
    """Refuse what none of the client's keys has signed, and what has been used before."""
    holds = assertions.verify(
        assertion,
        client.public_keys if client else [],
        client_id=client_id,
        audiences=issuer.audiences,
        at=at,
    )
    if not await queries.use_assertion(
        session, client_id=client_id, jti_hash=holds.jti_hash, expires_at=holds.expires_at
    ):
        raise refusals.AssertionUsed("Underskriv en ny med sit eget jti.", client_id=client_id)


def _narrowed(client: clients_models.Client, scope: str | None) -> list[str]:
    """The rights of the client's role, or those of them that it asks for."""
    held = roles.rights_of(client.role)
    if scope is None:
        return sorted(held)
    wanted = frozenset(scope.split(" ")) if _SCOPE.fullmatch(scope) else frozenset({""})
    if not wanted <= held:
        raise refusals.ScopeInvalid(
            "Udelad scope, eller bed kun om rettigheder, som klientens rolle har.",
            client_id=client.id,
        )
    return sorted(wanted)
