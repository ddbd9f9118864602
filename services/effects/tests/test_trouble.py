"""When something is away or ends in the middle: a problem with a code, and nothing half done."""

import asyncio
import os
import time
from collections.abc import AsyncIterator, MutableMapping
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from pydantic import SecretStr
from sqlalchemy import text

from effects import workspace
from effects.app import create_app
from effects.settings import Settings
from kit.database import Database
from kit.testing.clients import client_of
from kit.testing.databases import TestDatabases
from kit.testing.signing import Signer

from .conftest import RIGHTS
from .factories import CODES, hours, send

UNREACHABLE = "postgresql://nobody:nothing@127.0.0.1:1/nowhere"
CITIZENS_OF_MANY, MONTHS = 1_667, 12
MANY = hours(*((f"citizen-{n // 90}", f"2024-{n % MONTHS + 1:02}", "1.5") for n in range(150_000)))


async def test_without_a_database_every_answer_is_a_problem_that_says_so(
    settings: Settings, signer: Signer
) -> None:
    app = create_app(settings.model_copy(update={"database_url": SecretStr(UNREACHABLE)}))
    app.state.verifier = signer.verifier()
    async with client_of(app, signer.token(RIGHTS)) as client:
        answers = [
            await send(client, "codes", CODES),
            await client.get("/v1/registers/codes/imports"),
            await client.get("/v1/figures"),
            await client.get("/v1/releases"),
            await client.post("/v1/releases", headers={"Idempotency-Key": "one"}),
        ]
        definitions = await client.get("/v1/definitions")
    assert [answer.status_code for answer in answers] == [503] * len(answers)
    assert {answer.json()["code"] for answer in answers} == {"database_unavailable"}
    assert all("igen om lidt" in answer.json()["detail"] for answer in answers)
    assert all(answer.headers["Retry-After"] for answer in answers)
    assert definitions.status_code == 200
    assert list(settings.spool_folder.iterdir()) == []


async def test_a_connection_that_is_killed_in_mid_import_leaves_nothing_half_done(
    databases: TestDatabases, settings: Settings, signer: Signer
) -> None:
    async with databases.copied("effects") as url:
        app = create_app(settings.model_copy(update={"database_url": SecretStr(url)}))
        app.state.verifier = signer.verifier()
        killer = Database.connect(url, pool_size=1)
        async with client_of(app, signer.token(RIGHTS)) as client:
            importing = asyncio.create_task(send(client, "hours", MANY))
            assert await _kill_when_writing(killer, importing)
            killed = await importing
            assert killed.status_code == 503
            assert killed.json()["code"] == "database_unavailable"
            assert (await client.get("/v1/registers/hours/imports")).json()["items"] == []
            again = await send(client, "hours", MANY)
            assert again.status_code == 201
            assert again.json()["version"] == 1
        async with killer.transaction("0999") as session:
            rows = await session.scalar(text("SELECT count(*) FROM employment_hours"))
            assert rows == CITIZENS_OF_MANY * MONTHS
        await killer.close()


async def _kill_when_writing(killer: Database, importing: asyncio.Task[httpx.Response]) -> bool:
    """End the connection that copies or inserts; False when the import was faster."""
    kill = text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        " AND (query LIKE 'COPY %' OR query LIKE '%INTO employment_hours%')"
    )
    while not importing.done():
        async with killer.transaction(None) as session:
            if (await session.scalars(kill)).all():
                return True
        await asyncio.sleep(0.005)
    return False


async def test_a_sender_that_leaves_in_the_middle_stores_nothing(
    app: FastAPI, client: httpx.AsyncClient, signer: Signer, settings: Settings
) -> None:
    arriving: list[dict[str, object]] = [
        {"type": "http.request", "body": CODES.encode()[:50], "more_body": True},
        {"type": "http.disconnect"},
    ]

    async def receive() -> dict[str, object]:
        return arriving.pop(0)

    sent: list[MutableMapping[str, object]] = []

    async def send_on(message: MutableMapping[str, object]) -> None:
        sent.append(message)

    await app(
        {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "POST",
            "scheme": "http",
            "path": "/v1/registers/codes/imports",
            "raw_path": b"/v1/registers/codes/imports",
            "query_string": b"",
            "root_path": "",
            "headers": [
                (b"content-type", b"text/csv"),
                (b"authorization", f"Bearer {signer.token(RIGHTS)}".encode()),
            ],
            "client": ("127.0.0.1", 1),
            "server": ("pejling.test", 80),
            "state": {},
        },
        receive,
        send_on,
    )
    assert sent[0]["status"] == 422
    assert (await client.get("/v1/registers/codes/imports")).json()["items"] == []
    assert list(settings.spool_folder.iterdir()) == []


async def test_a_chunked_upload_of_many_pieces_is_one_file(client: httpx.AsyncClient) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        content = MANY.encode()
        for first in range(0, len(content), 9_973):
            yield content[first : first + 9_973]

    answer = await client.post(
        "/v1/registers/hours/imports", content=pieces(), headers={"Content-Type": "text/csv"}
    )
    assert answer.status_code == 201
    assert answer.json()["rows"] == 150_000
    assert (await send(client, "hours", MANY)).json()["already"]


def test_what_a_killed_process_left_behind_is_swept_after_a_day(tmp_path: Path) -> None:
    left, working = tmp_path / "work-left", tmp_path / "work-now"
    for folder in (left, working):
        folder.mkdir()
        (folder / "upload.csv").write_text("a")
    long_ago = time.time() - 2 * workspace.FORGOTTEN_AFTER_SECONDS
    os.utime(left, (long_ago, long_ago))
    assert workspace.sweep(tmp_path) == 1
    assert [folder.name for folder in tmp_path.iterdir()] == ["work-now"]


def test_a_working_folder_is_for_its_owner_alone(tmp_path: Path) -> None:
    with workspace.workspace(tmp_path / "spool") as folder:
        assert folder.stat().st_mode & 0o077 == 0
        assert folder.parent.stat().st_mode & 0o077 == 0


def test_duckdb_reads_nothing_outside_its_folder(tmp_path: Path) -> None:
    outside = tmp_path / "secret.csv"
    outside.write_text("a\n1\n")
    with (
        workspace.workspace(tmp_path / "spool") as folder,
        workspace.duckdb_in(folder) as con,
        pytest.raises(Exception, match="disabled by configuration"),
    ):
        con.execute(f"FROM read_csv('{outside}')")
