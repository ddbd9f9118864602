"""What an administrator does with the municipality's clients."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from gateway import roles
from gateway.clients import models, queries, schemas, service
from kit.collation import danish_sort_key
from kit.database import Session
from kit.preconditions import Precondition
from kit.problems import FieldError
from kit.rights import Caller

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Issued:
    """A client, and its new secret where it can still be shown."""

    client: models.Client
    secret: str | None

    @property
    def id(self) -> str:
        """The client's id."""
        return self.client.id


async def create_client(
    session: Session, caller: Caller, new: schemas.NewClient, *, at: datetime
) -> Issued:
    """Make a client with a secret, public keys or both.

    Raises:
        gateway.clients.service.ClientInvalid: When what is said about it cannot be.
    """
    expires_at = new.expires_at or at + service.DEFAULT_LIFETIME
    _check(new, present=None, expires_at=expires_at, at=at)
    secret = models.new_secret() if new.uses_secret else None
    client = models.Client(
        id=models.new_id(),
        version=1,
        name=new.name,
        name_key=danish_sort_key(new.name),
        role=new.role,
        municipality=caller.municipality,
        provider_id=new.provider_id,
        secret_hash=models.hash_secret(secret) if secret else None,
        public_keys=new.public_keys,
        created_at=at,
        created_by=caller.subject,
        expires_at=expires_at,
    )
    await queries.add_client(session, client)
    log.info("client_created", client=client.id, role=client.role, by=caller.subject)
    return Issued(client, secret)


async def revise_client(
    session: Session,
    caller: Caller,
    client_id: str,
    content: schemas.Content,
    expected: Precondition,
    *,
    at: datetime,
) -> models.Client:
    """Replace what is said about a client; with another role or provider its tokens die.

    Raises:
        kit.problems.NotThere: When there is none that the caller may see.
        kit.problems.EditedMeanwhile: When it is another version than expected.
        gateway.clients.service.ClientInvalid: When what is said about it cannot be.
        gateway.clients.models.ClientClosed: When it is revoked.
        gateway.clients.models.ClientByCommand: When no administrator gives its role.
    """
    client = await queries.get_client(session, caller, client_id, lock=True)
    expected.check(client)
    client.check_managed_over_http()
    expires_at = content.expires_at or client.expires_at
    _check(content, present=client, expires_at=expires_at, at=at)
    access = client.access
    client.revise(
        name=content.name,
        role=content.role,
        provider_id=content.provider_id,
        public_keys=content.public_keys,
        uses_secret=content.uses_secret,
        expires_at=expires_at,
        at=at,
        by=caller.subject,
    )
    if client.access != access:
        await service.take_tokens_back(session, client, at=at)
    log.info("client_revised", client=client.id, role=client.role, by=caller.subject)
    return client


async def rotate_client(
    session: Session,
    caller: Caller,
    client_id: str,
    wish: schemas.Rotation,
    expected: Precondition,
    *,
    at: datetime,
) -> Issued:
    """Give a client a new secret, the present one going on for the wished overlap.

    Raises:
        kit.problems.NotThere: When there is none that the caller may see.
        kit.problems.EditedMeanwhile: When it is another version than expected.
        gateway.clients.service.ClientInvalid: When the expiry cannot be.
        gateway.clients.models.ClientClosed: When it is revoked.
        gateway.clients.models.ClientByCommand: When no administrator gives its role.
        gateway.clients.models.RotationUnderWay: When an earlier overlap still runs.
    """
    client = await queries.get_client(session, caller, client_id, lock=True)
    expected.check(client)
    client.check_managed_over_http()
    expires_at = wish.expires_at or at + service.DEFAULT_LIFETIME
    mistakes = service.mistakes_in(
        name=client.name,
        role=client.role,
        provider_id=client.provider_id,
        lasts=expires_at - at,
    )
    expiry = [mistake for mistake in mistakes if mistake.pointer == "/expires_at"]
    if expiry:
        raise service.ClientInvalid("Ret felterne i errors.", errors=expiry)
    secret = models.new_secret()
    client.rotate(
        models.hash_secret(secret),
        overlap=timedelta(days=wish.overlap_days),
        expires_at=expires_at,
        at=at,
        by=caller.subject,
    )
    log.info("client_rotated", client=client.id, overlap=wish.overlap_days, by=caller.subject)
    return Issued(client, secret)


async def revoke_client(
    session: Session, caller: Caller, client_id: str, expected: Precondition, *, at: datetime
) -> models.Client:
    """Close a client; its tokens die within seconds.

    Raises:
        kit.problems.NotThere: When there is none that the caller may see.
        kit.problems.EditedMeanwhile: When it is another version than expected.
    """
    client = await queries.get_client(session, caller, client_id, lock=True)
    expected.check(client)
    await service.close_client(session, client, at=at, by=caller.subject)
    return client


async def get_issued(session: Session, caller: Caller, client_id: str) -> Issued:
    """A client whose secret was shown before and cannot be shown again.

    Raises:
        kit.problems.NotThere: When there is none that the caller may see.
    """
    return Issued(await queries.get_client(session, caller, client_id), None)


def _check(
    content: schemas.Content, *, present: models.Client | None, expires_at: datetime, at: datetime
) -> None:
    """Refuse what cannot be, and what an administrator may not give away."""
    mistakes = list(
        service.mistakes_in(
            name=content.name,
            role=content.role,
            provider_id=content.provider_id,
            # A client that has expired keeps its day when nobody names another.
            lasts=expires_at - at if content.expires_at else service.DEFAULT_LIFETIME,
        )
    )
    if content.role in roles.ROLES and content.role not in roles.OVER_HTTP:
        allowed = ", ".join(roles.OVER_HTTP)
        mistakes.append(
            FieldError("/role", "role_not_for_systems", f"Et systems rolle er en af: {allowed}.")
        )
    if not content.uses_secret and not content.public_keys:
        mistakes.append(
            FieldError(
                "/public_keys",
                "way_in_missing",
                "Uden hemmelighed skal klienten have mindst én offentlig nøgle.",
            )
        )
    if content.uses_secret and present is not None and present.secret_hash is None:
        mistakes.append(
            FieldError(
                "/uses_secret",
                "secret_by_rotation",
                "Klienten har ingen hemmelighed. Giv den en med …/rotate.",
            )
        )
    if mistakes:
        raise service.ClientInvalid("Ret felterne i errors.", errors=mistakes)
