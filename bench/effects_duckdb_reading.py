"""The register files in DuckDB, as our peer in SQL reads them: as they lie or loaded, unchecked."""

# ruff: noqa: S608 -- every name and number in the statements is ours, and the paths are the caller's

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

THREADS, MEMORY = 2, "12GB"
THURSDAY = "DATE '1900-01-04'"
"""The Thursday of week 0."""

SUPPORT, EDUCATION, GONE = 0, 1, 2
"""States of a week with a code."""


@dataclass(frozen=True)
class Sources:
    """What the statements read, as tables or queries in brackets, with weeks and months as numbers.

    Attributes:
        courses: a table of started courses; `citizen` is an id or a number.
        support: `citizen, from_week, to_week, code`.
        hours: `citizen, month, hours`.
    """

    courses: str
    support: str
    hours: str


@contextmanager
def connect(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A DuckDB in memory, which spills into the folder."""
    config: dict[str, str | int | float | list[str]] = {
        "threads": THREADS,
        "memory_limit": MEMORY,
        "temp_directory": str(folder),
        "preserve_insertion_order": "false",
    }
    with duckdb.connect(config=config) as con:
        # Joins stand in the best order; the optimizer would meet weeks with codes first, by range.
        con.execute("SET disabled_optimizers = 'join_order'; SET enable_progress_bar = FALSE")
        yield con


def open_files(con: duckdb.DuckDBPyConnection, files: dict[str, Path], by: list[str]) -> Sources:
    """The files as they lie, but for the courses' few columns, which are read more than once."""
    _write_texts(con)
    _write_codes(con, files["codes"])
    con.execute(f"""
        CREATE OR REPLACE TABLE courses AS
        SELECT citizen_id AS citizen, starts_on, ends_on, business_oriented, {", ".join(by)}
        FROM read_parquet('{files["courses"]}') WHERE starts_on IS NOT NULL
    """)
    return Sources(
        courses="courses",
        support=f"""(
            SELECT citizen_id AS citizen, a.week AS from_week, b.week AS to_week, code
            FROM read_parquet('{files["support"]}') s
            JOIN week_texts a ON a.text = s.from_week JOIN week_texts b ON b.text = s.to_week
        )""",
        hours=f"""(
            SELECT citizen_id AS citizen, m.month, hours
            FROM read_parquet('{files["hours"]}') h JOIN month_texts m ON m.text = h.month
        )""",
    )


def load(con: duckdb.DuckDBPyConnection, files: dict[str, Path]) -> Sources:
    """Load the files into typed tables, with every column of the courses and numbers of citizens.

    Who never took a course is not looked at, and so not loaded.
    """
    _write_texts(con)
    _write_codes(con, files["codes"])
    con.execute(f"""
        CREATE OR REPLACE TABLE citizens AS
        SELECT citizen_id, row_number() OVER ()::INTEGER AS citizen
        FROM (SELECT DISTINCT citizen_id FROM read_parquet('{files["courses"]}')
              WHERE starts_on IS NOT NULL)
    """)
    con.execute(f"""
        CREATE OR REPLACE TABLE courses AS
        SELECT citizen, c.* FROM read_parquet('{files["courses"]}') c
        JOIN citizens USING (citizen_id) WHERE starts_on IS NOT NULL
    """)
    con.execute(f"""
        CREATE OR REPLACE TABLE support AS
        SELECT citizen, a.week AS from_week, b.week AS to_week, code
        FROM read_parquet('{files["support"]}') s JOIN citizens USING (citizen_id)
        JOIN week_texts a ON a.text = s.from_week JOIN week_texts b ON b.text = s.to_week
    """)
    con.execute(f"""
        CREATE OR REPLACE TABLE hours AS
        SELECT citizen, m.month, hours
        FROM read_parquet('{files["hours"]}') h JOIN citizens USING (citizen_id)
        JOIN month_texts m ON m.text = h.month
    """)
    return Sources(courses="courses", support="support", hours="hours")


def _write_texts(con: duckdb.DuckDBPyConnection) -> None:
    """Write the numbers of weeks and months by their texts: a small join beats reading each."""
    con.execute(f"""
        CREATE OR REPLACE TABLE week_texts AS
        SELECT strftime(day, '%G-W%V') AS text, ((day - {THURSDAY}) // 7)::SMALLINT AS week
        FROM (SELECT unnest(range({THURSDAY}, DATE '2200-01-01', INTERVAL 7 DAY))::DATE AS day);
        CREATE OR REPLACE TABLE month_texts AS
        SELECT strftime(day, '%Y-%m') AS text,
            ((year(day) - 1900) * 12 + month(day) - 1)::SMALLINT AS month
        FROM (SELECT unnest(range(DATE '1900-01-01', DATE '2200-01-01', INTERVAL 1 MONTH))::DATE
              AS day)
    """)


def _write_codes(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Write the codes' states and the weeks whose Thursdays lie in their validity."""
    con.execute(f"""
        CREATE OR REPLACE TABLE codes AS
        SELECT code, CASE WHEN class IN ('support', 'subsidised_work') THEN {SUPPORT}
                WHEN class = 'education' THEN {EDUCATION} ELSE {GONE} END AS state,
            ((greatest(valid_from, {THURSDAY}) - {THURSDAY} + 6) // 7)::INTEGER AS from_week,
            ((valid_to - {THURSDAY}) // 7)::INTEGER AS to_week
        FROM read_csv('{path}', header = TRUE, columns = {{'code': 'VARCHAR', 'class': 'VARCHAR',
            'label_da': 'VARCHAR', 'valid_from': 'DATE', 'valid_to': 'DATE'}})
    """)
