"""What was tried against citizens from outside, and must go on failing."""

import base64
import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from sqlalchemy import text

from kit.database import Database
from kit.testing.signing import Signer

from .conftest import RIGHTS
from .factories import NDJSON, key, ndjson
from .people import PURPOSE, audited, citizen, number, registered

NASTY = [
    "Åse \u202egnihtyna",
    "a\u0301\u0302\u0303 Zalgo" + "\u0336" * 100,
    "\U0001f469\u200d\U0001f469\u200d\U0001f467 Familie",
    "ﷺ" * 60,
    "ß ŉ ǰ İ ı ﬃ",
    "\u2028Linje\u2029Afsnit\u0085",
    "'; DROP TABLE citizens; -- % _ \\",
    "<script>alert(1)</script>",
    "=HYPERLINK(1)",
    "Null \u2400 \ufdd0 \U0010ffff",
]


def decoded(cursor: str) -> str:
    return base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("latin-1").lower()


async def test_a_cursor_tells_nothing_of_the_person_it_stands_behind(
    client: httpx.AsyncClient,
) -> None:
    names = ["Anders And", "Bedstemor And", "Rip And"]
    for n, name in enumerate(names):
        await registered(client, n, name=name)
    seen, path = [], f"/v1/citizens?limit=1&purpose={PURPOSE['purpose']}"
    while path:
        answer = await client.get(path)
        seen += [each["name"] for each in answer.json()["items"]]
        cursor = answer.json()["next"]
        path = answer.headers.get("Link", "").partition(">")[0].lstrip("<")
        if cursor is not None:
            assert parse_qs(urlsplit(path).query)["cursor"] == [cursor]
            assert not any(word in decoded(cursor) for word in ("and", "bedstemor"))
    assert seen == names


async def test_a_cursor_made_by_hand_opens_nothing(client: httpx.AsyncClient) -> None:
    await registered(client, 1)
    own = base64.urlsafe_b64encode(json.dumps(["", ""]).encode()).decode().rstrip("=")
    for cursor in (own, "x", "====", "å", own * 30, "A" * 1_000):
        answer = await client.get("/v1/citizens", params=PURPOSE | {"cursor": cursor})
        assert (answer.status_code, answer.json()["code"]) == (422, "cursor_invalid"), cursor


async def test_people_with_nasty_names_are_registered_listed_and_found(
    client: httpx.AsyncClient,
) -> None:
    for n, name in enumerate(NASTY):
        made = await client.post("/v1/citizens", json=citizen(n, name=name), headers=key())
        assert made.status_code in (201, 422), (name, made.text)
        found = await client.post(
            "/v1/citizens/search", json=PURPOSE | {"name": name[:50]}, headers=key()
        )
        assert found.status_code in (200, 422), (name, found.text)
    ids: list[str] = []
    cursor: str | None = None
    while True:
        params = PURPOSE | {"limit": "1"} | ({"cursor": cursor} if cursor else {})
        page = await client.get("/v1/citizens", params=params)
        assert page.status_code == 200, page.text
        ids += [each["id"] for each in page.json()["items"]]
        cursor = page.json()["next"]
        if cursor is None:
            break
    assert len(ids) == len(set(ids)) >= 8


@pytest.mark.parametrize(
    "written",
    [
        "٠١٠١٧٠-١٢٣٤",
        "０１０１７０１２３４",
        "010170 1234",
        "010170–1234",
        "01.01.70 1234",
        "೦೧೦೧೭೦೧೨೩೪",
    ],
)
async def test_a_number_in_any_script_stays_in_its_column(
    client: httpx.AsyncClient, database: Database, written: str
) -> None:
    citizen_id = await registered(client, 1)
    tag = (await client.get(f"/v1/citizens/{citizen_id}", params=PURPOSE)).headers["ETag"]
    said = {name: it for name, it in citizen(1).items() if name != "cpr"}
    answers = [
        await client.post("/v1/citizens", json=citizen(2, name=f"Bo {written}"), headers=key()),
        await client.post("/v1/citizens", json=citizen(2, team=written), headers=key()),
        await client.post("/v1/citizens", json=citizen(2) | {written: "x"}, headers=key()),
        await client.put(
            f"/v1/citizens/{citizen_id}",
            json=said | {"coordinator": written},
            headers={"If-Match": tag},
        ),
        await client.post(
            "/v1/citizens/identify",
            content=ndjson({"cpr": number(3), "ref": written}),
            headers=NDJSON,
        ),
        await client.get("/v1/citizens", params=PURPOSE | {"coordinator": written}),
        await client.get(f"/v1/citizens/{written}", params=PURPOSE),
        await client.get(f"/v1/citizens/{citizen_id}", params={"purpose": written}),
        await client.post(
            f"/v1/citizens/import?batch_id={written}", content=ndjson(citizen(4)), headers=NDJSON
        ),
    ]
    for answer in answers:
        assert answer.status_code in (200, 404, 422), answer.text
        assert written not in answer.text
        assert "010170" not in answer.text
    async with database.transaction("0999") as session:
        for table in ("citizens", "audit_log", "outbox", "idempotency_keys", "citizen_batches"):
            rows = await session.execute(text(f"SELECT to_jsonb(t)::text FROM {table} t"))  # noqa: S608 - names of ours
            assert not any(written in row[0] or "0101701234" in row[0] for row in rows)


async def test_nothing_that_is_kept_beside_the_citizen_holds_name_or_number(
    client: httpx.AsyncClient, database: Database
) -> None:
    name = "Ærkehertug Østergaard"
    citizen_id = await registered(client, 7, name=name)
    await client.post("/v1/citizens/import", content=ndjson(citizen(8, name=name)), headers=NDJSON)
    await client.post("/v1/citizens/search", json=PURPOSE | {"name": name}, headers=key())
    await client.post("/v1/citizens/search", json=PURPOSE | {"cpr": number(7)}, headers=key())
    shown = await client.get(f"/v1/citizens/{citizen_id}", params=PURPOSE)
    assert shown.headers["ETag"] == '"1"'
    async with database.transaction("0999") as session:
        for table in ("audit_log", "outbox", "idempotency_keys", "citizen_batches", "jobs"):
            rows = await session.execute(text(f"SELECT to_jsonb(t)::text FROM {table} t"))  # noqa: S608 - names of ours
            for row in rows:
                assert "stergaard" not in row[0]
                assert number(7) not in row[0]
                assert number(8) not in row[0]


async def test_no_provider_reaches_a_citizen_with_every_right(
    client: httpx.AsyncClient, signer: Signer
) -> None:
    citizen_id = await registered(client, 1)
    token = signer.token(RIGHTS, sub="leverandoersystem", provider_id="leverandoer-01")
    headers = {"Authorization": f"Bearer {token}"} | key()
    path = f"/v1/citizens/{citizen_id}"
    asked: list[tuple[str, str, dict[str, Any]]] = [
        ("GET", path, {"params": PURPOSE}),
        ("GET", f"{path}/profile", {"params": PURPOSE}),
        ("PUT", path, {"json": {"name": "Ny"}, "headers": {"If-Match": "*"}}),
        ("POST", f"{path}/show-number", {"json": PURPOSE}),
        ("POST", f"{path}/merge", {"json": {"into": "anden"}}),
        ("POST", f"{path}/erase", {"json": {"reason": "citizen_request", "confirm": citizen_id}}),
        ("POST", "/v1/citizens", {"json": citizen(1)}),
        ("POST", "/v1/citizens/import", {"content": ndjson(citizen(1)), "headers": NDJSON}),
        (
            "POST",
            "/v1/citizens/identify",
            {"content": ndjson({"cpr": number(1)}), "headers": NDJSON},
        ),
        ("POST", "/v1/referrals", {"json": {"citizen_id": citizen_id, "offer_id": "o-1"}}),
    ]
    for method, where, more in asked:
        given = dict(more)
        sent = headers | key() | given.pop("headers", {})
        answer = await client.request(method, where, headers=sent, **given)
        assert (answer.status_code, answer.json()["code"]) == (404, "citizen_not_found"), where
    listed = await client.get("/v1/citizens", params=PURPOSE, headers=headers)
    found = await client.post(
        "/v1/citizens/search", json=PURPOSE | {"id": citizen_id}, headers=headers
    )
    assert (listed.json()["items"], found.json()["items"]) == ([], [])
    feed = await client.get("/v1/events", headers=headers)
    assert citizen_id not in feed.text


async def test_another_municipality_reaches_nobody_by_any_act(
    client: httpx.AsyncClient, other: dict[str, str]
) -> None:
    citizen_id = await registered(client, 1)
    theirs = await client.post("/v1/citizens", json=citizen(1), headers=other | key())
    assert theirs.json()["id"] != citizen_id
    path, mine = f"/v1/citizens/{citizen_id}", theirs.json()["id"]
    erasing = {"reason": "citizen_request", "confirm": citizen_id}
    for method, where, body in [
        ("PUT", path, {"name": "Ny"}),
        ("POST", f"{path}/show-number", PURPOSE),
        ("POST", f"{path}/merge", {"into": mine}),
        ("POST", f"/v1/citizens/{mine}/merge", {"into": citizen_id}),
        ("POST", f"{path}/erase", erasing),
    ]:
        answer = await client.request(
            method, where, json=body, headers=other | key() | {"If-Match": "*"}
        )
        assert (answer.status_code, answer.json()["code"]) == (404, "citizen_not_found"), where
    assert citizen_id not in (await client.get("/v1/events", headers=other)).text


async def test_one_key_of_two_municipalities_is_two_keys(
    client: httpx.AsyncClient, other: dict[str, str]
) -> None:
    same = key()
    first = await client.post("/v1/citizens", json=citizen(1), headers=same)
    second = await client.post("/v1/citizens", json=citizen(1), headers=other | same)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json()["id"] != second.json()["id"]


async def test_an_erasure_that_is_sent_again_is_written_down_again(
    client: httpx.AsyncClient, database: Database
) -> None:
    citizen_id, same = await registered(client, 1), key()
    said = {"reason": "citizen_request", "confirm": citizen_id}
    for _ in range(2):
        answer = await client.post(f"/v1/citizens/{citizen_id}/erase", json=said, headers=same)
        assert (answer.status_code, answer.json()["name"]) == (200, "")
    acts = [each.act for each in await audited(database)]
    assert acts[-2:] == ["citizens.erase", "citizens.read"]
