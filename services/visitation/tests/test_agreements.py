"""An offer that can be chosen keeps within its agreement, as contracts last told it."""

from typing import Any

import httpx
import pytest

from .conftest import Release
from .factories import NDJSON, key, ndjson, offer, row
from .guided import agreed

UNDER = {"agreement_id": "a-1"}


async def publish(client: httpx.AsyncClient, **changed: Any) -> httpx.Response:  # noqa: ANN401 - any field
    made = await client.post("/v1/offers", json=offer(id="o-1", **UNDER, **changed), headers=key())
    assert made.status_code == 201, made.text
    return await client.post("/v1/offers/o-1/publish", headers=key())


def wrong(answer: httpx.Response) -> list[tuple[str, str]]:
    return [(each["pointer"], each["code"]) for each in answer.json()["errors"]]


async def test_an_offer_within_its_agreement_is_published(
    client: httpx.AsyncClient, release: Release
) -> None:
    await release(agreed("a-1"))
    assert (await publish(client)).status_code == 200


async def test_each_requirement_that_is_broken_is_named(
    client: httpx.AsyncClient, release: Release
) -> None:
    await release(agreed("a-1"))
    changed = {"hours_per_week": "40.0", "duration_weeks": 26, "content_elements": ["guidance"]}
    answer = await publish(client, **changed)
    body = answer.json()
    assert (answer.status_code, body["code"]) == (409, "offer_outside_agreement")
    assert [(each["pointer"], each["code"], each["detail"]) for each in body["errors"]] == [
        (
            "/hours_per_week",
            "outside_agreement",
            "Krav K-1: Tilbuddet er på 10-37 timer om ugen. Hold timetallet på 10-37 timer.",
        ),
        (
            "/duration_weeks",
            "outside_agreement",
            "Krav K-2: Tilbuddet varer 1-13 uger. Hold varigheden på 1-13 uger.",
        ),
        (
            "/content_elements",
            "outside_agreement",
            "Krav K-3: Praktik indgår. Tilføj »placement« til indholdet.",
        ),
    ]
    assert (await client.get("/v1/offers/o-1")).json()["status"] == "draft"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        (None, "agreement_unknown"),
        ({"status": "draft"}, "agreement_not_active"),
        ({"status": "ended"}, "agreement_not_active"),
        ({"ends_on": "2021-01-01"}, "agreement_not_active"),
        ({"starts_on": "2098-01-01"}, "agreement_not_active"),
        ({"provider_id": "leverandoer-02"}, "agreement_of_another_provider"),
    ],
)
async def test_an_agreement_that_does_not_hold_is_said_to(
    client: httpx.AsyncClient, release: Release, changed: dict[str, Any] | None, code: str
) -> None:
    if changed is not None:
        await release(agreed("a-1", **changed))
    answer = await publish(client)
    assert (answer.status_code, answer.json()["code"]) == (409, "agreement_not_usable")
    assert wrong(answer) == [("/agreement_id", code)]


async def test_a_published_offer_is_held_to_it_when_it_is_revised_and_resumed(
    client: httpx.AsyncClient, release: Release
) -> None:
    await release(agreed("a-1"))
    assert (await publish(client)).status_code == 200
    revised = offer(**UNDER, hours_per_week="38.0")
    answer = await client.put("/v1/offers/o-1", json=revised, headers={"If-Match": "*"})
    assert (answer.status_code, wrong(answer)) == (409, [("/hours_per_week", "outside_agreement")])
    await release(agreed("a-1", 2, status="ended"))
    # An agreement that ends stops nobody from taking the offer out of the range.
    assert (await client.post("/v1/offers/o-1/pause", headers=key())).status_code == 200
    answer = await client.post("/v1/offers/o-1/resume", headers=key())
    assert wrong(answer) == [("/agreement_id", "agreement_not_active")]
    answer = await client.put("/v1/offers/o-1", json=offer(), headers={"If-Match": "*"})
    assert answer.status_code == 200
    assert (await client.post("/v1/offers/o-1/resume", headers=key())).status_code == 200


async def test_a_draft_may_lie_outside_until_it_is_published(
    client: httpx.AsyncClient, release: Release
) -> None:
    await release(agreed("a-1"))
    assert (await publish(client, hours_per_week="40.0")).status_code == 409
    revised = offer(**UNDER, hours_per_week="39.0")
    answer = await client.put("/v1/offers/o-1", json=revised, headers={"If-Match": "*"})
    assert answer.status_code == 200


async def test_rows_of_an_import_are_held_to_it_one_by_one(
    client: httpx.AsyncClient, release: Release
) -> None:
    await release(agreed("a-1"))
    rows = ndjson(
        row("fits", **UNDER),
        row("long", **UNDER, duration_weeks=20),
        row("nowhere", agreement_id="a-9"),
        row("draft", **UNDER, duration_weeks=20, status="draft"),
        row("closed", **UNDER, duration_weeks=20, status="closed"),
    )
    answer = await client.post("/v1/offers/import?on_error=skip_rows", content=rows, headers=NDJSON)
    body = answer.json()
    assert (body["created"], body["refused"]) == (3, 2)
    assert [(each["row"], each["pointer"], each["code"]) for each in body["errors"]] == [
        (2, "/duration_weeks", "outside_agreement"),
        (3, "/agreement_id", "agreement_unknown"),
    ]
    again = await client.post(
        "/v1/offers/import", content=ndjson(row("fits", **UNDER)), headers=NDJSON
    )
    assert again.json()["unchanged"] == 1
    await release(agreed("a-1", 2, status="ended"))
    paused = ndjson(row("fits", **UNDER, status="paused"))
    assert (await client.post("/v1/offers/import", content=paused, headers=NDJSON)).is_success


async def test_the_newest_version_of_an_agreement_counts_in_whatever_order_they_come(
    client: httpx.AsyncClient, release: Release
) -> None:
    ended, active = agreed("a-1", 2, status="ended"), agreed("a-1", 1)
    for event in (ended, active, active, ended, active):
        await release(event)
    assert (await publish(client)).status_code == 409


async def test_an_agreement_is_another_municipalitys_own(
    client: httpx.AsyncClient, release: Release
) -> None:
    await release(agreed("a-1").model_copy(update={"municipality": "0101"}))
    assert wrong(await publish(client)) == [("/agreement_id", "agreement_unknown")]


async def test_an_offer_without_an_agreement_is_told_to_name_one_and_may_do_without(
    client: httpx.AsyncClient,
) -> None:
    await client.post("/v1/offers", json=offer(id="o-1"), headers=key())
    assert (await client.post("/v1/offers/o-1/publish", headers=key())).status_code == 200
    completeness = (await client.get("/v1/offers/o-1/completeness")).json()
    assert "/agreement_id" in {each["pointer"] for each in completeness["shortcomings"]}
