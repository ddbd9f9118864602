"""Releases of layers: what is set at first, and whether every earlier setting still holds.

As in ``successive``, and through all layers at once: nothing is told of what is hidden but where
tables are set, so the settings are what is judged.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from kit.disclosure.layers import hide_what_it_takes, protect_layers
from kit.disclosure.moves import Layer, Together
from kit.disclosure.settings import State, States, is_hidden, span_of, spell_of
from kit.disclosure.stacks import Spot, Stack
from kit.disclosure.tables import ALL, DEAR, Cell, Place, Table
from kit.disclosure.trees import Path, protect_trees


def set_first_layers(layers: Sequence[Layer], number: int) -> list[dict[Place, State]]:
    """The first release of some layers; ``margins`` hold every total that is published."""
    return [
        {
            place: State(cell.people, cell.parts, place not in hidden, number)
            for place, cell in (*layer.table.cells.items(), *layer.table.margins.items())
        }
        for layer, hidden in zip(layers, protect_layers(layers), strict=True)
    ]


def set_first_trees(
    cells: Sequence[Mapping[Path, Cell]],
    together: Sequence[Together],
    *,
    limit: int,
    number: int,
    hidden: Sequence[frozenset[Path]],
) -> list[dict[Path, State]]:
    """The first release of groups within groups; the arguments are those of ``protect_trees``."""
    judged = protect_trees(cells, together, limit=limit, hidden=hidden)
    return [
        {
            path: State(cell.people, cell.parts, path not in out, number)
            for path, cell in own.items()
        }
        for own, out in zip(cells, judged, strict=True)
    ]


def hide_together(
    states: Sequence[States], before: Sequence[States], together: Sequence[Together], limit: int
) -> list[dict[Place, State]] | None:
    """What is to be set, with as much more hidden as all layers take; None where it was shown.

    Args:
        states: By layer, as each would be set by itself.
        before: By layer, as the release would be without.
        together: Of each layer.
        limit: As of the tables.
    """
    layers = [
        _layer(each, {p for p, s in known.items() if s.is_shown}, parts, limit)
        for each, known, parts in zip(states, before, together, strict=True)
    ]
    hidden = hide_what_it_takes(Stack([layers], [_hidden_in([each]) for each in states]))
    found = [
        {place: replace(s, is_shown=place not in out) for place, s in each.items()}
        for each, out in zip(states, hidden, strict=True)
    ]
    lost = any(
        state.is_shown and not each[place].is_shown
        for each, known in zip(found, before, strict=True)
        for place, state in known.items()
    )
    return None if lost else found


def find_narrow_settings(
    settings: Sequence[Sequence[States]], together: Sequence[Together], limit: int
) -> set[tuple[int, Place]]:
    """Layers and places of which too much could be told at any setting, given all of them.

    Args:
        settings: The settings, oldest first, each by layer; a layer that was not set stands in one
            as it was carried on.
        together: Of each layer.
        limit: As of the tables.
    """
    stacks: dict[tuple[int, int], _Span] = {}
    narrow = set()
    for number, layers in enumerate(settings):
        for layer, states in enumerate(layers):
            own = [each[layer] for each in settings]
            for place, state in states.items():
                if state.is_shown or state.since == 0:
                    continue
                first, last = spell_of(own, place, number)
                for span in ((first, last), (number, last), (first, number), (number, number)):
                    if span not in stacks:
                        stacks[span] = _Span(settings, span, together, limit)
                    if stacks[span].is_safe(layer, place):
                        break
                else:
                    narrow.add((layer, place))
    return narrow


class _Span:
    """Some settings in a row, through all of which one move is to go."""

    def __init__(
        self,
        settings: Sequence[Sequence[States]],
        span: tuple[int, int],
        together: Sequence[Together],
        limit: int,
    ) -> None:
        within = settings[span[0] : span[1] + 1]
        self._needed = []
        first = []
        for number, parts in enumerate(together):
            own = [layers[number] for layers in settings]
            table, needed = span_of(own, span, limit)
            self._needed.append(needed)
            first.append(Layer(table, parts))
        later = [
            [_layer({place: states[place] for place in table.table.cells}, (), parts, limit)
             for states, parts, table in zip(layers, together, first, strict=True)]
            for layers in within[1:]
        ]  # fmt: skip
        hidden = [
            _hidden_in([layers[number] for layers in within]) for number in range(len(together))
        ]
        self._stack = Stack([first, *later], hidden)
        self._safe: dict[int, frozenset[Spot]] = {}
        self._judged: dict[tuple[int, Place], bool] = {}

    def is_safe(self, layer: int, place: Place) -> bool:
        if (layer, place) not in self._judged:
            self._judged[layer, place] = self._judge(layer, place)
        return self._judged[layer, place]

    def _judge(self, layer: int, place: Place) -> bool:
        if self._stack.is_untold(layer):
            return True
        spot = self._stack.spot(place)
        if not self._stack.hidden[layer][spot]:
            return False
        needed = self._needed[layer]
        if layer not in self._safe:
            self._safe[layer] = self._stack.find_safe(layer, needed)
        asked = np.asarray(needed[place]) if place in needed else None
        return spot in self._safe[layer] or self._stack.is_safe(layer, spot, asked)


def _hidden_in(settings: Sequence[States]) -> frozenset[Place]:
    return frozenset(p for p in settings[0] if all(is_hidden(each, p) for each in settings))


def _layer(
    states: Mapping[Place, State],
    dear: "set[Place] | tuple[()]",
    together: Together,
    limit: int,
) -> Layer:
    table = Table({}, limit)
    cells = {
        place: state.cell(weight=DEAR if place in dear else None) for place, state in states.items()
    }
    return Layer(
        replace(
            table,
            cells={place: cell for place, cell in cells.items() if ALL not in place},
            margins={place: cell for place, cell in cells.items() if ALL in place},
        ),
        together,
    )
