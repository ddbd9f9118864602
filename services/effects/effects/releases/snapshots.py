"""Who was counted when a figure was shown last, so that the next release knows how many are new.

A snapshot is the courses of one release with the verdicts of every definition, packed; citizens by
half a digest of their opaque id. Two snapshots tell, for every place, how many different citizens
count otherwise in the later one. Snapshots that no shown figure refers to any more are thrown away.
"""

# ruff: noqa: S608 -- names are quoted, numbers are ours, and nothing else is put into the text

import io
from collections.abc import Mapping, Sequence

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from effects import quoting
from effects.kernel import BANDS, Outcomes, loops
from effects.releases.counting import Counts, CountsByName
from effects.releases.families import Family
from kit.disclosure import ALL, Path, Place

PROFILE_LEVELS = ("target_group", "match_group", "age_band", "weeks_before_band")
"""The columns of *citizens like this one*, widest first."""

_VIEW = (("offer_id", "target_group"), ("offer_id",), ("target_group",), ())

Changes = Mapping[str, Mapping[Place, int]]
"""By family and place, how many different citizens count otherwise."""
ProfileChanges = Mapping[str, Mapping[Path, int]]


def take_snapshot(outcomes: Outcomes, con: duckdb.DuckDBPyConnection) -> bytes:
    """The courses with their verdicts.

    Args:
        outcomes: What the definitions say of each course.
        con: Holds them as the table ``outcomes``.
    """
    verdicts = ", ".join(quoting.name(each.name) for each in outcomes.definitions)
    table = con.sql(
        f"""
        SELECT md5_number_lower(citizen_id) AS citizen, {_named("offer_id")},
            {_named("target_group")}, {_named("match_group")}, price_dkk, {verdicts}
        FROM outcomes
        """
    ).to_arrow_table()
    for name in PROFILE_LEVELS[2:]:
        coded = BANDS[name](outcomes, "end")
        values = pa.concat_arrays([coded.values.cast(pa.string()), pa.array([""])])
        table = table.append_column(name, values.take(pa.array(coded.codes)))
    sink = io.BytesIO()
    pq.write_table(table, sink, compression="zstd")
    return sink.getvalue()


def _named(column: str) -> str:
    """A column as ``counting`` names its values."""
    quoted = f"concat(chr(39), '{ALL}', chr(39))"
    return f"CASE {column} WHEN '{ALL}' THEN {quoted} ELSE coalesce({column}, '') END AS {column}"


def sum_places(
    snapshots: Mapping[int, bytes], since: Mapping[Place, int], family: Family
) -> dict[Place, CountsByName]:
    """The totals over cells, each with the courses of the release that it is shown from.

    Args:
        snapshots: By release.
        since: By cell; 0 where nobody counts yet.
        family: What is counted.
    """
    names = [definition.name for definition in family.definitions]
    verdicts = [quoting.name(name) for name in names]
    needed = sorted(set(since.values()) - {0})
    if not needed:
        return {}
    rows = [(row, column, number) for (row, column), number in since.items()]
    cells = dict(
        zip(("offer_id", "target_group", "number"), map(list, zip(*rows, strict=True)), strict=True)
    )
    columns = ", ".join(("citizen", "offer_id", "target_group", *verdicts))
    shown = " UNION ALL ".join(
        f"SELECT {columns} FROM snapshot_{number} SEMI JOIN (FROM cells WHERE number = {number})"
        " USING (offer_id, target_group)"
        for number in needed
    )
    counted = ", ".join(
        f"count(*) FILTER ({verdict} >= {loops.NO}),"
        f" count(DISTINCT citizen) FILTER ({verdict} >= {loops.NO}),"
        f" count(*) FILTER ({verdict} = {loops.YES})"
        for verdict in verdicts
    )
    with duckdb.connect() as con:
        con.register("cells", pa.table(cells))
        for number in needed:
            con.register(f"snapshot_{number}", _read(snapshots[number]))
        found = con.execute(
            f"""
            SELECT coalesce(offer_id, '{ALL}'), coalesce(target_group, '{ALL}'), {counted}
            FROM ({shown}) GROUP BY GROUPING SETS ((offer_id), (target_group), ())
            """
        ).fetchall()
    return {
        (row, column): {name: Counts(*counts[3 * at : 3 * at + 3]) for at, name in enumerate(names)}
        for row, column, *counts in found
    }


def count_changed(
    before: bytes, now: bytes, families: Sequence[Family]
) -> tuple[Changes, ProfileChanges]:
    """How many different citizens count otherwise in the later of two snapshots.

    A family that the earlier one does not know is left out: nothing of it was shown.
    """
    with duckdb.connect() as con:
        con.register("then_", _read(before))
        con.register("now_", _read(now))
        known = {name for name, *_ in con.execute("DESCRIBE then_").fetchall()}
        both = [
            family
            for family in families
            if all(definition.name in known for definition in family.definitions)
        ]
        view: dict[str, dict[Place, int]] = {family.name: {} for family in families}
        profiles: dict[str, dict[Path, int]] = {family.name: {} for family in families}
        if not both:
            return view, profiles
        for by in _VIEW:
            for path, changed in _changed(con, by, both):
                named = dict(zip(by, path, strict=True))
                place = named.get("offer_id", ALL), named.get("target_group", ALL)
                for family, count in zip(both, changed, strict=True):
                    view[family.name][place] = count
        for depth in range(1, len(PROFILE_LEVELS) + 1):
            for path, changed in _changed(con, PROFILE_LEVELS[:depth], both):
                for family, count in zip(both, changed, strict=True):
                    profiles[family.name][path] = count
        return view, profiles


def _read(snapshot: bytes) -> pa.Table:
    return pq.read_table(io.BytesIO(snapshot))


def _changed(
    con: duckdb.DuckDBPyConnection, by: Sequence[str], families: Sequence[Family]
) -> list[tuple[Path, tuple[int, ...]]]:
    """By group, the citizens of each family whose counted courses or outcomes differ."""
    keys = "".join(f"{quoting.name(column)}, " for column in by)
    definitions = [each.name for family in families for each in family.definitions]
    sums = ", ".join(
        f"count(*) FILTER ({quoting.name(name)} = {verdict}) AS {quoting.name(f'{name}/{verdict}')}"
        for name in definitions
        for verdict in (loops.NO, loops.YES)
    )
    differ = ", ".join(
        "count(*) FILTER ("
        + " OR ".join(
            f"coalesce(t.{column}, 0) <> coalesce(n.{column}, 0)"
            for each in family.definitions
            for verdict in (loops.NO, loops.YES)
            for column in (quoting.name(f"{each.name}/{verdict}"),)
        )
        + ")"
        for family in families
    )
    grouped = "SELECT {keys} citizen, {sums} FROM {table} GROUP BY ALL"
    then, now = (grouped.format(keys=keys, sums=sums, table=table) for table in ("then_", "now_"))
    joined = f"({then}) AS t FULL JOIN ({now}) AS n USING ({keys} citizen)"
    rows = con.execute(f"SELECT {keys} {differ} FROM {joined} GROUP BY ALL").fetchall()
    return [(tuple(row[: len(by)]), tuple(row[len(by) :])) for row in rows]
