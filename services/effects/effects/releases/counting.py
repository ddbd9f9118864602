"""The counts behind every figure of a release, from what the definitions say of each course."""

# ruff: noqa: S608 -- names are quoted, numbers are ours, and nothing else is put into the text

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import duckdb

from effects import quoting
from effects.definitions import Definition
from effects.kernel import Outcomes, compute_results, loops


@dataclass(frozen=True, slots=True)
class Counts:
    """What one definition counts in one group."""

    n: int
    citizens: int
    numerator: int
    outside_register: int = 0
    left_the_count: int = 0

    def without(self, other: "Counts") -> "Counts":
        """Courses and outcomes of all others; ``citizens`` is not known and left at 0."""
        return Counts(self.n - other.n, 0, self.numerator - other.numerator)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One definition for one target group.

    Attributes:
        cells: Counts by offer; offers without courses of the target group are left out.
        total: Counts of all offers together.
        small: Who they are, for each offer with fewer citizens than the limit (and at least one).
        dates: First and last date that the definition counts from, among the counted courses.
    """

    cells: Mapping[str, Counts]
    total: Counts
    small: Mapping[str, frozenset[str]]
    dates: tuple[date, date] | None


def count_columns(
    con: duckdb.DuckDBPyConnection, outcomes: Outcomes, definition: Definition, *, limit: int
) -> dict[str, Column]:
    """The columns of one definition, by target group.

    Args:
        con: Holds the outcomes as the table ``outcomes``.
        outcomes: What the definitions say of each course.
        definition: One of theirs.
        limit: The smallest group that may be shown.
    """
    cells: defaultdict[str, dict[str, Counts]] = defaultdict(dict)
    for (offer, group), counts in _counts(
        outcomes, definition, ("offer_id", "target_group")
    ).items():
        cells[group][offer] = counts
    totals = _counts(outcomes, definition, ("target_group",))
    small = _small(con, definition, limit)
    dates = _dates(con, definition)
    return {
        group: Column(
            cells=cells[group], total=total, small=small.get(group, {}), dates=dates.get(group)
        )
        for (group,), total in totals.items()
    }


def sum_costs(
    con: duckdb.DuckDBPyConnection, definition: Definition, by: Sequence[str]
) -> dict[tuple[str, ...], Decimal | None]:
    """What the courses that a definition counts cost together, in DKK, by group.

    None where the price of one of them is not known.
    """
    columns = quoting.names(tuple(by))
    rows = con.execute(
        f"""
        SELECT {columns},
            CASE WHEN count(*) = count(price_dkk) THEN sum(price_dkk)::DECIMAL(38, 2) END
        FROM outcomes WHERE {quoting.name(definition.name)} >= {loops.NO}
        GROUP BY {columns}
        """
    ).fetchall()
    return {tuple(group): cost for *group, cost in rows}


def latest_providers(con: duckdb.DuckDBPyConnection) -> dict[str, str | None]:
    """Who gives each offer that a course was started in: the provider of its newest course."""
    rows = con.execute(
        "SELECT offer_id, arg_max(provider_id, (starts_on, course_id)) FROM outcomes"
        " GROUP BY offer_id ORDER BY offer_id"
    ).fetchall()
    return dict(rows)


def _counts(
    outcomes: Outcomes, definition: Definition, by: Sequence[str]
) -> dict[tuple[str, ...], Counts]:
    results = compute_results(outcomes, by=by, definitions=(definition,)).to_pylist()
    return {
        tuple(row[column] for column in by): Counts(
            n=row["n"],
            citizens=row["citizens"],
            numerator=row["numerator"],
            outside_register=row["outside_register"],
            left_the_count=row["left_the_count"],
        )
        for row in results
    }


def _small(
    con: duckdb.DuckDBPyConnection, definition: Definition, limit: int
) -> dict[str, dict[str, frozenset[str]]]:
    rows = con.execute(
        f"""
        SELECT target_group, offer_id, list(DISTINCT citizen_id) AS citizens
        FROM outcomes WHERE {quoting.name(definition.name)} >= {loops.NO}
        GROUP BY ALL HAVING count(DISTINCT citizen_id) < ?
        """,
        [limit],
    ).fetchall()
    small: defaultdict[str, dict[str, frozenset[str]]] = defaultdict(dict)
    for group, offer, citizens in rows:
        small[group][offer] = frozenset(citizens)
    return small


def _dates(con: duckdb.DuckDBPyConnection, definition: Definition) -> dict[str, tuple[date, date]]:
    day = f"{definition.anchor}s_on"
    rows = con.execute(
        f"""
        SELECT target_group, min({day}), max({day})
        FROM outcomes WHERE {quoting.name(definition.name)} >= {loops.NO}
        GROUP BY target_group
        """
    ).fetchall()
    return {group: (first, last) for group, first, last in rows}
