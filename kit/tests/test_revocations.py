"""Access that is taken back is refused everywhere within seconds, on remembered tokens too."""

import asyncio
import time
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from fastapi import FastAPI

from kit import revocations, tokens, worker
from kit.database import Database
from kit.feed import CloudEvent
from kit.revocations import Revocations
from kit.testing.clients import client_of
from kit.testing.databases import TestDatabases
from kit.testing.signing import Signer

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def revoked(client_id: str, before: datetime) -> CloudEvent:
    return CloudEvent(
        id="1",
        source="/api/gateway",
        type="AccessRevoked",
        subject=client_id,
        time=before,
        registeredat=before,
        municipality=None,
        data={"client_id": client_id, "tokens_before": before.isoformat(), "more": 1},
    )


async def test_a_remembered_token_is_refused_once_the_table_says_so(
    app: FastAPI, database: Database, signer: Signer
) -> None:
    known = Revocations()
    verifier = signer.verifier()
    verifier._revocations = known
    app.state.verifier = verifier
    now = int(time.time())
    token = signer.token({"feed.read"}, sub="client-7", iat=now - 60, nbf=now - 60)
    async with client_of(app, token) as client:
        assert (await client.get("/v1/events")).status_code == 200
        async with database.transaction(None) as session:
            await revocations.take(session, revoked("client-7", datetime.now(UTC)))
        await known.read(database)
        answer = await client.get("/v1/events")
        assert (answer.status_code, answer.json()["code"]) == (401, "token_revoked")
        later = signer.token({"feed.read"}, sub="client-7", iat=now + 2)
        again = await client.get("/v1/events", headers={"Authorization": f"Bearer {later}"})
        other = signer.token({"feed.read"}, sub="client-8", iat=now - 60)
        others = await client.get("/v1/events", headers={"Authorization": f"Bearer {other}"})
    assert (again.status_code, others.status_code) == (200, 200)


async def test_the_latest_moment_stands_whatever_the_order(database: Database) -> None:
    known = Revocations()
    for hours in (2, 1):
        async with database.transaction(None) as session:
            await revocations.take(session, revoked("client-7", NOW + timedelta(hours=hours)))
    await known.read(database)
    assert known.covers("client-7", (NOW + timedelta(minutes=90)).timestamp())
    assert not known.covers("client-7", (NOW + timedelta(hours=2)).timestamp())


async def test_what_no_token_can_be_old_enough_for_is_forgotten(database: Database) -> None:
    async with database.transaction(None) as session:
        for client, age in (("old", timedelta(hours=3)), ("young", timedelta(minutes=59))):
            at = datetime.now(UTC) - age
            await revocations.record(session, subject=client, tokens_before=at)
    await worker.forget_old(database)
    known = Revocations()
    await known.read(database)
    assert known._known.keys() == {"young"}


async def test_a_running_process_reads_the_table_by_itself(
    databases: TestDatabases, monkeypatch: pytest.MonkeyPatch, app: FastAPI, signer: Signer
) -> None:
    monkeypatch.setattr(revocations, "READ_EVERY_SECONDS", 0.02)
    async with databases.copied("surveys") as url:
        app.state.database = Database.connect(url)
        app.state.revocations = Revocations()
        app.state.verifier = tokens.Verifier(
            signer.verifier()._keys,
            issuer="pejling",
            audience="pejling",
            revocations=app.state.revocations,
        )
        token = signer.token({"feed.read"}, iat=int(time.time()) - 5)
        async with client_of(app, token) as client:
            assert (await client.get("/v1/events")).status_code == 200
            async with app.state.database.transaction(None) as session:
                await revocations.record(
                    session, subject="client-1", tokens_before=datetime.now(UTC)
                )
            async with asyncio.timeout(10):
                while (await _asked(client)).status_code == 200:  # noqa: ASYNC110 - only asking tells
                    await asyncio.sleep(0.02)
            assert (await _asked(client)).json()["code"] == "token_revoked"


async def _asked(client: httpx.AsyncClient) -> httpx.Response:
    return await client.get("/v1/events")
