"""What a definition says of one course, read week by week as a person would on squared paper.

A reading of its own: it shares the calendar with the fast one, and nothing else. The tests hold the
two, and a third that shares nothing, equal on registers drawn at random.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from effects import weeks
from effects.coverage import Coverage
from effects.definitions import SELF_SUPPORTING, Definition, State
from effects.explaining.citizen import Citizen
from effects.explaining.explanation import (
    VERDICTS,
    CourseFacts,
    ExplainedDefinition,
    ExplainedMonth,
    Verdict,
)
from effects.own_definitions.formulas import describe_states
from effects.weeks import format_month, format_week

_FOUR_WEEKS = timedelta(days=28)

Span = tuple[int, int]
"""First and last week, both included."""


@dataclass(frozen=True)
class _Window:
    """The weeks that a definition looks at: whole months, and what follows them."""

    months: tuple[Span, ...]
    first: int
    last: int


def explain_definition(
    definition: Definition, course: CourseFacts, citizen: Citizen, coverage: Coverage
) -> ExplainedDefinition:
    """Judge a started course by a definition, and say why."""
    anchor_on = course.starts_on if definition.anchor == "start" else course.ends_on
    if definition.kind == "took_part":
        verdict: Verdict = "yes" if course.business_oriented else "no"
        return _told(definition, anchor_on, verdict, _TOOK_PART[verdict])
    if anchor_on is None:
        return _told(definition, None, "outside_register", "Forløbet har endnu ingen slutdato.")
    window = _window(definition, anchor_on)
    weeks_covered = coverage.from_week <= window.first and window.last <= coverage.to_week
    hours_covered = None
    if definition.reads_hours:
        first, last = (weeks.month_of_week(week) for week in (window.first, window.last))
        hours_covered = coverage.first_month <= first and last <= coverage.last_month
    if not weeks_covered or hours_covered is False:
        verdict, reason = "outside_register", _outside(window, coverage, weeks=not weeks_covered)
    else:
        verdict, reason = _judge(definition, window, citizen)
    return _told(
        definition,
        anchor_on,
        verdict,
        reason,
        window=window,
        covered=(weeks_covered, hours_covered),
        months=_months(definition, window, citizen, coverage),
    )


_TOOK_PART: dict[Verdict, str] = {
    "yes": "Forløbet rummer mindst én virksomhedspraktik eller ét løntilskud.",
    "no": "Forløbet rummer hverken virksomhedspraktik eller løntilskud.",
}


def _told(
    definition: Definition,
    anchor_on: date | None,
    verdict: Verdict,
    reason: str,
    *,
    window: _Window | None = None,
    covered: tuple[bool | None, bool | None] = (None, None),
    months: tuple[ExplainedMonth, ...] = (),
) -> ExplainedDefinition:
    return ExplainedDefinition(
        name=definition.name,
        version=definition.version,
        label=definition.label,
        kind=definition.kind,
        anchor=definition.anchor,
        anchor_on=anchor_on,
        month=definition.month,
        min_hours=definition.min_hours if definition.reads_hours else None,
        first_week=format_week(window.first) if window else None,
        last_week=format_week(window.last) if window else None,
        covered_by_support=covered[0],
        covered_by_hours=covered[1],
        months=months,
        verdict=verdict,
        counted=VERDICTS[verdict],
        reason=reason,
    )


def _window(definition: Definition, anchor_on: date) -> _Window:
    """The weeks looked at: a week belongs to the month after the anchor that has its Thursday."""
    turns = [anchor_on]
    for number in range(1, (definition.months or 0) + 1):
        calendar = definition.month == "calendar"
        turns.append(
            weeks.add_months(anchor_on, number) if calendar else anchor_on + number * _FOUR_WEEKS
        )
    ends = [weeks.last_week_by(turn) for turn in turns]
    if definition.kind == "in_week":
        week = weeks.week_of(turns[-1])
        return _Window((), week, week)
    months = tuple((before + 1, end) for before, end in itertools.pairwise(ends))
    after = definition.run_weeks - 1 if definition.kind == "first_exit" else 0
    return _Window(months, months[0][0], months[-1][1] + after)


def _weeks(span: Span) -> range:
    return range(span[0], span[1] + 1)


def _judge(definition: Definition, window: _Window, citizen: Citizen) -> tuple[Verdict, str]:
    states = {
        week: citizen.state(week, definition.min_hours)
        for week in _weeks((window.first, window.last))
    }
    for week, state in states.items():
        if state == "unobservable":
            told = citizen.describe(week, definition.min_hours)
            return "left_the_count", f"I {format_week(week)} var borgeren {told}."
    if definition.kind == "months":
        return _judge_months(definition, window, states)
    if definition.kind == "first_exit":
        return _judge_exit(definition, window, states, citizen)
    return _judge_weeks(definition, states, citizen)


def _judge_weeks(
    definition: Definition, states: dict[int, State], citizen: Citizen
) -> tuple[Verdict, str]:
    """Of one week or of every week."""
    others = [week for week, state in states.items() if state not in definition.states]
    verdict: Verdict = "no" if others else "yes"
    if others or len(states) == 1:
        week = others[0] if others else next(iter(states))
        told = citizen.describe(week, definition.min_hours)
        reason = f"I {format_week(week)} var borgeren {told}"
        if len(others) > 1:
            reason += f"; det er den første af {len(others)} uger, der ikke tæller"
        return verdict, f"{reason}."
    wanted = describe_states(definition.states, definition.min_hours)
    return verdict, f"I alle {len(states)} uger var borgeren {wanted}."


def _judge_months(
    definition: Definition, window: _Window, states: dict[int, State]
) -> tuple[Verdict, str]:
    good = [
        number
        for number, span in enumerate(window.months, start=1)
        if all(states[week] in definition.states for week in _weeks(span))
    ]
    needed = definition.threshold or 0
    counts = "er selvforsørgende" if definition.states == SELF_SUPPORTING else "tæller"
    told = f"{len(good) or 'Ingen'} af {len(window.months)} måneder {counts}"
    if len(good) == len(window.months):
        told = f"Alle {len(good)} måneder {counts}"
    elif good:
        told += f": {_listed([str(number) for number in good])}"
    reason = f"{told}; {needed} skal der til."
    return ("yes" if len(good) >= needed else "no"), reason


def _judge_exit(
    definition: Definition, window: _Window, states: dict[int, State], citizen: Citizen
) -> tuple[Verdict, str]:
    length = definition.run_weeks
    last_begin = window.months[-1][1]
    for begin in range(window.first, last_begin + 1):
        run = range(begin, begin + length)
        if any(states[week] == "support" for week in run):
            continue
        found = (
            f"De første {length} uger i træk uden ydelse begynder i {format_week(begin)}"
            if length > 1
            else f"Den første uge uden ydelse er {format_week(begin)}"
        )
        barred = next((week for week in run if states[week] in definition.unless), None)
        if barred is not None:
            told = citizen.describe(barred, definition.min_hours)
            return "no", f"{found}, men i {format_week(barred)} var borgeren {told}."
        good = next((week for week in run if states[week] in definition.states), None)
        if good is not None:
            told = citizen.describe(good, definition.min_hours)
            return "yes", f"{found}, og i {format_week(good)} var borgeren {told}."
        wanted = describe_states(definition.states, definition.min_hours)
        among = "i ingen af dem" if length > 1 else "ikke"
        return "no", f"{found}, men {among} var borgeren {wanted}."
    weeks_told = f"{length} uger i træk" if length > 1 else "uge"
    return "no", (
        f"Ingen {weeks_told} uden ydelse begynder i {format_week(window.first)} til "
        f"{format_week(last_begin)}."
    )


def _outside(window: _Window, coverage: Coverage, *, weeks: bool) -> str:
    period = f"{format_week(window.first)} til {format_week(window.last)}"
    if window.first == window.last:
        period = format_week(window.first)
    if weeks:
        covered = (
            f"ydelser fra {format_week(coverage.from_week)} til {format_week(coverage.to_week)}"
        )
    else:
        first, last = format_month(coverage.first_month), format_month(coverage.last_month)
        covered = f"løntimer fra {first} til {last}"
    return f"Der ses på {period}, og registret har {covered}."


def _months(
    definition: Definition, window: _Window, citizen: Citizen, coverage: Coverage
) -> tuple[ExplainedMonth, ...]:
    told = []
    for number, span in enumerate(window.months, start=1):
        counts = None
        if coverage.from_week <= span[0] and span[1] <= coverage.to_week:
            counts = all(
                citizen.state(week, definition.min_hours) in definition.states
                for week in _weeks(span)
            )
        told.append(
            ExplainedMonth(
                number=number,
                first_week=format_week(span[0]),
                last_week=format_week(span[1]),
                counts=counts,
            )
        )
    return tuple(told)


def _listed(words: Sequence[str]) -> str:
    return " og ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
