"""Sessions on one database, and the only commit in the repository."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Annotated, Any, Self

from fastapi import Depends, Request
from sqlalchemy import DateTime, MetaData, Text, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import (
    AsyncConnection,
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)

from kit import outbox, tables, tenancy
from kit.admission import Admission
from kit.rights import Caller, authenticate

Session = AsyncSession

STATEMENT_TIMEOUT_MS = 60_000
LOCK_TIMEOUT_MS = 10_000
IDLE_IN_TRANSACTION_TIMEOUT_MS = 60_000
POOL_TIMEOUT_SECONDS = 10
CONNECT_TIMEOUT_SECONDS = 5


RESTED_SECONDS = 0.5
_USED_AT = "pejling.used_at"

COLUMN_TYPES: dict[Any, Any] = {str: Text(), datetime: DateTime(timezone=True)}
"""What a mapped column is when its annotation alone says it: text without a limit, UTC moments."""


def new_metadata() -> MetaData:
    """The metadata of one service's tables, with the names that migrations expect."""
    return MetaData(naming_convention=tables.NAMING)


def asyncpg_url(url: str) -> str:
    """Any ``postgresql://`` address as SQLAlchemy wants it for asyncpg."""
    return make_url(url).set(drivername="postgresql+asyncpg").render_as_string(hide_password=False)


def _look_after_a_rest(connection: Any, record: Any, _proxy: object) -> None:  # noqa: ANN401 - SQLAlchemy's event
    """Ask a connection that has rested whether it still lives; one in steady use is not asked.

    SQLAlchemy's own ``pool_pre_ping`` asks each time, which costs a page of rows a tenth.

    Raises:
        DisconnectionError: When it does not; the pool then opens another.
    """
    now = time.monotonic()
    if now - record.info.get(_USED_AT, 0.0) > RESTED_SECONDS:
        try:
            connection.ping()
        except Exception as error:
            raise DisconnectionError from error
    record.info[_USED_AT] = now


class Database:
    """One service's connections; at most five a process."""

    def __init__(
        self, sessions: async_sessionmaker[Session], engine: AsyncEngine | None = None
    ) -> None:
        self._sessions = sessions
        self._engine = engine

    @classmethod
    def connect(cls, url: str, *, pool_size: int = 5) -> Self:
        """A pool of connections; the first is opened when it is needed."""
        engine = create_async_engine(
            asyncpg_url(url),
            pool_size=pool_size,
            max_overflow=0,
            pool_timeout=POOL_TIMEOUT_SECONDS,
            # What a statement was given may be about people, and errors are logged.
            hide_parameters=True,
            connect_args={
                "timeout": CONNECT_TIMEOUT_SECONDS,
                "server_settings": {
                    "application_name": "pejling",
                    "timezone": "UTC",
                    "jit": "off",
                    "statement_timeout": str(STATEMENT_TIMEOUT_MS),
                    "lock_timeout": str(LOCK_TIMEOUT_MS),
                    "idle_in_transaction_session_timeout": str(IDLE_IN_TRANSACTION_TIMEOUT_MS),
                },
            },
        )
        event.listen(engine.sync_engine.pool, "checkout", _look_after_a_rest)
        return cls(async_sessionmaker(engine, expire_on_commit=False), engine)

    @classmethod
    def on(cls, connection: AsyncConnection) -> Self:
        """A database whose transactions are savepoints of one connection, for tests."""
        return cls(
            async_sessionmaker(
                connection, expire_on_commit=False, join_transaction_mode="create_savepoint"
            )
        )

    @asynccontextmanager
    async def transaction(self, municipality: str | None) -> AsyncIterator[Session]:
        """One transaction, seeing one municipality; committed when the block ends well.

        The facts that were published in it are written last, in the same transaction.
        """
        async with self._sessions() as session:
            try:
                await tenancy.enter(session, municipality)
                yield session
                await outbox.write_pending(session)
                await session.commit()
            except BaseException:
                outbox.forget_pending(session)
                await session.rollback()
                raise

    async def close(self) -> None:
        """Give the connections back."""
        if self._engine is not None:
            await self._engine.dispose()


async def session(
    request: Request, caller: Annotated[Caller, Depends(authenticate)]
) -> AsyncIterator[Session]:
    """The request's one transaction; it commits before the answer leaves."""
    database: Database = request.app.state.database
    admission: Admission = request.app.state.admission
    async with (
        admission.turn(caller.municipality),
        database.transaction(caller.municipality) as opened,
    ):
        yield opened


# FastAPI runs a dependency's exit code after the answer has left unless its scope is the function;
# a failed commit would then have been answered 201.
SessionDep = Annotated[Session, Depends(session, scope="function")]
