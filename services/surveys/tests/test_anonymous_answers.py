"""Anonymous answers: nothing that is kept joins one to the citizen who gave it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from sqlalchemy import text

from kit.database import Database
from surveys import jobs

from .conftest import Take
from .factories import answer_by, day, ended, event, key, links_of, new_wave, offer

SECRET_TABLES = ("audit_log", "idempotency_keys", "outbox", "jobs")


async def rows_of(database: Database, table: str) -> list[dict[str, Any]]:
    async with database.transaction("0999") as session:
        found = await session.execute(text(f"SELECT * FROM {table}"))  # noqa: S608 - ours
        return [dict(row) for row in found.mappings()]


async def move(database: Database, *, days: int = 0) -> None:
    async with database.transaction("0999") as session:
        await jobs.move_pools(session, "0999", datetime.now(UTC) + timedelta(days=days))


async def links(client: httpx.AsyncClient, take: Take, count: int) -> dict[str, str]:
    await take(offer(), *(ended(str(number)) for number in range(count)))
    waves = (await client.get("/v1/waves")).json()["items"]
    wave = waves[0] if waves else await new_wave(client, confidentiality="anonymous")
    return await links_of(client, wave["id"])


async def test_an_anonymous_answer_waits_for_four_others_and_moves_with_them(
    client: httpx.AsyncClient, take: Take, database: Database
) -> None:
    paths = list((await links(client, take, 6)).values())
    for path in paths[:4]:
        assert (await answer_by(client, path)).status_code == 200
    await move(database)
    assert await rows_of(database, "answers") == []
    assert (await answer_by(client, paths[4], satisfaction=1)).status_code == 200
    await move(database)
    assert len(await rows_of(database, "answers")) == 5
    assert await rows_of(database, "pooled_answers") == []
    await answer_by(client, paths[5])
    await move(database)
    assert len(await rows_of(database, "pooled_answers")) == 1


async def test_nothing_that_is_kept_joins_an_answer_to_a_citizen(
    client: httpx.AsyncClient, take: Take, database: Database
) -> None:
    paths = await links(client, take, 5)
    before = {table: await rows_of(database, table) for table in SECRET_TABLES}
    listed = {each["id"]: each for each in await rows_of(database, "invitations")}
    for number, path in enumerate(paths.values()):
        await client.post(f"{path}/svar", data={"comment": f"Tekst {number}", "do": "save"})
        await answer_by(client, path, satisfaction=number % 5 + 1, comment=f"Tekst {number}")
    pooled = await rows_of(database, "pooled_answers")
    await move(database)
    answers = await rows_of(database, "answers")
    # No audit, no idempotency, no event, no job.
    assert {table: await rows_of(database, table) for table in SECRET_TABLES} == before
    # Of an invitation nothing has changed but that there is an answer: no time either.
    for invitation in await rows_of(database, "invitations"):
        assert invitation == listed[invitation["id"]] | {"is_answered": True}
    # No column of an answer tells a person, a day, a time, or an earlier place.
    for answer in answers:
        empty = ("invitation_id", "citizen_id", "answered_on", "received_at", "received_by")
        assert [answer[name] for name in empty] == [None] * len(empty)
        assert answer["channel"] == "anonymous"
    known = {each for row in listed.values() for each in map(str, row.values())}
    assert not {answer["id"] for answer in answers} & (known | {row["id"] for row in pooled})
    assert await rows_of(database, "drafts") == []


async def test_answers_do_not_lie_in_the_order_in_which_they_came(
    client: httpx.AsyncClient, take: Take, database: Database
) -> None:
    paths = list((await links(client, take, 30)).values())
    for number, path in enumerate(paths):
        await answer_by(client, path, comment=f"{number:02d}")
    await move(database)
    async with database.transaction("0999") as session:
        lying = await session.scalars(text("SELECT comment FROM answers ORDER BY ctid"))
        comments = list(lying)
    assert sorted(comments) == [f"{number:02d}" for number in range(30)]
    assert comments != sorted(comments)


async def test_a_pool_holds_one_offer_and_one_target_group(
    client: httpx.AsyncClient, take: Take, database: Database
) -> None:
    made = await new_wave(client, confidentiality="anonymous")
    groups = ["dagpenge"] * 4 + ["sygedagpenge"] * 4
    await take(*(ended(str(at), target_group=group) for at, group in enumerate(groups)))
    await take(ended("x", offer_id="tilbud-2"))
    for path in (await links_of(client, made["id"])).values():
        await answer_by(client, path)
    await move(database)
    assert await rows_of(database, "answers") == []
    # When the wave is over, what is left is told apart by offer alone, and then by nothing.
    await client.post(f"/v1/waves/{made['id']}/close", headers=key())
    await move(database)
    answers = await rows_of(database, "answers")
    assert [(each["offer_id"], each["target_group"]) for each in answers] == [
        ("tilbud-1", None)
    ] * 8
    (alone,) = await rows_of(database, "pooled_answers")
    assert (alone["offer_id"], alone["provider_id"], alone["target_group"]) == (None, None, None)


async def test_an_erased_citizens_anonymous_answer_stays_and_a_confidential_one_goes(
    client: httpx.AsyncClient, take: Take, database: Database
) -> None:

    hidden = await new_wave(client, confidentiality="anonymous")
    told = await new_wave(client, courses_from=day(-60), courses_to=day(-31))
    await take(*(ended(str(number), citizen_id=f"c{number}") for number in range(5)))
    await take(ended("late", citizen_id="c0", ended_on=day(-40)))
    for wave in (hidden, told):
        for path in (await links_of(client, wave["id"])).values():
            assert (await answer_by(client, path)).status_code == 200
    await move(database)
    assert len(await rows_of(database, "answers")) == 6
    await take(event("CitizenErased", "c0", {"citizen_id": "c0", "erased_at": "2026-11-22"}))
    assert [each["channel"] for each in await rows_of(database, "answers")] == ["anonymous"] * 5
    for table in ("invitations", "courses", "drafts"):
        assert "c0" not in {each.get("citizen_id") for each in await rows_of(database, table)}
    async with database.transaction(None) as session:
        assert await session.scalar(text("SELECT count(*) FROM links")) == 4


async def test_drafts_end_with_their_wave(
    client: httpx.AsyncClient, take: Take, database: Database
) -> None:
    (path,) = (await links(client, take, 1)).values()
    await client.post(f"{path}/svar", data={"closeness": "2", "do": "save"})
    await move(database, days=60)
    assert len(await rows_of(database, "drafts")) == 1
    await move(database, days=61)
    assert await rows_of(database, "drafts") == []
