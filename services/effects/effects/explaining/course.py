"""One course of the registers, found and told: its weeks, its verdicts, and how both came about."""

# ruff: noqa: S608 -- table names are quoted, and nothing else is put into the text

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import duckdb

from effects import quoting, weeks
from effects.coverage import Coverage
from effects.definitions import DEFINITIONS, RUN_WEEKS, Definition
from effects.explaining.citizen import Citizen, Code, presentable
from effects.explaining.explanation import (
    CourseFacts,
    ExplainedDefinition,
    ExplainedWeek,
    Explanation,
    SupportBefore,
)
from effects.explaining.verdicts import explain_definition
from effects.weeks import format_month, format_week

WEEKS_SHOWN_BEFORE = 8
"""Weeks before the start that are told one by one."""

NEVER_STARTED = "Forløbet er aldrig påbegyndt, og ingen definition tæller det."
STILL_RUNNING = "Forløbet har ingen slutdato, så kun det, der regnes fra starten, kan tælles."


class CourseNotThere(LookupError):
    """No course has this id.

    Attributes:
        near: the id of a course that is written almost like it; None where there is none.
    """

    def __init__(self, near: str | None) -> None:
        self.near = near
        super().__init__("no such course")


def explain_course(  # noqa: PLR0913 - the tables, and what is asked of them
    con: duckdb.DuckDBPyConnection,
    course_id: str,
    coverage: Coverage,
    *,
    definitions: Sequence[Definition] = DEFINITIONS,
    min_hours: Decimal = Decimal(1),
    courses: str = "courses",
    support: str = "support",
    codes: str = "codes",
    hours: str | None = "hours",
) -> Explanation:
    """Tell one course, from the tables as `effects.reading` leaves them.

    Args:
        con: the connection that holds the tables.
        course_id: the course.
        coverage: the weeks and months that the registers cover.
        definitions: those to judge by, each with its own hours of work; all can be computed.
        min_hours: ordinary hours in a month from which a week is told as one of employment.
        courses: table of courses.
        support: table of spells.
        codes: table of codes.
        hours: table of hours; None where there is no hours register.

    Raises:
        CourseNotThere: no course has the id.
    """
    course, citizen_id = _find(con, courses, course_id)
    note = None if course.ends_on else STILL_RUNNING
    before: SupportBefore | None = None
    told: tuple[ExplainedWeek, ...] = ()
    judged: tuple[ExplainedDefinition, ...] = ()
    if course.starts_on is None:
        note = NEVER_STARTED
    else:
        citizen = _citizen(con, citizen_id, support, codes, hours)
        judged = tuple(explain_definition(d, course, citizen, coverage) for d in definitions)
        before = _support_before(course.starts_on, citizen, coverage)
        known = coverage if hours else None
        told = _weeks(course, course.starts_on, citizen, coverage, known, min_hours, judged)
    return Explanation(
        course=course,
        covered_weeks=(format_week(coverage.from_week), format_week(coverage.to_week)),
        covered_months=(format_month(coverage.first_month), format_month(coverage.last_month))
        if hours
        else None,
        min_hours=min_hours,
        before=before,
        weeks=told,
        definitions=judged,
        note=note,
    )


def _find(con: duckdb.DuckDBPyConnection, courses: str, course_id: str) -> tuple[CourseFacts, str]:
    """The course's facts, and whose it is.

    Raises:
        CourseNotThere: no course has the id.
    """
    table = quoting.name(courses)
    row = con.execute(
        "SELECT course_id, offer_id, target_group, match_group, starts_on, ends_on,"
        f" business_oriented, citizen_id FROM {table} WHERE course_id = ?",
        [course_id],
    ).fetchone()
    if row is None:
        near = con.execute(
            f"SELECT min(course_id) FROM {table}"
            " WHERE ltrim(lower(course_id), '0 ') = ltrim(lower(trim(?)), '0 ')",
            [course_id],
        ).fetchone()
        raise CourseNotThere(near[0] if near else None)
    course_id, offer_id, target_group, match_group, *dates, business_oriented, citizen_id = row
    facts = CourseFacts(
        course_id=presentable(course_id),
        offer_id=presentable(offer_id),
        target_group=presentable(target_group),
        match_group=None if match_group is None else presentable(match_group),
        starts_on=dates[0],
        ends_on=dates[1],
        business_oriented=business_oriented,
    )
    return facts, citizen_id


def _citizen(
    con: duckdb.DuckDBPyConnection, citizen_id: str, support: str, codes: str, hours: str | None
) -> Citizen:
    known: dict[str, list[Code]] = {}
    for row in con.execute(
        f"SELECT code, class, label_da, valid_from, valid_to FROM {quoting.name(codes)}"
    ).fetchall():
        known.setdefault(row[0], []).append(Code(*row))
    by_week: dict[int, Code] = {}
    for first, last, name in con.execute(
        f"SELECT from_week, to_week, code FROM {quoting.name(support)} WHERE citizen_id = ?",
        [citizen_id],
    ).fetchall():
        for week in range(first, last + 1):
            thursday = weeks.thursday_of(week)
            for code in known[name]:
                if code.valid_from <= thursday <= code.valid_to:
                    by_week[week] = code
    worked: dict[int, Decimal] = {}
    if hours is not None:
        worked = dict(
            con.execute(
                f"SELECT month, sum(hours) FROM {quoting.name(hours)} WHERE citizen_id = ?"
                " GROUP BY month",
                [citizen_id],
            ).fetchall()
        )
    return Citizen(by_week, worked)


def _support_before(starts_on: date, citizen: Citizen, coverage: Coverage) -> SupportBefore:
    """Count weeks on support backwards from the start, until a run of weeks without."""
    last = weeks.week_of(starts_on) - 1
    if not coverage.from_week <= last <= coverage.to_week:
        told = f"Registret dækker ikke ugen før forløbets start, {format_week(last)}."
        return SupportBefore(weeks=None, first_week=None, reason=told)
    on_support: list[int] = []
    week = last
    free = 0
    while week >= coverage.from_week and free < RUN_WEEKS:
        code = citizen.codes.get(week)
        if code is not None and code.code_class in {"support", "subsidised_work"}:
            on_support.append(week)
            free = 0
        else:
            free += 1
        week -= 1
    stop = (
        f"de {RUN_WEEKS} uger {format_week(week + 1)} til {format_week(week + RUN_WEEKS)} er "
        "uden ydelse"
        if free == RUN_WEEKS
        else f"registret begynder {format_week(coverage.from_week)}"
    )
    if not on_support:
        return SupportBefore(weeks=0, first_week=None, reason=f"{stop[0].upper()}{stop[1:]}.")
    between = on_support[0] - on_support[-1] + 1 - len(on_support)
    told = f"Talt fra {format_week(on_support[-1])} til {format_week(on_support[0])}"
    if between:
        told += f", hvoraf {between} {'uge' if between == 1 else 'uger'} uden ydelse ikke tæller"
    return SupportBefore(
        weeks=len(on_support), first_week=format_week(on_support[-1]), reason=f"{told}: {stop}."
    )


def _weeks(
    course: CourseFacts,
    starts_on: date,
    citizen: Citizen,
    coverage: Coverage,
    hours: Coverage | None,
    min_hours: Decimal,
    judged: Sequence[ExplainedDefinition],
) -> tuple[ExplainedWeek, ...]:
    start = weeks.week_of(starts_on)
    ends = [weeks.week_of(course.ends_on or starts_on)]
    ends += [weeks.parse_week(each.last_week) for each in judged if each.last_week]
    first, last = start - WEEKS_SHOWN_BEFORE, max(ends)
    of_start = _months_after(starts_on, last)
    of_end = _months_after(course.ends_on, last) if course.ends_on else {}
    told = []
    for week in range(first, last + 1):
        covered = coverage.from_week <= week <= coverage.to_week
        month = weeks.month_of_week(week)
        has_hours = hours is not None and hours.first_month <= month <= hours.last_month
        code = citizen.codes.get(week) if covered else None
        monday = weeks.monday_of(week)
        sunday = weeks.monday_of(week + 1) - date.resolution
        told.append(
            ExplainedWeek(
                week=format_week(week),
                monday=monday,
                thursday=weeks.thursday_of(week),
                sunday=sunday,
                month=format_month(month),
                code=presentable(code.code) if code else None,
                code_class=code.code_class if code else None,
                label=presentable(code.label) if code and code.label else None,
                state=citizen.state(week, min_hours) if covered else None,
                hours=citizen.hours_in(week) if has_hours else None,
                in_course=starts_on <= sunday
                and (course.ends_on is None or monday <= course.ends_on),
                month_after_start=of_start.get(week),
                month_after_end=of_end.get(week),
            )
        )
    return tuple(told)


def _months_after(day: date, last: int) -> dict[int, int]:
    """The number of the month after `day` of each week from then to week `last`."""
    numbers: dict[int, int] = {}
    week, number = weeks.last_week_by(day) + 1, 1
    while week <= last:
        end = weeks.last_week_by(weeks.add_months(day, number))
        numbers.update(dict.fromkeys(range(week, end + 1), number))
        week, number = end + 1, number + 1
    return numbers
