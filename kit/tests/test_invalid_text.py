"""What JSON and pydantic let through and PostgreSQL does not is the sender's mistake, not ours."""

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text

from kit.database import SessionDep
from kit.rights import requires
from kit.testing.clients import client_of
from kit.testing.signing import Signer


@pytest.mark.parametrize(
    "body", ['{"id":"a\\u0000"}', '{"id":"\\u0000"}', '{"id":"a\\ud800"}', '{"id":"\\udc00b"}']
)
async def test_a_text_that_cannot_be_kept_is_answered_422(
    client: httpx.AsyncClient, body: str
) -> None:
    headers = {"Content-Type": "application/json", "Idempotency-Key": "k"}
    answer = await client.post("/v1/seats", content=body, headers=headers)
    assert answer.status_code == 422, answer.text
    assert answer.json()["code"] in ("text_invalid", "input_invalid")


@pytest.mark.parametrize("searched", ["\x00", "a\x00b"])
async def test_a_nul_in_the_query_is_answered_422(
    app: FastAPI, signer: Signer, searched: str
) -> None:
    @app.get("/v1/seats/found", dependencies=[requires("seats.make")])
    async def find_seat(session: SessionDep, name: str) -> str:
        return str(await session.scalar(text("SELECT CAST(:name AS text)"), {"name": name}))

    async with client_of(app, signer.token(["seats.make"])) as client:
        answer = await client.get("/v1/seats/found", params={"name": searched})
        assert (answer.status_code, answer.json()["code"]) == (422, "text_invalid")
        assert (await client.get("/v1/seats/found", params={"name": "a"})).status_code == 200


async def test_half_a_letter_in_an_unbounded_text_is_answered_422(
    app: FastAPI, signer: Signer
) -> None:
    @app.post("/v1/seats/renamed", dependencies=[requires("seats.make")])
    async def rename_seat(session: SessionDep, body: list[str]) -> str:
        return str(await session.scalar(text("SELECT CAST(:name AS text)"), {"name": body[0]}))

    async with client_of(app, signer.token(["seats.make"])) as client:
        answer = await client.post(
            "/v1/seats/renamed",
            content='["\\ud800"]',
            headers={"Content-Type": "application/json"},
        )
    assert (answer.status_code, answer.json()["code"]) == (422, "text_invalid")
