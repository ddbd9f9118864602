"""The citizen's pages, as a browser without JavaScript meets them."""

import asyncio
import itertools
import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from urllib.parse import urljoin

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text

from kit.database import Database
from kit.testing.clients import client_of
from kit.testing.databases import TestDatabases
from kit.testing.signing import Signer
from surveys import follow
from surveys.app import create_app

from .conftest import RIGHTS, Take, settings
from .factories import answer_by, day, ended, key, links_of, new_wave, offer

CPR = "010190-1111"


async def one_link(client: httpx.AsyncClient, take: Take, **changed: object) -> str:
    await take(offer(), ended("a"))
    made = await new_wave(client, **changed)
    (path,) = (await links_of(client, made["id"])).values()
    return path


async def until_refused(client: httpx.AsyncClient, paths: Iterable[str]) -> list[httpx.Response]:
    """The pages, up to the first that is too much; on a slow machine some more are not."""
    pages: list[httpx.Response] = []
    for path in itertools.islice(paths, 300):
        pages.append(await client.get(path))
        if pages[-1].status_code == 429:
            return pages
    raise AssertionError("nothing was too much")


async def rows_of(database: Database, table: str) -> list[dict[str, object]]:
    async with database.transaction("0999") as session:
        found = await session.execute(text(f"SELECT * FROM {table}"))  # noqa: S608 - ours
        return [dict(row) for row in found.mappings()]


async def test_the_page_asks_without_naming_anybody(client: httpx.AsyncClient, take: Take) -> None:
    path = await one_link(client, take)
    page = await client.get(path, headers={"Authorization": ""})
    assert page.status_code == 200
    assert "Det handler om: Jobklub" in page.text
    assert page.text.count('type="radio"') == 15
    assert page.text.count("<fieldset") == page.text.count("<legend") == 3
    assert "borger-a" not in page.text
    assert "<script" not in page.text
    assert " style=" not in page.text


async def test_the_page_is_guarded_and_sets_no_cookie(
    client: httpx.AsyncClient, take: Take
) -> None:
    page = await client.get(await one_link(client, take))
    assert "set-cookie" not in page.headers
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["referrer-policy"] == "no-referrer"
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    sheet = re.search(r'href="(assets/pages\.css[^"]*)"', page.text)
    assert sheet
    style = await client.get(f"/s/{sheet[1]}")
    assert style.headers["content-type"].startswith("text/css")
    assert "http" not in style.text


async def test_what_a_page_points_at_is_found_wherever_the_service_is_mounted(
    client: httpx.AsyncClient, take: Take, app: FastAPI
) -> None:
    path = await one_link(client, take)
    outer = FastAPI()
    outer.mount("/api/surveys", app)
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(outer), base_url="http://pejling.test"
    ) as browser:
        page = await browser.get(f"/api/surveys{path}")
        for status in (200, 422):
            assert page.status_code == status
            here = str(page.url)
            for asset in re.findall(r'<link [^>]*href="([^"]+)"', page.text):
                assert (await browser.get(urljoin(here, asset))).status_code == 200
            (language,) = re.findall(r'<a [^>]*href="([^"#]+\?sprog=en)"', page.text)
            assert (await browser.get(urljoin(here, language))).status_code == 200
            (action,) = re.findall(r'<form [^>]*action="([^"]+)"', page.text)
            page = await browser.post(urljoin(here, action), data={"do": "send"})


async def test_opening_never_uses_a_link_up_and_an_answer_does(
    client: httpx.AsyncClient, take: Take, database: Database
) -> None:
    path = await one_link(client, take)
    for _ in range(3):
        assert (await client.get(path)).status_code == 200
    sent = await answer_by(client, path, relevance="2", comment="Godt\r\nforløb")
    assert sent.status_code == 200
    assert "Tak for dit svar" in sent.text
    (answer,) = await rows_of(database, "answers")
    assert answer["scores"] == {"satisfaction": 5, "relevance": 2, "closeness": 4}
    assert (answer["comment"], answer["channel"]) == ("Godt\nforløb", "link")
    for page in (await client.get(path), await client.get(f"{path}/svar")):
        assert page.status_code == 410
        assert "Du har svaret" in page.text
    again = await answer_by(client, path, satisfaction=1)
    assert again.status_code == 410
    assert len(await rows_of(database, "answers")) == 1


async def test_a_confidential_answer_is_in_the_audit_log_without_what_was_said(
    client: httpx.AsyncClient, take: Take, database: Database
) -> None:
    path = await one_link(client, take)
    await answer_by(client, path, comment="Hemmeligt")
    noted = (await rows_of(database, "audit_log"))[-1]
    assert (noted["act"], noted["actor"]) == ("surveys.answer", "citizen-link")
    assert noted["subjects"] == ["borger-a"]
    assert "Hemmeligt" not in str(noted)


async def test_what_lacks_is_pointed_at_and_what_was_chosen_is_kept(
    client: httpx.AsyncClient, take: Take, database: Database
) -> None:
    path = await one_link(client, take)
    page = await client.post(
        f"{path}/svar", data={"satisfaction": "3", "comment": f"Ring på {CPR}", "do": "send"}
    )
    assert page.status_code == 422
    assert page.text.index('role="alert"') < page.text.index("<form")
    assert '<a href="#closeness-1">' in page.text
    assert '<a href="#comment">' in page.text
    assert "Højst 2.000 tegn" in page.text
    assert re.search(r'id="satisfaction-3"[^>]* checked', page.text)
    assert "Fejl:" in re.findall(r"<title>(.*?)</title>", page.text)[0]
    # The citizen's own words stay in the field to be corrected; they are stored nowhere.
    assert CPR in page.text
    assert await rows_of(database, "answers") == await rows_of(database, "drafts") == []


@pytest.mark.parametrize("wave", ["confidential", "anonymous"])
async def test_answers_are_saved_and_sent_later(
    client: httpx.AsyncClient, take: Take, database: Database, wave: str
) -> None:
    path = await one_link(client, take, confidentiality=wave)
    begun = {"closeness": "2", "comment": "Mere følger", "do": "save"}
    saved = await client.post(f"{path}/svar", data=begun)
    assert saved.status_code == 200
    assert "Dine svar er gemt" in saved.text
    page = await client.get(path)
    assert re.search(r'id="closeness-2"[^>]* checked', page.text)
    assert "Mere følger</textarea>" in page.text
    assert (await answer_by(client, path)).status_code == 200
    assert await rows_of(database, "drafts") == []


async def test_a_saved_draft_holds_no_number_of_a_person(
    client: httpx.AsyncClient, take: Take, database: Database
) -> None:
    path = await one_link(client, take)
    begun = {"comment": f"Ring på {CPR}", "do": "save"}
    assert (await client.post(f"{path}/svar", data=begun)).status_code == 422
    assert await rows_of(database, "drafts") == []


async def test_nothing_that_was_written_becomes_markup(
    client: httpx.AsyncClient, take: Take
) -> None:
    nasty = "</textarea><script>alert(1)</script>\"'{{ 7 * 7 }}<img src=x onerror=alert(1)>"
    await take(offer(name=nasty), ended("a"))
    made = await new_wave(client)
    (path,) = (await links_of(client, made["id"])).values()
    form = {"comment": nasty, "satisfaction": nasty, "sprog": nasty, "do": "save", nasty: nasty}
    for page in (await client.get(path), await client.post(f"{path}/svar", data=form)):
        assert "<script" not in page.text
        assert "<img" not in page.text
        assert "49" not in page.text.replace(path, "")
        assert "&lt;script&gt;" in page.text


async def test_the_page_speaks_english_when_asked_to(client: httpx.AsyncClient, take: Take) -> None:
    path = await one_link(client, take)
    page = await client.get(f"{path}?sprog=en")
    assert '<html lang="en">' in page.text
    assert "All in all, how satisfied are you" in page.text
    sent = await answer_by(client, path, sprog="en")
    assert "Thank you for your answer" in sent.text
    assert '<html lang="da">' in (await client.get(f"{path}?sprog=xx")).text


async def test_a_link_that_opens_nothing_says_what_to_do(
    client: httpx.AsyncClient, take: Take
) -> None:
    path = await one_link(client, take)
    for wrong in (
        f"{path[:-1]}~",
        "/s/ukendt",
        f"/s/{'A' * 43}",
        "/s/%00",
        "/s/a%2Fb",
        f"/s/{'a' * 300}",
    ):
        page = await client.get(wrong)
        assert page.status_code == 404, wrong
    page = await client.get("/s/ukendt")
    assert "Linket virker ikke" in page.text
    assert (await answer_by(client, "/s/ukendt")).status_code == 404


async def test_a_link_ends_with_its_wave(client: httpx.AsyncClient, take: Take) -> None:
    path = await one_link(client, take)
    begun = await client.post(f"{path}/svar", data={"closeness": "2", "do": "save"})
    assert begun.status_code == 200
    wave = (await client.get("/v1/waves")).json()["items"][0]
    await client.post(f"/v1/waves/{wave['id']}/close", headers=key())
    for page in (await client.get(path), await answer_by(client, path)):
        assert page.status_code == 410
        assert "Fristen er gået" in page.text


async def test_a_link_waits_for_the_opening_and_expires_after_the_closing(
    client: httpx.AsyncClient, take: Take, app: FastAPI
) -> None:
    path = await one_link(client, take, opens_on=day(10))
    early = await client.get(path)
    assert early.status_code == 409
    assert "Det er lidt for tidligt" in early.text
    for days, status in ((11, 200), (60, 200), (62, 410)):
        then = datetime.now(UTC) + timedelta(days=days)
        app.state.clock = lambda then=then: then
        assert (await client.get(path)).status_code == status, days


async def test_a_form_sent_twice_at_once_is_one_answer(
    databases: TestDatabases, signer: Signer
) -> None:
    async with databases.copied("surveys") as url:
        app = create_app(settings(url))
        app.state.verifier = signer.verifier()
        async with client_of(app, signer.token(RIGHTS)) as client:
            made = await new_wave(client)
            database: Database = app.state.database
            handlers = follow.feeds(settings(url))[0].handlers
            async with database.transaction("0999") as session:
                await handlers["ReferralCompleted"](session, ended("a"))
            (path,) = (await links_of(client, made["id"])).values()
            answers = await asyncio.gather(*(answer_by(client, path) for _ in range(4)))
            assert sorted(each.status_code for each in answers) == [200, 410, 410, 410]
            assert len(await rows_of(database, "answers")) == 1


async def test_a_page_that_is_fetched_too_often_says_so_in_words(
    database: Database, signer: Signer, take: Take
) -> None:
    app = create_app(settings(page_views_in_ten_seconds=3))
    app.state.database = database
    app.state.verifier = signer.verifier()
    async with client_of(app, signer.token(RIGHTS)) as client:
        path = await one_link(client, take)
        *seen, refused = await until_refused(client, itertools.repeat(path))
        assert len(seen) >= 3
        assert {page.status_code for page in seen} == {200}
        assert "Vent et øjeblik" in refused.text
        assert int(refused.headers["retry-after"]) >= 1
        *seen, _ = await until_refused(client, (f"/s/gaet-{n}" for n in itertools.count()))
        assert len(seen) >= 20
        assert {page.status_code for page in seen} == {404}


async def test_trouble_is_a_page_too() -> None:
    app = create_app(settings("postgresql://nobody@127.0.0.1:9/nothing"))
    async with client_of(app) as client:
        page = await client.get(f"/s/{'A' * 43}")
    assert page.status_code == 503
    assert "Det gik ikke" in page.text
    assert page.headers["content-type"].startswith("text/html")
