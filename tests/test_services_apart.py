"""The five services by themselves: started in any order, one stopped, all going on."""

import asyncio
import json
import os
import random
import signal
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import httpx

from gateway import keys
from gateway.clients import service as clients
from kit.database import Database
from kit.testing.databases import TestDatabases
from standalone.databases import SERVICES

JOBCENTER, SECRET = "klient-jobcenter", "j" * 43
FOLLOWER_SECRET = "s" * 43
WAIT_SECONDS = 90.0

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
CODES = "code,class,label_da,valid_from,valid_to\n111,support,Dagpenge,2000-01-01,\n"
SUPPORT = "citizen_id,from_week,to_week,code\n" + "".join(
    f"b{number},2024-W01,{'2024-W20' if number % 2 else '2025-W40'},111\n" for number in range(20)
)
COURSES = (
    "course_id,citizen_id,offer_id,provider_id,target_group,match_group,municipality,starts_on,"
    "ends_on,birth_year,price_dkk,business_oriented\n"
) + "".join(
    f"c{number},b{number},tilbud-1,leverandoer-1,dagpenge,,0999,2024-04-01,2024-05-17,1980,4000,0\n"
    for number in range(20)
)


class Town:
    """Five services and two workers, each a process of its own."""

    def __init__(self, environment: dict[str, str], ports: dict[str, int]) -> None:
        self._environment = environment
        self._ports = ports
        self._running: dict[str, asyncio.subprocess.Process] = {}

    def address(self, service: str) -> str:
        return f"http://127.0.0.1:{self._ports[service]}"

    async def start(self, name: str) -> None:
        service, _, is_work = name.partition(":")
        words = ["work", service] if is_work else ["serve", service]
        if not is_work:
            words += ["--port", str(self._ports[service])]
        code = "from kit.commands import main; main()"
        self._running[name] = await asyncio.create_subprocess_exec(
            sys.executable, "-c", code, *words, env=os.environ | self._environment
        )

    async def stop(self, name: str, number: signal.Signals = signal.SIGTERM) -> None:
        process = self._running.pop(name)
        process.send_signal(number)
        await process.wait()

    async def stop_all(self) -> None:
        for name in list(self._running):
            await self.stop(name)

    async def is_ready(self, client: httpx.AsyncClient, service: str) -> bool:
        try:
            answer = await client.get(f"{self.address(service)}/ready")
        except httpx.HTTPError:
            return False
        return answer.status_code == 200


async def until(question: Callable[[], Awaitable[object]]) -> None:
    """Ask again and again, up to a limit."""
    async with asyncio.timeout(WAIT_SECONDS):
        while not await question():  # noqa: ASYNC110 - asked of another process
            await asyncio.sleep(0.2)


@asynccontextmanager
async def town(databases: TestDatabases, folder: Path) -> AsyncIterator[Town]:
    key_file = folder / "keys.json"
    key_file.touch(mode=0o600)
    key_file.write_text(keys.generate(), encoding="utf-8")
    ports = {}
    for service in SERVICES:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            ports[service] = free.getsockname()[1]
    environment = {
        "PEJLING_GATEWAY_SIGNING_KEY_FILE": str(key_file),
        "PEJLING_EFFECTS_SPOOL_FOLDER": str(folder / "spool"),
        "PEJLING_EFFECTS_PACKED_FOLDER": str(folder / "packed"),
        "NO_PROXY": "127.0.0.1",
    }
    async with (
        databases.copied("gateway") as gateway,
        databases.copied("visitation") as visitation,
        databases.copied("contracts") as contracts,
        databases.copied("surveys") as surveys,
        databases.copied("effects") as effects,
    ):
        urls = (gateway, visitation, contracts, surveys, effects)
        for service, url in zip(SERVICES, urls, strict=True):
            environment |= {
                f"PEJLING_{service.upper()}_DATABASE_URL": url,
                f"PEJLING_{service.upper()}_GATEWAY_URL": f"http://127.0.0.1:{ports['gateway']}",
                f"PEJLING_{service.upper()}_EFFECTS_URL": f"http://127.0.0.1:{ports['effects']}",
                f"PEJLING_{service.upper()}_CLIENT_SECRET": FOLLOWER_SECRET,
            }
        await register_clients(gateway)
        running = Town(environment, ports)
        try:
            yield running
        finally:
            await running.stop_all()


async def register_clients(url: str) -> None:
    database = Database.connect(url, pool_size=1)
    at = datetime.now(UTC)
    wanted: list[tuple[str, str, str | None, str]] = [
        (JOBCENTER, "jobcenter_system", "0999", SECRET),
        ("service-visitation", "service", None, FOLLOWER_SECRET),
        ("service-effects", "service", None, FOLLOWER_SECRET),
    ]
    async with database.transaction(None) as session:
        for client_id, role, municipality, secret in wanted:
            await clients.register_client(
                session,
                client_id=client_id,
                name=client_id,
                role=role,
                municipality=municipality,
                secret=secret,
                at=at,
                expires_at=at + clients.DEFAULT_LIFETIME,
            )
    await database.close()


async def test_services_start_in_any_order_and_the_guide_outlives_the_others(
    databases: TestDatabases, tmp_path: Path
) -> None:
    parts = [*SERVICES, "visitation:work", "effects:work"]
    order = random.Random(1)  # noqa: S311 - an order, not a secret
    order.shuffle(parts)
    async with town(databases, tmp_path) as services, httpx.AsyncClient(timeout=30) as client:
        for part in parts:
            await services.start(part)
        for service in SERVICES:
            await until(partial(services.is_ready, client, service))
        answer = await client.post(
            f"{services.address('gateway')}/v1/token",
            data={"grant_type": "client_credentials"},
            auth=(JOBCENTER, SECRET),
        )
        client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        await deliver(client, services)

        async def card() -> dict[str, object] | None:
            answer = await client.get(
                f"{services.address('visitation')}/v1/guide", params={"target_group": "dagpenge"}
            )
            assert answer.status_code == 200, answer.text
            ranked = answer.json()["ranked"]
            return ranked[0]["figures"]["effect_3m"] if ranked else None

        await until(card)
        shown = await card()
        for part in ("effects", "effects:work", "gateway", "surveys", "contracts"):
            await services.stop(part, signal.SIGKILL)
        assert await card() == shown
        await services.stop("visitation:work", signal.SIGKILL)
        await services.stop("visitation")
        order.shuffle(parts)
        for part in parts:
            await services.start(part)
        await until(partial(services.is_ready, client, "visitation"))
        assert await card() == shown
    assert shown is not None
    assert (shown["n"], shown["numerator"], shown["as_of"]) == (20, 10, "2025-10-05")


async def deliver(client: httpx.AsyncClient, services: Town) -> None:
    """The files of a small municipality, through the API."""
    answer = await client.post(
        f"{services.address('visitation')}/v1/offers/import",
        content=json.dumps(OFFER),
        headers={"Content-Type": "application/x-ndjson"},
    )
    assert answer.status_code in (200, 201), answer.text
    for register, content in (("codes", CODES), ("support", SUPPORT), ("courses", COURSES)):
        answer = await client.post(
            f"{services.address('effects')}/v1/registers/{register}/imports",
            content=content,
            headers={"Content-Type": "text/csv"},
        )
        assert answer.status_code == 201, answer.text
