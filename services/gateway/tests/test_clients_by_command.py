"""What the command line gives, no administrator takes over; what was closed opens nothing again."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from joserfc import jwt
from joserfc.jwk import ECKey

from gateway.clients import service
from kit.database import Database

GRANT = {"grant_type": "client_credentials"}
JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
OWN = ECKey.generate_key("P-256")

Headers = dict[str, str]
Register = Callable[..., Awaitable[Any]]


def public(key: ECKey) -> dict[str, Any]:
    return dict(key.as_dict(private=False))


def asserted(client_id: str, number: str) -> dict[str, str]:
    """A request for a token by what the client's own key has signed."""
    exp = int(datetime.now(UTC).timestamp()) + 60
    claims = {"iss": client_id, "sub": client_id, "aud": "pejling", "exp": exp, "jti": number}
    return GRANT | {
        "client_assertion_type": JWT_BEARER,
        "client_assertion": jwt.encode({"alg": "ES256"}, claims, OWN),
    }


@pytest.mark.parametrize("role", ["dpo", "administrator", "manager", "interviewer"])
async def test_an_administrator_comes_by_no_role_that_only_the_command_line_gives(
    client: httpx.AsyncClient, administrator: Headers, register: Register, role: str
) -> None:
    known = await register(role)
    path = f"/v1/clients/{known.id}"
    before = (await client.get(path, headers=administrator)).json()
    content = {"name": "Mit", "role": role, "public_keys": [public(OWN)]}
    for answer in (
        await client.post(f"{path}/rotate", json={}, headers=administrator),
        await client.post(f"{path}/rotate", json={"overlap_days": 7}, headers=administrator),
        await client.put(path, json=content, headers=administrator | {"If-Match": '"1"'}),
        await client.put(
            path,
            json=content | {"role": "jobcenter_system"},
            headers=administrator | {"If-Match": "*"},
        ),
    ):
        assert (answer.status_code, answer.json()["code"]) == (409, "client_by_command")
        assert "create-client" in answer.json()["detail"]
    assert (await client.get(path, headers=administrator)).json() == before
    assert before["actions"] == ["revoke"]
    assert (await client.post("/v1/token", data=asserted(known.id, "1"))).status_code == 401
    assert (await client.post("/v1/token", data=GRANT, auth=known.basic)).status_code == 200


async def test_an_administrator_closes_what_the_command_line_opened(
    client: httpx.AsyncClient, administrator: Headers, register: Register
) -> None:
    known = await register("dpo")
    answer = await client.post(f"/v1/clients/{known.id}/revoke", headers=administrator)
    assert (answer.status_code, answer.json()["state"], answer.json()["actions"]) == (
        200,
        "revoked",
        [],
    )
    refused = await client.post("/v1/token", data=GRANT, auth=known.basic)
    assert refused.json()["code"] == "client_revoked"


async def made_with_key(client: httpx.AsyncClient, who: Headers) -> str:
    new = {"name": "Fagsystem", "role": "jobcenter_system", "public_keys": [public(OWN)]}
    answer = await client.post("/v1/clients", json=new, headers=who)
    client_id: str = answer.json()["id"]
    assert (await client.post("/v1/token", data=asserted(client_id, "0"))).status_code == 200
    return client_id


async def test_a_client_that_is_opened_again_is_not_opened_for_its_old_keys(
    client: httpx.AsyncClient, administrator: Headers, register: Register
) -> None:
    client_id = await made_with_key(client, administrator)
    await client.post(f"/v1/clients/{client_id}/revoke", headers=administrator)
    opened = await register(client_id=client_id)
    refused = await client.post("/v1/token", data=asserted(client_id, "1"))
    assert refused.json()["code"] == "client_credentials_wrong"
    assert (await client.post("/v1/token", data=GRANT, auth=opened.basic)).status_code == 200
    known = (await client.get(f"/v1/clients/{client_id}", headers=administrator)).json()
    assert (known["revoked_at"], known["public_keys"]) == (None, [])


async def test_a_role_of_the_command_line_is_not_given_to_an_administrators_keys_and_secrets(
    client: httpx.AsyncClient, administrator: Headers, register: Register, database: Database
) -> None:
    client_id = await made_with_key(client, administrator)
    chosen = (await register(client_id=client_id)).secret
    rotated = await client.post(
        f"/v1/clients/{client_id}/rotate", json={"overlap_days": 7}, headers=administrator
    )
    kept = await client.post("/v1/token", data=asserted(client_id, "1"))
    assert kept.status_code == 200
    at = datetime.now(UTC)
    async with database.transaction(None) as session:
        await service.register_client(
            session,
            client_id=client_id,
            name="Rådgiver",
            role="dpo",
            municipality="0999",
            secret=rotated.json()["secret"],
            at=at,
            expires_at=at + timedelta(days=1),
        )
    for sent in (
        asserted(client_id, "2"),
        GRANT | {"client_id": client_id, "client_secret": chosen},
    ):
        refused = await client.post("/v1/token", data=sent)
        assert refused.json()["code"] == "client_credentials_wrong"


async def test_a_provider_sees_no_clients(
    client: httpx.AsyncClient, app: FastAPI, administrator: Headers, bear: Callable[..., Headers]
) -> None:
    client_id = await made_with_key(client, administrator)
    provider = bear(app, "clients.manage", kind="staff", provider_id="lev-1")
    listed = await client.get("/v1/clients", headers=provider)
    assert listed.json()["items"] == []
    for answer in (
        await client.get(f"/v1/clients/{client_id}", headers=provider),
        await client.post(f"/v1/clients/{client_id}/revoke", headers=provider),
    ):
        assert (answer.status_code, answer.json()["code"]) == (404, "client_unknown")
