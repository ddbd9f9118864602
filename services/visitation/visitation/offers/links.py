"""Packages and predecessors: how offers hang together, and that they never do in a ring."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from kit.problems import FieldError

LinkKind = Literal["one_to_one", "one_to_many", "many_to_one", "many_to_many"]
Graph = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Linked:
    """What the offers around some offers say of them.

    Attributes:
        packages: The package's id, by each member's.
        successors: The successors' ids, by each predecessor's; all there are.
        predecessors: The predecessors' ids, by each successor's.
        hidden: Offers that the caller may not see: they count, and are not named.
    """

    packages: Mapping[str, Sequence[str]]
    successors: Mapping[str, Sequence[str]]
    predecessors: Mapping[str, Sequence[str]]
    hidden: Collection[str] = ()

    @classmethod
    def of(cls, rows: Iterable[tuple[str, Sequence[str], Sequence[str], bool]]) -> "Linked":
        """From rows of id, members, predecessors, and whether the caller may see it."""
        packages: dict[str, list[str]] = {}
        successors: dict[str, list[str]] = {}
        predecessors: dict[str, Sequence[str]] = {}
        hidden = set()
        for offer_id, members, earlier, is_visible in rows:
            predecessors[offer_id] = earlier
            if not is_visible:
                hidden.add(offer_id)
            for member in members:
                packages.setdefault(member, []).append(offer_id)
            for each in earlier:
                successors.setdefault(each, []).append(offer_id)
        return cls(packages, successors, predecessors, hidden)

    def part_of(self, offer_id: str) -> list[str]:
        """The packages that bundle an offer."""
        return [each for each in self.packages.get(offer_id, ()) if each not in self.hidden]

    def before(self, offer_id: str, predecessors: Sequence[str]) -> list[dict[str, str]]:
        """An offer's predecessors with the kind of each link."""
        return [
            {"offer_id": each, "kind": self._kind(each, predecessors or (offer_id,))}
            for each in predecessors
        ]

    def after(self, offer_id: str) -> list[dict[str, str]]:
        """An offer's successors with the kind of each link."""
        return [
            {"offer_id": each, "kind": self._kind(offer_id, self.predecessors[each])}
            for each in self.successors.get(offer_id, ())
            if each not in self.hidden
        ]

    def _kind(self, predecessor: str, predecessors: Sequence[str]) -> LinkKind:
        return kind_of(len(predecessors), len(self.successors.get(predecessor, ())))


def kind_of(predecessors: int, successors: int) -> LinkKind:
    """The kind of a link, from how many the successor has behind it and the predecessor before."""
    if predecessors > 1:
        return "many_to_many" if successors > 1 else "many_to_one"
    return "one_to_many" if successors > 1 else "one_to_one"


def in_rings(graph: Graph) -> set[str]:
    """The offers from which the links lead back to them, or from one ring on to another.

    What nothing points at, or what points at nothing, is in no ring; without it, others are not.
    """
    after = {each: set(targets) for each, targets in graph.items() if targets}
    for _ in range(2):
        before: dict[str, set[str]] = {}
        for each, targets in after.items():
            for target in targets:
                before.setdefault(target, set()).add(each)
        waiting = [each for each in before if not after.get(each)]
        while waiting:
            end = waiting.pop()
            for each in before.pop(end, ()):
                after[each].discard(end)
                if not after[each]:
                    waiting.append(each)
        # The same again the other way round: what remains has both.
        after = {each: it for each, it in before.items() if it}
    return set(after)


def mistakes(
    offer_id: str,
    targets: Sequence[str],
    known: Collection[str],
    rings: Collection[str],
    pointer: str,
) -> Iterator[FieldError]:
    """What is wrong with an offer's links: to what is not there, or round in a ring.

    Args:
        offer_id: The offer.
        targets: What it points at.
        known: The ids that there are, of those pointed at.
        rings: The offers that are in a ring.
        pointer: Where the targets stand in what was sent.
    """
    for at, target in enumerate(targets):
        if target != offer_id and target not in known:
            yield FieldError(f"{pointer}/{at}", "offer_not_found", "Tilbuddet findes ikke.")
    if targets and offer_id in rings:
        yield FieldError(pointer, "offer_ring", "Tilbuddet ville pege på sig selv ad omveje.")
