"""The releases in which a table was set, and whether each of them still holds beside the others.

Nothing is told of what is hidden but where a table is set. Counts of finished things only grow, so
each is at least what it was at the setting before and at most what it is at the next.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kit.disclosure.hiding import find_narrow
from kit.disclosure.tables import ALL, Cell, Counts, Place, Table, Totals


@dataclass(frozen=True, slots=True)
class State:
    """What one release holds of one place.

    Attributes:
        people: Different persons.
        parts: The counts as they stand in the release, shown or not.
        is_shown: Whether they are shown.
        since: The release whose counts they are; 0 while nobody counts yet. Of a total the present.
    """

    people: int
    parts: Counts
    is_shown: bool
    since: int

    def cell(self, *, weight: int | None = None) -> Cell:
        """The place as a table holds it."""
        return Cell(people=self.people, parts=self.parts, weight=weight)


States = Mapping[Place, State]


def find_narrowed(settings: Sequence[States], table: Table) -> Iterator[tuple[int, Place]]:
    """Hidden counts of any setting of which too much could be told, given all settings.

    Counts are safe where they could be others at each of some settings in a row, with everything
    shown, and every count at the settings around, as it is. What a place's own figure tells when it
    is shown at last is no fault of the others.
    """
    judged: dict[tuple[int, int], frozenset[Place]] = {}
    for number, states in enumerate(settings):
        for place, state in states.items():
            if state.is_shown or _is_nobody(state):
                continue
            first, last = spell_of(settings, place, number)
            for span in ((first, last), (number, last), (first, number), (number, number)):
                if span not in judged:
                    judged[span] = _narrow_in(settings, span, table)
                if place not in judged[span]:
                    break
            else:
                yield number, place


def _is_nobody(state: State) -> bool:
    return state.since == 0


def spell_of(settings: Sequence[States], place: Place, number: int) -> tuple[int, int]:
    """The settings in a row around this one in which a place is hidden."""
    first = last = number
    while first > 0 and is_hidden(settings[first - 1], place):
        first -= 1
    while last + 1 < len(settings) and is_hidden(settings[last + 1], place):
        last += 1
    return first, last


def is_hidden(states: States, place: Place) -> bool:
    """Whether a place is there, and not shown."""
    return place in states and not states[place].is_shown


def _narrow_in(settings: Sequence[States], span: tuple[int, int], table: Table) -> frozenset[Place]:
    """The places that could not be moved enough in all settings of a span, or not in all hidden."""
    first, last = span
    states = settings[first]
    hidden = {
        place
        for place in states
        if all(is_hidden(each, place) for each in settings[first : last + 1])
    }
    then, needed = span_of(settings, span, table.limit, totals=table.totals)
    shown = frozenset(states.keys() - hidden)
    return find_narrow(then, frozenset(hidden), needed=needed) | shown


def span_of(
    settings: Sequence[States], span: tuple[int, int], limit: int, *, totals: Totals = "both"
) -> tuple[Table, dict[Place, Counts]]:
    """Some settings in a row as one table, with how far each count can move in all of them.

    Returns:
        The table; and by place how many values more than one each part must have: what a place's
        own figure tells when it is shown at last is no fault of the others.
    """
    first, last = span
    states = settings[first]
    cells, needed = {}, {}
    for place, state in states.items():
        before = settings[first - 1].get(place) if first else None
        after = settings[last + 1].get(place) if last + 1 < len(settings) else None
        now = settings[last].get(place, state)
        cells[place] = Cell(
            people=limit,
            parts=state.parts,
            least=_least(before, state),
            most=tuple(
                part + max(later - part_now, 0)
                for part, part_now, later in zip(state.parts, now.parts, after.parts, strict=True)
            )
            if after
            else None,
        )
        own = next((each[place].parts for each in settings[last + 1 :] if place in each
                    and each[place].is_shown), None)  # fmt: skip
        enough = (limit - 1,) * len(state.parts)
        needed[place] = tuple(map(min, enough, own)) if own else enough
    table = Table(
        {place: cell for place, cell in cells.items() if ALL not in place},
        limit,
        totals=totals,
        margins={place: cell for place, cell in cells.items() if ALL in place},
    )
    return table, needed


def _least(before: State | None, state: State) -> Counts | None:
    return tuple(map(min, before.parts, state.parts)) if before else None
