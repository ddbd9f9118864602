"""Merged citizens: rows under another id are the kept one's, and where weeks differ its own win."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from effects.packed.texts import TextIndex

Numbers = npt.NDArray[Any]


class AliasesCircular(ValueError):
    """Ids that are each kept under the next, and so none of them is.

    Attributes:
        citizen_id: one of them.
    """

    def __init__(self, citizen_id: str) -> None:
        self.citizen_id = citizen_id
        super().__init__("aliases lead back to where they began")


def merge_numbers(citizens: TextIndex, aliases: Mapping[str, str]) -> npt.NDArray[np.int32] | None:
    """The number that each citizen's number is kept under, `int32[c]`; None where all are kept.

    An alias may itself be kept under another id. A kept id that no row has is added.

    Raises:
        AliasesCircular: no id is kept in the end.
    """
    kept = {alias: _kept(alias, aliases) for alias in aliases}
    others = list(kept)
    numbers = citizens.numbers(pa.array(others, pa.large_string()), add=False)
    present = [(int(n), kept[a]) for n, a in zip(numbers, others, strict=True) if n >= 0]
    if not present:
        return None
    into = citizens.numbers(pa.array([id_ for _, id_ in present], pa.large_string()))
    merged = np.arange(len(citizens), dtype=np.int32)
    merged[[number for number, _ in present]] = into
    return merged


def _kept(alias: str, aliases: Mapping[str, str]) -> str:
    seen = {alias}
    while alias in aliases:
        alias = aliases[alias]
        if alias in seen:
            raise AliasesCircular(alias)
        seen.add(alias)
    return alias


def merge_spells(
    spells: dict[str, Numbers], merged: npt.NDArray[np.int32]
) -> tuple[dict[str, Numbers], int]:
    """Spells under the kept numbers, and the weeks in which merged citizens had different codes.

    Where more than one id has a code in a week, the kept one's holds; then that of the id that came
    first.

    Args:
        spells: `citizen`, `from_week`, `to_week` and `code`, one value a row each.
        merged: as `merge_numbers`.
    """
    own = np.arange(len(merged), dtype=np.int32)
    touched = np.zeros(len(merged), bool)
    touched[merged[merged != own]] = True
    mine = touched[merged[spells["citizen"]]]
    rows = np.flatnonzero(mine)
    # The kept id's rows first, then the others' by number: the first to name a week has it.
    order = np.lexsort(
        (spells["citizen"][rows], spells["citizen"][rows] != merged[spells["citizen"][rows]])
    )
    weeks: dict[int, dict[int, int]] = {}
    differing = 0
    for row in rows[order].tolist():
        of_citizen = weeks.setdefault(int(merged[spells["citizen"][row]]), {})
        code = int(spells["code"][row])
        for week in range(int(spells["from_week"][row]), int(spells["to_week"][row]) + 1):
            differing += of_citizen.setdefault(week, code) != code
    resolved = [
        (citizen, week, week, code)
        for citizen, of_citizen in weeks.items()
        for week, code in of_citizen.items()
    ]
    columns = zip(*resolved, strict=True) if resolved else ((), (), (), ())
    return {
        name: np.concatenate((spells[name][~mine], np.array(values, spells[name].dtype)))
        for name, values in zip(("citizen", "from_week", "to_week", "code"), columns, strict=True)
    }, differing
