"""A system gets a token with its secret, and nobody else does."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from joserfc import jws
from pydantic import SecretStr
from structlog.testing import capture_logs

from gateway import roles
from gateway.clients import service
from kit.database import Database
from kit.service_tokens import ServiceTokens, TokenRefused
from kit.tokens import Claims, FixedKeys, Verifier

GRANT = {"grant_type": "client_credentials"}

Register = Callable[..., Awaitable[Any]]
Refused = Callable[[httpx.Response, int, str, str], None]


async def test_a_client_gets_a_token_by_http_basic(
    client: httpx.AsyncClient, register: Register
) -> None:
    known = await register()
    answer = await client.post("/v1/token", data=GRANT, auth=known.basic)
    body = answer.json()
    assert answer.status_code == 200, body
    assert body.keys() == {"access_token", "token_type", "expires_in", "scope"}
    assert (body["token_type"], body["expires_in"]) == ("Bearer", 600)
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["pragma"] == "no-cache"
    assert set(body["scope"].split(" ")) == roles.ROLES["jobcenter_system"]


async def test_a_client_gets_a_token_by_form_fields(
    client: httpx.AsyncClient, register: Register
) -> None:
    known = await register()
    answer = await client.post("/v1/token", data=GRANT | known.posted)
    assert answer.status_code == 200, answer.text


async def test_the_published_keys_verify_the_token_and_it_holds_the_roles_rights(
    client: httpx.AsyncClient, register: Register
) -> None:
    known = await register("guide_reader", municipality="0101")
    token = (await client.post("/v1/token", data=GRANT, auth=known.basic)).json()["access_token"]
    published = (await client.get("/v1/keys")).json()
    caller = await Verifier(FixedKeys(published), issuer="pejling", audience="pejling").verify(
        token
    )
    assert caller.subject == known.id
    assert (caller.kind, caller.municipality) == ("client", "0101")
    assert caller.rights == {"codes.read", "guide.read"}


async def test_the_claims_are_exactly_those_that_the_kit_reads(
    client: httpx.AsyncClient, register: Register, app: FastAPI
) -> None:
    known = await register()
    token = (await client.post("/v1/token", data=GRANT, auth=known.basic)).json()["access_token"]
    signed = jws.deserialize_compact(token, app.state.key_file.keys.keys[0], algorithms=["ES256"])
    assert signed.headers() == {
        "typ": "JWT",
        "alg": "ES256",
        "kid": (await client.get("/v1/keys")).json()["keys"][0]["kid"],
    }
    claims = Claims.model_validate_json(signed.payload)
    assert claims.exp - claims.iat == 600
    assert claims.nbf == claims.iat
    assert claims.typ == "access"


async def test_every_token_has_an_id_of_its_own(
    client: httpx.AsyncClient, register: Register
) -> None:
    known = await register()
    issued = {
        (await client.post("/v1/token", data=GRANT, auth=known.basic)).json()["access_token"]
        for _ in range(5)
    }
    assert len(issued) == 5


async def test_a_service_follows_with_a_token_without_municipality(
    client: httpx.AsyncClient, register: Register, app: FastAPI
) -> None:
    known = await register("service", municipality=None, client_id="service-effects")
    tokens = ServiceTokens(
        "http://pejling.test", client_id=known.id, client_secret=SecretStr(known.secret)
    )
    token = await tokens.current(client)
    caller = await app.state.verifier.verify(token)
    assert (caller.subject, caller.kind, caller.municipality) == (known.id, "service", None)
    assert caller.rights == {"audit.follow", "feed.read", "feed.follow_all"}
    answer = await client.get("/v1/events", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200, answer.text


async def test_a_service_with_another_secret_is_told_that_it_is_refused(
    client: httpx.AsyncClient, register: Register
) -> None:
    known = await register("service", municipality=None, client_id="service-effects")
    tokens = ServiceTokens(
        "http://pejling.test", client_id=known.id, client_secret=SecretStr("another")
    )
    with pytest.raises(TokenRefused):
        await tokens.current(client)


@pytest.mark.parametrize(
    ("scope", "held"),
    [
        ("guide.read", "guide.read"),
        ("offers.read guide.read", "guide.read offers.read"),
        ("guide.read guide.read", "guide.read"),
    ],
)
async def test_scope_narrows_the_rights(
    client: httpx.AsyncClient, register: Register, app: FastAPI, scope: str, held: str
) -> None:
    known = await register()
    answer = await client.post("/v1/token", data=GRANT | {"scope": scope}, auth=known.basic)
    assert answer.json()["scope"] == held
    caller = await app.state.verifier.verify(answer.json()["access_token"])
    assert caller.rights == set(held.split(" "))


async def test_an_empty_scope_counts_as_left_out(
    client: httpx.AsyncClient, register: Register
) -> None:
    known = await register("guide_reader")
    answer = await client.post("/v1/token", data=GRANT | {"scope": ""}, auth=known.basic)
    assert answer.json()["scope"] == "codes.read guide.read"


@pytest.mark.parametrize(
    "scope",
    [
        "clients.manage",
        "guide.read clients.manage",
        "feed.follow_all",
        "unknown.right",
        "*",
        "guide",
        "GUIDE.READ",
        " ",
        " guide.read",
        "guide.read  offers.read",
        "guide.read\toffers.read",
        "guide.read\n",
        'guide.read"',
        "guide.reæd",
        "guide.read,offers.read",
        "guide.read\x00",
    ],
)
async def test_a_scope_beyond_the_role_is_refused(
    client: httpx.AsyncClient, assert_refused: Refused, register: Register, scope: str
) -> None:
    known = await register()
    answer = await client.post("/v1/token", data=GRANT | {"scope": scope}, auth=known.basic)
    assert_refused(answer, 400, "invalid_scope", "scope_invalid")


async def test_a_wrong_secret_and_an_unknown_client_are_answered_alike(
    client: httpx.AsyncClient, assert_refused: Refused, register: Register
) -> None:
    known = await register()
    answers = [
        await client.post("/v1/token", data=GRANT, auth=pair)
        for pair in (
            (known.id, "pejl_" + "x" * 43),
            (known.id, known.secret[:-1]),
            (known.id, known.secret + "x"),
            (known.id, known.secret.swapcase()),
            ("klient-unknown", known.secret),
            (known.id.upper(), known.secret),
            (f"{known.id} ", known.secret),
            (f"{known.id}\x00", known.secret),
            ("' OR '1'='1", known.secret),
            ("x" * 500, known.secret),
            (known.secret, known.id),
        )
    ]
    for answer in answers:
        assert_refused(answer, 401, "invalid_client", "client_credentials_wrong")
    assert len({(one.json()["detail"], one.json()["error_description"]) for one in answers}) == 1


async def test_a_secret_works_until_its_very_moment(
    client: httpx.AsyncClient, assert_refused: Refused, register: Register
) -> None:
    yesterday = datetime.now(UTC) - timedelta(days=1)
    good = await register(at=yesterday, lasts=timedelta(days=1, minutes=1))
    late = await register(at=yesterday, lasts=timedelta(hours=23))
    assert (await client.post("/v1/token", data=GRANT, auth=good.basic)).status_code == 200
    answer = await client.post("/v1/token", data=GRANT, auth=late.basic)
    assert_refused(answer, 401, "invalid_client", "client_expired")


async def test_a_revoked_client_is_refused(
    client: httpx.AsyncClient, assert_refused: Refused, register: Register, database: Database
) -> None:
    known = await register()
    async with database.transaction(None) as session:
        await service.revoke_client(session, known.id, at=datetime.now(UTC))
    answer = await client.post("/v1/token", data=GRANT, auth=known.basic)
    assert_refused(answer, 401, "invalid_client", "client_revoked")


async def test_only_who_holds_the_secret_learns_that_a_client_is_closed(
    client: httpx.AsyncClient, assert_refused: Refused, register: Register
) -> None:
    late = await register(at=datetime.now(UTC) - timedelta(days=2), lasts=timedelta(days=1))
    answer = await client.post("/v1/token", data=GRANT, auth=(late.id, "guess"))
    assert_refused(answer, 401, "invalid_client", "client_credentials_wrong")


async def test_only_post_gives_tokens(client: httpx.AsyncClient) -> None:
    for method in ("GET", "PUT", "DELETE", "PATCH"):
        assert (await client.request(method, "/v1/token")).status_code == 405


async def test_accesses_are_logged_and_secrets_never(
    client: httpx.AsyncClient, register: Register
) -> None:
    with capture_logs() as logs:
        known = await register()
        good = await client.post("/v1/token", data=GRANT, auth=known.basic)
        await client.post("/v1/token", data=GRANT, auth=(known.id, "another-secret"))
        await client.post("/v1/token", data=GRANT, auth=(known.secret, known.id))
        await client.post("/v1/token", data=GRANT | known.posted, auth=known.basic)
    said = [(line["event"], line.get("code"), line.get("client")) for line in logs]
    assert said == [
        ("client_registered", None, known.id),
        ("token_issued", None, known.id),
        ("token_refused", "client_credentials_wrong", known.id),
        ("token_refused", "client_credentials_wrong", None),
        ("token_refused", "token_request_malformed", None),
    ]
    everything = repr(logs)
    assert known.secret not in everything
    assert "another-secret" not in everything
    assert good.json()["access_token"] not in everything


async def test_a_role_that_is_gone_grants_nothing(
    client: httpx.AsyncClient, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = await register("guide_reader")
    monkeypatch.delitem(roles.ROLES, "guide_reader")
    answer = await client.post("/v1/token", data=GRANT, auth=known.basic)
    assert (answer.status_code, answer.json()["scope"]) == (200, "")
