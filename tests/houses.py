"""The five services as processes of their own, as tests of trouble see them."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import anyio
import httpx

from gateway.roles import RIGHTS as RIGHTS_OF_ALL
from kit.testing.signing import Signer
from standalone.apart import Apart
from standalone.data_folder import DataFolder
from standalone.postgres import EmbeddedPostgres

RIGHTS = frozenset(RIGHTS_OF_ALL) - {"audit.follow", "feed.follow_all"}
WAIT_SECONDS = 60.0
OFFER = {
    "id": "tilbud-1",
    "name": "Jobklub",
    "provider_id": "leverandoer-1",
    "provider_name": "Leverandør 1",
    "kind": "guidance",
    "content_elements": ["guidance"],
    "description": "Hjælp til at søge job.",
    "target_groups": ["dagpenge"],
    "match_groups": [],
    "themes": ["job_search"],
    "hours_per_week": "20.0",
    "duration_weeks": 4,
    "price": {"amount": "1000.00", "per": "week"},
    "place": {"address": "Eksempelvej 1", "postal_code": "0999", "city": "Eksempelby"},
    "accessible": True,
    "accessibility_note": "",
    "intake": "continuous",
    "capacity": 20,
    "prerequisites": "",
    "languages": ["da"],
    "status": "published",
}


@dataclass(frozen=True)
class House:
    """Everything that runs, and the key with which the gateway signs."""

    apart: Apart
    server: EmbeddedPostgres
    folder: DataFolder
    signer: Signer

    def url(self, service: str, path: str) -> str:
        return f"{self.apart.urls[service]}{path}"

    def bearer(self, *, subject: str = "client-1", municipality: str = "0999") -> dict[str, str]:
        """The headers of somebody who may do whatever a municipality's people may."""
        token = self.signer.token(RIGHTS, sub=subject, municipality=municipality)
        return {"Authorization": f"Bearer {token}"}

    def pids(self) -> dict[str, int | None]:
        return {name: self.apart.pid(name) for name in self.apart.names}


async def until(
    question: Callable[[], Awaitable[bool]], *, seconds: float = WAIT_SECONDS, pause: float = 0.05
) -> float:
    """Ask again and again until it is so, up to a limit; how long that took, in seconds."""
    started = time.monotonic()
    with anyio.fail_after(seconds):
        while not await question():  # noqa: ASYNC110 - asked of other processes
            await anyio.sleep(pause)
    return time.monotonic() - started


def new_client() -> httpx.AsyncClient:
    """A client that no proxy of the machine comes between."""
    return httpx.AsyncClient(timeout=30, trust_env=False)
