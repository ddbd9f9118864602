"""Facts published by concurrent transactions and followed into another database, over HTTP.

Beside it, with the same driver and as many connections: the same rows inserted plainly, one
transaction each, and read plainly in batches of the same size. In the end two followers race
while facts are published, and each fact must have taken effect once.
"""

import asyncio
import json
import logging
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

import asyncpg
import httpx
import uvicorn
from fastapi import FastAPI
from joserfc.jwk import KeySet
from pydantic import SecretStr
from sqlalchemy import text

from bench.scales import number
from kit import applications, feed, following, logs, outbox, serving
from kit.database import Database, Session
from kit.following import Feed, Follower
from kit.service_tokens import ServiceTokens
from kit.settings import ServiceSettings
from kit.testing.signing import Signer
from kit.tokens import FixedKeys, Verifier
from standalone import ports, schemas
from standalone.databases import service_database
from standalone.secret_files import SecretFiles
from standalone.throw_away import throw_away_postgres

DEFAULT_EVENTS = "5k"
ROUNDS = 3
CONNECTIONS = 5  # what a service has
_TOLD = "PEJLING_BENCH_FEED"
_AT = datetime(2026, 3, 1, tzinfo=UTC)
_MUNICIPALITY = "0999"
_INSERT = (
    "INSERT INTO plain (municipality, type, subject, happened_at, data)"
    " VALUES ($1, 'Counted', $2, $3, $4)"
)
_SELECT = "SELECT * FROM outbox WHERE position > $1 ORDER BY position LIMIT $2"
_EFFECT = text("INSERT INTO effects_of_events (id, number) VALUES (:id, :number)")
_COUNT = "SELECT count(*), count(DISTINCT id), count(DISTINCT number) FROM effects_of_events"


class Counted(outbox.Fact):
    """The smallest fact there is."""

    subject_field: ClassVar[str] = "number"
    right: ClassVar[str] = "feed.read"

    number: int
    said: str = "en kort tekst, som fakta har dem"


def run(scale: str | None) -> dict[str, Any]:
    """Measure; ``scale`` is the number of facts in a round, such as 5k."""
    logs.configure(logging.WARNING)
    events = number(scale or DEFAULT_EVENTS)
    with throw_away_postgres() as admin_url, tempfile.TemporaryDirectory() as folder:
        secrets = SecretFiles(Path(folder) / "secrets")
        asyncio.run(schemas.migrate(admin_url, secrets))
        surveys = service_database(admin_url, "surveys", secrets)
        contracts = service_database(admin_url, "contracts", secrets)
        asyncio.run(_make_tables(surveys.owner_url, contracts.owner_url))
        with _publisher(surveys.url) as address:
            seconds, agree = asyncio.run(
                _measure(surveys.url, contracts.url, address, events, contracts.owner_url)
            )
    rates = {name: round(statistics.median(events / each for each in took))
             for name, took in seconds.items()}  # fmt: skip
    return {
        "scale": {
            "events": events,
            "rounds": ROUNDS,
            "connections": CONNECTIONS,
            "batch": following.BATCH,
            "server": "throw-away: nothing waits for the disk",
        },
        "ours": {
            "published_per_second": rates["published"],
            "followed_per_second": rates["followed"],
        },
        "peers": {
            "inserted_per_second": rates["inserted"],
            "selected_per_second": rates["selected"],
        },
        "ratios": {
            "published_to_inserted": _ratio(seconds["inserted"], seconds["published"]),
            "followed_to_selected": _ratio(seconds["selected"], seconds["followed"]),
        },
        "agree": agree,
    }


def _ratio(theirs: list[float], ours: list[float]) -> float:
    """The middle of the rounds' ratios of speeds."""
    return round(statistics.median(a / b for a, b in zip(theirs, ours, strict=True)), 3)


async def _make_tables(publisher: str, follower: str) -> None:
    for url, statement in (
        (publisher, "CREATE TABLE plain (LIKE outbox INCLUDING ALL)"),
        (follower, "CREATE TABLE effects_of_events (id bigint NOT NULL, number bigint NOT NULL)"),
    ):
        connection = await asyncpg.connect(url)
        await connection.execute(statement)
        await connection.close()


async def _measure(
    source_url: str, own_url: str, address: str, events: int, owner_url: str
) -> tuple[dict[str, list[float]], bool]:
    source, own = Database.connect(source_url), Database.connect(own_url)
    plain = await asyncpg.create_pool(source_url, min_size=CONNECTIONS, max_size=CONNECTIONS)
    seconds: dict[str, list[float]] = {
        name: [] for name in ("published", "inserted", "followed", "selected")
    }
    follower = _follower(own, address)
    published = 0
    for _ in range(ROUNDS):
        numbers = range(published, published + events)
        steps: dict[str, Callable[[], Awaitable[object]]] = {
            "published": partial(_publish, source, numbers),
            "inserted": partial(_insert, plain, numbers),
            "followed": partial(_follow, follower, numbers.stop),
            "selected": partial(_select, plain, numbers),
        }
        for name, step in steps.items():
            begun = time.perf_counter()
            await step()
            seconds[name].append(time.perf_counter() - begun)
        published = numbers.stop
    racing = range(published, published + events)
    other = Database.connect(own_url)
    await asyncio.gather(
        _publish(source, racing),
        _follow(_follower(own, address), racing.stop),
        _follow(_follower(other, address), racing.stop),
    )
    connection = await asyncpg.connect(owner_url)
    counts = tuple(await connection.fetchrow(_COUNT) or ())
    await connection.close()
    for database in (source, own, other):
        await database.close()
    await plain.close()
    return seconds, counts == (racing.stop,) * 3


def _follower(own: Database, address: str) -> Follower:
    tokens = ServiceTokens(
        address, client_id="service-contracts", client_secret=SecretStr("unused")
    )
    handled = Feed("counted", f"{address}/v1/events", {"Counted": _note})
    return Follower(own, handled, tokens, poll_seconds=0)


async def _note(session: Session, event: feed.CloudEvent) -> None:
    await session.execute(_EFFECT, {"id": int(event.id), "number": event.data["number"]})


async def _publish(database: Database, numbers: range) -> None:
    """One fact a transaction, as many transactions at once as there are connections."""

    async def some(mine: range) -> None:
        for each in mine:
            async with database.transaction(_MUNICIPALITY) as session:
                outbox.publish(session, Counted(number=each), at=_AT)

    await asyncio.gather(*(some(numbers[first::CONNECTIONS]) for first in range(CONNECTIONS)))


async def _insert(pool: asyncpg.Pool, numbers: range) -> None:
    """The same rows, plainly."""

    async def some(mine: range) -> None:
        async with pool.acquire() as connection:
            for each in mine:
                data = json.dumps(Counted(number=each).model_dump())
                async with connection.transaction():
                    await connection.execute(_INSERT, _MUNICIPALITY, str(each), _AT, data)

    await asyncio.gather(*(some(numbers[first::CONNECTIONS]) for first in range(CONNECTIONS)))


async def _follow(follower: Follower, end: int) -> None:
    """Follow until as many facts as were ever published have taken effect."""
    async with httpx.AsyncClient(timeout=60, trust_env=False) as client:
        while await follower.position() < end:
            await follower.step(client)


async def _select(pool: asyncpg.Pool, numbers: range) -> None:
    """The same rows, in batches of the same size."""
    position = numbers.start
    while position < numbers.stop:
        rows = await pool.fetch(_SELECT, position, following.BATCH)
        position = rows[-1]["position"]


@contextmanager
def _publisher(url: str) -> Iterator[str]:
    """The address of a server process with the feed."""
    signer = Signer()
    rights = ["feed.read", "feed.follow_all"]
    told = {
        "url": url,
        "keys": KeySet([signer.key]).as_dict(private=False),
        "token": signer.token(rights, municipality=None, kind="service"),
    }
    port = ports.find_free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "bench.feed", str(port)],
        env=os.environ | {_TOLD: json.dumps(told)},
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                httpx.get(f"{address}/live", timeout=1, trust_env=False)
                break
            except httpx.HTTPError:
                time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait(10)


def publisher() -> FastAPI:
    """A service that publishes `Counted`, and hands its follower the token it was given."""
    told = json.loads(os.environ[_TOLD])
    settings = ServiceSettings(
        database_url=SecretStr(told["url"]), gateway_url="http://gateway.invalid"
    )
    app = applications.new_service("surveys", settings, summary="Publisher", facts=[Counted])
    app.state.verifier = Verifier(FixedKeys(told["keys"]), issuer="pejling", audience="pejling")

    @app.post("/v1/token")
    async def issue_token() -> dict[str, object]:
        return {"access_token": told["token"], "expires_in": 600}

    return app


def main(port: int) -> None:
    """Serve the publisher."""
    logs.configure(logging.WARNING)
    uvicorn.Server(serving.server_config(publisher(), host="127.0.0.1", port=port)).run()


if __name__ == "__main__":
    main(int(sys.argv[1]))
