"""Whoever runs the installation sees how each service does, also when one does not answer."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from pydantic import SecretStr

from gateway import roles
from gateway.app import create_app
from gateway.operations import service
from gateway.settings import Settings
from kit.database import Database
from kit.testing.clients import client_of

from .test_clients import Bear, Headers

READY = {"status": "ok", "migration": "0007", "feeds": {"effects": 3, "contracts": 9}, "worker": 1}


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine is no service that is away."""
    monkeypatch.setattr(service, "DEADLINE_SECONDS", 60.0)


@asynccontextmanager
async def answering(
    body: object, *, status: str = "200 OK", at_once: bool = True
) -> AsyncIterator[str]:
    """A service on a port of its own that answers everything alike, or not at all; its address."""
    ended = asyncio.Event()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            await reader.readuntil(b"\r\n\r\n")
            if not at_once:
                await ended.wait()
            written = body if isinstance(body, bytes) else json.dumps(body).encode()
            head = f"HTTP/1.1 {status}\r\ncontent-length: {len(written)}\r\nconnection: close"
            writer.write(f"{head}\r\n\r\n".encode() + written)
            await writer.drain()
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        ended.set()


async def asked(
    database: Database, key_file: Path, bear: Bear, urls: Mapping[str, str]
) -> dict[str, Any]:
    """What an administrator is told of these services, by service."""
    app = create_app(
        Settings(
            database_url=SecretStr("postgresql://unused/unused"),
            signing_key_file=key_file,
            gateway_url=urls["gateway"],
            visitation_url=urls.get("visitation"),
            effects_url=urls.get("effects"),
        )
    )
    app.state.database = database
    async with client_of(app) as client:
        answer = await client.get("/v1/operations", headers=bear(app, "operations.read"))
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    told: dict[str, Any] = answer.json()
    return told


async def test_each_service_says_how_it_does(
    database: Database, key_file: Path, bear: Bear
) -> None:
    async with answering(READY) as one, answering({**READY, "feeds": {}}) as other:
        told = await asked(database, key_file, bear, {"gateway": one, "visitation": other})
    assert told["is_well"] is True
    assert [each["service"] for each in told["services"]] == ["gateway", "visitation"]
    first = told["services"][0]
    assert (first["state"], first["migration"], first["detail"]) == ("ready", "0007", None)
    assert first["feeds"] == [
        {"feed": "contracts", "heard_seconds": 9, "is_late": False},
        {"feed": "effects", "heard_seconds": 3, "is_late": False},
    ]
    assert first["worker"] == {"heard_seconds": 1, "is_late": False}


@pytest.mark.parametrize("said", [{"feeds": {"effects": 121}}, {"worker": 121}, {"worker": None}])
async def test_a_feed_or_a_worker_that_was_not_heard_for_long_is_late(
    database: Database, key_file: Path, bear: Bear, said: dict[str, object]
) -> None:
    async with answering(READY | said) as address:
        told = await asked(database, key_file, bear, {"gateway": address})
    assert told["is_well"] is False
    [only] = told["services"]
    assert only["state"] == "ready"
    assert only["worker"]["is_late"] or only["feeds"][0]["is_late"]


async def test_one_that_is_not_ready_says_why(
    database: Database, key_file: Path, bear: Bear
) -> None:
    problem = {"code": "not_ready", "detail": "Databasen har version 0006.", "title": "Ikke klar"}
    async with (
        answering(READY) as well,
        answering(problem, status="503 Service Unavailable") as ill,
        answering(b"<html>", status="502 Bad Gateway") as strange,
    ):
        urls = {"gateway": well, "visitation": ill, "effects": strange}
        told = await asked(database, key_file, bear, urls)
    assert told["is_well"] is False
    assert [each["state"] for each in told["services"]] == ["ready", "not_ready", "not_ready"]
    _, ill_one, strange_one = told["services"]
    assert (ill_one["code"], ill_one["detail"]) == ("not_ready", "Databasen har version 0006.")
    assert strange_one["code"] == "unreadable"
    assert ill_one["worker"] is None


async def test_one_that_is_away_is_named_beside_those_that_answer(
    database: Database, key_file: Path, bear: Bear
) -> None:
    async with answering(READY) as gone:
        pass
    async with answering(READY) as well:
        told = await asked(database, key_file, bear, {"gateway": well, "visitation": gone})
    assert [each["state"] for each in told["services"]] == ["ready", "silent"]
    assert told["services"][1]["detail"].startswith("Tjenesten svarer ikke.")
    assert told["is_well"] is False


async def test_one_that_does_not_answer_is_not_waited_for(
    database: Database, key_file: Path, bear: Bear, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "DEADLINE_SECONDS", 0.2)
    async with answering(READY, at_once=False) as slow:
        told = await asked(database, key_file, bear, {"gateway": slow})
    assert [each["state"] for each in told["services"]] == ["silent"]


async def test_it_takes_a_right_that_of_the_roles_the_administrator_alone_has(
    client: httpx.AsyncClient, app: FastAPI, bear: Bear
) -> None:
    refused = await client.get("/v1/operations", headers=bear(app, "clients.manage"))
    assert (refused.status_code, refused.json()["code"]) == (403, "right_missing")
    assert {r for r in roles.ROLES if "operations.read" in roles.ROLES[r]} == {"administrator"}


async def test_the_roles_of_systems_are_told_with_what_they_may_do(
    client: httpx.AsyncClient, administrator: Headers, bear: Bear, app: FastAPI
) -> None:
    answer = await client.get("/v1/client-roles", headers=administrator)
    told = {each["role"]: each for each in answer.json()["items"]}
    assert tuple(told) == roles.OVER_HTTP
    assert [role for role, each in told.items() if each["needs_provider"]] == ["provider_system"]
    reader = told["guide_reader"]["rights"]
    assert {each["right"] for each in reader} == roles.rights_of("guide_reader")
    assert all(each["label"] for each in told["jobcenter_system"]["rights"])
    refused = await client.get("/v1/client-roles", headers=bear(app, "audit.search"))
    assert refused.status_code == 403
