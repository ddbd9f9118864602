"""Every statement on clients."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from gateway.clients.models import Client
from kit import problems
from kit.database import Session


class ClientUnknown(problems.NotThere):
    """No client has this id."""

    code = "client_unknown"
    title = "Klienten findes ikke"


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
        Client.municipality.nulls_first(), Client.name, Client.created_at, Client.id
    )
    return (await session.scalars(statement)).all()


async def add_client_unless_known(session: Session, **values: object) -> None:
    """Insert a client; when another process was first, its row stands."""
    await session.execute(insert(Client).values(**values).on_conflict_do_nothing())
