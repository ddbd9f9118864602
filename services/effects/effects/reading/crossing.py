"""Checks that need more than one row, found set-wise among the rows that are good by themselves."""

# ruff: noqa: S608 -- names are quoted, and no value enters the text

from collections.abc import Callable
from dataclasses import dataclass

import duckdb

from effects import quoting, weeks
from effects.reading.mistakes import MOST_LISTED, shown


@dataclass(frozen=True)
class Crossing:
    """A check over several rows.

    Attributes:
        code: the mistake's code.
        column: the column it is reported at.
        sql: given SQL for the good rows (with `rowid`), a SELECT of the bad ones: `rowid` first,
            then what `facts` takes.
        facts: from a found row's other columns to what the reason says.
        listed: SQL for a found row being one to list; all are counted and refused.
        again: look again once the rows found are refused, until none is found.
        proof: a cheap test of the good rows that nothing can be found; None for none.
    """

    code: str
    column: str | None
    sql: Callable[[str], str]
    facts: Callable[[tuple[object, ...]], dict[str, str]]
    listed: str = "TRUE"
    again: bool = False
    proof: Callable[[duckdb.DuckDBPyConnection, str], bool] | None = None


@dataclass(frozen=True)
class Found:
    """What a crossing found.

    Attributes:
        count: how many rows.
        first: rowid and facts of the first of them.
    """

    count: int
    first: tuple[tuple[int, dict[str, str]], ...]


def find(con: duckdb.DuckDBPyConnection, crossing: Crossing, good: str, refused: str) -> Found:
    """Find the crossing's rows and add their rowids to the table `refused`."""
    con.execute(f"CREATE OR REPLACE TEMP TABLE effects_found AS {crossing.sql(good)}")
    row = con.execute("SELECT count(*) FROM effects_found").fetchone()
    count = int(row[0]) if row else 0
    first: list[tuple[int, dict[str, str]]] = []
    if count:
        con.execute(f"INSERT INTO {refused} SELECT #1 FROM effects_found")
        rows = con.execute(
            f"SELECT * FROM effects_found WHERE {crossing.listed} ORDER BY 1 LIMIT {MOST_LISTED}"
        ).fetchall()
        first = [(int(found[0]), crossing.facts(found[1:])) for found in rows]
    con.execute("DROP TABLE effects_found")
    return Found(count, tuple(first))


def _other_row(found: tuple[object, ...]) -> dict[str, str]:
    return {"other": str(int(str(found[0])) + 1)}


def duplicate_courses() -> Crossing:
    """A course id that an earlier row has."""
    return Crossing(
        "duplicate_course",
        "course_id",
        lambda good: (
            f"""
            SELECT c.rowid, first FROM ({good}) c JOIN (
                SELECT course_id, min(rowid) AS first FROM ({good})
                GROUP BY course_id HAVING count(*) > 1
            ) d ON d.course_id = c.course_id AND c.rowid > d.first
        """
        ),
        _other_row,
    )


def overlapping(
    code: str,
    column: str,
    *,
    owner: str,
    first: str,
    last: str,
    proof: Callable[[duckdb.DuckDBPyConnection, str], bool] | None = None,
) -> Crossing:
    """A row whose span from `first` to `last` overlaps an earlier one of the same owner.

    Earlier is by beginning, then by row. A row is found only when the other one stays, so a row
    that overlaps nothing but refused rows is good when looked at again.
    """
    return Crossing(
        code,
        column,
        lambda good: (
            f"""
            SELECT place, other FROM (
                SELECT place, begins, touches, max(stays_to) OVER earlier AS reached,
                    arg_max(place, stays_to) OVER earlier AS other
                FROM (
                    SELECT *, CASE WHEN NOT touches THEN ends END AS stays_to
                    FROM (
                        SELECT rowid AS place, {owner} AS owner, {first} AS begins, {last} AS ends,
                            coalesce(max({last}) OVER before >= {first}, FALSE) AS touches
                        FROM ({good})
                        WINDOW before AS (PARTITION BY {owner} ORDER BY {first}, rowid
                            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
                    )
                )
                WINDOW earlier AS (PARTITION BY owner ORDER BY begins, place
                    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
            ) WHERE touches AND reached >= begins
        """
        ),
        _other_row,
        again=True,
        proof=proof,
    )


def are_apart(con: duckdb.DuckDBPyConnection, good: str) -> bool:
    """Whether no spells overlap, found as cheaply as the file's order allows.

    Registers mostly stand by citizen and week. Then one pass without sorting shows it: each row
    comes after the one before it, which only the very first may lack. Otherwise each citizen's
    spells are sorted, and neighbours compared.
    """
    for window, first_rows, since in (
        ("()", 1, "citizen_id > before OR citizen_id = before AND"),
        ("(PARTITION BY citizen_id ORDER BY from_week)", None, ""),
    ):
        row = con.execute(f"""
            SELECT count_if(before IS NULL), count_if(NOT ({since} from_week > reached))
            FROM (SELECT citizen_id, from_week, lag(citizen_id) OVER {window} AS before,
                lag(to_week) OVER {window} AS reached FROM ({good}))
        """).fetchone()
        starts, wrong = row or (None, None)
        # Over no rows at all a count is NULL, and nothing stands wrong.
        if not wrong and (first_rows is None or (starts or 0) <= first_rows):
            return True
    return False


def unknown_codes(codes: str) -> Crossing:
    """Spells with a code that the list does not hold; each code is named once, at its first row."""
    return Crossing(
        "unknown_code",
        "code",
        lambda good: (
            f"""
            SELECT s.rowid, s.code, count(*) OVER (PARTITION BY s.code) AS times,
                row_number() OVER (PARTITION BY s.code ORDER BY s.rowid) AS place
            FROM ({good}) s ANTI JOIN {quoting.name(codes)} k ON k.code = s.code
        """
        ),
        _code_facts,
        listed="place = 1",
    )


def _code_facts(found: tuple[object, ...]) -> dict[str, str]:
    times = int(str(found[1]))
    counted = f" (i alt {times} rækker)" if times > 1 else ""
    return {"value": shown(str(found[0])), "times": counted}


def codes_not_valid(codes: str) -> Crossing:
    """Spells with a week in which the list gives their code no class."""
    return Crossing(
        "code_not_valid",
        "code",
        lambda good: (
            f"""
            SELECT s.rowid, s.code, s.from_week, s.to_week FROM ({good}) s
            ANTI JOIN (
                SELECT code, min(from_week) AS from_week, max(to_week) AS to_week
                FROM (
                    SELECT *, count_if(begins) OVER (PARTITION BY code ORDER BY from_week) AS run
                    FROM (
                        SELECT *, coalesce(from_week > lag(to_week) OVER (
                            PARTITION BY code ORDER BY from_week) + 1, TRUE) AS begins
                        FROM (
                            SELECT code,
                                {weeks.last_week_by_sql("valid_from - 1")} + 1 AS from_week,
                                {weeks.last_week_by_sql("valid_to")} AS to_week
                            FROM {quoting.name(codes)}
                        ) WHERE from_week <= to_week
                    )
                ) GROUP BY code, run
            ) k ON k.code = s.code AND k.from_week <= s.from_week AND k.to_week >= s.to_week
        """
        ),
        lambda found: {
            "value": shown(str(found[0])),
            "from_week": weeks.format_week(int(str(found[1]))),
            "to_week": weeks.format_week(int(str(found[2]))),
        },
    )
