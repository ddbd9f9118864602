"""What containers need that services on one machine are given: secrets as files, and clients.

`docker-compose.yml` names the files. They are made once, by nobody's choice, and never shown.
"""

from datetime import UTC, datetime

from standalone import clients, schemas
from standalone.data_folder import DataFolder
from standalone.database_server import url_of_running_server
from standalone.databases import SERVICES, service_database
from standalone.needed_clients import SERVICE_CLIENTS
from standalone.service_environment import service_environment, worker_environment

_DATABASE_HOST = "postgres"
_ADMINISTRATOR = "pejling"
_PASSWORD = "postgres_password"  # noqa: S105 - the name of the file
_RANDOM = ("sign_in_client_secret", "keycloak_admin_password", "keycloak_users_password")


def write_secrets(folder: DataFolder) -> list[str]:
    """Make every secret that the containers are given, where it is not made yet; their names."""
    folder.create()
    secrets = folder.secrets
    password = secrets.get(_PASSWORD)
    admin_url = f"postgresql://{_ADMINISTRATOR}:{password}@{_DATABASE_HOST}:5432/postgres"
    secrets.get("admin_database_url", make=lambda: admin_url)
    for name in _RANDOM:
        secrets.get(name)
    for service in SERVICES:
        url = service_database(admin_url, service, secrets).url
        secrets.get(f"{service}_database_url", make=lambda url=url: url)  # type: ignore[misc] # the URL of this very turn
        # Both make the keys and client secrets that they name.
        service_environment(service, admin_url, dict.fromkeys(SERVICES, ""), folder)
        worker_environment(service, folder)
    return sorted(path.name for path in (folder.path / "secrets").iterdir())


async def migrate() -> None:
    """Bring the databases up to date, and register the services as clients of the gateway.

    Raises:
        CannotRun: the server cannot hold our databases.
    """
    folder = DataFolder.from_environment()
    admin_url = url_of_running_server(folder)
    await schemas.migrate(admin_url, folder.secrets)
    await clients.register(admin_url, folder.secrets, at=datetime.now(UTC), clients=SERVICE_CLIENTS)
