"""The statements that put a register's rows in place: the hot path of an import.

Rows are staged by COPY, in the order of their key so that the index grows at one end, and merged
set-wise. A row that says the same as before goes on standing;
one that is replaced is closed with the version that replaced it, and nothing is ever deleted.
"""

# ruff: noqa: S608 -- names are our own, and values are bound

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import text

from effects import copying
from kit.database import Session

STAGED: dict[str, dict[str, str]] = {
    "codes": {
        "place": "integer",
        "code": "text",
        "class": "text",
        "label_da": "text",
        "valid_from": "date",
        "valid_to": "date",
    },
    "support": {"citizen_id": "text", "from_week": "integer", "to_week": "integer", "code": "text"},
    "hours": {"citizen_id": "text", "month": "integer", "hours": "numeric"},
    "courses": {
        "course_id": "text",
        "citizen_id": "text",
        "offer_id": "text",
        "provider_id": "text",
        "target_group": "text",
        "match_group": "text",
        "starts_on": "date",
        "ends_on": "date",
        "birth_year": "integer",
        "price_dkk": "numeric",
        "business_oriented": "boolean",
    },
}
"""The columns of each register's rows, in the order in which they are staged."""

TABLES = {
    "codes": "code_list_entries",
    "support": "support_spells",
    "hours": "employment_hours",
    "courses": "courses",
}


async def stage(session: Session, register: str, path: Path) -> None:
    """Put the rows of a CSV file without header into a temporary table of this transaction."""
    columns = STAGED[register]
    definitions = ", ".join(f"{name} {kind}" for name, kind in columns.items())
    await session.execute(text("DROP TABLE IF EXISTS pg_temp.staged"))
    await session.execute(text(f"CREATE TEMPORARY TABLE staged ({definitions}) ON COMMIT DROP"))
    await copying.copy_in(session, "staged", tuple(columns), path)
    await session.execute(text("ANALYZE pg_temp.staged"))


async def put_codes(session: Session, municipality: str, version: int) -> None:
    """Make the staged rows a version of the code list."""
    await session.execute(
        text(
            """
            INSERT INTO code_list_entries
                (municipality, version, place, code, class, label_da, valid_from, valid_to)
            SELECT :municipality, :version, place, code, class, label_da, valid_from, valid_to
            FROM pg_temp.staged
            """
        ),
        {"municipality": municipality, "version": version},
    )


async def replace_support(
    session: Session, municipality: str, version: int, from_week: int, to_week: int
) -> None:
    """Make the staged spells all there is from one week to another, both included.

    A spell that reaches out of these weeks keeps what lies outside them.
    """
    values = {
        "municipality": municipality,
        "version": version,
        "from_week": from_week,
        "to_week": to_week,
    }
    await session.execute(
        text(
            """
            WITH closed AS (
                UPDATE support_spells AS s SET valid_to_version = :version
                WHERE s.municipality = :municipality AND s.valid_to_version IS NULL
                  AND s.from_week <= :to_week AND s.to_week >= :from_week
                  AND NOT EXISTS (
                      SELECT FROM pg_temp.staged AS n
                      WHERE n.citizen_id = s.citizen_id AND n.from_week = s.from_week
                        AND n.to_week = s.to_week AND n.code = s.code)
                RETURNING s.citizen_id, s.from_week, s.to_week, s.code
            )
            INSERT INTO support_spells
                (municipality, citizen_id, from_week, to_week, code, valid_from_version)
            SELECT :municipality, citizen_id, from_week, :from_week - 1, code, :version
            FROM closed WHERE from_week < :from_week
            UNION ALL
            SELECT :municipality, citizen_id, :to_week + 1, to_week, code, :version
            FROM closed WHERE to_week > :to_week
            """
        ),
        values,
    )
    await session.execute(
        text(
            """
            INSERT INTO support_spells
                (municipality, citizen_id, from_week, to_week, code, valid_from_version)
            SELECT :municipality, n.citizen_id, n.from_week, n.to_week, n.code, :version
            FROM pg_temp.staged AS n
            WHERE NOT EXISTS (
                SELECT FROM support_spells AS s
                WHERE s.municipality = :municipality AND s.valid_to_version IS NULL
                  AND s.citizen_id = n.citizen_id AND s.from_week = n.from_week)
            """
        ),
        values,
    )


async def replace_hours(
    session: Session, municipality: str, version: int, from_month: int, to_month: int
) -> None:
    """Make the staged hours all there is from one month to another, both included."""
    values = {
        "municipality": municipality,
        "version": version,
        "from_month": from_month,
        "to_month": to_month,
    }
    await session.execute(
        text(
            """
            UPDATE employment_hours AS h SET valid_to_version = :version
            WHERE h.municipality = :municipality AND h.valid_to_version IS NULL
              AND h.month BETWEEN :from_month AND :to_month
              AND NOT EXISTS (
                  SELECT FROM pg_temp.staged AS n
                  WHERE n.citizen_id = h.citizen_id AND n.month = h.month AND n.hours = h.hours)
            """
        ),
        values,
    )
    await session.execute(
        text(
            """
            INSERT INTO employment_hours
                (municipality, citizen_id, month, hours, valid_from_version)
            SELECT :municipality, n.citizen_id, n.month, n.hours, :version
            FROM pg_temp.staged AS n
            WHERE NOT EXISTS (
                SELECT FROM employment_hours AS h
                WHERE h.municipality = :municipality AND h.valid_to_version IS NULL
                  AND h.citizen_id = n.citizen_id AND h.month = n.month)
            """
        ),
        values,
    )


async def put_courses(session: Session, municipality: str, version: int) -> None:
    """Make the staged courses what is known of each of them; the others stay as they are."""
    names = tuple(STAGED["courses"])
    ours = ", ".join(f"c.{name}" for name in names)
    staged = ", ".join(f"n.{name}" for name in names)
    values = {"municipality": municipality, "version": version}
    await session.execute(
        text(
            f"""
            UPDATE courses AS c SET valid_to_version = :version
            FROM pg_temp.staged AS n
            WHERE c.municipality = :municipality AND c.valid_to_version IS NULL
              AND c.course_id = n.course_id AND ({ours}) IS DISTINCT FROM ({staged})
            """
        ),
        values,
    )
    await session.execute(
        text(
            f"""
            INSERT INTO courses (municipality, valid_from_version, {", ".join(names)})
            SELECT :municipality, :version, {staged}
            FROM pg_temp.staged AS n
            WHERE NOT EXISTS (
                SELECT FROM courses AS c
                WHERE c.municipality = :municipality AND c.valid_to_version IS NULL
                  AND c.course_id = n.course_id)
            """
        ),
        values,
    )


async def count_spells_without_code(
    session: Session,
    municipality: str,
    codes: Sequence[str],
    from_weeks: Sequence[int],
    to_weeks: Sequence[int],
) -> dict[str, int]:
    """How many of today's spells have a code that is not valid in each of their weeks, by code.

    The three sequences are the weeks in a row in which a code is valid, one entry each.
    """
    rows = await session.execute(
        text(
            """
            SELECT s.code, count(*) AS spells
            FROM support_spells AS s
            WHERE s.municipality = :municipality AND s.valid_to_version IS NULL
              AND NOT EXISTS (
                  SELECT FROM unnest(
                      CAST(:codes AS text[]), CAST(:from_weeks AS int[]), CAST(:to_weeks AS int[])
                  ) AS v (code, from_week, to_week)
                  WHERE v.code = s.code AND v.from_week <= s.from_week AND s.to_week <= v.to_week)
            GROUP BY s.code ORDER BY s.code
            """
        ),
        {
            "municipality": municipality,
            "codes": list(codes),
            "from_weeks": list(from_weeks),
            "to_weeks": list(to_weeks),
        },
    )
    return {row.code: row.spells for row in rows}


async def write_rows(
    session: Session,
    municipality: str,
    register: str,
    version: int,
    path: Path,
    *,
    within: tuple[int, int] | None = None,
) -> None:
    """Write a register's rows, as they stood in one of its versions, to a CSV file with header.

    ``within`` are the first and last week of support, or month of hours, both included: what
    reaches out of them is cut off. Courses are written beside the feed's, by
    ``participations.queries.write_courses``.
    """
    columns = {name: name for name in STAGED[register] if name != "place"}
    values = [municipality, version]
    conditions = ["municipality = $1"]
    if register == "codes":
        conditions.append("version = $2")
    else:
        conditions.append("valid_from_version <= $2")
        conditions.append("(valid_to_version IS NULL OR valid_to_version > $2)")
    if within is not None:
        values += within
        if register == "support":
            conditions.append("from_week <= $4 AND to_week >= $3")
            columns["from_week"] = "greatest(from_week, $3) AS from_week"
            columns["to_week"] = "least(to_week, $4) AS to_week"
        else:
            conditions.append("month BETWEEN $3 AND $4")
    await copying.copy_out(
        session,
        f"SELECT {', '.join(columns.values())} FROM {TABLES[register]}"
        f" WHERE {' AND '.join(conditions)}",
        values,
        path,
    )
