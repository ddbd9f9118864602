"""An administrator changes what a system may, gives it another secret, and closes it."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from joserfc.jwk import ECKey, OKPKey, RSAKey
from sqlalchemy import select, update
from structlog.testing import capture_logs

from gateway.clients.models import Client
from kit import tables
from kit.database import Database

NEW = {"name": "Fagsystem", "role": "jobcenter_system"}
GRANT = {"grant_type": "client_credentials"}

Headers = dict[str, str]
Bear = Callable[..., Headers]
Register = Callable[..., Awaitable[Any]]


P256 = ECKey.generate_key("P-256")


async def create(client: httpx.AsyncClient, who: Headers, **said: object) -> dict[str, Any]:
    answer = await client.post("/v1/clients", json=NEW | said, headers=who)
    assert answer.status_code == 201, answer.text
    body: dict[str, Any] = answer.json()
    return body


async def status_with(client: httpx.AsyncClient, client_id: str, secret: str) -> int:
    answer = await client.post("/v1/token", data=GRANT, auth=(client_id, secret))
    return answer.status_code


async def published(database: Database) -> list[tuple[str | None, str, str]]:
    outbox = tables.outbox
    async with database.transaction(None) as session:
        rows = await session.execute(select(outbox).order_by(outbox.c.position))
        return [(row.municipality, row.type, row.subject) for row in rows]


def public(key: ECKey | RSAKey | OKPKey) -> dict[str, Any]:
    return dict(key.as_dict(private=False))


async def test_a_providers_system_names_its_provider_in_its_tokens(
    client: httpx.AsyncClient, app: FastAPI, administrator: Headers
) -> None:
    made = await create(client, administrator, role="provider_system", provider_id="p-1")
    answer = await client.post("/v1/token", data=GRANT, auth=(made["id"], made["secret"]))
    caller = await app.state.verifier.verify(answer.json()["access_token"])
    assert (caller.provider_id, caller.municipality) == ("p-1", "0999")


async def test_a_replacement_says_which_version_it_has_read(
    client: httpx.AsyncClient, administrator: Headers
) -> None:
    made = await create(client, administrator)
    path = f"/v1/clients/{made['id']}"
    body = NEW | {"name": "Nyt navn"}
    for headers, status in (({}, 428), ({"If-Match": '"7"'}, 412), ({"If-Match": '"1"'}, 200)):
        answer = await client.put(path, json=body, headers=administrator | headers)
        assert answer.status_code == status
    assert (answer.headers["etag"], answer.json()["name"]) == ('"2"', "Nyt navn")
    assert answer.json()["changed_by"] == "staff-1"
    assert answer.json()["expires_at"] == made["expires_at"]


async def test_a_new_name_lets_tokens_live_and_a_new_role_kills_them(
    client: httpx.AsyncClient, app: FastAPI, administrator: Headers, database: Database
) -> None:
    made = await create(client, administrator)
    pair = (made["id"], made["secret"])

    async def token() -> str:
        answer = await client.post("/v1/token", data=GRANT, auth=pair)
        return str(answer.json()["access_token"])

    async def status(held: str) -> int:
        await app.state.revocations.read(database)
        headers = {"Authorization": f"Bearer {held}"}
        return (await client.get("/v1/events", headers=headers)).status_code

    held = await token()
    path = f"/v1/clients/{made['id']}"
    renamed = NEW | {"name": "Nyt navn"}
    await client.put(path, json=renamed, headers=administrator | {"If-Match": '"1"'})
    assert (await published(database), await status(held)) == ([], 200)
    reader = NEW | {"role": "guide_reader"}
    answer = await client.put(path, json=reader, headers=administrator | {"If-Match": '"2"'})
    assert answer.status_code == 200, answer.text
    assert await published(database) == [("0999", "AccessRevoked", made["id"])]
    assert await status(held) == 401
    # A token of the same second is one of the new ones, and holds the new rights.
    fresh = await token()
    assert (await app.state.verifier.verify(fresh)).rights == {"codes.read", "guide.read"}


async def test_a_revoked_client_and_its_tokens_are_refused_and_stay_so(
    client: httpx.AsyncClient, app: FastAPI, administrator: Headers, database: Database
) -> None:
    made = await create(client, administrator)
    pair = (made["id"], made["secret"])
    held = (await client.post("/v1/token", data=GRANT, auth=pair)).json()["access_token"]
    path = f"/v1/clients/{made['id']}"
    for _ in range(2):
        answer = await client.post(f"{path}/revoke", headers=administrator)
        assert answer.status_code == 200
        assert (answer.json()["state"], answer.json()["actions"]) == ("revoked", [])
        assert answer.json()["revoked_by"] == "staff-1"
    assert await published(database) == [("0999", "AccessRevoked", made["id"])]
    await app.state.revocations.read(database)
    answer = await client.get("/v1/events", headers={"Authorization": f"Bearer {held}"})
    assert (answer.status_code, answer.json()["code"]) == (401, "token_revoked")
    assert await status_with(client, *pair) == 401
    for answer in (
        await client.post(f"{path}/rotate", json={}, headers=administrator),
        await client.put(path, json=NEW, headers=administrator | {"If-Match": '"2"'}),
    ):
        assert (answer.status_code, answer.json()["code"]) == (409, "client_closed")


async def test_the_former_secret_works_on_for_the_overlap_that_was_asked_for(
    client: httpx.AsyncClient, administrator: Headers, database: Database
) -> None:
    made = await create(client, administrator)
    path = f"/v1/clients/{made['id']}/rotate"
    answer = await client.post(path, json={"overlap_days": 7}, headers=administrator)
    second = answer.json()["secret"]
    assert answer.json()["rotated_by"] == "staff-1"
    assert answer.json()["former_secret_until"] is not None
    assert await status_with(client, made["id"], made["secret"]) == 200
    assert await status_with(client, made["id"], second) == 200
    # A third secret with an overlap would end the first one's days before their time.
    answer = await client.post(path, json={"overlap_days": 1}, headers=administrator)
    assert (answer.status_code, answer.json()["code"]) == (409, "rotation_under_way")
    async with database.transaction(None) as session:
        await session.execute(
            update(Client).values(former_secret_until=datetime.now(UTC) - timedelta(seconds=1))
        )
    assert await status_with(client, made["id"], made["secret"]) == 401
    assert await status_with(client, made["id"], second) == 200


async def test_without_overlap_all_former_secrets_end_at_once(
    client: httpx.AsyncClient, administrator: Headers
) -> None:
    made = await create(client, administrator)
    path = f"/v1/clients/{made['id']}/rotate"
    second = (await client.post(path, json={"overlap_days": 7}, headers=administrator)).json()
    third = (await client.post(path, json={}, headers=administrator)).json()
    assert third["former_secret_until"] is None
    for secret, status in ((made["secret"], 401), (second["secret"], 401), (third["secret"], 200)):
        assert await status_with(client, made["id"], secret) == status


async def test_a_rotation_sent_again_is_one_rotation(
    client: httpx.AsyncClient, administrator: Headers
) -> None:
    made = await create(client, administrator)
    path, headers = f"/v1/clients/{made['id']}/rotate", administrator | {"Idempotency-Key": "r"}
    first = (await client.post(path, json={}, headers=headers)).json()
    again = (await client.post(path, json={}, headers=headers)).json()
    assert (again["secret"], again["version"]) == (None, first["version"])
    assert await status_with(client, made["id"], first["secret"]) == 200


@pytest.mark.parametrize("days", [-1, 8, 1.5, "3"])
async def test_an_overlap_is_seven_days_at_most(
    client: httpx.AsyncClient, administrator: Headers, days: object
) -> None:
    made = await create(client, administrator)
    path = f"/v1/clients/{made['id']}/rotate"
    answer = await client.post(path, json={"overlap_days": days}, headers=administrator)
    assert answer.status_code == 422


async def test_a_client_that_gives_up_its_secret_gets_one_again_by_rotation_alone(
    client: httpx.AsyncClient, administrator: Headers
) -> None:
    made = await create(client, administrator)
    path = f"/v1/clients/{made['id']}"
    keys = {"public_keys": [public(P256)], "uses_secret": False}
    answer = await client.put(path, json=NEW | keys, headers=administrator | {"If-Match": "*"})
    assert (answer.status_code, answer.json()["uses_secret"]) == (200, False)
    assert await status_with(client, made["id"], made["secret"]) == 401
    wanted = keys | {"uses_secret": True}
    answer = await client.put(path, json=NEW | wanted, headers=administrator | {"If-Match": "*"})
    assert answer.json()["errors"][0]["code"] == "secret_by_rotation"
    rotated = (await client.post(f"{path}/rotate", json={}, headers=administrator)).json()
    assert await status_with(client, made["id"], rotated["secret"]) == 200


async def test_the_last_use_is_written_once_an_hour(
    client: httpx.AsyncClient, administrator: Headers, database: Database
) -> None:
    made = await create(client, administrator)

    async def used_after(noted: datetime) -> datetime:
        async with database.transaction(None) as session:
            await session.execute(update(Client).values(last_used_at=noted))
        assert await status_with(client, made["id"], made["secret"]) == 200
        async with database.transaction(None) as session:
            used: datetime | None = await session.scalar(select(Client.last_used_at))
        assert used is not None
        return used

    now = datetime.now(UTC)
    lately, long_ago = now - timedelta(minutes=59), now - timedelta(minutes=61)
    assert await used_after(lately) == lately
    assert await used_after(long_ago) >= now


async def test_every_change_is_logged_with_who_and_no_secret(
    client: httpx.AsyncClient, administrator: Headers
) -> None:
    with capture_logs() as logs:
        made = await create(client, administrator)
        path = f"/v1/clients/{made['id']}"
        rotated = (await client.post(f"{path}/rotate", json={}, headers=administrator)).json()
        await client.put(path, json=NEW, headers=administrator | {"If-Match": '"2"'})
        await client.post(f"{path}/revoke", headers=administrator)
    said = [(line["event"], line["client"], line["by"]) for line in logs if "client" in line]
    assert said == [
        (event, made["id"], "staff-1")
        for event in ("client_created", "client_rotated", "client_revised", "client_revoked")
    ]
    assert made["secret"] not in repr(logs)
    assert rotated["secret"] not in repr(logs)
