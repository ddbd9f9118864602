"""Files as the usual tools write them are packed in the quick way, and broken ones never are."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from effects.packing import FilesRefused, lines, pack_files

from . import factories
from .packing_readings import files_in, pack_at_the_door, pack_both

ALIASES = {"citizen-000": "citizen-001", "citizen-005": "citizen-006"}


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as con:
        yield con


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a small municipality's files as CSV."""
    for name, text in factories.random_registers(3).items():
        (tmp_path / f"{name}.csv").write_bytes(text.encode())
    return tmp_path


def test_a_parquet_file_that_duckdb_has_written_is_taken_quickly(
    con: duckdb.DuckDBPyConnection, folder: Path
) -> None:
    for name, texts in (
        ("courses", "{'municipality': 'VARCHAR'}"),
        ("support", "{'code': 'VARCHAR'}"),
        ("hours", "{'month': 'VARCHAR', 'hours': 'DECIMAL(9, 4)'}"),
    ):
        con.execute(
            f"COPY (FROM read_csv('{folder / name}.csv', types = {texts}))"
            f" TO '{folder / name}.parquet' (FORMAT parquet)"
        )
    kinds = {field.type for field in pq.read_schema(folder / "courses.parquet")}
    assert {pa.date32(), pa.float64(), pa.int64(), pa.bool_()} <= kinds
    assert pack_both(con, files_in(folder, ".parquet"))


@pytest.mark.parametrize("quoting", [csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["utf-8", "utf-8-sig"])
def test_a_csv_file_with_quotes_and_any_line_ends_is_taken_quickly(
    con: duckdb.DuckDBPyConnection, folder: Path, quoting: Literal[1, 2], ends: str, mark: str
) -> None:
    for name in ("courses", "support", "hours"):
        file = folder / f"{name}.csv"
        rows = list(csv.reader(file.read_text(encoding="utf-8").splitlines()))
        with file.open("w", encoding=mark, newline="") as out:
            csv.writer(out, quoting=quoting, lineterminator=ends).writerows(rows)
    assert pack_both(con, files_in(folder))


def test_the_last_line_may_lack_its_end(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    for name in ("courses", "support", "hours"):
        file = folder / f"{name}.csv"
        file.write_bytes(file.read_bytes().removesuffix(b"\n"))
    assert pack_both(con, files_in(folder))


@pytest.mark.parametrize("letters", range(20, 30))
def test_quotes_are_followed_wherever_a_block_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, letters: int
) -> None:
    monkeypatch.setattr(lines, "_BLOCK_BYTES", letters)
    file = tmp_path / "lines.csv"
    for text, plain in (
        ('a,b\r\nxx,"yy""yy"\r\nxx,yyyyyyyyyyyyyyyyyyyyy\r\n', True),
        ('a,b\nxx,yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\nx"x,yy\n', False),
        ('a,b\nxx,"yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy', False),
        ('a,b\nxx,"yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"yyyyy\n', False),
        ("a,b\r\nxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx,yyyyyy\n", False),
        ("a,b\r\nxxxxxxxxxxxxxxxxxxxxxxxx,yyyyyyyyyyyyyyyyyyyyyy\r", False),
    ):
        file.write_bytes(text.encode())
        assert lines.has_plain_lines(file) == plain, text


@pytest.mark.parametrize(
    ("kind", "column"),
    [("support", "code"), ("support", "to_week"), ("support", "citizen_id"), ("hours", "month"),
     ("courses", "starts_on"), ("courses", "offer_id"), ("courses", "business_oriented")],
)  # fmt: skip
def test_bytes_that_are_no_text_in_a_parquet_file_are_refused_and_never_a_crash(
    con: duckdb.DuckDBPyConnection, folder: Path, kind: str, column: str
) -> None:
    for name in ("courses", "support", "hours"):
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        columns = {each: pa.array([row[each] for row in rows]) for each in rows[0]}
        if name == kind:
            broken = pa.array([b"\xe6\xf8", *[b"x"] * (len(rows) - 1)], pa.binary())
            columns[column] = pa.Array.from_buffers(pa.string(), len(rows), broken.buffers())
        pq.write_table(pa.table(columns), folder / f"{name}.parquet")
    files = files_in(folder, ".parquet")
    assert not pack_both(con, files)
    assert not pack_at_the_door(con, files)


def test_merged_ids_are_held_against_the_careful_reading_too(
    con: duckdb.DuckDBPyConnection, folder: Path
) -> None:
    files = files_in(folder)
    assert pack_both(con, files, ALIASES)
    assert pack_at_the_door(con, files, ALIASES)


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        (("citizen-000,2030-W01,2030-W05,111", "citizen-000,2030-W04,2030-W06,111"),
         "overlapping_spells"),
        (("citizen-006,2030-W01,2030-W05,111", "citizen-006,2030-W05,2030-W05,130"),
         "overlapping_spells"),
        (("citizen-000,1999-W01,1999-W05,130", "citizen-001,1999-W01,1999-W05,111"),
         "code_not_valid"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_merged_citizens_spells_is_not_hidden_by_the_merge(
    con: duckdb.DuckDBPyConnection, folder: Path, rows: tuple[str, ...], code: str
) -> None:
    files = files_in(folder)
    with files.support.open("a", encoding="utf-8") as file:
        file.write("".join(f"{row}\n" for row in rows))
    assert not pack_both(con, files, ALIASES)
    with pytest.raises(FilesRefused) as refused:
        pack_files(con, files, aliases=ALIASES)
    assert {mistake.code for answer in refused.value.readings for mistake in answer.mistakes} == {
        code
    }
