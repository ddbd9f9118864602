"""Many offers at once: search, filters, sorting, counting, and files that come back unchanged."""

import io
import json
from typing import Any

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI

from kit import pages
from kit.testing.counting import noted_statements
from kit.testing.signing import Signer
from visitation import sheets, workbooks

from .conftest import Release
from .factories import NDJSON, ndjson, row
from .guided import agreed

TYPES = {
    "ndjson": "application/x-ndjson",
    "json": "application/json",
    "csv": "text/csv",
    "xlsx": sheets.XLSX,
}
ROWS = (
    row("a", name="Ærlig vej", hours_per_week="10.0", duration_weeks=2, agreement_id="r-1"),
    row("b", name="=1+1", price={"amount": "900.50", "per": "hour"}, accessible=False),
    row("c", name="@Zink", description='\'-x\nEt; to, "tre"', price=None, status="draft"),
    row("d", name="Øst", place=None, match_groups=[], languages=["da", "en"], intake="cohorts"),
    row("e", name="Pakken", package_of=["a", "b"], kind="mentor", content_elements=["training"]),
    row("f", name="Ny vej", predecessors=["d"], languages=[], status="paused"),
)


@pytest_asyncio.fixture(loop_scope="session", autouse=True)
async def _agreement(release: Release) -> None:
    """The agreement of one of the rows, as contracts told it to each municipality."""
    agreement = agreed("r-1")
    await release(agreement, agreement.model_copy(update={"municipality": "0101"}))


async def load(client: httpx.AsyncClient, *rows: dict[str, Any]) -> None:
    answer = await client.post("/v1/offers/import", content=ndjson(*rows), headers=NDJSON)
    assert answer.status_code == 200, answer.text


async def ids(client: httpx.AsyncClient, **query: str) -> list[str]:
    answer = await client.get("/v1/offers", params=query)
    assert answer.status_code == 200, answer.text
    return [each["id"] for each in answer.json()["items"]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"q": "ærl"}, "a"),
        ({"q": "ÆRLIG vej"}, "a"),
        ({"q": "rlig"}, ""),
        ({"q": "jobformid"}, "abcdf"),  # a content element's Danish name
        ({"q": "mentorf"}, "e"),  # a kind's
        ({"q": "eksempelby 0999 vej"}, "abcf"),
        ({"q": "%"}, "abcdef"),
        ({"agreement_id": "r-1"}, "a"),
        ({"match_group": "jobparat"}, "abcdef"),
        ({"match_group": "2"}, "abcdef"),
        ({"theme": "health"}, ""),
        ({"theme": "job_search", "content_element": "training"}, "e"),
        ({"hours_max": "10"}, "a"),
        ({"hours_min": "10.5", "duration_max": "2"}, ""),
        ({"duration_min": "3", "language": "en"}, "d"),
        ({"price_max": "4900"}, "a"),
        ({"place": "0999"}, "abcef"),
        ({"place": "EKSEMPELB"}, "abcef"),
        ({"place": "%"}, ""),
        ({"accessible": "false"}, "b"),
        ({"intake": "cohorts"}, "d"),
        ({"incomplete": "true"}, "c"),
        ({"incomplete": "false", "status": "published"}, "abde"),
        ({"freshness": "fresh"}, "abcdef"),
        ({"freshness": "stale"}, ""),
    ],
)
async def test_the_list_is_narrowed(
    client: httpx.AsyncClient, query: dict[str, str], expected: str
) -> None:
    await load(client, *ROWS)
    assert sorted(await ids(client, **query)) == list(expected)


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("name", "bfecad"),
        ("-name", "dacefb"),
        ("price", "adefbc"),
        ("-price", "bfedac"),
        ("updated_at", "abcdef"),
        ("-updated_at", "fedcba"),
        ("fresh_until", "abcdef"),
        ("-fresh_until", "fedcba"),
    ],
)
async def test_each_order_is_paged_to_its_end_without_a_gap(
    client: httpx.AsyncClient, sort: str, expected: str
) -> None:
    for each in (*ROWS[:4], ROWS[4], ROWS[5]):
        await load(client, each)
    seen: list[str] = []
    query = {"limit": "2", "sort": sort}
    while True:
        page = (await client.get("/v1/offers", params=query)).json()
        seen += [each["id"] for each in page["items"]]
        if page["next"] is None:
            break
        query["cursor"] = page["next"]
    names = "".join(seen)
    assert sorted(names) == sorted(expected)
    # The names begin with a sign, N, P, @Z, Æ and Ø; a price that is not known stands last.
    assert names == expected if "name" not in sort else set(names) == set(expected)
    other = "name" if sort != "name" else "price"
    first = (await client.get("/v1/offers", params={"limit": "2", "sort": sort})).json()["next"]
    wrong = await client.get("/v1/offers", params={"sort": other, "cursor": first})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "cursor_invalid")


@pytest.mark.parametrize(
    ("sort", "value"), [("price", "1E+99"), ("price", "x"), ("updated_at", "x+00:00"), ("name", 1)]
)
async def test_a_forged_cursor_is_refused(
    client: httpx.AsyncClient, sort: str, value: object
) -> None:

    cursor = pages.encode((sort, value, "a"))  # type: ignore[arg-type]
    answer = await client.get("/v1/offers", params={"sort": sort, "cursor": cursor})
    assert (answer.status_code, answer.json()["code"]) == (422, "cursor_invalid")


async def test_all_that_fit_are_counted_only_when_asked(client: httpx.AsyncClient) -> None:
    await load(client, *ROWS)
    assert (await client.get("/v1/offers?limit=1")).json()["count"] is None
    found = (await client.get("/v1/offers?limit=1&count=exact&incomplete=false")).json()
    assert (found["count"], len(found["items"])) == (5, 1)


async def test_an_ended_code_is_read_as_its_successor_and_the_list_says_so(
    client: httpx.AsyncClient,
) -> None:
    found = (await client.get("/v1/offers?match_group=3")).json()
    (said,) = found["translated"]
    assert said == (
        "»Matchgruppe 3: midlertidigt passiv« (3) gælder ikke mere og læses som"
        " »Aktivitetsparat« (aktivitetsparat)."
    )
    assert (await client.get("/v1/offers?match_group=jobparat")).json()["translated"] == []


async def test_a_list_takes_the_same_queries_however_long_it_is(
    client: httpx.AsyncClient, app: FastAPI
) -> None:
    del app
    counts = []
    for rows in (ROWS[:1], ROWS):
        await load(client, *rows)
        with noted_statements() as said:
            await client.get("/v1/offers?q=vej&count=exact")
        counts.append(len(said))
    assert counts[0] == counts[1]


async def test_a_list_says_of_an_offer_what_the_offer_says(client: httpx.AsyncClient) -> None:
    await load(client, *ROWS)
    for each in (await client.get("/v1/offers")).json()["items"]:
        alone = (await client.get(f"/v1/offers/{each['id']}")).json()
        assert alone == each


@pytest.mark.parametrize("audience", ["machine", "people"])
@pytest.mark.parametrize("file_format", list(TYPES))
async def test_what_is_exported_and_imported_again_changes_nothing(
    client: httpx.AsyncClient, other: dict[str, str], file_format: str, audience: str
) -> None:
    await load(client, *ROWS)
    query = {"format": file_format, "for": audience}
    export = await client.get("/v1/offers/export", params=query)
    assert export.status_code == 200
    assert export.headers["content-type"].startswith(TYPES[file_format])
    assert "attachment" in export.headers["content-disposition"]
    headers = {"Content-Type": TYPES[file_format]}
    again = await client.post("/v1/offers/import", content=export.content, headers=headers)
    assert again.status_code == 200, again.text
    assert (again.json()["unchanged"], again.json()["rows"]) == (6, 6)
    # And in an empty municipality it makes the same range.
    theirs = await client.post("/v1/offers/import", content=export.content, headers=headers | other)
    assert theirs.json()["created"] == 6, theirs.text
    for each in ROWS:
        path = f"/v1/offers/{each['id']}"
        ours = (await client.get(path)).json()
        copy = (await client.get(path, headers=other)).json()
        for moment in ("created_at", "updated_at", "published_at", "paused_at", "fresh_until"):
            del ours[moment], copy[moment]
        assert ours == copy


async def test_an_export_for_people_is_what_a_danish_spreadsheet_expects(
    client: httpx.AsyncClient,
) -> None:
    await load(client, *ROWS)
    table = (await client.get("/v1/offers/export?format=csv&for=people")).content.decode()
    assert table.startswith("\ufeffId;Status;Navn;")
    assert ";25,0;" in table
    assert "b;udgivet;'=1+1;" in table
    machine = (await client.get("/v1/offers/export?format=csv")).text
    assert machine.startswith("id,status,name,")
    workbook = (await client.get("/v1/offers/export?format=xlsx&for=people")).content
    titles, first, *_ = workbooks.read_xlsx(workbook, max_rows=100)
    assert titles[:3] == ["Id", "Status", "Navn"]
    assert first[2] == "'=1+1"


async def test_an_export_holds_what_fits_and_what_the_caller_may_see(
    client: httpx.AsyncClient, signer: Signer
) -> None:
    await load(client, *ROWS, row("z", provider_id="p-2"))
    token = signer.token({"offers.read"}, kind="provider_staff", provider_id="p-2")
    own = await client.get("/v1/offers/export", headers={"Authorization": f"Bearer {token}"})
    assert [json.loads(line)["id"] for line in own.text.splitlines()] == ["z"]
    drafts = await client.get("/v1/offers/export?status=draft&format=json")
    assert [each["id"] for each in drafts.json()] == ["c"]
    assert (await client.get("/v1/offers/export?status=closed&format=json")).json() == []
    wrong = await client.get("/v1/offers/export?format=pdf")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "input_invalid")


async def test_a_workbook_is_reported_by_the_rows_that_a_person_sees(
    client: httpx.AsyncClient,
) -> None:
    file = io.BytesIO()
    sheet = sheets.XlsxSheet(
        file, "Ark", ["Id", "Navn", "Varighed i uger", "Status", "Tilgængeligt"]
    )
    sheet.add(["a", "Alfa", 8, "kladde", True])
    sheet.add([None, None, None, None, None])
    sheet.add(["b", "Beta", "otte", "kladde", None])
    sheet.close()
    answer = await client.post(
        "/v1/offers/import?on_error=skip_rows",
        content=file.getvalue(),
        headers={"Content-Type": sheets.XLSX},
    )
    (error,) = answer.json()["errors"]
    assert (error["row"], error["pointer"]) == (4, "/duration_weeks")
    alfa = (await client.get("/v1/offers/a")).json()
    assert (alfa["duration_weeks"], alfa["accessible"], alfa["status"]) == (8, True, "draft")


@pytest.mark.parametrize(
    ("body", "code"),
    [(b"PK", "sheet_unreadable"), (b"\xd0\xcf\x11\xe0" + b"x" * 600, "sheet_protected")],
)
async def test_a_workbook_that_cannot_be_read_is_refused(
    client: httpx.AsyncClient, body: bytes, code: str
) -> None:
    answer = await client.post(
        "/v1/offers/import", content=body, headers={"Content-Type": sheets.XLSX}
    )
    assert (answer.status_code, answer.json()["code"]) == (422, code)


async def test_a_key_that_stands_twice_is_refused(client: httpx.AsyncClient) -> None:
    for body, headers in (
        (b'{"id": "a", "name": "x", "name": "y"}', NDJSON),
        (b'[{"id": "a", "name": "x", "name": "y"}]', {"Content-Type": "application/json"}),
    ):
        answer = await client.post("/v1/offers/import", content=body, headers=headers)
        assert answer.json()["errors"][0]["code"] == "json_duplicate_key"
