"""From a packed register to the figures of a release, in a thread and with no database in it."""

from pathlib import Path

from effects import kernel
from effects.coverage import Coverage
from effects.packed.register import PackedRegister
from effects.releases.sheet import Basis, SheetRow, compose
from effects.workspace import duckdb_in, room_enough


def compute(
    register: PackedRegister, coverage: Coverage, basis: Basis, folder: Path
) -> list[SheetRow]:
    """All figures of a release.

    Args:
        register: The registers, as they stood in the versions that the release is of.
        coverage: What they cover.
        basis: What the figures have in common.
        folder: Where there is room to work.

    Raises:
        NoRoom: The disk or the memory is full.
    """
    with room_enough(), duckdb_in(folder) as con:
        outcomes = kernel.compute_outcomes(register, coverage, definitions=basis.definitions)
        con.register("outcomes", outcomes.to_table())
        return list(compose(con, outcomes, basis))
