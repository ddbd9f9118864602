"""A packed register in a folder: one file a column, named by what it holds, and a list of them.

The list is written last and renamed into place, so a folder holds one whole register at any moment,
whoever is killed. A column that has not changed is not written again: its name is its checksum.
Readers map the columns into memory, and go on reading theirs when the list moves on.
"""

import json
import os
import re
import uuid
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import xxhash

from effects.packed.register import PackedRegister

FORMAT = 1
"""Raised when a folder written before cannot be read as it stands."""

LIST = "register.json"

_BLOCK = 1 << 24
ARRAYS = (
    "span_offsets",
    "span_from",
    "span_to",
    "span_class",
    "hours_offsets",
    "hours_month",
    "hours_amount",
    "course_offsets",
    "starts_on",
    "ends_on",
    "business_oriented",
)
"""The arrays of a `PackedRegister` that are written as they are, by name."""

_OTHERS = ("citizen_offsets", "citizen_letters", "courses")
_FACTS = ("hours_unit", "has_hours", "from_week", "to_week", "facts")
_OURS = re.compile(
    r"register\.json|\.register\.json\.[0-9a-f]+"
    rf"|({'|'.join((*ARRAYS, *_OTHERS))})\.[0-9a-f]{{32}}"
    rf"|\.({'|'.join((*ARRAYS, *_OTHERS))})\.[0-9a-f]+"
)
_TRIES = 3  # a writer may take a column away between our reading the list and opening it


class NotPacked(Exception):
    """A folder holds no packed register that can be used, and has to be packed anew.

    Attributes:
        reason: why: `missing`, `format` (another version's) or `damaged`.
    """

    def __init__(self, folder: Path, reason: str) -> None:
        self.folder, self.reason = folder, reason
        super().__init__(f"{folder}: {reason}")


def write_register(register: PackedRegister, folder: Path) -> None:
    """Write the register into the folder, in place of the one that may be there.

    Raises:
        OSError: there is no room, or the folder cannot be written to; what stood there still does.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    columns = {name: _write_column(folder, name, data) for name, data in _columns(register)}
    content = {
        "format": FORMAT,
        "columns": columns,
        **{name: getattr(register, name) for name in _FACTS},
    }
    text = json.dumps({"checksum": _checksum_of(content), **content}, sort_keys=True)
    aside = _aside(folder, LIST)
    with aside.open("w", encoding="utf-8") as file:
        file.write(text)
        _sync(file.fileno())
    aside.replace(folder / LIST)
    _sync_folder(folder)
    _sweep(folder, keep={LIST, *(column["file"] for column in columns.values())})


def open_register(folder: Path, *, verify: bool = True) -> PackedRegister:
    """Map the register in a folder into memory.

    Args:
        folder: where `write_register` wrote.
        verify: whether to hold every column against its checksum, which reads all of it once;
            without it only the list is checked, and the columns' sizes.

    Raises:
        NotPacked: there is none, or it is another version's, cut off or changed.
    """
    for _ in range(_TRIES):
        try:
            return _open(folder, verify=verify)
        except (FileNotFoundError, NotADirectoryError):
            continue
        except (
            AttributeError, KeyError, TypeError, ValueError, RecursionError, pa.ArrowException,
        ):  # fmt: skip
            raise NotPacked(folder, "damaged") from None
    raise NotPacked(folder, "damaged" if (folder / LIST).exists() else "missing")


def holds_others(folder: Path) -> bool:
    """Whether a folder holds anything that no packed register has put there."""
    return any(not _OURS.fullmatch(path.name) for path in folder.iterdir())


def _open(folder: Path, *, verify: bool) -> PackedRegister:
    content: dict[str, Any] = json.loads((folder / LIST).read_text(encoding="utf-8"))
    checksum = content.pop("checksum")
    if content.get("format") != FORMAT:
        raise NotPacked(folder, "format")
    if checksum != _checksum_of(content):
        raise NotPacked(folder, "damaged")
    mapped: dict[str, Any] = {
        name: _map_column(folder, column, verify=verify)
        for name, column in content["columns"].items()
    }
    letters, offsets = mapped["citizen_letters"], mapped["citizen_offsets"]
    citizens = pa.LargeStringArray.from_buffers(
        len(offsets) - 1, pa.py_buffer(offsets), pa.py_buffer(letters)
    )
    courses = pa.ipc.open_file(pa.py_buffer(mapped["courses"])).read_all()
    return PackedRegister(
        citizens=citizens,
        courses=courses,
        **{name: mapped[name] for name in ARRAYS},
        **{name: content[name] for name in _FACTS},
    )


def _columns(register: PackedRegister) -> Iterator[tuple[str, npt.NDArray[Any]]]:
    for name in ARRAYS:
        yield name, getattr(register, name)
    _, offsets, letters = register.citizens.buffers()
    count = len(register.citizens)
    yield "citizen_offsets", np.frombuffer(offsets, np.int64)[: count + 1]
    yield "citizen_letters", np.frombuffer(letters or b"", np.uint8)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, register.courses.schema) as writer:
        writer.write_table(register.courses)
    yield "courses", np.frombuffer(sink.getvalue(), np.uint8)


def _write_column(folder: Path, name: str, values: npt.NDArray[Any]) -> dict[str, Any]:
    data = np.ascontiguousarray(values).view(np.uint8)
    checksum = xxhash.xxh3_128_hexdigest(data.data)
    path = folder / f"{name}.{checksum}"
    if not _holds(path, checksum):
        aside = _aside(folder, name)
        with aside.open("wb") as file:
            for first in range(0, data.nbytes, _BLOCK):
                file.write(data[first : first + _BLOCK].data)
            _sync(file.fileno())
        aside.replace(path)
    return {
        "file": path.name,
        "checksum": checksum,
        "type": values.dtype.str,
        "bytes": data.nbytes,
    }


def _aside(folder: Path, name: str) -> Path:
    """A name that no other writer uses, in this process or on another machine."""
    return folder / f".{name}.{uuid.uuid4().hex}"


def _holds(path: Path, checksum: str) -> bool:
    """Whether the file is there and is what its name says."""
    try:
        return bool(xxhash.xxh3_128_hexdigest(np.fromfile(path, np.uint8).data) == checksum)
    except FileNotFoundError:
        return False


def _map_column(folder: Path, column: dict[str, Any], *, verify: bool) -> npt.NDArray[Any]:
    path = folder / str(column["file"])
    size = path.stat().st_size
    if size != column["bytes"] or size % np.dtype(column["type"]).itemsize:
        raise NotPacked(folder, "damaged")
    if size == 0:
        return np.frombuffer(b"", column["type"])
    values = np.memmap(path, mode="r", dtype=column["type"])
    if verify and xxhash.xxh3_128_hexdigest(values.view(np.uint8).data) != column["checksum"]:
        raise NotPacked(folder, "damaged")
    return np.asarray(values)


def _checksum_of(content: dict[str, Any]) -> str:
    return xxhash.xxh3_128_hexdigest(json.dumps(content, sort_keys=True).encode())


def _sync(handle: int) -> None:
    os.fsync(handle)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sweep(folder: Path, *, keep: set[str]) -> None:
    """Remove the columns of earlier registers, and what killed writers have left."""
    for path in folder.iterdir():
        if path.name not in keep and _OURS.fullmatch(path.name):
            with suppress(FileNotFoundError):
                path.unlink()
