"""Registering and revoking clients."""

import re
from datetime import datetime, timedelta

import structlog

from gateway import roles
from gateway.clients import models, queries
from kit import problems
from kit.database import Session
from kit.problems import FieldError

DEFAULT_LIFETIME = timedelta(days=365)
MAX_NAME_LENGTH = 200
MIN_SECRET_LENGTH = 43
"""The length of 256 bits in base64: a shorter secret could not carry them."""
MAX_SECRET_LENGTH = 256
ID_PATTERN = re.compile(r"[a-z][a-z0-9-]{2,63}")
_SERVICE_PREFIX = "service-"
_MUNICIPALITY = re.compile(r"[0-9]{4}")
_SECRET = re.compile(r"[A-Za-z0-9_.~-]+")

log = structlog.get_logger(__name__)


class ClientInvalid(problems.Malformed):
    """What is said about the client cannot be."""

    code = "client_invalid"
    title = "Klienten kan ikke oprettes"


async def register_client(
    session: Session,
    *,
    client_id: str | None,
    name: str,
    role: str,
    municipality: str | None,
    secret: str | None,
    at: datetime,
    expires_at: datetime,
) -> tuple[models.Client, str]:
    """Make a client, or bring the known one with this id up to date.

    The same id and secret again change nothing but name, role and expiry; another secret takes
    the place of the old one.

    Args:
        session: The transaction.
        client_id: A fixed id (``service-effects``); None makes an opaque one.
        name: What people call it.
        role: One of ``gateway.roles.ROLES``.
        municipality: Four digits; None for the role ``service`` alone.
        secret: At least 43 letters from a random source; None makes one.
        at: Now.
        expires_at: When the secret stops working.

    Returns:
        The client, and its secret, which is not kept and cannot be shown again.

    Raises:
        ClientInvalid: When one of these cannot be.
        kit.problems.NotNow: When the id belongs to another municipality.
    """
    _check(
        client_id=client_id,
        name=name,
        role=role,
        municipality=municipality,
        secret=secret,
        lasts=expires_at - at,
    )
    client_id = client_id or models.new_id()
    secret = secret or models.new_secret()
    secret_hash = models.hash_secret(secret)
    await queries.add_client_unless_known(
        session,
        id=client_id,
        name=name,
        role=role,
        municipality=municipality,
        secret_hash=secret_hash,
        created_at=at,
        expires_at=expires_at,
    )
    client = await queries.get_client_for_change(session, client_id)
    client.renew(
        name=name,
        role=role,
        municipality=municipality,
        secret_hash=secret_hash,
        expires_at=expires_at,
    )
    log.info("client_registered", client=client_id, role=role, municipality=municipality)
    return client, secret


async def revoke_client(session: Session, client_id: str, *, at: datetime) -> models.Client:
    """Close a client: it gets no further token, and those it holds end within ten minutes.

    Raises:
        kit.problems.NotThere: When there is none with this id.
    """
    client = await queries.get_client_for_change(session, client_id)
    client.revoke(at=at)
    log.info("client_revoked", client=client_id)
    return client


def _check(
    *,
    client_id: str | None,
    name: str,
    role: str,
    municipality: str | None,
    secret: str | None,
    lasts: timedelta,
) -> None:
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
    if not name.strip() or len(name) > MAX_NAME_LENGTH or not name.isprintable():
        mistakes.append(
            FieldError("/name", "name_invalid", f"Skriv et navn på 1-{MAX_NAME_LENGTH} tegn.")
        )
    if role not in roles.ROLES:
        known = ", ".join(sorted(roles.ROLES))
        mistakes.append(FieldError("/role", "role_unknown", f"Rollen er en af: {known}."))
    elif (role == roles.SERVICE) != (municipality is None):
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
    if secret is not None and not (
        MIN_SECRET_LENGTH <= len(secret) <= MAX_SECRET_LENGTH and _SECRET.fullmatch(secret)
    ):
        mistakes.append(
            FieldError(
                "/secret",
                "secret_weak",
                f"Hemmeligheden skal være tilfældig og på {MIN_SECRET_LENGTH}-{MAX_SECRET_LENGTH}"
                " af A-Z, a-z, 0-9, - . _ ~ (256 bit).",
            )
        )
    if lasts <= timedelta(0):
        mistakes.append(FieldError("/expires_at", "expires_in_past", "Vælg et senere udløb."))
    if mistakes:
        raise ClientInvalid("Ret felterne i errors.", errors=mistakes)
