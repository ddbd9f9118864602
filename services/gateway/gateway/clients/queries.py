"""Every statement on clients."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, false, func, or_, select, true, tuple_, update
from sqlalchemy.dialects.postgresql import insert

from gateway.clients.models import WARNED_BEFORE, Client, State
from kit import problems
from kit.database import Session
from kit.pages import Key
from kit.rights import Caller

USE_NOTED_EVERY = timedelta(hours=1)
"""The last use is written this often at most, so that fetching a token costs no write."""


class ClientUnknown(problems.NotThere):
    """No client has this id."""

    code = "client_unknown"
    title = "Klienten findes ikke"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which clients are asked for."""

    state: State | None = None
    role: str | None = None
    q: str | None = None


def visible_to(caller: Caller) -> ColumnElement[bool]:
    """What a caller may see: its municipality's clients, and never those of our own services.

    A provider sees none, not even its own: they are let in, and out, by the municipality.
    """
    if caller.municipality is None or caller.provider_id is not None:
        return false()
    return Client.municipality == caller.municipality


def has_state(state: State, *, at: datetime) -> ColumnElement[bool]:
    """The rule of ``Client.state_at`` as a condition."""
    warned = at + WARNED_BEFORE
    conditions = {
        "revoked": Client.revoked_at.is_not(None),
        "expired": Client.expires_at <= at,
        "expires_soon": and_(Client.expires_at > at, Client.expires_at <= warned),
        "open": Client.expires_at > warned,
    }
    if state == "revoked":
        return conditions[state]
    return and_(Client.revoked_at.is_(None), conditions[state])


async def get_client(
    session: Session, caller: Caller, client_id: str, *, lock: bool = False
) -> Client:
    """One client, locked where it is to be changed.

    Raises:
        ClientUnknown: When there is none that the caller may see.
    """
    statement = select(Client).where(Client.id == client_id, visible_to(caller))
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    client = await session.scalar(statement)
    if client is None:
        raise ClientUnknown("Kontrollér id'et, eller find klienten i listen.")
    return client


async def list_clients_of(
    session: Session,
    caller: Caller,
    wanted: Wanted,
    *,
    at: datetime,
    after: Key | None,
    limit: int,
) -> Sequence[Client]:
    """Clients by name, one more than a page holds; ``after`` is a name key and an id."""
    statement = (
        select(Client)
        .where(visible_to(caller), *_conditions(wanted, at=at))
        .order_by(Client.name_key, Client.id)
        .limit(limit + 1)
    )
    if after is not None:
        statement = statement.where(tuple_(Client.name_key, Client.id) > after)
    return (await session.scalars(statement)).all()


def _conditions(wanted: Wanted, *, at: datetime) -> list[ColumnElement[bool]]:
    conditions = [has_state(wanted.state, at=at) if wanted.state else true()]
    if wanted.role is not None:
        conditions.append(Client.role == wanted.role)
    if wanted.q is not None:
        conditions.append(
            or_(
                Client.name.icontains(wanted.q, autoescape=True),
                Client.id.icontains(wanted.q, autoescape=True),
                Client.provider_id.icontains(wanted.q, autoescape=True),
            )
        )
    return conditions


async def find_client_to_admit(session: Session, client_id: str) -> Client | None:
    """The client with an id, or None; nobody changes what it may do until the transaction ends.

    Without the lock a token could be signed with rights that are being taken away, and be too
    young to be among those taken back. Requests for tokens do not wait for each other.
    """
    return await session.get(
        Client, client_id, with_for_update={"key_share": True, "read": True}, populate_existing=True
    )


async def find_client(session: Session, client_id: str) -> Client | None:
    """The client with an id, or None."""
    return await session.get(Client, client_id)


async def get_client_for_change(session: Session, client_id: str) -> Client:
    """The client with an id, locked until the transaction ends.

    Raises:
        ClientUnknown: When there is none.
    """
    client = await session.get(Client, client_id, with_for_update=True, populate_existing=True)
    if client is None:
        raise ClientUnknown("Se de kendte med: pejling gateway list-clients")
    return client


async def list_clients(session: Session) -> Sequence[Client]:
    """All clients by municipality and name, services first."""
    statement = select(Client).order_by(
        Client.municipality.nulls_first(), Client.name_key, Client.created_at, Client.id
    )
    return (await session.scalars(statement)).all()


async def add_client(session: Session, client: Client) -> None:
    """Insert a new client."""
    session.add(client)
    await session.flush()


async def add_client_unless_known(session: Session, **values: object) -> None:
    """Insert a client; when another process was first, its row stands."""
    await session.execute(insert(Client).values(**values).on_conflict_do_nothing())


async def note_use(session: Session, client: Client, *, at: datetime) -> None:
    """Remember that a client was used, to the hour."""
    long_ago = at - USE_NOTED_EVERY
    if client.last_used_at is not None and client.last_used_at > long_ago:
        return
    await session.execute(
        update(Client)
        .where(
            Client.id == client.id,
            or_(Client.last_used_at.is_(None), Client.last_used_at <= long_ago),
        )
        .values(last_used_at=at),
        execution_options={"synchronize_session": False},
    )


async def moment_of_change(session: Session) -> datetime:
    """The database's moment, asked once a client is locked: no token is signed in between."""
    moment: datetime = (await session.execute(select(func.clock_timestamp()))).scalar_one()
    return moment
