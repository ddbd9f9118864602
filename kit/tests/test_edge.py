"""The way in: deadlines, shedding, and who may look at a service's health."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from kit.edge import Edge
from kit.health import OPEN_PATHS
from kit.testing.clients import client_of
from kit.testing.signing import Signer


def edge_of(app: FastAPI) -> Edge:
    """The middleware of a running application."""
    layer: Any = app.middleware_stack
    while not isinstance(layer, Edge):
        layer = layer._app if hasattr(layer, "_app") else layer.app
    return layer


@pytest.fixture
def slow(app: FastAPI) -> FastAPI:
    @app.get("/v1/slow")
    async def get_slow() -> None:
        await asyncio.sleep(30)

    return app


async def test_an_answer_that_takes_too_long_is_a_problem_with_a_remedy(
    slow: FastAPI, signer: Signer
) -> None:
    async with client_of(slow, signer.token({"feed.read"})) as client:
        await client.get("/live")
        edge_of(slow)._request_seconds = 0.05
        answer = await client.get("/v1/slow")
    assert (answer.status_code, answer.json()["code"]) == (503, "deadline_passed")
    assert answer.headers["Retry-After"] == "5"
    assert answer.headers["Connection"] == "close"
    assert "Idempotency-Key" in answer.json()["detail"]
    assert slow.state.admission.in_flight == 0


async def test_more_than_the_process_holds_is_shed_but_health_is_answered(
    slow: FastAPI, signer: Signer
) -> None:
    slow.state.admission._at_once = 3
    async with client_of(slow, signer.token({"feed.read"})) as client:
        held = [asyncio.create_task(client.get("/v1/slow")) for _ in range(3)]
        while slow.state.admission.in_flight < 3:  # noqa: ASYNC110 - only the count tells
            await asyncio.sleep(0)
        shed = await client.get("/v1/slow")
        live = await client.get("/live")
        news = await client.get("/v1/events")
        for one in held:
            one.cancel()
        await asyncio.gather(*held, return_exceptions=True)
        metrics = (await client.get("/metrics")).text
    assert (shed.status_code, shed.json()["code"]) == (503, "overloaded")
    assert shed.headers["Retry-After"] == "1"
    assert (live.status_code, news.status_code) == (200, 200)
    assert slow.state.admission.in_flight == 0
    assert "http_requests_shed 1.0" in metrics


@pytest.fixture
async def stranger(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app, client=("10.1.2.3", 4_000))
    async with httpx.AsyncClient(transport=transport, base_url="http://pejling.test") as client:
        yield client


@pytest.mark.parametrize("path", sorted(OPEN_PATHS))
async def test_health_is_for_those_who_monitor_alone(
    path: str, stranger: httpx.AsyncClient, client: httpx.AsyncClient
) -> None:
    answer = await stranger.get(path)
    assert (answer.status_code, answer.json()["code"]) == (404, "path_unknown")
    assert (await client.get(path)).status_code == 200


async def test_metrics_tell_of_jobs_feeds_and_the_database(client: httpx.AsyncClient) -> None:
    metrics = (await client.get("/metrics")).text
    for line in ("database_up 1.0", 'jobs{state="waiting"} 0.0', "jobs_oldest_seconds 0.0"):
        assert line in metrics


async def test_what_is_left_to_a_client_is_said_in_every_answer(
    client: httpx.AsyncClient, app: FastAPI
) -> None:
    app.state.admission.pace.per_window = 2
    first = await client.get("/v1/events")
    await client.get("/v1/events")
    refused = await client.get("/v1/events")
    assert first.headers["RateLimit"].startswith('"client";r=1;')
    assert first.headers["RateLimit-Policy"] == '"client";q=2;w=10'
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_requests")
    assert int(refused.headers["Retry-After"]) >= 1


@pytest.mark.parametrize(
    ("body", "code", "pointer"),
    [
        (b'{"id": "a", "id": "b"}', "json_duplicate_key", "/id"),
        (b'{"id": "a", "\\u0069d": "b"}', "json_duplicate_key", "/id"),
        (b'{"id": "a", "x": {"010160-1234": 1, "010160-1234": 2}}', "json_duplicate_key", ""),
        (b'{"id": "a", "rows": NaN}', "json_not_a_number", None),
        (b'{"id": "a", "rows": -Infinity}', "json_not_a_number", None),
    ],
)
async def test_json_that_two_readers_could_read_differently_is_refused(
    client: httpx.AsyncClient, body: bytes, code: str, pointer: str | None
) -> None:
    answer = await client.post(
        "/v1/seats",
        content=body,
        headers={"Content-Type": "application/json", "Idempotency-Key": "k"},
    )
    said = answer.json()
    assert (answer.status_code, said["code"]) == (422, code)
    assert [error["pointer"] for error in said["errors"]] == ([] if pointer is None else [pointer])
    assert "010160" not in answer.text
