"""Stage 1: one row per started course, with what each definition says of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from effects.compiling import frozen
from effects.coverage import Coverage
from effects.definitions import DEFINITIONS, Definition
from effects.kernel import loops, program
from effects.kernel.loops import NOT_KNOWN, OUTSIDE_REGISTER, Plan, Weeks
from effects.packed.building import RegisterBuilder, no_codes
from effects.packed.parts import THREADS, in_parts
from effects.packed.register import DAY_ZERO, NO_DAY, WEEK_ZERO, PackedRegister

WEEKS_BEFORE = "weeks_on_support_before"
"""The column with weeks on support before start."""

_NONE: npt.NDArray[np.bool_] = np.zeros(0, np.bool_)


class HoursMissing(ValueError):
    """Definitions that read the hours register were asked for without one.

    Attributes:
        names: the definitions that cannot be computed.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)
        super().__init__("no hours register for: " + ", ".join(self.names))


@dataclass(frozen=True, kw_only=True)
class Outcomes:
    """What each definition says of each started course of a register.

    Attributes:
        register: whose courses they are, in its order.
        coverage: the weeks and months that were taken as covered.
        definitions: those asked for.
        verdicts: `loops.YES`, `NO`, `LEFT_THE_COUNT` or `OUTSIDE_REGISTER`;
            `int8[definitions, k]`.
        told_weeks: weeks on support before start, where they are known already; see
            `weeks_before`.
    """

    register: PackedRegister
    coverage: Coverage
    definitions: tuple[Definition, ...]
    verdicts: npt.NDArray[np.int8]
    told_weeks: npt.NDArray[np.int16] | None = None

    @cached_property
    def weeks_before(self) -> npt.NDArray[np.int16]:
        """Weeks on support before start, counted when first asked for; `int16[k]`.

        `loops.NOT_KNOWN` where the register does not cover the week before the start; weeks before
        the register begins are not counted, since nobody knows them.
        """
        if self.told_weeks is not None:
            return self.told_weeks
        weeks = _weeks(self.register)
        first, last = (
            week - WEEK_ZERO for week in (self.coverage.from_week, self.coverage.to_week)
        )
        counted = np.empty(len(self.register.starts_on), np.int16)
        in_parts(
            self.register.course_offsets,
            lambda part: loops.count_weeks_before(weeks, part, first, last, counted),
        )
        return counted

    def verdicts_of(self, definition: Definition) -> npt.NDArray[np.int8]:
        """The verdicts of one of the definitions, `int8[k]`."""
        names = [each.name for each in self.definitions]
        verdicts: npt.NDArray[np.int8] = self.verdicts[names.index(definition.name)]
        return verdicts

    def to_table(self) -> pa.Table:
        """Every column of the courses, their verdicts by definition, and the weeks before."""
        table = self.register.courses_with_citizens()
        for definition, verdicts in zip(self.definitions, self.verdicts, strict=True):
            table = table.append_column(definition.name, pa.array(verdicts))
        weeks = pa.array(self.weeks_before, mask=self.weeks_before == NOT_KNOWN)
        return table.append_column(WEEKS_BEFORE, weeks.cast(pa.int32()))


def compute_outcomes(
    register: PackedRegister,
    coverage: Coverage,
    *,
    definitions: Sequence[Definition] = DEFINITIONS,
    threads: int = THREADS,
) -> Outcomes:
    """Judge every started course by every definition.

    Raises:
        HoursMissing: a definition reads hours, and the register has none.
        program.WindowTooLong: a definition looks at too many weeks.
    """
    verdicts = np.empty((len(definitions), len(register.starts_on)), np.int8)
    _judge(register, coverage, definitions, _NONE, verdicts, threads)
    return Outcomes(
        register=register,
        coverage=coverage,
        definitions=tuple(definitions),
        verdicts=verdicts,
    )


def update_outcomes(
    previous: Outcomes,
    register: PackedRegister,
    coverage: Coverage,
    changed: npt.NDArray[np.bool_],
    *,
    threads: int = THREADS,
) -> Outcomes:
    """The outcomes of a register that has moved on, computed where anything can have changed alone.

    Judged anew are the courses of changed citizens, and those that some definition could not see
    the whole window of before. The others keep their verdicts.

    Args:
        previous: the outcomes of the register before.
        register: the register now, as `packed.advancing.advance_register` has left it.
        coverage: the weeks and months that it covers.
        changed: citizens whose weeks, hours or courses are not what they were, `bool[c]`.
        threads: how many ranges of citizens to walk side by side.
    """
    definitions = previous.definitions
    if not _grows(previous.coverage, coverage):
        return compute_outcomes(register, coverage, definitions=definitions, threads=threads)
    chosen = changed[register.course_citizens]
    if register.courses is previous.register.courses:
        verdicts = previous.verdicts.copy()
        chosen |= _any_outside(verdicts)
    else:
        # Whoever is unchanged has the same courses in the same order.
        kept = ~changed[previous.register.course_citizens]
        verdicts = np.empty((len(definitions), len(chosen)), np.int8)
        verdicts[:, ~chosen] = previous.verdicts[:, kept]
        chosen[~chosen] = _any_outside(previous.verdicts)[kept]
    _judge(register, coverage, definitions, chosen, verdicts, threads)
    return Outcomes(
        register=register,
        coverage=coverage,
        definitions=definitions,
        verdicts=verdicts,
    )


def _any_outside(verdicts: npt.NDArray[np.int8]) -> npt.NDArray[np.bool_]:
    """Whether any definition could not see a course's whole window, `bool[k]`."""
    outside = np.zeros(verdicts.shape[1], np.bool_)
    for row in verdicts:
        outside |= row == OUTSIDE_REGISTER
    return outside


def _grows(before: Coverage, now: Coverage) -> bool:
    """Whether all that was covered still is, from the same week on."""
    both, both_before = now.weeks_of_both, before.weeks_of_both
    return (
        now.from_week == before.from_week
        and now.to_week >= before.to_week
        and both[0] <= both_before[0]
        and both[1] >= both_before[1]
    )


def register_as_of(register: PackedRegister, day: date) -> PackedRegister:
    """The register with the courses as they were known at the end of a day.

    Courses started after it are left out, and an end after it had not come yet. What the weeks were
    is for the coverage to say (`coverage.cover_until`).
    """
    last = day.toordinal() - DAY_ZERO
    started = register.starts_on <= last
    ends_on = register.ends_on[started]
    courses = register.courses.filter(pa.array(started))
    known = np.where(ends_on > last, NO_DAY, ends_on)
    ends = pa.array(known, pa.int32(), mask=known == NO_DAY).cast(pa.date32())
    before = np.concatenate(([0], np.cumsum(started)))
    return replace(
        register,
        course_offsets=before[register.course_offsets],
        starts_on=register.starts_on[started],
        ends_on=known,
        business_oriented=register.business_oriented[started],
        courses=courses.set_column(courses.column_names.index("ends_on"), "ends_on", ends),
    )


def outcomes_of_table(
    table: pa.Table, coverage: Coverage, definitions: Sequence[Definition] = DEFINITIONS
) -> Outcomes:
    """The outcomes that `Outcomes.to_table` has written, to be grouped anew.

    Their register holds the courses alone, and no weeks.
    """
    builder = RegisterBuilder(no_codes())
    builder.add_courses(table)
    register = builder.build()
    columns = {name: register.courses.column(name) for name in register.courses.column_names}
    weeks = pc.fill_null(columns.pop(WEEKS_BEFORE), NOT_KNOWN).to_numpy().astype(np.int16)
    verdicts = [columns.pop(each.name).to_numpy() for each in definitions]
    return Outcomes(
        register=replace(register, courses=pa.table(columns)),
        coverage=coverage,
        definitions=tuple(definitions),
        verdicts=np.array(verdicts, np.int8).reshape(len(verdicts), len(weeks)),
        told_weeks=weeks,
    )


def _judge(
    register: PackedRegister,
    coverage: Coverage,
    definitions: Sequence[Definition],
    chosen: npt.NDArray[np.bool_],
    verdicts: npt.NDArray[np.int8],
    threads: int,
) -> None:
    reading_hours = [definition.name for definition in definitions if definition.reads_hours]
    if reading_hours and not register.has_hours:
        raise HoursMissing(reading_hours)
    plan, weeks = _plan(register, coverage, definitions), _weeks(register)

    def judge(citizens: tuple[int, int]) -> None:
        loops.judge_courses(weeks, plan, citizens, chosen, verdicts)

    in_parts(register.course_offsets, judge, threads=threads)


def _plan(register: PackedRegister, coverage: Coverage, definitions: Sequence[Definition]) -> Plan:
    asked = program.compile_definitions(definitions)
    first_day, last_day = program.day_range(register.starts_on, register.ends_on)
    from_both, to_both = coverage.weeks_of_both
    return Plan(
        frames=asked.frames,
        wanted=asked.wanted,
        steps=asked.steps,
        limits=program.limits(asked, register.hours_unit),
        day_table=program.day_table(asked, first_day, last_day),
        first_day=first_day,
        month_weeks=program.month_weeks(),
        week_months=program.week_months(),
        from_weeks=(coverage.from_week - WEEK_ZERO, from_both - WEEK_ZERO),
        to_weeks=(coverage.to_week - WEEK_ZERO, to_both - WEEK_ZERO),
    )


def _weeks(register: PackedRegister) -> Weeks:
    return Weeks(*(frozen(getattr(register, name)) for name in Weeks._fields))
