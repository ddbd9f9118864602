"""Spells on support, and how long each has lasted until a lasting exit.

The clock of the survival curves, read from the packed register and the weeks that it covers:

- A week is *on support* when its class is support or subsidised work. Every other week is
  *without*: no code, education, and the weeks in which nobody can see the citizen (dead, abroad,
  retired).
- A spell begins with the first week on support after at least `RUN_WEEKS` weeks without, and holds
  every later week on support that is less than so many weeks without from the one before. Its time
  is calendar weeks, so that a shorter run without support goes on counting.
- Time runs to the first week of the first `RUN_WEEKS` weeks in a row without support, all of them
  covered and none of them unobservable: an *exit*.
- A run without support that coverage ends before it is so long is censored at its first week. A
  spell on support in the last covered week is the same with a run not yet begun: it is censored at
  the week after. So nobody can exit in the last `RUN_WEEKS - 1` covered weeks, though spells are
  at risk in them: curves lean towards staying by as much, most where all spells are recent.
- The first unobservable week before an exit ends the spell, by the cause that its class says. It is
  censored at the first week of the run without support in which that week lies: as at the end of
  coverage, a run that nobody saw become `RUN_WEEKS` long is neither an exit nor time on support.
  A death in the second week without support, like one right after the last week on support, is
  censored at the first week without. Weeks on support after it belong to no spell until a new one
  begins.
- Weeks outside coverage are unknown, whatever the register holds of them. A spell whose first week
  is not preceded by `RUN_WEEKS` covered weeks may have begun long before; its length is not known,
  and counting from the first covered week would make long spells look short. It is left out, and
  such spells are counted. (They could enter late as left-truncated were their beginnings known.)
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from effects.compiling import compiled, frozen
from effects.coverage import Coverage
from effects.definitions import RUN_WEEKS
from effects.packed.register import (
    ABROAD,
    DEAD,
    EDUCATION,
    SUBSIDISED_WORK,
    WEEK_ZERO,
    PackedRegister,
)

ENDINGS = ("coverage_end", "exit", "dead", "abroad", "retired")
"""How a spell ends, by number; all but `exit` are censored."""

COVERAGE_END, EXIT, ENDED_DEAD, ENDED_ABROAD, ENDED_RETIRED = range(len(ENDINGS))

_FAR = int(np.iinfo(np.int32).max)  # a week after all others
_SMALLEST_SHARE = 50_000  # citizens; fewer are done before a thread has begun


@dataclass(frozen=True, kw_only=True)
class Spells:
    """Spells on support with a known beginning, ascending by citizen and first week.

    Attributes:
        citizen: number of the citizen in the packed register. `int32[n]`.
        first_week: the spell's first week (number of `effects.weeks`). `int32[n]`.
        weeks: weeks from the first week to the one in which the spell ends, which is not one of
            them; at least 1. `int32[n]`.
        ended: how it ended, a place in `ENDINGS`. `uint8[n]`.
        unknown_beginnings: spells left out because their beginning is not covered.
    """

    citizen: npt.NDArray[np.int32]
    first_week: npt.NDArray[np.int32]
    weeks: npt.NDArray[np.int32]
    ended: npt.NDArray[np.uint8]
    unknown_beginnings: int

    @property
    def exited(self) -> npt.NDArray[np.bool_]:
        """Whether each spell ended in an exit, `bool[n]`; the others are censored."""
        exited: npt.NDArray[np.bool_] = self.ended == EXIT
        return exited


def find_spells(register: PackedRegister, coverage: Coverage, *, threads: int = 1) -> Spells:
    """Find every spell on support and its time, by the rules at the top of this module.

    Args:
        register: the packed register.
        coverage: the covered weeks; its months are not looked at.
        threads: how many ranges of citizens to walk side by side.
    """
    citizens = len(register.citizens)
    shares = max(1, min(threads, citizens // _SMALLEST_SHARE))
    # Cut where the spans are, since a walk takes as long as its spans are many.
    cuts = np.searchsorted(
        register.span_offsets, np.linspace(0, register.span_offsets[-1], shares + 1)[1:-1]
    ).tolist()
    ranges = zip([0, *cuts], [*cuts, citizens], strict=True)

    def walk(share: tuple[int, int]) -> _Found:
        first, last = share
        return _find_spells(
            frozen(register.span_offsets[first : last + 1]),
            frozen(register.span_from),
            frozen(register.span_to),
            frozen(register.span_class),
            first,
            coverage.from_week - WEEK_ZERO,
            coverage.to_week - WEEK_ZERO,
        )

    with ThreadPoolExecutor(shares) as pool:
        found = list(pool.map(walk, ranges))
    citizen, first_week, weeks, ended = (
        np.concatenate([part[column] for part in found]) for column in range(4)
    )
    return Spells(
        citizen=citizen,
        first_week=first_week + np.int32(WEEK_ZERO),
        weeks=weeks,
        ended=ended,
        unknown_beginnings=sum(part[4] for part in found),
    )


_Found = tuple[
    npt.NDArray[np.int32], npt.NDArray[np.int32], npt.NDArray[np.int32], npt.NDArray[np.uint8], int
]


@compiled
def _end_of(run: int, gone: int, run_of_gone: int, class_: int, to_week: int) -> tuple[int, int]:
    """The week in which a spell ends, and how.

    Args:
        run: first week after the spell's last week on support.
        gone: the first unobservable week since the spell began, or `_FAR`.
        run_of_gone: first week of the run without support that holds it.
        class_: its class.
        to_week: last covered week.
    """
    if gone >= run + RUN_WEEKS:
        return run, EXIT if run + RUN_WEEKS - 1 <= to_week else COVERAGE_END
    if class_ == DEAD:
        return run_of_gone, ENDED_DEAD
    if class_ == ABROAD:
        return run_of_gone, ENDED_ABROAD
    return run_of_gone, ENDED_RETIRED


@compiled
def _find_spells(
    span_offsets: npt.NDArray[np.int64],
    span_from: npt.NDArray[np.uint16],
    span_to: npt.NDArray[np.uint16],
    span_class: npt.NDArray[np.uint8],
    first_citizen: int,
    from_week: int,
    to_week: int,
) -> _Found:
    """The spells of a range of citizens, in one walk over their spans.

    Args:
        span_offsets: of the range, and one more; `int64[citizens + 1]`.
        span_from: of the whole register, as are the next two.
        span_to: likewise.
        span_class: likewise.
        first_citizen: number of the range's first citizen.
        from_week: first covered week, from `WEEK_ZERO`.
        to_week: last covered week, likewise.

    Returns:
        Citizens, first weeks (from `WEEK_ZERO`), weeks and endings, and how many were left out.
    """
    most = span_offsets[-1] - span_offsets[0]  # a spell holds at least one span
    citizen = np.empty(most, np.int32)
    first_week = np.empty(most, np.int32)
    weeks = np.empty(most, np.int32)
    ended = np.empty(most, np.uint8)
    found = 0
    left_out = 0
    for place in range(len(span_offsets) - 1):
        begun = _FAR  # first week of the spell under way; _FAR where there is none
        last_support = 0  # its last week on support so far
        gone = run_of_gone = _FAR  # its first unobservable week, and the run that holds it
        gone_class = 0
        final = span_offsets[place + 1]
        for span in range(span_offsets[place], final + 1):
            first = last = _FAR  # one step past the last span closes the spell under way
            if span < final:
                first = max(int(span_from[span]), from_week)
                last = min(int(span_to[span]), to_week)
                class_ = int(span_class[span])
                if first > last or class_ == EDUCATION:
                    continue
                if class_ > SUBSIDISED_WORK:
                    if gone == _FAR and begun != _FAR:
                        gone, run_of_gone, gone_class = first, last_support + 1, class_
                    continue
            if begun != _FAR and first - last_support > RUN_WEEKS:
                if begun < from_week + RUN_WEEKS:
                    left_out += 1
                else:
                    run = last_support + 1
                    end, how = _end_of(run, gone, run_of_gone, gone_class, to_week)
                    citizen[found] = first_citizen + place
                    first_week[found] = begun
                    weeks[found] = end - begun
                    ended[found] = how
                    found += 1
                begun = _FAR
            if begun == _FAR:
                begun, gone = first, _FAR
            last_support = last
    return citizen[:found], first_week[:found], weeks[:found], ended[:found], left_out
