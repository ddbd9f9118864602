"""Holding a file against what its register has: which weeks are compared with which."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from effects.registers import measure_queries, models, periods, queries, schemas, suspicion
from effects.registers.files import FileReading
from effects.registers.measure_queries import Window
from effects.registers.suspicion import Compared, Finding, Limits
from effects.settings import Settings
from kit.database import Session

LATELY = 12
"""So many weeks or months say what a register usually has."""

_ALMOST = 0.8
"""A file that is so long, beside another that begins with it, was meant to be as long."""


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
        shared = await measure_queries.share_classes(session, municipality, newest.version)
        return suspicion.judge_classes(shared, limits)
    if options.register_ == "courses":
        return await _judge_courses(session, municipality, reading, newest, limits)
    assert reading.period is not None  # noqa: S101 - one without is refused before
    unit = periods.UNITS[options.register_]
    asked = _Asked(
        municipality=municipality,
        register=options.register_,
        period=(unit.parse(reading.period[0]), unit.parse(reading.period[1])),
        limits=limits,
    )
    found = await _judge_alone(session, asked)
    covered = await queries.find_coverage(session, municipality, asked.register)
    if covered is not None and newest is not None:
        held = (unit.parse(covered[0]), unit.parse(covered[1]))
        found += await _judge_parts(session, asked, held)
        found += await _judge_period(session, asked, held, newest, is_stated=bool(options.first))
    return _each_once(found)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A support or hours file, and whose it is."""

    municipality: str
    register: str
    period: Window
    limits: Limits

    @property
    def unit(self) -> periods.Unit:
        """How its register counts time."""
        return periods.UNITS[self.register]

    def show(self, window: Window) -> str:
        """A window for people."""
        first, last = (self.unit.format(end) for end in window)
        return first if first == last else f"{first} til {last}"


async def _judge_alone(session: Session, asked: _Asked) -> list[Finding]:
    if asked.register != "hours":
        return []
    rows = await measure_queries.measure(
        session, asked.municipality, "hours", "staged", asked.period
    )
    highest = await measure_queries.find_highest_hours(session)
    return suspicion.judge_hours(rows, highest, asked.limits)


async def _judge_parts(session: Session, asked: _Asked, held: Window) -> list[Finding]:
    """The weeks that are sent again beside themselves, new ones beside as many before them."""
    found: list[Finding] = []
    again = (max(asked.period[0], held[0]), min(asked.period[1], held[1]))
    if again[0] <= again[1]:
        found += await _judge_part(session, asked, before=again, now=again)
    added = _added(asked.period, held)
    if added is not None:
        earlier, new = added
        found += await _judge_part(session, asked, before=earlier, now=new)
        shared = await measure_queries.share_rows(
            session, asked.municipality, asked.register, before=earlier, now=new
        )
        found += suspicion.judge_shifted(
            asked.register, asked.show(new), f"i {asked.show(earlier)}", shared, asked.limits
        )
    return found


def _added(period: Window, held: Window) -> tuple[Window, Window] | None:
    """Weeks after the register's end, and as many at its end; None where the file adds none."""
    length = min(period[1] - held[1], held[1] - held[0] + 1)
    if length <= 0:
        return None
    return (held[1] - length + 1, held[1]), (held[1] + 1, held[1] + length)


async def _judge_part(
    session: Session, asked: _Asked, *, before: Window, now: Window
) -> list[Finding]:
    whose, register = asked.municipality, asked.register
    was = await measure_queries.measure(session, whose, register, "register", before)
    if was.citizens < asked.limits.smallest:
        return []
    has = await measure_queries.measure(session, whose, register, "staged", now)
    cut = 0
    if has.last_citizen is not None:
        cut = await measure_queries.count_after(session, whose, register, before, has.last_citizen)
    shared = await measure_queries.share_citizens(
        session, whose, register, window=now, among=register
    )
    against = "i registret" if before == now else f"i {asked.show(before)}"
    return suspicion.judge_part(
        Compared(
            register=register,
            where=asked.show(now),
            against=against,
            is_again=before == now,
            before=was,
            now=has,
            cut=cut,
            shared=shared,
        ),
        asked.limits,
    )


async def _judge_period(
    session: Session,
    asked: _Asked,
    held: Window,
    newest: models.RegisterImport,
    *,
    is_stated: bool,
) -> list[Finding]:
    """What the file's ends say: the newest week missing, last month again, shorter than before."""
    whose, register, unit = asked.municipality, asked.register, asked.unit
    found: list[Finding] = []
    last = asked.period[1]
    if last > held[1]:
        lately = (max(held[0], held[1] - LATELY + 1), held[1])
        was = await measure_queries.measure(session, whose, register, "register", lately)
        has = await measure_queries.measure(session, whose, register, "staged", (last, last))
        found += suspicion.judge_end(
            register,
            unit.format(last),
            before=was.amount / (lately[1] - lately[0] + 1),
            now=has.citizens,
            limits=asked.limits,
        )
    shown = tuple(unit.format(end) for end in asked.period)
    if shown == (newest.period_from, newest.period_to):
        shared = await measure_queries.share_rows(
            session, whose, register, before=asked.period, now=asked.period
        )
        found += suspicion.judge_again(asked.show(asked.period), shared, asked.limits)
    earlier = await queries.find_newest_taken(session, whose, register, begins=shown[0])
    if earlier is not None and earlier.period_to is not None and not is_stated:
        ended = unit.parse(earlier.period_to)
        length = last - asked.period[0] + 1
        is_almost = length >= _ALMOST * (ended - asked.period[0] + 1)
        was = await measure_queries.measure(session, whose, register, "register", asked.period)
        if last < ended and is_almost and was.citizens >= asked.limits.smallest:
            found.append(suspicion.judge_shortened(register, shown[1], earlier.period_to))
    return found


async def _judge_courses(
    session: Session,
    municipality: str,
    reading: FileReading,
    newest: models.RegisterImport | None,
    limits: Limits,
) -> list[Finding]:
    shape = await measure_queries.shape_courses(session)
    found = suspicion.judge_courses(shape, limits)
    courses, moved = await measure_queries.share_courses(session, municipality)
    groups = await measure_queries.share_target_groups(session, municipality)
    citizens = await measure_queries.share_citizens(
        session, municipality, "courses", window=None, among="support"
    )
    found += suspicion.judge_known_courses(courses.before, moved, groups, citizens, limits)
    if newest is None or reading.period is None:
        return found
    begins, ends = reading.period
    if (begins, ends) == (newest.period_from, newest.period_to) and newest.rows == shape.rows:
        found += suspicion.judge_again(f"{begins} til {ends}", courses, limits)
    earlier = await queries.find_newest_taken(session, municipality, "courses", begins=begins)
    if earlier is None or earlier.period_to is None:
        return found
    longer = _days(begins, ends) / _days(begins, earlier.period_to)
    if longer >= _ALMOST:
        found += suspicion.judge_course_count(
            earlier.rows, shape.rows, begins, longer=longer, limits=limits
        )
    return found


def _days(begins: str, ends: str) -> int:
    return (date.fromisoformat(ends) - date.fromisoformat(begins)).days + 1


def _each_once(found: Iterable[Finding]) -> list[Finding]:
    """One finding of each kind: that of the first part of the period.

    Where a whole period lacks citizens, so does its end, which then says nothing more.
    """
    each = list({finding.code: finding for finding in reversed(list(found))}.values())[::-1]
    if any(finding.code == "fewer_citizens" for finding in each):
        return [finding for finding in each if finding.code != "newest_missing"]
    return each
