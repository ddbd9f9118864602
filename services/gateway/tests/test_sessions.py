"""Who is signed in stays so while there is somebody, changes role, and signs out for good."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import select

from gateway import jobs
from gateway.sessions.models import PersonSession
from gateway.sign_in.models import SignIn
from kit import clock, tables
from kit.database import Database
from kit.testing import browser as browsers
from kit.testing.browser import Browser

from .provider import SESSION, Provider, come_in, logout_token, new_key, refusal, set_out

CLIENTS = "/api/gateway/v1/clients"
PROVIDERS = {"groups": ["leverandører"], "providers": ["p-1", "p-2"]}
TWO = ("0999:provider_staff:p-1", "0999:provider_staff:p-2")


def at(door: FastAPI, **later: int) -> datetime:
    """Let requests come some time from now."""
    moment = datetime.now(UTC) + timedelta(**later)
    door.state.clock = lambda: moment
    return moment


async def renew(browser: Browser, *, active: bool) -> tuple[int, Any]:
    answer = await browser.ask("POST", f"{SESSION}/renew", json={"active": active})
    return answer.status_code, answer.json()


async def choose(browser: Browser, choice: str) -> tuple[int, Any]:
    answer = await browser.ask("POST", f"{SESSION}/choose", json={"choice": choice})
    return answer.status_code, answer.json()


async def sign_out(browser: Browser, *, everywhere: bool) -> str:
    answer = await browser.ask("POST", f"{SESSION}/sign-out", json={"everywhere": everywhere})
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    continue_at: str = answer.json()["continue_at"]
    return continue_at


async def status(browser: Browser, path: str = SESSION) -> tuple[int, str | None]:
    answer = await browser.ask("GET", path)
    return answer.status_code, answer.json().get("code")


async def acts(database: Database) -> list[str]:
    async with database.transaction("0999") as session:
        log = tables.audit_log
        return list(await session.scalars(select(log.c.act).order_by(log.c.id)))


async def test_nobody_is_signed_in_without_a_session(browser: Browser, provider: Provider) -> None:
    assert await status(browser) == (401, "not_signed_in")
    await come_in(browser, provider, "administratorer")
    for secret in ("", "x", "x" * 43, "%C3%A6"):
        browser.hold(browsers.SESSION, secret)
        assert await status(browser) == (401, "not_signed_in")
        assert (await renew(browser, active=True))[0] == 401


async def test_only_who_does_something_stays_signed_in(
    browser: Browser, provider: Provider, door: FastAPI
) -> None:
    await come_in(browser, provider, "administratorer")
    at(door, minutes=29)
    code, told = await renew(browser, active=False)
    assert code == 200
    until = datetime.fromisoformat(told["idle_expires_at"])
    moment = at(door, minutes=29)
    code, told = await renew(browser, active=True)
    assert datetime.fromisoformat(told["idle_expires_at"]) == moment + timedelta(minutes=30)
    assert datetime.fromisoformat(told["idle_expires_at"]) > until
    at(door, minutes=58)
    assert (await renew(browser, active=False))[0] == 200
    at(door, minutes=59, seconds=30)
    assert await status(browser) == (401, "session_expired")
    assert (await renew(browser, active=True))[1]["code"] == "session_expired"


async def test_nobody_stays_signed_in_for_ever(
    browser: Browser, provider: Provider, door: FastAPI
) -> None:
    await come_in(browser, provider, "administratorer")
    for minutes in range(20, 8 * 60, 20):
        at(door, minutes=minutes)
        code, told = await renew(browser, active=True)
        assert code == 200, told
    assert told["idle_expires_at"] <= told["ends_at"]
    assert told["access_expires_at"] <= told["ends_at"]
    at(door, hours=8)
    assert await status(browser) == (401, "session_expired")


async def test_each_renewal_gives_a_token_of_a_minute(
    browser: Browser, provider: Provider, door: FastAPI
) -> None:
    await come_in(browser, provider, "administratorer")
    first = browser.cookie(browsers.ACCESS)
    code, told = await renew(browser, active=False)
    second = browser.cookie(browsers.ACCESS)
    assert (code, first != second) == (200, True)
    lasts = datetime.fromisoformat(told["access_expires_at"]) - datetime.fromisoformat(
        told["server_time"]
    )
    assert timedelta(seconds=50) < lasts <= timedelta(seconds=60)
    caller = await door.state.verifier.verify(second)
    assert (caller.subject, caller.kind) == (told["person"]["id"], "staff")
    assert caller.rights == set(told["rights"])


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "http://localhost:8011"},
        {"Origin": ""},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": ""},
    ],
    ids=str,
)
async def test_no_foreign_page_acts_in_somebodys_session(
    browser: Browser, provider: Provider, headers: dict[str, str]
) -> None:
    await come_in(browser, provider, **PROVIDERS)
    for act, body in (
        ("renew", {"active": True}),
        ("choose", {"choice": TWO[0]}),
        ("sign-out", {"everywhere": True}),
    ):
        for said in ({"json": body}, {"data": {"x": "1"}}):
            answer = await browser.ask("POST", f"{SESSION}/{act}", headers=headers, **said)
            assert (answer.status_code, answer.json()["code"]) == (403, "origin_refused")
    answer = await browser.ask("GET", SESSION)
    assert (answer.status_code, answer.json()["must_choose"]) == (200, True)


async def test_who_serves_several_providers_chooses_and_changes(
    browser: Browser, provider: Provider, door: FastAPI, database: Database
) -> None:
    await come_in(browser, provider, **PROVIDERS)
    told = (await browser.ask("GET", SESSION)).json()
    assert [each["id"] for each in told["choices"]] == list(TWO)
    assert [each["provider"]["name"] for each in told["choices"]] == ["Leverandør 1", "p-2"]
    assert (told["must_choose"], told["rights"], told["access_expires_at"]) == (True, [], None)
    assert browser.cookie(browsers.ACCESS) is None
    assert await status(browser, CLIENTS) == (401, "token_missing")
    held = []
    for choice in TWO:
        code, told = await choose(browser, choice)
        assert (code, told["must_choose"], told["role"]) == (200, False, "provider_staff")
        held.append(browser.cookie(browsers.ACCESS))
        caller = await door.state.verifier.verify(held[-1])
        assert (caller.provider_id, caller.kind) == (choice[-3:], "provider_staff")
        assert caller.organisation == told["provider"]["name"]
    await door.state.revocations.read(database)
    assert [await status_with(browser, each) for each in held] == [401, 403]
    assert (await choose(browser, "0999:administrator"))[1]["code"] == "choice_unknown"
    assert await acts(database) == ["sessions.begin", "sessions.choose", "sessions.choose"]


async def status_with(browser: Browser, token: str | None) -> int:
    """What is answered to a token; 403 to a good one, whose role may not manage clients."""
    answer = await browser.ask("GET", CLIENTS, headers={"Authorization": f"Bearer {token}"})
    return answer.status_code


async def test_who_works_in_two_municipalities_is_another_in_each(
    browser: Browser, provider: Provider, database: Database
) -> None:
    await come_in(browser, provider, "administratorer", "andre administratorer")
    seen = []
    for choice in ("0999:administrator", "0101:administrator"):
        code, told = await choose(browser, choice)
        assert (code, told["municipality"]["code"]) == (200, choice[:4])
        assert await status(browser, CLIENTS) == (200, None)
        seen.append(told["person"]["id"])
    assert seen[0] != seen[1]
    async with database.transaction("0101") as session:
        actors = set(await session.scalars(select(tables.audit_log.c.actor)))
    assert actors == {seen[1]}


async def test_signing_out_ends_this_session_and_no_other(
    browser: Browser,
    other_browser: Browser,
    provider: Provider,
    door: FastAPI,
    database: Database,
) -> None:
    for each in (browser, other_browser):
        await come_in(each, provider, "administratorer")
    held = browser.cookie(browsers.ACCESS)
    continue_at = await sign_out(browser, everywhere=False)
    assert continue_at.startswith(f"{provider.issuer}/end?id_token_hint=")
    assert "post_logout_redirect_uri=http%3A%2F%2Flocalhost%3A8010%2Fsign-in" in continue_at
    assert browser.cookie(browsers.SESSION) is browser.cookie(browsers.ACCESS) is None
    await door.state.revocations.read(database)
    assert await status_with(browser, held) == 401
    assert await status(other_browser, CLIENTS) == (200, None)
    assert await status(other_browser) == (200, None)
    assert await sign_out(browser, everywhere=False) == "/sign-in"
    assert await acts(database) == ["sessions.begin", "sessions.begin", "sessions.end"]


async def test_signing_out_everywhere_ends_the_others_within_seconds(
    browser: Browser,
    other_browser: Browser,
    provider: Provider,
    door: FastAPI,
    database: Database,
) -> None:
    for each in (browser, other_browser):
        await come_in(each, provider, "administratorer")
    assert await status(other_browser, CLIENTS) == (200, None)
    await sign_out(browser, everywhere=True)
    await door.state.revocations.read(database)
    assert await status(other_browser, CLIENTS) == (401, "token_revoked")
    assert await status(other_browser) == (401, "not_signed_in")
    # Signing in again in the same second gives a token that lives.
    await come_in(browser, provider, "administratorer")
    assert await status(browser, CLIENTS) == (200, None)


async def tell_of_sign_out(browser: Browser, token: str) -> int:
    form = {"logout_token": token}
    answer = await browser.navigate("POST", f"{SESSION}/back-channel-logout", form)
    assert answer.headers["cache-control"] == "no-store"
    return answer.status_code


async def test_whom_the_provider_signs_out_is_signed_out_in_every_browser(
    browser: Browser,
    other_browser: Browser,
    provider: Provider,
    door: FastAPI,
    database: Database,
) -> None:
    for each in (browser, other_browser):
        await come_in(each, provider, "administratorer")
    assert await tell_of_sign_out(browser, logout_token(provider, sub="person-2")) == 200
    assert await status(browser) == (200, None)
    assert await tell_of_sign_out(browser, logout_token(provider)) == 200
    await door.state.revocations.read(database)
    for each in (browser, other_browser):
        assert await status(each) == (401, "not_signed_in")
        assert await status(each, CLIENTS) == (401, "token_revoked")


async def test_of_one_session_that_the_provider_ends_the_others_go_on(
    browser: Browser,
    other_browser: Browser,
    provider: Provider,
    door: FastAPI,
    database: Database,
) -> None:
    await come_in(browser, provider, "administratorer", sid="session-1")
    await come_in(other_browser, provider, "administratorer", sid="session-2")
    for sid in ("session-3", "session-1"):
        assert await status(browser, CLIENTS) == (200, None)
        assert await tell_of_sign_out(browser, logout_token(provider, sid=sid)) == 200
    await door.state.revocations.read(database)
    assert await status(browser) == (401, "not_signed_in")
    assert await status(browser, CLIENTS) == (401, "token_revoked")
    assert await status(other_browser) == (200, None)
    assert await status(other_browser, CLIENTS) == (200, None)


async def test_a_session_that_names_none_of_the_providers_ends_with_any_of_them(
    browser: Browser, provider: Provider
) -> None:
    await come_in(browser, provider, "administratorer")
    assert await tell_of_sign_out(browser, logout_token(provider, sid="session-1")) == 200
    assert await status(browser) == (401, "not_signed_in")


FALSE: dict[str, dict[str, object]] = {
    "of another": {"iss": "https://evil.example"},
    "to another": {"aud": "other"},
    "of nobody": {"sub": None},
    "of a session alone": {"sub": None, "sid": "session-1"},
    "of a session that is a number": {"sid": 7},
    "of yesterday": {"iat": 1_700_000_000, "exp": None},
    "expired": {"exp": 1},
    "an id token": {"nonce": "x", "events": None},
    "with a nonce": {"nonce": "x"},
    "of another event": {"events": {"http://schemas.openid.net/event/other": {}}},
    "with an event that is a text": {"events": "backchannel-logout"},
}


@pytest.mark.parametrize("name", FALSE)
async def test_a_false_word_of_a_sign_out_ends_nothing(
    browser: Browser, provider: Provider, name: str
) -> None:
    await come_in(browser, provider, "administratorer")
    assert await tell_of_sign_out(browser, logout_token(provider, **FALSE[name])) == 400
    assert await status(browser) == (200, None)


async def test_a_sign_out_is_not_believed_without_the_providers_signature(
    browser: Browser, provider: Provider
) -> None:
    await come_in(browser, provider, "administratorer")
    provider.signs_with = new_key()
    for token in (logout_token(provider), "", "x", "x.y.z"):
        assert await tell_of_sign_out(browser, token) == 400
    assert await status(browser) == (200, None)


async def test_a_stolen_secret_is_worth_nothing_after_the_sign_out(
    browser: Browser, provider: Provider
) -> None:
    await come_in(browser, provider, "administratorer")
    stolen = browser.cookie(browsers.SESSION)
    assert stolen is not None
    await sign_out(browser, everywhere=False)
    await come_in(browser, provider, "administratorer")
    browser.hold(browsers.SESSION, stolen)
    assert await status(browser) == (401, "not_signed_in")


async def test_a_person_on_the_way_gets_a_new_token_or_signs_in(
    browser: Browser, provider: Provider, door: FastAPI
) -> None:
    await come_in(browser, provider, "administratorer")
    address = f"{SESSION}/renewal?return_to=/api/gateway/v1/clients%3Flimit%3D5"
    first = browser.cookie(browsers.ACCESS)
    answer = await browser.navigate("GET", address)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/api/gateway/v1/clients?limit=5"
    assert browser.cookie(browsers.ACCESS) not in (first, None)
    at(door, hours=1)
    answer = await browser.navigate("GET", address)
    assert answer.status_code == 303
    assert answer.headers["location"] == (
        "/sign-in?return_to=%2Fapi%2Fgateway%2Fv1%2Fclients%3Flimit%3D5"
    )
    assert browser.cookie(browsers.ACCESS) is None


async def test_the_session_cookie_never_leaves_the_gateways_own_paths(
    browser: Browser, provider: Provider
) -> None:
    await come_in(browser, provider, "administratorer")
    for path, goes_along in ((SESSION, True), (f"{SESSION}/renew", True), (CLIENTS, False)):
        answer = await browser.ask("GET", path)
        sent = answer.request.headers.get("cookie", "")
        assert (browsers.SESSION in sent) == goes_along
        assert browsers.ACCESS in sent


async def test_what_is_over_is_forgotten(
    browser: Browser, provider: Provider, door: FastAPI, database: Database
) -> None:
    at(door, days=-3)
    assert refusal(await come_in(browser, provider, "administratorer")) is None
    await set_out(browser)
    door.state.clock = clock.present
    await come_in(browser, provider, "administratorer")
    await set_out(browser)
    await jobs.forget_sessions(database)
    async with database.transaction(None) as session:
        (kept,) = await session.scalars(select(PersonSession))
        (under_way,) = await session.scalars(select(SignIn))
    assert kept.ended_at is None
    assert under_way.expires_at > datetime.now(UTC)
    assert await status(browser) == (200, None)
