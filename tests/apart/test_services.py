"""The five services by themselves: started in any order, one stopped, all going on."""

import asyncio
import json
import random

import httpx

from standalone.databases import SERVICES

from ..houses import OFFER, House, new_client, until  # noqa: TID252 - test folders are no packages

MUNICIPALITY = "0851"
"""Another than that of the other tests, whose offers would stand in the same guide."""
CODES = "code,class,label_da,valid_from,valid_to\n111,support,Dagpenge,2000-01-01,\n"
SUPPORT = "citizen_id,from_week,to_week,code\n" + "".join(
    f"b{number},2024-W01,{'2024-W20' if number % 2 else '2025-W40'},111\n" for number in range(20)
)
COURSES = (
    "course_id,citizen_id,offer_id,provider_id,target_group,match_group,municipality,starts_on,"
    "ends_on,birth_year,price_dkk,business_oriented\n"
) + "".join(
    f"c{number},b{number},tilbud-1,leverandoer-1,dagpenge,,0851,2024-04-01,2024-05-17,1980,4000,0\n"
    for number in range(20)
)


async def test_services_start_in_any_order_and_the_guide_outlives_the_others(house: House) -> None:
    order = random.Random(1)  # noqa: S311 - an order, not a secret
    parts = list(house.apart.names)
    headers = house.bearer(municipality=MUNICIPALITY)
    async with new_client() as client:
        client.headers.update(headers)
        await deliver(client, house)

        async def card() -> dict[str, object] | None:
            answer = await client.get(
                house.url("visitation", "/v1/guide"), params={"target_group": "dagpenge"}
            )
            assert answer.status_code == 200, answer.text
            ranked = answer.json()["ranked"]
            return ranked[0]["figures"]["effect_3m"] if ranked else None

        async def is_shown() -> bool:
            return (await card()) is not None

        await until(is_shown)
        shown = await card()
        for part in parts:
            if part != "visitation":
                house.apart.kill(part)
        assert await card() == shown
        await asyncio.to_thread(house.apart.stop)
        order.shuffle(parts)
        for part in parts:
            house.apart.start(part)
        await asyncio.to_thread(house.apart.wait_until_ready)
        assert await card() == shown
    assert shown is not None
    assert (shown["n"], shown["numerator"], shown["as_of"]) == (20, 10, "2025-10-05")


async def test_a_worker_says_that_it_lives_and_every_feed_that_it_is_heard(house: House) -> None:
    followed = {
        "gateway": set[str](),
        "visitation": {"gateway", "effects"},
        "contracts": {"gateway"},
        "surveys": {"gateway"},
        "effects": {"gateway"},
    }
    async with new_client() as client:

        async def all_heard() -> bool:
            for service in SERVICES:
                ready = (await client.get(house.url(service, "/ready"))).json()
                if ready["worker"] is None or not followed[service] <= ready["feeds"].keys():
                    return False
            return True

        await until(all_heard)


async def deliver(client: httpx.AsyncClient, house: House) -> None:
    """The files of a small municipality, through the API."""
    answer = await client.post(
        house.url("visitation", "/v1/offers/import"),
        content=json.dumps(OFFER),
        headers={"Content-Type": "application/x-ndjson"},
    )
    assert answer.status_code in (200, 201), answer.text
    for register, content in (("codes", CODES), ("support", SUPPORT), ("courses", COURSES)):
        answer = await client.post(
            house.url("effects", f"/v1/registers/{register}/imports"),
            content=content,
            headers={"Content-Type": "text/csv"},
        )
        assert answer.status_code == 201, answer.text
