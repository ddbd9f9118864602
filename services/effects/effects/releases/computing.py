"""From register files to the figures of a release, in a thread and with no database in it."""

from pathlib import Path

import duckdb

from effects import quoting
from effects.measure import Coverage, Registers, write_outcomes
from effects.releases.sheet import Basis, SheetRow, compose
from effects.workspace import duckdb_in, room_enough

_TYPES = {
    "codes": {
        "code": "VARCHAR",
        "class": "VARCHAR",
        "label_da": "VARCHAR",
        "valid_from": "DATE",
        "valid_to": "DATE",
    },
    "support": {
        "citizen_id": "VARCHAR",
        "from_week": "INTEGER",
        "to_week": "INTEGER",
        "code": "VARCHAR",
    },
    "hours": {"citizen_id": "VARCHAR", "month": "INTEGER", "hours": "DECIMAL(38, 9)"},
    "courses": {
        "course_id": "VARCHAR",
        "citizen_id": "VARCHAR",
        "offer_id": "VARCHAR",
        "provider_id": "VARCHAR",
        "target_group": "VARCHAR",
        "match_group": "VARCHAR",
        "starts_on": "DATE",
        "ends_on": "DATE",
        "birth_year": "SMALLINT",
        "price_dkk": "DECIMAL(38, 2)",
        "business_oriented": "BOOLEAN",
    },
}
"""The columns as ``effects.reading`` types them, in the order in which the registers write them.

Numbers are wider here: what a register holds already must never stop a release.
"""


def compute(folder: Path, coverage: Coverage, basis: Basis) -> list[SheetRow]:
    """All figures of a release.

    Args:
        folder: Holds ``codes.csv``, ``support.csv``, ``courses.csv`` and, where there are hours,
            ``hours.csv``, as ``registers.row_queries.write_rows`` writes them.
        coverage: What the registers cover.
        basis: What the figures have in common.
    """
    with room_enough(), duckdb_in(folder) as con:
        for register in _TYPES:
            if register != "hours" or basis.has_hours:
                _load(con, register, folder / f"{register}.csv")
        write_outcomes(
            con,
            Registers(hours="hours" if basis.has_hours else None),
            coverage,
            definitions=basis.definitions,
            weeks_before=False,
        )
        return list(compose(con, basis))


def _load(con: duckdb.DuckDBPyConnection, register: str, path: Path) -> None:
    con.execute(
        f"CREATE TABLE {quoting.name(register)} AS"
        " FROM read_csv(?, auto_detect = false, header = true, columns = ?)",
        [str(path), _TYPES[register]],
    )
