"""`pejling run` and what is done beside it, as a person starts them, on a folder of their own."""

import json
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import anyio
import httpx

from kit.testing.browser import SESSION as SESSION_COOKIE
from kit.testing.browser import Browser, new_browser
from standalone import processes
from standalone.database_server import embedded_cluster

from ..demonstrations import said_at_loading  # noqa: TID252 - test folders are no packages
from ..running import Running, pejling  # noqa: TID252 - as above
from .conftest import Runs

SESSION = "/api/gateway/v1/session"
GUIDE = "/api/visitation/v1/guide?target_group=kontanthjaelp"
CALL_OFFS = "/api/contracts/v1/call-offs?limit=200"


def until(condition: Callable[[], bool], *, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def is_ready(running: Running) -> bool:
    try:
        return running.get("/api/visitation/ready").is_success
    except httpx.HTTPError:
        return False


def test_everything_answers_and_ctrl_c_stops_all_of_it(running: Running) -> None:
    for service in ("gateway", "visitation", "contracts", "surveys", "effects"):
        assert running.get(f"/api/{service}/live").json() == {"status": "ok"}
        assert running.get(f"/api/{service}/ready").is_success
    web, worker = running.child("standalone.web"), running.child("standalone.worker")
    assert running.stop() == 0
    assert processes.wait_until_gone(web, seconds=1)
    assert processes.wait_until_gone(worker, seconds=1)
    cluster = embedded_cluster(running.folder)
    assert cluster is not None
    assert processes.find_at_home(name="postgres", folder=cluster) == []
    assert "Data er bevaret" in running.lines[-1]


def password_of(running: Running, username: str) -> str:
    demonstration = json.loads((running.folder.path / "demo.json").read_text(encoding="utf-8"))
    (user,) = [each for each in demonstration["users"] if each["username"] == username]
    password: str = user["password"]
    return password


async def sign_in(browser: Browser, running: Running, username: str) -> httpx.Response:
    page = await browser.go(f"{SESSION}/sign-in?return_to={SESSION}")
    typed = {"username": username, "password": password_of(running, username)}
    return await browser.submit(page, typed)


async def test_the_users_that_are_printed_sign_in_and_see_what_their_role_may(
    running: Running,
) -> None:
    async with new_browser(running.address) as browser:
        told = (await sign_in(browser, running, "sagsbehandler")).json()
        guide = await browser.ask("GET", GUIDE)
        clients = await browser.ask("GET", "/api/gateway/v1/clients")
    assert told["person"]["name"] == "Sagsbehandler (demonstration)"
    assert (guide.status_code, guide.json()["municipality"]) == (200, "0999")
    assert (clients.status_code, clients.json()["code"]) == (403, "right_missing")


def test_what_was_said_when_the_demonstration_was_loaded_lets_one_sign_in(
    demonstration: Path, running: Running
) -> None:
    said = said_at_loading(demonstration).read_text(encoding="utf-8")
    assert "Indlæser" in said
    assert password_of(running, "sagsbehandler") in said


async def test_who_serves_two_providers_sees_those_of_the_one_that_was_chosen(
    running: Running,
) -> None:
    seen = []
    async with new_browser(running.address) as browser:
        told = (await sign_in(browser, running, "leverandoer")).json()
        assert told["must_choose"]
        assert (await browser.ask("GET", CALL_OFFS)).status_code == 401
        for choice in told["choices"]:
            body = {"choice": choice["id"]}
            chosen = await browser.ask("POST", f"{SESSION}/choose", json=body)
            assert chosen.json()["provider"] == choice["provider"]
            items = (await browser.ask("GET", CALL_OFFS)).json()["items"]
            assert {each["provider_id"] for each in items} == {choice["provider"]["id"]}
            seen.append({each["id"] for each in items})
    assert seen[0].isdisjoint(seen[1])


async def test_signing_out_everywhere_closes_the_other_browser_in_every_service(
    running: Running,
) -> None:
    async with (
        new_browser(running.address) as browser,
        new_browser(running.address) as other,
    ):
        for each in (browser, other):
            await sign_in(each, running, "leder")
        assert (await other.ask("GET", GUIDE)).status_code == 200
        answer = await browser.ask("POST", f"{SESSION}/sign-out", json={"everywhere": True})
        assert answer.status_code == 200
        for path in (GUIDE, CALL_OFFS, "/api/effects/v1/figures", "/api/surveys/v1/waves"):
            deadline = time.monotonic() + 30
            while (answer := await other.ask("GET", path)).status_code != 401:
                assert time.monotonic() < deadline
                await anyio.sleep(0.2)
            assert answer.json()["code"] in {"token_revoked", "token_expired"}
        assert (await other.ask("GET", SESSION)).json()["code"] == "not_signed_in"


async def test_people_stay_signed_in_when_everything_is_started_again(runs: Runs) -> None:
    running = runs.up()
    async with new_browser(running.address) as browser:
        before = (await sign_in(browser, running, "leder")).json()
        secret = browser.cookie(SESSION_COOKIE)
    assert running.stop() == 0
    again = runs.up()
    async with new_browser(again.address) as browser:
        cookie = {"Cookie": f"{SESSION_COOKIE}={secret}"}
        after = (await browser.ask("GET", SESSION, headers=cookie)).json()
        anew = (await sign_in(browser, again, "leder")).json()
    assert after["person"] == anew["person"] == before["person"]


def test_the_client_of_the_demonstration_file_may_fetch_a_token(running: Running) -> None:
    path = running.folder.path / "demo.json"
    demonstration = json.loads(path.read_text(encoding="utf-8"))
    client = demonstration["clients"]["jobcenter"]
    answer = httpx.post(
        demonstration["token_url"],
        data={"grant_type": "client_credentials"},
        auth=(client["client_id"], client["client_secret"]),
        trust_env=False,
    )
    assert answer.status_code == 200
    assert path.stat().st_mode & 0o077 == 0


def test_a_killed_database_comes_back_and_the_services_with_it(running: Running) -> None:
    cluster = embedded_cluster(running.folder)
    assert cluster is not None
    web = running.child("standalone.web")
    postmaster = int((cluster / "postmaster.pid").read_text().split()[0])
    os.kill(postmaster, signal.SIGKILL)
    until(lambda: running.get("/api/visitation/ready").status_code == 503)
    until(lambda: is_ready(running))
    assert running.child("standalone.web") == web


def test_a_killed_web_process_and_a_killed_worker_come_back(running: Running) -> None:
    web, worker = running.child("standalone.web"), running.child("standalone.worker")
    os.kill(web, signal.SIGKILL)
    os.kill(worker, signal.SIGKILL)
    # The parent holds the sockets: a caller waits, and is not refused.
    assert httpx.get(f"{running.address}/api/gateway/live", timeout=60, trust_env=False).is_success
    until(lambda: running.child("standalone.worker") != worker)
    assert running.child("standalone.web") != web


def test_a_second_run_on_the_same_data_is_one_line(running: Running) -> None:
    second = pejling(running.folder.path, "run")
    assert second.returncode == 2
    assert second.stderr.count("\n") == 1
    assert f"kører allerede på {running.address}" in second.stderr


def test_a_reset_is_refused_while_it_runs(running: Running) -> None:
    refused = pejling(running.folder.path, "reset", "--yes")
    assert refused.returncode == 2
    assert "kører allerede" in refused.stderr
    assert is_ready(running)


def test_the_doctor_finds_all_in_order_while_it_runs(running: Running) -> None:
    port = running.address.rpartition(":")[2]
    done = pejling(running.folder.path, "doctor", "--json", PEJLING_PORT=port)
    said = json.loads(done.stdout)
    found = {each["check"]: each["text"] for each in said["findings"]}
    assert [each for each in said["findings"] if each["level"] == "fejl"] == []
    assert done.returncode == 0
    assert found["port"] == f"Port {port} holdes af vores egen proces {running.process.pid}"
    assert found["services"].endswith("gateway, visitation, contracts, surveys, effects")
    assert found["workers"] == "Arbejdet kører (arbejdet)"
    assert any(each["text"].startswith("visitation har læst effects") for each in said["findings"])
    assert found["release"].startswith("Seneste tal er udgivet")
    secrets = [path.read_text() for path in (running.folder.path / "secrets").iterdir()]
    assert not any(secret.strip() in done.stdout for secret in secrets)


def test_databases_are_migrated_while_it_runs(running: Running) -> None:
    assert pejling(running.folder.path, "migrate").returncode == 0
    assert is_ready(running)


def test_after_a_kill_nothing_answers_and_the_next_run_finds_its_data(runs: Runs) -> None:
    killed = runs.up()
    web, worker = killed.child("standalone.web"), killed.child("standalone.worker")
    killed.kill()
    assert processes.wait_until_gone(web, seconds=10)
    assert processes.wait_until_gone(worker, seconds=10)
    again = runs.up()
    assert is_ready(again)
    assert not any("Indlæser" in line for line in again.lines)
