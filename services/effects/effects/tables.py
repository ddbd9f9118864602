"""From Arrow tables to an Arrow table: packing, both stages, and nothing kept."""

from collections.abc import Mapping, Sequence

import pyarrow as pa

from effects.coverage import Coverage
from effects.definitions import DEFINITIONS, Definition
from effects.kernel import ALWAYS, Period, compute_outcomes, compute_results
from effects.packed.building import RegisterBuilder
from effects.packed.register import PackedRegister


def pack_tables(
    *,
    courses: pa.Table,
    support: pa.Table,
    codes: pa.Table,
    hours: pa.Table | None = None,
    aliases: Mapping[str, str] | None = None,
) -> PackedRegister:
    """Pack tables in the columns that `effects.reading` writes.

    Args:
        courses: courses, with any further columns.
        support: spells.
        codes: the code list.
        hours: hours; None where there is no such register.
        aliases: other ids of merged citizens, each with the id that is kept.

    Raises:
        SpellsOverlap: a citizen has two spells in one week.
        CodeNotValid: a spell has a code without a class in one of its weeks.
        AliasesCircular: no id is kept in the end.
    """
    builder = RegisterBuilder(codes, aliases)
    for spells in support.to_batches():
        builder.add_support(spells)
    if hours is not None:
        builder.add_no_hours()
        for worked in hours.to_batches():
            builder.add_hours(worked)
    builder.add_courses(courses)
    return builder.build()


def measure_tables(  # noqa: PLR0913 - each table has its own name
    *,
    courses: pa.Table,
    support: pa.Table,
    codes: pa.Table,
    hours: pa.Table | None = None,
    coverage: Coverage,
    by: Sequence[str],
    definitions: Sequence[Definition] = DEFINITIONS,
    min_group: int = 0,
    period: Period = ALWAYS,
) -> pa.Table:
    """Results, as `kernel.compute_results` gives them, of the tables that `pack_tables` takes.

    Raises:
        HoursMissing: a definition reads hours and there are none.
        ColumnNotThere: `by` names a column that the courses do not have.
        SpellsOverlap: as `pack_tables`, as does `CodeNotValid`.
    """
    register = pack_tables(courses=courses, support=support, codes=codes, hours=hours)
    outcomes = compute_outcomes(register, coverage, definitions=definitions)
    return compute_results(outcomes, by=by, min_group=min_group, period=period)
