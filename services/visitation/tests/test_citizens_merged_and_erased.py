"""Two registrations that become one, and citizens who are forgotten."""

import json

import httpx
import pytest
from sqlalchemy import text

from kit.database import Database
from kit.testing.signing import Signer

from .factories import NDJSON, key
from .people import PURPOSE, audited, citizen, number, registered, told
from .referred import act, one_ordered


async def merge(client: httpx.AsyncClient, alias: str, into: str) -> httpx.Response:
    return await client.post(f"/v1/citizens/{alias}/merge", json={"into": into}, headers=key())


async def erase(client: httpx.AsyncClient, citizen_id: str) -> httpx.Response:
    body = {"reason": "retention_period", "confirm": citizen_id}
    return await client.post(f"/v1/citizens/{citizen_id}/erase", json=body, headers=key())


async def read(client: httpx.AsyncClient, citizen_id: str) -> httpx.Response:
    return await client.get(f"/v1/citizens/{citizen_id}", params=PURPOSE)


async def test_a_merged_id_answers_with_the_kept_one_for_ever(
    client: httpx.AsyncClient, database: Database
) -> None:
    alias, kept = await registered(client, 1), await registered(client, 2)
    merged = await merge(client, alias, kept)
    assert (merged.status_code, merged.json()["id"]) == (200, kept)
    assert merged.json()["merged_ids"] == [alias]
    assert (await audited(database))[-1].subjects == [alias, kept]
    for path in (alias, kept):
        answer = await read(client, path)
        assert (answer.json()["id"], answer.json()["merged_ids"]) == (kept, [alias])
        profile = await client.get(f"/v1/citizens/{path}/profile", params=PURPOSE)
        assert profile.json()["citizen_id"] == kept
    for sought in ({"cpr": number(1)}, {"cpr": number(2)}, {"id": alias}):
        found = await client.post("/v1/citizens/search", json=sought | PURPOSE)
        assert [each["id"] for each in found.json()["items"]] == [kept]
    again = await client.post("/v1/citizens", json=citizen(1), headers=key())
    assert (again.status_code, again.json()["id"]) == (200, kept)
    listed = (await client.get("/v1/citizens", params=PURPOSE)).json()["items"]
    assert [each["id"] for each in listed] == [kept]


async def test_a_merge_is_told_once_however_often_it_is_asked_for(
    client: httpx.AsyncClient,
) -> None:
    alias, kept = await registered(client, 1), await registered(client, 2)
    for pair in ((alias, kept), (alias, kept), (kept, alias)):
        answer = await merge(client, *pair)
        assert (answer.status_code, answer.json()["id"]) == (200, kept)
    merges = [data for kind, data in await told(client) if kind == "CitizensMerged"]
    assert [(each["citizen_id"], each["kept_id"]) for each in merges] == [(alias, kept)]


async def test_an_alias_of_an_alias_follows(client: httpx.AsyncClient) -> None:
    first, second, third = [await registered(client, n) for n in (1, 2, 3)]
    await merge(client, first, second)
    await merge(client, first, third)  # the one for whom the first stands
    assert {(await read(client, each)).json()["id"] for each in (first, second, third)} == {third}
    merges = [data for kind, data in await told(client) if kind == "CitizensMerged"]
    assert [(each["citizen_id"], each["kept_id"]) for each in merges[:1]] == [(first, second)]
    assert {(each["citizen_id"], each["kept_id"]) for each in merges[1:]} == {
        (first, third),
        (second, third),
    }


async def test_what_was_known_of_the_alias_alone_is_kept(
    client: httpx.AsyncClient, database: Database
) -> None:
    said = citizen(1, phone=None, target_group=None)
    del said["cpr"]
    without = (await client.post("/v1/citizens", json=said, headers=key())).json()["id"]
    alias = await registered(client, 2, address_protected=True)
    merged = (await merge(client, alias, without)).json()
    assert (merged["name"], merged["phone"]) == ("Borger 00001", "+45 20 20 20 20")
    assert (merged["target_group"], merged["birth_year"]) == ("kontanthjaelp", 1970)
    assert merged["address_protected"] is True
    assert (await told(client))[-1][1]["target_group"] == "kontanthjaelp"
    shown = await client.post(f"/v1/citizens/{without}/show-number", json=PURPOSE)
    assert shown.json()["cpr"].replace("-", "") == number(2)
    async with database.transaction("0999") as session:
        left = await session.execute(
            text("SELECT name, phone, cpr_sealed, born_on FROM citizens WHERE id = :id"),
            {"id": alias},
        )
        assert left.one() == ("", None, None, None)


async def test_what_cannot_be_merged_is_refused(
    client: httpx.AsyncClient, other: dict[str, str]
) -> None:
    one, gone = await registered(client, 1), await registered(client, 2)
    elsewhere = await client.post("/v1/citizens", json=citizen(3), headers=other | key())
    await erase(client, gone)
    answers = [
        await merge(client, one, one),
        await merge(client, one, gone),
        await merge(client, gone, one),
        await merge(client, one, elsewhere.json()["id"]),
        await merge(client, one, "findes-ikke"),
    ]
    assert [(each.status_code, each.json()["code"]) for each in answers] == [
        (422, "citizen_merged_into_itself"),
        (409, "citizen_erased"),
        (409, "citizen_erased"),
        (404, "citizen_not_found"),
        (404, "citizen_not_found"),
    ]


async def test_of_an_erased_citizen_the_id_and_the_moment_are_left(
    client: httpx.AsyncClient, database: Database
) -> None:
    alias, kept = await registered(client, 1), await registered(client, 2)
    await merge(client, alias, kept)
    erased = await erase(client, alias)
    assert (erased.status_code, erased.json()["status"]) == (200, "erased")
    left = {name for name, it in erased.json().items() if it not in (None, "", [], False)}
    assert left == {
        *("id", "version", "status", "merged_ids"),
        *("registered_at", "updated_at", "erased_at"),
    }
    assert (await read(client, kept)).json()["id"] == kept
    profile = await client.get(f"/v1/citizens/{kept}/profile", params=PURPOSE)
    assert profile.status_code == 404
    assert (await client.get("/v1/citizens", params=PURPOSE)).json()["items"] == []
    found = await client.post("/v1/citizens/search", json=PURPOSE | {"cpr": number(2)})
    assert found.json()["items"] == []
    [line] = [each for each in await audited(database) if each.act == "citizens.erase"]
    assert (line.criterion, line.subjects) == ("retention_period", [kept, alias])
    async with database.transaction("0999") as session:
        rows = await session.scalars(text("SELECT row_to_json(citizens)::text FROM citizens"))
        whole = "".join(rows)
    assert "Borger" not in whole
    assert "eksempel.dk" not in whole


async def test_what_the_feed_told_of_an_erased_citizen_is_emptied_in_its_place(
    client: httpx.AsyncClient, signer: Signer
) -> None:
    alias, kept = await registered(client, 1), await registered(client, 2)
    other = await registered(client, 3)
    await merge(client, alias, kept)
    await erase(client, kept)
    assert [(kind, data["citizen_id"]) for kind, data in await told(client)] == [
        ("CitizenRegistered", other),
        ("CitizenErased", kept),
        ("CitizenErased", alias),
    ]
    rights = {"feed.read", "feed.follow_all"}
    token = signer.token(rights, municipality=None, kind="service", sub="service-effects")
    all_of_it = await client.get(
        "/v1/events", headers={"Authorization": f"Bearer {token}"}, params={"limit": 1000}
    )
    emptied = [each for each in all_of_it.json() if each["type"] == "Compacted"]
    assert [each["data"] for each in emptied] == [{}] * 4
    assert {each["subject"] for each in emptied} == {alias, kept}
    assert [each["id"] for each in all_of_it.json()] == sorted(
        (each["id"] for each in all_of_it.json()), key=int
    )


async def test_an_erasure_is_confirmed_and_happens_once(client: httpx.AsyncClient) -> None:
    citizen_id = await registered(client, 1)
    wrong = {"reason": "retention_period", "confirm": "en-anden"}
    path = f"/v1/citizens/{citizen_id}/erase"
    refused = await client.post(path, json=wrong, headers=key())
    assert (refused.status_code, refused.json()["code"]) == (422, "erasure_not_confirmed")
    stale = await client.post(
        path,
        json=wrong | {"confirm": citizen_id},
        headers=key() | {"If-Match": '"7"'},
    )
    assert stale.status_code == 412
    for _ in range(2):
        assert (await erase(client, citizen_id)).status_code == 200
    assert [kind for kind, _ in await told(client)] == ["CitizenErased"]


@pytest.mark.parametrize("act", ["revise", "show-number"])
async def test_nothing_is_done_with_an_erased_citizen(client: httpx.AsyncClient, act: str) -> None:
    citizen_id = await registered(client, 1)
    await erase(client, citizen_id)
    path = f"/v1/citizens/{citizen_id}"
    if act == "revise":
        answer = await client.put(path, json={"name": "Borger"}, headers={"If-Match": "*"})
    else:
        answer = await client.post(f"{path}/{act}", json=PURPOSE)
    assert (answer.status_code, answer.json()["code"]) == (409, "citizen_erased")


async def test_who_comes_back_after_an_erasure_has_the_same_id(client: httpx.AsyncClient) -> None:
    citizen_id = await registered(client, 1)
    await erase(client, citizen_id)
    back = await client.post("/v1/citizens", json=citizen(1, team=None), headers=key())
    assert (back.status_code, back.json()["id"]) == (201, citizen_id)
    assert (back.json()["status"], back.json()["team"]) == ("registered", None)
    assert [kind for kind, _ in await told(client)] == ["CitizenErased", "CitizenRegistered"]
    shown = await client.post(f"/v1/citizens/{citizen_id}/show-number", json=PURPOSE)
    assert json.loads(shown.text)["cpr"].replace("-", "") == number(1)


async def test_who_comes_back_keeps_the_earlier_ids(client: httpx.AsyncClient) -> None:
    alias, kept = await registered(client, 1), await registered(client, 2)
    await merge(client, alias, kept)
    await erase(client, kept)
    back = await client.post("/v1/citizens", json=citizen(1), headers=key())
    assert (back.status_code, back.json()["id"]) == (201, kept)
    assert (await read(client, alias)).json()["merged_ids"] == [alias]
    assert [(kind, data["citizen_id"]) for kind, data in await told(client)][2:] == [
        ("CitizensMerged", alias),
        ("CitizenRegistered", kept),
    ]
    body = json.dumps({"cpr": number(1)})
    found = await client.post("/v1/citizens/identify", content=body, headers=NDJSON)
    assert (found.json()["citizen_id"], found.json()["known"]) == (kept, True)


async def test_nobody_is_forgotten_while_referred_to_an_offer(client: httpx.AsyncClient) -> None:
    made = await one_ordered(client)
    refused = await erase(client, made["citizen_id"])
    assert (refused.status_code, refused.json()["code"]) == (409, "citizen_has_open_referrals")
    assert (await read(client, made["citizen_id"])).json()["status"] == "registered"
    aborted = await act(client, made["id"], "abort", {"reason": "citizen_withdrew"})
    assert aborted.status_code == 200, aborted.text
    assert (await erase(client, made["citizen_id"])).status_code == 200


async def test_the_referrals_of_an_alias_are_those_of_the_kept_citizen(
    client: httpx.AsyncClient,
) -> None:
    made = await one_ordered(client)
    kept = await registered(client, 99)
    await merge(client, made["citizen_id"], kept)
    referral = await client.get(f"/v1/referrals/{made['id']}")
    assert referral.json()["citizen_id"] == kept
    refused = await erase(client, made["citizen_id"])
    assert refused.json()["code"] == "citizen_has_open_referrals"
