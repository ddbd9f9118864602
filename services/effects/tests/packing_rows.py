"""Small register files in which all is in order, to be altered in one thing."""

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from effects.packing import Files

from .packing_readings import files_in

CODES = """\
code,class,label_da,valid_from,valid_to
111,support,Dagpenge,1990-01-01,
651,education,SU,2000-01-06,2030-12-31
"""
SUPPORT = ("citizen_id", "from_week", "to_week", "code")
HOURS = ("citizen_id", "month", "hours")
COURSES = (
    "course_id", "citizen_id", "offer_id", "provider_id", "target_group", "match_group",
    "municipality", "starts_on", "ends_on", "birth_year", "price_dkk", "business_oriented",
)  # fmt: skip
ROWS: dict[str, list[dict[str, str]]] = {
    "support": [
        dict(zip(SUPPORT, ("a", "2020-W01", "2020-W10", "111"), strict=True)),
        dict(zip(SUPPORT, ("b", "2020-W01", "2020-W53", "651"), strict=True)),
    ],
    "hours": [
        dict(zip(HOURS, ("a", "2020-05", "160.33"), strict=True)),
        dict(zip(HOURS, ("b", "2020-06", "7"), strict=True)),
    ],
    "courses": [
        dict(zip(COURSES, values.split(","), strict=True))
        for values in (
            "1,a,o,p,t,2,0999,2020-01-01,2020-03-31,1980,100.50,true",
            "2,b,o,p,t,,,2020-01-01,,,,false",
        )
    ],
}
TYPES: dict[str, pa.DataType] = {
    "starts_on": pa.date32(),
    "ends_on": pa.date32(),
    "birth_year": pa.int64(),
    "price_dkk": pa.float64(),
    "business_oriented": pa.bool_(),
    "hours": pa.float64(),
}


def write_csv(folder: Path, kind: str, column: str, value: str | None, row: int = 1) -> Files:
    """Good CSV files but for one value."""
    (folder / "codes.csv").write_text(CODES, encoding="utf-8")
    for name, rows in ROWS.items():
        columns = list(rows[0])
        if name == kind and column not in columns:
            columns.append(column)
        lines = [",".join(columns)]
        for number, good in enumerate(rows):
            altered = {**good, column: value} if (name, number) == (kind, row) else good
            lines.append(",".join(_quoted(altered.get(each) or "") for each in columns))
        text = "".join(f"{line}\n" for line in lines)
        (folder / f"{name}.csv").write_bytes(text.encode())
    return files_in(folder)


def _quoted(value: str) -> str:
    needed = any(letter in value for letter in ',"\r\n')
    return '"' + value.replace('"', '""') + '"' if needed else value


def write_parquet(
    folder: Path, kind: str, column: str, type_: pa.DataType, values: Sequence[object]
) -> Files:
    """Good Parquet files but for one column."""
    (folder / "codes.csv").write_text(CODES, encoding="utf-8")
    for name, rows in ROWS.items():
        columns: dict[str, pa.Array] = {}
        for each in rows[0]:
            texts = pa.array([row[each] or None for row in rows], pa.string())
            columns[each] = texts.cast(TYPES.get(each, pa.string()))
        if name == kind:
            columns[column] = pa.array(values, type_)
        pq.write_table(pa.table(columns), folder / f"{name}.parquet")
    return files_in(folder, ".parquet")
