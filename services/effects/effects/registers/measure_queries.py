"""What is counted of a file and of the register it is for, so that the two can be compared.

The file's rows stand staged. Whole registers are counted, so each statement reads a table once.
"""

# ruff: noqa: S608 -- names are our own, and values are bound

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from sqlalchemy import text

from effects import weeks
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


@dataclass(frozen=True, slots=True)
class There:
    """What there is in one week or month; ``hours`` are all together, 0 of support."""

    citizens: int
    hours: Decimal


NO_HOURS = Decimal(0)

_WITHIN = {
    "support": "from_week <= :last AND to_week >= :first",
    "hours": "month BETWEEN :first AND :last",
}
_AMOUNT = {
    "support": "sum(least(to_week, :last) - greatest(from_week, :first) + 1), 0",
    "hours": "count(*), sum(hours)",
}
_STEPS = {
    "support": "(greatest(from_week, :first), 1), (least(to_week, :last) + 1, -1)",
    "hours": "(month, 1), (month + 1, -1)",
}
"""From which week or month on there is one citizen more, and one less again."""
_CLIPPED = {
    "support": "citizen_id, greatest(from_week, :{0}) - :{0} AS begins,"
    " least(to_week, :{1}) - :{0} AS ends, code AS said",
    "hours": "citizen_id, month - :{0} AS begins, month - :{0} AS ends, hours AS said",
}


def rows_of(register: str, source: Source) -> str:
    """SQL for where the rows stand, and which of them hold today."""
    if source == "staged":
        return "pg_temp.staged WHERE true"
    return f"{TABLES[register]} WHERE municipality = :municipality AND valid_to_version IS NULL"


async def measure(
    session: Session, municipality: str, register: str, source: Source, window: Window
) -> Measure:
    """What a file, or the register as it is today, has in some weeks or months."""
    row = await find_one(
        session,
        f"""
        SELECT coalesce(sum(amount), 0) AS amount, count(*) AS citizens,
            coalesce(sum(hours), 0) AS hours, max(citizen_id COLLATE "C") AS last_citizen
        FROM (
            SELECT citizen_id, {_AMOUNT[register]} FROM {rows_of(register, source)}
                AND {_WITHIN[register]}
            GROUP BY citizen_id
        ) AS of_citizen (citizen_id, amount, hours)
        """,
        municipality=municipality,
        first=window[0],
        last=window[1],
    )
    return Measure(int(row.amount), row.citizens, Decimal(row.hours), row.last_citizen)


async def count_units(
    session: Session, municipality: str, register: str, source: Source, window: Window
) -> dict[int, There]:
    """What there is in each of some weeks or months."""
    hours = "hours" if register == "hours" else "0"
    rows = await session.execute(
        text(
            f"""
            SELECT at, sum(step) AS step, coalesce(sum({hours}) FILTER (WHERE step > 0), 0) AS hours
            FROM (SELECT * FROM {rows_of(register, source)} AND {_WITHIN[register]}) AS told
            CROSS JOIN LATERAL (VALUES {_STEPS[register]}) AS steps (at, step)
            GROUP BY at
            """
        ),
        {"municipality": municipality, "first": window[0], "last": window[1]},
    )
    changes = {row.at: row for row in rows}
    found: dict[int, There] = {}
    citizens = 0
    for at in range(window[0], window[1] + 1):
        change = changes.get(at)
        citizens += int(change.step) if change else 0
        found[at] = There(citizens, Decimal(change.hours)) if change else There(citizens, NO_HOURS)
    return found


async def find_codes_gone(
    session: Session, municipality: str, *, before: Window, now: Window, smallest: int
) -> dict[str, int]:
    """Codes of so many citizens in the register's weeks that nobody has in the file's.

    Those that the code list does not have in all of these weeks are expected to go.
    """
    rows = await session.execute(
        text(
            f"""
            SELECT code, count(DISTINCT citizen_id) AS citizens
            FROM {rows_of("support", "register")} AND from_week <= :latest AND to_week >= :earlier
                AND code NOT IN (
                    SELECT code FROM {rows_of("support", "staged")} AND {_WITHIN["support"]})
                AND code IN (
                    SELECT code FROM code_list_entries WHERE municipality = :municipality
                        AND version = (SELECT max(version) FROM code_list_entries
                                       WHERE municipality = :municipality)
                        AND valid_from <= :begins AND valid_to >= :ends)
            GROUP BY code HAVING count(DISTINCT citizen_id) >= :smallest ORDER BY code
            """
        ),
        {
            "municipality": municipality,
            "first": now[0],
            "last": now[1],
            "earlier": before[0],
            "latest": before[1],
            "begins": weeks.monday_of(now[0]),
            "ends": weeks.monday_of(now[1]),
            "smallest": smallest,
        },
    )
    return {row.code: row.citizens for row in rows}


async def find_highest_hours(session: Session) -> float:
    """The most hours that a row of the file has."""
    row = await find_one(session, "SELECT coalesce(max(hours), 0) AS hours FROM pg_temp.staged")
    return float(row.hours)


async def count_after(
    session: Session, municipality: str, register: str, window: Window, citizen_id: str
) -> int:
    """The register's citizens in some weeks or months whose ids come after one, by their bytes."""
    row = await find_one(
        session,
        f"""
        SELECT count(DISTINCT citizen_id) AS citizens FROM {rows_of(register, "register")}
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
    row = await find_one(
        session,
        f"""
        SELECT (SELECT count(DISTINCT citizen_id) FROM {rows_of(among, "register")}) AS before,
            count(*) AS now, count(known.citizen_id) AS same
        FROM (SELECT DISTINCT citizen_id FROM {rows_of(register, "staged")} {within}) AS file
        LEFT JOIN (SELECT DISTINCT citizen_id FROM {rows_of(among, "register")}) AS known
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
    row = await find_one(
        session,
        f"""
        WITH file AS (
            SELECT {_CLIPPED[register].format("first", "last")} FROM {rows_of(register, "staged")}
                AND {_WITHIN[register]}
        ), known AS (
            SELECT {_CLIPPED[register].format("earlier", "latest")}
            FROM {rows_of(register, "register")}
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


async def find_one(session: Session, query: str, **values: object) -> Any:  # noqa: ANN401 - a row
    """The only row of a query."""
    return (await session.execute(text(query), values)).one()
