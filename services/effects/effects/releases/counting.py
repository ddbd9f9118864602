"""The counts behind every figure of a release, from what the definitions say of each course."""

# ruff: noqa: S608 -- names are quoted, numbers are ours, and nothing else is put into the text

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import duckdb

from effects import quoting
from effects.definitions import Definition
from effects.kernel import Outcomes, compute_results, loops
from kit.disclosure import ALL, Path, Place

_QUOTED = "'*'"  # an id that reads like the total


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


NOBODY = Counts(n=0, citizens=0, numerator=0)

CountsByName = Mapping[str, Counts]
"""By definition."""


def count_places(outcomes: Outcomes) -> dict[Place, CountsByName]:
    """Every offer and target group, with the totals over each and over all.

    Offers stand in each target group that any offer has, whether or not anybody was there.
    """
    inner = _counts(outcomes, ("offer_id", "target_group"))
    rows = _counts(outcomes, ("offer_id",))
    columns = _counts(outcomes, ("target_group",))
    whole = _counts(outcomes, ())
    nobody = {definition.name: NOBODY for definition in outcomes.definitions}
    places: dict[Place, CountsByName] = {
        (row, column): inner.get((row, column), nobody) for (row,) in rows for (column,) in columns
    }
    places |= {(row, ALL): counts for (row,), counts in rows.items()}
    places |= {(ALL, column): counts for (column,), counts in columns.items()}
    places[ALL, ALL] = whole.get((), nobody)
    return places


def count_tree(outcomes: Outcomes, levels: Sequence[str]) -> dict[Path, CountsByName]:
    """Every group by the first of these columns, within it by the second, and so on.

    Args:
        outcomes: What the definitions say of each course.
        levels: The columns; an empty value has an empty name.
    """
    return {
        path: counts
        for depth in range(1, len(levels) + 1)
        for path, counts in _counts(outcomes, levels[:depth]).items()
    }


def sum_costs(
    con: duckdb.DuckDBPyConnection, definition: Definition
) -> dict[Place, Decimal | None]:
    """What the courses that a definition counts cost together, in DKK, at every place.

    None where the price of one of them is not known.
    """
    found: dict[Place, Decimal | None] = {}
    for by in (("offer_id", "target_group"), ("offer_id",), ("target_group",), ()):
        columns = "".join(f"{quoting.name(column)}, " for column in by)
        rows = con.execute(
            f"""
            SELECT {columns}
                CASE WHEN count(*) = count(price_dkk) THEN sum(price_dkk)::DECIMAL(38, 2) END
            FROM outcomes WHERE {quoting.name(definition.name)} >= {loops.NO}
            GROUP BY ALL
            """
        ).fetchall()
        for *group, cost in rows:
            named = dict(zip(by, map(_named, group), strict=True))
            found[named.get("offer_id", ALL), named.get("target_group", ALL)] = cost
    return found


def find_quartiles(
    con: duckdb.DuckDBPyConnection, column: str, quantiles: Sequence[float]
) -> dict[Place, tuple[int, int, tuple[float, ...]]]:
    """Of each offer and target group: courses whose value is known, citizens, and the quantiles.

    Quantiles are linear between neighbours; there are none where no value is known.
    """
    value = quoting.name(column)
    rows = con.execute(
        f"""
        SELECT offer_id, target_group, count({value}),
            count(DISTINCT citizen_id) FILTER ({value} IS NOT NULL),
            quantile_cont({value}, {list(quantiles)})
        FROM outcomes GROUP BY ALL
        """
    ).fetchall()
    return {
        (_named(offer), _named(group)): (n, citizens, tuple(found or ()))
        for offer, group, n, citizens, found in rows
    }


def latest_providers(con: duckdb.DuckDBPyConnection) -> dict[str, str | None]:
    """Who gives each offer that a course was started in: the provider of its newest course."""
    rows = con.execute(
        "SELECT offer_id, arg_max(provider_id, (starts_on, course_id)) FROM outcomes"
        " GROUP BY offer_id ORDER BY offer_id"
    ).fetchall()
    return {_named(offer): provider for offer, provider in rows}


def find_members(
    con: duckdb.DuckDBPyConnection, definition: Definition, *, below: int
) -> dict[Place, frozenset[str]]:
    """Who a definition counts, for each offer and target group with fewer citizens than this."""
    rows = con.execute(
        f"""
        SELECT offer_id, target_group, list(DISTINCT citizen_id)
        FROM outcomes WHERE {quoting.name(definition.name)} >= {loops.NO}
        GROUP BY ALL HAVING count(DISTINCT citizen_id) < ?
        """,
        [below],
    ).fetchall()
    return {(_named(row), _named(column)): frozenset(who) for row, column, who in rows}


def find_dates(
    con: duckdb.DuckDBPyConnection, definition: Definition
) -> dict[str, tuple[date, date]]:
    """First and last date that a definition counts from, by target group, and of all."""
    day = f"{definition.anchor}s_on"
    rows = con.execute(
        f"""
        SELECT target_group, min({day}), max({day})
        FROM outcomes WHERE {quoting.name(definition.name)} >= {loops.NO}
        GROUP BY ROLLUP (target_group)
        """
    ).fetchall()
    dates = defaultdict[str, list[date]](list)
    for group, first, last in rows:
        if first is not None:
            dates[ALL if group is None else _named(group)] += [first, last]
    return {group: (min(days), max(days)) for group, days in dates.items()}


def _counts(outcomes: Outcomes, by: Sequence[str]) -> dict[Path, dict[str, Counts]]:
    found: defaultdict[Path, dict[str, Counts]] = defaultdict(dict)
    for row in _rows(outcomes, by):
        path = tuple(_named(row[column]) for column in by)
        found[path][row["definition"]] = Counts(
            n=row["n"],
            citizens=row["citizens"],
            numerator=row["numerator"],
            outside_register=row["outside_register"],
            left_the_count=row["left_the_count"],
        )
    return dict(found)


def _rows(outcomes: Outcomes, by: Sequence[str]) -> Iterable[dict[str, Any]]:
    rows: list[dict[str, Any]] = compute_results(outcomes, by=by).to_pylist()
    return rows


def _named(value: object) -> str:
    if value is None:
        return ""
    return _QUOTED if value == ALL else str(value)
