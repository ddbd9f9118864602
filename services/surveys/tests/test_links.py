"""Personal links: made once, shown once, and useless to whoever reads the database."""

import hashlib
import json

import httpx
import pytest
from sqlalchemy import text

from kit.database import Database

from .conftest import Take
from .factories import answer_by, day, ended, key, links_of, new_wave, token_of


async def one_invitation(client: httpx.AsyncClient, take: Take, **changed: object) -> str:
    made = await new_wave(client, **changed)
    await take(ended("a"))
    listed = await client.get(f"/v1/waves/{made['id']}/invitations")
    (item,) = listed.json()["items"]
    invitation_id: str = item["id"]
    return invitation_id


async def test_of_a_link_only_its_hash_is_kept(
    client: httpx.AsyncClient, take: Take, database: Database
) -> None:
    invitation_id = await one_invitation(client, take)
    made = await client.post(f"/v1/invitations/{invitation_id}/link", headers=key())
    assert made.headers["cache-control"] == "no-store"
    token = token_of(made.json()["url"].removeprefix("http://pejling.test"))
    async with database.transaction(None) as session:
        kept = (await session.execute(text("SELECT * FROM links"))).mappings().one()
    assert bytes(kept["token_hash"]) == hashlib.sha256(token.encode()).digest()
    assert token not in str(dict(kept))


async def test_a_new_link_makes_the_older_one_useless(
    client: httpx.AsyncClient, take: Take
) -> None:
    invitation_id = await one_invitation(client, take)
    paths = []
    for _ in range(2):
        made = await client.post(f"/v1/invitations/{invitation_id}/link", headers=key())
        paths.append(made.json()["url"].removeprefix("http://pejling.test"))
    assert [(await client.get(path)).status_code for path in paths] == [404, 200]


async def test_links_asked_for_again_under_one_key_are_made_again_for_the_same_citizens(
    client: httpx.AsyncClient, take: Take
) -> None:
    made = await new_wave(client)
    await take(ended("a"), ended("b"))
    same = key()
    first = await client.post(f"/v1/waves/{made['id']}/links", headers=same)
    await take(ended("c"))
    second = await client.post(f"/v1/waves/{made['id']}/links", headers=same)
    told = [[json.loads(line) for line in answer.text.splitlines()] for answer in (first, second)]
    assert [{each["citizen_id"] for each in lines} for lines in told] == [
        {"borger-a", "borger-b"}
    ] * 2
    assert not {each["url"] for each in told[0]} & {each["url"] for each in told[1]}
    path = told[1][0]["url"].removeprefix("http://pejling.test")
    assert (await client.get(path)).status_code == 200
    assert list(await links_of(client, made["id"])) == ["borger-c"]


async def test_nobody_who_has_answered_gets_a_link(client: httpx.AsyncClient, take: Take) -> None:
    invitation_id = await one_invitation(client, take, reminders=[day(-1)])
    made = await client.post(f"/v1/invitations/{invitation_id}/link", headers=key())
    path = made.json()["url"].removeprefix("http://pejling.test")
    assert (await answer_by(client, path)).status_code == 200
    again = await client.post(f"/v1/invitations/{invitation_id}/link", headers=key())
    assert (again.status_code, again.json()["code"]) == (409, "answered_already")
    wave_id = (
        made.json()["invitation_id"] and (await client.get("/v1/waves")).json()["items"][0]["id"]
    )
    reminded = await client.post(f"/v1/waves/{wave_id}/links?reminder=true", headers=key())
    assert (reminded.status_code, reminded.text) == (200, "")


async def test_a_reminder_is_made_when_due_and_once(client: httpx.AsyncClient, take: Take) -> None:
    made = await new_wave(client, reminders=[day(-1), day(5)])
    await take(ended("a"), ended("b"))
    first = await links_of(client, made["id"])
    await take(ended("c"))
    asked = f"/v1/waves/{made['id']}/links?reminder=true"
    reminded = await client.post(asked, headers=key())
    told = [json.loads(line) for line in reminded.text.splitlines()]
    assert {each["citizen_id"] for each in told} == {"borger-a", "borger-b"}
    assert (await client.get(first["borger-a"])).status_code == 404
    again = await client.post(asked, headers=key())
    assert (again.status_code, again.json()["code"]) == (409, "reminder_not_due")
    listed = await client.get(f"/v1/waves/{made['id']}/invitations")
    by_citizen = {each["citizen_id"]: each for each in listed.json()["items"]}
    assert [by_citizen[f"borger-{name}"]["reminder"] for name in "abc"] == [1, 1, 0]
    assert by_citizen["borger-c"]["status"] == "invited"


async def test_who_is_asked_is_read_in_the_audit_log(
    client: httpx.AsyncClient, take: Take, database: Database
) -> None:
    made = await new_wave(client)
    await take(ended("a"), ended("b"))
    await links_of(client, made["id"])
    await client.get(f"/v1/waves/{made['id']}/invitations")
    async with database.transaction("0999") as session:
        rows = await session.execute(text("SELECT act, subjects FROM audit_log ORDER BY id"))
        assert [(row.act, row.subjects) for row in rows] == [
            ("surveys.invite", ["borger-a", "borger-b"]),
            ("invitations.read", ["borger-a", "borger-b"]),
        ]


@pytest.mark.parametrize("path", ["/v1/invitations/ukendt/link", "/v1/waves/ukendt/links"])
async def test_what_is_not_there_is_not_found(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.post(path, headers=key())).status_code == 404
