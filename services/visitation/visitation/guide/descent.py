"""Which offers came instead of which, so that the guide carries their figures over."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from visitation.offers.links import line_of_descent


@dataclass(frozen=True, slots=True)
class Descent:
    """The links of a municipality's offers, published or not.

    Attributes:
        predecessors: By successor.
        successors: By predecessor.
        names: What the offers are called.
    """

    predecessors: Mapping[str, Sequence[str]]
    successors: Mapping[str, Sequence[str]]
    names: Mapping[str, str]

    @classmethod
    def of(cls, rows: Iterable[tuple[str, str, Sequence[str]]]) -> "Descent":
        """From rows of id, name and predecessors."""
        predecessors: dict[str, Sequence[str]] = {}
        successors: dict[str, list[str]] = {}
        names = {}
        for offer_id, name, earlier in rows:
            names[offer_id] = name
            predecessors[offer_id] = earlier
            for each in earlier:
                successors.setdefault(each, []).append(offer_id)
        return cls(predecessors, successors, names)

    def line(self, offer_id: str) -> Iterator[str]:
        """The predecessors one to one, the nearest first; of others, figures are context only."""
        return line_of_descent(offer_id, self.predecessors, self.successors)

    def caveat(self, ancestor: str) -> str:
        """What a figure that is carried over says of itself."""
        name = self.names.get(ancestor, ancestor)
        return f"Tallet er målt på forgængeren »{name}« og videreført."


NO_DESCENT = Descent({}, {}, {})
