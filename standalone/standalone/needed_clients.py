"""The clients that standalone mode needs at the gateway: who they are, and what they may."""

from typing import Final, NamedTuple

from standalone.databases import SERVICES
from standalone.demonstration.municipality import MUNICIPALITY, MUNICIPALITY_NAME


class NeededClient(NamedTuple):
    """A client as the gateway registers it."""

    client_id: str
    name: str
    role: str
    municipality: str | None


GUIDE_READER: Final = NeededClient(
    "demonstration-guide",
    f"Demonstrationens side, {MUNICIPALITY_NAME}",
    "guide_reader",
    MUNICIPALITY,
)
JOBCENTER: Final = NeededClient(
    "demonstration-jobcenter",
    f"Jobcentrets system, {MUNICIPALITY_NAME}",
    "jobcenter_system",
    MUNICIPALITY,
)
SERVICE_CLIENTS: Final = tuple(
    NeededClient(f"service-{name}", f"Tjenesten {name}", "service", None) for name in SERVICES
)
EVERYBODY: Final = (*SERVICE_CLIENTS, GUIDE_READER, JOBCENTER)
