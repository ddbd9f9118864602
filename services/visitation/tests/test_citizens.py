"""Citizens one at a time: registered, read, revised, searched for."""

from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text

from kit.database import Database
from kit.testing.clients import client_of
from kit.testing.signing import Signer

from .conftest import RIGHTS
from .factories import key
from .people import PURPOSE, audited, citizen, holds_number, number, registered, told


async def test_a_citizen_is_registered_by_number_and_read_by_id(client: httpx.AsyncClient) -> None:
    answer = await client.post("/v1/citizens", json=citizen(17), headers=key())
    assert answer.status_code == 201, answer.text
    said = answer.json()
    assert answer.headers["Location"].endswith(f"/v1/citizens/{said['id']}")
    read = await client.get(f"/v1/citizens/{said['id']}", params=PURPOSE)
    assert read.json() == said | {"warnings": []}
    assert read.headers["ETag"] == '"1"'
    assert said["id"][14] == "8"
    assert (said["born_on"], said["birth_year"]) == ("1970-01-18", 1970)
    assert said["has_cpr"] is True
    assert said["actions"] == ["revise", "show_number", "merge", "erase"]
    assert number(17) not in answer.text


async def test_others_are_told_what_they_may_know(client: httpx.AsyncClient) -> None:
    citizen_id = await registered(client, 1)
    [(kind, data)] = await told(client)
    assert kind == "CitizenRegistered"
    assert {name: data[name] for name in data if not name.endswith("_at")} == {
        "citizen_id": citizen_id,
        "birth_year": 1970,
        "target_group": "kontanthjaelp",
        "match_group": "jobparat",
        "on_support_since": "2026-01-05",
    }


@pytest.mark.parametrize("written", [number(5), f"{number(5)[:6]}-{number(5)[6:]}"])
async def test_the_same_number_is_the_same_citizen_however_it_is_written(
    client: httpx.AsyncClient, written: str
) -> None:
    citizen_id = await registered(client, 5)
    again = await client.post("/v1/citizens", json=citizen(5, cpr=written), headers=key())
    assert (again.status_code, again.json()["id"]) == (200, citizen_id)
    assert "already_registered" in [each["code"] for each in again.json()["warnings"]]
    assert len(await told(client)) == 1


async def test_a_registration_that_is_sent_again_is_answered_as_before(
    client: httpx.AsyncClient,
) -> None:
    once = key()
    first = await client.post("/v1/citizens", json=citizen(5), headers=once)
    again = await client.post("/v1/citizens", json=citizen(5), headers=once)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    known = key()
    for _ in range(2):
        answer = await client.post("/v1/citizens", json=citizen(5), headers=known)
        assert answer.status_code == 200


async def test_somebody_without_a_number_gets_an_id_of_chance(client: httpx.AsyncClient) -> None:
    said = citizen(1, birth_year=1990)
    del said["cpr"]
    answers = [await client.post("/v1/citizens", json=said, headers=key()) for _ in range(2)]
    assert [each.status_code for each in answers] == [201, 201]
    assert len({each.json()["id"] for each in answers}) == 2
    assert answers[0].json()["has_cpr"] is False
    assert answers[0].json()["birth_year"] == 1990


async def test_a_number_that_fails_modulus_11_is_taken_with_a_warning(
    client: httpx.AsyncClient,
) -> None:
    answers = {
        digit: await client.post(
            "/v1/citizens", json=citizen(1, cpr=f"610170100{digit}"), headers=key()
        )
        for digit in range(10)
    }
    assert {each.status_code for each in answers.values()} == {201}
    without = [digit for digit, each in answers.items() if not each.json()["warnings"]]
    # Weights 4 3 2 7 6 5 4 3 2 1 over the number with 60 taken from its day.
    assert without == [
        d for d in range(10) if (0 * 4 + 3 + 0 + 7 + 42 + 0 + 4 + 0 + 0 + d) % 11 == 0
    ]


@pytest.mark.parametrize(
    ("changed", "code", "pointer"),
    [
        ({"cpr": "310270-1234"}, "cpr_invalid", "/cpr"),
        ({"cpr": "9913701234"}, "cpr_invalid", "/cpr"),
        ({"cpr": "12345"}, "cpr_invalid", "/cpr"),
        ({"cpr": "٠١٠١٧٠١٢٣٤"}, "cpr_invalid", "/cpr"),
        ({"name": f"Borger {number(3)}"}, "cpr_in_text", "/name"),
        ({"coordinator": number(3)}, "cpr_in_text", "/coordinator"),
        ({"phone": number(3)}, "cpr_in_text", "/phone"),
        ({"email": f"{number(3)}@eksempel.dk"}, "cpr_in_text", "/email"),
        ({"born_on": "1970-01-02"}, "birth_from_cpr", ""),
        ({"target_group": "findes_ikke"}, "code_unknown", "/target_group"),
        ({"match_group": "3"}, "code_unknown", "/match_group"),
        ({number(3): "x"}, "extra_forbidden", "/[cpr]"),
    ],
)
async def test_what_is_wrong_is_pointed_at_and_never_said_back(
    client: httpx.AsyncClient, changed: dict[str, Any], code: str, pointer: str
) -> None:
    answer = await client.post("/v1/citizens", json=citizen(3, **changed), headers=key())
    assert answer.status_code == 422
    assert [(each["code"], each["pointer"]) for each in answer.json()["errors"]] == [
        (code, pointer)
    ]
    assert not holds_number(answer.text)
    assert changed.get("cpr", "nothing") not in answer.text


async def test_a_citizen_is_revised_by_whoever_has_read_the_newest_version(
    client: httpx.AsyncClient,
) -> None:
    citizen_id = await registered(client, 1)
    said = citizen(1, name="Borger 00001 B", target_group="dagpenge")
    del said["cpr"]
    path = f"/v1/citizens/{citizen_id}"
    assert (await client.put(path, json=said)).status_code == 428
    revised = await client.put(path, json=said, headers={"If-Match": '"1"'})
    assert (revised.status_code, revised.json()["version"]) == (200, 2)
    assert (await client.put(path, json=said, headers={"If-Match": '"1"'})).status_code == 412
    unchanged = await client.put(path, json=said, headers={"If-Match": '"2"'})
    assert unchanged.json()["version"] == 2
    assert [data["target_group"] for _, data in await told(client)] == ["kontanthjaelp", "dagpenge"]
    assert unchanged.json()["birth_year"] == 1970


async def test_what_others_may_not_know_makes_no_event(client: httpx.AsyncClient) -> None:
    citizen_id = await registered(client, 1)
    said = citizen(1, phone="20 20 20 21")
    del said["cpr"]
    await client.put(f"/v1/citizens/{citizen_id}", json=said, headers={"If-Match": "*"})
    assert len(await told(client)) == 1


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"cpr": number(2)}, [2]),
        ({"cpr": number(99)}, []),
        ({"name": "borger"}, [1, 2]),
        ({"name": "00002 bor"}, [2]),
        ({"name": "orger"}, []),
        ({"name": "%"}, []),
        ({"name": "--"}, []),
    ],
)
async def test_citizens_are_found_by_number_and_by_the_beginnings_of_their_names(
    client: httpx.AsyncClient, database: Database, asked: dict[str, str], found: list[int]
) -> None:
    ids = {n: await registered(client, n) for n in (1, 2)}
    answer = await client.post("/v1/citizens/search", json=asked | PURPOSE)
    if "name" in asked and asked["name"] == "%":
        assert answer.status_code == 422  # one letter alone
        return
    assert [each["id"] for each in answer.json()["items"]] == [ids[n] for n in found]
    last = (await audited(database))[-1]
    assert (last.act, last.purpose, last.criterion) == ("citizens.search", "visitation", *asked)
    assert last.subjects == [ids[n] for n in found]


async def test_the_ids_of_a_list_are_read_by_their_names_once_and_audited(
    client: httpx.AsyncClient, database: Database, signer: Signer
) -> None:
    ids = [await registered(client, n) for n in (2, 1)]
    asked = PURPOSE | {"ids": [*ids, "ukendt"]}
    found = (await client.post("/v1/citizens/search", json=asked)).json()["items"]
    assert [each["id"] for each in found] == ids[::-1]
    last = (await audited(database))[-1]
    assert (last.act, last.criterion) == ("citizens.search", "ids")
    assert last.subjects == ids[::-1]
    for claims in ({"municipality": "0998"}, {"provider_id": "leverandoer-01"}):
        token = {"Authorization": f"Bearer {signer.token(RIGHTS, **claims)}"}
        answer = await client.post("/v1/citizens/search", json=asked, headers=token)
        assert answer.json()["items"] == []
    too_many = PURPOSE | {"ids": [f"b-{n}" for n in range(51)]}
    assert (await client.post("/v1/citizens/search", json=too_many)).status_code == 422


async def test_a_search_says_why_and_for_one_thing(client: httpx.AsyncClient) -> None:
    for body in ({"cpr": number(1)}, PURPOSE, PURPOSE | {"cpr": number(1), "name": "Borger"}):
        answer = await client.post("/v1/citizens/search", json=body)
        assert answer.status_code == 422
        assert not holds_number(answer.text)
    citizen_id = await registered(client, 1)
    assert (await client.get(f"/v1/citizens/{citizen_id}")).status_code == 422
    for_fun = await client.get(f"/v1/citizens/{citizen_id}", params={"purpose": "curiosity"})
    assert for_fun.status_code == 422


async def test_every_read_is_in_the_audit_log_with_its_purpose(
    client: httpx.AsyncClient, database: Database
) -> None:
    citizen_id = await registered(client, 1)
    await client.get(f"/v1/citizens/{citizen_id}", params={"purpose": "complaint"})
    await client.get(f"/v1/citizens/{citizen_id}/profile", params={"purpose": "visitation"})
    await client.get("/v1/citizens", params={"purpose": "follow_up"})
    await client.post(f"/v1/citizens/{citizen_id}/show-number", json={"purpose": "system"})
    lines = [(each.act, each.purpose, each.subjects) for each in await audited(database)]
    assert lines == [
        ("citizens.register", None, [citizen_id]),
        ("citizens.read", "complaint", [citizen_id]),
        ("citizens.profile", "visitation", [citizen_id]),
        ("citizens.list", "follow_up", [citizen_id]),
        ("citizens.show_number", "system", [citizen_id]),
    ]


async def test_a_profile_is_what_the_guide_is_asked_with(client: httpx.AsyncClient) -> None:
    citizen_id = await registered(client, 1, on_support_since=None)
    path = f"/v1/citizens/{citizen_id}/profile"
    said = (await client.get(path, params=PURPOSE)).json()
    assert said["citizen_id"] == citizen_id
    assert (said["target_group"], said["match_group"]) == ("kontanthjaelp", "jobparat")
    assert said["birth_year"] == 1970
    assert said["age"] >= 55
    assert said["weeks_on_support"] is None


async def test_the_number_is_shown_by_an_act_of_its_own(client: httpx.AsyncClient) -> None:
    citizen_id = await registered(client, 1)
    shown = await client.post(f"/v1/citizens/{citizen_id}/show-number", json=PURPOSE)
    assert shown.json() == {"cpr": f"{number(1)[:6]}-{number(1)[6:]}"}
    assert shown.headers["Cache-Control"] == "no-store"


async def test_a_protected_address_hides_contact_from_those_who_only_read(
    client: httpx.AsyncClient, signer: Signer
) -> None:
    citizen_id = await registered(client, 1, address_protected=True)
    reader = {"Authorization": f"Bearer {signer.token({'citizens.read'}, sub='reader')}"}
    path = f"/v1/citizens/{citizen_id}"
    hidden = (await client.get(path, params=PURPOSE, headers=reader)).json()
    assert (hidden["phone"], hidden["email"], hidden["actions"]) == (None, None, [])
    assert (await client.get(path, params=PURPOSE)).json()["phone"] == "+45 20 20 20 20"


async def test_a_list_goes_on_where_the_page_before_ended(client: httpx.AsyncClient) -> None:
    for n in (3, 1, 2):
        await registered(client, n)
    await registered(client, 4, target_group="dagpenge")
    query = {"purpose": "system", "limit": "2", "target_group": "kontanthjaelp"}
    first = await client.get("/v1/citizens", params=query)
    assert [each["name"] for each in first.json()["items"]] == ["Borger 00001", "Borger 00002"]
    assert 'rel="next"' in first.headers["Link"]
    second = await client.get("/v1/citizens", params=query | {"cursor": first.json()["next"]})
    assert [each["name"] for each in second.json()["items"]] == ["Borger 00003"]
    assert second.json()["next"] is None


async def test_another_municipality_finds_nobody(
    client: httpx.AsyncClient, other: dict[str, str]
) -> None:
    citizen_id = await registered(client, 1)
    path = f"/v1/citizens/{citizen_id}"
    answers = [
        await client.get(path, params=PURPOSE, headers=other),
        await client.get(f"{path}/profile", params=PURPOSE, headers=other),
        await client.post(f"{path}/show-number", json=PURPOSE, headers=other),
        await client.post(
            f"{path}/erase",
            json={"reason": "retention_period", "confirm": citizen_id},
            headers=other | key(),
        ),
    ]
    assert [each.status_code for each in answers] == [404] * 4
    found = await client.post(
        "/v1/citizens/search", json=PURPOSE | {"cpr": number(1)}, headers=other
    )
    assert found.json()["items"] == []
    assert (await client.get("/v1/citizens", params=PURPOSE, headers=other)).json()["items"] == []
    there = await client.post("/v1/citizens", json=citizen(1), headers=other | key())
    assert (there.status_code, there.json()["id"] == citizen_id) == (201, False)


async def test_a_provider_sees_nobody_even_with_the_rights(
    client: httpx.AsyncClient, signer: Signer
) -> None:
    citizen_id = await registered(client, 1)
    token = signer.token(RIGHTS, sub="provider", provider_id="leverandoer-01")
    provider = {"Authorization": f"Bearer {token}"}
    path = f"/v1/citizens/{citizen_id}"
    assert (await client.get(path, params=PURPOSE, headers=provider)).status_code == 404
    profile = await client.get(f"{path}/profile", params=PURPOSE, headers=provider)
    assert profile.status_code == 404
    found = await client.post(
        "/v1/citizens/search", json=PURPOSE | {"cpr": number(1)}, headers=provider
    )
    assert found.json()["items"] == []


async def test_each_right_opens_its_own_door(
    client: httpx.AsyncClient, signer: Signer, app: FastAPI
) -> None:
    citizen_id = await registered(client, 1)
    async with client_of(app, signer.token({"citizens.read"})) as reader:
        answers = [
            await reader.post("/v1/citizens", json=citizen(2), headers=key()),
            await reader.post(f"/v1/citizens/{citizen_id}/show-number", json=PURPOSE),
            await reader.post(
                f"/v1/citizens/{citizen_id}/merge", json={"into": "x"}, headers=key()
            ),
            await reader.post("/v1/citizens/identify", content=b"{}"),
            await reader.post("/v1/citizens/import", content=b"{}"),
        ]
    assert [each.status_code for each in answers] == [403] * 5


async def test_the_stored_number_opens_for_its_own_row_alone(
    client: httpx.AsyncClient, database: Database
) -> None:
    one, two = await registered(client, 1), await registered(client, 2)
    async with database.transaction("0999") as session:
        rows = (await session.execute(text("SELECT id, cpr_sealed FROM citizens"))).all()
        assert all(len(row.cpr_sealed) == 12 + 10 + 16 for row in rows)
        assert not any(number(n).encode() in row.cpr_sealed for row in rows for n in (1, 2))
        swapped = next(bytes(row.cpr_sealed) for row in rows if row.id == one)
        await session.execute(
            text("UPDATE citizens SET cpr_sealed = :sealed WHERE id = :id"),
            {"sealed": swapped, "id": two},
        )
    answer = await client.post(f"/v1/citizens/{two}/show-number", json=PURPOSE)
    assert (answer.status_code, answer.json()["code"]) == (409, "cpr_unreadable")
