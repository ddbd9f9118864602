"""A token request is a small form that names its client once; anything else is refused."""

import base64
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import quote_plus, urlencode

import httpx
import pytest

GRANT = {"grant_type": "client_credentials"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}

Register = Callable[..., Awaitable[Any]]
Refused = Callable[[httpx.Response, int, str, str], None]


def basic(pair: str | bytes) -> dict[str, str]:
    raw = pair.encode() if isinstance(pair, str) else pair
    return {"Authorization": f"Basic {base64.b64encode(raw).decode()}"}


async def test_both_methods_at_once_are_refused(
    client: httpx.AsyncClient, assert_refused: Refused, register: Register
) -> None:
    known = await register()
    answer = await client.post("/v1/token", data=GRANT | known.posted, auth=known.basic)
    assert_refused(answer, 400, "invalid_request", "token_request_malformed")


async def test_the_id_may_stand_in_the_form_as_well_if_it_is_the_same(
    client: httpx.AsyncClient, register: Register
) -> None:
    known = await register()
    for client_id, status in ((known.id, 200), ("klient-other", 400)):
        form = GRANT | {"client_id": client_id}
        answer = await client.post("/v1/token", data=form, auth=known.basic)
        assert answer.status_code == status


@pytest.mark.parametrize(
    "header",
    [
        {"Authorization": "Basic"},
        {"Authorization": "Basic "},
        {"Authorization": "Basic !!!"},
        {"Authorization": "Basic Zm9v\tYmFy"},
        {"Authorization": "Basic Zm9vOmJhcg"},
        {"Authorization": "Bearer Zm9vOmJhcg=="},
        {"Authorization": "Digest username=foo"},
        {"Authorization": ""},
        basic("no-colon"),
        basic(":secret-alone"),
        basic("id-alone:"),
        basic(b"\xff\xfe:secret"),
        basic("id:" + "x" * 2_000),
    ],
)
async def test_a_malformed_authorization_header_is_refused(
    client: httpx.AsyncClient, assert_refused: Refused, header: dict[str, str]
) -> None:
    answer = await client.post("/v1/token", data=GRANT, headers=header)
    assert_refused(answer, 401, "invalid_client", "client_credentials_missing")


async def test_two_authorization_headers_are_refused(
    client: httpx.AsyncClient, assert_refused: Refused, register: Register
) -> None:
    known = await register()
    header = basic(f"{known.id}:{known.secret}")["Authorization"]
    answer = await client.post(
        "/v1/token", data=GRANT, headers=[("Authorization", header), ("Authorization", header)]
    )
    assert_refused(answer, 400, "invalid_request", "token_request_malformed")


async def test_basic_credentials_may_be_form_encoded_as_the_standard_says(
    client: httpx.AsyncClient, register: Register
) -> None:
    known = await register(secret="~" * 43)
    pair = f"{quote_plus(known.id)}:{quote_plus(known.secret).replace('~', '%7E')}"
    answer = await client.post("/v1/token", data=GRANT, headers=basic(pair))
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize(
    "left_out", [("client_id",), ("client_secret",), ("client_id", "client_secret")]
)
async def test_without_id_or_secret_nobody_gets_a_token(
    client: httpx.AsyncClient,
    assert_refused: Refused,
    register: Register,
    left_out: tuple[str, ...],
) -> None:
    known = await register()
    for form in (
        {name: value for name, value in known.posted.items() if name not in left_out},
        known.posted | dict.fromkeys(left_out, ""),
    ):
        answer = await client.post("/v1/token", data=GRANT | form)
        assert_refused(answer, 401, "invalid_client", "client_credentials_missing")


@pytest.mark.parametrize(
    "grant_type",
    [
        "password",
        "authorization_code",
        "refresh_token",
        "Client_Credentials",
        "client_credentials ",
        "urn:ietf:params:oauth:grant-type:jwt-bearer",
    ],
)
async def test_other_ways_of_getting_a_token_are_refused(
    client: httpx.AsyncClient, assert_refused: Refused, register: Register, grant_type: str
) -> None:
    known = await register()
    answer = await client.post("/v1/token", data={"grant_type": grant_type}, auth=known.basic)
    assert_refused(answer, 400, "unsupported_grant_type", "grant_type_unsupported")


Send = Callable[[str], dict[str, Any]]

MALFORMED: dict[str, Send] = {
    "no body at all": lambda _: {"headers": FORM},
    "no grant type": lambda form: {"content": form.replace("grant_type", "type"), "headers": FORM},
    "an empty grant type": lambda _: {"content": "grant_type=", "headers": FORM},
    "JSON instead of a form": lambda _: {"json": GRANT},
    "JSON under a form's name": lambda _: {
        "content": '{"grant_type":"client_credentials"}',
        "headers": FORM,
    },
    "a multipart form": lambda _: {"files": {"grant_type": (None, "client_credentials")}},
    "no content type": lambda form: {"content": form},
    "text": lambda form: {"content": form, "headers": {"Content-Type": "text/plain"}},
    "grant type twice": lambda form: {"content": f"{form}&grant_type=password", "headers": FORM},
    "grant type twice alike": lambda form: {
        "content": f"{form}&grant_type=client_credentials",
        "headers": FORM,
    },
    "client id twice": lambda form: {"content": f"{form}&client_id=klient-other", "headers": FORM},
    "secret twice, once empty": lambda form: {
        "content": f"{form}&client_secret=",
        "headers": FORM,
    },
    "scope twice": lambda form: {"content": f"{form}&scope=a&scope=b", "headers": FORM},
    "an unknown field twice": lambda form: {"content": f"{form}&x=1&x=2", "headers": FORM},
    "more fields than any request has": lambda form: {
        "content": form + "".join(f"&x{number}=1" for number in range(30)),
        "headers": FORM,
    },
    "bytes that are no text": lambda form: {
        "content": form.encode() + b"&x=\xff\xfe",
        "headers": FORM,
    },
    "percent signs that are no text": lambda form: {"content": f"{form}&x=%ff", "headers": FORM},
    "everything in the address": lambda form: {"url": f"/v1/token?{form}", "headers": FORM},
}


@pytest.mark.parametrize("name", MALFORMED)
async def test_a_malformed_request_is_refused(
    client: httpx.AsyncClient, assert_refused: Refused, register: Register, name: str
) -> None:
    known = await register()
    sent: dict[str, Any] = {"url": "/v1/token"} | MALFORMED[name](urlencode(GRANT | known.posted))
    answer = await client.post(**sent)
    assert_refused(answer, 400, "invalid_request", "token_request_malformed")
    assert known.secret not in answer.text


async def test_fields_that_we_do_not_know_are_ignored(
    client: httpx.AsyncClient, register: Register
) -> None:
    known = await register()
    form = GRANT | {"resource": "https://pejling.example", "audience": "x"}
    answer = await client.post(
        "/v1/token",
        content=urlencode(form),
        headers={"Content-Type": "Application/X-WWW-Form-Urlencoded; charset=UTF-8"},
        auth=known.basic,
    )
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("size", [9_000, 100_000, 2_000_000])
async def test_an_oversized_request_is_refused(
    client: httpx.AsyncClient, register: Register, size: int
) -> None:
    known = await register()
    answer = await client.post("/v1/token", data=GRANT | {"x": "x" * size}, auth=known.basic)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
