"""Services are put anew behind nginx under load, in every order of two: no request fails."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from standalone import nginx, ports
from standalone.data_folder import DataFolder
from standalone.databases import SERVICES
from standalone.throw_away import throw_away_postgres

from .houses import OFFER, until

PEJLING = [sys.executable, "-c", "from kit.commands import main; main()"]
_WORKERS = tuple(f"{service}:work" for service in SERVICES)
_WRITERS = 3
_BREATH = 0.05  # seconds: what is tested is the change, not the load


@dataclass(frozen=True)
class Front:
    """A `pejling up` behind nginx."""

    process: subprocess.Popen[bytes]
    told: dict[str, str]
    folder: DataFolder
    address: str

    @property
    def written(self) -> dict[str, Any]:
        content: dict[str, Any] = json.loads(self.folder.up_file.read_text())
        return content

    def pids(self, *names: str) -> set[int]:
        return {self.written["pids"][name] for name in names}

    async def restart(self, *names: str) -> tuple[int, str]:
        asked = await asyncio.create_subprocess_exec(
            *(*PEJLING, "restart", *names), env=self.told, stderr=asyncio.subprocess.PIPE
        )
        _, said = await asyncio.wait_for(asked.communicate(), 600)
        assert asked.returncode is not None
        return asked.returncode, said.decode()


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    try:
        nginx.find_program()
    except nginx.NginxMissing as fact:
        pytest.skip(str(fact))
    folder = DataFolder(tmp_path_factory.mktemp("front") / "data på en mappe med $tegn")
    port = ports.find_free_port()
    mine = {key: value for key, value in os.environ.items() if not key.startswith("PEJLING_")}
    with throw_away_postgres() as url:
        told = mine | {
            "PEJLING_DATA": str(folder.path),
            "PEJLING_DATABASE_URL": url,
            "PEJLING_PORT": str(port),
            # One machine makes all the load, and the limits on that are tested elsewhere.
            **{f"PEJLING_{name.upper()}_REQUESTS_IN_TEN_SECONDS": "0" for name in SERVICES},
        }
        process = subprocess.Popen(
            [*PEJLING, "up"], env=told, stdout=subprocess.DEVNULL, start_new_session=True
        )
        try:

            async def is_up() -> bool:
                assert process.poll() is None
                return folder.up_file.exists()

            asyncio.run(until(is_up, seconds=180))
            yield Front(process, told, folder, f"http://localhost:{port}")
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=120)


@dataclass
class Load:
    """What many callers ask and write at once, and how each was answered."""

    client: httpx.AsyncClient
    tag: str
    answered: int = 0
    failed: list[str] = field(default_factory=list)
    created: list[str] = field(default_factory=list)
    imported: list[str] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    stop: asyncio.Event = field(default_factory=asyncio.Event)

    async def ask(self, method: str, path: str, **said: Any) -> httpx.Response | None:  # noqa: ANN401 - httpx's own words
        """Ask once; anything but success, or no answer at all, is noted."""
        try:
            answer = await self.client.request(method, path, **said)
        except httpx.HTTPError as error:
            self.failed.append(f"{method} {path}: {error!r}")
            return None
        self.answered += 1
        if answer.is_success:
            return answer
        self.failed.append(f"{method} {path}: {answer.status_code} {answer.text[:200]}")
        return None

    async def read(self) -> None:
        while not self.stop.is_set():
            for service in SERVICES:
                await self.ask("GET", f"/api/{service}/v1/events")
            await self.ask("GET", "/api/gateway/v1/keys")
            await self.ask("GET", "/")
            await asyncio.sleep(_BREATH)

    async def write(self, writer: int) -> None:
        number = 0
        while not self.stop.is_set():
            offer_id = f"{self.tag}-{writer}-{number}"
            number += 1
            if writer == 0:
                path = f"/api/visitation/v1/offers/import?batch_id={offer_id}"
                if await self.ask("POST", path, json=[OFFER | {"id": offer_id}]):
                    self.imported.append(offer_id)
            else:
                body = {"id": offer_id, "name": f"Tilbud {offer_id}"}
                keyed = {"Idempotency-Key": offer_id}
                if await self.ask("POST", "/api/visitation/v1/offers", json=body, headers=keyed):
                    self.created.append(offer_id)
            await asyncio.sleep(_BREATH)

    async def follow(self) -> None:
        """Wait for news of offers, as another system does."""
        after = "0"
        while not self.stop.is_set():
            path = f"/api/visitation/v1/events?after={after}&timeout=5&limit=1000"
            answer = await self.ask("GET", path)
            if answer is not None:
                self.heard += [event["subject"] for event in answer.json()]
                after = answer.headers["Feed-Position"]

    def is_told(self) -> bool:
        return set(self.imported) <= set(self.heard)


@asynccontextmanager
async def under_load(front: Front, tag: str) -> AsyncIterator[Load]:
    async with httpx.AsyncClient(
        base_url=front.address, trust_env=False, timeout=60, headers={"Origin": front.address}
    ) as client:
        whom = front.written["clients"]["jobcenter"]
        granted = await client.post(
            "/api/gateway/v1/token",
            data={"grant_type": "client_credentials"},
            auth=(whom["client_id"], whom["client_secret"]),
        )
        client.headers["Authorization"] = f"Bearer {granted.json()['access_token']}"
        load = Load(client, tag)
        working = [
            asyncio.create_task(work)
            for work in (load.read(), load.follow(), *(load.write(n) for n in range(_WRITERS)))
        ]
        try:
            yield load
        finally:
            load.stop.set()
            await asyncio.gather(*working)


async def kept(load: Load) -> list[str]:
    """Every offer of this load that the list shows."""
    found: list[str] = []
    cursor: str | None = None
    while True:
        page = {"limit": "200"} | ({"cursor": cursor} if cursor else {})
        answer = (await load.client.get("/api/visitation/v1/offers", params=page)).json()
        found += [offer["id"] for offer in answer["items"] if offer["id"].startswith(load.tag)]
        cursor = answer["next"]
        if cursor is None:
            return found


async def test_no_request_fails_while_services_are_put_anew(front: Front) -> None:
    # Each service before and after each other one, and the workers between.
    names = (*SERVICES, *_WORKERS, *reversed(SERVICES))
    before = front.pids(*names)
    async with under_load(front, "ny") as load:

        async def is_working() -> bool:
            return len(load.created) > 5 and len(load.imported) > 2

        await until(is_working)
        said = await front.restart(*names)
        await until(is_working)
        at_the_end = len(load.imported)

        async def goes_on() -> bool:
            return len(load.imported) > at_the_end and load.is_told()

        await until(goes_on)
    assert said == (0, "")
    assert load.failed == []
    assert not front.pids(*names) & before
    async with httpx.AsyncClient(
        base_url=front.address, trust_env=False, timeout=60, headers=load.client.headers
    ) as client:
        load.client = client
        assert sorted(await kept(load)) == sorted(load.created + load.imported)
    told = [subject for subject in load.heard if subject.startswith(load.tag)]
    assert sorted(told) == sorted(set(told))


async def test_what_cannot_be_restarted_is_one_line(front: Front) -> None:
    pids = front.pids(*SERVICES)
    code, said = await front.restart("nobody")
    assert code == 2
    assert said.startswith("Ukendt proces: nobody.")
    assert said.count("\n") == 1
    assert front.pids(*SERVICES) == pids


async def test_a_service_that_was_killed_is_waited_for(front: Front) -> None:
    killed = front.written["pids"]["contracts"]
    os.kill(killed, signal.SIGKILL)
    async with httpx.AsyncClient(base_url=front.address, trust_env=False, timeout=60) as client:
        answer = await client.get("/api/contracts/v1/events")
    assert answer.status_code == 401


async def test_pages_are_as_when_one_process_serves_all(front: Front) -> None:
    async with httpx.AsyncClient(base_url=front.address, trust_env=False, timeout=60) as client:
        page = await client.get("/some/page/of/ours")
        assert page.status_code == 200
        assert page.headers["Cache-Control"] == "no-cache"
        assert "default-src 'none'" in page.headers["Content-Security-Policy"]
        script = page.text.partition('src="')[2].partition('"')[0]
        asset = await client.get(script)
        assert asset.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert asset.headers["X-Content-Type-Options"] == "nosniff"
        for path, status, code in (
            ("/assets/none.js", 404, "path_unknown"),
            ("/api/nobody/v1", 404, "path_unknown"),
            ("/api/effects/ready", 404, "path_unknown"),
            ("/api/effects/v1/%2e%2e/%2e%2e/visitation/v1/offers", 404, "path_unknown"),
            ("/api/effects/v1/events", 401, "token_missing"),
        ):
            answer = await client.get(path)
            assert (answer.status_code, answer.json()["code"]) == (status, code), path
        large = await client.post("/api/visitation/v1/offers", content=b"x" * (2 << 20))
        assert (large.status_code, large.json()["code"]) == (413, "body_too_large")
