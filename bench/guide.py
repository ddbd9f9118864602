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
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
from joserfc.jwk import KeySet
from sqlalchemy.engine import make_url

from bench import guide_country
from bench.guide_offers import GROUPS, offer, released
from bench.guide_servers import DATABASE_URL, KEYS
from bench.loading import load
from kit import migrations
from kit.database import Database
from kit.testing.signing import MUNICIPALITY, Signer
from standalone.throw_away import throw_away_postgres
from visitation.guide import releases, schemas
from visitation.guide.kept import KeptAnswers
from visitation.guide.service import GuideService

DEFAULT_OFFERS = 500
USUAL_OFFERS = 60
PROFILES = 4_000
ROUNDS = 5
SECONDS = 1.0
CONNECTIONS = 16
SAMPLE = 200
CITIZENS = 50
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
    """Measure; ``scale`` is the number of offers of a large municipality."""
    offers = int(scale or DEFAULT_OFFERS)
    chance = random.Random(_SEED)  # noqa: S311 - the same mix each time
    profiles = [_profile(chance) for _ in range(PROFILES)]
    signer = Signer()
    rights = ["guide.read", "offers.import", "citizens.read", "citizens.write"]
    tokens = {
        name: signer.token(rights, municipality=name)
        for name in (MUNICIPALITY, *guide_country.MUNICIPALITIES)
    }
    token = tokens[MUNICIPALITY]
    keys = json.dumps(KeySet([signer.key]).as_dict(private=False))
    found: dict[str, Any] = {}
    with throw_away_postgres() as admin_url:
        url = asyncio.run(_prepared(admin_url))
        with (
            _serving("bench.guide_servers:visitation", {DATABASE_URL: url, KEYS: keys}) as ours,
            _serving("bench.guide_servers:empty", {}) as theirs,
        ):
            for name, count in (("usual", USUAL_OFFERS), ("large", offers)):
                asyncio.run(_filled(url, ours.port, token, count, random.Random(_SEED)))  # noqa: S311 - as above
                agree, size = asyncio.run(_agrees(url, ours.port, token, profiles))
                whole = asyncio.run(_pages_agree(url, ours.port, token))
                asked = {
                    "guide": _requests("/v1/guide", [token], profiles, "gzip"),
                    "guide_without_gzip": _requests("/v1/guide", [token], profiles, "identity"),
                }
                found[name] = {
                    "offers": count,
                    "body_bytes": size,
                    "agree": agree and whole,
                    "worked_out_anew_ms": asyncio.run(_cold_milliseconds(url, profiles)),
                    **_compared(ours, theirs, asked),
                }
            asked = {"profile_read": asyncio.run(_profile_reads(ours.port, token))}
            found["audited_profile_read"] = _compared(ours, theirs, asked)
            database = migrations.database_name("visitation")
            asyncio.run(guide_country.add_the_others(admin_url, database))
            found["country"] = asyncio.run(guide_country.read_into_memory(url))
            asyncio.run(_until_shown(ours.port, list(tokens.values())[-1]))
            asked = {"guide": _requests("/v1/guide", list(tokens.values()), profiles, "gzip")}
            found["country"] |= _compared(ours, theirs, asked)
            found["country"]["worked_out_anew_ms"] = asyncio.run(
                _cold_milliseconds(url, profiles, guide_country.MUNICIPALITIES)
            )
    return {
        "scale": {
            "different_profiles": PROFILES,
            "rounds": ROUNDS,
            "seconds_each": SECONDS,
            "connections": CONNECTIONS,
            "mix": f"{len(GROUPS)} target groups (all there are) x 3 match groups (one: none) x"
            " 6 sets of weights x age 18-66 or none x 0-400 weeks or none, drawn at random;"
            " in the country also over its municipalities",
        },
        **found,
        "agree": all(found[name]["agree"] for name in ("usual", "large")),
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


def _compared(ours: Server, theirs: Server, asked: dict[str, list[bytes]]) -> dict[str, Any]:
    """Answers a second and processor seconds an answer beside the empty route's, round by round."""
    # What is asked of the others, with its token and query, of a route that looks at neither.
    empty = [
        b"GET /v1/empty?" + request.partition(b"?")[2] for request in next(iter(asked.values()))
    ]
    for requests in asked.values():
        # Once each, so that every question has been worked out.
        load(ours.port, requests, seconds=0, connections=CONNECTIONS, at_least=len(requests))
    rates: dict[str, list[float]] = {name: [] for name in ("empty", *asked)}
    seconds: dict[str, list[float]] = {name: [] for name in rates}
    for _ in range(ROUNDS):
        for name, so_far in rates.items():
            server, requests = (theirs, empty) if name == "empty" else (ours, asked[name])
            before = server.processor_seconds()
            found = load(server.port, requests, seconds=SECONDS, connections=CONNECTIONS)
            so_far.append(found.per_second)
            seconds[name].append((server.processor_seconds() - before) / found.answers)
    return {
        "per_second": {name: round(statistics.median(each)) for name, each in rates.items()},
        "processor_microseconds": {
            name: round(statistics.median(each) * 1e6) for name, each in seconds.items()
        },
        "ratios": {
            name: {
                "rate": _ratio(rates[name], rates["empty"]),
                # What a busy machine takes from one server and not from the other is not in it.
                "processor_time": _ratio(seconds["empty"], seconds[name]),
            }
            for name in asked
        },
    }


def _requests(
    path: str, tokens: Sequence[str], profiles: list[dict[str, Any]], encoding: str
) -> list[bytes]:
    return [
        (
            f"GET {path}?{urlencode(profile)} HTTP/1.1\r\nHost: localhost\r\n"
            f"Authorization: Bearer {tokens[at % len(tokens)]}\r\nAccept-Encoding: {encoding}\r\n"
            "Accept: application/json\r\n\r\n"
        ).encode()
        for at, profile in enumerate(profiles)
    ]


async def _profile_reads(port: int, token: str) -> list[bytes]:
    """Some citizens, and the requests for their profiles: what comes before the guide is asked."""
    headers = {"Authorization": f"Bearer {token}"}
    paths = []
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", headers=headers) as client:
        for number in range(CITIZENS):
            body = {
                "name": f"Borger {number:05}",
                "birth_year": 1990,
                "target_group": "kontanthjaelp",
                "match_group": "jobparat",
                "on_support_since": "2026-03-02",
            }
            made = await client.post(
                "/v1/citizens", json=body, headers={"Idempotency-Key": f"citizen-{number}"}
            )
            made.raise_for_status()
            paths.append(f"/v1/citizens/{made.json()['id']}/profile")
    asked = [{"purpose": "visitation"}]
    return [_requests(path, [token], asked, "identity")[0] for path in paths]


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


async def _pages_agree(url: str, port: int, token: str) -> bool:
    """Whether the pages that the server's cursors lead to are the whole that is worked out anew."""
    guide = await _read(url)
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", headers=headers) as client:
        for group in GROUPS:
            query = schemas.GuideQuery(target_group=group)
            whole = guide.anew(MUNICIPALITY, query, at=datetime.now(UTC))
            found: list[Any] = []
            params: dict[str, Any] = {"target_group": group}
            while True:
                page = schemas.Guide.model_validate_json(
                    (await client.get("/v1/guide", params=params)).content
                )
                found += [*page.ranked, *page.too_few]
                if page.next is None:
                    break
                params["cursor"] = page.next
            if len(found) != whole.total or len({each.offer.id for each in found}) != whole.total:
                return False
            if found[: schemas.DEFAULT_LIMIT] != [*whole.ranked, *whole.too_few]:
                return False
    return True


async def _cold_milliseconds(
    url: str, profiles: list[dict[str, Any]], municipalities: Sequence[str] = (MUNICIPALITY,)
) -> dict[str, float]:
    """The time that one answer takes when nothing is kept of it, in the middle.

    First as after a release, when no card has been looked at either; then as a question that
    nobody has asked, of cards that others have been asked of.
    """
    guide = await _read(url)
    found = {}
    for name in ("cards_new", "cards_seen"):
        times = []
        for at, profile in enumerate(profiles[:SAMPLE]):
            guide.kept = KeptAnswers()
            started = time.perf_counter()
            query = schemas.GuideQuery.model_validate(profile)
            municipality = municipalities[at % len(municipalities)]
            guide.answer(municipality, query, at=datetime.now(UTC)).gzipped()
            times.append(time.perf_counter() - started)
        # Of new cards the first eight: the later ones ask of cards that these have been asked of.
        few = times[: len(GROUPS)] if name == "cards_new" else times
        found[name] = round(statistics.median(few) * 1_000, 2)
    return found


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
                await releases.take_effects(session, released(row, chance))
        await database.close()
    # What was there before stays shown until the guide looks for changes.
    await asyncio.sleep(2)
    await _until_shown(port, token)


async def _until_shown(port: int, token: str) -> None:
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", headers=headers) as client:
        for _ in range(600):
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
