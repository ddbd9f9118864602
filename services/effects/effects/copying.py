"""PostgreSQL's COPY inside a session's transaction: the only way in and out for whole registers.

A register has hundreds of thousands of rows: single inserts take minutes where COPY takes seconds.
COPY cannot write to a table under row-level security, so rows go to a
temporary table first and are inserted from there by an ordinary statement.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
from sqlalchemy import text

from kit import problems
from kit.database import Session

LONG_WORK_MS = 15 * 60 * 1000


async def allow_long_work(session: Session) -> None:
    """Let the rest of this transaction take longer than a request may, and wait for its threads."""
    for timeout in ("statement_timeout", "idle_in_transaction_session_timeout"):
        await session.execute(text(f"SET LOCAL {timeout} = {LONG_WORK_MS}"))


async def copy_in(session: Session, table: str, columns: Sequence[str], path: Path) -> None:
    """Fill a temporary table of this transaction from a CSV file without header."""
    async with _driver(session) as driver:
        await driver.copy_to_table(table, source=path, columns=list(columns), format="csv")


async def copy_out(session: Session, query: str, arguments: Sequence[object], path: Path) -> None:
    """Write a query's rows to a CSV file with header; row-level security applies to the query."""
    async with _driver(session) as driver:
        await driver.copy_from_query(query, *arguments, output=path, format="csv", header=True)


@asynccontextmanager
async def _driver(session: Session) -> AsyncIterator[Any]:
    """The driver's own connection, in the session's transaction."""
    await session.flush()
    connection = await (await session.connection()).get_raw_connection()
    try:
        yield connection.driver_connection
    except (asyncpg.PostgresConnectionError, asyncpg.InterfaceError, ConnectionError) as error:
        raise problems.DatabaseAway(
            "Databasen svarer ikke lige nu. Intet er gemt; prøv igen om lidt.",
            headers={"Retry-After": str(problems.RETRY_AFTER_SECONDS)},
        ) from error
