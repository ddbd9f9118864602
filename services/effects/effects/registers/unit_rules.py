"""What looks wrong in single weeks or months of a file, beside those before and after them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import takewhile

from effects.registers import suspicion
from effects.registers.measure_queries import There, Window
from effects.registers.period_rules import UNIT_NAMES
from effects.registers.suspicion import Finding, Limits, count, exceeds, high

Counted = Mapping[int, There]
"""What there is in each week or month, by its number."""

Odd = tuple[int, There, There]
"""A week or month, what was expected in it, and what it has."""

IsOff = Callable[[There, There], bool]
"""Whether the second of two is other than the first lets expect."""

Show = Callable[[Window], str]
"""Some weeks or months in a row, for people."""

_MOST_NAMED = 5


def judge_units(
    register: str, file: Counted, held: Counted, show: Show, limits: Limits
) -> list[Finding]:
    """Whether single weeks or months lack citizens, or have other hours than those around them.

    Those that are sent again are held against the register, and new ones against those before and
    after them.

    Args:
        register: What the file is of.
        file: Each week or month of the file's period.
        held: What the register has in them, in those before and in the one after; none where it
            does not reach.
        show: Some in a row, for people.
        limits: When it looks wrong.
    """
    lacking = _find_odd(
        file, held, [_lacks(limits.change, limits)], again=[_lacks(limits.gone, limits)]
    )
    lacking += _find_empty_ends(file, held, limits)
    found = []
    if lacking:
        each = _say(lacking, show, lambda there: f"{count(there.citizens)} borgere")
        found.append(
            high("part_missing", f"{each}. Mangler der {UNIT_NAMES[register][2]} i filen?")
        )
    if register == "hours":
        found += _judge_levels(file, held, show, limits)
    return found


def _judge_levels(file: Counted, held: Counted, show: Show, limits: Limits) -> list[Finding]:
    levels = (_is_level_off(1, limits), _is_level_off(-1, limits))
    odd = _find_odd(file, held, levels, again=levels, may_last=True)
    if not odd:
        return []
    each = _say(odd, show, lambda there: f"i snit {suspicion.number(_level(there))} timer")
    asked = "Er det timer, og står rækkerne der kun én gang?"
    return [high("hours_level", f"{each}. {asked}")]


def _lacks(share: Fraction, limits: Limits) -> IsOff:
    def lacks(was: There, now: There) -> bool:
        fewer = was.citizens - now.citizens
        return was.citizens >= limits.smallest and exceeds(fewer, share, was.citizens)

    return lacks


def _is_level_off(way: int, limits: Limits) -> IsOff:
    def is_off(was: There, now: There) -> bool:
        if min(was.citizens, now.citizens) < limits.smallest or not was.hours:
            return False
        apart = way * (_level(now) - _level(was))
        return exceeds(apart, limits.change, _level(was), people=was.citizens)

    return is_off


def _level(there: There) -> Fraction:
    return Fraction(there.hours) / there.citizens


def _find_odd(
    file: Counted,
    held: Counted,
    beside: Sequence[IsOff],
    *,
    again: Sequence[IsOff],
    may_last: bool = False,
) -> list[Odd]:
    """Those of the file that are off: of the register's by ``again``, and new ones by ``beside``.

    ``may_last``: Those count too that go on until the end.
    """
    odd = {
        at: (at, held[at], there)
        for at, there in file.items()
        if at in held and any(is_off(held[at], there) for is_off in again)
    }
    series = sorted({**held, **file}.items())
    for run, before in _find_runs(series, beside, may_last=may_last):
        odd |= {at: (at, before, file[at]) for at in run if at in file and at not in held}
    return [odd[at] for at in sorted(odd)]


def _find_runs(
    series: Sequence[tuple[int, There]], ways: Sequence[IsOff], *, may_last: bool
) -> Iterator[tuple[list[int], There]]:
    """Weeks or months in a row that are off, beside the one before them and the one after."""
    at = 1
    while at < len(series):
        before = series[at - 1][1]
        run = max((_run_of(series, at, is_off, may_last=may_last) for is_off in ways), key=len)
        if run:
            yield run, before
        at += len(run) + 1


def _run_of(
    series: Sequence[tuple[int, There]], at: int, is_off: IsOff, *, may_last: bool
) -> list[int]:
    before = series[at - 1][1]
    run = list(takewhile(lambda one: is_off(before, one[1]), series[at:]))
    after = series[at + len(run) :][:1]
    is_run = all(is_off(there, one) for _, there in after for _, one in run)
    return [number for number, _ in run] if is_run and (after or may_last) else []


def _find_empty_ends(file: Counted, held: Counted, limits: Limits) -> list[Odd]:
    """Weeks or months that are stated at an end where the register has none, and hold nobody."""
    units = sorted(file)
    ends = []
    if not held or min(held) > units[0]:
        ends.append(units)
    if not held:
        ends.append(units[::-1])
    odd = []
    for inwards in ends:
        empty = list(takewhile(lambda at: not file[at].citizens, inwards))
        if len(empty) < len(inwards) and file[inwards[len(empty)]].citizens >= limits.smallest:
            odd += [(at, file[inwards[len(empty)]], file[at]) for at in empty]
    return sorted(odd, key=lambda each: each[0])


def _say(odd: Sequence[Odd], show: Show, told: Callable[[There], str]) -> str:
    """What the first of them have, and what was expected; those in a row together."""
    rows: list[list[Odd]] = []
    for each in odd:
        if rows and rows[-1][-1][0] + 1 == each[0]:
            rows[-1].append(each)
        else:
            rows.append([each])
    said = "; ".join(
        f"{show((row[0][0], row[-1][0]))} har {told(row[0][2])} mod ventet {told(row[0][1])}"
        for row in rows[:_MOST_NAMED]
    )
    return said if len(rows) <= _MOST_NAMED else f"{said}; og {len(rows) - _MOST_NAMED} steder til"
