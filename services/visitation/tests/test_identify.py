"""Numbers turned into ids, and citizens in bulk."""

import csv
import io
import json
from typing import Any

import httpx
import pytest

from kit.database import Database
from kit.testing.signing import Signer

from .conftest import RIGHTS
from .factories import NDJSON, key, ndjson
from .people import PURPOSE, audited, citizen, holds_number, number, registered, told

CSV = {"Content-Type": "text/csv"}
JSON = {"Content-Type": "application/json"}


def rows_of(answer: httpx.Response) -> list[dict[str, Any]]:
    """The rows of an answer in any format."""
    assert answer.status_code == 200, answer.text
    if answer.headers["content-type"].startswith("text/csv"):
        return list(csv.DictReader(io.StringIO(answer.text)))
    if answer.headers["content-type"] == "application/json":
        return list(answer.json())
    return [json.loads(line) for line in answer.text.splitlines()]


async def test_ids_come_in_the_order_of_the_numbers(client: httpx.AsyncClient) -> None:
    known = await registered(client, 7)
    body = ndjson(
        {"cpr": number(3), "ref": "sag-3"},
        {"cpr": number(7)},
        {"cpr": "000000-0000", "ref": "sag-x"},
        {"cpr": number(3)},
    )
    answer = await client.post("/v1/citizens/identify", content=body, headers=NDJSON)
    rows = rows_of(answer)
    assert [(each["row"], each["ref"], each["known"], each["error"]) for each in rows] == [
        (1, "sag-3", False, None),
        (2, None, True, None),
        (3, None, False, "cpr_invalid"),
        (4, None, False, None),
    ]
    assert rows[1]["citizen_id"] == known
    assert rows[0]["citizen_id"] == rows[3]["citizen_id"] != known
    assert rows[2]["citizen_id"] is None
    assert not holds_number(answer.text)
    later = await registered(client, 3)
    assert later == rows[0]["citizen_id"]


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        (CSV, f"cpr,ref\r\n{number(1)},=1+1\r\n\r\n{number(2)},\r\n".encode()),
        (CSV, f"\ufeffref;CPR\n=1+1;{number(1)}\n;{number(2)}\n".encode()),
        (JSON, json.dumps([{"cpr": number(1), "ref": "=1+1"}, {"cpr": number(2)}]).encode()),
        (NDJSON, ndjson({"cpr": number(1), "ref": "=1+1"}, {"cpr": number(2)})),
    ],
)
async def test_the_answer_has_the_format_of_the_question(
    client: httpx.AsyncClient, headers: dict[str, str], body: bytes
) -> None:
    answer = await client.post("/v1/citizens/identify", content=body, headers=headers)
    rows = rows_of(answer)
    assert answer.headers["content-type"].startswith(headers["Content-Type"])
    assert [each["ref"] or None for each in rows] == [
        "'=1+1" if headers is CSV else "=1+1",
        None,
    ]
    assert len({each["citizen_id"] for each in rows}) == 2


async def test_unknown_numbers_are_registered_when_that_is_asked_for(
    client: httpx.AsyncClient,
) -> None:
    await registered(client, 1)
    body = ndjson(*({"cpr": number(n)} for n in (1, 2, 3, 2)))
    await client.post("/v1/citizens/identify", content=body, headers=NDJSON)
    assert len(await told(client)) == 1
    for _ in range(2):
        answer = await client.post(
            "/v1/citizens/identify?register=true", content=body, headers=NDJSON
        )
        assert [each["known"] for each in rows_of(answer)] == [True] * 4
    facts = await told(client)
    assert [kind for kind, _ in facts] == ["CitizenRegistered"] * 3
    assert {data["birth_year"] for _, data in facts} == {1970}
    listed = (await client.get("/v1/citizens", params=PURPOSE)).json()["items"]
    assert [each["name"] for each in listed] == ["", "", "Borger 00001"]


async def test_registering_takes_the_right_to_it(client: httpx.AsyncClient, signer: Signer) -> None:
    token = signer.token({"citizens.identify"}, sub="reader")
    headers = NDJSON | {"Authorization": f"Bearer {token}"}
    body = ndjson({"cpr": number(1)})
    answer = await client.post("/v1/citizens/identify?register=true", content=body, headers=headers)
    assert (answer.status_code, answer.json()["right"]) == (403, "citizens.write")
    assert (
        await client.post("/v1/citizens/identify", content=body, headers=headers)
    ).status_code == 200


async def test_a_batch_of_numbers_is_one_line_of_the_audit_log(
    client: httpx.AsyncClient, database: Database
) -> None:
    body = ndjson(*({"cpr": number(n)} for n in range(30)))
    named = await client.post("/v1/citizens/identify?batch_id=b-1", content=body, headers=NDJSON)
    assert named.headers["Batch-Id"] == "b-1"
    made = await client.post("/v1/citizens/identify", content=body, headers=NDJSON)
    lines = await audited(database)
    assert [(each.act, each.subjects, each.criterion) for each in lines] == [
        ("citizens.identify", ["b-1"], "30 numre"),
        ("citizens.identify", [made.headers["Batch-Id"]], "30 numre"),
    ]


async def test_a_merged_number_is_identified_as_the_kept_citizen(
    client: httpx.AsyncClient,
) -> None:
    alias, kept = await registered(client, 1), await registered(client, 2)
    await client.post(f"/v1/citizens/{alias}/merge", json={"into": kept}, headers=key())
    body = ndjson({"cpr": number(1)}, {"cpr": number(2)})
    answer = await client.post("/v1/citizens/identify", content=body, headers=NDJSON)
    assert [each["citizen_id"] for each in rows_of(answer)] == [kept, kept]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "import_empty"),
        (b"navn\n", "csv_header_invalid"),
        (f"ref\n{number(1)}\n".encode(), "csv_header_invalid"),
    ],
)
async def test_what_is_no_file_of_numbers_is_refused(
    client: httpx.AsyncClient, body: bytes, code: str
) -> None:
    headers = CSV if body else NDJSON
    answer = await client.post("/v1/citizens/identify", content=body, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (422, code)


@pytest.mark.parametrize(
    ("row", "error"),
    [
        ({"cpr": number(1), "ref": number(2)}, "cpr_in_text"),
        ({"cpr": number(1), number(2): 1}, "extra_forbidden"),
        ({"ref": "a"}, "missing"),
        ([number(1)], "model_type"),
        ({"cpr": 6101701234}, "string_type"),
    ],
)
async def test_a_row_with_a_mistake_says_so_without_what_it_said(
    client: httpx.AsyncClient, row: object, error: str
) -> None:
    answer = await client.post("/v1/citizens/identify", content=ndjson(row), headers=NDJSON)
    [said] = rows_of(answer)
    assert (said["error"], said["citizen_id"]) == (error, None)
    assert not holds_number(answer.text)


def imported(n: int, **changed: Any) -> dict[str, Any]:  # noqa: ANN401 - any field
    """The n-th citizen as a row of an import."""
    return citizen(n, **changed)


async def import_rows(client: httpx.AsyncClient, *rows: object, query: str = "") -> httpx.Response:
    path = f"/v1/citizens/import?{query}"
    return await client.post(path, content=ndjson(*rows), headers=NDJSON)


async def test_an_import_brings_each_citizen_to_what_its_row_says(
    client: httpx.AsyncClient, database: Database
) -> None:
    known = await registered(client, 1)
    rows = [imported(1, team="Team 9"), imported(2), imported(3, target_group="dagpenge")]
    report = (await import_rows(client, *rows, query="batch_id=b")).json()
    counted = {name: report[name] for name in ("rows", "created", "revised", "unchanged")}
    assert counted == {"rows": 3, "created": 2, "revised": 1, "unchanged": 0}
    read = (await client.get(f"/v1/citizens/{known}", params=PURPOSE)).json()
    assert (read["team"], read["birth_year"]) == ("Team 9", 1970)
    # A team is nobody else's business.
    assert len(await told(client)) == 3
    again = (await import_rows(client, *rows)).json()
    assert (again["outcome"], again["unchanged"]) == ("taken", 3)
    assert len(await told(client)) == 3
    repeated = (await import_rows(client, *rows, query="batch_id=b")).json()
    assert repeated["outcome"] == "repeated"
    reused = await import_rows(client, imported(4), query="batch_id=b")
    assert (reused.status_code, reused.json()["code"]) == (409, "batch_id_reused")
    lines = [each for each in await audited(database) if each.act == "citizens.import"]
    assert lines[0].subjects == ["b"]


async def test_an_import_can_name_a_citizen_by_id(client: httpx.AsyncClient) -> None:
    said = citizen(1)
    del said["cpr"]
    without = (await client.post("/v1/citizens", json=said, headers=key())).json()["id"]
    row = {"citizen_id": without, "name": "Borger 00001", "target_group": "dagpenge"}
    assert (await import_rows(client, row)).json()["revised"] == 1
    assert (await told(client))[-1][1]["target_group"] == "dagpenge"


async def test_an_import_reports_every_mistake_by_its_row(client: httpx.AsyncClient) -> None:
    gone, alias, kept = [await registered(client, n) for n in (1, 2, 3)]
    erasing = {"reason": "citizen_request", "confirm": gone}
    await client.post(f"/v1/citizens/{gone}/erase", json=erasing, headers=key())
    await client.post(f"/v1/citizens/{alias}/merge", json={"into": kept}, headers=key())
    rows = [
        imported(1),
        imported(2),
        imported(3),
        imported(4, cpr="311299-12"),
        imported(5, target_group="ukendt"),
        imported(6),
        imported(6),
        {"citizen_id": "findes-ikke", "name": "Borger"},
        {"name": "Borger"},
    ]
    refused = await import_rows(client, *rows)
    assert refused.status_code == 422
    assert not holds_number(refused.text)
    errors = refused.json()["report"]["errors"]
    assert sorted((each["row"], each["pointer"], each["code"]) for each in errors) == [
        (1, "/cpr", "citizen_erased"),
        (3, "/cpr", "repeated_id"),
        (4, "/cpr", "cpr_invalid"),
        (5, "/target_group", "code_unknown"),
        (7, "/cpr", "repeated_id"),
        (8, "/citizen_id", "citizen_not_found"),
        (9, "", "one_of"),
    ]
    assert len((await client.get("/v1/citizens", params=PURPOSE)).json()["items"]) == 1
    taken = (await import_rows(client, *rows, query="on_error=skip_rows")).json()
    assert (taken["created"], taken["unchanged"], taken["revised"]) == (1, 0, 1)
    assert taken["refused"] == 7


async def test_validating_changes_nothing(client: httpx.AsyncClient) -> None:
    citizen_id = await registered(client, 1)
    report = await import_rows(
        client, imported(1, team="Team 9"), imported(2), query="validate_only=true"
    )
    assert report.json()["outcome"] == "validated"
    assert (report.json()["created"], report.json()["revised"]) == (1, 1)
    read = await client.get(f"/v1/citizens/{citizen_id}", params=PURPOSE)
    assert (read.json()["team"], read.json()["version"]) == ("Team 1", 1)
    assert len(await told(client)) == 1


async def test_an_import_reads_danish_tables(client: httpx.AsyncClient) -> None:
    written = "cpr;name;target_group;on_support_since;address_protected\n"
    written += f"{number(1)[:6]}-{number(1)[6:]};Borger 00001;dagpenge;05.01.2026;ja\n"
    answer = await client.post(
        "/v1/citizens/import", content=written.encode("utf-8-sig"), headers=CSV
    )
    assert answer.json()["created"] == 1
    [(_, data)] = await told(client)
    assert (data["target_group"], data["on_support_since"]) == ("dagpenge", "2026-01-05")


async def test_an_import_of_a_provider_touches_nobody(
    client: httpx.AsyncClient, signer: Signer
) -> None:
    citizen_id = await registered(client, 1)
    token = signer.token(RIGHTS, sub="provider", provider_id="leverandoer-01")
    provider = {"Authorization": f"Bearer {token}"}
    answers = [
        await client.post(
            "/v1/citizens/import", content=ndjson(imported(1, team="X")), headers=NDJSON | provider
        ),
        await client.post(
            "/v1/citizens/identify", content=ndjson({"cpr": number(1)}), headers=NDJSON | provider
        ),
        await client.post("/v1/citizens", json=citizen(2), headers=provider | key()),
    ]
    assert [each.status_code for each in answers] == [404] * 3
    read = await client.get(f"/v1/citizens/{citizen_id}", params=PURPOSE)
    assert read.json()["team"] == "Team 1"
