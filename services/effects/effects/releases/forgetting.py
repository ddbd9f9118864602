"""Erased citizens leave what releases were judged on; the counts that were shown stay as they were.

A snapshot's courses stay, for a total that lacked them would tell how many were erased. Who took
them does not: a number drawn by lot stands for the citizen, the same in each snapshot.
"""

import asyncio
import io
import secrets
from collections.abc import Sequence

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from sqlalchemy import select, update

from effects.releases.models import ReleaseGround
from kit.database import Session

_BITS = 64


async def forget_citizens(session: Session, municipality: str, ids: Sequence[str]) -> None:
    """Take the digests of these ids out of every snapshot that is kept.

    Args:
        session: Of the erasure.
        municipality: Whose.
        ids: The citizens, under every id.
    """
    mine = ReleaseGround.municipality == municipality
    kept = await session.execute(
        select(ReleaseGround.number, ReleaseGround.courses)
        .where(mine, ReleaseGround.courses.is_not(None))
        .order_by(ReleaseGround.number)
        .with_for_update()
    )
    digests = await asyncio.to_thread(_digests, ids)
    stand_in = secrets.randbits(_BITS)
    for number, courses in kept.all():
        if courses is None:
            continue
        without = await asyncio.to_thread(_replaced, courses, digests, stand_in)
        if without is not None:
            await session.execute(
                update(ReleaseGround)
                .where(mine, ReleaseGround.number == number)
                .values(courses=without)
            )


def _digests(ids: Sequence[str]) -> list[int]:
    with duckdb.connect() as con:
        rows = con.execute("SELECT md5_number_lower(unnest(?::VARCHAR[]))", [list(ids)]).fetchall()
    return [digest for (digest,) in rows]


def _replaced(courses: bytes, digests: Sequence[int], stand_in: int) -> bytes | None:
    """A snapshot without some digests; None where it has none of them."""
    table = pq.read_table(io.BytesIO(courses))
    at = table.schema.get_field_index("citizen")
    column = table.column(at)
    found = pc.is_in(column, value_set=pa.array(digests, column.type))
    if not pc.any(found).as_py():
        return None
    drawn = pc.if_else(found, pa.scalar(stand_in, column.type), column)
    table = table.set_column(at, "citizen", drawn)
    sink = io.BytesIO()
    pq.write_table(table, sink, compression="zstd")
    return sink.getvalue()
