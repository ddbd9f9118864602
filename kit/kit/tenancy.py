"""Municipalities as tenants, and the row-level security that is the second wall between them."""

from typing import Annotated

from pydantic import StringConstraints
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

Municipality = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}$")]
"""A kommunekode as text of four digits, such as ``"0101"``."""

_ENTER = text("SELECT set_config('app.municipality', :municipality, true)")
_MINE = "municipality = nullif(current_setting('app.municipality', true), '')"


async def enter(session: AsyncSession, municipality: str | None) -> None:
    """Let the rest of the transaction see this municipality's rows only; none at all for None."""
    session.info["municipality"] = municipality
    await session.execute(_ENTER, {"municipality": municipality or ""})


def protect(table: str) -> tuple[str, ...]:
    """The statements by which a migration puts a table behind row-level security."""
    return (
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY own_municipality ON {table} USING ({_MINE}) WITH CHECK ({_MINE})",
    )
