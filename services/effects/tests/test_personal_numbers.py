"""A CPR number comes in by no column and in no shape, and an id that is none is left in peace."""

import re
from pathlib import Path

import duckdb
import httpx
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from effects import reading
from effects.reading import cpr

from .factories import courses, hours, send

SHAPES = [
    "0101901234",
    "010190-1234",
    "010190\u20131234",
    "010190.1234",
    "010190/1234",
    "010190 - 1234",
    "010190\u00a01234",
    "01-01-90-1234",
    "01.01.90 1234",
    "x-010190-1234",
    "borger010190-1234x",
    "1101901234.0",
    "\u0660\u0661\u0660\u0661\u0669\u0660\u0661\u0662\u0663\u0664",
    "610190-1234",
]
INNOCENT = [
    "3299991234",
    "0713901234",
    "20101901234",
    "01019012345",
    "citizen-001",
    "01019012-0101-4a01-8a01-0101901234ab",
    "0101901234ab0101901234ab0101901234ab0101",
    "2024-01-01",
    "99123456",
    "101901234",
]


@pytest.mark.parametrize("value", SHAPES)
@pytest.mark.parametrize("column", ["citizen_id", "course_id"])
async def test_an_id_that_is_a_personal_number_is_refused_and_not_repeated(
    client: httpx.AsyncClient, column: str, value: str
) -> None:
    answer = await send(client, "courses", courses([{column: value}]))
    assert answer.status_code == 422
    errors = [(error["pointer"], error["code"]) for error in answer.json()["errors"]]
    assert errors == [(f"/rows/1/{column}", "cpr_value")]
    assert value.strip() not in answer.text


@pytest.mark.parametrize("column", ["target_group", "match_group", "offer_id", "provider_id"])
async def test_a_personal_number_within_a_text_is_refused(
    client: httpx.AsyncClient, column: str
) -> None:
    answer = await send(client, "courses", courses([{column: "dagpenge (010190-1234)"}]))
    assert [error["code"] for error in answer.json()["errors"]] == ["cpr_value"]
    assert "010190" not in answer.text


@pytest.mark.parametrize("value", INNOCENT)
async def test_an_id_that_is_no_personal_number_is_taken(
    client: httpx.AsyncClient, value: str
) -> None:
    answer = await send(client, "courses", courses([{"citizen_id": value, "course_id": value}]))
    assert answer.status_code == 201, answer.text


async def test_a_p_number_of_a_workplace_may_begin_like_a_date(client: httpx.AsyncClient) -> None:
    answer = await send(client, "courses", courses([{"offer_id": "1011901234"}]))
    assert answer.status_code == 201, answer.text


@pytest.mark.parametrize("header", SHAPES)
async def test_a_header_that_is_a_personal_number_is_refused_and_not_repeated(
    client: httpx.AsyncClient, header: str
) -> None:
    file = f"citizen_id,month,hours,{header}\na,2024-01,1,x\n"
    answer = await send(client, "hours", file)
    assert [error["code"] for error in answer.json()["errors"]] == ["cpr_header"]
    assert header not in answer.text


@pytest.mark.parametrize("number", [1101901234, 1101901234.0])
def test_a_number_in_a_parquet_file_is_no_id(tmp_path: Path, number: float) -> None:
    file = tmp_path / "hours.parquet"
    pq.write_table(pa.table({"citizen_id": [number], "month": ["2024-01"], "hours": [1.0]}), file)
    with duckdb.connect() as con:
        answer = reading.read_hours(con, file)
    assert [mistake.code for mistake in answer.mistakes] == ["cpr_value"]


def test_further_columns_may_hold_coordinates_but_no_personal_numbers(tmp_path: Path) -> None:
    codes = []
    with duckdb.connect() as con:
        for value in ("12.11991234", "ring 010190 1234"):
            file = tmp_path / "hours.csv"
            header, row = hours(("a", "2024-01", "1")).splitlines()
            file.write_text(f"{header},further\n{row},{value}\n", encoding="utf-8")
            codes.append([mistake.code for mistake in reading.read_hours(con, file).mistakes])
    assert codes == [[], ["cpr_value"]]


@pytest.mark.parametrize("value", SHAPES + INNOCENT)
def test_python_and_duckdb_read_the_pattern_alike(value: str) -> None:
    with duckdb.connect() as con:
        found = con.execute("SELECT regexp_matches(?, ?)", [value, cpr.WITHIN]).fetchone()
    assert found == (re.search(cpr.WITHIN, value) is not None,)
