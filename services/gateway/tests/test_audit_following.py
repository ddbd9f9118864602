"""Each line of a service's log is kept once, and what does not fit there is an alarm here."""

import asyncio
import json
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from joserfc.jwk import ECKey
from sqlalchemy import func, select

from gateway.audit.models import AuditBreak, AuditEntry
from kit import sealing
from kit.database import Database
from kit.sealing import Sealer, SealingKey
from kit.testing.databases import TestDatabases

CITIZEN = "3f0c1d5e-0000-8000-8000-00000000000a"
OTHER = "3f0c1d5e-0000-8000-8000-00000000000b"
START = datetime(2026, 3, 1, 12, tzinfo=UTC)

Headers = dict[str, str]
Source = Any  # the fixture's, whose class a test folder cannot import
Bear = Callable[..., Headers]
Edit = Callable[[dict[str, Any]], object]


async def search(client: httpx.AsyncClient, **body: object) -> dict[str, Any]:
    answer = await client.post("/v1/audit/search", json=body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_ten_workers_at_once_keep_each_line_once(
    databases: TestDatabases, source_at: Callable[[str], AbstractAsyncContextManager[Any]]
) -> None:
    async with databases.copied("gateway") as there, databases.copied("gateway") as here:
        database = Database.connect(here)
        async with source_at(there) as source:
            for round_ in range(3):
                for each in range(5):
                    await source.write(CITIZEN, criterion=f"{round_}-{each}")
                    await source.write(OTHER, municipality="0101")
                await source.seal()
                await asyncio.gather(*(source.follow(database) for _ in range(10)))
        for municipality in ("0999", "0101"):
            async with database.transaction(municipality) as session:
                assert await session.scalar(select(func.count()).select_from(AuditEntry)) == 15
                assert await session.scalar(select(func.count()).select_from(AuditBreak)) == 0
        await database.close()


def new_key() -> SealingKey:
    return SealingKey(ECKey.import_key(json.loads(sealing.generate_key())))


def swap_key(body: dict[str, Any]) -> None:
    seal = body["seals"][0]
    said = {name: seal[name] for name in ("municipality", "number", "count", "previous", "digest")}
    seal["signature"] = new_key().sign(json.dumps(said, sort_keys=True).encode())


def forge_past(body: dict[str, Any]) -> None:
    body["seals"][0]["previous"] = "ab" * 32


TAMPERED: dict[str, tuple[Edit, set[str]]] = {
    "a changed row": (
        lambda body: body["seals"][0]["entries"][0].update(actor="somebody-else"),
        {"row_changed"},
    ),
    "a removed row": (lambda body: body["seals"][0]["entries"].pop(), {"row_removed"}),
    "an added row": (
        lambda body: body["seals"][0]["entries"].append(
            body["seals"][0]["entries"][0] | {"id": 999}
        ),
        {"row_added"},
    ),
    "a changed count": (
        lambda body: body["seals"][0].update(count=5),
        {"row_removed", "signature_wrong"},
    ),
    "a skipped number": (
        lambda body: body["seals"][0].update(number=7),
        {"seal_missing", "signature_wrong"},
    ),
    "another past": (forge_past, {"chain_broken", "row_changed", "signature_wrong"}),
    "no signature": (
        lambda body: body["seals"][0].update(signature="a.b.c"),
        {"signature_wrong"},
    ),
    "another's key": (swap_key, {"key_changed"}),
    "another municipality's row": (
        lambda body: body["seals"][0]["entries"][0].update(municipality="0101"),
        {"row_changed", "row_of_another"},
    ),
    "a row told twice": (
        lambda body: body["seals"][0]["entries"][0].update(body["seals"][0]["entries"][1]),
        {"row_changed", "row_repeated"},
    ),
}


@pytest.mark.parametrize("name", TAMPERED)
async def test_what_does_not_fit_is_an_alarm_and_the_following_goes_on(
    source: Source, gateway: FastAPI, dpo: httpx.AsyncClient, name: str
) -> None:
    edit, reasons = TAMPERED[name]
    await source.write(CITIZEN)
    await source.tell(gateway.state.database)
    await source.write(CITIZEN)
    await source.write(OTHER)
    source.transport.edit = edit
    await source.tell(gateway.state.database)
    source.transport.edit = None
    await source.write(CITIZEN, act="citizens.write", at=START + timedelta(days=1))
    await source.tell(gateway.state.database)
    found = await search(dpo)
    assert found["items"][0]["act"] == "citizens.write"
    breaks = [one for each in found["sources"] for one in each["breaks"]]
    second = {one["reason"] for one in breaks if one["number"] != 3}
    assert second == reasons
    listed = (await dpo.get("/v1/audit/sources")).json()["sources"]
    assert [one["service"] for one in listed] == ["gateway", "visitation"]
    assert listed[1]["breaks"] == breaks


async def test_another_key_is_an_alarm_in_each_municipalitys_chain_once(
    source: Source, gateway: FastAPI, dpo: httpx.AsyncClient, bear: Bear
) -> None:
    database = gateway.state.database
    municipalities = ("0999", "0101", "0202")
    for municipality in municipalities[:2]:
        await source.write(CITIZEN, municipality=municipality)
    await source.tell(database)
    source.sealer = Sealer(new_key())
    for municipality in municipalities * 2:
        await source.write(CITIZEN, municipality=municipality)
        await source.tell(database)
    for municipality in municipalities:
        headers = bear(gateway, "audit.search", municipality=municipality)
        visitation = (await dpo.get("/v1/audit/sources", headers=headers)).json()["sources"][1]
        # The third's chain began with the new key, which was known as the service's by then.
        expected = [] if municipality == "0202" else [(2, "key_changed")]
        assert [(one["number"], one["reason"]) for one in visitation["breaks"]] == expected


async def test_a_seal_that_was_cut_out_is_missed_by_the_next(
    source: Source, gateway: FastAPI, dpo: httpx.AsyncClient
) -> None:
    for _ in range(3):
        await source.write(CITIZEN)
        await source.seal()
    source.transport.edit = lambda body: body["seals"].pop(1)
    await source.follow(gateway.state.database)
    breaks = (await search(dpo))["sources"][1]["breaks"]
    assert {one["number"] for one in breaks} == {3}
    assert {one["reason"] for one in breaks} == {"seal_missing", "chain_broken"}
