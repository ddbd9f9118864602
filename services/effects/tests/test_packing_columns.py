"""Parquet columns of any type are packed in the quick way as in the careful one, or left to it."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from .packing_readings import pack_at_the_door, pack_both
from .packing_rows import write_parquet


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as con:
        yield con


_DAY, _TIME = datetime(2020, 2, 1), datetime(2020, 2, 1, 3)  # noqa: DTZ001 - a date without a zone
COLUMNS: list[tuple[str, str, pa.DataType, tuple[Any, Any], bool]] = [
    ("courses", "starts_on", pa.timestamp("ns"), (_DAY, _DAY), True),
    ("courses", "ends_on", pa.timestamp("us"), (_DAY, None), True),
    ("courses", "ends_on", pa.timestamp("ms"), (_DAY, _TIME), False),
    ("courses", "ends_on", pa.timestamp("us", "UTC"), (_DAY, _DAY), False),
    ("courses", "ends_on", pa.string(), ("2020-02-01", None), True),
    ("courses", "ends_on", pa.date32(), (date(2020, 2, 1), date(9999, 12, 31)), False),
    ("courses", "starts_on", pa.string(), ("2020-01-01", "2020-W01-1"), False),
    ("courses", "birth_year", pa.float64(), (1980.0, None), True),
    ("courses", "birth_year", pa.float64(), (1980.5, None), False),
    ("courses", "birth_year", pa.int64(), (70000, None), False),
    ("courses", "birth_year", pa.decimal128(6, 2), (Decimal("1980.00"), None), False),
    ("courses", "birth_year", pa.large_string(), ("0x7BC", "01980"), False),
    ("courses", "price_dkk", pa.int64(), (100, None), True),
    ("courses", "price_dkk", pa.uint64(), (100, 2**63), False),
    ("courses", "price_dkk", pa.decimal128(18, 2), (None, Decimal("1.25")), True),
    ("courses", "price_dkk", pa.decimal128(38, 9), (Decimal("1.25"), Decimal("1.255")), False),
    ("courses", "price_dkk", pa.float32(), (123456784.0, 1.0), False),
    ("courses", "price_dkk", pa.float64(), (1e17, 1.0), False),
    ("courses", "price_dkk", pa.float64(), (float("nan"), 1.0), False),
    ("courses", "business_oriented", pa.int8(), (1, 0), False),
    ("courses", "business_oriented", pa.string(), ("ja", "nej"), True),
    ("courses", "offer_id", pa.large_string(), ("o", "ø"), True),
    ("courses", "offer_id", pa.string_view(), ("o", "ø"), True),
    ("courses", "offer_id", pa.dictionary(pa.int8(), pa.string()), ("o", "ø"), True),
    ("courses", "offer_id", pa.int64(), (1, 2), False),
    ("courses", "match_group", pa.dictionary(pa.int32(), pa.string()), ("2", None), True),
    ("courses", "course_id", pa.dictionary(pa.int32(), pa.string()), ("1", "2"), True),
    ("courses", "course_id", pa.large_string(), ("1", "0701901234"), False),
    ("courses", "citizen_id", pa.dictionary(pa.int32(), pa.large_string()), ("a", "b"), True),
    ("courses", "note", pa.large_string(), ("", "0701901234"), False),
    ("courses", "note", pa.string(), ("", None), True),
    ("courses", "note", pa.dictionary(pa.int8(), pa.string()), ("x", None), True),
    ("courses", "note", pa.timestamp("ms"), (_DAY, None), False),
    ("courses", "note", pa.uint8(), (1, None), True),
    ("courses", "note", pa.list_(pa.string()), (["x"], None), False),
    ("courses", "Offer_id", pa.string(), ("x", "y"), False),
    ("support", "citizen_id", pa.large_string(), ("a", "b"), True),
    ("support", "code", pa.string_view(), ("111", "651"), True),
    ("support", "from_week", pa.large_string(), ("2020-W01", "2021-W53"), False),
    ("support", "code", pa.int64(), (111, 651), False),
    ("support", "code", pa.string(), ("111", None), False),
    ("hours", "hours", pa.int64(), (7, 8), True),
    ("hours", "hours", pa.float64(), (0.1 + 0.2, 1.0), False),
    ("hours", "hours", pa.float64(), (744.01, 1.0), False),
    ("hours", "hours", pa.decimal128(38, 9), (Decimal("37.5"), Decimal(1)), True),
    ("hours", "hours", pa.decimal128(38, 9), (Decimal("0.333333333"), Decimal(1)), False),
    ("hours", "hours", pa.string(), ("7.5", "8"), False),
]
"""Columns of Parquet files, and whether they are taken in the quick way."""


@pytest.mark.parametrize(("kind", "column", "type_", "values", "quickly"), COLUMNS)
def test_a_column_of_any_type_is_packed_alike(
    con: duckdb.DuckDBPyConnection,
    tmp_path: Path,
    kind: str,
    column: str,
    type_: pa.DataType,
    values: tuple[Any, Any],
    quickly: bool,
) -> None:
    files = write_parquet(tmp_path, kind, column, type_, values)
    assert pack_both(con, files) == quickly


@pytest.mark.parametrize(
    ("kind", "column", "type_", "values", "taken"),
    [
        ("courses", "business_oriented", pa.int8(), (1, 0), True),
        ("courses", "offer_id", pa.int64(), (1, 2), True),
        ("courses", "note", pa.list_(pa.string()), (["x"], None), True),
        ("hours", "hours", pa.decimal128(38, 9), (Decimal("0.333333333"), Decimal(1)), True),
        ("hours", "hours", pa.float64(), (744.01, 1.0), False),
        ("courses", "course_id", pa.large_string(), ("1", "0701901234"), False),
    ],
)
def test_what_is_not_taken_quickly_is_what_the_careful_reading_says(
    con: duckdb.DuckDBPyConnection,
    tmp_path: Path,
    kind: str,
    column: str,
    type_: pa.DataType,
    values: tuple[Any, Any],
    taken: bool,
) -> None:
    files = write_parquet(tmp_path, kind, column, type_, values)
    assert pack_at_the_door(con, files) == taken
