"""Statements of the few hot paths: compiled once, run by the driver in the same transaction.

The toolkit's own way costs a page of rows more than the database does (``bench/read.py``): it
compiles, keys its cache, wraps each row and walks each column again.
"""

from collections.abc import Mapping, Sequence
from typing import Any, cast

import asyncpg
from sqlalchemy import Executable
from sqlalchemy.dialects.postgresql import asyncpg as dialects
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.elements import CompilerElement

from kit.database import Session

_DIALECT = dialects.dialect()  # type: ignore[no-untyped-call] # SQLAlchemy's own


class HotQuery:
    """A statement whose parameters are all named ``bindparam``s of types that the driver takes."""

    def __init__(self, statement: Executable) -> None:
        compiled: Any = cast(CompilerElement, statement).compile(dialect=_DIALECT)
        self._sql = str(compiled)
        self._names: Sequence[str] = compiled.positiontup
        self._fixed: Mapping[str, Any] = compiled.params

    async def rows(self, session: Session, parameters: Mapping[str, Any]) -> list[asyncpg.Record]:
        """The rows that answer it.

        Raises:
            sqlalchemy.exc.DBAPIError: As any other statement of the session would.
        """
        raw = await (await session.connection()).get_raw_connection()
        connection: Any = raw.driver_connection
        given = [parameters.get(name, self._fixed.get(name)) for name in self._names]
        try:
            rows: list[asyncpg.Record] = await connection.fetch(self._sql, *given)
        except (asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            raise DBAPIError(
                self._sql,
                None,
                error,
                hide_parameters=True,
                connection_invalidated=connection.is_closed(),
            ) from error
        return rows
