"""How rows are grouped, and how a group is set beside all others of its kind.

Columns of the courses may be called anything, so inside a statement they and the citizen have names
of ours, and the columns get their own back in its answer. An empty value is a group like any other.
"""

# ruff: noqa: S608 -- names are quoted or ours, and nothing else is put into the text

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from effects import quoting

CITIZEN = "effects_citizen"
"""Our name of the citizen's id."""


class ColumnNotThere(ValueError):
    """A grouping names a column that cannot be grouped by.

    Attributes:
        names: columns that are not there, stand twice, or are named like a result.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)
        super().__init__("cannot group by: " + ", ".join(self.names))


@dataclass(frozen=True)
class Grouping:
    """Columns that make the groups, and those that a group shares with its comparison.

    Attributes:
        by: columns that make the groups; none makes one group of all.
        within: those of `by` that a group and its comparison have in common.
    """

    by: tuple[str, ...]
    within: tuple[str, ...] = ()

    def check(self, con: duckdb.DuckDBPyConnection, table: str, taken: Sequence[str]) -> None:
        """See that each column exists, stands once, and is none of the answer's own names.

        Raises:
            ColumnNotThere: one does not.
        """
        known = {row[0] for row in con.execute(f"DESCRIBE {quoting.name(table)}").fetchall()}
        wrong = [
            column
            for place, column in enumerate(self.by)
            if column not in known or column in taken or column in self.by[:place]
        ]
        wrong += [column for column in self.within if column not in self.by]
        if wrong:
            raise ColumnNotThere(wrong)

    @property
    def places(self) -> list[str]:
        """Our names of the group's columns."""
        return [f"effects_group_{place}" for place in range(len(self.by))]

    @property
    def shared(self) -> list[str]:
        """Our names of the columns in common with the comparison."""
        return [self.places[self.by.index(column)] for column in self.within]

    @property
    def taken_in(self) -> str:
        """SQL that gives the columns our names; a comma after each."""
        return "".join(
            f"{quoting.name(c)} AS {g}, " for g, c in zip(self.places, self.by, strict=True)
        )

    @property
    def given_back(self) -> str:
        """SQL that gives the columns their own names; a comma after each."""
        return "".join(
            f"{g} AS {quoting.name(c)}, " for g, c in zip(self.places, self.by, strict=True)
        )

    @property
    def group(self) -> str:
        """SQL for the group's columns; a comma after each."""
        return "".join(f"{place}, " for place in self.places)

    @property
    def group_by(self) -> str:
        """SQL for the GROUP BY of one row per group, and none where there are no rows."""
        return f"GROUP BY {', '.join(self.places)}" if self.by else "HAVING count(*) > 0"

    @property
    def partition(self) -> str:
        """SQL for a window's partition of the groups that share a comparison."""
        return f"PARTITION BY {', '.join(self.shared)}" if self.within else ""

    @property
    def others(self) -> str:
        """SQL for the window of all other groups, over rows that are one per group."""
        return (
            f"({self.partition} ROWS BETWEEN UNBOUNDED PRECEDING"
            " AND UNBOUNDED FOLLOWING EXCLUDE CURRENT ROW)"
        )

    def same(self, one: str, other: str, *, shared: bool = False) -> str:
        """SQL for the rows of two aliases being of one group (or of one comparison)."""
        places = self.shared if shared else self.places
        pairs = [f"{one}.{place} IS NOT DISTINCT FROM {other}.{place}" for place in places]
        return " AND ".join(pairs) or "TRUE"

    def only_here(self, count: str) -> str:
        """SQL for a citizen being counted in this group and in no other of its comparison.

        Args:
            count: a column over rows that are one per group and `CITIZEN`.
        """
        everywhere = ", ".join([*self.shared, CITIZEN])
        return f"({count} > 0 AND count_if({count} > 0) OVER (PARTITION BY {everywhere}) = 1)"

    def of_totals(self, one: str, totals: str) -> str:
        """SQL for the row of `totals` being the one that the group's comparison is taken from."""
        pairs = [f"{one}.{place} IS NOT DISTINCT FROM {totals}.of_{place}" for place in self.shared]
        return " AND ".join(pairs) or "TRUE"

    def totals(self, table: str, counts: Sequence[str]) -> str:
        """SQL for `all_<count>`: the different citizens counted, per comparison's columns.

        A comparison's citizens are these less the group's own `only_here` ones.
        """
        columns = [
            f"count(DISTINCT {CITIZEN}) FILTER ({count} > 0) AS all_{count}" for count in counts
        ]
        shared = "".join(f"{place} AS of_{place}, " for place in self.shared)
        group_by = f"GROUP BY {', '.join(self.shared)}" if self.within else ""
        return f"SELECT {shared}{', '.join(columns)} FROM {table} {group_by}"
