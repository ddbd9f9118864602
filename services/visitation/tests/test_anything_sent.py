"""Whatever is sent, no route fails: requests made up from the OpenAPI document itself."""

from collections.abc import Iterator

import httpx
import requests
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case, GenerationMode

from .factories import NDJSON, key, ndjson, row

EACH = 25
HOP = frozenset({"Content-Length", "Host"})

generate = settings(
    max_examples=EACH,
    database=None,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def made_up(app: FastAPI) -> Iterator[Case]:
    """Requests for every operation, as it wants them and as it does not."""
    schema = schemathesis.openapi.from_dict(app.openapi())
    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
        for result in schema.get_all_operations():
            cases: list[Case] = []
            made = result.ok().as_strategy(generation_mode=mode)

            @generate
            @given(case=made)
            def collect(case: Case) -> None:
                cases.append(case)  # noqa: B023 - called before the next round

            collect()
            yield from cases


async def test_no_request_makes_a_route_fail(app: FastAPI, client: httpx.AsyncClient) -> None:
    await client.post("/v1/offers/import", content=ndjson(row("0")), headers=NDJSON)
    failed = []
    answered = set()
    for case in made_up(app):
        sent = requests.Request(**case.as_transport_kwargs(base_url="http://pejling.test"))
        asked = sent.prepare()
        headers = {**asked.headers, "Authorization": client.headers["Authorization"]}
        headers.setdefault("Idempotency-Key", key()["Idempotency-Key"])
        answer = await client.request(
            asked.method or "GET",
            asked.url or "",
            content=asked.body,
            headers={name: it for name, it in headers.items() if name not in HOP},
        )
        answered.add((case.operation.label, answer.is_success))
        if answer.is_server_error:
            failed.append((asked.method, asked.url, asked.body, answer.text))
    assert failed == []
    operations = {
        f"{method.upper()} {path}" for path, it in app.openapi()["paths"].items() for method in it
    }
    assert {label for label, _ in answered} == operations
    assert {label for label, good in answered if good} >= {"GET /v1/offers", "POST /v1/offers"}
