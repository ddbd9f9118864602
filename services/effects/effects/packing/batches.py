"""A file's rows as Arrow batches, the next one read while the last is worked on."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from effects.packing.lines import has_plain_lines
from effects.packing.plain import Doubt, surely

T = TypeVar("T")

_BATCH_ROWS = 1 << 20
_BLOCK_BYTES = 1 << 24

Part = Callable[[float], None]
"""Told which share of the file is read."""


def count_rows(path: Path) -> int:
    """How many rows a file says that it holds; 0 where it does not say."""
    if path.suffix.lower() != ".parquet":
        return 0
    try:
        return int(pq.read_metadata(path).num_rows)
    except (pa.ArrowException, OSError):
        raise Doubt from None


def read_batches(
    path: Path,
    columns: Sequence[str],
    *,
    repeated: Sequence[str],
    numbers: Sequence[str] = (),
    ids: Sequence[str] = (),
    part: Part = lambda _: None,
) -> Iterator[pa.RecordBatch]:
    """The rows of a CSV or Parquet file, in order.

    Args:
        path: the file.
        columns: all columns of the file, in order.
        repeated: columns of texts that repeat, to be given as dictionaries.
        numbers: columns of numbers, where the file holds texts.
        ids: columns of texts that repeat among neighbours; as dictionaries where the file has them.
        part: told how far it is.

    Raises:
        Doubt: the file cannot be read to its end.
    """
    try:
        if path.suffix.lower() == ".parquet":
            batches = _ahead(_parquet(path, (*repeated, *ids), part))
        else:
            surely(has_plain_lines(path))
            batches = _ahead(_csv(path, columns, repeated, numbers, part))
        for batch in batches:
            # A column without a name, or of another's, has another name for each reader.
            surely(batch.schema.names == list(columns))
            yield batch
    except (pa.ArrowException, OSError, UnicodeDecodeError):
        # What is wrong, and in which row, is for the careful reading to say.
        raise Doubt from None


def _parquet(path: Path, repeated: Sequence[str], part: Part) -> Iterator[pa.RecordBatch]:
    with pq.ParquetFile(path, read_dictionary=list(repeated)) as file:
        rows, done = file.metadata.num_rows, 0
        for batch in file.iter_batches(_BATCH_ROWS):
            done += batch.num_rows
            part(done / max(rows, 1))
            yield _usual(batch)


def _csv(
    path: Path,
    columns: Sequence[str],
    repeated: Sequence[str],
    numbers: Sequence[str],
    part: Part,
) -> Iterator[pa.RecordBatch]:
    types: dict[str, pa.DataType] = dict.fromkeys(columns, pa.string())
    types |= dict.fromkeys(repeated, pa.dictionary(pa.int32(), pa.string()))
    types |= dict.fromkeys(numbers, pa.float64())
    with path.open("rb") as raw:
        size = path.stat().st_size
        reader = pyarrow.csv.open_csv(
            raw,
            pyarrow.csv.ReadOptions(block_size=_BLOCK_BYTES),
            pyarrow.csv.ParseOptions(ignore_empty_lines=False),
            pyarrow.csv.ConvertOptions(
                column_types=types, null_values=[""], strings_can_be_null=False
            ),
        )
        for batch in reader:
            part(min(raw.tell() / size, 1))
            yield batch


def _usual(batch: pa.RecordBatch) -> pa.RecordBatch:
    """The batch with its texts of one type, whichever of the types for texts they were."""
    types = [field.type for field in batch.schema]
    if not any(_is_unusual(kind) for kind in types):
        return batch
    columns = [
        column.cast(_USUAL_CODED if pa.types.is_dictionary(kind) else pa.string())
        if _is_unusual(kind)
        else column
        for column, kind in zip(batch.columns, types, strict=True)
    ]
    return pa.record_batch(columns, names=batch.schema.names)


_USUAL_CODED = pa.dictionary(pa.int32(), pa.string())


def _is_unusual(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        return kind != _USUAL_CODED and (
            pa.types.is_string(kind.value_type) or _is_unusual(kind.value_type)
        )
    return bool(pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def _ahead(items: Iterator[T]) -> Iterator[T]:
    """The same items, each fetched while the one before it is in use."""
    with ThreadPoolExecutor(1) as pool:
        following = pool.submit(next, items, None)
        while (item := following.result()) is not None:
            following = pool.submit(next, items, None)
            yield item
