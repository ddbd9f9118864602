"""Which weeks the registers can speak of: what lies outside is unknown, not empty."""

# ruff: noqa: S608 -- table names are quoted, and nothing else is put into the text

from dataclasses import dataclass
from datetime import date, timedelta

import duckdb

from effects import quoting, weeks


class CoverageUnknown(ValueError):
    """The support register holds no weeks, so its coverage has to be given."""


class CoverageReversed(ValueError):
    """Coverage ends before it begins."""


@dataclass(frozen=True)
class Coverage:
    """The weeks that the support register covers and the months that the hours register covers.

    Attributes:
        from_week: first covered week (number, see `effects.weeks`).
        to_week: last covered week.
        from_month: first covered month of hours; None where it is that of the weeks.
        to_month: last covered month of hours; None likewise.

    Raises:
        CoverageReversed: an end lies before its beginning.
    """

    from_week: int
    to_week: int
    from_month: int | None = None
    to_month: int | None = None

    def __post_init__(self) -> None:
        if self.from_week > self.to_week or self.first_month > self.last_month:
            raise CoverageReversed

    @property
    def first_month(self) -> int:
        """First covered month of hours."""
        return weeks.month_of_week(self.from_week) if self.from_month is None else self.from_month

    @property
    def last_month(self) -> int:
        """Last covered month of hours."""
        return weeks.month_of_week(self.to_week) if self.to_month is None else self.to_month

    @property
    def weeks_of_both(self) -> tuple[int, int]:
        """First and last week that lie in both registers; reversed where there is none."""
        return (
            max(self.from_week, weeks.first_week_of_month(self.first_month)),
            min(self.to_week, weeks.last_week_of_month(self.last_month)),
        )


def cover_until(coverage: Coverage, day: date) -> Coverage:
    """The part of the coverage that was over by the end of a day: whole weeks and whole months.

    Raises:
        CoverageReversed: nothing was.
    """
    after = day + timedelta(days=1)
    return Coverage(
        coverage.from_week,
        min(coverage.to_week, weeks.week_of(after) - 1),
        coverage.first_month,
        min(coverage.last_month, weeks.month_of(after) - 1),
    )


def find_coverage(
    con: duckdb.DuckDBPyConnection,
    *,
    support: str = "support",
    from_week: int | None = None,
    to_week: int | None = None,
    from_month: int | None = None,
    to_month: int | None = None,
) -> Coverage:
    """Coverage as given, and where it is not, from the support table's first and last week.

    Raises:
        CoverageUnknown: a week is not given and the table holds no row.
        CoverageReversed: an end lies before its beginning.
    """
    if from_week is None or to_week is None:
        row = con.execute(
            f"SELECT min(from_week), max(to_week) FROM {quoting.name(support)}"
        ).fetchone()
        if row is None or row[0] is None:
            raise CoverageUnknown
        from_week = int(row[0]) if from_week is None else from_week
        to_week = int(row[1]) if to_week is None else to_week
    return Coverage(from_week, to_week, from_month, to_month)
