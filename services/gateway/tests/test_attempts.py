"""Whoever tries too often is told to wait, and makes nobody else wait."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from fastapi import FastAPI, Request
from structlog.testing import capture_logs

from gateway.tokens import attempts, refusals
from gateway.tokens.attempts import Attempts
from kit.testing.counting import noted_statements

GRANT = {"grant_type": "client_credentials"}
CLIENT = "klient-1"

Register = Callable[..., Awaitable[Any]]


class Clock:
    """A clock that stands until it is set on."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def fail(tried: Attempts, address: str, client_id: str = CLIENT) -> bool:
    """Try with a wrong secret; whether it was let try at all."""
    try:
        with tried.counted(address, client_id):
            raise refusals.CredentialsWrong("")  # noqa: TRY301 - as the use case does in the block
    except refusals.CredentialsWrong:
        return True
    except refusals.TooManyAttempts:
        return False


def may_try(tried: Attempts, address: str, client_id: str = CLIENT) -> bool:
    try:
        with tried.counted(address, client_id):
            return True
    except refusals.TooManyAttempts:
        return False


async def get_token(
    client: httpx.AsyncClient, pair: tuple[str, str], address: str
) -> httpx.Response:
    headers = {"X-Forwarded-For": address}
    return await client.post("/v1/token", data=GRANT, auth=pair, headers=headers)


async def test_guessing_from_elsewhere_never_keeps_the_right_client_out(
    client: httpx.AsyncClient, register: Register
) -> None:
    known = await register()
    guesses = [await get_token(client, (known.id, "guess"), "203.0.113.7") for _ in range(12)]
    assert [one.status_code for one in guesses] == [401] * 10 + [429] * 2
    assert (await get_token(client, known.basic, "198.51.100.1")).status_code == 200


async def test_guessing_at_the_same_address_never_keeps_the_right_client_out(
    client: httpx.AsyncClient, register: Register
) -> None:
    known = await register()
    for came_in_before in (False, True):
        guesses = [await get_token(client, (known.id, "guess"), "203.0.113.7") for _ in range(20)]
        assert guesses[-1].status_code == 429
        right = await get_token(client, known.basic, "203.0.113.7")
        assert right.status_code == 200, came_in_before


async def test_what_is_refused_unseen_asks_the_database_nothing(
    client: httpx.AsyncClient, app: FastAPI, register: Register
) -> None:
    known, busy = await register(), await register()
    for _ in range(60):
        fail(app.state.attempts, "203.0.113.7", known.id)
    assert (await get_token(client, busy.basic, "198.51.100.1")).status_code == 200
    for _ in range(119):
        app.state.attempts.take_token(busy.id)
    with noted_statements() as statements:
        for who, address in ((known, "203.0.113.7"), (busy, "198.51.100.1")):
            answer = await get_token(client, who.basic, address)
            assert (answer.status_code, answer.json()["code"]) == (429, "too_many_requests")
    assert statements == []


async def test_the_log_names_whom_the_proxy_speaks_for(
    client: httpx.AsyncClient, register: Register
) -> None:
    known = await register()
    with capture_logs() as logs:
        await get_token(client, (known.id, "guess"), "203.0.113.7")
    refused = [line for line in logs if line["event"] == "token_refused"]
    assert [line["address"] for line in refused] == ["203.0.113.7"]


async def test_a_refusal_says_when_to_come_again(
    client: httpx.AsyncClient, register: Register
) -> None:
    known = await register()
    for _ in range(11):
        answer = await get_token(client, (known.id, "guess"), "203.0.113.7")
    body = answer.json()
    assert (answer.status_code, body["code"], body["status"]) == (429, "too_many_requests", 429)
    assert 1 <= int(answer.headers["retry-after"]) <= 6
    assert answer.headers["ratelimit-policy"] == '"failed-of-client";q=10;w=60'
    assert answer.headers["ratelimit"].startswith('"failed-of-client";r=0;t=')
    assert answer.headers["cache-control"] == "no-store"
    assert "www-authenticate" not in answer.headers


async def test_a_token_says_how_many_more_the_client_may_fetch(
    client: httpx.AsyncClient, register: Register
) -> None:
    known = await register()
    answer = await get_token(client, known.basic, "198.51.100.1")
    assert answer.headers["ratelimit-policy"] == '"tokens-of-client";q=120;w=60'
    assert answer.headers["ratelimit"].startswith('"tokens-of-client";r=119;t=')


async def test_what_an_untrusted_peer_says_of_its_address_is_not_believed(
    app: FastAPI, register: Register
) -> None:
    known = await register()
    transport = httpx.ASGITransport(app, client=("203.0.113.7", 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://pejling.test") as stranger:
        said = [
            await get_token(stranger, (known.id, "guess"), f"198.51.100.{each}")
            for each in range(11)
        ]
    assert [one.status_code for one in said] == [401] * 10 + [429]


async def test_only_the_hop_that_the_proxy_wrote_is_read(
    client: httpx.AsyncClient, register: Register
) -> None:
    known = await register()
    said = [
        await get_token(client, (known.id, "guess"), f"198.51.100.{each}, 203.0.113.7")
        for each in range(11)
    ]
    assert [one.status_code for one in said] == [401] * 10 + [429]


def test_a_bucket_drips() -> None:
    clock = Clock()
    tried = Attempts(clock=clock)
    assert [fail(tried, "a") for _ in range(11)] == [True] * 10 + [False]
    clock.now += 5.9
    assert not fail(tried, "a")
    clock.now += 0.2
    assert [fail(tried, "a"), fail(tried, "a")] == [True, False]
    clock.now += 60
    assert [fail(tried, "a") for _ in range(11)] == [True] * 10 + [False]


def test_trying_many_clients_from_one_address_ends_at_the_address() -> None:
    tried = Attempts(clock=Clock())
    assert [fail(tried, "a", f"klient-{each}") for each in range(61)] == [True] * 60 + [False]
    assert fail(tried, "b", "klient-1")


def test_who_came_in_from_an_address_is_not_refused_for_what_others_try_there() -> None:
    tried = Attempts(clock=Clock())
    assert may_try(tried, "office", "klient-good")
    for each in range(60):
        fail(tried, "office", f"klient-{each}")
    assert not may_try(tried, "office", "klient-new")
    assert may_try(tried, "office", "klient-good")


def test_guessing_at_one_who_came_in_ends_where_the_address_has_failed_too_often() -> None:
    tried = Attempts(clock=Clock())
    assert may_try(tried, "office", "klient-good")
    for each in range(60):
        fail(tried, "office", f"klient-{each}")
    assert [fail(tried, "office", "klient-good") for _ in range(10)] == [True] * 10
    assert not may_try(tried, "office", "klient-good")


def test_what_is_not_shaped_like_an_id_is_counted_as_one_nobody() -> None:
    tried = Attempts(clock=Clock())
    assert [fail(tried, "a", f"SECRET {each}") for each in range(11)] == [True] * 10 + [False]


def test_a_client_fetches_as_many_tokens_as_any_client_needs() -> None:
    clock = Clock()
    tried = Attempts(clock=clock)
    left = [tried.take_token("klient-1").remaining for _ in range(120)]
    assert left == list(range(119, -1, -1))
    with pytest.raises(refusals.TooManyAttempts) as refused:
        tried.take_token("klient-1")
    assert refused.value.headers["Retry-After"] == "1"
    assert tried.take_token("klient-2").remaining == 119
    clock.now += 0.5
    assert tried.take_token("klient-1").remaining == 0


def test_what_is_remembered_is_bounded() -> None:
    tried = Attempts(most=100, clock=Clock())
    for each in range(1_000):
        fail(tried, f"address-{each}", f"klient-{each}")
        may_try(tried, f"address-{each}", "klient-good")
        tried.take_token(f"klient-{each}")
    kept = (tried._of_client._empty_at, tried._at_address._empty_at, tried._tokens._empty_at)
    assert [len(one) for one in (*kept, tried._came_in)] == [100] * 4


@pytest.mark.parametrize(
    ("peer", "forwarded", "counted"),
    [
        ("127.0.0.1", None, "127.0.0.1"),
        ("127.0.0.1", "203.0.113.7", "203.0.113.7"),
        ("::1", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("127.0.0.1", "::ffff:203.0.113.7", "203.0.113.7"),
        ("::ffff:127.0.0.1", "203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.9", "203.0.113.7", "203.0.113.9"),
        ("127.0.0.1", "nonsense", "127.0.0.1"),
        ("127.0.0.1", "203.0.113.7, ", "127.0.0.1"),
        ("203.0.113.9", "203.0.113.7", "203.0.113.9"),
        ("", "203.0.113.7", ""),
    ],
)
async def test_an_address_is_the_peers_or_what_a_trusted_proxy_says(
    app: FastAPI, peer: str, forwarded: str | None, counted: str
) -> None:
    sent = [] if forwarded is None else [(b"x-forwarded-for", forwarded.encode())]
    scope = {"type": "http", "client": (peer, 1) if peer else None, "headers": sent}
    request = Request(scope)
    assert attempts.address_of(request, app.state.settings.trusted_proxies) == counted
