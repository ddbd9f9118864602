"""Offers in bulk through the front door against a plain COPY of the same rows."""

import asyncio
import json
import random
import statistics
import time
from typing import Any

import asyncpg
import httpx
from joserfc.jwk import KeySet

from bench.guide import Server, _prepared, _serving
from bench.guide_offers import offer
from bench.guide_servers import DATABASE_URL, KEYS
from kit.testing.signing import Signer
from standalone.throw_away import throw_away_postgres

DEFAULT_OFFERS = 10_000
ROUNDS = 3
_SEED = 4
_NDJSON = "application/x-ndjson"


def run(scale: str | None) -> dict[str, Any]:
    """Measure; ``scale`` is the number of offers in a batch, at most 10,000."""
    offers = int(scale or DEFAULT_OFFERS)
    signer = Signer()
    with throw_away_postgres() as admin_url:
        url = asyncio.run(_prepared(admin_url))
        keys = json.dumps(KeySet([signer.key]).as_dict(private=False))
        with _serving("bench.guide_servers:visitation", {DATABASE_URL: url, KEYS: keys}) as ours:
            found = asyncio.run(_measured(ours, url, signer, offers))
    taken, again, copied, agree = found
    rate = {
        name: round(offers / statistics.median(each))
        for name, each in (("taken", taken), ("again", again), ("copied", copied))
    }
    return {
        "scale": {"offers": offers, "rounds": ROUNDS},
        "ours": {
            "offers_per_second": rate["taken"],
            "sent_again_unchanged_per_second": rate["again"],
            "with_each": "validation, a version, an event, the guide's counter, over HTTP",
        },
        "peers": {"plain_copy_per_second": rate["copied"]},
        "ratios": {
            "to_plain_copy": round(
                statistics.median(b / a for a, b in zip(taken, copied, strict=True)), 4
            )
        },
        "agree": agree,
    }


async def _measured(
    ours: Server, url: str, signer: Signer, offers: int
) -> tuple[list[float], list[float], list[float], bool]:
    """Seconds for a batch, the same batch again, and its rows copied, round by round."""
    chance = random.Random(_SEED)  # noqa: S311 - the same offers each time
    body = b"".join(json.dumps(offer(number, chance)).encode() + b"\n" for number in range(offers))
    taken: list[float] = []
    again: list[float] = []
    copied: list[float] = []
    agree = True
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{ours.port}", timeout=300) as client:
        for number in range(ROUNDS):
            municipality = f"{9_001 + number}"
            token = signer.token(["offers.import"], municipality=municipality)
            headers = {"Authorization": f"Bearer {token}", "Content-Type": _NDJSON}
            for times, counted in ((taken, "created"), (again, "unchanged")):
                started = time.perf_counter()
                answer = await client.post("/v1/offers/import", content=body, headers=headers)
                times.append(time.perf_counter() - started)
                agree = agree and answer.is_success and answer.json()[counted] == offers
            seconds, rows = await _copied(url, municipality)
            copied.append(seconds)
            agree = agree and rows == offers
    return taken, again, copied, agree


async def _copied(url: str, municipality: str) -> tuple[float, int]:
    """Seconds to copy a municipality's offers into a table of the same shape, and their number."""
    connection = await asyncpg.connect(url)
    try:
        async with connection.transaction():
            await connection.execute(
                "SELECT set_config('app.municipality', $1, true)", municipality
            )
            rows = await connection.fetch("SELECT * FROM offers")
            await connection.execute("CREATE TEMP TABLE plain (LIKE offers INCLUDING INDEXES)")
            records = [tuple(row) for row in rows]
            started = time.perf_counter()
            await connection.copy_records_to_table("plain", records=records)
            seconds = time.perf_counter() - started
            await connection.execute("DROP TABLE plain")
    finally:
        await connection.close()
    return seconds, len(rows)
