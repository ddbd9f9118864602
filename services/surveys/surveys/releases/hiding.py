"""Which places of a release are shown, given all that was released before.

Both indicators count nearly the same people, so what is hidden or held back of one is so of the
other: each is decided with what the other leaves out, until neither leaves out more.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kit.disclosure import ALL, Cell, Place, State, Table, carry_on, set_anew, set_first
from surveys.instruments.library import Measure
from surveys.releases.counting import Tally

States = Mapping[Place, State]
Tallies = Mapping[Measure, Mapping[Place, Tally]]


@dataclass(frozen=True, slots=True)
class Past:
    """What was released before, by indicator.

    Attributes:
        last: The newest release.
        settings: The releases in which everything hidden was taken as it was then, oldest first.
        counted: By place, who was counted when it was shown last, and as what.
    """

    last: Mapping[Measure, States] = field(default_factory=dict)
    settings: Mapping[Measure, Sequence[States]] = field(default_factory=dict)
    counted: Mapping[Measure, Mapping[Place, Mapping[str, Any]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decision:
    """What a release shows.

    Attributes:
        states: By indicator and place.
        is_setting: Whether everything hidden is taken as it is now.
    """

    states: Mapping[Measure, States]
    is_setting: bool


def decide(tallies: Tallies, past: Past, *, limit: int, number: int) -> Decision:
    """What is shown at each place.

    Args:
        tallies: What is counted now, at every place of the newest release too.
        past: What was released before.
        limit: The smallest group that may be shown.
        number: This release's.
    """
    if not past.last:
        first = _agreed(
            tallies,
            limit,
            lambda _, table: set_first(table, number),
            lambda states: {place for place, state in states.items() if not state.is_shown},
        )
        return Decision(first or {}, is_setting=True)
    changed = {
        indicator: _changed(places, past.counted.get(indicator, {}))
        for indicator, places in tallies.items()
    }
    carried = _agreed(
        tallies,
        limit,
        lambda of, table: carry_on(table, past.last.get(of, {}), changed[of], number),
        lambda states: {
            place
            for place, state in states.items()
            if ALL not in place and not (state.is_shown and state.since == number)
        },
    )
    assert carried is not None  # noqa: S101 - to carry on is always possible
    if not _has_grown(tallies, carried, limit):
        return Decision(carried, is_setting=False)
    anew = _agreed(
        tallies,
        limit,
        lambda of, table: set_anew(table, carried[of], past.settings.get(of, ()), number),
        lambda states: {place for place, state in states.items() if not state.is_shown},
    )
    return Decision(anew or carried, is_setting=anew is not None)


def _agreed(
    tallies: Tallies,
    limit: int,
    state_of: Callable[[Measure, Table], States | None],
    left_out: Callable[[States], set[Place]],
) -> dict[Measure, States] | None:
    """What all indicators show when each leaves out what another does; None where one cannot."""
    out = frozenset[Place]()
    while True:
        states: dict[Measure, States] = {}
        for indicator, places in tallies.items():
            found = state_of(indicator, _table(places, limit, out))
            if found is None:
                return None
            states[indicator] = found
        more = out.union(*map(left_out, states.values()))
        if more == out:
            return states
        out = more


def _has_grown(tallies: Tallies, carried: Mapping[Measure, States], limit: int) -> bool:
    """Whether something that is hidden is large enough by now."""
    return any(
        not carried[indicator][place].is_shown and tally.people >= limit
        for indicator, places in tallies.items()
        for place, tally in places.items()
        if ALL not in place
    )


def _changed(
    places: Mapping[Place, Tally], counted: Mapping[Place, Mapping[str, Any]]
) -> dict[Place, int]:
    """How many have entered or left a place, or count otherwise, since it was shown last."""
    changed = {}
    for place in places.keys() & counted.keys():
        then, now = counted[place], places[place].counted
        changed[place] = sum(
            tuple(then.get(key, ())) != now.get(key, ()) for key in then.keys() | now.keys()
        )
    return changed


def _table(places: Mapping[Place, Tally], limit: int, out: frozenset[Place]) -> Table:
    return Table(
        {place: _cell(tally, limit) for place, tally in places.items() if ALL not in place},
        limit=limit,
        margins={place: _cell(tally, limit) for place, tally in places.items() if ALL in place},
        hidden=out & places.keys(),
    )


def _cell(tally: Tally, limit: int) -> Cell:
    return Cell(
        people=tally.people,
        parts=tally.parts,
        members=frozenset(tally.counted) if tally.people < limit else None,
    )
