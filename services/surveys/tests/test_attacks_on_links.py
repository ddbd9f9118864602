"""What was tried against links, pages, waves and answers from outside, and must go on failing."""

import asyncio
import base64
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI
from sqlalchemy import text

from kit.database import Database
from kit.feed import CloudEvent
from kit.testing.clients import client_of
from kit.testing.databases import TestDatabases
from kit.testing.signing import Signer
from surveys import follow
from surveys.app import create_app

from .conftest import RIGHTS, Take, settings
from .factories import (
    NDJSON,
    answer_by,
    day,
    ended,
    event,
    key,
    links_of,
    ndjson,
    new_wave,
    offer,
    row,
    token_of,
    wave,
)

FORM = {"Content-Type": "application/x-www-form-urlencoded", "Authorization": ""}
TABLES = ("audit_log", "outbox", "idempotency_keys", "answer_batches", "jobs", "links")


async def one_link(client: httpx.AsyncClient, take: Take, **changed: Any) -> str:  # noqa: ANN401 - any field
    await take(offer(), ended("a"))
    made = await new_wave(client, **changed)
    return (await links_of(client, made["id"]))["borger-a"]


async def dumped(database: Database, *tables: str) -> str:
    async with database.transaction("0999") as session:
        found = [
            row[0]
            for table in tables
            for row in await session.execute(
                text(f"SELECT to_jsonb(t)::text FROM {table} t")  # noqa: S608 - names of ours
            )
        ]
    return "\n".join(found)


async def test_a_course_without_a_target_group_is_asked_about_and_stops_no_feed(
    client: httpx.AsyncClient, take: Take
) -> None:
    made = await new_wave(client)
    await take(offer(), ended("a", target_group=None, match_group=None))
    path = (await links_of(client, made["id"]))["borger-a"]
    assert (await answer_by(client, path)).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/s/x",
        "/s/" + "A" * 43,
        "/s/" + "A" * 5_000,
        "/s/%00",
        "/s/%2e%2e%2fassets%2fpages.css",
        "/s/assets/..%2f..%2fsettings.py",
        "/s/assets/pages.css%00",
        "/s/%F0%9F%92%A9" + "a" * 39,
        "/s/'; DROP TABLE links; --",
        "/s/<script>alert(1)</script>",
        "/s/x?sprog=<script>alert(1)</script>",
        "/s/x?sprog=da%0d%0aSet-Cookie:%20a=b",
    ],
)
async def test_what_is_no_link_opens_nothing_and_says_nothing_back(
    client: httpx.AsyncClient, path: str
) -> None:
    for method in ("GET", "POST"):
        where = path if method == "GET" else f"{path.partition('?')[0]}/svar"
        answer = await client.request(method, where, headers=FORM if method == "POST" else {})
        assert answer.status_code in (404, 405, 307), (answer.status_code, where)
        assert "<script>alert" not in answer.text
        assert "set-cookie" not in answer.headers
        assert "DROP TABLE" not in answer.text


async def test_what_is_written_in_a_form_is_shown_escaped(
    client: httpx.AsyncClient, take: Take
) -> None:
    await take(offer(name='Klub "<img src=x onerror=alert(1)>" {{7*7}}'), ended("a"))
    made = await new_wave(client)
    path = (await links_of(client, made["id"]))["borger-a"]
    evil = '"><script>alert(1)</script>{{7*7}}{% raw %}'
    saved = await answer_by(client, path, do="save", comment=evil, sprog=evil)
    assert saved.status_code == 200
    for shown in (await client.get(path), await client.get(f"{path}/svar?sprog={evil}")):
        assert "<script>" not in shown.text
        assert "<img src=x" not in shown.text
        assert "{{7*7}}" in shown.text
        assert "script-src" not in shown.headers["content-security-policy"]
        assert "default-src 'none'" in shown.headers["content-security-policy"]


@pytest.mark.parametrize(
    "body",
    [
        b"\x00\xff\xfe",
        b"satisfaction=%00&closeness=%FF&do=send",
        b"satisfaction=5&closeness=4&comment=%ED%A0%80&do=send",
        b"&".join(b"f%d=1" % n for n in range(5_000)),
        b"satisfaction=" + b"9" * 100_000,
        b"satisfaction=5&closeness=4&comment=" + b"%F0%9F%92%A9" * 60_000 + b"&do=send",
        urlencode({"satisfaction": "٥", "closeness": "５", "do": "send"}).encode(),
        b"satisfaction=5&satisfaction=6&closeness=4&do=send",
        b"=&=&=&;;&%&%%%",
        b'{"satisfaction": 5, "closeness": 4}',
    ],
)
async def test_a_form_that_is_no_answer_uses_nothing_up(
    client: httpx.AsyncClient, take: Take, body: bytes
) -> None:
    path = await one_link(client, take)
    answer = await client.post(f"{path}/svar", content=body, headers=FORM)
    assert answer.status_code in (200, 413, 422), answer.status_code
    if answer.status_code == 200:
        # What could be read of it was a whole answer.
        assert b"%ED%A0%80" in body
        return
    assert (await client.get(path)).status_code == 200
    assert (await answer_by(client, path)).status_code == 200


async def test_a_saved_number_or_name_of_a_field_is_never_kept(
    client: httpx.AsyncClient, take: Take, database: Database
) -> None:
    path = await one_link(client, take)
    await answer_by(client, path, do="save", comment="Ring 010170-1234")
    form = {"do": "save", "010170-1234": "x", "is_answered": "1"}
    await client.post(f"{path}/svar", data=form, headers=FORM)
    kept = await dumped(database, *TABLES, "drafts", "answers", "invitations")
    assert "010170-1234" not in kept


async def test_no_token_is_kept_logged_or_told(
    client: httpx.AsyncClient, take: Take, database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    path = await one_link(client, take)
    await client.get(path)
    await answer_by(client, path)
    token = token_of(path)
    kept = await dumped(database, *TABLES, "drafts", "answers", "invitations")
    assert token not in kept
    assert token not in (await client.get("/v1/events?limit=1000")).text
    out = capsys.readouterr()
    assert token not in out.out + out.err


@pytest.mark.parametrize("confidentiality", ["confidential", "anonymous"])
async def test_who_makes_a_new_link_does_not_read_what_was_saved_by_the_old_one(
    client: httpx.AsyncClient, take: Take, confidentiality: str
) -> None:
    path = await one_link(client, take, confidentiality=confidentiality)
    await answer_by(client, path, do="save", comment="Kun til mig selv")
    assert "Kun til mig selv" in (await client.get(path)).text
    wave_id = (await client.get("/v1/waves")).json()["items"][0]["id"]
    listed = await client.get(f"/v1/waves/{wave_id}/invitations")
    invitation = listed.json()["items"][0]["id"]
    made = await client.post(f"/v1/invitations/{invitation}/link", headers=key())
    shown = await client.get(made.json()["url"].removeprefix("http://pejling.test"))
    assert shown.status_code == 200
    assert "Kun til mig selv" not in shown.text


@pytest.mark.parametrize("where", ["waves", "invitations", "links", "link"])
async def test_neither_provider_nor_another_municipality_reaches_who_is_asked(
    client: httpx.AsyncClient, take: Take, signer: Signer, other: dict[str, str], where: str
) -> None:
    await take(offer(), ended("a"))
    made = await new_wave(client)
    listed = await client.get(f"/v1/waves/{made['id']}/invitations")
    invitation = listed.json()["items"][0]["id"]
    provider = signer.token(RIGHTS, provider_id="leverandoer-1", sub="leverandoersystem")
    ways = {
        "waves": ("GET", f"/v1/waves/{made['id']}"),
        "invitations": ("GET", f"/v1/waves/{made['id']}/invitations"),
        "links": ("POST", f"/v1/waves/{made['id']}/links"),
        "link": ("POST", f"/v1/invitations/{invitation}/link"),
    }
    method, path = ways[where]
    for headers in (other, {"Authorization": f"Bearer {provider}"}):
        answer = await client.request(method, path, headers=headers | key())
        assert answer.status_code == 404, answer.text
        assert "borger-a" not in answer.text
        assert (await client.get("/v1/waves", headers=headers)).json()["items"] == []
        rows = row(invitation_id=invitation, channel="paper", offer_id=None, target_group=None)
        typed = await client.post(
            "/v1/answers/import", content=ndjson(rows), headers=headers | NDJSON
        )
        assert typed.status_code in (403, 404, 422), typed.text


async def test_cursors_hold_no_citizen(client: httpx.AsyncClient, take: Take) -> None:
    await take(offer(), ended("a"), ended("b"))
    made = await new_wave(client)
    page = await client.get(f"/v1/waves/{made['id']}/invitations?limit=1")
    cursor = page.json()["next"]
    assert b"borger" not in base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))


async def test_an_erased_citizen_is_not_asked_by_a_late_fact(
    client: httpx.AsyncClient, take: Take, database: Database
) -> None:
    gone = {"citizen_id": "borger-a", "erased_at": datetime.now(UTC).isoformat()}
    merged = {"citizen_id": "borger-a", "kept_id": "borger-b"}
    made = await new_wave(client)
    await take(offer(), ended("a"))
    path = (await links_of(client, made["id"]))["borger-a"]
    await take(event("CitizenErased", "borger-a", gone))
    assert (await client.get(path)).status_code == 404
    assert (await answer_by(client, path)).status_code == 404
    await take(
        ended("a", "ReferralAssessed", version=9),
        ended("x", citizen_id="borger-a"),
        event("CitizensMerged", "borger-a", merged),
        event("CitizenErased", "borger-a", gone),
    )
    listed = await client.get(f"/v1/waves/{made['id']}/invitations")
    assert listed.json()["items"] == []
    assert "borger" not in await dumped(database, "courses", "invitations", "answers")


async def test_who_comes_back_after_an_erasure_is_asked_again(
    client: httpx.AsyncClient, take: Take
) -> None:
    made = await new_wave(client)
    registered = event("CitizenRegistered", "borger-a", {"citizen_id": "borger-a"})
    await take(
        offer(),
        registered,
        event("CitizenErased", "borger-a", {"citizen_id": "borger-a"}),
        ended("foer", citizen_id="borger-a"),
        registered,
        ended("efter", citizen_id="borger-a"),
    )
    listed = (await client.get(f"/v1/waves/{made['id']}/invitations")).json()["items"]
    assert [each["referral_id"] for each in listed] == ["efter"]


@pytest_asyncio.fixture(loop_scope="session")
async def racing(
    databases: TestDatabases, signer: Signer
) -> AsyncIterator[tuple[httpx.AsyncClient, Take]]:
    async with databases.copied("surveys") as url:
        app: FastAPI = create_app(settings(url, requests_at_once=200))
        app.state.verifier = signer.verifier()
        handlers = follow.feeds(settings(url))[0].handlers

        async def take(*events: CloudEvent) -> None:
            for each in events:
                async with app.state.database.transaction(each.municipality) as session:
                    await handlers[each.type](session, each)

        async with client_of(app, signer.token(RIGHTS)) as client:
            yield client, take
        await app.state.database.close()


async def test_of_fifty_who_send_by_one_link_one_is_counted(
    racing: tuple[httpx.AsyncClient, Take],
) -> None:
    client, take = racing
    for confidentiality in ("confidential", "anonymous"):
        period = {"courses_from": day(-30), "courses_to": day(-1)}
        if confidentiality == "anonymous":
            period = {"courses_from": day(-90), "courses_to": day(-31), "opens_on": day(0)}
        name = confidentiality
        ended_on = period["courses_to"]
        await take(offer(), ended(name, ended_on=ended_on, started_on=day(-200)))
        made = await new_wave(client, confidentiality=confidentiality, **period)
        path = (await links_of(client, made["id"]))[f"borger-{name}"]
        answers = await asyncio.gather(*(answer_by(client, path) for _ in range(50)))
        counted = sorted(each.status_code for each in answers)
        assert counted == [200] + [410] * 49


async def test_a_wave_made_while_a_citizen_is_erased_asks_nobody(
    racing: tuple[httpx.AsyncClient, Take],
) -> None:
    client, take = racing
    for n in range(6):
        names = [f"{n}-{each}" for each in range(20)]
        when = day(-10 - n)
        await take(offer(), *(ended(name, ended_on=when) for name in names))
        gone = [
            event("CitizenErased", f"borger-{name}", {"citizen_id": f"borger-{name}"})
            for name in names
        ]
        body = wave(courses_from=when, courses_to=when, opens_on=day(0))
        making = asyncio.create_task(client.post("/v1/waves", json=body, headers=key()))
        await asyncio.gather(*(take(each) for each in gone))
        made = await making
        assert made.status_code == 201, made.text
        listed = await client.get(f"/v1/waves/{made.json()['id']}/invitations")
        assert listed.json()["items"] == []


async def test_an_answer_sent_while_the_citizen_is_erased_is_nobodys(
    racing: tuple[httpx.AsyncClient, Take],
) -> None:
    client, take = racing
    names = [str(n) for n in range(10)]
    await take(offer(), *(ended(name) for name in names))
    made = await new_wave(client)
    links = await links_of(client, made["id"])

    async def erase(name: str) -> None:
        gone = event("CitizenErased", f"borger-{name}", {"citizen_id": f"borger-{name}"})
        try:
            await take(gone)
        except Exception:  # noqa: BLE001 - as the follower does: it comes again
            await take(gone)

    await asyncio.gather(
        *(answer_by(client, links[f"borger-{name}"], comment=f"Ord {name}") for name in names),
        *(erase(name) for name in names),
    )
    listed = await client.get(f"/v1/waves/{made['id']}/invitations")
    assert listed.json()["items"] == []
