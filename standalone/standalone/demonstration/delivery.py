"""What providers reported: who was there, hour by hour, in the last weeks."""

import datetime as dt
from dataclasses import dataclass
from functools import cache

import holidays
import numpy as np

from standalone.demonstration.casework import Casework, Referral
from standalone.demonstration.choosing import pick
from standalone.demonstration.weeks import Calendar, week_text

WEEKS = 8
"""For how many weeks back there is attendance."""
LATE_PROVIDER = "leverandoer-09"
"""The provider that reported one week after its deadline."""
_LATE_WEEKS_BACK = 2
_ABSENT, _PARTLY = 0.09, 0.05
_REASONS = (
    ("ill", 0.52),
    ("unexcused", 0.17),
    ("child_ill", 0.11),
    ("job_interview", 0.1),
    ("holiday", 0.1),
)
_HEADER = "call_off_id,day,planned_hours,attended_hours,absence_reason"


@dataclass(frozen=True)
class Batch:
    """One provider's report of one week."""

    provider_id: str
    week: str
    reported_on: dt.date
    lines: tuple[str, ...]

    @property
    def file_name(self) -> str:
        """When, who and of which week: all that the file itself does not say."""
        return f"{self.reported_on}_{self.provider_id}_{self.week}.csv"


def report_attendance(
    rng: np.random.Generator, casework: Casework, calendar: Calendar
) -> list[Batch]:
    """The last weeks' attendance, by week and provider.

    Args:
        rng: Only its uniform draws are used.
        casework: The referrals that were in a course.
        calendar: Which weeks; the last of them is reported too.
    """
    lines: dict[tuple[int, str], list[str]] = {}
    for referral in casework.referrals:
        if referral.started_on is None:
            continue
        for back in range(WEEKS):
            monday = calendar.mondays[calendar.weeks - 1 - back]
            days = _days_of(referral, monday)
            if not days:
                continue
            own = rng.random((len(days), 2)).tolist()
            rows = lines.setdefault((back, referral.offer.provider.id), [])
            rows.extend(_row(referral, day, draws) for day, draws in zip(days, own, strict=True))
    return [
        _batch(calendar.mondays[calendar.weeks - 1 - back], provider, back, lines[back, provider])
        for back, provider in sorted(lines, key=lambda key: (-key[0], key[1]))
    ]


def _batch(monday: dt.date, provider: str, back: int, lines: list[str]) -> Batch:
    is_late = provider == LATE_PROVIDER and back == _LATE_WEEKS_BACK
    return Batch(
        provider_id=provider,
        week=week_text(monday),
        reported_on=monday + dt.timedelta(days=13 if is_late else 6),
        lines=(_HEADER, *lines),
    )


def _days_of(referral: Referral, monday: dt.date) -> list[dt.date]:
    first = referral.started_on or monday
    last = referral.ended_on or monday + dt.timedelta(days=6)
    week = (monday + dt.timedelta(days=day) for day in range(5))
    return [day for day in week if first <= day <= last and day not in _free_days(day.year)]


def _row(referral: Referral, day: dt.date, draws: list[float]) -> str:
    planned = referral.offer.hours / 5
    attended, reason = planned, ""
    if draws[0] < _ABSENT:
        attended, reason = 0.0, pick(_REASONS, draws[1])
    elif draws[0] < _ABSENT + _PARTLY:
        attended, reason = round(planned * 2) / 4, "late"
    return f"{referral.id},{day},{planned:.2f},{attended:.2f},{reason}"


@cache
def _free_days(year: int) -> frozenset[dt.date]:
    return frozenset(holidays.country_holidays("DK", years=year))
