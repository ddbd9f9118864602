"""The demonstration's identity provider: its users sign in at the gateway, and nobody else does."""

import asyncio
import json
import os
import subprocess
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.routing import Mount

from gateway import keys, roles
from gateway.app import create_app
from gateway.settings import Settings
from kit.testing import browser as browsers
from kit.testing.browser import Browser, new_browser
from kit.testing.databases import TestDatabases
from kit.tokens import KEYS_RETRY_SECONDS
from standalone import identity_provider
from standalone.data_folder import DataFolder
from standalone.demonstration import users
from standalone.identity_provider import PROGRAM, IdentityProvider

ADDRESS = "http://localhost:8010"
SESSION = "/api/gateway/v1/session"
CHANGES: dict[str, Callable[[dict[str, Any]], object]] = {
    "another municipality": lambda told: told.update(demonstration="0101"),
    "no word of the demonstration": lambda told: told.pop("demonstration"),
    "a user of another municipality": lambda told: told["users"][0]["privileges"][0].update(
        scope="0101"
    ),
    "pages elsewhere": lambda told: told.update(application="https://pejling.example"),
}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    folder = DataFolder(tmp_path_factory.mktemp("login æ") / "data")
    folder.create()
    return folder


@pytest.fixture(scope="module")
def provider(data: DataFolder) -> Iterator[IdentityProvider]:
    with started(data) as provider:
        yield provider


@contextmanager
def started(data: DataFolder) -> Iterator[IdentityProvider]:
    provider = IdentityProvider(data, ADDRESS)
    try:
        provider.start()
        wait_until_it_answers(provider)
        yield provider
    finally:
        provider.stop()


def wait_until_it_answers(provider: IdentityProvider) -> None:
    deadline = time.monotonic() + 60
    with httpx.Client(trust_env=False) as client:
        while True:
            try:
                client.get(f"{provider.issuer}/.well-known/openid-configuration").raise_for_status()
            except httpx.TransportError:
                assert provider.is_running()
                assert time.monotonic() < deadline
                time.sleep(0.05)
            else:
                return


class BothWays(httpx.AsyncBaseTransport):
    """The gateway in this process, and the provider in its own."""

    def __init__(self, app: FastAPI) -> None:
        mounted = Starlette(routes=[Mount("/api/gateway", app)])
        self._here = httpx.ASGITransport(mounted, raise_app_exceptions=False)
        self._there = httpx.AsyncHTTPTransport()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        way = self._here if request.url.host == "localhost" else self._there
        return await way.handle_async_request(request)

    async def aclose(self) -> None:
        await self._there.aclose()


@asynccontextmanager
async def gateway(
    databases: TestDatabases, provider: IdentityProvider, folder: Path
) -> AsyncIterator[FastAPI]:
    key_file = folder / "signing_keys.json"
    key_file.touch(mode=0o600)
    key_file.write_text(keys.generate(), encoding="ascii")
    told = provider.environment
    named = {name.removeprefix("PEJLING_GATEWAY_").lower(): value for name, value in told.items()}
    app = create_app(
        Settings.model_validate(
            named
            | {
                "database_url": SecretStr("postgresql://unused/unused"),
                "gateway_url": f"{ADDRESS}/api/gateway",
                "signing_key_file": key_file,
            }
        )
    )
    async with databases.rolled_back("gateway") as database:
        app.state.database = database
        async with app.router.lifespan_context(app):
            yield app


@asynccontextmanager
async def opened(
    databases: TestDatabases, provider: IdentityProvider, folder: Path
) -> AsyncIterator[Browser]:
    async with (
        gateway(databases, provider, folder) as app,
        new_browser(ADDRESS, BothWays(app)) as browser,
    ):
        yield browser


async def sign_in(browser: Browser, username: str, password: str) -> httpx.Response:
    page = await browser.go(f"{SESSION}/sign-in?return_to={SESSION}")
    assert page.status_code == 200, page.text
    return await browser.submit(page, {"username": username, "password": password})


def password_of(data: DataFolder, username: str) -> str:
    (login,) = [each for each in users.logins(data.secrets) if each["username"] == username]
    return login["password"]


async def test_each_of_the_users_comes_in_as_what_it_is_called(
    databases: TestDatabases, provider: IdentityProvider, data: DataFolder, tmp_path: Path
) -> None:
    seen = {}
    async with opened(databases, provider, tmp_path) as browser:
        for login in provider.logins:
            told = (await sign_in(browser, login["username"], login["password"])).json()
            assert told["person"]["username"] == login["username"]
            assert told["person"]["name"].endswith("(demonstration)")
            assert {each["role"] for each in told["choices"]} == {login["role"]}
            seen[login["role"]] = told["must_choose"]
    assert seen.keys() == roles.PEOPLE.keys()
    assert [role for role, must_choose in seen.items() if must_choose] == ["provider_staff"]
    assert len({each["password"] for each in provider.logins}) == len(provider.logins)
    assert (data.path / "secrets" / "identity_provider.json").stat().st_mode & 0o777 == 0o600


async def test_a_password_is_taken_as_people_type_it(
    databases: TestDatabases, provider: IdentityProvider, data: DataFolder, tmp_path: Path
) -> None:
    password = password_of(data, "dpo").replace("-", " ").upper()
    async with opened(databases, provider, tmp_path) as browser:
        told = await sign_in(browser, " DPO ", f" {password} ")
    assert told.json()["role"] == "dpo"


async def test_a_wrong_password_and_an_unknown_user_are_answered_alike(
    databases: TestDatabases, provider: IdentityProvider, data: DataFolder, tmp_path: Path
) -> None:
    right = password_of(data, "leder")
    async with opened(databases, provider, tmp_path) as browser:
        answers = [
            await sign_in(browser, username, password)
            for username, password in (("leder", "x"), ("leder", right[:-1]), ("nobody", right))
        ]
        assert browser.cookie(browsers.SESSION) is None
        # The page that says so is still the one to try again on.
        again = await browser.submit(answers[0], {"username": "leder", "password": right})
    assert [answer.status_code for answer in answers] == [400] * 3
    for answer in answers:
        assert "Brugernavn eller adgangskode er forkert. Prøv igen." in answer.text
        assert 'aria-describedby="mistake"' in answer.text
    assert again.json()["role"] == "manager"


async def test_whoever_guesses_is_told_to_wait(databases: TestDatabases, tmp_path: Path) -> None:
    data = DataFolder(tmp_path / "data")
    data.create()
    async with AsyncExitStack() as stack:
        provider = stack.enter_context(started(data))
        browser = await stack.enter_async_context(opened(databases, provider, tmp_path))
        page = await browser.go(f"{SESSION}/sign-in")
        for _ in range(10):
            page = await browser.submit(page, {"username": "interviewer", "password": "x"})
            assert "forkert" in page.text
        right = {"username": "interviewer", "password": password_of(data, "interviewer")}
        page = await browser.submit(page, right)
    assert page.status_code == 400
    assert "Vent et minut" in page.text


async def test_whoever_thinks_better_of_it_comes_back_to_our_page(
    databases: TestDatabases, provider: IdentityProvider, tmp_path: Path
) -> None:
    async with opened(databases, provider, tmp_path) as browser:
        page = await browser.go(f"{SESSION}/sign-in")
        answer = await browser.submit(page, {"cancel": "1"})
    assert answer.url.path == "/sign-in"
    assert answer.url.params["error"] == "access_denied"


async def test_signing_out_goes_by_way_of_the_provider(
    databases: TestDatabases, provider: IdentityProvider, data: DataFolder, tmp_path: Path
) -> None:
    async with opened(databases, provider, tmp_path) as browser:
        await sign_in(browser, "analytiker", password_of(data, "analytiker"))
        answer = await browser.ask("POST", f"{SESSION}/sign-out", json={"everywhere": False})
        page = await browser.go(answer.json()["continue_at"])
        assert "Ja, log ud" in page.text
        done = await browser.submit(page, {"logout": "yes"})
    assert str(done.url) == f"{ADDRESS}/sign-in"


async def test_its_pages_run_nothing_and_send_their_form_to_us_alone(
    databases: TestDatabases, provider: IdentityProvider, tmp_path: Path
) -> None:
    async with opened(databases, provider, tmp_path) as browser:
        page = await browser.go(f"{SESSION}/sign-in")
        odd = await browser.submit(page, {"username": '"><script>x</script>', "password": "x"})
        style = await browser.go(f"{provider.issuer}/style.css")
    policy = page.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'self';")
    assert f"form-action 'self' {ADDRESS}" in policy
    assert "unsafe" not in policy
    assert '<html lang="da">' in page.text
    for text in (page.text, odd.text):
        assert "<script" not in text
        assert "style=" not in text
    assert style.headers["content-type"].startswith("text/css")


@pytest.mark.parametrize(
    "changed",
    [
        {"code_challenge": None},
        {"code_challenge_method": "plain"},
        {"redirect_uri": "http://localhost:9999/api/gateway/v1/session/callback"},
        {"client_id": "another"},
        {"response_type": "token"},
    ],
    ids=str,
)
async def test_it_lets_nobody_in_without_what_the_flow_demands(
    databases: TestDatabases,
    provider: IdentityProvider,
    tmp_path: Path,
    changed: dict[str, str | None],
) -> None:
    async with opened(databases, provider, tmp_path) as browser:
        answer = await browser.navigate("GET", f"{SESSION}/sign-in")
        asked = dict(httpx.URL(answer.headers["location"]).params) | changed
        told = {name: value for name, value in asked.items() if value is not None}
        page = await browser.go(str(httpx.URL(f"{provider.issuer}/auth", params=told)))
    assert "password" not in page.text
    assert page.status_code == 400 or "error=" in str(page.url)


async def test_people_stay_the_same_and_signed_in_when_it_is_started_again(
    databases: TestDatabases, tmp_path: Path
) -> None:
    data = DataFolder(tmp_path / "data")
    data.create()
    seen = []
    issuers = set()
    async with AsyncExitStack() as stack:
        with started(data) as provider:
            browser = await stack.enter_async_context(opened(databases, provider, tmp_path))
            told = await sign_in(browser, "leder", password_of(data, "leder"))
            seen.append(told.json()["person"])
            issuers.add(provider.issuer)
        # Who is signed in stays so without it.
        assert (await browser.ask("GET", SESSION)).json()["person"] == seen[0]
        with started(data) as provider:
            # Its keys are others now; they are fetched anew at most this often.
            await asyncio.sleep(KEYS_RETRY_SECONDS)
            told = await sign_in(browser, "leder", password_of(data, "leder"))
            assert told.headers["content-type"] == "application/json", told.text
            seen.append(told.json()["person"])
            issuers.add(provider.issuer)
    assert seen[0] == seen[1]
    assert len(issuers) == 1


def test_where_it_is_not_installed_the_rest_runs_and_a_line_says_so(
    data: DataFolder,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(identity_provider, "PROGRAM", tmp_path / "server.mjs")
    with identity_provider.running_beside(data, ADDRESS) as provider:
        assert provider is None
    said = capsys.readouterr().out
    assert said.count("\n") == 1
    assert "npm ci --prefix standalone/identity_provider" in said


@pytest.mark.parametrize("name", CHANGES)
def test_it_refuses_to_be_anybody_elses(
    provider: IdentityProvider, data: DataFolder, tmp_path: Path, name: str
) -> None:
    del provider
    told = json.loads((data.path / "secrets" / "identity_provider.json").read_text())
    CHANGES[name](told)
    path = tmp_path / "told.json"
    path.write_text(json.dumps(told), encoding="utf-8")
    done = subprocess.run(
        ["node", str(PROGRAM), str(path)],  # noqa: S607 - any node
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={"PATH": os.environ["PATH"]},
        check=False,
        timeout=60,
    )
    assert done.returncode == 2
    assert "Identitetsudbyderen starter ikke: den er kun til" in done.stderr
