"""What is counted of a file and of the register it is for, so that the two can be compared.

The file's rows stand staged. Whole registers are counted, so each statement reads a table once.
"""

# ruff: noqa: S608 -- names are our own, and values are bound

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from sqlalchemy import text

from effects.registers.row_queries import TABLES
from kit.database import Session

Source = Literal["register", "staged"]
Window = tuple[int, int]
"""First and last week, or month, both included."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What there is in some weeks or months.

    Attributes:
        amount: Weeks with a code, or rows of hours.
        citizens: Different citizens.
        hours: All hours together; 0 of support.
        last_citizen: The last of the citizens' ids, in the order of their bytes.
    """

    amount: int
    citizens: int
    hours: Decimal
    last_citizen: str | None


@dataclass(frozen=True, slots=True)
class Shared:
    """How two sets are alike.

    Attributes:
        before: Rows, or citizens, of the register.
        now: Those of the file.
        same: Those in both.
        moving: Rows of the file that do not reach through its whole period.
    """

    before: int
    now: int
    same: int
    moving: int = 0


_WITHIN = {
    "support": "from_week <= :last AND to_week >= :first",
    "hours": "month BETWEEN :first AND :last",
}
_AMOUNT = {
    "support": "sum(least(to_week, :last) - greatest(from_week, :first) + 1), 0",
    "hours": "count(*), sum(hours)",
}
_CLIPPED = {
    "support": "citizen_id, greatest(from_week, :{0}) - :{0} AS begins,"
    " least(to_week, :{1}) - :{0} AS ends, code AS said",
    "hours": "citizen_id, month - :{0} AS begins, month - :{0} AS ends, hours AS said",
}


def _rows(register: str, source: Source) -> str:
    """Where the rows stand, and which of them hold today."""
    if source == "staged":
        return "pg_temp.staged WHERE true"
    return f"{TABLES[register]} WHERE municipality = :municipality AND valid_to_version IS NULL"


async def measure(
    session: Session, municipality: str, register: str, source: Source, window: Window
) -> Measure:
    """What a file, or the register as it is today, has in some weeks or months."""
    row = await _one(
        session,
        f"""
        SELECT coalesce(sum(amount), 0) AS amount, count(*) AS citizens,
            coalesce(sum(hours), 0) AS hours, max(citizen_id COLLATE "C") AS last_citizen
        FROM (
            SELECT citizen_id, {_AMOUNT[register]} FROM {_rows(register, source)}
                AND {_WITHIN[register]}
            GROUP BY citizen_id
        ) AS of_citizen (citizen_id, amount, hours)
        """,
        municipality=municipality,
        first=window[0],
        last=window[1],
    )
    return Measure(int(row.amount), row.citizens, Decimal(row.hours), row.last_citizen)


async def find_highest_hours(session: Session) -> float:
    """The most hours that a row of the file has."""
    row = await _one(session, "SELECT coalesce(max(hours), 0) AS hours FROM pg_temp.staged")
    return float(row.hours)


async def count_after(
    session: Session, municipality: str, register: str, window: Window, citizen_id: str
) -> int:
    """The register's citizens in some weeks or months whose ids come after one, by their bytes."""
    row = await _one(
        session,
        f"""
        SELECT count(DISTINCT citizen_id) AS citizens FROM {_rows(register, "register")}
            AND {_WITHIN[register]} AND citizen_id COLLATE "C" > :citizen_id
        """,
        municipality=municipality,
        first=window[0],
        last=window[1],
        citizen_id=citizen_id,
    )
    return int(row.citizens)


async def share_citizens(
    session: Session, municipality: str, register: str, *, window: Window | None, among: str
) -> Shared:
    """The file's citizens and those of a register, whenever they were in it.

    Args:
        session: Holds the file's rows staged.
        municipality: Whose registers.
        register: What the file is of.
        window: The weeks or months of the file that are looked at; all of it for None.
        among: The register whose citizens are known.
    """
    within, ends = "", {}
    if window is not None:
        within, ends = f"AND {_WITHIN[register]}", {"first": window[0], "last": window[1]}
    row = await _one(
        session,
        f"""
        SELECT (SELECT count(DISTINCT citizen_id) FROM {_rows(among, "register")}) AS before,
            count(*) AS now, count(known.citizen_id) AS same
        FROM (SELECT DISTINCT citizen_id FROM {_rows(register, "staged")} {within}) AS file
        LEFT JOIN (SELECT DISTINCT citizen_id FROM {_rows(among, "register")}) AS known
            USING (citizen_id)
        """,
        municipality=municipality,
        **ends,
    )
    return Shared(row.before, row.now, row.same)


async def share_rows(
    session: Session, municipality: str, register: str, *, before: Window, now: Window
) -> Shared:
    """The rows of the register in one window and of the file in another, moved upon it."""
    row = await _one(
        session,
        f"""
        WITH file AS (
            SELECT {_CLIPPED[register].format("first", "last")} FROM {_rows(register, "staged")}
                AND {_WITHIN[register]}
        ), known AS (
            SELECT {_CLIPPED[register].format("earlier", "latest")}
            FROM {_rows(register, "register")}
                AND {_WITHIN[register].replace(":first", ":earlier").replace(":last", ":latest")}
        )
        SELECT (SELECT count(*) FROM known) AS before, (SELECT count(*) FROM file) AS now,
            (SELECT count(*) FROM file JOIN known USING (citizen_id, begins, ends, said)) AS same,
            (SELECT count(*) FROM file WHERE begins > 0 OR ends < :last - :first) AS moving
        """,
        municipality=municipality,
        first=now[0],
        last=now[1],
        earlier=before[0],
        latest=before[1],
    )
    return Shared(row.before, row.now, row.same, row.moving)


async def share_courses(session: Session, municipality: str) -> tuple[Shared, int]:
    """The file's courses and those known by their ids; and how many of these change citizen.

    ``same`` counts those that say the very same as before.
    """
    row = await _one(
        session,
        f"""
        SELECT (SELECT count(*) FROM {_rows("courses", "register")}) AS before, count(*) AS now,
            count(*) FILTER (WHERE c.citizen_id <> n.citizen_id) AS moved,
            count(*) FILTER (WHERE (c.citizen_id, c.offer_id, c.provider_id, c.target_group,
                c.match_group, c.starts_on, c.ends_on, c.birth_year, c.price_dkk,
                c.business_oriented) IS NOT DISTINCT FROM (n.citizen_id, n.offer_id,
                n.provider_id, n.target_group, n.match_group, n.starts_on, n.ends_on,
                n.birth_year, n.price_dkk, n.business_oriented)) AS same,
            count(c.course_id) AS known
        FROM pg_temp.staged AS n
        LEFT JOIN (SELECT * FROM {_rows("courses", "register")}) AS c USING (course_id)
        """,
        municipality=municipality,
    )
    return Shared(row.known, row.now, row.same), row.moved


async def share_target_groups(session: Session, municipality: str) -> Shared:
    """The register's courses, the file's, and those of the file in a target group it knows."""
    row = await _one(
        session,
        f"""
        SELECT (SELECT count(*) FROM {_rows("courses", "register")}) AS before, count(*) AS now,
            count(*) FILTER (WHERE target_group IN (
                SELECT DISTINCT target_group FROM {_rows("courses", "register")})) AS same
        FROM pg_temp.staged
        """,
        municipality=municipality,
    )
    return Shared(row.before, row.now, row.same)


@dataclass(frozen=True, slots=True)
class CourseShape:
    """What a file of courses looks like by itself."""

    rows: int
    citizens: int
    offers: int
    odd_ages: int
    with_age: int


async def shape_courses(session: Session) -> CourseShape:
    """Count what the file's courses name; an age at start under 15 or over 80 is odd."""
    row = await _one(
        session,
        """
        WITH file AS (
            SELECT citizen_id, offer_id,
                extract(year FROM starts_on)::integer - birth_year AS age FROM pg_temp.staged)
        SELECT count(*) AS rows, count(DISTINCT citizen_id) AS citizens,
            count(DISTINCT offer_id) AS offers, count(age) AS with_age,
            count(*) FILTER (WHERE age NOT BETWEEN 15 AND 80) AS odd_ages
        FROM file
        """,
    )
    return CourseShape(row.rows, row.citizens, row.offers, row.odd_ages, row.with_age)


async def share_classes(session: Session, municipality: str, version: int) -> Shared:
    """The codes of a version of the list, those of the file, and those with the classes they had.

    ``now`` counts the codes that both hold.
    """
    row = await _one(
        session,
        """
        WITH before AS (
            SELECT code, array_agg(DISTINCT class) AS classes FROM code_list_entries
            WHERE municipality = :municipality AND version = :version GROUP BY code
        ), now AS (
            SELECT code, array_agg(DISTINCT class) AS classes FROM pg_temp.staged GROUP BY code)
        SELECT (SELECT count(*) FROM before) AS before, count(*) AS now,
            count(*) FILTER (WHERE before.classes && now.classes) AS same
        FROM before JOIN now USING (code)
        """,
        municipality=municipality,
        version=version,
    )
    return Shared(row.before, row.now, row.same)


async def _one(session: Session, query: str, **values: object) -> Any:  # noqa: ANN401 - a row
    return (await session.execute(text(query), values)).one()
