"""Keys rotate under a running gateway, and nobody's request fails for it."""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from joserfc import jws
from structlog.testing import capture_logs
from typer.testing import CliRunner

from gateway import keys
from gateway.clients import service
from gateway.commands import commands
from gateway.keys import key_file as running
from gateway.keys import signing
from gateway.keys.key_file import KeyFile

GRANT = {"grant_type": "client_credentials"}

Register = Callable[..., Awaitable[Any]]


class Clock:
    """A clock that stands until it is set on."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def rotate(path: Path, *options: str) -> int:
    result = CliRunner().invoke(commands, ["rotate-keys", "--file", str(path), *options])
    return result.exit_code


def age(path: Path, *, minutes: int) -> None:
    then = time.time() - minutes * 60
    os.utime(path, (then, then))


async def test_a_rotation_under_load_refuses_nobody(
    racer: httpx.AsyncClient, racing_app: FastAPI, key_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "LOOK_EVERY_SECONDS", 0.0)
    at = datetime.now(UTC)
    async with racing_app.state.database.transaction(None) as session:
        known = [
            await service.register_client(
                session,
                client_id=None,
                name="Fagsystem",
                role="jobcenter_system",
                municipality="0999",
                secret=None,
                at=at,
                expires_at=at + timedelta(days=1),
            )
            for _ in range(4)
        ]
    signers: list[str] = []
    at_work, under_way = asyncio.Semaphore(20), asyncio.Event()

    async def come_and_go(number: int) -> list[int]:
        client, secret = known[number % len(known)]
        async with at_work:
            answer = await racer.post("/v1/token", data=GRANT, auth=(client.id, secret))
            token = answer.json()["access_token"]
            signers.append(jws.extract_compact(token.encode()).headers()["kid"])
            called = await racer.get("/v1/events", headers={"Authorization": f"Bearer {token}"})
        if number == 50:
            under_way.set()
        return [answer.status_code, called.status_code]

    async def rotate_meanwhile() -> list[int]:
        await under_way.wait()
        return [200 + await asyncio.to_thread(rotate, key_file)]

    answered = await asyncio.gather(
        *(come_and_go(number) for number in range(200)), rotate_meanwhile()
    )
    assert {status for pair in answered for status in pair} == {200}
    assert len(set(signers)) == 2


async def test_a_token_of_the_former_key_is_taken_after_the_rotation_and_the_new_is_published(
    client: httpx.AsyncClient,
    app: FastAPI,
    register: Register,
    key_file: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(running, "LOOK_EVERY_SECONDS", 0.0)
    known = await register()
    before = (await client.post("/v1/token", data=GRANT, auth=known.basic)).json()
    first = (await client.get("/v1/keys")).json()["keys"]
    assert rotate(key_file) == 0
    second = (await client.get("/v1/keys")).json()["keys"]
    assert second[0] == first[1]
    assert second[2] == first[0]
    after = (await client.post("/v1/token", data=GRANT, auth=known.basic)).json()
    for token in (before["access_token"], after["access_token"]):
        assert (await app.state.verifier.verify(token)).subject == known.id


def test_the_file_is_looked_at_once_a_second(key_file: Path) -> None:
    clock = Clock()
    known = KeyFile(key_file, clock=clock)
    before = known.keys
    assert rotate(key_file) == 0
    clock.now = 0.9
    assert known.keys is before
    clock.now = 1.0
    assert known.keys.keys[0].kid == before.keys[1].kid


def test_a_broken_file_is_logged_once_and_the_known_keys_go_on(key_file: Path) -> None:
    clock = Clock()
    known = KeyFile(key_file, clock=clock)
    before, good = known.keys, key_file.read_text()

    def open_to_others() -> None:
        key_file.write_text(good + " ")
        key_file.chmod(0o644)

    broken: tuple[Callable[[], object], ...] = (
        lambda: key_file.write_text("{}"),
        lambda: key_file.write_text(good[: len(good) // 2]),
        open_to_others,
        key_file.unlink,
    )
    for damage in broken:
        damage()
        with capture_logs() as logs:
            for _ in range(3):
                clock.now += 1
                assert known.keys is before
        assert [line["event"] for line in logs] == ["key_file_unusable"]
        assert '"d"' not in repr(logs)
    key_file.touch(mode=0o600)
    key_file.write_text(keys.rotate(good))
    clock.now += 1
    assert known.keys.keys[0].kid == before.keys[1].kid


def test_keys_do_not_rotate_twice_within_a_quarter_unless_forced(key_file: Path) -> None:
    assert rotate(key_file) == 0
    once = signing.read(key_file)
    assert rotate(key_file) == 2
    assert signing.read(key_file) == once
    age(key_file, minutes=14)
    assert rotate(key_file) == 2
    age(key_file, minutes=16)
    assert rotate(key_file) == 0
    assert rotate(key_file, "--force") == 0
    assert signing.read(key_file).keys[0].kid != once.keys[0].kid


async def test_of_two_rotations_at_once_one_is_done(key_file: Path) -> None:
    before = signing.read(key_file)
    ended = await asyncio.gather(*(asyncio.to_thread(_rotate_apart, key_file) for _ in range(4)))
    assert sorted(ended) == [0, 2, 2, 2]
    after = signing.read(key_file)
    assert after.keys[0].kid == before.keys[1].kid
    assert after.keys[2].kid == before.keys[0].kid


def _rotate_apart(path: Path) -> int:
    """Rotate without the runner, which would take the standard streams of the whole process."""
    ended: int | None = commands(["rotate-keys", "--file", str(path)], standalone_mode=False)
    return ended or 0
