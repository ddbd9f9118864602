"""What a batch of attendance reads and writes, set by set.

The hot path of the service: rows are copied to a temporary table (``COPY`` cannot write where
row-level security is) and merged from there; a few rows travel as arrays instead, which spares
the table. ``python -m bench attendance`` measures it against a plain ``COPY`` of the same rows.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import asyncpg
from sqlalchemy import text

from contracts import events
from contracts.attendance import batch_statements
from contracts.attendance.decoding import Ready
from kit import outbox, problems
from kit.database import Session
from kit.rights import Caller, municipality_of

FEW = 500
"""Up to so many rows, arrays are cheaper than a table, and facts one by one are cheap enough."""

_LOCK_ALL = text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))")
_LOCK_SHARED = text("SELECT pg_advisory_xact_lock_shared(hashtextextended(:key, 0))")


@dataclass(frozen=True, slots=True)
class Written:
    """What became different.

    Attributes:
        days: How many rows.
        weeks: Of which call-offs and weeks, each with its Monday.
    """

    days: int
    weeks: list[tuple[str, date]]


class Staged:
    """The rows of a batch on their way into the table, wherever they wait."""

    def __init__(self, session: Session, municipality: str) -> None:
        self._session = session
        self._municipality = municipality
        self._few: list[Ready] = []
        self._is_table = False
        self.count = 0

    async def add(self, rows: Sequence[Ready]) -> None:
        """Put further rows beside those that wait."""
        self.count += len(rows)
        if not self._is_table and self.count > FEW:
            await self._session.execute(batch_statements.CREATE)
            self._is_table = True
            await self._copy(self._few)
            self._few = []
        if self._is_table:
            await self._copy(rows)
        else:
            self._few += rows

    async def _copy(self, rows: Sequence[Ready]) -> None:
        connection = await (await self._session.connection()).get_raw_connection()
        driver: Any = connection.driver_connection
        try:
            await driver.copy_records_to_table("staged_attendance", records=rows)
        except (asyncpg.PostgresConnectionError, asyncpg.InterfaceError, ConnectionError) as error:
            raise problems.DatabaseAway(
                "Databasen svarer ikke lige nu. Intet er gemt; send det samme igen om lidt.",
                headers={"Retry-After": str(problems.RETRY_AFTER_SECONDS)},
            ) from error

    async def take_out(self, places: Collection[int]) -> None:
        """Let some rows wait no longer, by their index."""
        self.count -= len(places)
        if self._is_table:
            await self._session.execute(batch_statements.UNSTAGE, {"places": list(places)})
        else:
            self._few = [row for row in self._few if row[0] not in places]

    async def clear(self) -> None:
        """Leave nothing behind for another batch of the same transaction."""
        if self._is_table:
            await self._session.execute(batch_statements.DROP)

    async def find_refused(self, provider_id: str | None, *, today: date) -> dict[int, str]:
        """The rows that do not fit with their call-off, by index, each with the code of why."""
        given = {"municipality": self._municipality, "provider_id": provider_id, "today": today}
        row = (await self._do("refused", **given)).one()
        return dict(zip(row.places, row.faults, strict=True))

    async def find_repeated(self) -> list[int]:
        """The rows that speak of the same day as another row."""
        if not (await self._do("any_repeated")).scalar_one():
            return []
        return list((await self._do("repeated")).scalars())

    async def insert(
        self, *, late_through: date, reported_at: datetime, by: str, at: datetime
    ) -> Written:
        """Write the days of which nothing was reported before."""
        mine = {"municipality": self._municipality}
        given = {"late_through": late_through, "reported_at": reported_at, "by": by, "at": at}
        days: int = (await self._do("add", **mine, **given)).rowcount
        if days == 0:
            return Written(0, [])
        # Mostly all of them are new: then whatever waits is what was written.
        found = self._do("weeks") if days == self.count else self._do("new_weeks", **mine, at=at)
        return _written(days, (await found).one())

    async def correct(self, why: str, *, by: str, at: datetime) -> Written:
        """Write the days of which something else was reported before, which is kept."""
        given = {"municipality": self._municipality, "why": why, "by": by, "at": at}
        row = (await self._do("correct", **given)).one()
        return _written(row.days, row)

    async def _do(self, name: str, **given: object) -> Any:  # noqa: ANN401 - a result
        if not self._is_table:
            columns = list(zip(*self._few, strict=True)) or [()] * len(batch_statements.ARRAYS)
            given |= dict(zip(batch_statements.ARRAYS, map(list, columns), strict=True))
        return await self._session.execute(batch_statements.STATEMENTS[self._is_table][name], given)


def _written(days: int, row: Any) -> Written:  # noqa: ANN401 - call-offs and Mondays
    return Written(int(days), list(zip(row.call_off_ids, row.mondays, strict=True)))


async def lock(session: Session, caller: Caller) -> None:
    """Let nobody else report on the same call-offs until the commit.

    Providers report beside each other, each behind its own batches; the municipality's systems,
    which may report for any of them, alone.
    """
    key = f"attendance\n{caller.municipality}"
    if caller.provider_id is None:
        await hold(session, municipality_of(caller))
    else:
        await session.execute(_LOCK_SHARED, {"key": key})
        await session.execute(_LOCK_ALL, {"key": f"{key}\n{caller.provider_id}"})


async def hold(session: Session, municipality: str) -> None:
    """Let nobody report anything until the commit, and wait for those who do so now."""
    await session.execute(_LOCK_ALL, {"key": f"attendance\n{municipality}"})


async def publish(
    session: Session, municipality: str, weeks: Collection[tuple[str, date]], *, at: datetime
) -> None:
    """Write one ``AttendanceWeekReported`` for each call-off and week, with the whole week.

    A few are told as all facts are. Twenty thousand of a large batch would take longer one by one
    than all the rest: they are written set by set, the last that their transaction does.
    """
    if not weeks:
        return
    call_off_ids, mondays = zip(*weeks, strict=True)
    given = {
        "municipality": municipality,
        "call_off_ids": list(call_off_ids),
        "mondays": list(mondays),
    }
    await session.flush()
    if len(weeks) > FEW:
        await session.execute(batch_statements.LOCK_OUTBOX)
        await session.execute(batch_statements.PUBLISH, given | {"at": at})
        return
    for row in await session.execute(batch_statements.LIST_TOLD, given):
        outbox.publish(session, events.AttendanceWeekReported.model_validate(row.data), at=at)
