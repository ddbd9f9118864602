"""Nobody fills the house: not with waits for news, not from one municipality, not by a proxy."""

import asyncio
from collections.abc import AsyncIterator, Callable

import httpx
import pytest
import pytest_asyncio
from fastapi import APIRouter, FastAPI
from pydantic import SecretStr
from sqlalchemy import text

from kit import applications
from kit.admission import WAITS_OF_ONE
from kit.database import SessionDep
from kit.health import OPEN_PATHS
from kit.rights import requires
from kit.settings import ServiceSettings
from kit.testing.databases import TestDatabases
from kit.testing.signing import Signer

AT_ONCE = 40
TURNS = 4
"""Transactions of one municipality at once: one less than the pool has connections."""


class Doorstep:
    """Who stands inside a route, and until when."""

    def __init__(self) -> None:
        self.inside = 0
        self.open = asyncio.Event()


@pytest.fixture
def doorstep() -> Doorstep:
    return Doorstep()


@pytest_asyncio.fixture(loop_scope="session")
async def house(
    databases: TestDatabases, signer: Signer, doorstep: Doorstep
) -> AsyncIterator[httpx.AsyncClient]:
    """A small service on a database of its own, with a route that holds its place."""
    async with databases.copied("surveys") as url:
        app = applications.new_service(
            "surveys",
            ServiceSettings(
                database_url=SecretStr(url),
                gateway_url="http://gateway.invalid",
                requests_at_once=AT_ONCE,
                requests_in_ten_seconds=0,
            ),
            summary="House",
        )
        router = APIRouter(dependencies=[requires("feed.read")])

        @router.get("/v1/held")
        async def hold(session: SessionDep) -> int:
            await session.execute(text("SELECT 1"))
            doorstep.inside += 1
            await doorstep.open.wait()
            return 1

        app.include_router(router)
        app.state.verifier = signer.verifier()
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(
                transport=httpx.ASGITransport(app), base_url="http://pejling.test"
            ) as client,
        ):
            yield client


def bearing(signer: Signer, sub: str, municipality: str | None = "0999") -> dict[str, str]:
    if municipality is None:
        rights = {"feed.read", "feed.follow_all"}
        token = signer.token(rights, municipality=None, kind="service", sub=sub)
    else:
        token = signer.token({"feed.read"}, municipality=municipality, sub=sub)
    return {"Authorization": f"Bearer {token}"}


def _answered(tasks: list[asyncio.Task[httpx.Response]]) -> list[httpx.Response]:
    return [task.result() for task in tasks if task.done()]


async def _until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not holds():  # noqa: ASYNC110 - what it looks at has no event
            await asyncio.sleep(0.01)


async def test_one_clients_long_polls_are_counted_and_others_go_on(
    house: httpx.AsyncClient, signer: Signer
) -> None:
    eager = bearing(signer, "eager")
    polls = [
        asyncio.create_task(house.get("/v1/events", params={"timeout": 30}, headers=eager))
        for _ in range(AT_ONCE)
    ]
    await _until(lambda: len(_answered(polls)) == len(polls) - WAITS_OF_ONE)
    refused = _answered(polls)
    others = [
        await house.get("/v1/events", headers=bearing(signer, *who))
        for who in (("patient",), ("distant", "0101"), ("service-effects", None))
    ]
    again = await house.get("/v1/events", headers=eager)
    for poll in polls:
        poll.cancel()
    await asyncio.gather(*polls, return_exceptions=True)
    at_last = await house.get("/v1/events", headers=eager)
    assert {(one.status_code, one.json()["code"]) for one in (*refused, again)} == {
        (429, "too_many_requests")
    }
    assert again.headers["Retry-After"] == "1"
    assert [one.status_code for one in (*others, at_last)] == [200, 200, 200, 200]


async def test_services_wait_in_as_many_places_as_they_like(
    house: httpx.AsyncClient, signer: Signer
) -> None:
    service = bearing(signer, "service-effects", None)
    answers = await asyncio.gather(
        *(
            house.get("/v1/events", params={"timeout": 1}, headers=service)
            for _ in range(WAITS_OF_ONE + 2)
        )
    )
    assert {one.status_code for one in answers} == {200}


async def test_one_municipality_does_not_fill_the_process(
    house: httpx.AsyncClient, signer: Signer, doorstep: Doorstep
) -> None:
    many = [
        asyncio.create_task(house.get("/v1/held", headers=bearing(signer, f"client-{each}")))
        for each in range(AT_ONCE)
    ]
    await _until(lambda: len(_answered(many)) == AT_ONCE // 2 and doorstep.inside == TURNS)
    shed = _answered(many)
    other = asyncio.create_task(house.get("/v1/held", headers=bearing(signer, "other", "0101")))
    await _until(lambda: doorstep.inside > TURNS or other.done())
    doorstep.open.set()
    answers = await asyncio.gather(*many)
    assert {(one.status_code, one.json()["code"]) for one in shed} == {(503, "overloaded")}
    assert {one.headers["Retry-After"] for one in shed} == {"1"}
    assert (await other).status_code == 200
    assert [one.status_code for one in answers].count(200) == AT_ONCE // 2


@pytest.mark.parametrize("path", sorted(OPEN_PATHS))
@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP"])
async def test_what_a_proxy_hands_on_is_no_monitor(
    client: httpx.AsyncClient, path: str, header: str
) -> None:
    answer = await client.get(path, headers={header: "127.0.0.1"})
    assert (answer.status_code, answer.json()["code"]) == (404, "path_unknown")


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("127.0.0.1", 200),
        ("::1", 200),
        ("::ffff:127.0.0.1", 200),
        ("::ffff:10.1.2.3", 404),
        ("10.1.2.3", 404),
        ("unix", 404),
    ],
)
async def test_a_monitor_is_known_by_its_address_however_it_is_written(
    app: FastAPI, address: str, status: int
) -> None:
    transport = httpx.ASGITransport(app, client=(address, 4_000))
    async with httpx.AsyncClient(transport=transport, base_url="http://pejling.test") as monitor:
        answer = await monitor.get("/live")
    assert answer.status_code == status
