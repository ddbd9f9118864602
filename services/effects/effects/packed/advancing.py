"""A packed register moved on: weeks and months replaced, courses changed, and who is touched by it.

An import replaces a period for everybody, so a citizen's weeks are the old ones outside the period
and the new ones inside it. The old register is walked once, as memory is; nothing is read or sorted
again but the new rows.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from effects.compiling import compiled
from effects.packed import courses
from effects.packed.parts import in_parts
from effects.packed.register import MONTH_ZERO, WEEK_ZERO, PackedRegister

Ints = npt.NDArray[np.int64]
Small = npt.NDArray[np.uint16]

NEVER = (1, 0)
"""A period of no weeks."""


class OutsidePeriod(ValueError):
    """A new row lies outside the period that the new rows replace."""


@dataclass(frozen=True)
class Advance:
    """A register moved on.

    Attributes:
        register: the new one; citizens keep their numbers, and new ones come after them.
        changed: citizens whose weeks, hours or courses are not what they were, `bool[c]`.
    """

    register: PackedRegister
    changed: npt.NDArray[np.bool_]


def advance_register(
    register: PackedRegister,
    new: PackedRegister,
    *,
    weeks: tuple[int, int] = NEVER,
    months: tuple[int, int] = NEVER,
    withdrawn: pa.Array | None = None,
) -> Advance:
    """Replace the weeks and months of a period, and the courses that come anew.

    Args:
        register: what there is.
        new: the new rows, packed by a `RegisterBuilder` that began with the citizens of
            `register`: spells inside `weeks`, hours inside `months`, and courses, each in place of
            the one of its course_id.
        weeks: first and last week (numbers of `effects.weeks`) that `new` replaces, for everybody.
        months: first and last month that `new` replaces, likewise.
        withdrawn: ids of courses that are there no more; those that a correction says were never
            started, for one.

    Raises:
        OutsidePeriod: a new spell or month lies outside its period.
    """
    citizens = len(new.citizens)
    changed = np.zeros(citizens, np.bool_)
    changed[len(register.citizens) :] = True
    register = replace(
        register,
        citizens=new.citizens,
        span_offsets=_padded(register.span_offsets, citizens),
        hours_offsets=_padded(register.hours_offsets, citizens),
        course_offsets=_padded(register.course_offsets, citizens),
    )
    moved = {
        **_advance_spans(register, new, weeks, changed),
        **_advance_hours(register, new, months, changed),
        **_advance_courses(register, new, withdrawn, changed),
    }
    return Advance(
        replace(register, has_hours=register.has_hours or new.has_hours, **moved), changed
    )


def _padded(offsets: Ints, citizens: int) -> Ints:
    """Offsets for so many citizens, the further ones without rows."""
    return np.concatenate((offsets, np.full(citizens + 1 - len(offsets), offsets[-1], np.int64)))


@compiled
def _write_spans(
    old: tuple[Ints, Small, Small, npt.NDArray[np.uint8]],
    new: tuple[Ints, Small, Small, npt.NDArray[np.uint8]],
    citizens: tuple[int, int],
    from_week: int,
    to_week: int,
    offsets: Ints,
    span_from: Small,
    span_to: Small,
    span_class: npt.NDArray[np.uint8],
    changed: npt.NDArray[np.bool_],
) -> None:
    """Write each citizen's old spans outside the period and new ones inside it, joined.

    With `span_from` of length 0 they are only counted, at place citizen + 1 of `offsets`.
    """
    old_offsets, old_from, old_to, old_class = old
    new_offsets, new_from, new_to, new_class = new
    writing = len(span_from) > 0
    for citizen in range(citizens[0], citizens[1]):
        begins = offsets[citizen] if writing else 0
        place, reached, class_before = begins - 1, -2, -1
        low, high = old_offsets[citizen], old_offsets[citizen + 1]
        # In order of time: old weeks before the period, new ones, old weeks after it.
        for part in range(3):
            first, last = (
                (new_offsets[citizen], new_offsets[citizen + 1]) if part == 1 else (low, high)
            )
            for span in range(first, last):
                if part == 1:
                    begin, end, class_ = int(new_from[span]), int(new_to[span]), new_class[span]
                else:
                    begin, end, class_ = int(old_from[span]), int(old_to[span]), old_class[span]
                    if part == 0:
                        if begin >= from_week:
                            break
                        end = min(end, from_week - 1)
                    else:
                        if end <= to_week:
                            continue
                        begin = max(begin, to_week + 1)
                if not (class_ == class_before and begin == reached + 1):
                    place += 1
                    if writing:
                        span_from[place] = begin
                        span_class[place] = class_
                if writing:
                    span_to[place] = end
                reached, class_before = end, class_
        if not writing:
            offsets[citizen + 1] = place + 1 - begins
            continue
        same = place + 1 - begins == high - low
        for span in range(high - low):
            same = same and (
                span_from[begins + span] == old_from[low + span]
                and span_to[begins + span] == old_to[low + span]
                and span_class[begins + span] == old_class[low + span]
            )
        changed[citizen] |= not same


def _advance_spans(
    register: PackedRegister,
    new: PackedRegister,
    period: tuple[int, int],
    changed: npt.NDArray[np.bool_],
) -> dict[str, Any]:
    first, last = (week - WEEK_ZERO for week in period)
    if len(new.span_from) and (new.span_from.min() < first or new.span_to.max() > last):
        raise OutsidePeriod
    if first > last:
        return {}
    old_spans, new_spans = (
        (each.span_offsets, each.span_from, each.span_to, each.span_class)
        for each in (register, new)
    )
    counts = np.zeros(len(new.citizens) + 1, np.int64)
    empty = (np.zeros(0, np.uint16), np.zeros(0, np.uint16), np.zeros(0, np.uint8))
    in_parts(
        register.span_offsets,
        lambda part: _write_spans(old_spans, new_spans, part, first, last, counts, *empty, changed),
    )
    offsets = np.cumsum(counts)
    size = int(offsets[-1])
    if size == 0:  # the loop takes arrays of no rows as a wish to count
        changed |= np.diff(register.span_offsets) > 0
    arrays = (np.empty(size, np.uint16), np.empty(size, np.uint16), np.empty(size, np.uint8))
    in_parts(
        register.span_offsets,
        lambda part: _write_spans(
            old_spans, new_spans, part, first, last, offsets, *arrays, changed
        ),
    )
    from_week, to_week = arrays[0], arrays[1]
    return {
        "span_offsets": offsets,
        **dict(zip(("span_from", "span_to", "span_class"), arrays, strict=True)),
        "from_week": int(from_week.min()) + WEEK_ZERO if size else None,
        "to_week": int(to_week.max()) + WEEK_ZERO if size else None,
    }


@compiled
def _write_hours(
    old: tuple[Ints, Small, npt.NDArray[Any]],
    new: tuple[Ints, Small, npt.NDArray[Any]],
    factors: tuple[int, int],
    citizens: tuple[int, int],
    from_month: int,
    to_month: int,
    offsets: Ints,
    months: Small,
    amounts: npt.NDArray[Any],
    changed: npt.NDArray[np.bool_],
) -> None:
    """Write each citizen's old months outside the period and new ones inside it.

    `factors` bring the old and the new amounts to one unit. Counting goes as in `_write_spans`.
    """
    old_offsets, old_months, old_amounts = old
    new_offsets, new_months, new_amounts = new
    writing = len(months) > 0
    for citizen in range(citizens[0], citizens[1]):
        low, high = old_offsets[citizen], old_offsets[citizen + 1]
        new_low, new_high = new_offsets[citizen], new_offsets[citizen + 1]
        before, after = low, high
        while before < high and old_months[before] < from_month:
            before += 1
        while after > before and old_months[after - 1] > to_month:
            after -= 1
        if not writing:
            offsets[citizen + 1] = before - low + new_high - new_low + high - after
            continue
        place = offsets[citizen]
        for at in range(low, before):
            months[place], amounts[place] = old_months[at], old_amounts[at] * factors[0]
            place += 1
        same = after - before == new_high - new_low
        for at in range(new_low, new_high):
            months[place], amounts[place] = new_months[at], new_amounts[at] * factors[1]
            same = same and (
                old_months[before + at - new_low] == months[place]
                and old_amounts[before + at - new_low] * factors[0] == amounts[place]
            )
            place += 1
        for at in range(after, high):
            months[place], amounts[place] = old_months[at], old_amounts[at] * factors[0]
            place += 1
        changed[citizen] |= not same


def _advance_hours(
    register: PackedRegister,
    new: PackedRegister,
    period: tuple[int, int],
    changed: npt.NDArray[np.bool_],
) -> dict[str, Any]:
    first, last = (month - MONTH_ZERO for month in period)
    if len(new.hours_month) and (new.hours_month.min() < first or new.hours_month.max() > last):
        raise OutsidePeriod
    if first > last:
        return {}
    unit = max(register.hours_unit, new.hours_unit)
    factors = (unit // register.hours_unit, unit // new.hours_unit)
    old_hours, new_hours = (
        (each.hours_offsets, each.hours_month, each.hours_amount) for each in (register, new)
    )
    counts = np.zeros(len(new.citizens) + 1, np.int64)
    kind = np.result_type(register.hours_amount, new.hours_amount)
    kind = np.dtype(np.int64) if max(factors) > 1 else kind
    in_parts(
        register.hours_offsets,
        lambda part: _write_hours(
            old_hours, new_hours, factors, part, first, last, counts,
            np.zeros(0, np.uint16), np.zeros(0, kind), changed,
        ),
    )  # fmt: skip
    offsets = np.cumsum(counts)
    if offsets[-1] == 0:  # as above
        changed |= np.diff(register.hours_offsets) > 0
    months, amounts = np.empty(offsets[-1], np.uint16), np.empty(offsets[-1], kind)
    in_parts(
        register.hours_offsets,
        lambda part: _write_hours(
            old_hours, new_hours, factors, part, first, last, offsets, months, amounts, changed
        ),
    )
    return {
        "hours_offsets": offsets,
        "hours_month": months,
        "hours_amount": amounts,
        "hours_unit": unit,
    }


def _advance_courses(
    register: PackedRegister,
    new: PackedRegister,
    withdrawn: pa.Array | None,
    changed: npt.NDArray[np.bool_],
) -> dict[str, Any]:
    """The courses, those of `new` in place of the ones with their ids, without the withdrawn."""
    ids = list(new.courses.column("course_id").chunks)
    if withdrawn is not None:
        ids.append(withdrawn)
    if not sum(map(len, ids)):
        return {}
    gone = pa.concat_arrays([each.cast(pa.string()) for each in ids])
    replaced = pc.is_in(register.courses.column("course_id"), value_set=gone).to_numpy()
    owners = register.course_citizens
    changed[owners[replaced]] = True
    changed[new.course_citizens] = True
    kept = register.courses.filter(pa.array(~replaced))
    table = courses.joined([courses.plain(kept), courses.plain(new.courses)])
    citizens = np.concatenate((owners[~replaced], new.course_citizens))
    return courses.ordered(table, citizens, len(new.citizens))
