"""The links of an import, judged over what is really kept of it: no loose end, and no ring."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from kit.database import Session
from kit.problems import FieldError
from kit.rights import Caller
from visitation.offers import links, queries
from visitation.offers.judging import Ready

_EXACT_ROUNDS = 8
"""Rounds in which a refused row that brings back an old link may reveal another ring.

After them, a row is refused already where it makes a ring with links that might come back.
"""

Refuse = Callable[[Ready, Sequence[FieldError]], None]
Graph = dict[str, Sequence[str]]


def targets_of(row: Ready) -> tuple[str, ...]:
    """The offers that a row points at."""
    return (*row.columns["package_of"], *(row.predecessors or ()))


async def refuse_wrong_links(
    session: Session, caller: Caller, good: Mapping[str, Ready], refuse: Refuse
) -> set[str]:
    """The ids of the rows whose links are wrong; each is refused.

    A refused row leaves its offer as it was, or not there: what pointed at it may be wrong then
    too, and its old links are there again. So it goes on until nothing changes.

    Args:
        session: The transaction that takes the batch; it holds the municipality's links.
        caller: Who sends it.
        good: The rows that are right otherwise, by id.
        refuse: Told of each row with its mistakes.
    """
    pointed_at = {target for row in good.values() for target in targets_of(row)}
    if not pointed_at:
        return set()
    there = await queries.list_statuses(session, caller, list(pointed_at))
    held = await queries.list_links(session, caller)
    checking = _Checking(good, set(there), refuse)
    held_packages: Graph = {row.id: row.package_of for row in held}
    held_earlier: Graph = {row.id: row.predecessors for row in held}
    checking.drop_loose_ends(pointed_at - there.keys() - good.keys())
    rounds = 0
    while True:
        rounds += 1
        kept = checking.kept.values()
        packages = held_packages | {row.id: row.columns["package_of"] for row in kept}
        earlier = held_earlier | {
            row.id: row.predecessors for row in kept if row.predecessors is not None
        }
        if rounds > _EXACT_ROUNDS:
            packages, earlier = _both(packages, held_packages), _both(earlier, held_earlier)
        rings = (
            await asyncio.to_thread(links.in_rings, packages),
            await asyncio.to_thread(links.in_rings, earlier),
        )
        if not checking.drop_rings(*rings):
            return checking.dropped


class _Checking:
    """The rows that are kept still, and what points at each."""

    def __init__(self, good: Mapping[str, Ready], there: set[str], refuse: Refuse) -> None:
        self.kept = dict(good)
        self.dropped: set[str] = set()
        self._there = there
        self._refuse = refuse
        self._pointing: dict[str, list[str]] = {}
        for row in good.values():
            for target in targets_of(row):
                self._pointing.setdefault(target, []).append(row.id)

    def drop_loose_ends(self, missing: set[str]) -> None:
        """Refuse what points at an offer that is not there, and then what points at that."""
        waiting = list(missing)
        while waiting:
            for offer_id in self._pointing.get(waiting.pop(), ()):
                row = self.kept.get(offer_id)
                if row is not None and self._drop(row, self.kept.keys()):
                    waiting.append(offer_id)

    def drop_rings(self, packages: AbstractSet[str], earlier: AbstractSet[str]) -> bool:
        """Refuse what is in a ring, and what points at it; whether there was any."""
        wrong = [
            row
            for row in self.kept.values()
            if (row.id in packages and row.columns["package_of"])
            or (row.id in earlier and row.predecessors)
        ]
        kept = set(self.kept)
        gone = {row.id for row in wrong if self._drop(row, kept, packages, earlier)}
        self.drop_loose_ends(gone)
        return bool(wrong)

    def _drop(
        self,
        row: Ready,
        kept: AbstractSet[str],
        packages: AbstractSet[str] = frozenset(),
        earlier: AbstractSet[str] = frozenset(),
    ) -> bool:
        """Refuse a row; whether its offer is not there at all now."""
        known = {each for each in targets_of(row) if each in self._there or each in kept}
        mistakes = [
            *links.mistakes(row.id, row.columns["package_of"], known, packages, "/package_of"),
            *links.mistakes(row.id, row.predecessors or (), known, earlier, "/predecessors"),
        ]
        self._refuse(row, mistakes)
        del self.kept[row.id]
        self.dropped.add(row.id)
        return row.id not in self._there


def _both(graph: Graph, held: Graph) -> Graph:
    return {each: [*graph.get(each, ()), *held.get(each, ())] for each in graph.keys() | held}
