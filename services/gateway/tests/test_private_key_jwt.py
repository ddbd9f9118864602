"""A system shows who it is by what it signs: once, for us, for now, and with its own key."""

import asyncio
import base64
import json
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from joserfc import jws
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey
from sqlalchemy import select, update

from gateway import jobs
from gateway.clients.models import Client
from gateway.tokens.attempts import Attempts
from gateway.tokens.models import UsedAssertion
from kit.database import Database

TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
TOKEN_ADDRESS = "http://pejling.test/api/gateway/v1/token"
OWN = ECKey.generate_key("P-256")
FOREIGN = ECKey.generate_key("P-256")
RSA = RSAKey.generate_key(2048)
ED25519 = OKPKey.generate_key("Ed25519")

Headers = dict[str, str]
Refused = Callable[[httpx.Response, int, str, str], None]


def claims_of(client_id: str, **changed: object) -> dict[str, Any]:
    now = int(time.time())
    claims: dict[str, Any] = {
        "iss": client_id,
        "sub": client_id,
        "aud": TOKEN_ADDRESS,
        "exp": now + 60,
        "iat": now,
        "jti": uuid.uuid4().hex,
    }
    return {name: value for name, value in (claims | changed).items() if value is not None}


def signed(
    claims: dict[str, Any] | bytes,
    key: ECKey | RSAKey | OKPKey | OctKey = OWN,
    **header: object,
) -> str:
    """A compact JWS; the algorithm is ES256 unless the header says another."""
    payload = claims if isinstance(claims, bytes) else json.dumps(claims).encode()
    said = {"alg": "ES256"} | header
    return jws.serialize_compact(said, payload, key, algorithms=[str(said["alg"])])


def part(value: object) -> str:
    packed = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(packed).rstrip(b"=").decode()


def form(assertion: str, **more: str) -> dict[str, str]:
    return {
        "grant_type": "client_credentials",
        "client_assertion_type": TYPE,
        "client_assertion": assertion,
    } | more


async def made_with(
    client: httpx.AsyncClient, who: Headers, *keys: ECKey | RSAKey | OKPKey, secret: bool = False
) -> dict[str, Any]:
    answer = await client.post(
        "/v1/clients",
        json={
            "name": "Fagsystem",
            "role": "jobcenter_system",
            "public_keys": [dict(key.as_dict(private=False)) for key in keys],
            "uses_secret": secret,
        },
        headers=who,
    )
    body: dict[str, Any] = answer.json()
    assert answer.status_code == 201, body
    return body


@pytest.mark.parametrize("audience", [TOKEN_ADDRESS, "pejling", ["other", TOKEN_ADDRESS]])
async def test_a_client_gets_a_token_by_its_key_alone(
    client: httpx.AsyncClient, app: FastAPI, administrator: Headers, audience: object
) -> None:
    made = await made_with(client, administrator, FOREIGN, OWN)
    answer = await client.post(
        "/v1/token", data=form(signed(claims_of(made["id"], aud=audience)), scope="guide.read")
    )
    assert answer.status_code == 200, answer.text
    caller = await app.state.verifier.verify(answer.json()["access_token"])
    assert (caller.subject, caller.rights) == (made["id"], {"guide.read"})


@pytest.mark.filterwarnings("ignore:EdDSA is deprecated")  # the library's, at the signing client
@pytest.mark.parametrize(
    ("key", "algorithm"),
    [(OWN, "ES256"), (RSA, "PS256"), (RSA, "RS256"), (ED25519, "EdDSA"), (ED25519, "Ed25519")],
)
async def test_each_kind_of_key_signs_with_its_own_algorithms(
    client: httpx.AsyncClient, administrator: Headers, key: ECKey | RSAKey | OKPKey, algorithm: str
) -> None:
    made = await made_with(client, administrator, key)
    kid = made["public_keys"][0]["kid"]
    assertion = signed(claims_of(made["id"]), key, alg=algorithm, kid=kid)
    answer = await client.post("/v1/token", data=form(assertion))
    assert answer.status_code == 200, answer.text


async def test_a_client_may_hold_keys_and_a_secret(
    client: httpx.AsyncClient, administrator: Headers
) -> None:
    made = await made_with(client, administrator, OWN, secret=True)
    by_secret = {"grant_type": "client_credentials", "client_id": made["id"]}
    for sent in (
        form(signed(claims_of(made["id"]))),
        form(signed(claims_of(made["id"])), client_id=made["id"]),
        by_secret | {"client_secret": made["secret"]},
    ):
        assert (await client.post("/v1/token", data=sent)).status_code == 200


async def test_a_key_that_was_taken_away_opens_nothing(
    client: httpx.AsyncClient, administrator: Headers, assert_refused: Refused
) -> None:
    made = await made_with(client, administrator, OWN, secret=True)
    body = {"name": "Fagsystem", "role": "jobcenter_system"}
    revised = administrator | {"If-Match": '"1"'}
    await client.put(f"/v1/clients/{made['id']}", json=body, headers=revised)
    answer = await client.post("/v1/token", data=form(signed(claims_of(made["id"]))))
    assert_refused(answer, 401, "invalid_client", "client_credentials_wrong")


Forge = Callable[[str], str]


def hmac_by_the_public_key(client_id: str) -> str:
    public = OctKey.import_key(OWN.as_pem(private=False).decode().replace("-----", "").encode())
    return signed(claims_of(client_id), public, alg="HS256")


FORGED: dict[str, Forge] = {
    "another's key": lambda client_id: signed(claims_of(client_id), FOREIGN),
    "another's key by our name": lambda client_id: signed(
        claims_of(client_id), FOREIGN, kid=OWN.thumbprint()
    ),
    "no algorithm": lambda client_id: f"{part({'alg': 'none'})}.{part(claims_of(client_id))}.",
    "NoNe": lambda client_id: f"{part({'alg': 'NoNe'})}.{part(claims_of(client_id))}.AA",
    "the public key as a shared one": hmac_by_the_public_key,
    "a key of its own": lambda client_id: signed(
        claims_of(client_id), FOREIGN, jwk=FOREIGN.as_dict(private=False)
    ),
    "our key embedded": lambda client_id: signed(
        claims_of(client_id), OWN, jwk=OWN.as_dict(private=False)
    ),
    "an address of keys": lambda client_id: signed(
        claims_of(client_id), OWN, jku="https://pejling.test/keys"
    ),
    "an unknown key": lambda client_id: signed(claims_of(client_id), OWN, kid="another"),
    "an RSA algorithm for an EC key": lambda client_id: signed(
        claims_of(client_id), RSA, alg="RS256"
    ),
    "changed claims": lambda client_id: ".".join(
        (
            (pieces := signed(claims_of(client_id)).split("."))[0],
            part(claims_of(client_id)),
            pieces[2],
        )
    ),
    "no signature": lambda client_id: signed(claims_of(client_id)).rpartition(".")[0] + ".",
    "critical extensions": lambda client_id: (
        f"{part({'alg': 'ES256', 'crit': ['b64'], 'b64': False})}.{part(claims_of(client_id))}.AA"
    ),
    "certificates": lambda client_id: (
        f"{part({'alg': 'ES256', 'x5c': ['MIIB']})}.{part(claims_of(client_id))}.AA"
    ),
    "an algorithm that is a list": lambda client_id: (
        f"{part({'alg': ['ES256']})}.{part(claims_of(client_id))}.AA"
    ),
    "a name twice in the header": lambda client_id: (
        part(b'{"alg":"none","alg":"ES256"}') + f".{part(claims_of(client_id))}.AA"
    ),
    "a name twice in the claims": lambda client_id: signed(
        json.dumps(claims_of(client_id))[:-1].encode() + f',"sub":"{client_id}"}}'.encode()
    ),
}


@pytest.mark.parametrize("name", FORGED)
async def test_what_the_clients_key_has_not_signed_is_refused_alike(
    client: httpx.AsyncClient, administrator: Headers, assert_refused: Refused, name: str
) -> None:
    made = await made_with(client, administrator, OWN)
    answer = await client.post("/v1/token", data=form(FORGED[name](made["id"])))
    assert_refused(answer, 401, "invalid_client", "client_credentials_wrong")


NOT_NOW: dict[str, tuple[dict[str, Any], str]] = {
    "another's name": ({"iss": "klient-other"}, "iss"),
    "for another": ({"aud": "https://other.example"}, "aud"),
    "for nobody": ({"aud": []}, "aud"),
    "without audience": ({"aud": None}, "aud"),
    "without end": ({"exp": None}, "exp"),
    "ended": ({"exp": int(time.time()) - 60}, "exp"),
    "without number": ({"jti": None}, "jti"),
    "with an empty number": ({"jti": ""}, "jti"),
    "with too long a number": ({"jti": "j" * 201}, "jti"),
    "with a number that is no text": ({"jti": 1}, "jti"),
    "an end that is text": ({"exp": "2099"}, "exp"),
    "an end beyond all clocks": ({"exp": 1e300}, "exp"),
}


@pytest.mark.parametrize("name", NOT_NOW)
async def test_what_is_not_for_us_or_not_for_now_is_refused_by_its_name(
    client: httpx.AsyncClient, administrator: Headers, assert_refused: Refused, name: str
) -> None:
    made = await made_with(client, administrator, OWN)
    changed, said = NOT_NOW[name]
    answer = await client.post("/v1/token", data=form(signed(claims_of(made["id"], **changed))))
    assert_refused(answer, 401, "invalid_client", "client_assertion_invalid")
    assert said in answer.json()["detail"]


@pytest.mark.parametrize(
    ("claim", "ahead"), [("exp", 400), ("nbf", 60), ("iat", 60), ("iat", -4_000)]
)
async def test_an_assertion_is_of_this_moment(
    client: httpx.AsyncClient,
    administrator: Headers,
    assert_refused: Refused,
    claim: str,
    ahead: int,
) -> None:
    made = await made_with(client, administrator, OWN)
    moment = {claim: int(time.time()) + ahead}
    answer = await client.post("/v1/token", data=form(signed(claims_of(made["id"], **moment))))
    assert_refused(answer, 401, "invalid_client", "client_assertion_invalid")
    assert claim in answer.json()["detail"]


async def test_an_assertion_that_names_nobody_is_refused(
    client: httpx.AsyncClient, assert_refused: Refused
) -> None:
    for assertion in ("x", "a.b.c", "..", signed({}), signed({"sub": 1}), "é.é.é", signed(b"[]")):
        answer = await client.post("/v1/token", data=form(assertion))
        assert_refused(answer, 401, "invalid_client", "client_credentials_wrong")


async def test_a_client_shows_who_it_is_in_one_way(
    client: httpx.AsyncClient, administrator: Headers, assert_refused: Refused
) -> None:
    made = await made_with(client, administrator, OWN, secret=True)
    good = form(signed(claims_of(made["id"])))
    untyped = {name: value for name, value in good.items() if name != "client_assertion_type"}
    basic = base64.b64encode(f"{made['id']}:{made['secret']}".encode()).decode()
    for sent, headers in (
        (good | {"client_secret": made["secret"]}, {}),
        (good, {"Authorization": f"Basic {basic}"}),
        (good | {"client_id": "klient-other"}, {}),
        (good | {"client_assertion_type": "urn:other"}, {}),
        (untyped, {}),
        (form("x" * 6_001), {}),
        (form(""), {}),
    ):
        answer = await client.post("/v1/token", data=sent, headers=headers)
        assert_refused(answer, 400, "invalid_request", "token_request_malformed")


async def test_an_assertion_opens_the_door_once(
    client: httpx.AsyncClient, administrator: Headers, assert_refused: Refused
) -> None:
    made = await made_with(client, administrator, OWN)
    other = await made_with(client, administrator, FOREIGN)
    assertion = signed(claims_of(made["id"], jti="1"))
    assert (await client.post("/v1/token", data=form(assertion))).status_code == 200
    answer = await client.post("/v1/token", data=form(assertion))
    assert_refused(answer, 401, "invalid_client", "client_assertion_used")
    # The number is the client's own: another client may count from one as well.
    answer = await client.post(
        "/v1/token", data=form(signed(claims_of(other["id"], jti="1"), FOREIGN))
    )
    assert answer.status_code == 200


@pytest.mark.parametrize("why", ["scope_invalid", "too_many_requests", "client_expired"])
async def test_an_assertion_is_used_even_where_its_client_gets_nothing_for_it(
    client: httpx.AsyncClient,
    app: FastAPI,
    administrator: Headers,
    database: Database,
    assert_refused: Refused,
    why: str,
) -> None:
    made = await made_with(client, administrator, OWN)
    sent = form(signed(claims_of(made["id"])))

    async def move_expiry(days: int) -> None:
        async with database.transaction(None) as session:
            expires_at = datetime.now(UTC) + timedelta(days=days)
            await session.execute(update(Client).values(expires_at=expires_at))

    if why == "client_expired":
        await move_expiry(-1)
    if why == "too_many_requests":
        for _ in range(120):
            app.state.attempts.take_token(made["id"])
    scope = {"scope": "clients.manage"} if why == "scope_invalid" else {}
    refused = await client.post("/v1/token", data=sent | scope)
    assert refused.json()["code"] == why
    await move_expiry(1)
    app.state.attempts = Attempts()
    answer = await client.post("/v1/token", data=sent)
    assert_refused(answer, 401, "invalid_client", "client_assertion_used")


async def test_an_assertion_sent_twenty_times_at_once_gives_one_token(
    racer: httpx.AsyncClient, racing_app: FastAPI, bear: Callable[..., Headers]
) -> None:
    made = await made_with(racer, bear(racing_app, "clients.manage"), OWN)
    assertion = signed(claims_of(made["id"]))
    answers = await asyncio.gather(
        *(racer.post("/v1/token", data=form(assertion)) for _ in range(20))
    )
    assert len([one for one in answers if one.status_code == 200]) == 1
    refused = {one.json()["code"] for one in answers if one.status_code != 200}
    assert refused <= {"client_assertion_used", "too_many_requests"}


async def test_used_assertions_are_forgotten_when_they_are_refused_anyway(
    client: httpx.AsyncClient, administrator: Headers, database: Database
) -> None:
    made = await made_with(client, administrator, OWN)
    await client.post("/v1/token", data=form(signed(claims_of(made["id"]))))
    long_ago, lately = (datetime.now(UTC) - timedelta(minutes=each) for each in (11, 9))
    async with database.transaction(None) as session:
        session.add(UsedAssertion(client_id="klient-1", jti_hash=b"1", expires_at=long_ago))
        # Another clock may be behind ours, and still take it.
        session.add(UsedAssertion(client_id="klient-2", jti_hash=b"1", expires_at=lately))
    await jobs.forget_used_assertions(database)
    async with database.transaction(None) as session:
        kept = (await session.scalars(select(UsedAssertion.client_id))).all()
        assert set(kept) == {"klient-2", made["id"]}
