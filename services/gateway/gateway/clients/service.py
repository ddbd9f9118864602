"""Registering and revoking clients."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog

from gateway import roles
from gateway.clients import models, queries
from gateway.events import AccessRevoked
from kit import cpr, outbox, problems, revocations
from kit.collation import danish_sort_key
from kit.database import Session
from kit.problems import FieldError

DEFAULT_LIFETIME = timedelta(days=365)
MAX_LIFETIME = timedelta(days=3_650)
MAX_NAME_LENGTH = 200
MIN_SECRET_LENGTH = 43
"""The length of 256 bits in base64: a shorter secret could not carry them."""
MAX_SECRET_LENGTH = 256
ID_PATTERN = re.compile(r"[a-z][a-z0-9-]{2,63}")
COMMAND = "command"
"""Who does what is done from the command line: whoever can reach the database."""
_SERVICE_PREFIX = "service-"
_MUNICIPALITY = re.compile(r"[0-9]{4}")
_PROVIDER_ID = re.compile(r"[A-Za-z0-9._~-]{1,64}")
_SECRET = re.compile(r"[A-Za-z0-9_.~-]+")

log = structlog.get_logger(__name__)


class ClientInvalid(problems.Malformed):
    """What is said about the client cannot be."""

    code = "client_invalid"
    title = "Klienten kan ikke oprettes eller rettes"


async def register_client(  # noqa: PLR0913 - a client is all that is said about it
    session: Session,
    *,
    client_id: str | None,
    name: str,
    role: str,
    municipality: str | None,
    secret: str | None,
    at: datetime,
    expires_at: datetime,
    provider_id: str | None = None,
) -> tuple[models.Client, str]:
    """Make a client, or bring the known one with this id up to date.

    The same id and secret again change nothing but name, role, provider and expiry; another secret
    takes the place of the old one.

    Args:
        session: The transaction.
        client_id: A fixed id (``service-effects``); None makes an opaque one.
        name: What people call it.
        role: One of ``gateway.roles.ROLES``.
        municipality: Four digits; None for the role ``service`` alone.
        secret: At least 43 letters from a random source; None makes one.
        at: Now.
        expires_at: When the secret stops working.
        provider_id: Whose system it is; for the role ``provider_system`` alone.

    Returns:
        The client, and its secret, which is not kept and cannot be shown again.

    Raises:
        ClientInvalid: When one of these cannot be.
        kit.problems.NotNow: When the id belongs to another municipality.
    """
    mistakes = [
        *_mistakes_in_id(client_id, role),
        *mistakes_in(name=name, role=role, provider_id=provider_id, lasts=expires_at - at),
        *_mistakes_in_municipality(municipality, role),
        *_mistakes_in_secret(secret),
    ]
    if mistakes:
        raise ClientInvalid("Ret felterne i errors.", errors=mistakes)
    client_id = client_id or models.new_id()
    secret = secret or models.new_secret()
    secret_hash = models.hash_secret(secret)
    await queries.add_client_unless_known(
        session,
        id=client_id,
        name=name,
        name_key=danish_sort_key(name),
        role=role,
        municipality=municipality,
        provider_id=provider_id,
        secret_hash=secret_hash,
        created_at=at,
        created_by=COMMAND,
        expires_at=expires_at,
    )
    client = await queries.get_client_for_change(session, client_id)
    access = client.access
    client.renew(
        name=name,
        role=role,
        municipality=municipality,
        provider_id=provider_id,
        secret_hash=secret_hash,
        expires_at=expires_at,
        at=at,
        by=COMMAND,
    )
    if client.access != access:
        await take_tokens_back(session, client, at=at)
    log.info("client_registered", client=client_id, role=role, municipality=municipality)
    return client, secret


async def revoke_client(session: Session, client_id: str, *, at: datetime) -> models.Client:
    """Close a client: it gets no further token, and those it holds end within seconds.

    Raises:
        kit.problems.NotThere: When there is none with this id.
    """
    client = await queries.get_client_for_change(session, client_id)
    await close_client(session, client, at=at, by=COMMAND)
    return client


async def close_client(session: Session, client: models.Client, *, at: datetime, by: str) -> None:
    """Close a locked client and let its tokens die; one that is closed stays as it was."""
    if client.revoke(at=at, by=by):
        await take_tokens_back(session, client, at=at)
        log.info("client_revoked", client=client.id, by=by)


async def take_tokens_back(session: Session, client: models.Client, *, at: datetime) -> None:
    """Refuse, here and in every service, the tokens that a locked client has got so far."""
    client.tokens_before = max(at, await queries.moment_of_change(session))
    await revocations.record(session, subject=client.id, tokens_before=client.tokens_before)
    fact = AccessRevoked(client_id=client.id, tokens_before=client.tokens_before)
    outbox.publish(session, fact, at=at, municipality=client.municipality)


def mistakes_in(
    *, name: str, role: str, provider_id: str | None, lasts: timedelta
) -> Sequence[FieldError]:
    """What cannot be, of the things that are said about every client."""
    mistakes = []
    if not name.strip() or len(name) > MAX_NAME_LENGTH or not name.isprintable():
        mistakes.append(
            FieldError("/name", "name_invalid", f"Skriv et navn på 1-{MAX_NAME_LENGTH} tegn.")
        )
    elif cpr.places(name):
        mistakes.append(
            FieldError("/name", "cpr_in_text", "Noget ligner et CPR-nummer. Fjern det.")
        )
    if role not in roles.ROLES:
        known = ", ".join(sorted(roles.ROLES))
        mistakes.append(FieldError("/role", "role_unknown", f"Rollen er en af: {known}."))
    if (role == roles.PROVIDER_SYSTEM) != (provider_id is not None):
        mistakes.append(
            FieldError(
                "/provider_id",
                "provider_missing" if provider_id is None else "provider_not_wanted",
                f"Rollen {roles.PROVIDER_SYSTEM}, og kun den, har en leverandør.",
            )
        )
    if provider_id is not None and (
        not _PROVIDER_ID.fullmatch(provider_id) or cpr.places(provider_id)
    ):
        mistakes.append(
            FieldError("/provider_id", "provider_invalid", "Brug 1-64 af A-Z, a-z, 0-9, . _ ~ -.")
        )
    if lasts <= timedelta(0):
        mistakes.append(FieldError("/expires_at", "expires_in_past", "Vælg et senere udløb."))
    if lasts > MAX_LIFETIME:
        mistakes.append(
            FieldError("/expires_at", "expires_too_late", "Vælg et udløb inden for ti år.")
        )
    return mistakes


def _mistakes_in_id(client_id: str | None, role: str) -> Sequence[FieldError]:
    mistakes = []
    if client_id is not None and not ID_PATTERN.fullmatch(client_id):
        mistakes.append(
            FieldError("/client_id", "client_id_invalid", "Brug 3-64 af a-z, 0-9 og bindestreg.")
        )
    if (role == roles.SERVICE) != (client_id or "").startswith(_SERVICE_PREFIX):
        mistakes.append(
            FieldError(
                "/client_id",
                "client_id_reserved",
                f"Id'er, der begynder med {_SERVICE_PREFIX}, hører til rollen {roles.SERVICE}.",
            )
        )
    return mistakes


def _mistakes_in_municipality(municipality: str | None, role: str) -> Sequence[FieldError]:
    mistakes = []
    if role in roles.ROLES and (role == roles.SERVICE) != (municipality is None):
        mistakes.append(
            FieldError(
                "/municipality",
                "municipality_missing" if municipality is None else "municipality_not_wanted",
                f"Rollen {roles.SERVICE}, og kun den, er uden kommune.",
            )
        )
    if municipality is not None and not _MUNICIPALITY.fullmatch(municipality):
        mistakes.append(
            FieldError("/municipality", "municipality_invalid", "Kommunekoden er fire cifre: 0101.")
        )
    return mistakes


def _mistakes_in_secret(secret: str | None) -> Sequence[FieldError]:
    if secret is None or (
        MIN_SECRET_LENGTH <= len(secret) <= MAX_SECRET_LENGTH and _SECRET.fullmatch(secret)
    ):
        return []
    detail = (
        f"Hemmeligheden skal være tilfældig og på {MIN_SECRET_LENGTH}-{MAX_SECRET_LENGTH}"
        " af A-Z, a-z, 0-9, - . _ ~ (256 bit)."
    )
    return [FieldError("/secret", "secret_weak", detail)]
