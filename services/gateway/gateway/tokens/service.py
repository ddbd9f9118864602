"""Giving a client a token with the rights of its role."""

import re
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from gateway import roles
from gateway.clients import models as clients_models
from gateway.clients import queries as clients_queries
from gateway.clients.service import ID_PATTERN
from gateway.keys.signing import SigningKeys
from gateway.tokens import refusals, schemas
from kit.database import Session
from kit.tokens import Claims

LIFETIME = timedelta(minutes=10)
# RFC 6749 §3.3: words of printable ASCII without quote and backslash, one space between them.
_SCOPE = re.compile(r"[\x21\x23-\x5b\x5d-\x7e]+(?: [\x21\x23-\x5b\x5d-\x7e]+)*")

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who signs tokens, under which name, and for whom."""

    keys: SigningKeys
    name: str
    audience: str


async def grant_token(
    session: Session, grant: schemas.Grant, issuer: Issuer, *, at: datetime
) -> schemas.AccessToken:
    """A token of ten minutes for the client that a request names.

    Args:
        session: A transaction without a municipality.
        grant: The request.
        issuer: Who signs the token.
        at: Now.

    Raises:
        gateway.tokens.refusals.Refusal: When the client may not have it.
    """
    client = await _known_client(session, grant, at=at)
    rights = _narrowed(client, grant.scope)
    issued_at = int(at.timestamp())
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
    )
    log.info("token_issued", client=client.id, role=client.role, rights=rights, jti=claims.jti)
    return schemas.AccessToken(
        access_token=issuer.keys.sign(claims.model_dump(exclude_unset=True)),
        expires_in=lifetime,
        scope=" ".join(rights),
    )


async def _known_client(
    session: Session, grant: schemas.Grant, *, at: datetime
) -> clients_models.Client:
    """The client, once it has shown its secret and may still use it."""
    if not ID_PATTERN.fullmatch(grant.client_id):
        # Not shaped like an id of ours. It stays out of the log: it may well be a secret.
        raise refusals.CredentialsWrong("Kontrollér klientens id og hemmelighed.")
    client = await clients_queries.find_client(session, grant.client_id)
    if not clients_models.has_secret(client, grant.client_secret) or client is None:
        raise refusals.CredentialsWrong(
            "Kontrollér klientens id og hemmelighed.", client_id=grant.client_id
        )
    # Only who holds the secret learns what has become of the client.
    state = client.state_at(at)
    if state == "revoked":
        raise refusals.CredentialsRevoked(
            "Adgangen er spærret. Kontakt kommunens administrator.", client_id=client.id
        )
    if state == "expired":
        raise refusals.CredentialsExpired(
            "Få en ny hemmelighed hos kommunens administrator.", client_id=client.id
        )
    return client


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
