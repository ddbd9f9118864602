"""What the guide is told of seats, next starts and waiting, as referrals come and go."""

from datetime import date, timedelta

import httpx

from kit.database import Database
from visitation.cohorts import queries as cohort_queries
from visitation.cohorts.queries import NextStart
from visitation.referrals import queries
from visitation.referrals.queries import FreeSeats
from visitation.revisions import queries as revisions

from .people import registered
from .referred import TODAY, act, call_off, cohort, day, follow, ordered, published, started


async def free(database: Database, municipality: str = "0999") -> list[FreeSeats]:
    async with database.transaction(municipality) as session:
        found = await queries.list_free_seats(session, municipality, on=TODAY)
    return sorted(found, key=lambda each: each.offer_id)


async def revision(database: Database) -> int:
    async with database.transaction(None) as session:
        return (await revisions.get_revisions(session))["0999"]


async def test_free_seats_are_those_of_the_capacity_or_of_the_cohorts_that_take_sign_ups(
    client: httpx.AsyncClient, database: Database
) -> None:
    await published(client, "a-1", capacity=3)
    await published(client, "a-2", intake="cohorts")
    await published(client, "a-3", capacity=None)
    await published(client, "a-4", intake="cohorts")
    made = await cohort(client, "a-2", seats=4)
    await cohort(client, "a-2", starts_on=day(5), seats=2)
    await cohort(client, "a-2", seats=9, sign_up_closes_on=day(-1))
    await ordered(client, await registered(client, 1), "a-1")
    await ordered(
        client, await registered(client, 2), "a-2", cohort_id=made["id"], planned_starts_on=None
    )
    assert await free(database) == [FreeSeats("a-1", 3, 2), FreeSeats("a-2", 6, 5)]
    assert await free(database, "0101") == []


async def test_the_next_start_is_the_first_cohort_with_room(
    client: httpx.AsyncClient, database: Database
) -> None:
    await published(client, intake="cohorts")
    first = await cohort(client, "o-1", seats=1)
    second = await cohort(client, "o-1", starts_on=day(6), seats=5)

    async def next_starts() -> list[NextStart]:
        async with database.transaction("0999") as session:
            return list(await cohort_queries.list_next_starts(session, "0999", on=TODAY))

    one = NextStart("o-1", first["id"], date.fromisoformat(day(2)), 1)
    assert await next_starts() == [one]
    citizen_id = await registered(client, 1)
    made = await ordered(client, citizen_id, cohort_id=first["id"], planned_starts_on=None)
    other = NextStart("o-1", second["id"], date.fromisoformat(day(6)), 5)
    assert await next_starts() == [other]
    await act(client, made["id"], "abort", {"reason": "job"})
    assert await next_starts() == [one]


async def test_waiting_is_counted_from_the_order_to_the_real_start(
    client: httpx.AsyncClient, database: Database
) -> None:
    made = await started(client, database, on=TODAY)
    async with database.transaction("0999") as session:
        [waited] = await queries.list_waiting_days(session, "0999", since=TODAY)
        later = TODAY + timedelta(days=1)
        assert await queries.list_waiting_days(session, "0999", since=later) == []
    assert (waited.citizen_id, waited.started_on, waited.days) == (made["citizen_id"], TODAY, 0)


async def test_the_guide_is_told_to_read_again_when_a_seat_is_taken_or_freed(
    client: httpx.AsyncClient, database: Database
) -> None:
    await published(client)
    before = await revision(database)
    made = await ordered(client, await registered(client, 1))
    taken = await revision(database)
    await follow(database, call_off(made, "accepted", 2))
    accepted = await revision(database)
    await follow(database, call_off(made, "ended", 3, end_reason="not_started"))
    freed = await revision(database)
    assert (taken - before, accepted - taken, freed - accepted) == (1, 0, 1)
