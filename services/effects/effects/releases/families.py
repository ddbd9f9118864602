"""Definitions that count the same courses: what hides one of them must hide the others.

The number counted is the same in each definition of a family, so a cell that is hidden in one and
shown in another would not be hidden. Families stand in the order in which courses mature: they are
layers, of which a later one counts no more in a cell than an earlier one, and are judged together.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from effects.definitions import Definition
from effects.releases.counting import Counts
from kit.disclosure import Together

_TOGETHER: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("started", ("business_oriented_share",)),
    ("1m", ("self_support_1m",)),
    ("3m", ("self_support_3m",)),
    ("3m_sustained", ("self_support_3m_sustained",)),
    ("exits", ("exit_to_job", "exit_to_education")),
    ("3_of_7m", ("self_support_3_of_7m",)),
    ("6m", ("self_support_6m", "employed_6m", "education_6m")),
)
EXITS = "exits"


@dataclass(frozen=True, slots=True)
class Family:
    """Definitions that count the same courses.

    Attributes:
        name: What it is kept under.
        definitions: Those that can be computed.
    """

    name: str
    definitions: tuple[Definition, ...]

    def parts(self, counts: Mapping[str, Counts]) -> tuple[int, ...]:
        """The disjoint counts of a group that its figures show, or let be worked out.

        Args:
            counts: The group's, by definition.
        """
        if self.name == EXITS:  # nobody goes to both, and a price divides by their sum
            each = [counts[definition.name] for definition in self.definitions]
            took = [one.numerator for one in each]
            return (*took, each[0].n - sum(took))
        of_each = (counts[definition.name] for definition in self.definitions)
        return tuple(part for one in of_each for part in (one.numerator, one.n - one.numerator))

    @property
    def together(self) -> Together:
        """The parts by what they add up to: the number that each definition counts."""
        if self.name == EXITS:
            return (tuple(range(len(self.definitions) + 1)),)
        return tuple((2 * at, 2 * at + 1) for at in range(len(self.definitions)))

    def people(self, counts: Mapping[str, Counts]) -> int:
        """The fewest different citizens that one of its definitions counts."""
        return min(counts[definition.name].citizens for definition in self.definitions)


def families_of(definitions: Iterable[Definition]) -> tuple[Family, ...]:
    """The families of these definitions; one of a municipality's own is a family by itself."""
    by_name = {definition.name: definition for definition in definitions}
    families = []
    for name, together in _TOGETHER:
        found = tuple(by_name.pop(each) for each in together if each in by_name)
        if found:
            # With other definitions it is another table: its counts are not those of before.
            whole = len(found) == len(together)
            named = name if whole else "/".join((name, *(each.name for each in found)))
            families.append(Family(named, found))
    families += [Family(f"own/{name}", (own,)) for name, own in by_name.items()]
    return tuple(families)
