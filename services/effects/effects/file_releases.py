"""A release of register files: what may be published of them, as the service would show it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import pyarrow as pa

from effects import kernel
from effects.file_results import Answer, database, measured_outcomes
from effects.packing import Step
from effects.releases import computing, disclosing, snapshots
from effects.releases.counting import Counts
from effects.releases.grounds import Audience, Ground
from effects.releases.sheet import Basis
from effects.releases.views import NOTHING_EARLIER, OFFERS, PROFILES, Counted
from effects.wishes import Refused, Wishes, definitions_of
from kit.disclosure import ALL
from kit.figure import wilson

VIEWS = (OFFERS, PROFILES)
COLUMNS = ("view", "offer_id", *snapshots.PROFILE_LEVELS)
"""The columns of a place; empty where it is the total."""

PUBLIC_GROUP = 10

_NUMBERS = ("version", "n", "citizens", "numerator", "outside_register", "left_the_count")
_SHARES = ("value", "ci_low", "ci_high")


def release_files(
    wishes: Wishes, *, audience: Audience, views: Sequence[str], step: Step = lambda _, __: None
) -> Answer:
    """Read the files and compute what an audience may be shown.

    Raises:
        Refused: a file has mistakes, or something is asked for that cannot be.
    """
    unknown = [view for view in views if view not in VIEWS]
    if unknown or not views:
        raise Refused(f"--views: vælg blandt {', '.join(VIEWS)}.")
    if audience == "public" and PROFILES in views:
        raise Refused(f"--views: {PROFILES} vises ikke uden for kommunen. Brug {OFFERS}.")
    definitions = definitions_of(wishes)
    outcomes, register = measured_outcomes(wishes, definitions, step)
    step("Skjuler små grupper", 0)
    with database() as con:
        con.register("outcomes", outcomes.to_table())
        counted = computing.count(con, outcomes, _basis(wishes))
        ground = disclosing.judge(counted, NOTHING_EARLIER, number=1)
    rows = [row for view in views for row in _rows(counted, ground, audience, view)]
    return Answer(_table(rows), register, definitions)


def _basis(wishes: Wishes) -> Basis:
    return Basis(
        as_of=date.max,
        code_list_version=0,
        smallest_group=wishes.min_group,
        smallest_public_group=max(wishes.min_group, PUBLIC_GROUP),
        has_hours=True,
    )


def _rows(
    counted: Counted, ground: Ground, audience: Audience, view: str
) -> Iterator[dict[str, Any]]:
    limit = counted.limits[audience]
    groups: Mapping[Any, Mapping[str, Counts]] = (
        counted.places if view == OFFERS else counted.profiles
    )
    for names, counts in sorted(groups.items()):
        for family in counted.families:
            state = ground.states[audience, family.name, view].get(names)
            for definition in family.definitions:
                row = _place(view, names) | {
                    "definition": definition.name,
                    "version": definition.version,
                    "suppressed": state is None or not state.is_shown,
                }
                if not row["suppressed"]:
                    row |= _shown(counts[definition.name], limit)
                yield row


def _place(view: str, names: Sequence[str]) -> dict[str, Any]:
    own = COLUMNS[1:3] if view == OFFERS else COLUMNS[2:]
    place: dict[str, Any] = dict.fromkeys(COLUMNS)
    place |= {
        column: None if name == ALL else name for column, name in zip(own, names, strict=False)
    }
    return place | {"view": view}


def _shown(counts: Counts, limit: int) -> dict[str, Any]:
    interval = wilson(counts.numerator, counts.n)
    return {
        "n": counts.n,
        "citizens": counts.citizens,
        "numerator": counts.numerator,
        "value": counts.numerator / counts.n,
        "ci_low": interval.low,
        "ci_high": interval.high,
        "outside_register": _or_none(counts.outside_register, limit),
        "left_the_count": _or_none(counts.left_the_count, limit),
    }


def _or_none(count: int, limit: int) -> int | None:
    """A number left out; nothing where it is told as under the limit alone."""
    return None if 0 < count < limit else count


def _table(rows: list[dict[str, Any]]) -> pa.Table:
    fields = [pa.field(name, pa.string()) for name in (*COLUMNS, "definition")]
    fields += [
        pa.field(
            name,
            pa.int64() if name in _NUMBERS else pa.float64() if name in _SHARES else pa.bool_(),
        )
        for name in kernel.RESULT_COLUMNS[1:]
    ]
    return pa.Table.from_pylist(rows, schema=pa.schema(fields))
