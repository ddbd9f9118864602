import asyncio
from collections import Counter

from contracts import follow
from contracts.app import create_app
from kit.database import Database
from kit.feed import CloudEvent
from kit.testing.clients import client_of
from kit.testing.databases import TestDatabases
from kit.testing.signing import Signer

from .conftest import RIGHTS, settings
from .factories import key, ordered


async def _take(database: Database, event: CloudEvent) -> None:
    async with database.transaction(event.municipality) as session:
        await follow.HANDLERS[event.type](session, event)


async def test_followers_that_race_make_one_call_off(databases: TestDatabases) -> None:
    async with databases.copied("contracts") as url:
        first, second = Database.connect(url), Database.connect(url)
        events = [ordered(f"henvisning-{number % 4}") for number in range(12)]
        await asyncio.gather(
            *(_take(database, event) for event in events for database in (first, second))
        )
        app = create_app(settings(url))
        signer = Signer()
        app.state.verifier = signer.verifier()
        async with client_of(app, signer.token(RIGHTS)) as client:
            listed = (await client.get("/v1/call-offs", params={"count": "exact"})).json()
            told = (await client.get("/v1/events")).json()
        await first.close()
        await second.close()
    assert listed["count"] == 4
    assert Counter(each["subject"] for each in told) == {f"henvisning-{n}": 1 for n in range(4)}


async def test_an_order_is_accepted_or_declined_and_never_both(databases: TestDatabases) -> None:
    async with databases.copied("contracts") as url:
        app = create_app(settings(url))
        signer = Signer()
        app.state.verifier = signer.verifier()
        async with client_of(app, signer.token(RIGHTS)) as client:
            await _take(app.state.database, ordered("henvisning-1"))
            path = "/v1/call-offs/henvisning-1"
            answers = await asyncio.gather(
                *(
                    client.post(f"{path}/{act}", json=body, headers=key())
                    for act, body in (("accept", {}), ("decline", {"reason": "capacity"})) * 5
                )
            )
            told = (await client.get("/v1/events")).json()
    assert Counter(answer.status_code for answer in answers) == {200: 1, 409: 9}
    assert told[0]["type"] == "CallOffReceived"
    assert len(told) == 2
