"""Requests that meet at one client: each secret that is promised works, and none is made twice."""

import asyncio
from collections import Counter
from collections.abc import Callable
from typing import Any

import httpx
from fastapi import FastAPI
from sqlalchemy import func, select

from gateway.clients.models import Client
from kit import tables

NEW = {"name": "Fagsystem", "role": "jobcenter_system"}
GRANT = {"grant_type": "client_credentials"}

Bear = Callable[..., dict[str, str]]


async def create(racer: httpx.AsyncClient, who: dict[str, str]) -> dict[str, Any]:
    body: dict[str, Any] = (await racer.post("/v1/clients", json=NEW, headers=who)).json()
    return body


async def works(racer: httpx.AsyncClient, client_id: str, secret: str) -> bool:
    answer = await racer.post("/v1/token", data=GRANT, auth=(client_id, secret))
    return answer.status_code == 200


async def test_one_key_sent_twenty_times_at_once_makes_one_client(
    racer: httpx.AsyncClient, racing_app: FastAPI, bear: Bear
) -> None:
    headers = bear(racing_app, "clients.manage") | {"Idempotency-Key": "same"}
    answers = await asyncio.gather(
        *(racer.post("/v1/clients", json=NEW, headers=headers) for _ in range(20))
    )
    assert {one.status_code for one in answers} <= {201, 409}
    made = [one.json() for one in answers if one.status_code == 201]
    assert len({one["id"] for one in made}) == 1
    assert len([one for one in made if one["secret"] is not None]) == 1
    async with racing_app.state.database.transaction(None) as session:
        assert await session.scalar(select(func.count()).select_from(Client)) == 1


async def test_of_two_rotations_with_an_overlap_one_is_told_to_wait(
    racer: httpx.AsyncClient, racing_app: FastAPI, bear: Bear
) -> None:
    who = bear(racing_app, "clients.manage")
    made = await create(racer, who)
    path = f"/v1/clients/{made['id']}/rotate"
    answers = await asyncio.gather(
        *(racer.post(path, json={"overlap_days": 1}, headers=who) for _ in range(2))
    )
    assert sorted(one.status_code for one in answers) == [200, 409]
    (second,) = (one.json()["secret"] for one in answers if one.status_code == 200)
    assert await works(racer, made["id"], made["secret"])
    assert await works(racer, made["id"], second)


async def test_of_two_rotations_of_one_version_one_has_read_too_early(
    racer: httpx.AsyncClient, racing_app: FastAPI, bear: Bear
) -> None:
    who = bear(racing_app, "clients.manage")
    made = await create(racer, who)
    path, headers = f"/v1/clients/{made['id']}/rotate", who | {"If-Match": '"1"'}
    answers = await asyncio.gather(*(racer.post(path, json={}, headers=headers) for _ in range(2)))
    assert sorted(one.status_code for one in answers) == [200, 412]
    (second,) = (one.json()["secret"] for one in answers if one.status_code == 200)
    assert await works(racer, made["id"], second)


async def test_no_token_with_the_former_rights_outlives_a_change_of_role(
    racer: httpx.AsyncClient, racing_app: FastAPI, bear: Bear
) -> None:
    who = bear(racing_app, "clients.manage")
    made = await create(racer, who)
    pair = (made["id"], made["secret"])
    path, headers = f"/v1/clients/{made['id']}", who | {"If-Match": '"1"'}

    async def tokens() -> list[str]:
        return [
            (await racer.post("/v1/token", data=GRANT, auth=pair)).json()["access_token"]
            for _ in range(8)
        ]

    async def change() -> int:
        body = NEW | {"role": "guide_reader"}
        return (await racer.put(path, json=body, headers=headers)).status_code

    before, status, *others = await asyncio.gather(tokens(), change(), tokens(), tokens())
    assert status == 200
    after = await tokens()
    await racing_app.state.revocations.read(racing_app.state.database)
    held: Counter[str] = Counter()
    for token in (*before, *after, *(one for each in others for one in each)):
        answer = await racer.get("/v1/events", headers={"Authorization": f"Bearer {token}"})
        # The former role may read the feed, the new one may not.
        held[answer.json()["code"] if answer.status_code != 200 else "former rights"] += 1
    assert held.keys() <= {"token_revoked", "right_missing"}
    assert held["right_missing"] >= len(after)


async def test_a_revocation_is_published_once_however_often_it_is_asked_for(
    racer: httpx.AsyncClient, racing_app: FastAPI, bear: Bear
) -> None:
    who = bear(racing_app, "clients.manage")
    made = await create(racer, who)
    path = f"/v1/clients/{made['id']}/revoke"
    answers = await asyncio.gather(*(racer.post(path, headers=who) for _ in range(10)))
    assert {one.status_code for one in answers} == {200}
    assert len({one.json()["revoked_at"] for one in answers}) == 1
    async with racing_app.state.database.transaction(None) as session:
        assert await session.scalar(select(func.count()).select_from(tables.outbox)) == 1
