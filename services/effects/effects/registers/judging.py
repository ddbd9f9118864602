"""Holding a file against what its register has: why it should be looked at before it is used."""

from datetime import date
from fractions import Fraction

from effects.registers import (
    course_measure_queries,
    course_rules,
    judging_periods,
    measure_queries,
    models,
    queries,
    schemas,
    suspicion,
)
from effects.registers.files import FileReading
from effects.registers.suspicion import ALMOST, Finding, Limits
from effects.settings import Settings
from kit.database import Session


async def find_findings(
    session: Session,
    municipality: str,
    options: schemas.ImportOptions,
    reading: FileReading,
    settings: Settings,
) -> list[Finding]:
    """Why a file, whose good rows are staged, should be looked at before it is used."""
    limits = settings.suspicion
    newest = await queries.find_newest_taken(session, municipality, options.register_)
    if options.register_ == "codes":
        if newest is None or newest.version is None:
            return []
        shared = await course_measure_queries.share_classes(session, municipality, newest.version)
        return course_rules.judge_classes(shared, limits)
    if options.register_ == "courses":
        return await _judge_courses(session, municipality, reading, newest, limits)
    return await judging_periods.find_findings(
        session, municipality, options, reading, newest, limits
    )


async def _judge_courses(
    session: Session,
    municipality: str,
    reading: FileReading,
    newest: models.RegisterImport | None,
    limits: Limits,
) -> list[Finding]:
    shape = await course_measure_queries.shape_courses(session)
    found = course_rules.judge_courses(shape, limits)
    courses = await course_measure_queries.compare_courses(session, municipality)
    citizens = await measure_queries.share_citizens(
        session, municipality, "courses", window=None, among="support"
    )
    found += course_rules.judge_known_courses(courses, citizens, limits)
    if newest is None or reading.period is None:
        return found
    begins, ends = reading.period
    is_same_period = (begins, ends) == (newest.period_from, newest.period_to)
    if is_same_period and newest.rows == courses.rows:
        period = f"{begins} til {ends}"
        found += suspicion.judge_again(period, courses.same, courses.rows, limits)
    earlier = await queries.find_newest_taken(session, municipality, "courses", begins=begins)
    if earlier is None or earlier.period_to is None:
        return found
    longer = Fraction(_days(begins, ends), _days(begins, earlier.period_to))
    if longer >= ALMOST:
        found += course_rules.judge_course_count(
            earlier.rows, courses.rows, begins, longer=longer, limits=limits
        )
    return found


def _days(begins: str, ends: str) -> int:
    return (date.fromisoformat(ends) - date.fromisoformat(begins)).days + 1
