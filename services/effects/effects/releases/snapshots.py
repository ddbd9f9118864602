"""Who was counted when a figure was shown last, so that the next release knows how many are new.

A snapshot is the courses of one release with the verdicts of every definition, packed; citizens by
half a digest of their opaque id. Two snapshots tell, for every place, how many different citizens
count otherwise in the later one. Snapshots that no shown figure refers to any more are thrown away.
"""

# ruff: noqa: S608 -- names are quoted, numbers are ours, and nothing else is put into the text

import io
from collections.abc import Collection, Mapping, Sequence

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from effects import quoting
from effects.kernel import BANDS, Outcomes, loops
from effects.releases.counting import Counts, CountsByName
from effects.releases.families import Family
from kit.disclosure import ALL, Path, Place

PROFILE_LEVELS = ("target_group", "match_group", "age_band", "weeks_before_band")
"""The columns of *citizens like this one*, widest first."""

_CELL = ("offer_id", "target_group")
_VIEW = (_CELL, ("offer_id",), ("target_group",), ())
_PROFILES = tuple(PROFILE_LEVELS[:depth] for depth in range(1, len(PROFILE_LEVELS) + 1))

Changes = Mapping[str, Mapping[Place, int]]
"""By family and place, how many different citizens count otherwise."""
ProfileChanges = Mapping[str, Mapping[Path, int]]
Numbers = npt.NDArray[np.int64]


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
    needed = sorted(set(since.values()) - {0})
    if not needed:
        return {}
    shown = pa.concat_tables(
        _rows_at(
            _read(snapshots[number], ("citizen", *_CELL, *names)),
            {cell for cell, at in since.items() if at == number},
        )
        for number in needed
    )
    _, citizens = np.unique(shown["citizen"].to_numpy(), return_inverse=True)
    verdicts = {name: shown[name].to_numpy() for name in names}
    found: dict[Place, CountsByName] = {}
    for by in ((), *((column,) for column in _CELL)):
        paths, groups = _group(shown, by)
        of_each = {
            name: _count(groups, citizens, verdicts[name], among=len(paths)) for name in names
        }
        for at, path in enumerate(paths):
            found[_place(by, path)] = {name: counts[at] for name, counts in of_each.items()}
    return found


def count_changed(
    before: bytes, now: bytes, families: Sequence[Family]
) -> tuple[Changes, ProfileChanges]:
    """How many different citizens count otherwise in the later of two snapshots.

    A family that the earlier one does not know is left out: nothing of it was shown.
    """
    then, later = _read(before), _read(now)
    both = [
        family
        for family in families
        if all(definition.name in then.column_names for definition in family.definitions)
    ]
    view: dict[str, dict[Place, int]] = {family.name: {} for family in families}
    profiles: dict[str, dict[Path, int]] = {family.name: {} for family in families}
    names = {definition.name for family in both for definition in family.definitions}
    columns = ["citizen", "offer_id", *PROFILE_LEVELS, *sorted(names)]
    rows = pa.concat_tables([then.select(columns), later.select(columns)])
    _, citizens = np.unique(rows["citizen"].to_numpy(), return_inverse=True)
    side = np.repeat(np.array([-1, 1], np.int8), [then.num_rows, later.num_rows])
    marks = {name: rows[name].to_numpy() for name in names}
    signed = {
        name: [np.where(marks[name] == verdict, side, 0) for verdict in (loops.NO, loops.YES)]
        for name in names
    }
    for by in dict.fromkeys((*_VIEW, *_PROFILES)):
        paths, groups = _group(rows, by)
        order, firsts = _sort_people(groups, citizens)
        group_of = groups[order][firsts]
        for family in both:
            differs = np.zeros(len(firsts), bool)
            for column in (each for one in family.definitions for each in signed[one.name]):
                differs |= _sums(column[order], firsts) != 0
            counts = np.bincount(group_of[differs], minlength=len(paths)).tolist()
            if by in _VIEW:
                places = (_place(by, path) for path in paths)
                view[family.name] |= zip(places, counts, strict=True)
            if by in _PROFILES:
                profiles[family.name] |= zip(paths, counts, strict=True)
    return view, profiles


def _read(snapshot: bytes, columns: Sequence[str] | None = None) -> pa.Table:
    return pq.ParquetFile(pa.BufferReader(snapshot)).read(columns=columns)


def _rows_at(rows: pa.Table, cells: Collection[Place]) -> pa.Table:
    """Those that stand in one of the cells."""
    paths, groups = _group(rows, _CELL)
    is_wanted = np.array([path in cells for path in paths], bool)
    return rows.filter(pa.array(is_wanted[groups]))


def _group(rows: pa.Table, by: Sequence[str]) -> tuple[list[Path], Numbers]:
    """The groups that there are, and the number of each row's; without columns they are one."""
    paths: list[Path] = [()]
    numbers = np.zeros(rows.num_rows, np.int64)
    for column in by:
        coded = rows[column].combine_chunks().dictionary_encode()
        values = coded.dictionary.to_pylist()
        finer = numbers * len(values) + coded.indices.to_numpy()
        found, numbers = np.unique(finer, return_inverse=True)
        paths = [(*paths[at // len(values)], values[at % len(values)]) for at in found.tolist()]
    return paths, numbers


def _place(by: Sequence[str], path: Path) -> Place:
    named = dict(zip(by, path, strict=True))
    return named.get("offer_id", ALL), named.get("target_group", ALL)


def _sort_people(groups: Numbers, citizens: Numbers) -> tuple[Numbers, Numbers]:
    """An order in which a citizen's rows in a group stand together, and where each begins in it."""
    order = np.lexsort((citizens, groups))
    differs = np.diff(groups[order]).astype(bool) | np.diff(citizens[order]).astype(bool)
    return order, np.flatnonzero(np.concatenate(([len(order) > 0], differs)))


def _sums(values: npt.NDArray[np.int8], firsts: Numbers) -> Numbers:
    return np.add.reduceat(values, firsts, dtype=np.int64) if len(firsts) else firsts


def _count(
    groups: Numbers, citizens: Numbers, verdicts: npt.NDArray[np.int8], *, among: int
) -> list[Counts]:
    """What one definition counts in each of so many groups."""
    is_counted = verdicts >= loops.NO
    courses, people = groups[is_counted], citizens[is_counted]
    order, firsts = _sort_people(courses, people)
    each = (courses, courses[order][firsts], groups[verdicts == loops.YES])
    numbers = (np.bincount(some, minlength=among).tolist() for some in each)
    return [Counts(*counts) for counts in zip(*numbers, strict=True)]
