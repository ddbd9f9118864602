"""A browser's cookie opens the same door as a token, and no foreign page acts by it."""

import time
from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI

from kit import cookies
from kit.revocations import Revocations
from kit.testing.clients import client_of
from kit.testing.forgeries import BAD
from kit.testing.signing import Signer

OURS = {"Origin": "http://pejling.test", "Sec-Fetch-Site": "same-origin"}
NAVIGATES = {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Site": "none"}
SEAT = {"id": "a1"}


@pytest_asyncio.fixture(loop_scope="session")
async def door(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """The service, for a browser that brings a cookie of its own."""
    async with client_of(app) as door:
        yield door


def brings(token: str, **more: str) -> dict[str, str]:
    return {"Cookie": f"theme=dark; {cookies.ACCESS}={token}; last=1"} | more


def expired(signer: Signer) -> str:
    now = int(time.time())
    return signer.token(["feed.read"], iat=now - 100, nbf=now - 100, exp=now - 40)


async def test_a_cookie_is_a_token_like_any_other(door: httpx.AsyncClient, signer: Signer) -> None:
    token = signer.token(["feed.read"])
    assert (await door.get("/v1/events", headers=brings(token))).status_code == 200
    answer = await door.post("/v1/seats", json=SEAT, headers=brings(token) | OURS)
    assert (answer.status_code, answer.json()["code"]) == (403, "right_missing")
    token = signer.token(["seats.make"], kind="staff")
    answer = await door.post("/v1/seats", json=SEAT, headers=brings(token) | OURS)
    assert answer.status_code == 201, answer.text


@pytest.mark.parametrize("name", ["signature: another key under the same kid", "claims: empty"])
async def test_a_forged_cookie_is_refused_as_a_forged_token_is(
    door: httpx.AsyncClient, signer: Signer, name: str
) -> None:
    answer = await door.get("/v1/events", headers=brings(BAD[name](signer)))
    assert (answer.status_code, answer.json()["code"]) == (401, "token_invalid")


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("a=1", "1"),
        ("b=2;a=1", "1"),
        ("b=2; a=1; c=3", "1"),
        ("xa=2; a=1", "1"),
        ("b=a=2; a=1", "1"),
        ("a=1; a=2", "1"),
        ("a=x=y", "x=y"),
        ("b=2;  a= 1 ;", "1"),
        ("xa=1", ""),
        ("b=x a=1", ""),
        ("a", ""),
        ("A=1", ""),
        ("", ""),
    ],
)
def test_a_cookie_is_found_by_its_whole_name(header: str, value: str) -> None:
    assert cookies.find(header, "a") == value


async def test_a_cookie_in_a_second_header_is_found(
    door: httpx.AsyncClient, signer: Signer
) -> None:
    both = [("Cookie", "theme=dark"), ("Cookie", f"{cookies.ACCESS}={signer.token(['feed.read'])}")]
    assert (await door.get("/v1/events", headers=both)).status_code == 200


async def test_a_bearer_token_is_asked_before_the_cookie(
    door: httpx.AsyncClient, signer: Signer
) -> None:
    good = brings(signer.token(["feed.read"]))
    answer = await door.get("/v1/events", headers=good | {"Authorization": "Bearer not.a.token"})
    assert (answer.status_code, answer.json()["code"]) == (401, "token_invalid")


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"Origin": "http://pejling.test"},
        {"Sec-Fetch-Site": "same-origin"},
        {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "http://pejling.test", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "http://pejling.test", "Sec-Fetch-Site": "same-site"},
        {"Origin": "http://pejling.test", "Sec-Fetch-Site": "none"},
        {"Origin": "http://sub.pejling.test", "Sec-Fetch-Site": "same-origin"},
        {"Origin": "http://pejling.test.evil.example", "Sec-Fetch-Site": "same-origin"},
        {"Origin": "http://pejling.test:8080", "Sec-Fetch-Site": "same-origin"},
        {"Origin": "null", "Sec-Fetch-Site": "same-origin"},
        {"Origin": "", "Sec-Fetch-Site": "same-origin"},
        {"Origin": "pejling.test", "Sec-Fetch-Site": "same-origin"},
    ],
)
async def test_no_foreign_page_acts_by_the_cookie(
    door: httpx.AsyncClient, signer: Signer, said: dict[str, str]
) -> None:
    headers = brings(signer.token(["seats.make"], kind="staff")) | said
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        answer = await door.request(method, "/v1/seats", headers=headers)
        assert answer.status_code in (403, 405)
    answer = await door.post("/v1/seats", json=SEAT, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "origin_refused")
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = await door.post("/v1/seats", content="id=a1", headers=headers | form)
    assert (answer.status_code, answer.json()["code"]) == (403, "origin_refused")


async def test_two_origins_are_none(door: httpx.AsyncClient, signer: Signer) -> None:
    told = brings(signer.token(["seats.make"])) | OURS
    twice = [*told.items(), ("Origin", "https://evil.example")]
    answer = await door.post("/v1/seats", json=SEAT, headers=twice)
    assert (answer.status_code, answer.json()["code"]) == (403, "origin_refused")


async def test_a_person_on_the_way_is_sent_by_way_of_a_new_token(
    door: httpx.AsyncClient, signer: Signer
) -> None:
    headers = brings(expired(signer)) | NAVIGATES
    answer = await door.get("/v1/events", params={"after": "7", "x": "æ&b"}, headers=headers)
    assert answer.status_code == 303
    assert answer.headers["location"] == (
        "/api/gateway/v1/session/renewal"
        "?return_to=/api/surveys/v1/events%3Fafter%3D7%26x%3D%25C3%25A6%2526b"
    )
    assert answer.headers["cache-control"] == "no-store"


async def test_a_program_with_an_expired_cookie_or_token_is_told_so(
    door: httpx.AsyncClient, signer: Signer
) -> None:
    token = expired(signer)
    for headers in (
        brings(token),
        brings(token) | {"Sec-Fetch-Mode": "cors"},
        {"Authorization": f"Bearer {token}"} | NAVIGATES,
    ):
        answer = await door.get("/v1/events", headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (401, "token_expired")
    answer = await door.post("/v1/seats", json=SEAT, headers=brings(token) | NAVIGATES | OURS)
    assert (answer.status_code, answer.json()["code"]) == (401, "token_expired")


async def test_a_session_is_revoked_without_the_persons_others(
    app: FastAPI, door: httpx.AsyncClient, signer: Signer
) -> None:
    app.state.verifier._revocations = Revocations({"session-1": time.time() + 1})
    statuses = [
        (await door.get("/v1/events", headers=brings(token))).status_code
        for token in (
            signer.token(["feed.read"], session="session-1"),
            signer.token(["feed.read"], session="session-2"),
            signer.token(["feed.read"]),
        )
    ]
    assert statuses == [401, 200, 200]
