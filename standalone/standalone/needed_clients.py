"""The clients that standalone mode needs at the gateway: who they are, and what they may."""

from typing import Final, NamedTuple

from standalone.databases import SERVICES
from standalone.demonstration.municipality import MUNICIPALITY, MUNICIPALITY_NAME
from standalone.secret_files import SecretFiles, client_secret


class NeededClient(NamedTuple):
    """A client as the gateway registers it."""

    client_id: str
    name: str
    role: str
    municipality: str | None
    provider_id: str | None = None


JOBCENTER: Final = NeededClient(
    "demonstration-jobcenter",
    f"Jobcentrets system, {MUNICIPALITY_NAME}",
    "jobcenter_system",
    MUNICIPALITY,
)
PROVIDER: Final = NeededClient(
    "demonstration-provider",
    f"Leverandør 1's system, {MUNICIPALITY_NAME}",
    "provider_system",
    MUNICIPALITY,
    "leverandoer-01",
)
SERVICE_CLIENTS: Final = tuple(
    NeededClient(f"service-{name}", f"Tjenesten {name}", "service", None) for name in SERVICES
)
EVERYBODY: Final = (*SERVICE_CLIENTS, JOBCENTER, PROVIDER)


def credentials(secrets: SecretFiles) -> dict[str, dict[str, str]]:
    """The clients that programs may use of the demonstration, as its files name them."""
    return {
        name: {
            "client_id": client.client_id,
            "client_secret": client_secret(client.client_id, secrets),
        }
        for name, client in (("jobcenter", JOBCENTER), ("provider", PROVIDER))
    }
