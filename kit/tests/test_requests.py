"""What a request meets on its way in and out: commit, problems, limits, idempotency, the feed."""

import asyncio
import json

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import func, select

from kit import schema_versions, tables
from kit.database import Database
from kit.testing.clients import client_of
from kit.testing.databases import TestDatabases
from kit.testing.signing import Signer


def key(value: str) -> dict[str, str]:
    return {"Idempotency-Key": value}


async def facts(database: Database) -> int:
    async with database.transaction("0999") as session:
        return await session.scalar(select(func.count()).select_from(tables.outbox)) or 0


async def test_a_commit_that_fails_is_never_answered_as_created(
    app: FastAPI, databases: TestDatabases, client: httpx.AsyncClient
) -> None:
    async with databases.copied("surveys") as url:
        app.state.database = Database.connect(url)
        answer = await client.post("/v1/seats/broken")
        await app.state.database.close()
    assert (answer.status_code, answer.json()["code"]) == (500, "internal")


async def test_what_was_answered_created_is_committed(
    client: httpx.AsyncClient, database: Database
) -> None:
    answer = await client.post("/v1/seats", json={"id": "a"}, headers=key("a"))
    assert answer.status_code == 201
    assert await facts(database) == 1


async def test_a_problem_names_field_code_and_trace(client: httpx.AsyncClient) -> None:
    trace = "0af7651916cd43dd8448eb211c80319c"
    answer = await client.post(
        "/v1/seats/taken", headers={"traceparent": f"00-{trace}-b7ad6b7169203331-01"}
    )
    assert answer.status_code == 409
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["trace-id"] == trace
    assert answer.json() == {
        "type": "urn:pejling:problem:seat_taken",
        "title": "Pladsen er optaget",
        "status": 409,
        "detail": "Vælg en anden.",
        "code": "seat_taken",
        "errors": [{"pointer": "/id", "code": "seat_taken", "detail": "Optaget."}],
        "trace_id": trace,
    }


async def test_an_unforeseen_error_says_nothing(
    client: httpx.AsyncClient, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = await client.post("/v1/seats/wrong")
    assert answer.status_code == 500
    assert "010160" not in answer.text
    assert "number" not in answer.text
    capsys.readouterr()


@pytest.mark.parametrize(
    ("body", "code", "pointer"),
    [
        (b'{"id": "a"', "json_invalid", None),
        (b"\xff\xfe", "json_invalid", None),
        (b'{"id": 5}', "input_invalid", "/id"),
        (b'{"id": "a", "rows": 0}', "input_invalid", "/rows"),
        (b'{"id": "a", "colour": "red"}', "input_invalid", "/colour"),
        (b"{}", "input_invalid", "/id"),
        (b"[]", "input_invalid", ""),
        (b"[" * 33 + b"]" * 33, "json_too_deep", None),
        (b'{"id": ' + b"[" * 5000, "json_too_deep", None),
    ],
)
async def test_a_malformed_body_is_refused_at_its_field(
    client: httpx.AsyncClient, body: bytes, code: str, pointer: str | None
) -> None:
    answer = await client.post(
        "/v1/seats", content=body, headers=key("a") | {"Content-Type": "application/json"}
    )
    assert answer.status_code == 422
    assert answer.json()["code"] == code
    if pointer is not None:
        assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
    assert "Input should" not in answer.text


async def test_what_was_sent_is_never_echoed(client: httpx.AsyncClient) -> None:
    answer = await client.post(
        "/v1/seats", json={"id": "0101601234" * 3, "rows": "0101601234x"}, headers=key("a")
    )
    assert answer.status_code == 422
    assert "0101601234" not in answer.text


async def test_a_cpr_number_as_a_fields_name_is_not_echoed(client: httpx.AsyncClient) -> None:
    answer = await client.post("/v1/seats", json={"id": "a", "0101601234": 1}, headers=key("a"))
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/[cpr]")


async def test_a_position_beyond_the_feeds_end_is_refused(client: httpx.AsyncClient) -> None:
    answer = await client.get("/v1/events", params={"after": 99_999_999})
    assert (answer.status_code, answer.json()["code"]) == (409, "position_unknown")


async def test_a_large_body_is_refused_before_it_is_read(client: httpx.AsyncClient) -> None:
    answer = await client.post("/v1/seats", content=b" " * (1 << 20) + b"{}", headers=key("a"))
    assert answer.status_code == 413
    assert answer.json()["code"] == "too_large"


async def test_a_large_body_of_unknown_length_is_refused(client: httpx.AsyncClient) -> None:
    async def endless() -> object:
        for _ in range(40):
            yield b" " * 65_536

    answer = await client.post("/v1/seats", content=endless(), headers=key("a"))  # type: ignore[arg-type]  # an async generator is what httpx streams
    assert answer.status_code == 413


@pytest.mark.parametrize("path", ["/v1/unknown", "/v2/seats", "/"])
async def test_an_unknown_path_is_a_problem(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get(path)
    assert (answer.status_code, answer.json()["code"]) == (404, "path_unknown")


async def test_a_method_that_the_path_lacks_is_a_problem(client: httpx.AsyncClient) -> None:
    answer = await client.delete("/v1/seats")
    assert (answer.status_code, answer.json()["status"]) == (405, 405)


async def test_a_refused_method_names_all_that_the_address_has(
    app: FastAPI, signer: Signer
) -> None:
    @app.get("/v1/seats")
    async def list_seats() -> list[str]:
        return []

    @app.put("/v1/seats/{seat_id}")
    async def change_seat(seat_id: str) -> str:
        return seat_id

    async with client_of(app, signer.token({"seats.make"})) as client:
        answer = await client.delete("/v1/seats")
        inner = await client.delete("/v1/seats/taken")
    assert (answer.status_code, inner.status_code) == (405, 405)
    assert answer.headers["Allow"].split(", ") == ["GET", "POST"]
    assert inner.headers["Allow"].split(", ") == ["POST", "PUT"]


async def test_a_caller_without_the_right_is_told_which(app: FastAPI, signer: Signer) -> None:
    async with client_of(app, signer.token({"feed.read"})) as client:
        answer = await client.post("/v1/seats", json={"id": "a"}, headers=key("a"))
    assert answer.status_code == 403
    assert answer.json()["right"] == "seats.make"


async def test_nobody_comes_in_without_a_token(app: FastAPI) -> None:
    async with client_of(app) as client:
        answer = await client.post("/v1/seats", json={"id": "a"})
    assert (answer.status_code, answer.json()["code"]) == (401, "token_missing")
    assert answer.headers["www-authenticate"] == "Bearer"


async def test_a_system_must_send_a_key(client: httpx.AsyncClient) -> None:
    answer = await client.post("/v1/seats", json={"id": "a"})
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_required")


async def test_the_same_request_again_has_one_effect(
    client: httpx.AsyncClient, database: Database
) -> None:
    first = await client.post("/v1/seats", json={"id": "a"}, headers=key("k"))
    second = await client.post("/v1/seats", json={"id": "a"}, headers=key("k"))
    assert (first.status_code, second.status_code) == (201, 201)
    assert second.json()["id"] == "a"
    assert await facts(database) == 1


async def test_a_key_used_for_another_body_is_refused(
    client: httpx.AsyncClient, database: Database
) -> None:
    await client.post("/v1/seats", json={"id": "a"}, headers=key("k"))
    answer = await client.post("/v1/seats", json={"id": "b"}, headers=key("k"))
    assert (answer.status_code, answer.json()["code"]) == (409, "idempotency_key_reused")
    assert await facts(database) == 1


async def test_two_clients_may_use_the_same_key(
    signer: Signer, client: httpx.AsyncClient, database: Database
) -> None:
    await client.post("/v1/seats", json={"id": "a"}, headers=key("k"))
    other = signer.token({"seats.make"}, sub="client-2")
    answer = await client.post(
        "/v1/seats", json={"id": "b"}, headers=key("k") | {"Authorization": f"Bearer {other}"}
    )
    assert answer.json()["id"] == "b"
    assert await facts(database) == 2


async def test_a_request_that_fails_leaves_its_key_free(
    client: httpx.AsyncClient, database: Database
) -> None:
    refused = await client.post("/v1/seats", json={"id": "a", "rows": 0}, headers=key("k"))
    answer = await client.post("/v1/seats", json={"id": "a"}, headers=key("k"))
    assert (refused.status_code, answer.status_code) == (422, 201)
    assert await facts(database) == 1


async def test_the_feed_waits_for_news(client: httpx.AsyncClient) -> None:
    waiting = asyncio.create_task(client.get("/v1/events", params={"timeout": 5}))
    await asyncio.sleep(0.1)
    await client.post("/v1/seats", json={"id": "a"}, headers=key("k"))
    answer = await waiting
    (event,) = answer.json()
    assert (event["type"], event["subject"], event["source"]) == ("SeatMade", "a", "/api/surveys")
    assert answer.headers["feed-position"] == event["id"]


async def test_an_empty_feed_means_caught_up(client: httpx.AsyncClient) -> None:
    await client.post("/v1/seats", json={"id": "a"}, headers=key("k"))
    events = (await client.get("/v1/events")).json()
    answer = await client.get("/v1/events", params={"after": events[-1]["id"]})
    assert answer.json() == []
    assert answer.headers["feed-position"] == events[-1]["id"]


async def test_health_and_metrics_are_open_and_labelled_by_template(
    client: httpx.AsyncClient,
) -> None:
    await client.post("/v1/seats", json={"id": "a"}, headers=key("k"))
    assert (await client.get("/live")).json() == {"status": "ok"}
    ready = (await client.get("/ready")).json()
    assert (ready["status"], ready["migration"]) == ("ok", schema_versions.newest("surveys"))
    metrics = (await client.get("/metrics")).text
    assert 'http_requests_total{method="POST",route="/v1/seats",status="201"} 1.0' in metrics


async def test_a_database_that_is_away_is_said_so(app: FastAPI, client: httpx.AsyncClient) -> None:
    app.state.database = Database.connect("postgresql://nobody@127.0.0.1:1/nothing")
    answer = await client.post("/v1/seats", json={"id": "a"}, headers=key("k"))
    ready = await client.get("/ready")
    assert (answer.status_code, answer.json()["code"]) == (503, "database_unavailable")
    assert answer.headers["retry-after"]
    assert ready.status_code == 503


async def test_the_openapi_document_says_problems(client: httpx.AsyncClient) -> None:
    document = json.loads((await client.get("/openapi.json")).content)
    assert "ProblemBody" in document["components"]["schemas"]
    assert document["paths"]["/v1/seats"]["post"]["operationId"] == "make_seat"


async def test_the_document_says_of_problems_what_they_are(client: httpx.AsyncClient) -> None:
    for _ in range(2):
        document = (await client.get("/openapi.json")).json()
        operations = [one for path in document["paths"].values() for one in path.values()]
        assert operations
        for operation in operations:
            content = operation["responses"]["default"]["content"]
            assert list(content) == ["application/problem+json"]
            schema = content["application/problem+json"]["schema"]
            assert schema == {"$ref": "#/components/schemas/ProblemBody"}
        made = document["paths"]["/v1/seats"]["post"]["responses"]["201"]["content"]
        assert list(made) == ["application/json"]


async def test_what_is_refused_for_being_too_much_is_as_documented(
    app: FastAPI, client: httpx.AsyncClient
) -> None:
    document = (await client.get("/openapi.json")).json()
    schema = document["components"]["schemas"]["ProblemBody"]
    app.state.admission.pace.per_window = 1
    await client.get("/v1/events")
    often = await client.get("/v1/events")
    app.state.admission._at_once = 0
    full = await client.post("/v1/seats", json={"id": "a"}, headers=key("k"))
    for answer, status, code in ((often, 429, "too_many_requests"), (full, 503, "overloaded")):
        said = answer.json()
        assert (answer.status_code, said["status"], said["code"]) == (status, status, code)
        assert answer.headers["content-type"] == "application/problem+json"
        assert int(answer.headers["Retry-After"]) >= 1
        assert set(schema["required"]) <= said.keys() == schema["properties"].keys()
        assert said["trace_id"] == answer.headers["trace-id"]
        assert said["detail"]
