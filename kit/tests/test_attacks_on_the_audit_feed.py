"""The sealed log is handed to whoever may follow all, position by position, and to nobody else."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI
from joserfc.jwk import ECKey

from kit import audit, sealing
from kit.database import Database
from kit.rights import Caller
from kit.sealing import Sealer, SealingKey
from kit.testing.clients import client_of
from kit.testing.databases import TestDatabases
from kit.testing.signing import Signer

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
PATH = "/v1/audit/seals"


@pytest.fixture
def sealer() -> Sealer:
    return Sealer(SealingKey(ECKey.import_key(json.loads(sealing.generate_key()))))


@pytest_asyncio.fixture(loop_scope="session")
async def follower(app: FastAPI, signer: Signer) -> AsyncIterator[httpx.AsyncClient]:
    token = signer.token({"audit.follow"}, municipality=None, kind="service", sub="service-gateway")
    async with client_of(app, token) as client:
        yield client


async def look(database: Database, subject: str, municipality: str = "0999") -> None:
    caller = Caller("client-1", "client", municipality, frozenset())
    async with database.transaction(municipality) as session:
        await audit.record(session, caller, act="citizens.read", subjects=[subject], at=AT)


async def seal_of(database: Database, sealer: Sealer, municipality: str, *subjects: str) -> None:
    for subject in subjects:
        await look(database, subject, municipality)
    assert await sealer.seal(database) == len(subjects)


async def test_the_logs_of_all_municipalities_are_read_in_their_order(
    follower: httpx.AsyncClient, database: Database, sealer: Sealer
) -> None:
    await seal_of(database, sealer, "0999", "a", "b")
    await seal_of(database, sealer, "0101", "c")
    await seal_of(database, sealer, "0999", "d")
    answer = await follower.get(PATH)
    said = answer.json()
    assert answer.status_code == 200
    assert [
        (one["municipality"], one["number"], [entry["subjects"] for entry in one["entries"]])
        for one in said["seals"]
    ] == [("0999", 1, [["a"], ["b"]]), ("0101", 1, [["c"]]), ("0999", 2, [["d"]])]
    assert said["position"] == said["seals"][-1]["position"]
    assert [one["count"] for one in said["seals"]] == [2, 1, 1]
    assert all(sealing.is_signed(one, sealer.key.public) for one in said["seals"])
    first, _, second = said["seals"]
    assert second["previous"] == first["digest"]


async def test_a_reader_goes_on_from_its_position_and_is_told_when_it_is_at_the_end(
    follower: httpx.AsyncClient, database: Database, sealer: Sealer
) -> None:
    for subject in ("a", "b", "c"):
        await seal_of(database, sealer, "0999", subject)
    read: list[str] = []
    ends: list[bool] = []
    position = 0
    for _ in range(3):
        said = (await follower.get(PATH, params={"after": position, "limit": 1})).json()
        (one,) = said["seals"]
        read += [entry["subjects"][0] for entry in one["entries"]]
        ends.append(said["complete_until"] is not None)
        assert position < said["position"] == one["position"]
        position = said["position"]
    nothing = (await follower.get(PATH, params={"after": position})).json()
    assert (read, ends) == (["a", "b", "c"], [False, False, True])
    assert (nothing["seals"], nothing["position"]) == ([], position)
    assert nothing["complete_until"] == said["complete_until"]


async def test_a_log_that_was_never_sealed_is_complete_until_no_moment(
    follower: httpx.AsyncClient, database: Database
) -> None:
    await look(database, "a")
    said = (await follower.get(PATH)).json()
    assert said == {"seals": [], "position": 0, "complete_until": None}


async def test_a_position_beyond_the_logs_end_is_refused(
    follower: httpx.AsyncClient, database: Database, sealer: Sealer
) -> None:
    await seal_of(database, sealer, "0999", "a")
    end = (await follower.get(PATH)).json()["position"]
    answer = await follower.get(PATH, params={"after": end + 1})
    assert (answer.status_code, answer.json()["code"]) == (409, "position_unknown")
    assert "after=0" in answer.json()["detail"]
    assert (await follower.get(PATH, params={"after": end})).status_code == 200


@pytest.mark.parametrize(
    "asked", [{"after": -1}, {"after": 2**63}, {"limit": 0}, {"limit": 21}, {"after": "x"}]
)
async def test_what_is_no_position_or_limit_is_refused_at_its_name(
    follower: httpx.AsyncClient, asked: dict[str, int | str]
) -> None:
    answer = await follower.get(PATH, params=asked)
    assert (answer.status_code, answer.json()["code"]) == (422, "input_invalid")
    (name,) = asked
    assert [error["pointer"] for error in answer.json()["errors"]] == [f"/query/{name}"]


async def test_the_log_is_for_those_who_may_follow_it_alone(
    client: httpx.AsyncClient, database: Database, sealer: Sealer
) -> None:
    await seal_of(database, sealer, "0999", "a")
    answer = await client.get(PATH)
    stranger = await client.get(PATH, headers={"Authorization": ""})
    assert (answer.status_code, answer.json()["right"]) == (403, "audit.follow")
    assert (stranger.status_code, stranger.json()["code"]) == (401, "token_missing")


async def test_what_a_transaction_under_way_writes_is_in_no_answer_that_says_complete(
    app: FastAPI, follower: httpx.AsyncClient, databases: TestDatabases, sealer: Sealer
) -> None:
    async with databases.copied("surveys") as url:
        racing = app.state.database = Database.connect(url)
        caller = Caller("client-1", "client", "0999", frozenset())
        async with racing.transaction("0999") as under_way:
            at = datetime.now(UTC)
            await audit.record(under_way, caller, act="citizens.read", subjects=["late"], at=at)
            await look(racing, "quick")
            await sealer.seal(racing)
            early = (await follower.get(PATH)).json()
        await sealer.seal(racing)
        late = (await follower.get(PATH)).json()
        await racing.close()
    subjects = [entry["subjects"][0] for one in late["seals"] for entry in one["entries"]]
    assert datetime.fromisoformat(early["complete_until"]) <= at
    assert datetime.fromisoformat(late["complete_until"]) > at - sealing.WRITTEN_WITHIN
    assert subjects == ["quick", "late"]
