"""Which offers came instead of which, so that the guide carries their figures over."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Descent:
    """The links of a municipality's offers, published or not.

    Attributes:
        predecessors: By successor.
        successors: By predecessor; those that were ever published.
        names: What the offers are called.
    """

    predecessors: Mapping[str, Sequence[str]]
    successors: Mapping[str, Sequence[str]]
    names: Mapping[str, str]

    @classmethod
    def of(cls, rows: Iterable[tuple[str, str, Sequence[str], bool]]) -> "Descent":
        """From rows of id, name, predecessors, and whether it was ever published."""
        predecessors: dict[str, Sequence[str]] = {}
        successors: dict[str, list[str]] = {}
        names = {}
        for offer_id, name, earlier, was_published in rows:
            names[offer_id] = name
            predecessors[offer_id] = earlier
            for each in earlier if was_published else ():
                successors.setdefault(each, []).append(offer_id)
        return cls(predecessors, successors, names)

    def parent(self, offer_id: str) -> str | None:
        """The predecessor one to one; of others, figures are context only."""
        earlier = self.predecessors.get(offer_id, ())
        if len(earlier) == 1 and list(self.successors.get(earlier[0], ())) == [offer_id]:
            return earlier[0]
        return None

    def caveat(self, ancestor: str) -> str:
        """What a figure that is carried over says of itself."""
        name = self.names.get(ancestor, ancestor)
        return f"Tallet er målt på forgængeren »{name}« og videreført."


NO_DESCENT = Descent({}, {}, {})
