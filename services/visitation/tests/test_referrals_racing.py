"""Orders that come at the same time, on connections of their own."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx
import pytest_asyncio

from kit.database import Database
from kit.testing.clients import client_of
from kit.testing.databases import TestDatabases
from kit.testing.signing import Signer
from visitation.app import create_app

from .conftest import RIGHTS, settings
from .factories import key
from .people import registered
from .referred import act, cohort, draft, published, told

MANY = 50
SEVERAL = 5


@dataclass(frozen=True)
class Racing:
    """A client, and a second one that shares nothing with it but the database."""

    client: httpx.AsyncClient
    beside: httpx.AsyncClient
    database: Database


@pytest_asyncio.fixture(loop_scope="session")
async def racing(databases: TestDatabases, signer: Signer) -> AsyncIterator[Racing]:
    async with databases.copied("visitation") as url:
        apps = [create_app(settings(url, requests_at_once=200)) for _ in range(2)]
        for app in apps:
            app.state.verifier = signer.verifier()
        async with (
            client_of(apps[0], signer.token(RIGHTS)) as client,
            client_of(apps[1], signer.token(RIGHTS)) as beside,
        ):
            yield Racing(client, beside, apps[0].state.database)


async def at_once(racing: Racing, *referral_ids: str) -> list[httpx.Response]:
    return await asyncio.gather(
        *(
            act((racing.client, racing.beside)[n % 2], referral_id, "order")
            for n, referral_id in enumerate(referral_ids)
        )
    )


async def test_the_last_seat_of_a_cohort_is_sold_to_one_of_fifty(racing: Racing) -> None:
    client = racing.client
    await published(client, intake="cohorts")
    made = await cohort(client, "o-1", seats=1)
    drafts = [
        await draft(
            client, await registered(client, n), cohort_id=made["id"], planned_starts_on=None
        )
        for n in range(MANY)
    ]
    answers = await at_once(racing, *(each["id"] for each in drafts))
    codes = sorted(each.json().get("code", "ordered") for each in answers)
    assert codes == ["no_free_seats"] * (MANY - 1) + ["ordered"]
    assert (await client.get(f"/v1/cohorts/{made['id']}")).json()["free_seats"] == 0


async def test_the_last_place_of_an_offer_is_sold_to_one_of_several(racing: Racing) -> None:
    client = racing.client
    await published(client, capacity=1)
    drafts = [await draft(client, await registered(client, n)) for n in range(SEVERAL)]
    answers = await at_once(racing, *(each["id"] for each in drafts))
    assert sorted(each.status_code for each in answers) == [200] + [409] * (SEVERAL - 1)


async def test_a_referral_is_ordered_once_of_five_times_at_once(racing: Racing) -> None:
    await published(racing.client)
    made = await draft(racing.client, await registered(racing.client, 1))
    answers = await at_once(racing, *[made["id"]] * SEVERAL)
    codes = sorted(each.json().get("code", "ordered") for each in answers)
    assert codes == ["already_ordered"] * (SEVERAL - 1) + ["ordered"]
    assert len(await told(racing.client, made["id"])) == 1


async def test_a_citizen_gets_one_of_two_full_time_offers_ordered_at_once(racing: Racing) -> None:
    client = racing.client
    await published(client)
    await published(client, "o-2")
    citizen_id = await registered(client, 1)
    drafts = [await draft(client, citizen_id, offer_id) for offer_id in ("o-1", "o-2")]
    answers = await at_once(racing, *(each["id"] for each in drafts))
    codes = sorted(each.json().get("code", "ordered") for each in answers)
    assert codes == ["ordered", "referral_overlaps"]


async def test_an_order_while_the_offer_is_paused_is_before_or_after_it(racing: Racing) -> None:
    client = racing.client
    await published(client)
    drafts = [await draft(client, await registered(client, n)) for n in range(SEVERAL)]
    paused, *answers = await asyncio.gather(
        client.post("/v1/offers/o-1/pause", headers=key()),
        *(act(racing.beside, each["id"], "order") for each in drafts),
    )
    assert paused.status_code == 200
    codes = {each.json().get("code", "ordered") for each in answers}
    assert codes <= {"ordered", "offer_not_published"}
    late = await draft(client, await registered(client, 99))
    assert (await act(client, late["id"], "order")).json()["code"] == "offer_not_published"
    events = (await client.get("/v1/events?limit=1000")).json()
    kinds = [each["type"] for each in events if each["type"] in ("OfferPaused", "ReferralOrdered")]
    assert kinds[-1] == "OfferPaused"


async def test_two_who_act_on_the_version_they_read_do_not_both_succeed(racing: Racing) -> None:
    await published(racing.client)
    made = await draft(racing.client, await registered(racing.client, 1))
    answers = await asyncio.gather(
        *(
            act(each, made["id"], "abort", {"reason": "job"}, **{"If-Match": '"1"'})
            for each in (racing.client, racing.beside)
        )
    )
    assert sorted(each.status_code for each in answers) == [200, 412]
