"""The guide for a profile against a FastAPI route that does nothing, under the same load."""

import asyncio
import gzip
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
from joserfc.jwk import KeySet
from sqlalchemy.engine import make_url

from bench.guide_offers import GROUPS, offer, released
from bench.guide_servers import DATABASE_URL, KEYS
from bench.loading import load
from kit import migrations
from kit.database import Database
from kit.testing.signing import MUNICIPALITY, Signer
from standalone.throw_away import throw_away_postgres
from visitation.guide import releases, schemas
from visitation.guide.answers import KeptAnswers
from visitation.guide.service import GuideService

DEFAULT_OFFERS = 60
PROFILES = 4_000
ROUNDS = 7
SECONDS = 2.0
CONNECTIONS = 16
SAMPLE = 300
_SEED = 4
_UVICORN = (
    *("--factory", "--loop", "uvloop", "--http", "httptools"),
    *("--no-access-log", "--log-level", "warning"),
)
_PASSWORD = "only-for-measuring"  # noqa: S105 - of a server that lives as long as the measurement
_WEIGHTS = (
    None,
    "effect_3m:1",
    "effect_3m:2,price:1",
    "effect_7m:1,effect_price:1",
    "effect_3m:1,effect_7m:1,business_oriented_share:1",
    "price:1",
)


@dataclass(frozen=True, slots=True)
class Server:
    """A server process that is measured."""

    port: int
    pid: int

    def processor_seconds(self) -> float:
        """The processor time that it has used until now."""
        fields = Path(f"/proc/{self.pid}/stat").read_text("ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def run(scale: str | None) -> dict[str, Any]:
    """Measure; ``scale`` is the number of offers."""
    offers = int(scale or DEFAULT_OFFERS)
    chance = random.Random(_SEED)  # noqa: S311 - the same mix each time
    profiles = [_profile(chance) for _ in range(PROFILES)]
    signer = Signer()
    token = signer.token(["guide.read", "offers.import"])
    with throw_away_postgres() as admin_url:
        url = asyncio.run(_prepared(admin_url))
        keys = json.dumps(KeySet([signer.key]).as_dict(private=False))
        with (
            _serving("bench.guide_servers:visitation", {DATABASE_URL: url, KEYS: keys}) as ours,
            _serving("bench.guide_servers:empty", {}) as theirs,
        ):
            asyncio.run(_filled(url, ours.port, token, offers, chance))
            agree, size = asyncio.run(_agrees(url, ours.port, token, profiles))
            rates, seconds = _measured(ours, theirs, token, profiles)
            cold = asyncio.run(_cold_milliseconds(url, profiles))
    middle = {name: round(statistics.median(each)) for name, each in rates.items()}
    busy = {name: round(statistics.median(each) * 1e6) for name, each in seconds.items()}
    return {
        "scale": {
            "offers": offers,
            "different_profiles": PROFILES,
            "rounds": ROUNDS,
            "seconds_each": SECONDS,
            "connections": CONNECTIONS,
            "mix": "8 target groups x 3 match groups (one: none) x 6 sets of weights"
            " x age 18-66 or none x 0-400 weeks or none, drawn at random",
        },
        "ours": {
            "guide_per_second": middle["guide"],
            "guide_without_gzip_per_second": middle["guide_plain"],
            "processor_microseconds": {"guide": busy["guide"], "without_gzip": busy["guide_plain"]},
            "body_bytes": size,
            "worked_out_anew_ms": cold,
        },
        "peers": {
            "empty_fastapi_route_per_second": middle["empty"],
            "processor_microseconds": busy["empty"],
        },
        "ratios": {
            "guide": _ratio(rates["guide"], rates["empty"]),
            "guide_without_gzip": _ratio(rates["guide_plain"], rates["empty"]),
            # What a busy machine takes from one server and not from the other is not in these.
            "guide_by_processor_time": _ratio(seconds["empty"], seconds["guide"]),
            "guide_without_gzip_by_processor_time": _ratio(
                seconds["empty"], seconds["guide_plain"]
            ),
        },
        "agree": agree,
    }


def _profile(chance: random.Random) -> dict[str, Any]:
    asked = {
        "target_group": chance.choice(GROUPS),
        "match_group": chance.choice((None, "jobparat", "aktivitetsparat")),
        "age": chance.choice((None, *range(18, 67))),
        "weeks_on_support": chance.choice((None, *range(401))),
        "weights": chance.choice(_WEIGHTS),
    }
    return {name: value for name, value in asked.items() if value is not None}


def _ratio(ours: list[float], theirs: list[float]) -> float:
    """The middle of the rounds' ratios."""
    return round(statistics.median(a / b for a, b in zip(ours, theirs, strict=True)), 3)


def _measured(
    ours: Server, theirs: Server, token: str, profiles: list[dict[str, Any]]
) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    """Answers a second and processor seconds an answer, round by round, the servers in turn."""
    asked = {
        "empty": (theirs, _requests("/v1/empty", token, profiles, "gzip")),
        "guide": (ours, _requests("/v1/guide", token, profiles, "gzip")),
        "guide_plain": (ours, _requests("/v1/guide", token, profiles, "identity")),
    }
    for server, requests in asked.values():
        # Long enough for each question to have been worked out once.
        load(server.port, requests, seconds=2 * SECONDS, connections=CONNECTIONS)
    rates: dict[str, list[float]] = {name: [] for name in asked}
    seconds: dict[str, list[float]] = {name: [] for name in asked}
    for _ in range(ROUNDS):
        for name, (server, requests) in asked.items():
            before = server.processor_seconds()
            found = load(server.port, requests, seconds=SECONDS, connections=CONNECTIONS)
            rates[name].append(found.per_second)
            seconds[name].append((server.processor_seconds() - before) / found.answers)
    return rates, seconds


def _requests(path: str, token: str, profiles: list[dict[str, Any]], encoding: str) -> list[bytes]:
    return [
        (
            f"GET {path}?{urlencode(profile)} HTTP/1.1\r\nHost: localhost\r\n"
            f"Authorization: Bearer {token}\r\nAccept-Encoding: {encoding}\r\n"
            "Accept: application/json\r\n\r\n"
        ).encode()
        for profile in profiles
    ]


async def _agrees(
    url: str, port: int, token: str, profiles: list[dict[str, Any]]
) -> tuple[bool, dict[str, int]]:
    """Whether the server's bytes are what is worked out anew; and how long they are."""
    guide = await _read(url)
    sizes: list[int] = []
    packed: list[int] = []
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", headers=headers) as client:
        for profile in profiles[:SAMPLE]:
            plain = await client.get(
                "/v1/guide", params=profile, headers={"Accept-Encoding": "identity"}
            )
            async with client.stream(
                "GET", "/v1/guide", params=profile, headers={"Accept-Encoding": "gzip"}
            ) as answer:
                raw = b"".join([part async for part in answer.aiter_raw()])
            query = schemas.GuideQuery.model_validate(profile)
            anew = guide.anew(MUNICIPALITY, query, at=datetime.now(UTC)).model_dump_json().encode()
            if plain.content != anew or gzip.decompress(raw) != anew:
                return False, {}
            sizes.append(len(anew))
            packed.append(len(raw))
    return True, {"mean": round(statistics.mean(sizes)), "gzip": round(statistics.mean(packed))}


async def _cold_milliseconds(url: str, profiles: list[dict[str, Any]]) -> float:
    """The time that one answer takes when nothing is kept, in the middle."""
    guide = await _read(url)
    times = []
    for profile in profiles[:SAMPLE]:
        guide.kept = KeptAnswers()
        started = time.perf_counter()
        query = schemas.GuideQuery.model_validate(profile)
        guide.answer(MUNICIPALITY, query, at=datetime.now(UTC)).gzipped()
        times.append(time.perf_counter() - started)
    return round(statistics.median(times) * 1_000, 2)


async def _read(url: str) -> GuideService:
    guide = GuideService()
    database = Database.connect(url)
    await guide.memory.refresh(database)
    await database.close()
    return guide


async def _prepared(admin_url: str) -> str:
    """The address of a migrated, empty database."""
    name = migrations.database_name("visitation")
    await migrations.provision(
        admin_url, "visitation", owner_password=_PASSWORD, password=_PASSWORD
    )
    address = make_url(admin_url).set(database=name, username=f"{name}_owner", password=_PASSWORD)
    await migrations.upgrade(address.render_as_string(hide_password=False), "visitation")
    return address.set(username=name).render_as_string(hide_password=False)


async def _filled(url: str, port: int, token: str, offers: int, chance: random.Random) -> None:
    """Offers through the front door, figures as they come by the feed; ready when it shows them."""
    rows = [offer(number, chance) for number in range(offers)]
    async with httpx.AsyncClient(
        base_url=f"http://127.0.0.1:{port}", headers={"Authorization": f"Bearer {token}"}
    ) as client:
        answer = await client.post("/v1/offers/import", json=rows, timeout=60)
        answer.raise_for_status()
        database = Database.connect(url)
        async with database.transaction(MUNICIPALITY) as session:
            for row in rows:
                await releases.take_release(session, released(row, chance))
        await database.close()
        for _ in range(200):
            shown = (await client.get("/v1/guide", params={"target_group": GROUPS[0]})).json()
            if shown["ranked"]:
                return
            await asyncio.sleep(0.1)
    raise RuntimeError("the guide does not show what was loaded")


@contextmanager
def _serving(factory: str, environment: dict[str, str]) -> Iterator[Server]:
    """One uvicorn process with one worker, once it answers."""
    # Not --fd: uvicorn takes an inherited socket for a Unix one and leaves Nagle's delay on it.
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = int(listener.getsockname()[1])
    server = subprocess.Popen(
        [sys.executable, "-m", "uvicorn", factory, *_UVICORN, "--port", str(port)],
        env=os.environ | environment,
    )
    try:
        for _ in range(200):
            try:
                httpx.get(f"http://127.0.0.1:{port}/live", timeout=1)
                break
            except httpx.HTTPError:
                time.sleep(0.1)
        yield Server(port, server.pid)
    finally:
        server.terminate()
        server.wait(10)
