"""Danish working days: Monday to Friday but for public holidays."""

from datetime import date, timedelta
from functools import lru_cache

import holidays

_SATURDAY = 5


@lru_cache(maxsize=256)
def _holidays_of(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("DK", years=year))


def is_working_day(day: date) -> bool:
    """Whether work is expected on a day."""
    return day.weekday() < _SATURDAY and day not in _holidays_of(day.year)


def working_days_after(day: date, count: int) -> date:
    """The working day that comes so many working days after a day."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day
