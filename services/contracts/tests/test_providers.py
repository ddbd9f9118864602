from typing import Any

import httpx

from kit.testing.counting import noted_statements

from .conftest import As
from .factories import NDJSON, cvr, key, ndjson, provider, registered


async def _made(client: httpx.AsyncClient, **changed: Any) -> httpx.Response:  # noqa: ANN401
    return await client.post("/v1/providers", json=provider(**changed), headers=key())


async def test_a_registered_provider_says_what_was_written(client: httpx.AsyncClient) -> None:
    made = await _made(client)
    assert made.status_code == 201
    read = await client.get(made.headers["Location"])
    body = read.json()
    assert {name: body[name] for name in provider()} == provider()
    assert (body["version"], body["actions"]) == (1, ["revise"])
    assert read.headers["ETag"] == '"1"'


async def test_a_cvr_number_must_be_one_and_stand_once(client: httpx.AsyncClient) -> None:
    await _made(client)
    twice = await _made(client, id="leverandoer-02")
    assert (twice.status_code, twice.json()["code"]) == (409, "provider_exists")
    assert twice.json()["errors"][0]["pointer"] == "/cvr"
    wrong = await _made(client, id="leverandoer-03", cvr="12345678")
    assert wrong.status_code == 422
    assert [error["code"] for error in wrong.json()["errors"]] == ["cvr_invalid"]
    assert "12345678" not in wrong.text


async def test_a_company_has_a_cvr_number_and_an_own_unit_none(client: httpx.AsyncClient) -> None:
    company = await _made(client, cvr=None)
    assert company.json()["errors"][0]["code"] == "cvr_and_kind"
    unit = await _made(client, kind="internal", cvr=None)
    assert unit.status_code == 201
    second = await _made(client, id="beskaeftigelsescenter", kind="internal", cvr=None)
    assert second.status_code == 201


async def test_a_text_with_a_cpr_number_is_refused_and_not_echoed(
    client: httpx.AsyncClient,
) -> None:
    answer = await _made(client, name="Kontakt 010190-1234")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["code"] == "cpr_in_text"
    assert "010190" not in answer.text


async def test_a_replacement_needs_the_version_that_was_read(client: httpx.AsyncClient) -> None:
    await _made(client)
    content = {name: it for name, it in provider(name="Nyt navn").items() if name != "id"}
    path = "/v1/providers/leverandoer-01"
    assert (await client.put(path, json=content)).status_code == 428
    changed = await client.put(path, json=content, headers={"If-Match": '"1"'})
    assert (changed.status_code, changed.json()["version"]) == (200, 2)
    stale = await client.put(path, json=content, headers={"If-Match": '"1"'})
    assert stale.status_code == 412
    same = await client.put(path, json=content, headers={"If-Match": '"2"'})
    assert same.json()["version"] == 2


async def test_sending_twice_with_one_key_registers_one(client: httpx.AsyncClient) -> None:
    headers = key()
    first = await client.post("/v1/providers", json=provider(id=None), headers=headers)
    again = await client.post("/v1/providers", json=provider(id=None), headers=headers)
    assert first.json()["id"] == again.json()["id"]
    listed = await client.get("/v1/providers", params={"count": "exact"})
    assert listed.json()["count"] == 1


async def test_providers_are_found_by_beginnings_of_words_and_by_number(
    client: httpx.AsyncClient,
) -> None:
    await _made(client, name="Ærlig Jobvej")
    await _made(client, id="leverandoer-02", name="Kompasset", cvr=cvr(2))

    async def found(q: str) -> list[str]:
        answer = await client.get("/v1/providers", params={"q": q})
        return [each["id"] for each in answer.json()["items"]]

    assert await found("jobv ærl") == ["leverandoer-01"]
    assert await found(cvr(2)) == ["leverandoer-02"]
    assert await found("eksempelby") == ["leverandoer-02", "leverandoer-01"]
    assert await found("vej") == []


async def test_pages_follow_each_other_by_name(client: httpx.AsyncClient) -> None:
    await registered(client, *(f"leverandoer-0{number}" for number in range(1, 6)))
    seen: list[str] = []
    params: dict[str, str] = {"limit": "2"}
    while True:
        page = (await client.get("/v1/providers", params=params)).json()
        seen += [each["name"] for each in page["items"]]
        if page["next"] is None:
            break
        params["cursor"] = page["next"]
    assert seen == [f"Leverandør {number}" for number in range(1, 6)]


async def test_a_list_takes_as_many_queries_however_long_it_is(client: httpx.AsyncClient) -> None:
    await registered(client, *(f"leverandoer-0{number}" for number in range(1, 6)))
    with noted_statements() as short:
        await client.get("/v1/providers", params={"limit": "1"})
    with noted_statements() as long:
        await client.get("/v1/providers", params={"limit": "5"})
    assert len(long) == len(short)


async def test_a_provider_sees_itself_alone(client: httpx.AsyncClient, as_provider: As) -> None:
    await registered(client, "leverandoer-01", "leverandoer-02")
    headers = as_provider("leverandoer-02")
    listed = await client.get("/v1/providers", headers=headers, params={"count": "exact"})
    assert [each["id"] for each in listed.json()["items"]] == ["leverandoer-02"]
    assert listed.json()["count"] == 1
    assert listed.json()["items"][0]["actions"] == []
    foreign = await client.get("/v1/providers/leverandoer-01", headers=headers)
    assert (foreign.status_code, foreign.json()["code"]) == (404, "provider_not_found")


async def test_another_municipality_sees_nothing(
    client: httpx.AsyncClient, other: dict[str, str]
) -> None:
    await registered(client)
    path = "/v1/providers/leverandoer-01"
    assert (await client.get(path, headers=other)).status_code == 404
    assert (await client.get("/v1/providers", headers=other)).json()["items"] == []
    content = {name: it for name, it in provider().items() if name != "id"}
    headers = other | {"If-Match": "*"}
    assert (await client.put(path, json=content, headers=headers)).status_code == 404


async def _import(
    client: httpx.AsyncClient,
    *rows: dict[str, Any],
    **params: str,
) -> httpx.Response:
    return await client.post(
        "/v1/providers/import", content=ndjson(*rows), headers=NDJSON, params=params
    )


async def test_an_import_reports_what_it_made_and_changes_nothing_again(
    client: httpx.AsyncClient,
) -> None:
    rows = [provider(), provider(id="leverandoer-02", cvr=cvr(2))]
    first = (await _import(client, *rows)).json()
    assert (first["created"], first["revised"], first["unchanged"]) == (2, 0, 0)
    rows[1]["name"] = "Omdøbt"
    again = (await _import(client, *rows)).json()
    assert (again["created"], again["revised"], again["unchanged"]) == (0, 1, 1)


async def test_an_import_tells_each_bad_row_and_takes_nothing_or_the_others(
    client: httpx.AsyncClient,
) -> None:
    await registered(client)
    rows = [
        provider(id="leverandoer-02", cvr=cvr(2)),
        provider(id="leverandoer-03"),
        provider(id="leverandoer-04", cvr="10000000"),
        provider(id="leverandoer-05", cvr=cvr(2)),
    ]
    refused = await _import(client, *rows)
    assert (refused.status_code, refused.json()["code"]) == (422, "import_refused")
    told = [
        (each["row"], each["pointer"], each["code"]) for each in refused.json()["report"]["errors"]
    ]
    assert sorted(told) == [
        (2, "/cvr", "provider_exists"),
        (3, "/cvr", "cvr_invalid"),
        (4, "/cvr", "provider_exists"),
    ]
    assert (await client.get("/v1/providers/leverandoer-02")).status_code == 404
    tried = await _import(client, *rows, on_error="skip_rows", validate_only="true")
    assert tried.json()["outcome"] == "validated"
    assert (await client.get("/v1/providers/leverandoer-02")).status_code == 404
    taken = await _import(client, *rows, on_error="skip_rows", batch_id="maj")
    assert (taken.json()["created"], taken.json()["refused"]) == (1, 3)
    assert (await client.get("/v1/providers/leverandoer-02")).status_code == 200
    repeated = await _import(client, *rows, on_error="skip_rows", batch_id="maj")
    assert repeated.json()["outcome"] == "repeated"
    reused = await _import(client, rows[0], batch_id="maj")
    assert (reused.status_code, reused.json()["code"]) == (409, "batch_id_reused")


async def test_validating_only_changes_no_provider_that_is_there(client: httpx.AsyncClient) -> None:
    await registered(client)
    report = await _import(client, provider(name="Et andet navn"), validate_only="true")
    assert report.json()["revised"] == 1
    read = (await client.get("/v1/providers/leverandoer-01")).json()
    assert (read["name"], read["version"]) == ("Leverandør 1", 1)


async def test_a_table_brings_one_site_a_provider(client: httpx.AsyncClient) -> None:
    table = (
        "id;name;cvr;p_number;address;postal_code;city\n"
        f"leverandoer-01;Leverandør 1;{cvr(1)};1000000001;Eksempelvej 12;0999;Eksempelby\n"
    )
    answer = await client.post(
        "/v1/providers/import", content=table.encode(), headers={"Content-Type": "text/csv"}
    )
    assert answer.json()["created"] == 1
    read = (await client.get("/v1/providers/leverandoer-01")).json()
    assert read["sites"] == provider()["sites"]
