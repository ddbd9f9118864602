"""Registers the clients that standalone mode needs at the gateway, anew at each start."""

from collections.abc import Sequence
from datetime import datetime

from gateway.clients import service
from kit.database import Database
from standalone.databases import service_database
from standalone.needed_clients import EVERYBODY, NeededClient
from standalone.secret_files import SecretFiles, client_secret


async def register(
    admin_url: str,
    secrets: SecretFiles,
    *,
    at: datetime,
    clients: Sequence[NeededClient] = EVERYBODY,
) -> None:
    """Make the clients, or renew the time of those that are there, straight in the database.

    The gateway need not run yet: its services are clients themselves.
    """
    database = Database.connect(service_database(admin_url, "gateway", secrets).url, pool_size=1)
    try:
        async with database.transaction(None) as session:
            for client in clients:
                await service.register_client(
                    session,
                    client_id=client.client_id,
                    name=client.name,
                    role=client.role,
                    municipality=client.municipality,
                    provider_id=client.provider_id,
                    secret=client_secret(client.client_id, secrets),
                    at=at,
                    expires_at=at + service.DEFAULT_LIFETIME,
                )
    finally:
        await database.close()
