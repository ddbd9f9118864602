"""From a packed register to the figures of a release, in a thread and with no database in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from effects import kernel
from effects.coverage import Coverage
from effects.kernel import Outcomes
from effects.packed.register import PackedRegister
from effects.releases import intake, snapshots
from effects.releases.counting import count_places, count_tree, find_members, latest_providers
from effects.releases.disclosing import judge
from effects.releases.families import families_of
from effects.releases.grounds import Ground
from effects.releases.sheet import Basis, ProfileRow, Sheet, SheetRow
from effects.releases.views import Counted, Earlier
from effects.workspace import duckdb_in, room_enough


@dataclass(frozen=True, slots=True)
class Computed:
    """A release, ready to be published.

    Attributes:
        rows: The figures of offers and target groups.
        profiles: The figures of profiles.
        ground: What they were judged on.
        snapshot: Who was counted.
    """

    rows: Sequence[SheetRow]
    profiles: Sequence[ProfileRow]
    ground: Ground
    snapshot: bytes


def compute(
    register: PackedRegister,
    coverage: Coverage,
    basis: Basis,
    folder: Path,
    *,
    number: int = 1,
    grounds: Sequence[Ground] = (),
    courses: Mapping[int, bytes] | None = None,
) -> Computed:
    """All figures of a release.

    Args:
        register: The registers, as they stood in the versions that the release is of.
        coverage: What they cover.
        basis: What the figures have in common.
        folder: Where there is room to work.
        number: The release's.
        grounds: Of the releases before, the oldest first.
        courses: Snapshots of those whose figures are still shown, by their numbers.

    Raises:
        NoRoom: The disk or the memory is full.
    """
    with room_enough(), duckdb_in(folder) as con:
        outcomes = kernel.compute_outcomes(register, coverage, definitions=basis.definitions)
        whole = intake.judge_courses(outcomes, basis.as_of)
        con.register("outcomes", whole.to_table())
        snapshot = snapshots.take_snapshot(whole, con)
        counted, who = count(con, outcomes, basis), intake.count(con, whole)
        families = (*counted.families, intake.FAMILY)
        changes = {
            earlier: snapshots.count_changed(before, snapshot, families)
            for earlier, before in (courses or {}).items()
        }
        earlier_shown = Earlier(
            grounds=grounds,
            view={each: view for each, (view, _) in changes.items()},
            profiles={each: profiles for each, (_, profiles) in changes.items()},
        )
        ground = judge(counted, earlier_shown, number=number)
        ground = intake.judge(who, ground, earlier_shown, limit=basis.smallest_group)
        shown = {**(courses or {}), number: snapshot}
        providers = latest_providers(con)
        sheet = Sheet(con, counted, ground, providers, basis, shown)
        rows = [*sheet.rows(), *intake.rows(who, ground, providers, basis)]
        return Computed(rows, list(sheet.profiles()), ground, snapshot)


def count(con: duckdb.DuckDBPyConnection, outcomes: Outcomes, basis: Basis) -> Counted:
    """Everything that the views are made of.

    Args:
        con: Holds the outcomes as the table ``outcomes``.
        outcomes: What the definitions say of each course.
        basis: What the figures have in common.
    """
    families = families_of(outcomes.definitions)
    below = max(basis.limits.values())
    return Counted(
        families=families,
        places=count_places(outcomes),
        members={
            family.name: find_members(con, family.definitions[0], below=below)
            for family in families
        },
        profiles=count_tree(outcomes, snapshots.PROFILE_LEVELS),
        limits=basis.limits,
    )
