"""The register files of an analyst or a municipality, read whole or refused with reasons.

Four formats (courses, support, hours, codes), each as CSV with a header or as Parquet. DuckDB
streams the rows into a typed table; every check runs over all rows at once, and a mistake names
file, row, column and remedy. The same functions validate an upload and feed the command line.

    with duckdb.connect() as con:
        reading.read_codes(con, Path("codes.csv"))
        answer = reading.read_support(con, Path("support.parquet"))
        if answer.accepted:
            for batch in reading.stream(con, "support"): ...

Typed tables (further columns of the file follow as they were, text where it was CSV):

* courses: course_id, citizen_id, offer_id, provider_id, target_group, match_group, municipality
  VARCHAR (three digits of a municipality are padded to four), starts_on, ends_on DATE, birth_year
  SMALLINT, price_dkk DECIMAL(14, 2), business_oriented BOOLEAN;
* support: citizen_id VARCHAR, from_week, to_week INTEGER (`effects.weeks`), code VARCHAR;
* hours: citizen_id VARCHAR, month INTEGER (`effects.weeks`), hours DECIMAL(18, 9);
* codes: code, class, label_da VARCHAR, valid_from, valid_to DATE (9999-12-31 where none is given).
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa

from effects import quoting, weeks
from effects.reading import crossing, files, formats
from effects.reading.files import has_plain_columns
from effects.reading.mistakes import MOST_LISTED, Mistake, Reading
from effects.reading.sources import Format
from effects.reading.staging import Check, raw

__all__ = [
    "MOST_LISTED",
    "Format",
    "Mistake",
    "Reading",
    "has_plain_columns",
    "read_codes",
    "read_courses",
    "read_hours",
    "read_support",
    "stream",
]

BATCH_ROWS = 50_000
MOST_HOURS = 744
"""Hours of a row: as many as the longest month has."""


def read_courses(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    *,
    table: str = "courses",
    format_: Format | None = None,
    skip_rows: bool = False,
    name: str | None = None,
) -> Reading:
    """Read a file of courses into `table`.

    Args:
        con: the connection that gets the table; one of that name is replaced.
        path: the file.
        table: the table's name.
        format_: `csv` or `parquet`; None goes by the suffix.
        skip_rows: leave the good rows of a file that has bad ones. A file that cannot be read at
            all, or lacks a column, is refused either way.
        name: what to call the file in mistakes; None is its own name.
    """
    layout = files.Layout(
        columns=formats.COURSES,
        checks=(
            Check("end_before_start", "ends_on", "ends_on < starts_on", "ends_on"),
            Check("birth_after_start", "birth_year", "birth_year > year(starts_on)", "birth_year"),
        ),
        crossings=(crossing.duplicate_courses(),),
        reserved=formats.RESERVED,
    )
    return files.read_file(
        con, path, layout, table=table, format_=format_, skip_rows=skip_rows, name=name
    )


def read_support(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    *,
    codes: str = "codes",
    table: str = "support",
    format_: Format | None = None,
    skip_rows: bool = False,
    name: str | None = None,
    latest: date | None = None,
) -> Reading:
    """Read a file of spells into `table`, held against the code list in the table `codes`.

    With `skip_rows`, a spell is refused that overlaps a spell that is taken and begins before it,
    or stands before it in the file. Weeks after the one that holds `latest` are refused; None takes
    them all. The other arguments are those of `read_courses`.
    """
    checks = [Check("from_after_to", "from_week", "from_week > to_week", "to_week")]
    if latest is not None:
        late = f"to_week > {weeks.week_of(latest)}"
        checks.append(Check("future_week", "to_week", late, "to_week"))
    layout = files.Layout(
        columns=formats.SUPPORT,
        checks=tuple(checks),
        crossings=(
            crossing.unknown_codes(codes),
            crossing.codes_not_valid(codes),
            crossing.overlapping(
                "overlapping_spells",
                "from_week",
                owner="citizen_id",
                first="from_week",
                last="to_week",
                proof=crossing.are_apart,
            ),
        ),
    )
    return files.read_file(
        con, path, layout, table=table, format_=format_, skip_rows=skip_rows, name=name
    )


def read_hours(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    *,
    table: str = "hours",
    format_: Format | None = None,
    skip_rows: bool = False,
    name: str | None = None,
    latest: date | None = None,
) -> Reading:
    """Read a file of hours into `table`.

    Months after the one that holds `latest` are refused; None takes them all. A row has at
    most 744 hours. The other arguments are those of `read_courses`.
    """
    checks = [Check("too_many_hours", "hours", f"hours > {MOST_HOURS}", "hours")]
    if latest is not None:
        late = f"month > {weeks.month_of(latest)}"
        checks.append(Check("future_month", "month", late, "month"))
    layout = files.Layout(
        columns=formats.HOURS,
        checks=tuple(checks),
    )
    return files.read_file(
        con, path, layout, table=table, format_=format_, skip_rows=skip_rows, name=name
    )


def read_codes(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    *,
    table: str = "codes",
    format_: Format | None = None,
    skip_rows: bool = False,
    name: str | None = None,
) -> Reading:
    """Read a code list into `table`; the arguments are those of `read_courses`."""
    ends_early = f"{raw('valid_to')} IS NOT NULL AND valid_to < valid_from"
    layout = files.Layout(
        columns=formats.CODES,
        checks=(Check("valid_to_before_valid_from", "valid_to", ends_early, "valid_to"),),
        crossings=(
            crossing.overlapping(
                "overlapping_validity",
                "valid_from",
                owner="code",
                first="valid_from",
                last="valid_to",
            ),
        ),
    )
    return files.read_file(
        con, path, layout, table=table, format_=format_, skip_rows=skip_rows, name=name
    )


def stream(
    con: duckdb.DuckDBPyConnection, table: str, *, rows: int = BATCH_ROWS
) -> Iterator[pa.RecordBatch]:
    """The rows of a typed table in order of the file, as Arrow batches of about `rows`."""
    yield from con.sql(f"FROM {quoting.name(table)}").to_arrow_reader(rows)
