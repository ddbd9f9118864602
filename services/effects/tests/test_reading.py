"""Good files are read whole, whatever their order, extra columns and format."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from effects import reading, weeks

COURSES = (
    "course_id,citizen_id,offer_id,provider_id,target_group,match_group,municipality,"
    "starts_on,ends_on,birth_year,price_dkk,business_oriented"
)
CODES = (
    "code,class,label_da,valid_from,valid_to\n"
    "111,support,Dagpenge,1990-01-01,2015-06-30\n"
    "111,support,Dagpenge,2015-07-01,\n"
    "651,education,SU,2000-01-03,2030-12-31\n"
)


@pytest.fixture
def con(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that knows a code list."""
    with duckdb.connect() as connection:
        codes = tmp_path / "codes.csv"
        codes.write_text(CODES, encoding="utf-8")
        assert reading.read_codes(connection, codes).accepted
        yield connection


def test_ids_keep_their_leading_zeros_and_further_columns_are_kept(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    file = tmp_path / "courses.csv"
    file.write_text(
        "team," + COURSES + "\n"
        "nord,007,000123,0042,12345678,dagpenge,,630,2024-02-29,,1980,1234.5,ja\n"
        '"a ""b"", c",8,æøå,o,p,t,2,0101,,,,,\n',
        encoding="utf-8",
    )
    answer = reading.read_courses(con, file)
    assert (answer.rows, answer.refused, answer.mistakes) == (2, 0, ())
    assert con.execute("FROM courses").fetchall() == [
        ("nord", "007", "000123", "0042", "12345678", "dagpenge", None, "0630", date(2024, 2, 29),
         None, 1980, Decimal("1234.50"), True),
        ('a "b", c', "8", "æøå", "o", "p", "t", "2", "0101", None, None, None, None, None),
    ]  # fmt: skip


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_lines_end_as_on_any_system(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, newline: str, bom: str
) -> None:
    file = tmp_path / "hours.csv"
    rows = ["citizen_id,month,hours", "a,2024-07,0.1", "a,2024-07,160.33"]
    file.write_bytes((bom + newline.join(rows)).encode())
    assert reading.read_hours(con, file).accepted
    july = weeks.parse_month("2024-07")
    assert con.execute("FROM hours").fetchall() == [
        ("a", july, Decimal("0.100000000")),
        ("a", july, Decimal("160.330000000")),
    ]


def test_a_file_of_a_header_alone_is_an_empty_register(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    file = tmp_path / "support.csv"
    file.write_text("citizen_id,from_week,to_week,code", encoding="utf-8")
    answer = reading.read_support(con, file)
    assert (answer.accepted, answer.rows) == (True, 0)
    assert list(reading.stream(con, "support")) == []


def test_spells_may_stand_in_any_order_and_touch(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    file = tmp_path / "support.csv"
    file.write_text(
        "code,to_week,from_week,citizen_id\n"
        "111,2016-W10,2016-W01,b\n"
        "111,2015-W53,2015-W10,b\n"
        "651,2020-W53,2020-W53,a\n"
        "111,2015-W09,2010-W01,b\n",
        encoding="utf-8",
    )
    assert reading.read_support(con, file).accepted
    spans = con.execute("SELECT to_week - from_week + 1 FROM support").fetchall()
    # 2015 and 2020 have 53 weeks: W10-W53 are 44; 2010-W01 to 2015-W09 are 5 years and 9 weeks.
    assert spans == [(10,), (44,), (1,), (5 * 52 + 9,)]


def test_rows_stream_out_in_the_order_of_the_file(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    file = tmp_path / "hours.csv"
    count = 300_000
    with file.open("w", encoding="utf-8") as out:
        out.write("citizen_id,month,hours\n")
        out.writelines(f"{number},2024-07,1\n" for number in range(count))
    assert reading.read_hours(con, file).rows == count
    batches = list(reading.stream(con, "hours", rows=10_000))
    assert len(batches) > 10
    ids = [id_.as_py() for batch in batches for id_ in batch.column("citizen_id")]
    assert ids == [str(number) for number in range(count)]


def _write_parquet(path: Path, **columns: pa.Array) -> Path:
    pq.write_table(pa.table(columns), path)
    return path


@pytest.mark.parametrize(
    "starts_on",
    [
        pa.array([date(2024, 2, 29)]),
        pa.array([datetime(2024, 2, 29)], pa.timestamp("ns")),  # noqa: DTZ001 - as pandas writes a date
        pa.array(["2024-02-29"]),
        # Midnight in Copenhagen, written in UTC.
        pa.array([datetime(2024, 2, 28, 23, tzinfo=UTC)], pa.timestamp("us", "UTC")),
        pa.array(
            [datetime(2024, 2, 29, tzinfo=timezone(timedelta(hours=1)))],
            pa.timestamp("us", "Europe/Copenhagen"),
        ),
    ],
)
def test_a_parquet_file_may_hold_dates_and_numbers_in_types_of_its_own(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, starts_on: pa.Array
) -> None:
    file = _write_parquet(
        tmp_path / "courses.parquet",
        course_id=pa.array([1]),
        citizen_id=pa.array([17]),
        offer_id=pa.array(["o"]).dictionary_encode(),
        provider_id=pa.array([1003456789]),  # a P-number, though shaped like a CPR number
        target_group=pa.array(["dagpenge"]),
        match_group=pa.array([None], pa.string()),
        municipality=pa.array([101]),
        starts_on=starts_on,
        ends_on=pa.array([None], pa.date32()),
        birth_year=pa.array([1980.0]),
        price_dkk=pa.array([1234.1]),
        business_oriented=pa.array([1], pa.int8()),
        size=pa.array([4], pa.int64()),
    )
    answer = reading.read_courses(con, file)
    assert answer.accepted, answer.mistakes
    assert con.execute("FROM courses").fetchall() == [
        ("1", "17", "o", "1003456789", "dagpenge", None, "0101", date(2024, 2, 29), None, 1980,
         Decimal("1234.10"), True, 4),
    ]  # fmt: skip


def test_a_format_may_be_said_where_the_name_does_not_tell(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    file = tmp_path / "upload"
    file.write_text("citizen_id,month,hours\na,2024-07,1\n", encoding="utf-8")
    assert reading.read_hours(con, file, format_="csv").accepted


def test_a_file_name_is_no_pattern(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    (tmp_path / "h1.csv").write_text("citizen_id,month,hours\nb,2024-07,1\n", encoding="utf-8")
    file = tmp_path / "h[1]*'?.csv"
    file.write_text("citizen_id,month,hours\na,2024-07,1\n", encoding="utf-8")
    assert reading.read_hours(con, file).accepted
    assert con.execute("SELECT citizen_id FROM hours").fetchall() == [("a",)]


def test_a_column_of_p_numbers_is_not_taken_for_personal_numbers(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    file = tmp_path / "hours.csv"
    file.write_text("citizen_id,month,hours,p_number\na,2024-07,1,1003456789\n", encoding="utf-8")
    assert reading.read_hours(con, file).accepted


def test_the_code_list_may_stay_open_and_change_at_a_weeks_thursday(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    # 30 June 2015 is the Tuesday of W27, whose Thursday falls under the next validity: no gap.
    file = tmp_path / "support.csv"
    file.write_text(
        "citizen_id,from_week,to_week,code\na,2015-W20,2199-W01,111\n", encoding="utf-8"
    )
    assert reading.read_support(con, file).accepted
