"""What must be there for an operation to succeed: the requests that every service answers."""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import httpx
from joserfc.jwk import ECKey

from kit import audit, jobs, sealing
from kit.sealing import Sealer, SealingKey

from .running import Running

ANY_VERSION = {"If-Match": "*"}


@dataclass(frozen=True)
class Known:
    """A request that an operation must grant, or a part of one."""

    path: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    json: Any = None
    content: bytes | None = None

    def request(self, running: Running, method: str, template: str) -> httpx.Request:
        """The request as it is sent."""
        return running.client.build_request(
            method,
            filled(template, self.path),
            params=self.query,
            json=self.json,
            content=self.content,
            headers=self.headers,
        )


Make = Callable[[Running], Awaitable[Known]]
"""Makes what an operation needs, and says how it is asked for; each time anew."""


def filled(template: str, path: Mapping[str, str]) -> str:
    """A path with its parts in their places."""
    for name, value in path.items():
        template = template.replace(f"{{{name}}}", quote(value, safe=""))
    return template


async def sealed_log(running: Running) -> Known:
    """A line of the audit log, sealed, for a service that follows it."""
    at = datetime.now(UTC)
    async with running.database.transaction(running.caller.municipality) as session:
        await audit.record(
            session, running.caller, act="citizens.read", subjects=[running.fresh()], at=at
        )
    key = SealingKey(ECKey.import_key(json.loads(sealing.generate_key())))
    assert await Sealer(key).seal(running.database)
    return Known(headers=running.of_a_service)


async def job(running: Running) -> Known:
    """Long work that somebody has asked for."""
    async with running.database.transaction(running.caller.municipality) as session:
        asked = await jobs.ask(
            session, running.caller, kind="figures.release", payload={}, at=datetime.now(UTC)
        )
    return Known(path={"job_id": asked.id})


MAKES: dict[str, Make] = {"list_audit_seals": sealed_log, "get_job": job}
