"""Lists and files of referrals, and who takes part in them."""

import csv
import io
from datetime import timedelta

import httpx
import pytest

from kit.database import Database
from kit.testing.counting import noted_statements
from kit.testing.signing import Signer

from .conftest import RIGHTS
from .people import audited, registered
from .referred import (
    TODAY,
    act,
    alignment,
    call_off,
    day,
    draft,
    follow,
    one_ordered,
    ordered,
    published,
)


async def ids(client: httpx.AsyncClient, query: str) -> list[str]:
    answer = await client.get(f"/v1/referrals?{query}")
    assert answer.status_code == 200, answer.text
    return [each["id"] for each in answer.json()["items"]]


async def test_a_list_is_narrowed_by_each_filter(
    client: httpx.AsyncClient, database: Database, signer: Signer
) -> None:
    await published(client)
    await published(client, "o-2", hours_per_week="10.0", provider_id="leverandoer-02")
    one, two = await registered(client, 1), await registered(client, 2)
    first = await ordered(client, one)
    second = await ordered(client, one, "o-2")
    third = await draft(client, two, caseworker="sagsbehandler-7")
    await act(client, second["id"], "align", alignment())
    await follow(database, call_off(first, "accepted", 2))
    first_id, second_id, third_id = first["id"], second["id"], third["id"]
    for query, expected in {
        "status=draft": [third_id],
        "status=accepted&status=ordered": [first_id, second_id],
        "offer_id=o-2": [second_id],
        "provider_id=leverandoer-01": [first_id],
        f"citizen_id={one}": [first_id, second_id],
        "caseworker=sagsbehandler-7": [third_id],
        "caseworker=me": [first_id, second_id],
        "unaligned=true": [first_id, third_id],
        "unaligned=false": [second_id],
        "awaiting=true": [],
        f"ordered_after={day(-1)}T00:00:00Z": [first_id, second_id],
        f"ordered_after={day(1)}T00:00:00Z": [],
    }.items():
        assert sorted(await ids(client, query)) == sorted(expected), query
    unknown = await client.get("/v1/referrals?colour=red")
    assert unknown.status_code == 422
    own = {"Authorization": f"Bearer {signer.token(RIGHTS, provider_id='leverandoer-02')}"}
    seen = await client.get("/v1/referrals?count=true", headers=own)
    assert ([each["id"] for each in seen.json()["items"]], seen.json()["count"]) == ([second_id], 1)


@pytest.mark.parametrize("sort", ["updated_at", "ordered_at", "planned_ends_on"])
async def test_a_list_goes_on_page_by_page_in_either_direction(
    client: httpx.AsyncClient, sort: str
) -> None:
    await published(client)
    for n in range(5):
        await draft(client, await registered(client, n), planned_starts_on=day(1 + n % 2))
    everything = await ids(client, f"sort={sort}")
    for name, expected in ((sort, everything), (f"-{sort}", everything[::-1])):
        found: list[str] = []
        cursor: str | None = ""
        while cursor is not None:
            answer = (await client.get(f"/v1/referrals?sort={name}&limit=2{cursor}")).json()
            found += [each["id"] for each in answer["items"]]
            cursor = answer["next"] and f"&cursor={answer['next']}"
        assert found == expected
    foreign = (await client.get("/v1/referrals?sort=updated_at&limit=1")).json()["next"]
    answer = await client.get(f"/v1/referrals?sort=-{sort}&cursor={foreign}")
    assert (answer.status_code, answer.json()["code"]) == (422, "cursor_invalid")


async def test_a_list_takes_as_many_queries_however_long_it_is(client: httpx.AsyncClient) -> None:
    await published(client)
    said = []
    for n in range(4):
        await draft(client, await registered(client, n))
        with noted_statements() as statements:
            await ids(client, "count=true")
        said.append(len(statements))
    assert len(set(said)) == 1


async def test_a_file_of_referrals_has_codes_and_dates_and_no_words(
    client: httpx.AsyncClient, database: Database
) -> None:
    made = await one_ordered(client)
    answer = await client.get("/v1/referrals/export?format=csv")
    assert answer.headers["content-type"].startswith("text/csv")
    assert "henvisninger-0999" in answer.headers["content-disposition"]
    [row] = csv.DictReader(io.StringIO(answer.text))
    assert (row["id"], row["status"], row["themes"]) == (made["id"], "ordered", "attendance")
    assert (row["price_dkk"], row["planned_starts_on"]) == ("19600.00", made["planned_starts_on"])
    assert "butik" not in answer.text
    lines = await client.get("/v1/referrals/export?format=ndjson&status=draft")
    assert lines.text == ""
    people = await client.get("/v1/referrals/export?for=people")
    assert people.text.startswith("\ufeffid;status;")
    acts = [each.act for each in await audited(database)]
    assert acts.count("referrals.export") == 2


async def participants(
    client: httpx.AsyncClient, headers: dict[str, str], *asked: str
) -> httpx.Response:
    body = {"referral_ids": list(asked)}
    return await client.post("/v1/referrals/participants", json=body, headers=headers)


async def test_a_provider_reads_who_comes_to_its_own_orders(
    client: httpx.AsyncClient, database: Database, signer: Signer
) -> None:
    made = await one_ordered(client)
    await act(client, made["id"], "align", alignment())
    own, foreign = (
        {"Authorization": f"Bearer {signer.token(['referrals.participants'], provider_id=it)}"}
        for it in ("leverandoer-01", "leverandoer-02")
    )
    answer = await participants(client, own, made["id"], "nobody")
    assert answer.status_code == 200, answer.text
    [who] = answer.json()["items"]
    assert (who["referral_id"], who["name"]) == (made["id"], "Borger 00001")
    assert (who["phone"], who["email"]) == ("+45 20 20 20 20", "borger1@eksempel.dk")
    assert who["targets"][0]["goal"] == "Møder hver dag."
    assert who["alignment"]["wishes"] == "Korte dage i begyndelsen."
    line = (await audited(database))[-1]
    assert (line.act, line.subjects) == ("referrals.participants", [made["citizen_id"]])
    assert (await participants(client, foreign, made["id"])).json()["items"] == []
    too_many = await participants(client, own, *(f"r-{n}" for n in range(201)))
    assert too_many.status_code == 422


async def test_a_protected_address_hides_phone_and_email(
    client: httpx.AsyncClient, signer: Signer
) -> None:
    await published(client)
    made = await ordered(client, await registered(client, 1, address_protected=True))
    own = signer.token(["referrals.participants"], provider_id="leverandoer-01")
    answer = await participants(client, {"Authorization": f"Bearer {own}"}, made["id"])
    [who] = answer.json()["items"]
    assert (who["name"], who["phone"], who["email"]) == ("Borger 00001", None, None)


async def test_who_came_is_told_until_three_months_after_the_end_and_never_of_a_declined_order(
    client: httpx.AsyncClient, database: Database, signer: Signer
) -> None:
    await published(client)
    own = {
        "Authorization": "Bearer "
        + signer.token(["referrals.participants"], provider_id="leverandoer-01")
    }
    kept, gone, declined, unordered = [
        await draft(client, await registered(client, n)) for n in range(4)
    ]
    for each in (kept, gone, declined):
        await act(client, each["id"], "order")
    for each, days in ((kept, 92), (gone, 93)):
        end = (TODAY - timedelta(days=days)).isoformat()
        dates = {"started_on": end, "ended_on": end, "end_reason": "completed"}
        await follow(database, call_off(each, "ended", 4, **dates))
    at = call_off(declined, "declined", 2)
    at.data["declined_at"] = at.data["updated_at"]
    await follow(database, at)
    asked = [each["id"] for each in (kept, gone, declined, unordered)]
    answer = await participants(client, own, *asked)
    assert [each["referral_id"] for each in answer.json()["items"]] == [kept["id"]]
