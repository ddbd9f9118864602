"""People come in by way of the identity provider, and nobody comes in instead of them."""

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from joserfc.jwk import ECKey, OctKey
from sqlalchemy import select, text

from gateway.sessions.models import PersonSession
from gateway.sign_in import service
from gateway.sign_in.identity_provider import IdentityProvider
from gateway.sign_in.limits import SIGN_INS_AT_ADDRESS, SignInPace
from gateway.staff.models import StaffMember
from kit import tables
from kit.database import Database
from kit.testing import browser as browsers
from kit.testing.browser import Browser

from .conftest import opened_at
from .provider import (
    ADDRESS,
    CLIENT_ID,
    SECRET,
    SESSION,
    Provider,
    come_in,
    new_key,
    refusal,
    set_out,
)


async def sessions(database: Database) -> list[PersonSession]:
    async with database.transaction(None) as session:
        return list(await session.scalars(select(PersonSession)))


async def published(database: Database) -> list[tuple[str, str | None]]:
    outbox = tables.outbox
    async with database.transaction(None) as session:
        rows = await session.execute(select(outbox).order_by(outbox.c.position))
        return [(row.type, row.municipality) for row in rows]


async def test_somebody_signs_in_and_ends_where_they_wanted_to_go(
    browser: Browser, provider: Provider
) -> None:
    answer = await come_in(browser, provider, "administratorer")
    assert (answer.status_code, answer.headers["location"]) == (303, "/start")
    said = answer.headers.get_list("set-cookie")
    assert len(said) == 2
    for cookie, path in zip(said, (SESSION, "/"), strict=True):
        assert f"; HttpOnly; Path={path}; SameSite=lax; Secure" in cookie
        assert "Domain" not in cookie
        assert "Max-Age" not in cookie
    assert (await browser.ask("GET", "/api/gateway/v1/clients")).status_code == 200
    told = (await browser.ask("GET", SESSION)).json()
    assert told["person"] | {"id": ""} == {"id": "", "name": "Navn Navnesen", "username": "nana"}
    assert told["municipality"] == {"code": "0999", "name": "Eksempel Kommune"}
    assert (told["role"], told["role_name"]) == ("administrator", "Administrator")
    assert "clients.manage" in told["rights"]
    assert told["provider"] is None
    assert told["must_choose"] is False
    (shown,) = provider.auth
    assert shown is not None
    pair = base64.b64decode(shown.removeprefix("Basic ")).decode()
    assert pair == "pejling:a%20secret%3A%20of%20%2B%25%2F%20many%20letters"


async def test_the_person_is_the_same_at_each_sign_in(browser: Browser, provider: Provider) -> None:
    seen = set()
    for sub in ("person-1", "person-1", "person-2"):
        await come_in(browser, provider, "administratorer", sub=sub)
        seen.add((await browser.ask("GET", SESSION)).json()["person"]["id"])
    assert len(seen) == 2


async def test_what_the_browser_holds_is_nowhere_in_the_database(
    browser: Browser, provider: Provider, database: Database
) -> None:
    await come_in(browser, provider, "administratorer")
    secret = browser.cookie(browsers.SESSION)
    assert secret is not None
    async with database.transaction("0999") as session:
        kept = [
            str((await session.execute(text(f"SELECT to_jsonb(t)::text FROM {table} t"))).all())  # noqa: S608 - our own names
            for table in ("sessions", "sign_ins", "staff", "outbox", "audit_log")
        ]
    assert all(secret not in each for each in kept)
    assert "nana" in kept[2]
    assert "person-1" not in "".join(kept[1:])
    assert all("Navnesen" not in each for each in (kept[1], kept[3], kept[4]))


async def test_what_happened_is_told_and_logged(
    browser: Browser, provider: Provider, database: Database
) -> None:
    await come_in(browser, provider, "administratorer")
    assert await published(database) == [("StaffMemberChanged", "0999")]
    await come_in(browser, provider, "administratorer")
    told = await browser.ask("GET", SESSION)
    async with database.transaction("0999") as session:
        log = (await session.execute(select(tables.audit_log))).all()
        (member,) = await session.scalars(select(StaffMember))
    assert [line.act for line in log] == ["sessions.begin"] * 2
    assert {(line.actor, line.organisation) for line in log} == {(member.id, "Eksempel Kommune")}
    assert told.json()["person"]["id"] == member.id
    # The browser's former session is over, and nothing else has changed.
    assert (await published(database))[1:] == [("AccessRevoked", "0999")]


@pytest.mark.parametrize(
    "changed",
    [{"state": "forged"}, {"state": ""}, {"state": None}, {"state": "\x00"}],
    ids=repr,
)
async def test_a_forged_state_brings_nobody_in(
    browser: Browser, provider: Provider, changed: dict[str, str | None], database: Database
) -> None:
    provider.person = {"groups": ["administratorer"]}
    answer = await browser.navigate("GET", provider.answer(await set_out(browser), **changed))
    assert refusal(answer) == "expired"
    assert browser.cookie(browsers.SESSION) is None
    assert await sessions(database) == []


async def test_an_answer_is_taken_once(browser: Browser, provider: Provider) -> None:
    provider.person = {"groups": ["administratorer"]}
    address = provider.answer(await set_out(browser))
    assert refusal(await browser.navigate("GET", address)) is None
    assert refusal(await browser.navigate("GET", address)) == "expired"


async def test_a_code_is_taken_once(browser: Browser, provider: Provider) -> None:
    provider.person = {"groups": ["administratorer"]}
    first, second = await set_out(browser), await set_out(browser)
    address = provider.answer(first)
    assert refusal(await browser.navigate("GET", address)) is None
    code = dict(httpx.URL(address).params)["code"]
    answer = await browser.navigate("GET", provider.answer(second, code=code))
    assert refusal(answer) == "expired"


async def test_a_code_of_another_way_is_refused(browser: Browser, provider: Provider) -> None:
    provider.person = {"groups": ["administratorer"]}
    first, second = await set_out(browser), await set_out(browser)
    code = dict(httpx.URL(provider.answer(first)).params)["code"]
    answer = await browser.navigate("GET", provider.answer(second, code=code))
    assert refusal(answer) == "expired"


async def test_nobody_is_signed_in_by_an_answer_that_another_browser_asked_for(
    browser: Browser, other_browser: Browser, provider: Provider
) -> None:
    provider.person = {"groups": ["administratorer"]}
    address = provider.answer(await set_out(browser))
    assert refusal(await other_browser.navigate("GET", address)) == "expired"
    await set_out(other_browser)
    assert refusal(await other_browser.navigate("GET", address)) == "expired"
    assert refusal(await browser.navigate("GET", address)) is None


async def test_an_answer_that_comes_too_late_is_refused(
    browser: Browser, provider: Provider, door: FastAPI
) -> None:
    address = provider.answer(await set_out(browser))
    later = datetime.now(UTC) + service.LASTS
    door.state.clock = lambda: later
    assert refusal(await browser.navigate("GET", address)) == "expired"


CLAIMS: dict[str, dict[str, Any]] = {
    "nonce of another": {"nonce": "other"},
    "no nonce": {"nonce": None},
    "issuer another": {"iss": "https://evil.example"},
    "audience another": {"aud": "other"},
    "audience two without azp": {"aud": [CLIENT_ID, "other"]},
    "azp another": {"azp": "other"},
    "expired": {"exp": 1},
    "never expires": {"exp": None},
    "exp a text": {"exp": "9999999999"},
    "issued tomorrow": {"iat": 9_999_999_999},
    "no subject": {"sub": None},
    "subject a number": {"sub": 7},
    "subject empty": {"sub": ""},
}


@pytest.mark.parametrize("name", CLAIMS)
async def test_an_id_token_that_does_not_hold_brings_nobody_in(
    browser: Browser, provider: Provider, database: Database, name: str
) -> None:
    provider.changed = CLAIMS[name]
    answer = await come_in(browser, provider, "administratorer")
    assert refusal(answer) == "access_denied"
    assert browser.cookie(browsers.SESSION) is None
    assert await sessions(database) == []


def tampered(token: str) -> str:
    head, body, signature = token.split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=="))
    claims["groups"] = ["administratorer"]
    packed = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
    return f"{head}.{packed}.{signature}"


def unsigned(token: str) -> str:
    head = base64.urlsafe_b64encode(b'{"alg":"none","kid":"x"}').rstrip(b"=").decode()
    return f"{head}.{token.split('.')[1]}."


@pytest.mark.parametrize("bend", [tampered, unsigned, lambda _: "x", lambda token: token * 60])
async def test_a_changed_id_token_brings_nobody_in(
    browser: Browser, provider: Provider, bend: Callable[[str], str]
) -> None:
    provider.bend = bend
    assert refusal(await come_in(browser, provider, "sagsbehandlere")) == "access_denied"


async def test_an_id_token_by_a_foreign_key_brings_nobody_in(
    browser: Browser, provider: Provider
) -> None:
    provider.signs_with = ECKey.generate_key("P-256")
    assert refusal(await come_in(browser, provider, "administratorer")) == "access_denied"
    provider.signs_with = OctKey.import_key(SECRET)
    provider.header = {"alg": "HS256"}
    assert refusal(await come_in(browser, provider, "administratorer")) == "access_denied"


@pytest.mark.parametrize("issuer", ["https://evil.example", None, ""])
async def test_the_answer_of_another_provider_is_refused(
    browser: Browser, provider: Provider, issuer: str | None
) -> None:
    answer = await browser.navigate("GET", provider.answer(await set_out(browser), iss=issuer))
    assert refusal(answer) == "access_denied"
    assert provider.forms == []


async def test_the_provider_may_change_its_keys(
    browser: Browser, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kit.tokens.KEYS_RETRY_SECONDS", 0)
    assert refusal(await come_in(browser, provider, "administratorer")) is None
    provider.key = new_key()
    assert refusal(await come_in(browser, provider, "administratorer")) is None


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ("access_denied", "access_denied"),
        ("login_required", "access_denied"),
        ("temporarily_unavailable", "provider_unavailable"),
        ("server_error", "provider_unavailable"),
    ],
)
async def test_what_the_provider_refuses_is_said(
    browser: Browser, provider: Provider, error: str, said: str
) -> None:
    location = await set_out(browser)
    answer = await browser.navigate("GET", provider.answer(location, code=None, error=error))
    assert refusal(answer) == said
    assert "return_to=%2Fstart" in answer.headers["location"]


@pytest.mark.parametrize(
    "described",
    [
        {"issuer": "https://evil.example"},
        {"token_endpoint": "http://evil.example/token"},
        {"jwks_uri": "http://evil.example/jwks"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"token_endpoint": None},
    ],
    ids=str,
)
async def test_a_description_of_another_provider_is_not_followed(
    browser: Browser, provider: Provider, described: dict[str, str | None]
) -> None:
    provider.described = described
    answer = await browser.navigate("GET", f"{SESSION}/sign-in")
    assert refusal(answer) == "provider_unavailable"


async def test_a_provider_that_does_not_answer_is_named(browser: Browser, door: FastAPI) -> None:
    here = door.state.sign_in
    away = IdentityProvider("http://127.0.0.1:9", CLIENT_ID)
    door.state.sign_in = service.SignInHere(away, here.role_map, "x", ADDRESS)
    assert refusal(await browser.navigate("GET", f"{SESSION}/sign-in")) == "provider_unavailable"


async def test_whoever_has_no_role_stays_out(
    browser: Browser, provider: Provider, database: Database
) -> None:
    for groups in ((), ("administrator",), ("leverandører",), ("Administratorer",)):
        assert refusal(await come_in(browser, provider, *groups)) == "no_role"
    assert await sessions(database) == []
    assert await published(database) == []


async def test_somebody_comes_in_by_a_list_of_privileges_in_one_text(
    browser: Browser, provider: Provider
) -> None:
    written = (
        '<?xml version="1.0" encoding="UTF-8"?><bpp:PrivilegeList'
        ' xmlns:bpp="http://digst.dk/oiosaml/basic_privilege_profile">'
        '<PrivilegeGroup Scope="urn:dk:gov:saml:cvrNumberIdentifier:12345678">'
        "<Privilege>http://pejling.example/roles/usersystemrole/tilsyn/1</Privilege>"
        "</PrivilegeGroup></bpp:PrivilegeList>"
    )
    coded = base64.b64encode(written.encode()).decode()
    assert refusal(await come_in(browser, provider, privileges_intermediate=coded)) is None
    told = (await browser.ask("GET", SESSION)).json()
    assert (told["role"], told["municipality"]["code"]) == ("inspector", "0999")
    other = base64.b64encode(written.replace("12345678", "87654321").encode()).decode()
    assert refusal(await come_in(browser, provider, privileges_intermediate=other)) == "no_role"


async def test_a_role_that_is_gone_is_gone_everywhere_at_the_next_sign_in(
    browser: Browser,
    other_browser: Browser,
    provider: Provider,
    door: FastAPI,
    database: Database,
) -> None:
    await come_in(other_browser, provider, "administratorer")
    held = await other_browser.ask("GET", "/api/gateway/v1/clients")
    assert refusal(await come_in(browser, provider)) == "no_role"
    await door.state.revocations.read(database)
    answer = await other_browser.ask("GET", "/api/gateway/v1/clients")
    assert (held.status_code, answer.status_code) == (200, 401)
    assert answer.json()["code"] == "token_revoked"
    answer = await other_browser.ask("GET", SESSION)
    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")
    told = await published(database)
    assert told.count(("StaffMemberChanged", "0999")) == 2
    # Whoever gets the role again gets a token that lives.
    assert refusal(await come_in(browser, provider, "administratorer")) is None
    assert (await browser.ask("GET", "/api/gateway/v1/clients")).status_code == 200


async def test_no_session_can_be_planted_before_the_sign_in(
    browser: Browser, other_browser: Browser, provider: Provider
) -> None:
    await come_in(other_browser, provider, "sagsbehandlere", sub="attacker")
    planted = other_browser.cookie(browsers.SESSION)
    assert planted is not None
    await come_in(browser, provider, "sagsbehandlere", sub="attacker")
    browser.hold(browsers.SESSION, planted)
    await come_in(browser, provider, "administratorer", sub="victim")
    assert browser.cookie(browsers.SESSION) != planted
    # The planted one is over: it is nobody's now, and least of all the victim's.
    answer = await other_browser.ask("GET", SESSION)
    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example",
        "https:/evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "/\n/evil.example",
        "evil.example",
        "",
        "/" + "x" * 3_000,
        "/start\r\nSet-Cookie: a=b",
    ],
    ids=repr,
)
async def test_nobody_is_sent_elsewhere_after_the_sign_in(
    browser: Browser, provider: Provider, wanted: str
) -> None:
    provider.person = {"groups": ["administratorer"]}
    answer = await browser.navigate("GET", provider.answer(await set_out(browser, wanted)))
    assert answer.headers["location"] == "/"
    answer = await browser.navigate(
        "GET", str(httpx.URL(f"{SESSION}/renewal", params={"return_to": wanted}))
    )
    assert answer.headers["location"] == "/"


async def test_only_addresses_at_which_cookies_are_kept_are_signed_in_at(door: FastAPI) -> None:
    for address in ("http://192.168.1.5:8010", "http://pejling.example"):
        async with opened_at(door, address) as browser:
            answer = await browser.navigate("GET", f"{SESSION}/sign-in")
        assert refusal(answer) == "insecure_address"
    async with opened_at(door, "http://127.0.0.1:8010") as browser:
        answer = await browser.navigate("GET", f"{SESSION}/sign-in?return_to=/start")
    assert answer.status_code == 303
    assert answer.headers["location"] == f"{ADDRESS}{SESSION}/sign-in?return_to=%2Fstart"


async def test_where_no_provider_is_named_nobody_signs_in(app: FastAPI) -> None:
    async with opened_at(app) as browser:
        for path in ("/sign-in", "", "/callback", "/renewal"):
            answer = await browser.navigate("GET", f"{SESSION}{path}")
            assert (answer.status_code, answer.json()["code"]) == (503, "sign_in_not_set_up")
            assert "PEJLING_GATEWAY_SIGN_IN_ISSUER" in answer.json()["detail"]


async def test_one_address_signs_in_so_often_and_no_oftener(
    browser: Browser, door: FastAPI
) -> None:
    door.state.sign_in_pace = SignInPace(clock=lambda: 0.0)
    for _ in range(SIGN_INS_AT_ADDRESS.quota):
        answer = await browser.navigate("GET", f"{SESSION}/callback")
        assert answer.status_code == 303
    answer = await browser.navigate("GET", f"{SESSION}/callback")
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many_requests")
    assert int(answer.headers["retry-after"]) >= 1


async def test_a_key_shows_the_provider_who_we_are(
    browser: Browser, provider: Provider, door: FastAPI
) -> None:
    here = door.state.sign_in
    key = new_key()
    by_key = IdentityProvider(provider.issuer, CLIENT_ID, client_key=key)
    door.state.sign_in = service.SignInHere(by_key, here.role_map, "x", ADDRESS)
    assert refusal(await come_in(browser, provider, "administratorer")) is None
    (form,) = provider.forms
    assert provider.auth == [None]
    assert SECRET not in str(form)
    packed = form["client_assertion"].split(".")[1]
    said = json.loads(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)))
    assert (said["iss"], said["sub"]) == (CLIENT_ID, CLIENT_ID)
    assert said["aud"] == f"{provider.issuer}/token"
    assert timedelta(seconds=said["exp"] - said["iat"]) <= timedelta(minutes=5)
