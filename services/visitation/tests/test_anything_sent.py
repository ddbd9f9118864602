"""Whatever is sent, no route fails: requests made up from the OpenAPI document itself."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import httpx
import requests
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode

from .factories import NDJSON, key, ndjson, row

THE_KITS = ("/live", "/ready", "/v1/events")  # tested there, and the feed would wait for news
HOP = frozenset({"content-length", "host"})

generate = settings(
    max_examples=10,
    database=None,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def own_paths(app: FastAPI) -> dict[str, Any]:
    return {path: it for path, it in app.openapi()["paths"].items() if path not in THE_KITS}


def made_up(app: FastAPI) -> Iterator[tuple[str, requests.PreparedRequest]]:
    """Requests for every operation, as it wants them and as it does not, with its name."""
    schema = schemathesis.openapi.from_dict(app.openapi() | {"paths": own_paths(app)})
    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
        for result in schema.get_all_operations():
            found: Any = result
            operation = found.ok()
            cases: list[Any] = []

            @generate
            @given(case=operation.as_strategy(generation_mode=mode))
            def collect(case: Any) -> None:  # noqa: ANN401 - schemathesis' own
                cases.append(case)  # noqa: B023 - called before the next round

            # Of an operation without parameters nothing wrong can be asked.
            with suppress(Unsatisfiable):
                collect()
            for case in cases:
                asked = case.as_transport_kwargs(base_url="http://pejling.test")
                yield operation.label, requests.Request(**asked).prepare()


async def test_no_request_makes_a_route_fail(app: FastAPI, client: httpx.AsyncClient) -> None:
    await client.post("/v1/offers/import", content=ndjson(row("0")), headers=NDJSON)
    failed = []
    answered = set()
    for name, asked in made_up(app):
        headers = {each: str(it) for each, it in asked.headers.items() if each.lower() not in HOP}
        body: Any = asked.body
        answer = await client.request(
            str(asked.method),
            str(asked.url),
            content=body,
            headers=key() | headers | {"Authorization": client.headers["Authorization"]},
        )
        answered.add((name, answer.is_success))
        if answer.is_server_error:
            failed.append((name, asked.url, body, answer.text))
    assert failed == []
    asked_for = {f"{method.upper()} {path}" for path, it in own_paths(app).items() for method in it}
    assert {name for name, _ in answered} == asked_for
    assert {name for name, good in answered if good} >= {
        "GET /v1/offers",
        "POST /v1/offer-templates",
    }
