"""A page of 25 offers over HTTP against the raw driver by hand, and against an empty route."""

import asyncio
import json
import random
import statistics
from typing import Any

import httpx
from joserfc.jwk import KeySet

from bench.guide import Server, _prepared, _serving
from bench.guide_offers import offer
from bench.guide_servers import DATABASE_URL, KEYS
from bench.loading import load
from kit.testing.signing import Signer
from standalone.throw_away import throw_away_postgres

DEFAULT_OFFERS = 1_000
PAGE = 25
ROUNDS = 7
SECONDS = 2.0
CONNECTIONS = 5
_SEED = 4
_PATH = f"/v1/offers?limit={PAGE}"


def run(scale: str | None) -> dict[str, Any]:
    """Measure; ``scale`` is the number of offers in the municipality."""
    offers = int(scale or DEFAULT_OFFERS)
    signer = Signer()
    token = signer.token(["offers.read", "offers.import"])
    with throw_away_postgres() as admin_url:
        url = asyncio.run(_prepared(admin_url))
        keys = json.dumps(KeySet([signer.key]).as_dict(private=False))
        with (
            _serving("bench.guide_servers:visitation", {DATABASE_URL: url, KEYS: keys}) as ours,
            _serving("bench.read_servers:raw", {DATABASE_URL: url}) as raw,
            _serving("bench.guide_servers:empty", {}) as empty,
        ):
            agree, sizes = asyncio.run(_filled(ours, raw, token, offers))
            rates = _measured({"ours": ours, "raw": raw, "empty": empty}, token)
    middle = {name: round(statistics.median(each)) for name, each in rates.items()}
    return {
        "scale": {
            "offers": offers,
            "page": PAGE,
            "rounds": ROUNDS,
            "seconds_each": SECONDS,
            "connections": CONNECTIONS,
        },
        "ours": {"pages_per_second": middle["ours"], "body_bytes": sizes[0]},
        "peers": {
            "raw_asyncpg_pages_per_second": middle["raw"],
            "raw_asyncpg_body_bytes": sizes[1],
            "empty_fastapi_route_per_second": middle["empty"],
        },
        "ratios": {
            "to_raw_asyncpg": _ratio(rates["ours"], rates["raw"]),
            "to_empty_route": _ratio(rates["ours"], rates["empty"]),
        },
        "agree": agree,
    }


def _ratio(ours: list[float], theirs: list[float]) -> float:
    """The middle of the rounds' ratios."""
    return round(statistics.median(a / b for a, b in zip(ours, theirs, strict=True)), 3)


async def _filled(
    ours: Server, raw: Server, token: str, offers: int
) -> tuple[bool, tuple[int, int]]:
    """Offers through the front door; whether both servers then show the same page."""
    chance = random.Random(_SEED)  # noqa: S311 - the same offers each time
    rows = [offer(number, chance) for number in range(offers)]
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(headers=headers, timeout=120) as client:
        base = f"http://127.0.0.1:{ours.port}"
        (await client.post(f"{base}/v1/offers/import", json=rows)).raise_for_status()
        page = await client.get(base + _PATH)
        theirs = await client.get(f"http://127.0.0.1:{raw.port}{_PATH}")
    shown = [
        [(each["id"], each["version"], each["description"]) for each in answer.json()["items"]]
        for answer in (page, theirs)
    ]
    agree = shown[0] == shown[1] and len(shown[0]) == PAGE
    return agree, (len(page.content), len(theirs.content))


def _measured(servers: dict[str, Server], token: str) -> dict[str, list[float]]:
    """Answers a second, round by round, the servers in turn."""
    paths = {"ours": _PATH, "raw": _PATH, "empty": "/v1/empty"}
    asked = {
        name: [
            (
                f"GET {path} HTTP/1.1\r\nHost: localhost\r\n"
                f"Authorization: Bearer {token}\r\nAccept: application/json\r\n\r\n"
            ).encode()
        ]
        * CONNECTIONS
        for name, path in paths.items()
    }
    rates: dict[str, list[float]] = {name: [] for name in servers}
    for round_number in range(ROUNDS + 1):
        for name, server in servers.items():
            found = load(server.port, asked[name], seconds=SECONDS, connections=CONNECTIONS)
            if round_number:  # the first warms up
                rates[name].append(found.per_second)
    return rates
