"""Referrals become courses as visitation tells of them, and figures follow."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import httpx
from fastapi import FastAPI
from sqlalchemy import text
from structlog.testing import capture_logs

from effects import follow, jobs
from effects.packed import files
from effects.releases import caching, service
from effects.settings import Settings
from kit.database import Database
from kit.testing.clients import client_of
from kit.testing.databases import TestDatabases
from kit.testing.signing import Signer

from .conftest import RIGHTS
from .factories import CODES, courses, figures, load, random_registers, releases, support, taken
from .told import ordered, referral, take

FILES = random_registers(7)


async def packed(settings: Settings, database: Database) -> tuple[str, dict[str, dict[str, Any]]]:
    """Release now; how its register was come by, and the courses in it."""
    with capture_logs() as logs:
        async with database.transaction("0999") as session:
            await service.release_now(session, "0999", settings, at=datetime.now(UTC))
    (how,) = [log["how"] for log in logs if log["event"] == "register_packed"]
    register = files.open_register(caching.folder_of(settings.packed_folder, "0999"))
    citizens = register.citizens.take(register.course_citizens).to_pylist()
    rows = zip(citizens, register.courses.to_pylist(), strict=True)
    return how, {row["course_id"]: {**row, "citizen_id": who} for who, row in rows}


async def test_a_new_months_figures_hold_the_courses_that_were_told(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    people = [f"citizen-{n:03}" for n in range(60)]
    imported = [{"course_id": who, "citizen_id": who} for who in people[:30]]
    spells = [(who, "2023-W01", "2024-W30", "111") for who in people]
    await load(client, {"codes": CODES, "support": support(*spells), "courses": courses(imported)})
    await jobs.release_due(settings, database)
    told = [
        referral(referral_id=f"r{n}", citizen_id=who, business_oriented=n % 2 == 0)
        for n, who in enumerate(people[30:])
    ]
    await take(database, settings, *told, ordered(referral_id="not-begun"))
    await jobs.release_due(settings, database)
    assert len(await releases(client)) == 1

    month = [(who, "2024-W31", "2024-W34", "111") for who in people]
    await taken(client, "support", support(*month))
    await jobs.release_due(settings, database)
    (row,) = await figures(
        client, offer_id="offer-9", target_group="dagpenge", indicator="business_oriented_share"
    )
    assert (row["figure"]["n"], row["figure"]["numerator"]) == (30, 15)


async def test_the_night_releases_what_was_told_since(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    await take(database, settings, referral())
    await jobs.release_told(settings, database)
    assert await releases(client) == []
    await load(client, FILES)
    await jobs.release_due(settings, database)
    await jobs.release_told(settings, database)
    assert [one["number"] for one in await releases(client)] == [1]
    await take(database, settings, referral(version=2, status="completed", ended_on="2024-03-01"))
    await jobs.release_told(settings, database)
    await jobs.release_told(settings, database)
    assert [one["number"] for one in await releases(client)] == [2, 1]
    (at_night,) = jobs.schedules(settings)
    await at_night.act(database)
    assert len(await releases(client)) == 2


async def test_the_feed_is_the_owners_word_on_an_imported_course(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    await load(client, FILES)
    _, before = await packed(settings, database)
    begun, never = sorted(before)[:2]
    await take(
        database,
        settings,
        referral(referral_id=begun, offer_id="offer-told"),
        ordered(referral_id=never),
    )
    how, after = await packed(settings, database)
    assert how == "advanced"
    assert after[begun]["offer_id"] == "offer-told"
    assert never not in after
    assert after.keys() == before.keys() - {never}

    await taken(
        client,
        "courses",
        courses([{"course_id": begun}, {"course_id": never}, {"course_id": "imported"}]),
    )
    how, last = await packed(settings, database)
    assert how == "advanced"
    assert last.keys() == after.keys() | {"imported"}
    assert last[begun] == after[begun]


async def test_moving_on_gives_the_courses_of_packing_anew(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    await load(client, FILES)
    await packed(settings, database)
    for turn in range(3):
        told = [
            referral(referral_id=f"r{n}", version=turn, citizen_id=f"citizen-{n * 7 % 80:03}")
            for n in range(turn * 5, turn * 5 + 10)
        ]
        await take(
            database,
            settings,
            *told,
            referral(referral_id="r1", version=10 + turn, offer_id=f"offer-{turn}"),
            ordered(referral_id="r2", version=10 + turn),
            referral(referral_id="r3", version=10 + turn, target_group=None),
        )
        how, moved = await packed(settings, database)
        assert how == "advanced"
        caching.forget_register(caching.folder_of(settings.packed_folder, "0999"))
        how, anew = await packed(settings, database)
        assert (how, anew) == ("packed", moved)
        assert moved["r1"]["offer_id"] == f"offer-{turn}"
        assert not {"r2", "r3"} & moved.keys()
        how, still = await packed(settings, database)
        assert (how, still) == ("kept", anew)


async def listed(client: httpx.AsyncClient, **params: str) -> list[dict[str, Any]]:
    """All participations."""
    found: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    while True:
        answer = await client.get("/v1/participations", params={**params, **cursor, "limit": "2"})
        assert answer.status_code == 200, answer.text
        found += answer.json()["items"]
        if answer.json()["next"] is None:
            return found
        cursor = {"cursor": answer.json()["next"]}


async def test_an_older_state_and_one_that_comes_again_change_nothing(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    done = referral(version=3, status="completed", ended_on="2024-03-29")
    await take(database, settings, done)
    first = await listed(client)
    assert [(one["version"], one["ends_on"]) for one in first] == [(3, "2024-03-29")]
    await take(database, settings, ordered(), referral(version=2), done)
    assert await listed(client) == first
    async with database.transaction(None) as session:
        stamps = (await session.execute(text("SELECT changes FROM participation_stamps"))).all()
    assert [stamp.changes for stamp in stamps] == [1]


async def test_two_followers_at_once_leave_the_newest_state(
    databases: TestDatabases, settings: Settings
) -> None:
    async with databases.copied("effects") as url:
        both = [Database.connect(url), Database.connect(url)]
        for version in range(1, 6):
            told = [referral(version=v, offer_id=f"offer-{v}") for v in (version, version + 1)]
            await asyncio.gather(
                *(take(each, settings, one) for each, one in zip(both, told, strict=True)),
                *(take(each, settings, one) for each, one in zip(both, told[::-1], strict=True)),
            )
            async with both[0].transaction("0999") as session:
                query = text("SELECT version, offer_id, changed_in FROM participations")
                (row,) = (await session.execute(query)).all()
                changes = await session.scalar(text("SELECT changes FROM participation_stamps"))
            assert (row.version, row.offer_id) == (version + 1, f"offer-{version + 1}")
            assert row.changed_in <= changes
        for each in both:
            await each.close()


async def test_the_list_is_chosen_from_paged_and_audited(
    app: FastAPI, client: httpx.AsyncClient, database: Database, settings: Settings, signer: Signer
) -> None:
    told = [
        referral(referral_id=f"r{n}", citizen_id=f"citizen-{n}", offer_id=f"offer-{n % 2}")
        for n in range(5)
    ]
    await take(database, settings, *told, ordered(referral_id="r5", citizen_id="citizen-5"))
    assert [one["referral_id"] for one in await listed(client)] == [f"r{n}" for n in range(6)]
    chosen = await listed(client, offer_id="offer-1", status="started")
    assert [one["referral_id"] for one in chosen] == ["r1", "r3"]
    unknown = await client.get("/v1/participations", params={"status": "begun"})
    assert unknown.status_code == 422
    async with database.transaction("0999") as session:
        query = text("SELECT act, subjects FROM audit_log ORDER BY id DESC LIMIT 1")
        (line,) = (await session.execute(query)).all()
    assert (line.act, line.subjects) == ("participations.read", ["citizen-1", "citizen-3"])
    async with client_of(app, signer.token(RIGHTS, municipality="0101")) as other:
        assert await listed(other) == []
    provider = signer.token(RIGHTS, provider_id="provider-9", kind="provider_staff")
    async with client_of(app, provider) as of_provider:
        assert await listed(of_provider) == []


async def test_every_event_about_referrals_and_citizens_is_followed(settings: Settings) -> None:
    (feed,) = follow.feeds(settings)
    assert feed.name == "visitation"
    assert feed.address == "http://visitation.invalid/v1/events"
    assert {
        *("ReferralOrdered", "ExpectationsAligned", "ReferralChanged", "ReferralStarted"),
        *("ReferralCompleted", "ReferralAborted", "ReferralAssessed"),
        *("CitizensMerged", "CitizenErased"),
    } == feed.handlers.keys()
