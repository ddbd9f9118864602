"""What is packed in the quick way is what the careful reading makes of it, and no mistake slips by.

Each test alters good files in one thing, or a few, and packs them in both ways.
"""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from effects.packing import Files

from .packing_readings import files_in, pack_at_the_door, pack_both
from .random_registers import draw_register, write_files

CODES = """\
code,class,label_da,valid_from,valid_to
111,support,Dagpenge,1990-01-01,
651,education,SU,2000-01-06,2030-12-31
"""
SUPPORT = ("citizen_id", "from_week", "to_week", "code")
HOURS = ("citizen_id", "month", "hours")
COURSES = (
    "course_id", "citizen_id", "offer_id", "provider_id", "target_group", "match_group",
    "municipality", "starts_on", "ends_on", "birth_year", "price_dkk", "business_oriented",
)  # fmt: skip
ROWS: dict[str, list[dict[str, str]]] = {
    "support": [
        dict(zip(SUPPORT, ("a", "2020-W01", "2020-W10", "111"), strict=True)),
        dict(zip(SUPPORT, ("b", "2020-W01", "2020-W53", "651"), strict=True)),
    ],
    "hours": [
        dict(zip(HOURS, ("a", "2020-05", "160.33"), strict=True)),
        dict(zip(HOURS, ("b", "2020-06", "7"), strict=True)),
    ],
    "courses": [
        dict(zip(COURSES, values.split(","), strict=True))
        for values in (
            "1,a,o,p,t,2,0999,2020-01-01,2020-03-31,1980,100.50,true",
            "2,b,o,p,t,,,2020-01-01,,,,false",
        )
    ],
}
TYPES: dict[str, pa.DataType] = {
    "starts_on": pa.date32(),
    "ends_on": pa.date32(),
    "birth_year": pa.int64(),
    "price_dkk": pa.float64(),
    "business_oriented": pa.bool_(),
    "hours": pa.float64(),
}

TEXTS = (
    "", "   ", "\x00x", "x" * 201, "ø" * 101, "070190-1234", "0701901234", "701901234",
    "６７０１９０1234", "1003456789", "3f2504e0-4f89-11d3-9a0c-0305e82c3301",
    "d41d8cd98f00b204e9800998ecf8427e", "æøå", 'a"b', "a,b", "a\nb", "a\rb", " a", "\u00a0", "😀",
)  # fmt: skip
NUMBERS = (
    "-1", "-0", "-0.001", "744", "744.01", "745", "0.123456789", "0.1234567891", "1e2", "1.", ".5",
    "0.30000000000000004", " 1 ", "1_0", "nan", "inf", '"1,5"', "", "1e-400", "1e30", "10.005",
)  # fmt: skip
VALUES = [
    *(
        ("courses", column, text)
        for column in ("course_id", "citizen_id", "offer_id", "match_group", "municipality", "note")
        for text in TEXTS
    ),
    *(("support", column, text) for column in ("citizen_id", "code", "note") for text in TEXTS),
    *(("hours", "citizen_id", text) for text in TEXTS),
    *(("courses", "municipality", text) for text in ("999", "99", "１２３", "1234")),
    *(
        ("support", column, week)
        for column in ("from_week", "to_week")
        for week in ("2021-W53", "2020-W53", "2020-W5", "2020w05", "2020-W00", "1899-W01", "", "x")
    ),
    *(("hours", "month", month) for month in ("2024-13", "2024-00", "2024-1", "2024-01-01", "")),
    *(("hours", "hours", number) for number in NUMBERS),
    *(("courses", "price_dkk", number) for number in NUMBERS),
    *(
        ("courses", column, day)
        for column in ("starts_on", "ends_on")
        for day in (
            "2020-02-30",
            "2020-2-3",
            "01-02-2020",
            "2020-01-01T00:00:00",
            "2020-W01-1",
            "20200101",
            "1899-12-31",
            "2199-12-31",
            "2200-01-01",
            "",
            " 2020-01-02",
            "2019-12-31",
            "9999-12-31",
        )  # fmt: skip
    ),
    *(
        ("courses", "birth_year", year)
        for year in (
            "80",
            "1980.0",
            "1980.5",
            "01980",
            "1799",
            "1800",
            "2021",
            "",
            "0x7BC",
            "１９８０",
        )
    ),
    *(
        ("courses", "business_oriented", truth)
        for truth in ("ja", "Nej", "1", "0", "1.0", "TRUE", "t", "yes", "", "true ")
    ),
]
"""Values of a CSV file, some good, most not."""


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as con:
        yield con


def _write(folder: Path, kind: str, column: str, value: str | None, row: int = 1) -> Files:
    """Good CSV files but for one value."""
    (folder / "codes.csv").write_text(CODES, encoding="utf-8")
    for name, rows in ROWS.items():
        columns = list(rows[0])
        if name == kind and column not in columns:
            columns.append(column)
        lines = [",".join(columns)]
        for number, good in enumerate(rows):
            altered = {**good, column: value} if (name, number) == (kind, row) else good
            lines.append(",".join(_quoted(altered.get(each) or "") for each in columns))
        text = "".join(f"{line}\n" for line in lines)
        (folder / f"{name}.csv").write_bytes(text.encode())
    return files_in(folder)


def _quoted(value: str) -> str:
    needed = any(letter in value for letter in ',"\r\n')
    return '"' + value.replace('"', '""') + '"' if needed else value


def _write_parquet(
    folder: Path, kind: str = "", column: str = "", type_: pa.DataType | None = None, *values: Any
) -> Files:
    """Good Parquet files but for one column."""
    (folder / "codes.csv").write_text(CODES, encoding="utf-8")
    for name, rows in ROWS.items():
        columns: dict[str, pa.Array] = {}
        for each in rows[0]:
            texts = pa.array([row[each] or None for row in rows], pa.string())
            columns[each] = texts.cast(TYPES.get(each, pa.string()))
        if name == kind:
            columns[column] = pa.array(values, type_)
        pq.write_table(pa.table(columns), folder / f"{name}.parquet")
    return files_in(folder, ".parquet")


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
@pytest.mark.parametrize("seed", range(8))
def test_random_registers_are_packed_alike(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, suffix: str, seed: int
) -> None:
    register = draw_register(Random(f"packed {seed}"))  # noqa: S311 - seeded, no secret
    written = write_files(register, tmp_path, suffix=suffix)
    files = Files(
        courses=written.courses, support=written.support, hours=written.hours, codes=written.codes
    )
    assert pack_both(con, files) or not register.support
    assert pack_at_the_door(con, files)


@pytest.mark.parametrize("part", range(6))
def test_no_value_is_taken_that_the_careful_reading_refuses_or_reads_otherwise(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, part: int
) -> None:
    quickly = [
        pack_both(con, _write(tmp_path, kind, column, value))
        for kind, column, value in VALUES[part::6]
    ]
    assert any(quickly)
    assert not all(quickly)


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        ("support", "\n", "\r\n"),  # of the first line alone
        ("support", "code\n", "code\n\n"),
        ("support", "111\n", "111\r\n"),
        ("support", "111\n", "111\r"),
        ("support", "111\n", "111\n\n"),
        ("support", "651\n", "651"),
        ("support", "651\n", "651\n\n"),
        ("support", "651\n", "651\n,,,\n"),
        ("support", "651\n", '"651'),
        ("support", "651\n", '"651"'),
        ("support", "651\n", '"651" \n'),
        ("support", "651\n", ' "651"\n'),
        ("support", "651\n", '6"51\n'),
        ("support", "651\n", "651,\n"),
        ("support", "651\n", "651,x\n"),
        ("support", ",651\n", "\n"),
        ("support", "b,", '"b"b,'),
        ("support", "b,", '"b""b",'),
        ("support", "b,", "\udce6,"),
        ("support", "2020-W10,111", "2020-W10,\udce6"),
        ("support", "code", "code,"),
        ("support", "code", "Code"),
        ("support", "code", '"code"'),
        ("support", "citizen_id", "\ufeffcitizen_id"),
        ("support", "citizen_id", '\ufeff"citizen_id"'),
        ("support", ",", ";"),
        ("support", "code", "code,cpr"),
        ("support", "code\n", "code,code\n"),
        ("support", "2020-W53", "2020-W53,651\na,2020-W10,2020-W12"),  # overlaps the first
        ("support", "b,2020-W01", "a,2020-W05"),
        ("support", "2020-W53", "2031-W05"),  # the code is valid until 2030
        ("support", "from_week,to_week", "to_week,from_week"),
        ("hours", "b,", "a,"),
        ("hours", "hours\n", "hours,exit_to_job\n"),
        ("hours", "hours", "hours,"),
        ("courses", "2,b", "1,b"),
        ("courses", "business_oriented", "business_oriented,exit_to_job"),
        ("courses", "business_oriented", "business_oriented,Age_Band"),
        ("courses", "provider_id", "provider"),
        ("courses", "2020-03-31,1980", "2020-03-31,2021"),
    ],
)
def test_no_line_is_taken_that_the_careful_reading_refuses_or_reads_otherwise(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, kind: str, old: str, new: str
) -> None:
    files = _write(tmp_path, "", "", None)
    file = tmp_path / f"{kind}.csv"
    text = file.read_text(encoding="utf-8")
    assert old in text
    count = 1 if len(old) > 1 or old == "\n" else -1
    file.write_bytes(text.replace(old, new, count).encode("utf-8", "surrogateescape"))
    pack_both(con, files)
    pack_at_the_door(con, files)


@pytest.mark.parametrize("kind", list(ROWS))
def test_a_file_of_a_header_alone_is_packed_alike(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, kind: str
) -> None:
    files = _write(tmp_path, "", "", None)
    (tmp_path / f"{kind}.csv").write_text(",".join(ROWS[kind][0]) + "\n", encoding="utf-8")
    pack_both(con, files)
    assert pack_at_the_door(con, files)


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
    files = _write_parquet(tmp_path, kind, column, type_, *values)
    assert pack_both(con, files) == quickly
    pack_at_the_door(con, files)
