"""The courses of a packed register: a table as wide as it came, and the columns that are walked."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from effects.packed.decimals import unscaled
from effects.packed.register import NO_DAY
from effects.packed.sorting import order_rows

_ORE_DECIMALS = 2

_UNIQUE = ("course_id", "citizen_id")  # texts that gain nothing from a dictionary


_NO_COURSES = pa.schema(
    {
        "course_id": pa.string(),
        "starts_on": pa.date32(),
        "ends_on": pa.date32(),
        "business_oriented": pa.bool_(),
    }
)  # of a register that nobody has given courses


def joined(parts: Sequence[pa.Table]) -> pa.Table:
    """The parts as one table, its texts as dictionaries where they repeat."""
    if not parts:
        return _NO_COURSES.empty_table()
    table = pa.concat_tables(parts, promote_options="default").unify_dictionaries().combine_chunks()
    for place, field in enumerate(table.schema):
        if pa.types.is_string(field.type) and field.name not in _UNIQUE:
            coded = table.column(place).dictionary_encode().combine_chunks()
            if 2 * len(coded.dictionary) < len(coded) or len(coded.dictionary) < 2**10:
                table = table.set_column(place, field.name, coded)
    return table


def days_of(table: pa.Table, name: str) -> npt.NDArray[np.int32]:
    """A date column as days from 1970-01-01, `NO_DAY` where there is none; `int32[k]`."""
    days = pc.fill_null(pc.cast(table.column(name), pa.int32()), NO_DAY)
    return np.asarray(days.to_numpy(), np.int32)


def ordered(table: pa.Table, citizens: npt.NDArray[np.int32], count: int) -> dict[str, Any]:
    """The packed register's courses: in order of citizen and start, and as arrays.

    Args:
        table: the courses.
        citizens: each one's citizen, `int32[k]`.
        count: how many citizens there are.
    """
    offsets, places = order_rows(citizens, days_of(table, "starts_on"), count)
    if places is not None:
        table = table.take(pa.array(places))
    return {"course_offsets": offsets, **arrays_of(table)}


def plain(table: pa.Table) -> pa.Table:
    """The table with its texts as texts, so that it can be joined with another."""
    return table.cast(
        pa.schema(
            pa.field(field.name, field.type.value_type)
            if pa.types.is_dictionary(field.type)
            else field
            for field in table.schema
        )
    )


def arrays_of(table: pa.Table) -> dict[str, Any]:
    """The packed register's columns of its courses, and the table itself."""
    business_oriented = pc.cast(pc.fill_null(table.column("business_oriented"), False), pa.uint8())
    return {
        "starts_on": days_of(table, "starts_on"),
        "ends_on": days_of(table, "ends_on"),
        "business_oriented": np.asarray(business_oriented.to_numpy(), np.uint8),
        "courses": table.combine_chunks(),
    }


def prices_of(table: pa.Table) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """Each course's price in øre, and whether it is known; `int64[k]`, `bool[k]`."""
    column = table.column("price_dkk")
    return unscaled(column, _ORE_DECIMALS), np.asarray(column.is_valid().to_numpy(), np.bool_)
