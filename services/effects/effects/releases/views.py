"""What the views of a release are made of: counts as they are now, and what was shown before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from effects.releases.counting import CountsByName
from effects.releases.families import Family
from effects.releases.grounds import Audience, Ground, Key, Names
from effects.releases.snapshots import Changes, ProfileChanges
from kit.disclosure import Path, Place, State

OFFERS = "offers"
"""The view of offers by target groups, with the totals over both."""

PROFILES = "profiles"
"""The view of citizens like this one: target group, match group, age, weeks on support."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What there is to show.

    Attributes:
        families: Definitions that count the same courses, the earliest to mature first.
        places: Counts by offer and target group, with totals.
        members: By family, who is counted where they are few.
        profiles: Counts by profile; an empty name is a value that is not known.
        limits: The smallest group that each audience may be shown.
    """

    families: Sequence[Family]
    places: Mapping[Place, CountsByName]
    members: Mapping[str, Mapping[Place, frozenset[str]]]
    profiles: Mapping[Path, CountsByName]
    limits: Mapping[Audience, int]


@dataclass(frozen=True, slots=True)
class Earlier:
    """What was shown before.

    Attributes:
        grounds: Of the release before and of those in which a table was set, the oldest first.
        view: By the number of a release, how many citizens count otherwise now, by place.
        profiles: Likewise, by profile.
    """

    grounds: Sequence[Ground] = ()
    view: Mapping[int, Changes] = field(default_factory=dict)
    profiles: Mapping[int, ProfileChanges] = field(default_factory=dict)

    def last(self, key: Key) -> Mapping[Names, State] | None:
        """A table as the release before had it; None where it had none."""
        return self.grounds[-1].states.get(key) if self.grounds else None

    def settings(self, key: Key) -> list[Mapping[Names, State]]:
        """A table each time that it was set."""
        return [ground.states[key] for ground in self.grounds if key in ground.settings]


NOTHING_EARLIER = Earlier()
