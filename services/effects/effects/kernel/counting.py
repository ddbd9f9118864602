"""The compiled loops of stage 2: courses and citizens counted by group, in one walk.

Courses stand by citizen, so a citizen is new to a group when the last one counted there was
another; no set of citizens is ever kept.
"""

import numpy as np
import numpy.typing as npt

from effects.compiling import compiled

OUTSIDE, LEFT, NO, YES, CITIZENS = range(5)
"""What is counted, in order: the verdicts from -2 up, and different citizens among NO and YES."""

COUNTS = 5

Ints = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.int32]
Verdicts = npt.NDArray[np.int8]

_NOBODY = -1


@compiled
def count_by_group(
    course_offsets: Ints,
    citizens: tuple[int, int],
    groups: Numbers,
    verdicts: Verdicts,
    chosen: npt.NDArray[np.bool_],
    chosen_row: Ints,
    counts: Numbers,
) -> None:
    """Add the courses of a range of citizens to `counts`.

    Args:
        course_offsets: each citizen's first course, `int64[c + 1]`.
        citizens: the first number, and the one after the last.
        groups: each course's group, `int32[k]`.
        verdicts: `int8[d, k]`.
        chosen: whether a course is to be counted at all, `bool[rows, k]`.
        chosen_row: the row of `chosen` that holds for each definition; -1 for all courses.
        counts: added to, `int32[groups, d, COUNTS]`.
    """
    definitions = verdicts.shape[0]
    last = np.full((counts.shape[0], definitions), _NOBODY, np.int32)
    for citizen in range(citizens[0], citizens[1]):
        for course in range(course_offsets[citizen], course_offsets[citizen + 1]):
            group = groups[course]
            for place in range(definitions):
                if chosen_row[place] >= 0 and not chosen[chosen_row[place], course]:
                    continue
                verdict = int(verdicts[place, course])
                counts[group, place, verdict + 2] += 1
                if verdict >= 0 and last[group, place] != citizen:
                    last[group, place] = citizen
                    counts[group, place, CITIZENS] += 1


@compiled
def count_only_here(
    course_offsets: Ints,
    citizens: tuple[int, int],
    groups: Numbers,
    shared: Numbers,
    verdicts: Verdicts,
    chosen: npt.NDArray[np.bool_],
    chosen_row: Ints,
    only: Numbers,
    totals: Numbers,
) -> None:
    """Count different citizens among NO and YES: in all of a kind, and in one group of it alone.

    The citizens of all other groups of the kind are then the one less the other.

    `shared` is each group's kind, `int32[groups]`. Added to are `only`, `int32[groups, d]`, those
    who are counted in no other group of its kind, and `totals`, `int32[kinds, d]`, those counted in
    any. The other arguments are those of `count_by_group`.
    """
    definitions = verdicts.shape[0]
    last = np.full(totals.shape, _NOBODY, np.int32)
    first_group = np.zeros(totals.shape, np.int32)
    several = np.zeros(totals.shape, np.bool_)
    for citizen in range(citizens[0], citizens[1]):
        for course in range(course_offsets[citizen], course_offsets[citizen + 1]):
            group = groups[course]
            kind = shared[group]
            for place in range(definitions):
                if verdicts[place, course] < 0 or (
                    chosen_row[place] >= 0 and not chosen[chosen_row[place], course]
                ):
                    continue
                if last[kind, place] != citizen:
                    last[kind, place] = citizen
                    first_group[kind, place] = group
                    several[kind, place] = False
                    totals[kind, place] += 1
                    only[group, place] += 1
                elif first_group[kind, place] != group and not several[kind, place]:
                    several[kind, place] = True
                    only[first_group[kind, place], place] -= 1


@compiled
def find_days(
    groups: Numbers,
    days: Numbers,
    verdicts: Verdicts,
    chosen: npt.NDArray[np.bool_],
    chosen_row: int,
    first: Numbers,
    last: Numbers,
) -> None:
    """Write the first and the last day among each group's NO and YES of one definition.

    `days` is the day that it counts from, `int32[k]`, and `verdicts` are its own, `int8[k]`.
    `first` is lowered and `last` raised, `int32[groups]`. The others are those of
    `count_by_group`.
    """
    for course in range(len(groups)):
        if verdicts[course] < 0 or (chosen_row >= 0 and not chosen[chosen_row, course]):
            continue
        group = groups[course]
        first[group] = min(first[group], days[course])
        last[group] = max(last[group], days[course])


@compiled
def sum_by_group(groups: Numbers, values: Ints, chosen: npt.NDArray[np.bool_], sums: Ints) -> None:
    """Add the chosen courses' values to their groups' `sums`, `int64[groups]`."""
    for course in range(len(groups)):
        if chosen[course]:
            sums[groups[course]] += values[course]
