"""A CPR number stands encrypted in its one column, and nowhere else, whatever is sent."""

import json

import httpx
import pytest
from sqlalchemy import text

from kit.database import Database

from .factories import NDJSON, key, ndjson
from .people import PURPOSE, citizen, holds_number, number, registered

SENT = [number(n) for n in range(40)]
ODD = [f"{each[:6]}-{each[6:]}" for each in SENT] + [f"{each[:6]} {each[6:]}" for each in SENT]


async def _wild_session(client: httpx.AsyncClient) -> str:
    """Everything with numbers in it, right and wrong; all that was answered."""
    one, two = await registered(client, 1), await registered(client, 2)
    posted = [
        ("/v1/citizens", citizen(1)),
        ("/v1/citizens", citizen(3, cpr=f"{number(3)}0")),
        ("/v1/citizens", citizen(3, name=number(3))),
        ("/v1/citizens", citizen(3, **{number(3): number(3)})),
        ("/v1/citizens", {"cpr": [number(3)]}),
        ("/v1/citizens/search", PURPOSE | {"cpr": number(1)}),
        ("/v1/citizens/search", PURPOSE | {"cpr": number(39)}),
        ("/v1/citizens/search", PURPOSE | {"name": number(1)}),
        ("/v1/citizens/search", PURPOSE | {"id": number(1)}),
        ("/v1/citizens/search", {"purpose": number(1), "cpr": number(1)}),
        (f"/v1/citizens/{one}/merge", {"into": number(2)}),
        (f"/v1/citizens/{one}/merge", {"into": two}),
        (f"/v1/citizens/{two}/erase", {"reason": number(2), "confirm": number(2)}),
        (f"/v1/citizens/{two}/show-number", {"purpose": number(2)}),
    ]
    answers = [await client.post(path, json=body, headers=key()) for path, body in posted]
    files = [
        ("identify", ndjson(*({"cpr": each} for each in SENT))),
        ("identify?register=true", ndjson(*({"cpr": each} for each in SENT))),
        ("identify", ndjson({"cpr": number(1), "ref": number(1)}, {number(1): 1}, [number(1)])),
        ("import", ndjson(*(citizen(n) for n in range(10, 20)))),
        ("import?batch_id=b", ndjson(citizen(1), citizen(1), citizen(4, team=number(4)))),
        ("import?on_error=skip_rows&batch_id=c", ndjson(citizen(5), {"cpr": number(6)})),
    ]
    for path, body in files:
        answers.append(
            await client.post(f"/v1/citizens/{path}", content=body, headers=NDJSON | key())
        )
    said = dict(citizen(7, team=number(8)))
    answers.append(await client.put(f"/v1/citizens/{two}", json=said, headers={"If-Match": "*"}))
    answers.append(await client.get(f"/v1/citizens/{number(1)}", params=PURPOSE))
    answers.append(await client.get("/v1/citizens", params={"purpose": "system"}))
    answers.append(await client.get("/v1/events", params={"limit": 1000}))
    statuses = {each.status_code for each in answers}
    assert statuses == {200, 422}
    return "\n".join(f"{each.text} {json.dumps(dict(each.headers))}" for each in answers)


async def test_no_number_is_kept_or_said_outside_its_column(
    client: httpx.AsyncClient, database: Database, capfd: pytest.CaptureFixture[str]
) -> None:
    answered = await _wild_session(client)
    logged = capfd.readouterr()
    kept = []
    async with database.transaction("0999") as session:
        tables = await session.scalars(
            text("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        )
        for table in tables.all():
            rows = await session.scalars(
                text(f"SELECT to_jsonb(each)::text FROM {table} AS each")  # noqa: S608 - our names
            )
            kept += [f"{table}: {each}" for each in rows]
    assert sum(each.startswith("citizens:") for each in kept) == 40
    for where in (answered, logged.out, logged.err, *kept):
        assert not [each for each in SENT + ODD if each in where], where[:200]
    texts = [each for each in kept if not each.startswith(("citizens:", "idempotency_keys:"))]
    assert not [each for each in texts if holds_number(each)]


async def test_hashes_cannot_be_tried_out_against_numbers(
    client: httpx.AsyncClient, database: Database
) -> None:
    import hashlib  # noqa: PLC0415 - what an attacker would use

    body = ndjson(citizen(1))
    await client.post("/v1/citizens/import?batch_id=b", content=body, headers=NDJSON)
    said = json.dumps(citizen(2)).encode()
    headers = key() | {"Content-Type": "application/json"}
    answer = await client.post("/v1/citizens", content=said, headers=headers)
    assert answer.status_code == 201
    tried = hashlib.sha256()
    for part in ("POST", "/v1/citizens", "", ""):
        tried.update(part.encode() + b"\n")
    tried.update(said)
    async with database.transaction("0999") as session:
        hashes = [
            bytes(each)
            for each in (
                await session.scalars(
                    text(
                        "SELECT content_hash FROM citizen_batches"
                        " UNION ALL SELECT request_hash FROM idempotency_keys"
                    )
                )
            ).all()
        ]
    assert len(hashes) == 2
    assert hashlib.sha256(body).digest() not in hashes
    assert tried.digest() not in hashes
