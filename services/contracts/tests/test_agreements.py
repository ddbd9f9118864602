from typing import Any

import httpx

from kit.testing.signing import Signer

from .conftest import RIGHTS, As
from .factories import (
    NDJSON,
    PROVIDER,
    agreement,
    in_force,
    key,
    ndjson,
    registered,
    requirement,
)

PATH = "/v1/agreements/aftale-1"
OWN_LIMITS = [
    requirement("hours_per_week", limits={"min": 15, "max": 30}),
    requirement("duration_weeks", limits={"max": 26}),
]


async def _made(client: httpx.AsyncClient, **changed: Any) -> httpx.Response:  # noqa: ANN401
    return await client.post("/v1/agreements", json=agreement(**changed), headers=key())


async def _act(client: httpx.AsyncClient, act: str, **body: Any) -> httpx.Response:  # noqa: ANN401
    return await client.post(f"{PATH}/{act}", json=body, headers=key())


def _content(**changed: Any) -> dict[str, Any]:  # noqa: ANN401
    return {name: it for name, it in agreement(**changed).items() if name != "id"}


async def _told(client: httpx.AsyncClient, **headers: str) -> list[dict[str, Any]]:
    events = (await client.get("/v1/events", headers=headers)).json()
    return [event["data"] for event in events if event["type"] == "AgreementChanged"]


async def test_an_own_agreement_requires_10_to_37_hours_and_1_to_13_weeks_by_itself(
    client: httpx.AsyncClient,
) -> None:
    await registered(client)
    made = (await _made(client)).json()
    told = [(line["id"], line["kind"], line["limits"]) for line in made["requirements"]]
    none = {"codes": None, "working_days": None}
    assert told == [
        ("timer", "hours_per_week", {"min": 10, "max": 37} | none),
        ("varighed", "duration_weeks", {"min": 1, "max": 13} | none),
    ]
    assert {line["checkable_by"] for line in made["requirements"]} == {"machine"}
    assert (made["status"], made["in_force"]) == ("draft", False)
    assert made["actions"] == ["revise", "activate", "end"]


async def test_an_agreement_is_made_with_a_provider_that_is_registered(
    client: httpx.AsyncClient,
) -> None:
    answer = await _made(client)
    assert (answer.status_code, answer.json()["code"]) == (422, "provider_unknown")
    assert answer.json()["errors"][0]["pointer"] == "/provider_id"


async def test_a_sub_agreement_brings_its_own_limits_and_says_how_it_was_selected(
    client: httpx.AsyncClient,
) -> None:
    await registered(client)
    made = await _made(client, kind="state")
    assert made.json()["requirements"] == []
    refused = await _act(client, "activate")
    assert (refused.status_code, refused.json()["code"]) == (409, "agreement_incomplete")
    lacking = [(error["pointer"], error["code"]) for error in refused.json()["errors"]]
    assert lacking == [
        ("/requirements", "hours_per_week_missing"),
        ("/requirements", "duration_weeks_missing"),
        ("/selection", "missing"),
    ]
    content = _content(kind="state", requirements=OWN_LIMITS, selection="Valgt med teamet.")
    revised = await client.put(PATH, json=content, headers={"If-Match": '"1"'})
    assert revised.status_code == 200
    active = await _act(client, "activate")
    assert (active.json()["status"], active.json()["in_force"]) == ("active", True)


async def test_limits_stand_where_their_kind_has_them(client: httpx.AsyncClient) -> None:
    await registered(client)
    wrong = {
        "limit_missing": requirement("hours_per_week"),
        "limits_reversed": requirement("duration_weeks", limits={"min": 9, "max": 3}),
        "limit_of_another_kind": requirement("values", limits={"max": 3}),
        "not_for_a_machine": requirement("facilities", checkable_by="machine"),
    }
    for code, line in wrong.items():
        answer = await _made(client, requirements=[line])
        assert answer.status_code == 422
        assert [error["code"] for error in answer.json()["errors"]] == [code]
    twice = await _made(client, requirements=[requirement("values"), requirement("values")])
    assert twice.json()["errors"][0]["code"] == "repeated"
    named = [requirement("values", id="v-1"), requirement("values", id="v-2")]
    assert (await _made(client, requirements=named)).status_code == 201


async def test_every_change_of_an_agreement_is_kept(client: httpx.AsyncClient) -> None:
    await registered(client)
    await _made(client)
    await _act(client, "activate")
    await client.put(PATH, json=_content(name="Nyt navn"), headers={"If-Match": '"2"'})
    await _act(client, "extend", until="2028-12-31")
    await _act(client, "end")
    versions = (await client.get(f"{PATH}/versions")).json()["items"]
    assert [(each["version"], each["act"], each["status"]) for each in versions] == [
        (5, "end", "ended"),
        (4, "extend", "active"),
        (3, "revise", "active"),
        (2, "activate", "active"),
        (1, "create", "draft"),
    ]
    assert versions[3]["content"]["name"] == agreement()["name"]
    assert versions[1]["content"]["ends_on"] == "2028-12-31"
    assert versions[1]["content"]["options"] == ["2029-12-31"]
    assert [told["version"] for told in await _told(client)] == [1, 2, 3, 4, 5]


async def test_unchanged_content_makes_no_version(client: httpx.AsyncClient) -> None:
    await registered(client)
    made = (await _made(client)).json()
    content = _content(requirements=made["requirements"])
    same = await client.put(PATH, json=content, headers={"If-Match": '"1"'})
    assert (same.status_code, same.json()["version"]) == (200, 1)
    stale = await client.put(PATH, json=content, headers={"If-Match": '"7"'})
    assert stale.status_code == 412


async def test_acts_out_of_turn_are_refused(client: httpx.AsyncClient) -> None:
    await registered(client)
    await _made(client)
    early = await _act(client, "extend", until="2028-12-31")
    assert (early.status_code, early.json()["code"]) == (409, "agreement_act_not_possible")
    await _act(client, "activate")
    unknown = await _act(client, "extend", until="2030-01-01")
    assert (unknown.status_code, unknown.json()["code"]) == (409, "agreement_option_unknown")
    await registered_second(client)
    fixed = await client.put(
        PATH, json=_content(provider_id="leverandoer-02"), headers={"If-Match": "*"}
    )
    assert (fixed.status_code, fixed.json()["code"]) == (409, "agreement_fixed")
    await _act(client, "end")
    assert (await _act(client, "activate")).status_code == 409
    ended = await client.put(PATH, json=_content(name="For sent"), headers={"If-Match": "*"})
    assert ended.status_code == 409


async def registered_second(client: httpx.AsyncClient) -> None:
    body = {"id": "leverandoer-02", "name": "Egen enhed", "kind": "internal"}
    assert (await client.post("/v1/providers", json=body, headers=key())).status_code == 201


async def test_what_happened_long_ago_takes_a_right_of_its_own(
    client: httpx.AsyncClient, signer: Signer
) -> None:
    await registered(client)
    await _made(client)
    long_ago = {"happened_at": "2026-01-01T09:00:00+01:00"}
    token = signer.token(RIGHTS - {"history.import"}, sub="manager")
    headers = key() | {"Authorization": f"Bearer {token}"}
    refused = await client.post(f"{PATH}/activate", json=long_ago, headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (403, "history_right_missing")
    past = await _act(client, "activate", **long_ago)
    assert past.json()["activated_at"] == "2026-01-01T08:00:00Z"
    future = await _act(client, "end", happened_at="2199-01-01T09:00:00+01:00")
    assert (future.status_code, future.json()["code"]) == (422, "happened_in_the_future")


async def test_an_offer_is_checked_against_the_requirements(client: httpx.AsyncClient) -> None:
    await registered(client)
    lines = [
        requirement("hours_per_week", limits={"min": 10, "max": 37}),
        requirement("content_elements", limits={"codes": ["job_brokering", "placement"]}),
        requirement("accessibility"),
        requirement("social_clause"),
    ]
    await in_force(client, requirements=lines)

    async def broken(**offered: Any) -> list[tuple[str, str, str]]:  # noqa: ANN401
        answer = (await client.post(f"{PATH}/check", json=offered)).json()
        assert answer["keeps"] == (answer["breaks"] == [])
        return [
            (each["requirement_id"], each["pointer"], each["detail"]) for each in answer["breaks"]
        ]

    assert await broken() == []
    assert await broken(hours_per_week="37.0", accessible=True, duration_weeks=200) == []
    assert await broken(
        hours_per_week="38.5", accessible=False, content_elements=["placement"]
    ) == [
        ("hours_per_week", "/hours_per_week", "Højst 37 timer om ugen."),
        ("content_elements", "/content_elements", "Tilføj job_brokering."),
        ("accessibility", "/accessible", "Stedet skal være tilgængeligt for borgere med handicap."),
    ]


async def test_the_fact_of_an_agreement_brings_the_narrowest_limits(
    client: httpx.AsyncClient,
) -> None:
    await registered(client)
    lines = [
        requirement("hours_per_week", id="a", limits={"min": 10, "max": 37}),
        requirement("hours_per_week", id="b", limits={"max": 30.5}),
        requirement("content_elements", limits={"codes": ["placement", "guidance"]}),
        requirement("duration_weeks", checkable_by="inspector", limits={"max": 2}),
    ]
    await in_force(client, requirements=lines)
    told = (await _told(client))[-1]
    assert told["limits"] == {
        "hours_per_week": {"min": 10, "max": 30.5},
        "duration_weeks": None,
        "content_elements": ["guidance", "placement"],
    }
    assert told["requirements"][1] == {
        "id": "b",
        "kind": "hours_per_week",
        "checkable_by": "machine",
        "limits": {"max": 30.5},
        "wording": "Krav om hours_per_week.",
    }
    assert told["status"] == "active"


async def test_a_provider_sees_its_own_agreements_but_no_draft(
    client: httpx.AsyncClient, as_provider: As
) -> None:
    await registered(client, PROVIDER, "leverandoer-02")
    await _made(client, id="kladde")
    await in_force(client)
    await in_force(client, id="en-andens", provider_id="leverandoer-02")
    headers = as_provider(PROVIDER)

    async def status(path: str) -> int:
        return (await client.get(f"/v1/agreements/{path}", headers=headers)).status_code

    listed = await client.get("/v1/agreements", headers=headers, params={"count": "exact"})
    assert [each["id"] for each in listed.json()["items"]] == ["aftale-1"]
    assert listed.json()["count"] == 1
    assert listed.json()["items"][0]["actions"] == []
    assert await status("kladde") == 404
    assert await status("en-andens") == 404
    assert await status("en-andens/versions") == 404
    checked = await client.post("/v1/agreements/en-andens/check", json={}, headers=headers)
    assert checked.status_code == 404
    versions = (await client.get(f"{PATH}/versions", headers=headers)).json()["items"]
    assert [each["act"] for each in versions] == ["activate"]
    told = await _told(client, **headers)
    assert [(each["agreement_id"], each["status"]) for each in told] == [("aftale-1", "active")]


async def test_another_municipality_finds_no_agreement(
    client: httpx.AsyncClient, other: dict[str, str]
) -> None:
    await registered(client)
    await in_force(client)
    assert (await client.get(PATH, headers=other)).status_code == 404
    acted = await client.post(f"{PATH}/end", json={}, headers=other | key())
    assert acted.status_code == 404
    assert (await client.get("/v1/agreements", headers=other)).json()["items"] == []


async def test_agreements_are_listed_by_their_last_day_and_narrowed(
    client: httpx.AsyncClient,
) -> None:
    await registered(client, PROVIDER, "leverandoer-02")
    await in_force(client, id="sidst", ends_on="2027-12-31")
    await in_force(client, id="foerst", ends_on="2027-01-31", provider_id="leverandoer-02")
    await _made(client, id="kladde", ends_on="2027-06-30", kind="internal")

    async def listed(**params: str) -> list[str]:
        answer = await client.get("/v1/agreements", params=params)
        assert answer.status_code == 200, answer.text
        return [each["id"] for each in answer.json()["items"]]

    assert await listed() == ["foerst", "kladde", "sidst"]
    assert await listed(status="active") == ["foerst", "sidst"]
    assert await listed(kind="internal") == ["kladde"]
    assert await listed(provider_id="leverandoer-02") == ["foerst"]
    assert await listed(in_force_on="2027-02-01") == ["sidst"]
    assert await listed(ends_before="2027-06-30") == ["foerst"]
    page = (await client.get("/v1/agreements", params={"limit": "2"})).json()
    rest = await client.get("/v1/agreements", params={"limit": "2", "cursor": page["next"]})
    assert [each["id"] for each in rest.json()["items"]] == ["sidst"]
    unknown = await client.get("/v1/agreements", params={"stauts": "active"})
    assert unknown.status_code == 422
    forged = await client.get("/v1/agreements", params={"cursor": "WyJ4IiwieSJd"})
    assert (forged.status_code, forged.json()["code"]) == (422, "cursor_invalid")


async def _import(client: httpx.AsyncClient, *rows: object, **params: str) -> httpx.Response:
    return await client.post(
        "/v1/agreements/import", content=ndjson(*rows), headers=NDJSON, params=params
    )


async def test_an_import_brings_agreements_to_their_final_state_by_one_event_each(
    client: httpx.AsyncClient,
) -> None:
    await registered(client)
    rows = [
        agreement(status="active"),
        agreement(id="aftale-2", status="ended"),
        agreement(id="aftale-3", status="draft", kind="internal"),
    ]
    taken = (await _import(client, *rows)).json()
    assert (taken["created"], taken["errors"]) == (3, [])
    told = {each["agreement_id"]: each["status"] for each in await _told(client)}
    assert told == {"aftale-1": "active", "aftale-2": "ended", "aftale-3": "draft"}
    again = (await _import(client, *rows)).json()
    assert (again["created"], again["unchanged"]) == (0, 3)
    assert len(await _told(client)) == 3


async def test_an_import_of_agreements_tells_each_bad_row(client: httpx.AsyncClient) -> None:
    await registered(client)
    await in_force(client)
    rows = [
        agreement(status="draft", name="Tilbage til kladde"),
        agreement(id="ukendt", provider_id="leverandoer-99"),
        agreement(id="delaftale", kind="state", status="active"),
        agreement(id="bagvendt", ends_on="2025-12-31"),
        agreement(id="god"),
    ]
    taken = await _import(client, *rows, on_error="skip_rows")
    report = taken.json()
    assert (report["created"], report["revised"], report["refused"]) == (1, 0, 4)
    told = sorted((each["row"], each["code"]) for each in report["errors"])
    assert told == [
        (1, "agreement_status_backwards"),
        (2, "provider_unknown"),
        (3, "duration_weeks_missing"),
        (3, "hours_per_week_missing"),
        (3, "missing"),
        (4, "period_reversed"),
    ]
    kept = (await client.get(PATH)).json()
    assert (kept["name"], kept["version"]) == (agreement()["name"], 2)


async def test_validating_only_changes_no_agreement(client: httpx.AsyncClient) -> None:
    await registered(client)
    await in_force(client)
    rows = [agreement(name="Et andet navn"), agreement(id="ny")]
    report = (await _import(client, *rows, validate_only="true")).json()
    assert (report["outcome"], report["created"], report["revised"]) == ("validated", 1, 1)
    assert (await client.get(PATH)).json()["version"] == 2
    assert (await client.get("/v1/agreements/ny")).status_code == 404
