"""Access taken back, a key in two municipalities, a silent database: each is told apart."""

import asyncio
import time
from datetime import UTC, datetime

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select

from kit import database as databases_of_kit
from kit import revocations, tables, tokens
from kit.database import Database
from kit.testing.clients import client_of
from kit.testing.signing import Signer


async def facts(database: Database, municipality: str) -> list[str]:
    outbox = tables.outbox
    async with database.transaction(municipality) as session:
        found = await session.scalars(
            select(outbox.c.subject).where(outbox.c.municipality == municipality)
        )
        return list(found)


def in_municipality(signer: Signer, municipality: str, kind: str = "staff") -> dict[str, str]:
    token = signer.token({"seats.make"}, municipality=municipality, sub="person-1", kind=kind)
    return {"Authorization": f"Bearer {token}", "Idempotency-Key": "k"}


async def test_one_persons_key_in_two_municipalities_is_two_acts(
    client: httpx.AsyncClient, database: Database, signer: Signer
) -> None:
    answers = [
        await client.post("/v1/seats", json={"id": name}, headers=in_municipality(signer, where))
        for where, name in (("0999", "a"), ("0101", "a"), ("0999", "a"), ("0101", "a"))
    ]
    assert [one.status_code for one in answers] == [201] * 4
    assert await facts(database, "0999") == ["a"]
    assert await facts(database, "0101") == ["a"]


async def test_one_persons_key_may_say_something_else_in_another_municipality(
    client: httpx.AsyncClient, database: Database, signer: Signer
) -> None:
    first, second = [
        await client.post("/v1/seats", json={"id": name}, headers=in_municipality(signer, where))
        for where, name in (("0999", "a"), ("0101", "b"))
    ]
    reused = await client.post(
        "/v1/seats", json={"id": "c"}, headers=in_municipality(signer, "0101")
    )
    assert (first.json()["id"], second.json()["id"]) == ("a", "b")
    assert (reused.status_code, reused.json()["code"]) == (409, "idempotency_key_reused")
    assert await facts(database, "0101") == ["b"]


async def test_what_was_taken_back_is_known_before_the_first_request(
    app: FastAPI, database: Database, signer: Signer
) -> None:
    async with database.transaction(None) as session:
        await revocations.record(session, subject="client-7", tokens_before=datetime.now(UTC))
    app.state.verifier = tokens.Verifier(
        signer.verifier()._keys,
        issuer="pejling",
        audience="pejling",
        revocations=app.state.revocations,
    )
    issued = int(time.time()) - 60
    taken, standing = (
        signer.token({"feed.read"}, sub=sub, iat=issued, nbf=issued)
        for sub in ("client-7", "client-8")
    )
    # Nobody reads the table again while the test runs (kit.testing.fixtures).
    async with client_of(app, taken) as client:
        first = await client.get("/v1/events")
        other = await client.get("/v1/events", headers={"Authorization": f"Bearer {standing}"})
    assert (first.status_code, first.json()["code"]) == (401, "token_revoked")
    assert other.status_code == 200


async def test_a_process_starts_beside_a_database_that_is_away(
    app: FastAPI, signer: Signer
) -> None:
    app.state.database = Database.connect("postgresql://nobody@127.0.0.1:1/nothing")
    async with client_of(app, signer.token({"feed.read"})) as client:
        assert (await client.get("/live")).status_code == 200
        answer = await client.get("/v1/events")
    assert (answer.status_code, answer.json()["code"]) == (503, "database_unavailable")


async def test_a_database_that_takes_no_connection_in_time_is_said_to_be_away(
    app: FastAPI, signer: Signer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(databases_of_kit, "CONNECT_TIMEOUT_SECONDS", 0.2)
    held: list[asyncio.StreamWriter] = []

    async def say_nothing(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        held.append(writer)

    silent = await asyncio.start_server(say_nothing, "127.0.0.1", 0)
    port = silent.sockets[0].getsockname()[1]
    app.state.database = Database.connect(f"postgresql://nobody@127.0.0.1:{port}/nothing")
    async with client_of(app, signer.token({"feed.read", "seats.make"})) as client:
        read = await client.get("/v1/events")
        written = await client.post("/v1/seats", json={"id": "a"}, headers={"Idempotency-Key": "k"})
        ready = await client.get("/ready")
        metrics = await client.get("/metrics")
    for writer in held:
        writer.close()
    silent.close()
    await silent.wait_closed()
    assert [(one.status_code, one.json()["code"]) for one in (read, written, ready)] == [
        (503, "database_unavailable")
    ] * 3
    assert read.headers["Retry-After"]
    assert metrics.status_code == 200
    assert "database_up 0.0" in metrics.text
