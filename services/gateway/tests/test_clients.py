"""An administrator lets the municipality's systems in, and sees those that are in."""

import json
import string
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey

from gateway import roles
from kit.collation import danish_sort_key

NEW = {"name": "Fagsystem", "role": "jobcenter_system"}
GRANT = {"grant_type": "client_credentials"}

Headers = dict[str, str]
Bear = Callable[..., Headers]
Register = Callable[..., Awaitable[Any]]


async def create(client: httpx.AsyncClient, who: Headers, **said: object) -> dict[str, Any]:
    answer = await client.post("/v1/clients", json=NEW | said, headers=who)
    assert answer.status_code == 201, answer.text
    body: dict[str, Any] = answer.json()
    return body


async def status_with(client: httpx.AsyncClient, client_id: str, secret: str) -> int:
    answer = await client.post("/v1/token", data=GRANT, auth=(client_id, secret))
    return answer.status_code


def public(key: ECKey | RSAKey | OKPKey) -> dict[str, Any]:
    return dict(key.as_dict(private=False))


async def test_a_client_is_made_and_its_secret_shown_this_once(
    client: httpx.AsyncClient, administrator: Headers
) -> None:
    answer = await client.post("/v1/clients", json=NEW, headers=administrator)
    made = answer.json()
    assert answer.status_code == 201, made
    assert answer.headers["location"] == f"/v1/clients/{made['id']}"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["etag"] == '"1"'
    assert (made["state"], made["municipality"], made["caveat"]) == ("open", "0999", None)
    assert made["actions"] == ["revise", "rotate", "revoke"]
    assert (made["created_by"], made["last_used_at"]) == ("staff-1", None)
    assert await status_with(client, made["id"], made["secret"]) == 200
    shown = await client.get(answer.headers["location"], headers=administrator)
    assert "secret" not in shown.json()
    assert made["secret"] not in shown.text
    assert shown.json()["last_used_at"] is not None


async def test_sent_again_it_is_the_same_client_without_its_secret(
    client: httpx.AsyncClient, administrator: Headers
) -> None:
    headers = administrator | {"Idempotency-Key": "one"}
    first = (await client.post("/v1/clients", json=NEW, headers=headers)).json()
    answer = await client.post("/v1/clients", json=NEW, headers=headers)
    again = answer.json()
    assert (answer.status_code, again["id"], again["secret"]) == (201, first["id"], None)
    assert "rotate" in again["caveat"]
    assert first["secret"] not in answer.text
    assert await status_with(client, first["id"], first["secret"]) == 200


async def test_a_system_must_send_a_key_with_what_it_creates(
    client: httpx.AsyncClient, app: FastAPI, bear: Bear
) -> None:
    system = bear(app, "clients.manage", kind="client")
    answer = await client.post("/v1/clients", json=NEW, headers=system)
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_required")


async def test_clients_are_listed_in_danish_order_page_by_page(
    client: httpx.AsyncClient, administrator: Headers
) -> None:
    names = ["Årskort", "zebra", "Ældre", "Østjob", "Alfa", "aarhus"]
    for name in names:
        await create(client, administrator, name=name)
    seen: list[str] = []
    address: str | None = "/v1/clients?limit=4"
    while address:
        page = await client.get(address, headers=administrator)
        seen += [one["name"] for one in page.json()["items"]]
        address = page.links.get("next", {}).get("url")
    assert seen == ["Alfa", "zebra", "Ældre", "Østjob", "aarhus", "Årskort"]


async def test_clients_are_found_by_state_role_and_text(
    client: httpx.AsyncClient, administrator: Headers, register: Register
) -> None:
    long_ago = datetime.now(UTC) - timedelta(days=2)
    late = await register(at=long_ago, lasts=timedelta(days=1))
    soon = await register("guide_reader", lasts=timedelta(days=29))
    fresh = await create(client, administrator, name="Journal 100%")
    closed = await create(client, administrator, name="Lukket")
    path = f"/v1/clients/{closed['id']}/revoke"
    assert (await client.post(path, headers=administrator)).status_code == 200

    async def found(**query: str) -> set[str]:
        answer = await client.get("/v1/clients", params=query, headers=administrator)
        for one in answer.json()["items"]:
            assert "state" not in query or one["state"] == query["state"]
        return {one["id"] for one in answer.json()["items"]}

    assert await found(state="expired") == {late.id}
    assert await found(state="expires_soon") == {soon.id}
    assert await found(state="open") == {fresh["id"]}
    assert await found(state="revoked") == {closed["id"]}
    assert await found(role="guide_reader") == {soon.id}
    assert await found(q="100%") == {fresh["id"]}
    assert await found(q="%") == {fresh["id"]}
    assert await found(q=closed["id"][-6:]) == {closed["id"]}


async def test_other_municipalities_and_our_own_services_are_never_seen(
    client: httpx.AsyncClient, app: FastAPI, bear: Bear, register: Register
) -> None:
    mine = await register()
    service = await register("service", municipality=None, client_id="service-effects")
    other = bear(app, "clients.manage", municipality="0101")
    own = bear(app, "clients.manage")
    revised = {"If-Match": '"1"'}
    for who, client_id in ((other, mine.id), (own, service.id), (own, "klient-unknown")):
        answers = [
            await client.get(f"/v1/clients/{client_id}", headers=who),
            await client.put(f"/v1/clients/{client_id}", json=NEW, headers=who | revised),
            await client.post(f"/v1/clients/{client_id}/rotate", json={}, headers=who),
            await client.post(f"/v1/clients/{client_id}/revoke", headers=who),
        ]
        assert {(one.status_code, one.json()["code"]) for one in answers} == {
            (404, "client_unknown")
        }
    listed = [(await client.get("/v1/clients", headers=who)).json() for who in (own, other)]
    assert [[one["id"] for one in page["items"]] for page in listed] == [[mine.id], []]


async def test_without_the_right_nothing_of_clients_is_seen(
    client: httpx.AsyncClient, app: FastAPI, bear: Bear, register: Register
) -> None:
    known = await register()
    others = bear(app, *(roles.RIGHTS.keys() - {"clients.manage"}))
    nowhere = bear(app, "clients.manage", municipality=None, kind="service")
    for who in (others, nowhere):
        for path in ("/v1/clients", f"/v1/clients/{known.id}"):
            assert (await client.get(path, headers=who)).status_code == 403
        assert (await client.post("/v1/clients", json=NEW, headers=who)).status_code == 403
    assert (await client.get("/v1/clients")).status_code == 401


def test_no_role_that_a_client_can_get_may_let_others_in() -> None:
    for role in roles.OVER_HTTP:
        assert "clients.manage" not in roles.ROLES[role]
        assert "feed.follow_all" not in roles.ROLES[role]


@pytest.mark.parametrize(
    ("said", "pointer", "code"),
    [
        ({"role": "service"}, "/role", "role_not_for_systems"),
        ({"role": "administrator"}, "/role", "role_not_for_systems"),
        ({"role": "caseworker"}, "/role", "role_not_for_systems"),
        ({"role": "root"}, "/role", "role_unknown"),
        ({"role": "provider_system"}, "/provider_id", "provider_missing"),
        ({"provider_id": "p-1"}, "/provider_id", "provider_not_wanted"),
        ({"role": "provider_system", "provider_id": "a/b"}, "/provider_id", "provider_invalid"),
        ({"role": "provider_system", "provider_id": "x" * 65}, "/provider_id", "provider_invalid"),
        ({"name": "  "}, "/name", "name_invalid"),
        ({"name": "n" * 201}, "/name", "name_invalid"),
        ({"name": "Bent 010190-1234"}, "/name", "cpr_in_text"),
        ({"expires_at": "2020-01-01T00:00:00Z"}, "/expires_at", "expires_in_past"),
        ({"expires_at": "2099-01-01T00:00:00Z"}, "/expires_at", "expires_too_late"),
        ({"expires_at": "2027-01-01T00:00:00"}, "/expires_at", "timezone_aware"),
        ({"uses_secret": False}, "/public_keys", "way_in_missing"),
        ({"municipality": "0101"}, "/municipality", "extra_forbidden"),
        ({"id": "klient-mit"}, "/id", "extra_forbidden"),
        ({"secret": "s" * 43}, "/secret", "extra_forbidden"),
    ],
)
async def test_what_cannot_be_is_refused_at_its_field(
    client: httpx.AsyncClient,
    administrator: Headers,
    said: dict[str, Any],
    pointer: str,
    code: str,
) -> None:
    answer = await client.post("/v1/clients", json=NEW | said, headers=administrator)
    assert answer.status_code == 422, answer.text
    assert (pointer, code) in [(one["pointer"], one["code"]) for one in answer.json()["errors"]]
    assert "010190" not in answer.text


P256 = ECKey.generate_key("P-256")
P256_X: str = public(P256)["x"]
_LETTERS = string.ascii_uppercase + string.ascii_lowercase + string.digits + "-_"
# The last letter of 32 bytes carries two bits that no byte holds: the next letter sets one of them.
UNUSED_BITS = _LETTERS[_LETTERS.index(P256_X[-1]) + 1]
ED25519 = public(OKPKey.generate_key("Ed25519"))
RSA = public(RSAKey.generate_key(2048))
UNUSABLE: dict[str, tuple[dict[str, Any], str]] = {
    "private": (dict(P256.as_dict(private=True)), "key_private"),
    "shared": (dict(OctKey.generate_key(256).as_dict(private=True)), "key_private"),
    "another curve": (public(ECKey.generate_key("P-384")), "key_weak"),
    "a short RSA key": (
        {"kty": "RSA", "e": "AQAB", "n": "u" * 171 + "Q"},
        "key_weak",
    ),
    "a key agreement key": (public(OKPKey.generate_key("X25519")), "key_weak"),
    "a point off the curve": (public(P256) | {"y": public(P256)["x"]}, "key_unknown"),
    "no kind": ({"x": "AA"}, "key_unknown"),
    "nothing": ({}, "key_unknown"),
    "a long name": (public(P256) | {"kid": "k" * 201}, "key_id_invalid"),
    "a name with a blank": (public(P256) | {"kid": "a b"}, "key_id_invalid"),
    "a name with a control": (public(P256) | {"kid": "a\x00"}, "key_id_invalid"),
    "a name beyond ASCII": (public(P256) | {"kid": "nøgle"}, "key_id_invalid"),
    "half a letter as name": (public(P256) | {"kid": "\ud800"}, "key_id_invalid"),
    "a person as name": (public(P256) | {"kid": "010160-1234"}, "cpr_in_text"),
    "a person behind a number": (public(P256) | {"x": P256_X + "!!010160-1234"}, "key_unknown"),
    "a longer number": (public(P256) | {"x": P256_X + "AAAA"}, "key_unknown"),
    "a number with zeros before": (public(P256) | {"x": "AAAA" + P256_X}, "key_unknown"),
    "a huge number": (public(P256) | {"x": "AAAA" * 50_000 + P256_X}, "key_unknown"),
    "a number of other bits": (public(P256) | {"x": P256_X[:-1] + UNUSED_BITS}, "key_unknown"),
    "a padded number": (public(P256) | {"x": P256_X + "="}, "key_unknown"),
    "an Ed25519 key with more behind": (ED25519 | {"x": ED25519["x"] + "!!"}, "key_unknown"),
    "a short Ed25519 key": (ED25519 | {"x": "AA"}, "key_unknown"),
    "an empty Ed25519 key": (ED25519 | {"x": ""}, "key_unknown"),
    "an RSA key with zeros before": (RSA | {"n": "AAAA" + RSA["n"]}, "key_unknown"),
    "an RSA key with more before": (RSA | {"n": "!" + RSA["n"]}, "key_unknown"),
    "a long RSA key": (RSA | {"n": "u" * 1_024}, "key_weak"),
    "a huge RSA key": (RSA | {"n": "u" * 100_000}, "key_unknown"),
}


@pytest.mark.parametrize("name", UNUSABLE)
async def test_a_key_that_is_not_good_enough_is_refused_and_never_shown(
    client: httpx.AsyncClient, administrator: Headers, name: str
) -> None:
    key, code = UNUSABLE[name]
    answer = await client.post(
        "/v1/clients",
        content=json.dumps(NEW | {"public_keys": [key]}),
        headers=administrator | {"Content-Type": "application/json"},
    )
    assert answer.status_code == 422, answer.text
    assert "010160" not in answer.text
    assert [(one["pointer"], one["code"]) for one in answer.json()["errors"]] == [
        ("/public_keys/0", code)
    ]
    assert not any(part in answer.text for part in key.values() if len(str(part)) > 20)


async def test_a_client_has_three_keys_of_different_names_at_most(
    client: httpx.AsyncClient, administrator: Headers
) -> None:
    keys = [public(ECKey.generate_key("P-256")) for _ in range(4)]
    for few in (keys, [keys[0], keys[0]]):
        answer = await client.post(
            "/v1/clients", json=NEW | {"public_keys": few}, headers=administrator
        )
        assert answer.status_code == 422
    made = await create(client, administrator, public_keys=keys[:3], uses_secret=False)
    assert len({key["kid"] for key in made["public_keys"]}) == 3
    assert (made["uses_secret"], made["secret"], made["caveat"]) == (False, None, None)


def test_danish_names_are_sorted_as_in_a_dictionary() -> None:
    names = ["Århus", "Zoo", "Ærø", "Øst", "Aaen", "alfa", "Beta"]
    assert sorted(names, key=danish_sort_key) == [
        "alfa", "Beta", "Zoo", "Ærø", "Øst", "Aaen", "Århus",
    ]  # fmt: skip
