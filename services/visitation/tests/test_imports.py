"""Offers in bulk: whole or row by row, tried first or not, sent again or cut in half."""

import json
from typing import Any

import httpx
import pytest

from kit import jobs as kit_jobs
from kit.database import Database
from visitation import jobs

from .factories import NDJSON, ndjson, offer, row

JSON = {"Content-Type": "application/json"}
CSV = {"Content-Type": "text/csv; charset=utf-8"}


async def send(
    client: httpx.AsyncClient, body: bytes, headers: dict[str, str] = NDJSON, **query: str
) -> httpx.Response:
    return await client.post("/v1/offers/import", content=body, headers=headers, params=query)


async def known(client: httpx.AsyncClient) -> dict[str, tuple[str, int]]:
    items = (await client.get("/v1/offers", params={"limit": 200})).json()["items"]
    return {each["id"]: (each["status"], each["version"]) for each in items}


async def events(client: httpx.AsyncClient) -> list[tuple[str, str]]:
    found = (await client.get("/v1/events")).json()
    return [(each["type"], each["subject"]) for each in found]


ALL = (
    row("a"),
    row("b", status="paused"),
    row("c", status="closed"),
    row("d", status="draft"),
)


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (ndjson(*ALL), NDJSON),
        (ndjson(*ALL).replace(b"\n", b"\r\n\r\n"), NDJSON),
        (ndjson(*ALL).rstrip(b"\n"), {"Content-Type": "application/jsonl"}),
        (json.dumps(ALL).encode(), JSON),
        (b"\xef\xbb\xbf" + json.dumps(ALL, indent=2).encode(), JSON),
    ],
)
async def test_a_batch_brings_its_final_state_with_one_event_an_offer(
    client: httpx.AsyncClient, body: bytes, headers: dict[str, str]
) -> None:
    answer = await send(client, body, headers)
    assert answer.status_code == 200, answer.text
    report = answer.json()
    assert (report["outcome"], report["rows"], report["created"]) == ("taken", 4, 4)
    assert await known(client) == {
        "a": ("published", 1),
        "b": ("paused", 1),
        "c": ("closed", 1),
        "d": ("draft", 1),
    }
    assert await events(client) == [
        ("OfferPublished", "a"),
        ("OfferPaused", "b"),
        ("OfferClosed", "c"),
    ]


async def test_a_batch_sent_again_changes_nothing(client: httpx.AsyncClient) -> None:
    first = await send(client, ndjson(*ALL))
    again = await send(client, ndjson(*ALL))
    assert (again.json()["unchanged"], again.json()["created"]) == (4, 0)
    assert again.json()["batch_id"] == first.json()["batch_id"]
    assert len(await events(client)) == 3
    assert {version for _, version in (await known(client)).values()} == {1}


async def test_only_what_changed_gets_a_version_and_an_event(client: httpx.AsyncClient) -> None:
    await send(client, ndjson(*ALL))
    answer = await send(
        client,
        ndjson(
            row("a", name="Nyt"),
            row("b", status="published"),
            row("c", status="closed"),
            row("d"),
        ),
    )
    assert (answer.json()["revised"], answer.json()["unchanged"]) == (3, 1)
    assert await known(client) == {
        "a": ("published", 2),
        "b": ("published", 2),
        "c": ("closed", 1),
        "d": ("published", 2),
    }
    versions = (await client.get("/v1/offers/a/versions")).json()["items"]
    assert [each["act"] for each in versions] == ["import", "import"]
    assert len(await events(client)) == 6


async def test_a_batch_with_a_name_is_taken_once(client: httpx.AsyncClient) -> None:
    body = ndjson(row("a"))
    first = await send(client, body, batch_id="nightly-1")
    await send(client, ndjson(row("a", name="Senere")))
    again = await send(client, body, batch_id="nightly-1")
    assert again.json() == {**first.json(), "outcome": "repeated"}
    assert (await client.get("/v1/offers/a")).json()["name"] == "Senere"
    other = await send(client, ndjson(row("b")), batch_id="nightly-1")
    assert (other.status_code, other.json()["code"]) == (409, "batch_id_reused")


MISTAKES = (
    row("good"),
    row("code", kind="course"),
    row("good"),
    row("price", price={"amount": "x", "per": "week"}),
    row("0101901234"),
    row("bare", target_groups=[], price=None),
    {"id": "x"},
    row("more", extra=1),
    "no object",
)
EXPECTED = [
    (2, "/kind", "code_unknown"),
    (3, "/id", "repeated_id"),
    (4, "/price/amount", "decimal_parsing"),
    (5, "/id", "cpr_in_text"),
    (6, "/target_groups", "missing"),
    (6, "/price", "missing"),
    (7, "/name", "missing"),
    (8, "/extra", "extra_forbidden"),
    (9, "", "model_type"),
]


def listed(report: dict[str, Any]) -> list[tuple[int, str, str]]:
    return sorted((each["row"], each["pointer"], each["code"]) for each in report["errors"])


async def test_one_mistake_refuses_the_whole_batch(client: httpx.AsyncClient) -> None:
    answer = await send(client, ndjson(*MISTAKES))
    assert (answer.status_code, answer.json()["code"]) == (422, "import_refused")
    report = answer.json()["report"]
    assert listed(report) == sorted(EXPECTED)
    assert (report["outcome"], report["refused"], report["created"]) == ("refused", 8, 0)
    assert {"/1/kind", "/3/price/amount"} <= {e["pointer"] for e in answer.json()["errors"]}
    assert "0101901234" not in answer.text
    assert await known(client) == {}
    assert await events(client) == []


async def test_the_good_rows_are_taken_where_the_sender_wants_it(client: httpx.AsyncClient) -> None:
    answer = await send(client, ndjson(*MISTAKES), on_error="skip_rows")
    assert answer.status_code == 200
    assert listed(answer.json()) == sorted(EXPECTED)
    assert (answer.json()["created"], answer.json()["refused"]) == (1, 8)
    assert await known(client) == {"good": ("published", 1)}


@pytest.mark.parametrize("on_error", ["reject_all", "skip_rows"])
async def test_a_trial_reports_and_takes_nothing(client: httpx.AsyncClient, on_error: str) -> None:
    await send(client, ndjson(row("old")))
    answer = await send(
        client,
        ndjson(row("new"), row("old", name="Nyt"), row("bad", kind="x")),
        validate_only="true",
        on_error=on_error,
        batch_id="trial",
    )
    assert answer.status_code == 200
    report = answer.json()
    assert (report["outcome"], report["created"], report["revised"], report["refused"]) == (
        "validated",
        1,
        1,
        1,
    )
    assert await known(client) == {"old": ("published", 1)}
    assert len(await events(client)) == 1
    taken = await send(client, ndjson(row("new")), batch_id="trial")
    assert taken.json()["outcome"] == "taken"


async def test_a_refused_row_leaves_its_offer_as_it_was(client: httpx.AsyncClient) -> None:
    await send(client, ndjson(row("open"), row("shut", status="closed")))
    answer = await send(
        client,
        ndjson(
            row("open", name="Nyt", price=None),
            row("shut", name="Nyt", status="closed"),
            row("new"),
        ),
        on_error="skip_rows",
    )
    assert listed(answer.json()) == [
        (1, "/price", "missing"),
        (2, "/status", "offer_act_not_possible"),
    ]
    for offer_id in ("open", "shut"):
        assert (await client.get(f"/v1/offers/{offer_id}")).json()["name"] == offer()["name"]
    again = await send(
        client,
        ndjson(row("open", status="draft"), row("shut", status="published")),
        on_error="skip_rows",
    )
    assert {each["code"] for each in again.json()["errors"]} == {"offer_status_backwards"}


HALF_NDJSON = ndjson(row("a"), row("b"))[:-40]
HALF_JSON = json.dumps([row("a"), row("b")]).encode()[:-40]
HALF_CSV = b'id,name,status\na,Alfa,draft\nb,"Be'


@pytest.mark.parametrize(
    ("body", "headers", "number"),
    [(HALF_NDJSON, NDJSON, 2), (HALF_JSON, JSON, 2), (HALF_CSV, CSV, 3)],
)
async def test_a_file_cut_in_half_is_noticed(
    client: httpx.AsyncClient, body: bytes, headers: dict[str, str], number: int
) -> None:
    refused = await send(client, body, headers)
    assert refused.status_code == 422
    assert listed(refused.json()["report"]) == [(number, "", "row_unreadable")]
    assert await known(client) == {}
    skipped = await send(client, body, headers, on_error="skip_rows")
    if headers == NDJSON:
        # A line stands for itself, whatever is wrong with another.
        assert (skipped.json()["created"], skipped.json()["refused"]) == (1, 1)
        assert set(await known(client)) == {"a"}
    else:
        assert (skipped.status_code, skipped.json()["code"]) == (422, "import_refused")
        assert await known(client) == {}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (ndjson(row("a")).replace(b"Vejen", b"V\xe6jen"), "not_utf8"),
        (b'{"id": "a", "name": "\\ud800", "status": "draft"}', "string_unicode"),
        (b'{"id": "a", "name": "x\\u0000", "status": "draft"}', "control_character"),
        (b'{"id": "a", "name": "x", "capacity": NaN}', "row_unreadable"),
        (b"[" * 100_000, "row_unreadable"),
        (b'{"id": "a"} {"id": "b"}', "row_unreadable"),
        (b"5", "model_type"),
    ],
)
async def test_a_row_that_cannot_be_read_is_a_mistake_of_that_row(
    client: httpx.AsyncClient, body: bytes, code: str
) -> None:
    answer = await send(client, body + b"\n" + ndjson(row("good")), on_error="skip_rows")
    assert answer.status_code == 200, answer.text
    assert (1, code) in {(each["row"], each["code"]) for each in answer.json()["errors"]}
    assert set(await known(client)) == {"good"}


async def test_offers_come_as_a_table_too(client: httpx.AsyncClient) -> None:
    table = (
        "id,name,provider_id,provider_name,kind,content_elements,description,target_groups,"
        "match_groups,themes,hours_per_week,duration_weeks,price_amount,price_per,address,"
        "postal_code,city,accessible,intake,capacity,languages,status\r\n"
        "a,Vejen til job,leverandoer-01,Leverandør 1 (privat),guidance,job_brokering|placement,"
        '"Otte uger i butik og lager.",kontanthjaelp|dagpenge,jobparat|aktivitetsparat,'
        "job_search|attendance,25.0,8,2450.00,week,Eksempelvej 12,0999,Eksempelby,true,"
        "continuous,24,da,published\r\n"
    )
    assert (await send(client, table.encode(), CSV)).json()["created"] == 1
    assert (await send(client, ndjson(row("a")))).json()["unchanged"] == 1


async def test_a_danish_spreadsheets_table_is_read(client: httpx.AsyncClient) -> None:
    table = "\ufeffid;name;hours_per_week;status\na;Æbler; 12,5 ;draft\n\nb;Pærer;x;draft\n"
    answer = await send(client, table.encode(), CSV, on_error="skip_rows")
    # As a spreadsheet counts: the titles are row 1, and the empty row is one too.
    assert listed(answer.json()) == [(4, "/hours_per_week", "decimal_parsing")]
    assert (await client.get("/v1/offers/a")).json()["hours_per_week"] == "12.5"


@pytest.mark.parametrize(
    ("table", "code"),
    [
        (b"id,nam\na,b\n", "csv_header_invalid"),
        (b"id,id,name\na,a,b\n", "csv_header_invalid"),
        (b"name\nb\n", "csv_header_invalid"),
        (b"", "csv_header_invalid"),
        (b"id,name,status\na,b\n", "import_refused"),
        (b"id,name,status\n\xff,b,draft\n", "import_refused"),
    ],
)
async def test_a_table_that_does_not_fit_is_refused(
    client: httpx.AsyncClient, table: bytes, code: str
) -> None:
    answer = await send(client, table, CSV)
    assert (answer.status_code, answer.json()["code"]) == (422, code)


@pytest.mark.parametrize(
    ("body", "headers", "status", "code"),
    [
        (b"", NDJSON, 422, "import_empty"),
        (b"\n \n", NDJSON, 422, "import_empty"),
        (b"[]", JSON, 422, "import_empty"),
        (b"id,name\n", CSV, 422, "import_empty"),
        (b'{"id": "a"}', JSON, 422, "json_not_an_array"),
        (b"", JSON, 422, "json_not_an_array"),
        (b"<x/>", {"Content-Type": "application/xml"}, 415, "unsupported_media_type"),
        (b"x", {}, 415, "unsupported_media_type"),
        (b'{"id":"x"}\n' * 10_001, NDJSON, 413, "import_too_large"),
        (b" " * ((32 << 20) + 1), NDJSON, 413, "import_too_large"),
    ],
)
async def test_what_is_no_batch_is_refused(
    client: httpx.AsyncClient, body: bytes, headers: dict[str, str], status: int, code: str
) -> None:
    answer = await send(client, body, headers)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


@pytest.mark.parametrize("query", ["on_error=maybe", "validate_only=perhaps", "batch_id=a/b"])
async def test_an_unknown_wish_is_refused(client: httpx.AsyncClient, query: str) -> None:
    answer = await client.post(f"/v1/offers/import?{query}", content=b"{}", headers=NDJSON)
    assert (answer.status_code, answer.json()["code"]) == (422, "input_invalid")


async def test_two_municipalities_may_use_the_same_ids(
    client: httpx.AsyncClient, other: dict[str, str]
) -> None:
    await send(client, ndjson(row("a")))
    answer = await client.post(
        "/v1/offers/import", content=ndjson(row("a", name="Deres")), headers={**NDJSON, **other}
    )
    assert answer.json()["created"] == 1
    assert (await client.get("/v1/offers/a")).json()["name"] == offer()["name"]


async def test_a_thousand_offers_are_taken_in_one_batch(client: httpx.AsyncClient) -> None:
    answer = await send(client, ndjson(*(row(f"o-{n:04}") for n in range(1_000))))
    assert answer.json()["created"] == 1_000
    assert len((await client.get("/v1/events", params={"limit": 1_000})).json()) == 1_000


async def test_a_long_import_may_be_asked_for_and_looked_up(
    client: httpx.AsyncClient, database: Database
) -> None:
    wanted = {**NDJSON, "Prefer": "respond-async"}

    async def report_of(asked: httpx.Response) -> dict[str, Any]:
        await kit_jobs.do(database, jobs.HANDLERS, asked.json()["id"])
        found: dict[str, Any] = (await client.get(asked.headers["Location"])).json()
        return found

    asked = await client.post(
        "/v1/offers/import?batch_id=b-1", content=ndjson(row("a"), row("b")), headers=wanted
    )
    assert (asked.status_code, asked.json()["state"]) == (202, "waiting")
    assert (await client.get("/v1/offers/a")).status_code == 404
    done = await report_of(asked)
    assert (done["state"], done["result"]["outcome"], done["result"]["created"]) == (
        "done",
        "taken",
        2,
    )
    assert (await client.get("/v1/offers/a")).json()["status"] == "published"
    again = await client.post(
        "/v1/offers/import?batch_id=b-1", content=ndjson(row("a"), row("b")), headers=wanted
    )
    assert (await report_of(again))["result"]["outcome"] == "repeated"
    wrong = await client.post(
        "/v1/offers/import", content=ndjson(row("c", kind="nothing")), headers=wanted
    )
    refused = await report_of(wrong)
    assert (refused["state"], refused["problem"]["code"]) == ("failed", "import_refused")
    assert refused["problem"]["errors"][0]["pointer"] == "/0/kind"
