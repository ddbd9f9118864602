"""What an offer's figures are for a target group: its own, or those of the offer before it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from visitation.guide.descent import Descent


@dataclass(frozen=True, slots=True)
class ReleasedFigure:
    """A figure that another service has released, as it was written, and what is sorted by.

    A country has some hundred thousand; read all at once they would take a minute and a gigabyte.

    Attributes:
        offer_id: Whose.
        target_group: For whom.
        indicator: What it says.
        is_hidden: Whether it has nothing to show.
        as_of: The last day that it knows of.
        written: The Figure as JSON.
        released_at: When.
        carried: The offer that it was measured on, and what is said of that; None for its own.
    """

    offer_id: str
    target_group: str
    indicator: str
    is_hidden: bool
    as_of: date | None
    written: str
    released_at: datetime
    carried: tuple[str, str] | None = None


Carried = Mapping[str, ReleasedFigure]
"""By indicator."""


class Inheritance:
    """What offers carry over from those before them, each link of a chain worked out once."""

    def __init__(
        self, measured: Mapping[tuple[str, str], Sequence[ReleasedFigure]], descent: Descent
    ) -> None:
        self._measured = measured
        self._descent = descent
        self._parents: dict[str, str | None] = {}
        self._known: dict[tuple[str, str], Carried] = {}

    def beside(self, offer_id: str, group: str) -> list[ReleasedFigure]:
        """An offer's own figures, and earlier ones where it has none to show, flagged as such."""
        own = self._measured.get((offer_id, group), ())
        parent = self._parent(offer_id)
        if parent is None:
            return list(own)
        shown = {each.indicator for each in own if not each.is_hidden}
        earlier = self._from(parent, group)
        taken = [each for indicator, each in earlier.items() if indicator not in shown]
        return [
            *(each for each in own if each.indicator not in earlier or each.indicator in shown),
            *taken,
        ]

    def _from(self, ancestor: str, group: str) -> Carried:
        """What an offer and all before it pass on."""
        line: list[str] = []
        passed: set[str] = set()
        at: str | None = ancestor
        while at is not None and at not in passed and (at, group) not in self._known:
            line.append(at)
            passed.add(at)
            at = self._parent(at)
        carried: Carried = {} if at is None else self._known.get((at, group), {})
        while line:
            at = line.pop()
            own = self._measured.get((at, group))
            if own:
                carried = {**carried, **self._flagged(at, own)}
            self._known[at, group] = carried
        return carried

    def _parent(self, offer_id: str) -> str | None:
        if offer_id not in self._parents:
            self._parents[offer_id] = self._descent.parent(offer_id)
        return self._parents[offer_id]

    def _flagged(self, ancestor: str, own: Sequence[ReleasedFigure]) -> Carried:
        caveat = self._descent.caveat(ancestor)
        return {
            each.indicator: replace(each, carried=(ancestor, caveat))
            for each in own
            if not each.is_hidden
        }
