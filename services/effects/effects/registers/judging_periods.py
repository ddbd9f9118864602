"""Holding weeks of support, or months of hours, against the register: which against which."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from effects.registers import (
    measure_queries,
    models,
    period_rules,
    periods,
    queries,
    schemas,
    suspicion,
    unit_rules,
)
from effects.registers.files import FileReading
from effects.registers.measure_queries import Shared, Window
from effects.registers.period_rules import Compared
from effects.registers.suspicion import ALMOST, Finding, Limits
from effects.registers.unit_rules import Counted
from kit.database import Session

LATELY = 12
"""So many weeks or months say what a register usually has."""

_OTHER = {"support": "hours", "hours": "support"}


async def find_findings(
    session: Session,
    municipality: str,
    options: schemas.ImportOptions,
    reading: FileReading,
    newest: models.RegisterImport | None,
    limits: Limits,
) -> list[Finding]:
    """Why a file of support or hours should be looked at before it is used.

    Args:
        session: Holds the file's rows staged.
        municipality: Whose registers.
        options: What the file is of, and whether its period is stated.
        reading: The file, with its period.
        newest: The import that made the register's newest version.
        limits: When it looks wrong.
    """
    assert reading.period is not None  # noqa: S101 - one without is refused before
    unit = periods.UNITS[options.register_]
    asked = _Asked(
        municipality=municipality,
        register=options.register_,
        period=(unit.parse(reading.period[0]), unit.parse(reading.period[1])),
        limits=limits,
    )
    covered = await queries.find_coverage(session, municipality, asked.register)
    held = (unit.parse(covered[0]), unit.parse(covered[1])) if covered else None
    file, known = await _count_units(session, asked, held)
    found = await _judge_alone(session, asked)
    if held is None or newest is None:
        found += await _judge_strangers(session, asked)
    else:
        again = (max(asked.period[0], held[0]), min(asked.period[1], held[1]))
        as_it_is = (
            await _share_rows(session, asked, before=again, now=again)
            if again[0] <= again[1]
            else None
        )
        if as_it_is is not None:
            found += await _judge_again(session, asked, again, as_it_is)
            if reading.period == (newest.period_from, newest.period_to):
                most = max(as_it_is.before, as_it_is.now)
                period = asked.show(asked.period)
                found += suspicion.judge_again(period, as_it_is.same, most, limits)
        for earlier, new in _added(asked.period, held):
            found += await _judge_added(session, asked, earlier, new)
        found += _judge_end(asked, held, file, known)
        if not options.first:
            found += await _judge_shortened(session, asked)
    found += unit_rules.judge_units(asked.register, file, known, asked.show, limits)
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
    return period_rules.judge_hours(rows, highest, asked.limits)


async def _judge_strangers(session: Session, asked: _Asked) -> list[Finding]:
    """The first file of a register beside the citizens of another."""
    other = _OTHER[asked.register]
    shared = await measure_queries.share_citizens(
        session, asked.municipality, asked.register, window=None, among=other
    )
    return period_rules.judge_strangers(other, shared, asked.limits)


async def _count_units(
    session: Session, asked: _Asked, held: Window | None
) -> tuple[Counted, Counted]:
    """Each week or month of the file; and of the register, with those lately and the one after."""
    whose, register, (first, last) = asked.municipality, asked.register, asked.period
    file = await measure_queries.count_units(session, whose, register, "staged", asked.period)
    if held is None:
        return file, {}
    beside = max(first - LATELY, held[0]), min(last + 1, held[1])
    return file, await measure_queries.count_units(session, whose, register, "register", beside)


async def _judge_again(
    session: Session, asked: _Asked, again: Window, as_it_is: Shared
) -> list[Finding]:
    """The weeks that are sent again beside themselves, and beside those one earlier and later."""
    found = await _judge_part(session, asked, before=again, now=again)
    first, last = again
    if first == last or not period_rules.is_other(as_it_is, asked.limits):
        return found
    moved = {
        1: await _share_rows(session, asked, before=(first, last - 1), now=(first + 1, last)),
        -1: await _share_rows(session, asked, before=(first + 1, last), now=(first, last - 1)),
    }
    return found + period_rules.judge_moved(asked.register, asked.show(again), moved, asked.limits)


async def _judge_added(
    session: Session, asked: _Asked, earlier: Window, new: Window
) -> list[Finding]:
    """New weeks beside as many that the register has."""
    found = await _judge_part(session, asked, before=earlier, now=new)
    shared = await _share_rows(session, asked, before=earlier, now=new)
    found += period_rules.judge_relabelled(
        asked.register, asked.show(new), f"i {asked.show(earlier)}", shared, asked.limits
    )
    return found


async def _share_rows(session: Session, asked: _Asked, *, before: Window, now: Window) -> Shared:
    return await measure_queries.share_rows(
        session, asked.municipality, asked.register, before=before, now=now
    )


def _added(period: Window, held: Window) -> list[tuple[Window, Window]]:
    """Weeks of the register, and as many that the file adds after its end, or before its beginning.

    Before it at most those of a season: who was there years earlier is mostly gone.
    """
    found = []
    whole = held[1] - held[0] + 1
    after = min(period[1] - held[1], whole)
    if after > 0:
        found.append(((held[1] - after + 1, held[1]), (held[1] + 1, held[1] + after)))
    before = min(held[0] - period[0], whole, LATELY)
    if before > 0:
        found.append(((held[0], held[0] + before - 1), (held[0] - before, held[0] - 1)))
    return found


async def _judge_part(
    session: Session, asked: _Asked, *, before: Window, now: Window
) -> list[Finding]:
    whose, register, limits = asked.municipality, asked.register, asked.limits
    was = await measure_queries.measure(session, whose, register, "register", before)
    if was.citizens < limits.smallest:
        return []
    has = await measure_queries.measure(session, whose, register, "staged", now)
    cut = 0
    if has.last_citizen is not None:
        cut = await measure_queries.count_after(session, whose, register, before, has.last_citizen)
    shared = await measure_queries.share_citizens(
        session, whose, register, window=now, among=register
    )
    codes_gone = {}
    if register == "support":
        lately = before if before == now else (max(before[0], before[1] - LATELY + 1), before[1])
        codes_gone = await measure_queries.find_codes_gone(
            session, whose, before=lately, now=now, smallest=limits.smallest
        )
    against = "i registret" if before == now else f"i {asked.show(before)}"
    part = Compared(
        register=register,
        where=asked.show(now),
        against=against,
        is_again=before == now,
        before=was,
        now=has,
        cut=cut,
        shared=shared,
        codes_gone=codes_gone,
    )
    return period_rules.judge_part(part, limits)


def _judge_end(asked: _Asked, held: Window, file: Counted, known: Counted) -> list[Finding]:
    """Whether the newest week or month is there, beside those that the register has lately."""
    last = asked.period[1]
    if last <= held[1]:
        return []
    lately = range(max(held[0], held[1] - LATELY + 1), held[1] + 1)
    return period_rules.judge_end(
        asked.register,
        asked.unit.format(last),
        before=Fraction(sum(known[at].citizens for at in lately), len(lately)),
        now=file[last].citizens,
        limits=asked.limits,
    )


async def _judge_shortened(session: Session, asked: _Asked) -> list[Finding]:
    """A file that nobody has stated a period for beside the last that began where it does."""
    whose, register, unit = asked.municipality, asked.register, asked.unit
    first, last = asked.period
    earlier = await queries.find_newest_taken(session, whose, register, begins=unit.format(first))
    if earlier is None or earlier.period_to is None:
        return []
    ended = unit.parse(earlier.period_to)
    if last >= ended or last - first + 1 < ALMOST * (ended - first + 1):
        return []
    was = await measure_queries.measure(session, whose, register, "register", asked.period)
    if was.citizens < asked.limits.smallest:
        return []
    return [period_rules.judge_shortened(register, unit.format(last), earlier.period_to)]


def _each_once(found: Iterable[Finding]) -> list[Finding]:
    """One finding of each kind: that of the first part of the period.

    Where a whole period lacks citizens, so do its weeks and its end, which then say nothing more.
    """
    each = list({finding.code: finding for finding in reversed(list(found))}.values())[::-1]
    if any(finding.code == "fewer_citizens" for finding in each):
        return [one for one in each if one.code not in ("newest_missing", "part_missing")]
    return each
