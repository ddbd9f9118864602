"""Figures that visitation counts itself over people: waiting time, and complaints per participant.

What is shown must not move with one person. A later figure takes the place of the one that is shown
only where nobody came or went and nothing changed, or where at least ``LIMIT`` different people
did, measured against every figure that was ever shown of the offer (domain.md §7). Else the old
one stays, with its date. Nothing here knows a database.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from kit.figure import Figure, Interval, Period, Suppressed
from visitation.guide import statistics
from visitation.guide.indicators import BY_NAME

LIMIT = 5
"""Fewer different people are not shown to those with access to the cases."""

WAITING_MONTHS = 12
COMPLAINT_MONTHS = 24
HIDDEN = "Tallet bygger på for få borgere til at blive vist."


@dataclass(frozen=True, slots=True)
class Started:
    """A referral that started: who, when, and how many days after it was ordered."""

    citizen_id: str
    started_on: date
    days: int


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure, and the different people that it was counted over."""

    figure: Figure
    people: frozenset[str]


def months_before(day: date, months: int) -> date:
    """The same day so many calendar months earlier, clamped to the month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for last in range(day.day, 27, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    return date(year, month + 1, day.day)


def waiting_days(starts: Iterable[Started], *, day: date) -> Counted:
    """The median of the days from order to start, of the last 12 months' starts."""
    period = Period(start=months_before(day, WAITING_MONTHS), end=day)
    within = [each for each in starts if period.start <= each.started_on <= day]
    people = frozenset(each.citizen_id for each in within)
    if len(people) < LIMIT:
        return Counted(_hidden("waiting_days", period), people)
    days = sorted(each.days for each in within)
    low, high, level = statistics.median_limits(days)
    middle = median(days)
    figure = _figure(
        "waiting_days",
        period,
        value=int(middle) if middle == int(middle) else middle,
        n=len(days),
        citizens=len(people),
        interval=Interval(level=level, low=low, high=high, method="order_statistics"),
        sentence=f"Halvdelen af de {len(days)} seneste starter kom inden for {_days(middle)} efter"
        " bestillingen.",
    )
    return Counted(figure, people)


def complaints_per_100(
    starts: Iterable[Started], complaints: Iterable[date], *, day: date
) -> Counted:
    """Complaints received for each 100 different participants who started, in 24 months."""
    period = Period(start=months_before(day, COMPLAINT_MONTHS), end=day)
    people = frozenset(each.citizen_id for each in starts if period.start <= each.started_on <= day)
    count = sum(period.start <= received <= day for received in complaints)
    if len(people) < LIMIT:
        return Counted(_hidden("complaints_per_100", period), people)
    scale = 100 / len(people)
    low, high = statistics.poisson_limits(count)
    said = "1 klage" if count == 1 else f"{count or 'Ingen'} klager"
    figure = _figure(
        "complaints_per_100",
        period,
        value=round(count * scale, 6),
        n=len(people),
        citizens=len(people),
        numerator=count,
        interval=Interval(low=low * scale, high=high * scale, method="byar"),
        sentence=f"{said} på {len(people)} deltagere i de seneste {COMPLAINT_MONTHS} måneder.",
    )
    return Counted(figure, people)


def may_replace(now: Counted, shown_before: Sequence[Counted]) -> bool:
    """Whether a figure may be shown after those that were, the last of them shown now.

    Args:
        now: The one that was counted now.
        shown_before: All that were ever shown of the offer and indicator, the newest last.
    """
    if not shown_before:
        return True
    last = shown_before[-1]
    if _says(now.figure) == _says(last.figure) and (
        now.people == last.people or now.figure.suppressed.yes
    ):
        # The same over the same people, or hidden as before: only its date moves on.
        return True
    return all(
        len(now.people ^ each.people) >= LIMIT
        for each in shown_before
        if not each.figure.suppressed.yes
    )


def is_unchanged(now: Counted, shown: Counted) -> bool:
    """Whether only the dates of a figure move on."""
    return _says(now.figure) == _says(shown.figure)


def by_offer(
    offer_ids: Collection[str],
    starts: Mapping[str, Sequence[Started]],
    complaints: Mapping[str, Sequence[date]],
    *,
    day: date,
) -> dict[tuple[str, str], Counted]:
    """Both figures of each offer, by offer and indicator.

    An offer that nobody started in is as hidden as one with too few: nobody can tell which it is.
    Where nobody started in any offer, referrals are not used here and nothing is counted.
    """
    if not any(starts.values()):
        return {}
    found: dict[tuple[str, str], Counted] = {}
    for offer_id in offer_ids:
        mine = starts.get(offer_id, ())
        found[offer_id, "waiting_days"] = waiting_days(mine, day=day)
        found[offer_id, "complaints_per_100"] = complaints_per_100(
            mine, complaints.get(offer_id, ()), day=day
        )
    return found


def _says(figure: Figure) -> tuple[object, ...]:
    return figure.value, figure.n, figure.citizens, figure.numerator, figure.interval


def _hidden(name: str, period: Period) -> Figure:
    hidden = Suppressed(yes=True, reason="too_few")
    return _figure(name, period, value=None, suppressed=hidden, sentence=HIDDEN)


def _figure(name: str, period: Period, **said: object) -> Figure:
    indicator = BY_NAME[name]
    return Figure.model_validate(
        {
            "indicator": name,
            "unit": indicator.unit,
            "definition": indicator.definition,
            "definition_version": 1,
            "period": period,
            "as_of": period.end,
            **said,
        }
    )


def _days(count: float) -> str:
    return "1 dag" if count == 1 else f"{count:g} dage".replace(".", ",")
