"""Which weeks the registers can speak of: what lies outside is unknown, not empty."""

from dataclasses import dataclass
from datetime import date, timedelta

from effects import weeks


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
