"""Each event takes effect once, whatever is killed when."""

import asyncio
import json
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

import httpx
import pytest
import uvicorn
from fastapi import APIRouter, FastAPI
from pydantic import SecretStr
from sqlalchemy import text

from kit import applications, outbox
from kit.database import Database, Session
from kit.feed import CloudEvent
from kit.following import Feed, Follower
from kit.service_tokens import ServiceTokens
from kit.settings import ServiceSettings
from kit.testing.databases import TestDatabases
from kit.testing.signing import Signer

AT = datetime(2026, 3, 1, tzinfo=UTC)
COUNT = text("SELECT count(*) FROM effects_of_events")
KILLED_CHILD_SECONDS = 60

Publisher = tuple[str, Database, str]


class Counted(outbox.Fact):
    subject_field: ClassVar[str] = "number"
    right: ClassVar[str] = "seats.make"

    number: int
    is_poisoned: bool = False


async def note(session: Session, event: CloudEvent) -> None:
    """The effect: one row an event; a second time would be seen."""
    if event.data["is_poisoned"]:
        raise ValueError("cannot be handled")
    await session.execute(
        text("INSERT INTO effects_of_events (id, municipality) VALUES (:id, :municipality)"),
        {"id": int(event.id), "municipality": event.municipality},
    )


def follower_of(database: Database, address: str) -> Follower:
    tokens = ServiceTokens(address, client_id="service-surveys", client_secret=SecretStr("secret"))
    feed = Feed("counted", f"{address}/v1/events", {"Counted": note})
    return Follower(database, feed, tokens, poll_seconds=0)


@asynccontextmanager
async def publisher(databases: TestDatabases, signer: Signer) -> AsyncIterator[Publisher]:
    """A real server: its address, its database, and the address of a follower's database."""
    async with databases.copied("surveys") as url, databases.copied("contracts") as own:
        app: FastAPI = applications.new_service(
            "surveys",
            ServiceSettings(database_url=SecretStr(url), gateway_url="http://gateway.invalid"),
            summary="Publisher",
        )
        app.state.verifier = signer.verifier()
        tokens = APIRouter()

        @tokens.post("/v1/token")
        async def issue_token() -> dict[str, object]:
            rights = {"feed.read", "feed.follow_all"}
            token = signer.token(rights, municipality=None, kind="service")
            return {"access_token": token, "expires_in": 600}

        app.include_router(tokens)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        server = uvicorn.Server(uvicorn.Config(app, port=port, log_config=None))
        serving = asyncio.create_task(server.serve())
        while not server.started:  # noqa: ASYNC110 - uvicorn offers a flag only
            await asyncio.sleep(0.01)
        database = Database.connect(own)
        owner = Database.connect(own.replace("pejling_contracts:", "pejling_contracts_owner:"))
        async with owner.transaction(None) as session:
            await session.execute(
                text("CREATE TABLE effects_of_events (id bigint PRIMARY KEY, municipality text)")
            )
        await owner.close()
        try:
            yield f"http://127.0.0.1:{port}", app.state.database, own
        finally:
            server.should_exit = True
            await serving
            await database.close()


async def publish(database: Database, numbers: range, *, poisoned: int = -1) -> None:
    for number in numbers:
        async with database.transaction("0101" if number % 2 else "0999") as session:
            fact = Counted(number=number, is_poisoned=number == poisoned)
            outbox.publish(session, fact, at=AT)


async def effects(database: Database) -> int:
    async with database.transaction(None) as session:
        return await session.scalar(COUNT) or 0


async def test_replicas_that_race_apply_each_event_once(
    databases: TestDatabases, signer: Signer
) -> None:
    async with publisher(databases, signer) as (address, source, own):
        await publish(source, range(40))
        replicas = [Database.connect(own, pool_size=2) for _ in range(4)]
        async with httpx.AsyncClient() as client:
            await asyncio.gather(
                *(follower_of(replica, address).step(client) for replica in replicas)
            )
        assert await effects(replicas[0]) == 40
        for replica in replicas:
            await replica.close()


async def test_an_event_is_applied_in_its_own_municipality(
    databases: TestDatabases, signer: Signer
) -> None:
    async with publisher(databases, signer) as (address, source, own):
        await publish(source, range(2))
        database = Database.connect(own)
        seen: list[tuple[str | None, str]] = []

        async def look(session: Session, event: CloudEvent) -> None:
            setting = await session.scalar(text("SELECT current_setting('app.municipality')"))
            seen.append((event.municipality, str(setting)))

        follower = follower_of(database, address)
        follower.feed = Feed("looked", follower.feed.address, {"Counted": look})
        async with httpx.AsyncClient() as client:
            await follower.step(client)
        await database.close()
        assert seen == [("0999", "0999"), ("0101", "0101")]


async def test_a_bad_event_stops_its_feed_after_the_good_ones(
    databases: TestDatabases, signer: Signer
) -> None:
    async with publisher(databases, signer) as (address, source, own):
        await publish(source, range(10), poisoned=6)
        database = Database.connect(own)
        follower = follower_of(database, address)
        async with httpx.AsyncClient() as client:
            for _ in range(2):
                with pytest.raises(ValueError, match="cannot be handled"):
                    await follower.step(client)
        assert await effects(database) == 6
        assert await follower.position() == 6
        await database.close()


async def test_events_that_nobody_handles_only_move_the_cursor(
    databases: TestDatabases, signer: Signer
) -> None:
    async with publisher(databases, signer) as (address, source, own):
        await publish(source, range(3))
        database = Database.connect(own)
        follower = follower_of(database, address)
        follower.feed = Feed("unhandled", follower.feed.address, {})
        async with httpx.AsyncClient() as client:
            await follower.step(client)
            assert await follower.position() == 3
            assert await follower.step(client) == 0
        await database.close()


async def test_a_feed_whose_publisher_was_restored_is_read_anew(
    databases: TestDatabases, signer: Signer, capsys: pytest.CaptureFixture[str]
) -> None:
    async with publisher(databases, signer) as (address, source, own):
        await publish(source, range(3))
        database = Database.connect(own)
        follower = follower_of(database, address)
        async with database.transaction(None) as session:
            await session.execute(
                text("INSERT INTO cursors (feed, position) VALUES ('counted', 1000), ('other', 7)")
            )
        async with httpx.AsyncClient() as client:
            with pytest.raises(httpx.HTTPStatusError, match="409"):
                await follower.step(client)
            said = capsys.readouterr().err
            assert await follower.position() == 0
            assert await follower.step(client) == 3
        assert (await effects(database), await follower.position()) == (3, 3)
        async with database.transaction(None) as session:
            other = await session.scalar(text("SELECT position FROM cursors WHERE feed = 'other'"))
        await database.close()
    (line,) = [line for line in said.splitlines() if "feed_begins_anew" in line]
    assert (json.loads(line)["feed"], json.loads(line)["position"]) == ("counted", 1000)
    assert other == 7


async def test_a_replica_that_has_begun_anew_already_is_not_set_back(
    databases: TestDatabases, signer: Signer
) -> None:
    async with publisher(databases, signer) as (address, source, own):
        await publish(source, range(3))
        database = Database.connect(own)
        follower = follower_of(database, address)
        async with httpx.AsyncClient() as client:
            await follower.step(client)
            # What a replica does that asked while the position was still unknown.
            await follower._begin_anew(1000)
            assert await follower.position() == 3
            assert await follower.step(client) == 0
        await database.close()


CHILD = """
import asyncio, sys
sys.path.insert(0, {folder!r})
import test_following as tests
from kit.database import Database
from kit.following import Follower

class Slow(Follower):
    async def _apply(self, events, position, scanned):
        print("fetched", flush=True)
        await asyncio.sleep({before})
        await super()._apply(events, position, scanned)

async def main():
    plain = tests.follower_of(Database.connect({own!r}), {address!r})
    await Slow(plain.database, plain.feed, plain.tokens, poll_seconds=0).run(asyncio.Event())

asyncio.run(main())
"""


@pytest.mark.parametrize("pause", [0.0, 0.005, 0.02, 60.0])
async def test_a_kill_between_fetch_and_commit_repeats_and_loses_nothing(
    databases: TestDatabases, signer: Signer, pause: float
) -> None:
    async with publisher(databases, signer) as (address, source, own):
        await publish(source, range(30))
        code = CHILD.format(
            folder=str(Path(__file__).parent),
            before=pause,
            own=own,
            address=address,
        )
        child = await asyncio.create_subprocess_exec(
            sys.executable, "-c", code, stdout=asyncio.subprocess.PIPE
        )
        assert child.stdout is not None
        line = await asyncio.wait_for(child.stdout.readline(), KILLED_CHILD_SECONDS)
        assert line == b"fetched\n"
        if pause < 1:
            await asyncio.sleep(pause)
        child.send_signal(signal.SIGKILL)
        await child.wait()
        database = Database.connect(own)
        follower = follower_of(database, address)
        async with httpx.AsyncClient() as client:
            deadline = time.monotonic() + 10
            while await follower.position() < 30 and time.monotonic() < deadline:
                await follower.step(client)
        assert await effects(database) == 30
        await database.close()


async def test_all_who_wait_are_told_and_who_may_not_see_it_waits_on_behind_it(
    databases: TestDatabases, signer: Signer
) -> None:
    follows = signer.token({"feed.read", "feed.follow_all"}, municipality=None, kind="service")
    sees_nothing = signer.token({"feed.read"}, municipality="0101")
    async with (
        publisher(databases, signer) as (address, source, _),
        httpx.AsyncClient(base_url=address, timeout=40) as client,
    ):
        waiting = [
            asyncio.create_task(
                client.get(
                    "/v1/events",
                    params={"timeout": seconds},
                    headers={"Authorization": f"Bearer {token}"},
                )
            )
            for seconds, token in ((20, follows), (20, follows), (1, sees_nothing))
        ]
        await asyncio.sleep(0.3)
        await publish(source, range(7, 8))
        *told, other = await asyncio.gather(*waiting)
    assert [[event["subject"] for event in answer.json()] for answer in told] == [["7"], ["7"]]
    assert other.json() == []
    position = told[0].json()[0]["id"]
    assert {answer.headers["feed-position"] for answer in (*told, other)} == {position}
