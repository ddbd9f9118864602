"""Rows in bulk: whatever a batch looks like, each row is judged on its own and named when wrong."""

import json
from collections.abc import AsyncIterator
from datetime import date, datetime
from typing import Annotated, Any

import httpx
import pytest
import pytest_asyncio
from fastapi import Depends, FastAPI
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from kit.bulk import batches, cells, outcomes, rows, uploads
from kit.bulk.outcomes import Outcome, Report
from kit.bulk.uploads import OptionsDep, Upload
from kit.clock import Now
from kit.database import COLUMN_TYPES, Database, SessionDep, new_metadata
from kit.rights import CallerDep, requires
from kit.testing.clients import client_of
from kit.testing.signing import Signer
from kit.texts import Amount, Codes, Id, Line, Whole

NDJSON = "application/x-ndjson"
NUMBER = "010160-1234"
"""Shaped like a CPR number; it may stand in no answer."""
MAX_ROWS = 4


class Price(BaseModel):
    model_config = ConfigDict(extra="forbid")

    amount: Amount


class Seat(BaseModel):
    model_config = ConfigDict(extra="forbid")

    id: Id
    name: Line
    number: Annotated[Whole, Field(ge=1)] = 1
    price: Amount | None = None
    is_soft: Annotated[bool, Field(strict=True)] | None = None
    free_on: date | None = None
    words: Codes = []
    parts: list[Price] = []


class Record(DeclarativeBase):
    metadata = new_metadata()
    type_annotation_map = COLUMN_TYPES


class SeatBatch(batches.BatchColumns, Record):
    __tablename__ = "seat_batches"

    provider_id: Mapped[str] = mapped_column(primary_key=True)


COLUMNS = cells.table(
    {
        "id": "text",
        "name": "text",
        "number": "whole",
        "price": "decimal",
        "is_soft": "boolean",
        "free_on": "date",
        "words": "list",
    },
    required=("id", "name"),
)
TAKEN: list[dict[str, Any]] = []
"""What the last batch said, as the model took it."""

UploadDep = Annotated[Upload, Depends(uploads.upload_reader(max_bytes=1 << 20))]


async def take_seats(
    upload: UploadDep, options: OptionsDep, session: SessionDep, caller: CallerDep, at: Now
) -> Report:
    own = {"provider_id": caller.provider_id or ""}
    await batches.lock(session, caller, "seats.import")
    repeated = await batches.find_taken(session, caller, SeatBatch, upload, options, **own)
    if repeated is not None:
        return repeated
    outcome = Outcome()
    batch = rows.read(upload, columns=COLUMNS, max_rows=MAX_ROWS)
    good = await outcomes.judge_all(
        batch, outcome, judge=outcomes.good(Seat), key=lambda row: row.value.id
    )
    TAKEN[:] = [row.value.model_dump(mode="json", exclude_unset=True) for row in good.values()]
    for _ in good:
        outcome.count("created")
    report = outcomes.settle(outcome, options, uploads.batch_id_of(upload, options))
    if report.outcome == "taken":
        batches.keep(session, caller, SeatBatch, upload, options, report, at=at, **own)
    return report


@pytest_asyncio.fixture(loop_scope="session")
async def seats(app: FastAPI, database: Database) -> FastAPI:
    async with database.transaction("0999") as session:
        await session.execute(
            text(
                "CREATE TEMPORARY TABLE seat_batches (municipality text, id text, provider_id text,"
                " content_hash bytea, report jsonb, taken_at timestamptz, taken_by text,"
                " PRIMARY KEY (municipality, id, provider_id))"
            )
        )
    app.add_api_route(
        "/v1/seats/import",
        take_seats,
        methods=["POST"],
        dependencies=[requires("seats.make")],
        openapi_extra=uploads.request_body(Seat),
    )
    return app


@pytest_asyncio.fixture(loop_scope="session")
async def client(seats: FastAPI, signer: Signer) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(seats, signer.token({"seats.make"})) as client:
        yield client


async def send(
    client: httpx.AsyncClient, body: bytes | str, media_type: str = NDJSON, **query: str
) -> httpx.Response:
    content = body.encode() if isinstance(body, str) else body
    answer = await client.post(
        "/v1/seats/import", content=content, headers={"Content-Type": media_type}, params=query
    )
    assert NUMBER not in answer.text
    return answer


def line(**said: object) -> str:
    return json.dumps({"id": "a", "name": "A", **said}) + "\n"


def codes(answer: httpx.Response) -> list[tuple[str, str]]:
    return [(each["pointer"], each["code"]) for each in answer.json()["errors"]]


SAID = {
    "id": "a",
    "name": "=Én; to",
    "number": 7,
    "price": "1234.50",
    "is_soft": True,
    "free_on": "2026-11-02",
    "words": ["x", "y"],
}


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (json.dumps(SAID), NDJSON),
        ("\r\n\n" + json.dumps(SAID) + "\r\n", "application/jsonl; charset=utf-8"),
        (json.dumps([SAID]), "application/json"),
        (b"\xef\xbb\xbf" + json.dumps([SAID], indent=1).encode(), "Application/JSON"),
        (
            "id,name,number,price,is_soft,free_on,words\r\n{}\r\n\r\n".format(
                "a,'=Én; to,7,1234.50,true,2026-11-02,x|y"
            ),
            "text/csv",
        ),
        (
            "\ufeffId;Name;number;price;is_soft;free_on;words\n{}\n".format(
                'a;"\'=Én; to"; 7 ;1234,50;SAND;2-11-2026; x | y '
            ),
            "text/csv; charset=utf-8",
        ),
    ],
)
async def test_the_same_row_is_read_from_every_format(
    client: httpx.AsyncClient, body: bytes | str, media_type: str
) -> None:
    answer = await send(client, body, media_type)
    assert answer.status_code == 200, answer.text
    assert (answer.json()["outcome"], answer.json()["created"]) == ("taken", 1)
    assert TAKEN == [SAID]


async def test_an_empty_cell_is_left_out(client: httpx.AsyncClient) -> None:
    answer = await send(client, "id,name,number,price,words\na,A,, ,\n", "text/csv")
    assert answer.status_code == 200, answer.text
    assert TAKEN == [{"id": "a", "name": "A"}]


@pytest.mark.parametrize(
    ("header", "code", "said"),
    [
        ("id,name,colour", "csv_header_invalid", "Kolonne 3 kendes ikke"),
        ("id,number", "csv_header_invalid", "navngive id, name og ellers kun"),
        ("id,name,id", "csv_header_invalid", "højst én gang"),
        ("", "csv_header_invalid", "free_on, id, is_soft"),
        (f"id,name,{NUMBER}", "csv_header_invalid", "Kolonne 3 kendes ikke"),
        ("id,name,CPR-nr.,colour", "cpr_column", "Kolonne 3 hedder"),
        ("id,name,Person Nummer", "cpr_column", "Kolonne 3 hedder"),
    ],
)
async def test_a_header_that_does_not_fit_is_refused_with_what_would(
    client: httpx.AsyncClient, header: str, code: str, said: str
) -> None:
    answer = await send(client, f"{header}\na,b,c\n", "text/csv")
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert said in answer.json()["detail"]


def test_a_column_of_persons_numbers_is_read_only_where_that_is_allowed() -> None:
    with pytest.raises(ValueError, match="must be allowed"):
        cells.table({"cpr": "text"})
    batch = Upload("csv", b"cpr\n0101\n", b"")
    allowed = cells.table({"cpr": "text"}, allow_cpr=True)
    assert [row.value for row in rows.read(batch, columns=allowed, max_rows=1)] == [{"cpr": "0101"}]


@pytest.mark.parametrize(
    ("wrong", "mistake"),
    [
        (b"\xff", ("", "row_unreadable")),
        (b'{"id": "b", "name": "\xff"}', ("", "not_utf8")),
        (b'{"id": "b", "name": "\\ud800"}', ("/name", "string_unicode")),
        (b'{"id": "b", "id": "c", "name": "B"}', ("", "json_duplicate_key")),
        (b'{"id": "b", "name": "B", "price": NaN}', ("", "row_unreadable")),
        (b"[" * 100_000, ("", "row_unreadable")),
        (b'{"id": "b", "name": "B"} {}', ("", "row_unreadable")),
        (b'{"id": "b", "name": "B"},{"id": "c", "name": "C"}', ("", "row_unreadable")),
        (b'{"id": "b", "name": "B"', ("", "row_unreadable")),
        (b'"b"', ("", "model_type")),
        (b'{"id": "b"}', ("/name", "missing")),
        (f'{{"id": "b", "name": "{NUMBER}"}}'.encode(), ("/name", "cpr_in_text")),
        (f'{{"id": "b", "name": "B", "{NUMBER}": 1}}'.encode(), ("/[cpr]", "extra_forbidden")),
        (b'{"id": "a", "name": "B"}', ("/id", "repeated_id")),
        (
            b'{"id": "b", "name": "B", "words": [' + b'"x",' * 1_000 + b'"x"]}',
            ("/words", "too_long"),
        ),
        (
            b"{" + b",".join(b'"x%d": 1' % each for each in range(1_001)) + b"}",
            ("", "too_long"),
        ),
    ],
)
async def test_a_bad_row_is_refused_alone_and_says_where(
    client: httpx.AsyncClient, wrong: bytes, mistake: tuple[str, str]
) -> None:
    body = line().encode() + wrong + b"\n" + line(id="d").encode()
    refused = await send(client, body)
    assert (refused.status_code, refused.json()["code"]) == (422, "import_refused")
    pointer, code = mistake
    assert codes(refused) == [("/1" + pointer, code)]
    assert refused.json()["report"]["created"] == 0

    skipped = await send(client, body, on_error="skip_rows")
    assert skipped.status_code == 200, skipped.text
    assert (skipped.json()["created"], skipped.json()["refused"]) == (2, 1)
    assert [(each["row"], each["pointer"]) for each in skipped.json()["errors"]] == [(2, pointer)]


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        ("[" + line() + ", " + line(id="b")[:-3], "application/json"),
        ("[" + line() + line(id="b") + "]", "application/json"),
        ('id,name\na,A\nb,"B\n', "text/csv"),
    ],
)
async def test_what_cannot_be_read_to_its_end_is_taken_in_no_part(
    client: httpx.AsyncClient, body: str, media_type: str
) -> None:
    answer = await send(client, body, media_type, on_error="skip_rows")
    assert (answer.status_code, answer.json()["code"]) == (422, "import_refused")
    assert codes(answer) == [("/1", "row_unreadable")]
    assert "til ende" in answer.json()["detail"]


async def test_a_row_of_a_table_is_named_as_a_spreadsheet_counts(
    client: httpx.AsyncClient,
) -> None:
    body = "id;name;number;free_on\na;A;1;\n\nb;B;1,5;31-02-2026\nc;C\n"
    errors = (await send(client, body, "text/csv")).json()["report"]["errors"]
    assert [(each["row"], each["pointer"], each["code"]) for each in errors] == [
        (4, "/number", "int_type"),
        (4, "/free_on", "date_from_datetime_parsing"),
        (5, "", "csv_row_length"),
    ]


@pytest.mark.parametrize(
    ("body", "media_type", "status", "code"),
    [
        ("", NDJSON, 422, "import_empty"),
        (" \n\r\n", NDJSON, 422, "import_empty"),
        ("[]", "application/json", 422, "import_empty"),
        ("id,name\n", "text/csv", 422, "import_empty"),
        ("{}", "application/json", 422, "json_not_an_array"),
        ("<a/>", "application/xml", 415, "unsupported_media_type"),
        ("".join(line(id=str(at)) for at in range(MAX_ROWS + 1)), NDJSON, 413, "import_too_large"),
        ("[" + ",".join(["1"] * 9) + "]", "application/json", 413, "import_too_large"),
        ("id,name\n" + "a,A\n" * 9, "text/csv", 413, "import_too_large"),
        ("id,name\n" + "\n" * 2_000 + "a,A\n", "text/csv", 413, "import_too_large"),
        (" " * (1 << 20) + line(), NDJSON, 413, "import_too_large"),
    ],
)
async def test_too_little_too_much_and_what_is_not_read_are_said(
    client: httpx.AsyncClient, body: str, media_type: str, status: int, code: str
) -> None:
    answer = await send(client, body, media_type)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_a_trial_tells_the_mistakes_and_takes_nothing(client: httpx.AsyncClient) -> None:
    query = {"validate_only": "true", "batch_id": "one"}
    tried = await send(client, line() + line(id="b", number=0), **query)
    assert (tried.status_code, tried.json()["outcome"]) == (200, "validated")
    assert [each["pointer"] for each in tried.json()["errors"]] == ["/number"]
    assert (await send(client, line(), batch_id="one")).json()["outcome"] == "taken"


async def test_a_batch_with_a_name_is_taken_once(client: httpx.AsyncClient) -> None:
    first = await send(client, line(), batch_id="one")
    again = await send(client, line(), batch_id="one")
    assert again.json() == first.json() | {"outcome": "repeated"}
    other = await send(client, line(id="b"), batch_id="one")
    assert (other.status_code, other.json()["code"]) == (409, "batch_id_reused")
    unnamed = [(await send(client, line())).json()["outcome"] for _ in range(2)]
    assert unnamed == ["taken", "taken"]


async def test_each_provider_names_its_own_batches(seats: FastAPI, signer: Signer) -> None:
    for provider_id in ("north", "south"):
        token = signer.token({"seats.make"}, provider_id=provider_id)
        async with client_of(seats, token) as client:
            answer = await send(client, line(id=provider_id), batch_id="one")
            assert (answer.status_code, answer.json()["outcome"]) == (200, "taken")


async def test_mistakes_are_listed_up_to_a_limit_and_counted_beyond(
    client: httpx.AsyncClient,
) -> None:
    many = line(id="b", **{f"x{at}": 1 for at in range(150)})
    report = (await send(client, many, on_error="skip_rows")).json()
    assert (len(report["errors"]), report["errors_left_out"]) == (100, 50)


async def test_the_document_shows_a_row_in_full(client: httpx.AsyncClient) -> None:
    document = (await client.get("/openapi.json")).json()
    body = document["paths"]["/v1/seats/import"]["post"]["requestBody"]["content"]
    assert set(body) == {"application/x-ndjson", "application/json", "text/csv"}
    row = body["application/json"]["schema"]["items"]
    assert row["properties"]["parts"]["items"]["properties"].keys() == {"amount"}
    assert "$ref" not in json.dumps(row)


async def test_when_a_batch_was_taken_and_by_whom_is_kept(
    client: httpx.AsyncClient, database: Database
) -> None:
    await send(client, line(), batch_id="one")
    async with database.transaction("0999") as session:
        kept = await session.get_one(
            SeatBatch, {"municipality": "0999", "id": "one", "provider_id": ""}
        )
    assert kept.taken_by
    assert isinstance(kept.taken_at, datetime)
    assert kept.report["created"] == 1
