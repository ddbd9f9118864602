"""The verdicts of the definitions on every course, as our peer in SQL gives them.

The weeks of a window are the bits of a whole number, and what depends on a date alone is worked out
once per date.
"""

# ruff: noqa: S608 -- every name and number in the statements is ours

import duckdb

from bench.effects_duckdb_reading import EDUCATION, GONE, SUPPORT, THURSDAY, Sources

END_WEEKS, START_WEEKS = 28, 31
"""Weeks of the windows after the end and the start; side by side they fit a BIGINT."""

MONTHS = 8
"""Calendar months that the window after the end may touch."""

WORD_MONTHS = 63 - MONTHS
"""Months from one word of a citizen's months in work to the next; words overlap by `MONTHS`."""

AT_ENDS = {
    "self_support_1m": ("at_1", "support & at_1 = 0"),
    "self_support_3m": ("at_3", "support & at_3 = 0"),
    "self_support_6m": ("at_6", "support & at_6 = 0"),
    "self_support_3m_sustained": ("after_3", "support & after_3 = 0"),
    "employed_6m": ("at_6", "job & at_6 <> 0"),
    "education_6m": ("at_6", "education & at_6 <> 0"),
    "exit_to_job": ("exits", "job & four <> 0"),
    "exit_to_education": ("exits", "job & four = 0 AND education & four <> 0"),
}
"""Window and outcome of the definitions that count from the end."""

DEFINITIONS = (*AT_ENDS, "self_support_3_of_7m", "business_oriented_share")


def judge(con: duckdb.DuckDBPyConnection, sources: Sources, keep: list[str]) -> None:
    """Write the table `outcomes`: of each course the columns to keep and the verdicts on it."""
    covered = con.execute(f"SELECT min(from_week), max(to_week) FROM {sources.support}").fetchone()
    row = con.execute(f"SELECT min(month), max(month) FROM {sources.hours}").fetchone()
    assert covered is not None  # noqa: S101 - an aggregate has a row
    assert row is not None  # noqa: S101 - likewise
    months = range(row[0] - MONTHS, row[1] + MONTHS)
    _write_calendar(con, sources.courses, (covered[0], covered[1]))
    _write_masks(con, sources)
    words = _write_work(con, sources.hours, months)
    _write_outcomes(con, sources.courses, keep, months, words)


def _write_calendar(con: duckdb.DuckDBPyConnection, courses: str, covered: tuple[int, int]) -> None:
    """Write what each day means as an anchor: its windows as masks, and whether they are covered.

    Week 0 of a window is the first whose Thursday lies after the day.
    """

    def weeks(first: str, last: str) -> str:
        return f"((2::BIGINT << ({last})) - (1::BIGINT << ({first})))"

    windows = {f"at_{months}": (f"a{months}", f"a{months}") for months in (1, 3, 6)}
    windows |= {"after_3": ("0", "l3"), "after_7": ("0", "l7"), "exits": ("0", "l3 + 3")}
    columns = []
    for name, (first, last) in windows.items():
        columns.append(f"{weeks(first, last)} AS {name}")
        columns.append(
            f"base + {first} < {covered[0]} OR base + {last} > {covered[1]} AS {name}_outside"
        )
    columns += [
        f"{weeks(f'l{month - 1} + 1', f'l{month}')} AS month_{month}" for month in range(1, 8)
    ]
    columns += [
        f"""(SELECT coalesce(sum(1::BIGINT << week), 0) FROM range({END_WEEKS}) w(week)
             WHERE (year(thursday + 7 * week::INTEGER) - 1900) * 12
                 + month(thursday + 7 * week::INTEGER) - 1 = month + {nth})::BIGINT AS work_{nth}"""
        for nth in range(MONTHS)
    ]
    later = [
        f"""(((day + INTERVAL {months} MONTH)::DATE - {THURSDAY}) // 7 - base)::INTEGER
            AS l{months},
            (((day + INTERVAL {months} MONTH)::DATE - {THURSDAY} + 3) // 7 - base)::INTEGER
            AS a{months}"""
        for months in range(1, 8)
    ]
    con.execute(f"""
        CREATE OR REPLACE TABLE calendar AS
        SELECT day, month, {", ".join(columns)}
        FROM (
            SELECT *, -1 AS l0, ({THURSDAY} + 7 * base)::DATE AS thursday,
                (year(thursday) - 1900) * 12 + month(thursday) - 1 AS month, {", ".join(later)}
            FROM (
                SELECT day, ((day - {THURSDAY}) // 7 + 1)::INTEGER AS base
                FROM (SELECT unnest(range(least(min(starts_on), min(ends_on)),
                    greatest(max(starts_on), max(ends_on)) + 1, INTERVAL 1 DAY))::DATE AS day
                    FROM {courses})
            )
        )
    """)


def _write_masks(con: duckdb.DuckDBPyConnection, sources: Sources) -> None:
    """Write the weeks in each state of the courses that meet any spell.

    The window after the end lies in the lower bits and that after the start above it; both ends of
    a spell are held to the window, and what lies outside becomes no bits.
    """

    def weeks(anchor: str, length: int) -> str:
        first = f"greatest(least(s.from_week - c.{anchor}, {length}), 0)"
        stop = f"greatest(least(s.to_week + 1 - c.{anchor}, {length}), 0)"
        return f"((1::BIGINT << {stop}) - (1::BIGINT << {first}))"

    con.execute(f"""
        CREATE OR REPLACE TABLE masks AS
        SELECT course,
            bit_or(weeks) FILTER (state = {SUPPORT}) AS support,
            bit_or(weeks) FILTER (state = {EDUCATION}) AS education,
            bit_or(weeks) FILTER (state = {GONE}) AS gone
        FROM (
            SELECT course, state, {weeks("ended", END_WEEKS)}
                | ({weeks("started", START_WEEKS)} << {END_WEEKS}) AS weeks
            FROM (
                SELECT s.citizen, k.state, greatest(s.from_week, k.from_week) AS from_week,
                    least(s.to_week, k.to_week) AS to_week
                FROM {sources.support} s JOIN codes k
                    ON k.code = s.code AND k.from_week <= s.to_week AND k.to_week >= s.from_week
            ) s
            JOIN (
                SELECT rowid AS course, citizen,
                    ((starts_on - {THURSDAY}) // 7 + 1)::INTEGER AS started,
                    ((coalesce(ends_on, starts_on) - {THURSDAY}) // 7 + 1)::INTEGER AS ended,
                    least(started, ended) AS first_week,
                    greatest(started + {START_WEEKS}, ended + {END_WEEKS}) AS last_week
                FROM {sources.courses}
            ) c ON c.citizen = s.citizen AND s.to_week >= c.first_week AND s.from_week < c.last_week
        )
        GROUP BY course
    """)


def _write_work(con: duckdb.DuckDBPyConnection, hours: str, months: range) -> int:
    """Write each citizen's months in work as bits of words; how many words.

    Hours are never negative: a row of an hour or more is enough alone, and few are left to add.
    """
    words = [f"word_{word}" for word in range(-(-len(months) // WORD_MONTHS))]
    bits = []
    for word, name in enumerate(words):
        first = months.start + word * WORD_MONTHS
        inside = f"month BETWEEN {first} AND {first + 62}"
        bits.append(f"CASE WHEN {inside} THEN 1::BIGINT << (month - {first}) ELSE 0 END AS {name}")
    # Each month's bits are worked out once: a join with few rows costs less than four shifts.
    con.execute(f"""
        CREATE OR REPLACE TABLE month_bits AS
        SELECT month::SMALLINT AS month, {", ".join(bits)}
        FROM range({months.start}, {months.stop}) m(month);
        CREATE OR REPLACE TABLE work AS
        SELECT citizen, {", ".join(f"bit_or({name}) AS {name}" for name in words)}
        FROM (
            SELECT citizen, month FROM {hours} WHERE hours >= 1
            UNION ALL
            SELECT citizen, month FROM {hours} WHERE hours < 1
            GROUP BY citizen, month HAVING sum(hours) >= 1
        ) JOIN month_bits USING (month)
        GROUP BY citizen
    """)
    return len(words)


def _write_outcomes(
    con: duckdb.DuckDBPyConnection, courses: str, keep: list[str], months: range, words: int
) -> None:
    """Write the verdicts: 1 and 0 of those counted, -1 left the count, -2 outside the register."""
    place = f"least(greatest(e.month - {months.start}, 0), {len(months) - 1})"
    word = " ".join(f"WHEN {nth} THEN w.word_{nth}" for nth in range(words))
    worked = f"coalesce(CASE {place} // {WORD_MONTHS} {word} END, 0) >> ({place} % {WORD_MONTHS})"
    working = " | ".join(f"(((worked >> {nth}) & 1) * work_{nth})" for nth in range(MONTHS))
    good = " + ".join(
        f"(((support >> {END_WEEKS}) & month_{month}) = 0)::INTEGER" for month in range(1, 8)
    )
    of_course = dict.fromkeys(["business_oriented", *keep])
    of_start = [f"month_{month}" for month in range(1, 8)] + ["after_7", "after_7_outside"]
    of_end = [f"work_{nth}" for nth in range(MONTHS)] + ["after_3", "exits"]
    of_end += [f"{window}_outside" for window in ("after_3", "exits")]
    of_end += [f"at_{number}{of}" for number in (1, 3, 6) for of in ("", "_outside")]
    verdicts = [
        f"""(CASE WHEN coalesce({window}_outside, TRUE) THEN -2
            WHEN (gone & {window}) <> 0 THEN -1 WHEN {outcome} THEN 1 ELSE 0 END)::TINYINT
            AS {name}"""
        for name, (window, outcome) in AT_ENDS.items()
    ]
    con.execute(f"""
        CREATE OR REPLACE TABLE outcomes AS
        SELECT {", ".join([*keep, *verdicts])},
            (CASE WHEN after_7_outside THEN -2
                WHEN ((gone >> {END_WEEKS}) & after_7) <> 0 THEN -1
                WHEN {good} >= 3 THEN 1 ELSE 0 END)::TINYINT AS self_support_3_of_7m,
            business_oriented::TINYINT AS business_oriented_share
        FROM (
            SELECT *, (run & -run) * 15 AS four, ({working}) & ~(support | education | gone) AS job
            FROM (
                SELECT *, free & (free >> 1) & (free >> 2) & (free >> 3) & after_3 AS run
                FROM (
                    SELECT {", ".join(f"c.{column}" for column in of_course)},
                        {", ".join(f"s.{column}" for column in of_start)},
                        {", ".join(f"e.{column}" for column in of_end)},
                        coalesce(m.support, 0) AS support, coalesce(m.education, 0) AS education,
                        coalesce(m.gone, 0) AS gone, {worked} AS worked,
                        (~coalesce(m.support, 0)) & e.exits AS free
                    FROM {courses} c
                    JOIN calendar s ON s.day = c.starts_on
                    LEFT JOIN calendar e ON e.day = c.ends_on
                    LEFT JOIN masks m ON m.course = c.rowid
                    LEFT JOIN work w ON w.citizen = c.citizen
                )
            )
        )
    """)
