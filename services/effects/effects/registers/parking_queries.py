"""The statements that keep the rows of an import that waits, and bring them back or remove them.

They lie in the register's own table under a number that is no version's, so that they hold in none
and an erasure finds them where it finds all others.
"""

# ruff: noqa: S608 -- names are our own, and values are bound

from sqlalchemy import text

from effects.registers.row_queries import STAGED, TABLES
from kit.database import Session


async def park(session: Session, municipality: str, register: str, number: int) -> None:
    """Keep the staged rows as those of the register's quarantined import of this number."""
    columns = ", ".join(STAGED[register])
    await session.execute(
        text(
            f"""
            INSERT INTO {TABLES[register]} (municipality, {", ".join(_marks(register))}, {columns})
            SELECT :municipality, {", ".join([":number"] * len(_marks(register)))}, {columns}
            FROM pg_temp.staged
            """
        ),
        {"municipality": municipality, "number": -number},
    )


async def stage_parked(session: Session, municipality: str, register: str, number: int) -> None:
    """Move the kept rows to the temporary table that an import fills."""
    columns = STAGED[register]
    definitions = ", ".join(f"{name} {kind}" for name, kind in columns.items())
    await session.execute(text("DROP TABLE IF EXISTS pg_temp.staged"))
    await session.execute(text(f"CREATE TEMPORARY TABLE staged ({definitions}) ON COMMIT DROP"))
    names = ", ".join(columns)
    await session.execute(
        text(
            f"""
            WITH parked AS (
                DELETE FROM {TABLES[register]}
                WHERE municipality = :municipality AND {_marks(register)[0]} = :number
                RETURNING {names}
            )
            INSERT INTO pg_temp.staged ({names}) SELECT {names} FROM parked
            """
        ),
        {"municipality": municipality, "number": -number},
    )
    await session.execute(text("ANALYZE pg_temp.staged"))


async def remove_parked(session: Session, municipality: str, register: str, number: int) -> None:
    """Delete the kept rows: no figure was ever computed from them."""
    await session.execute(
        text(
            f"DELETE FROM {TABLES[register]}"
            f" WHERE municipality = :municipality AND {_marks(register)[0]} = :number"
        ),
        {"municipality": municipality, "number": -number},
    )


def _marks(register: str) -> tuple[str, ...]:
    """The columns that say in which version a row holds."""
    return ("version",) if register == "codes" else ("valid_from_version", "valid_to_version")
