"""What is told of one course: its weeks, and what each definition makes of them."""

import dataclasses
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from effects.definitions import Anchor, Kind, Month, State

Verdict = Literal["yes", "no", "left_the_count", "outside_register"]

VERDICTS: dict[Verdict, str] = {
    "yes": "ja",
    "no": "nej",
    "left_the_count": "udgået",
    "outside_register": "uden for registret",
}
"""Whether a course is counted and with what outcome, in Danish."""


@dataclass(frozen=True, kw_only=True)
class CourseFacts:
    """A course as its row says; whose it is, is not told."""

    course_id: str
    offer_id: str
    target_group: str
    match_group: str | None
    starts_on: date | None
    ends_on: date | None
    business_oriented: bool | None


@dataclass(frozen=True, kw_only=True)
class ExplainedWeek:
    """One ISO week of the citizen.

    Attributes:
        week: as `2024-W07`.
        monday: its first day.
        thursday: the day that says which month and which code class it has.
        sunday: its last day.
        month: the calendar month that it belongs to, as `2024-02`.
        code: the code of the week; None where there is none, or the register does not cover it.
        code_class: the code's class on the Thursday.
        label: what people call the code.
        state: the week's one state; None where the register does not cover it.
        hours: ordinary hours of the month; None where the hours register does not cover it.
        in_course: whether a day of the course lies in it.
        month_after_start: number of the month after the start; None at or before it.
        month_after_end: number of the month after the end; None at or before it.
    """

    week: str
    monday: date
    thursday: date
    sunday: date
    month: str
    code: str | None
    code_class: str | None
    label: str | None
    state: State | None
    hours: Decimal | None
    in_course: bool
    month_after_start: int | None
    month_after_end: int | None


@dataclass(frozen=True, kw_only=True)
class ExplainedMonth:
    """One month of a definition's window.

    Attributes:
        number: from 1, after the date that the definition counts from.
        first_week: its first week.
        last_week: its last week.
        counts: whether all of its weeks are in the states asked for; None where not all are known.
    """

    number: int
    first_week: str
    last_week: str
    counts: bool | None


@dataclass(frozen=True, kw_only=True)
class ExplainedDefinition:
    """What one definition says of the course.

    Attributes:
        name: the definition's name.
        version: its version.
        label: what people call it.
        kind: how it counts.
        anchor: what it counts from.
        anchor_on: the day that it counts from; None where the course has none.
        month: what a month is.
        min_hours: ordinary hours in a month that are employment; None where it reads no hours.
        first_week: first week of its window; None where there is none.
        last_week: last week of its window.
        covered_by_support: whether the support register covers the window.
        covered_by_hours: whether the hours register does; None where it reads no hours.
        months: the window's months, where it counts by months.
        verdict: whether the course is counted and with what outcome.
        counted: the same in Danish.
        reason: why, one Danish sentence.
    """

    name: str
    version: int
    label: str
    kind: Kind
    anchor: Anchor
    anchor_on: date | None
    month: Month
    min_hours: Decimal | None
    first_week: str | None
    last_week: str | None
    covered_by_support: bool | None
    covered_by_hours: bool | None
    months: tuple[ExplainedMonth, ...]
    verdict: Verdict
    counted: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class SupportBefore:
    """Weeks on support before the start.

    Attributes:
        weeks: how many; None where the register does not cover the week before the start.
        first_week: the first of them; None where there is none.
        reason: how they were counted, one Danish sentence.
    """

    weeks: int | None
    first_week: str | None
    reason: str


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """One course, week by week and definition by definition.

    Attributes:
        course: its facts.
        covered_weeks: first and last week that the support register covers.
        covered_months: first and last month that the hours register covers; None without one.
        min_hours: ordinary hours in a month from which a week's `state` here is employment.
        before: weeks on support before the start; None where the course never started.
        weeks: from eight weeks before the start to the end of the longest window; none where the
            course never started.
        definitions: what each says; none where the course never started, since it then is no
            course to any of them.
        note: what else there is to say of the course, in Danish; None where nothing is.
    """

    course: CourseFacts
    covered_weeks: tuple[str, str]
    covered_months: tuple[str, str] | None
    min_hours: Decimal
    before: SupportBefore | None
    weeks: tuple[ExplainedWeek, ...]
    definitions: tuple[ExplainedDefinition, ...]
    note: str | None


def as_json(explanation: Explanation) -> dict[str, Any]:
    """The explanation as JSON would hold it: dates as ISO 8601, hours as decimal text."""
    whole: dict[str, Any] = _plain(dataclasses.asdict(explanation))
    return whole


def _plain(value: Any) -> Any:  # noqa: ANN401 - whatever the dataclasses hold
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:f}" if isinstance(value, Decimal) else value
