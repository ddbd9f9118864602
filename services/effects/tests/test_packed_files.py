"""A packed register in a folder: whole or not there at all, whatever happens to the folder."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pytest

from effects.packed import files
from effects.packed.building import RegisterBuilder, no_codes
from effects.packed.files import LIST, NotPacked, open_register, write_register
from effects.packed.register import PackedRegister
from effects.packing import pack_files

from . import factories
from .packing_readings import assert_same, files_in

EMPTY = pa.schema(
    {
        "course_id": pa.string(),
        "citizen_id": pa.string(),
        "starts_on": pa.date32(),
        "ends_on": pa.date32(),
        "business_oriented": pa.bool_(),
    }
).empty_table()

REWRITE = """
import sys
from pathlib import Path
from effects.packed.files import open_register, write_register
one, other = (open_register(Path(folder)) for folder in sys.argv[1:3])
print("ready", flush=True)
while True:
    write_register(one, Path(sys.argv[3]))
    write_register(other, Path(sys.argv[3]))
"""


def _pack(folder: Path, seed: int) -> PackedRegister:
    folder.mkdir()
    for name, text in factories.random_registers(seed, citizens=12).items():
        (folder / f"{name}.csv").write_bytes(text.encode())
    with duckdb.connect() as con:
        return pack_files(con, files_in(folder)).register


@pytest.fixture(scope="module")
def registers(tmp_path_factory: pytest.TempPathFactory) -> tuple[PackedRegister, PackedRegister]:
    """Two registers."""
    folder = tmp_path_factory.mktemp("registers")
    return _pack(folder / "one", 1), _pack(folder / "other", 2)


@pytest.fixture
def register(registers: tuple[PackedRegister, PackedRegister]) -> PackedRegister:
    return registers[0]


def _empty(*, hours: bool) -> PackedRegister:
    builder = RegisterBuilder(no_codes())
    if hours:
        builder.add_no_hours()
    builder.add_courses(EMPTY)
    return builder.build()


def _columns(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.name != LIST)


def _reason(folder: Path) -> str:
    with pytest.raises(NotPacked) as not_packed:
        open_register(folder)
    assert not_packed.value.folder == folder
    return not_packed.value.reason


def test_a_register_is_read_as_it_was_written(tmp_path: Path, register: PackedRegister) -> None:
    large = replace(
        register, hours_amount=register.hours_amount.astype(np.int64) * 10**12, hours_unit=10**9
    )
    without = replace(register, facts={"a": [1, None, "æ"]}, has_hours=False)
    for number, each in enumerate(
        (register, large, without, _empty(hours=False), _empty(hours=True))
    ):
        folder = tmp_path / "deep" / f"{number}"
        write_register(each, folder)
        for verify in (True, False):
            assert_same(open_register(folder, verify=verify), each)


def test_a_folder_is_for_its_owner_alone(tmp_path: Path, register: PackedRegister) -> None:
    write_register(register, tmp_path / "packed")
    assert (tmp_path / "packed").stat().st_mode & 0o777 == 0o700


def test_a_changed_byte_in_any_column_is_found(tmp_path: Path, register: PackedRegister) -> None:
    write_register(register, tmp_path)
    for path in _columns(tmp_path):
        whole = path.read_bytes()
        assert whole
        place = len(whole) // 2
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert _reason(tmp_path) == "damaged"
        path.write_bytes(whole[:-1])
        assert _reason(tmp_path) == "damaged"
        path.write_bytes(whole + b"\0")
        assert _reason(tmp_path) == "damaged"
        path.unlink()
        assert _reason(tmp_path) == "damaged"
        path.write_bytes(whole)
    assert_same(open_register(tmp_path), register)


def test_a_changed_byte_anywhere_in_the_list_is_found(
    tmp_path: Path, register: PackedRegister
) -> None:
    write_register(register, tmp_path)
    file = tmp_path / LIST
    whole = file.read_bytes()
    for place in range(0, len(whole), 7):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 2]) + whole[place + 1 :])
        assert _reason(tmp_path) in {"damaged", "format"}
    for cut in (0, 1, len(whole) // 2, len(whole) - 1):
        file.write_bytes(whole[:cut])
        assert _reason(tmp_path) == "damaged"


@pytest.mark.parametrize(
    "content", [b"[]", b"null", b"7", b'"text"', b"{}", b"\xff\xfe", b"[" * 100_000, b'{"a": 1}']
)
def test_a_list_of_something_else_is_damaged(tmp_path: Path, content: bytes) -> None:
    (tmp_path / LIST).write_bytes(content)
    assert _reason(tmp_path) == "damaged"


def test_another_versions_register_says_so(
    tmp_path: Path, register: PackedRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as later:
        later.setattr(files, "FORMAT", files.FORMAT + 1)
        write_register(register, tmp_path)
    assert _reason(tmp_path) == "format"
    write_register(register, tmp_path)
    assert_same(open_register(tmp_path), register)


def test_a_folder_that_is_empty_or_none_holds_no_register(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for folder in (tmp_path, tmp_path / "none", tmp_path / "file"):
        assert _reason(folder) == "missing"


def test_a_damaged_register_is_mended_by_writing_it_again(
    tmp_path: Path, register: PackedRegister
) -> None:
    write_register(register, tmp_path)
    for path in _columns(tmp_path):
        whole = path.read_bytes()
        path.write_bytes(bytes([whole[0] ^ 1]) + whole[1:])
    assert _reason(tmp_path) == "damaged"
    write_register(register, tmp_path)
    assert_same(open_register(tmp_path), register)


def test_columns_that_are_unchanged_are_not_written_again(
    tmp_path: Path, register: PackedRegister
) -> None:
    write_register(register, tmp_path)
    before = {path.name: path.stat().st_ino for path in _columns(tmp_path)}
    flags = 1 - register.business_oriented
    write_register(replace(register, business_oriented=flags), tmp_path)
    after = {path.name: path.stat().st_ino for path in _columns(tmp_path)}
    new = after.keys() - before.keys()
    assert {name.partition(".")[0] for name in new} == {"business_oriented"}
    assert len(after) == len(before)
    assert all(after[name] == before[name] for name in after.keys() & before.keys())


def test_only_what_registers_have_left_is_swept_away(
    tmp_path: Path, registers: tuple[PackedRegister, PackedRegister]
) -> None:
    others = [tmp_path / name for name in ("notes.txt", "courses.csv", ".hidden", "span_from.old")]
    for path in others:
        path.write_bytes(b"mine")
    left = [tmp_path / name for name in (".span_from.0123abcd", f".{LIST}.0123abcd")]
    for path in left:
        path.write_bytes(b"left")
    for register in registers:
        write_register(register, tmp_path)
    assert all(path.read_bytes() == b"mine" for path in others)
    assert not any(path.exists() for path in left)
    listed = {
        each["file"] for each in json.loads((tmp_path / LIST).read_text())["columns"].values()
    }
    assert {path.name for path in tmp_path.iterdir()} == listed | {LIST, *(o.name for o in others)}


def test_a_reader_goes_on_reading_when_the_register_is_written_anew(
    tmp_path: Path, registers: tuple[PackedRegister, PackedRegister]
) -> None:
    write_register(registers[0], tmp_path)
    mapped = open_register(tmp_path)
    write_register(registers[1], tmp_path)
    assert_same(mapped, registers[0])
    assert_same(open_register(tmp_path), registers[1])


def _rewriting(one: Path, other: Path, folder: Path) -> Iterator[float]:
    """Kill a process that writes a folder anew and anew, a little later each time."""
    for number in range(6):
        with subprocess.Popen(
            [sys.executable, "-c", REWRITE, str(one), str(other), str(folder)],
            stdout=subprocess.PIPE,
        ) as child:
            assert child.stdout is not None
            assert child.stdout.readline() == b"ready\n"
            time.sleep(0.003 + 0.0137 * number)
            os.kill(child.pid, signal.SIGKILL)
            child.wait()
        yield number


def test_whoever_is_killed_the_folder_holds_one_whole_register(
    tmp_path: Path, registers: tuple[PackedRegister, PackedRegister]
) -> None:
    one, other, folder = (tmp_path / name for name in ("one", "other", "folder"))
    for register, place in zip((*registers, registers[0]), (one, other, folder), strict=True):
        write_register(register, place)
    for _ in _rewriting(one, other, folder):
        found = open_register(folder)
        which = registers[found.citizens.equals(registers[1].citizens)]
        if found.citizens.equals(registers[0].citizens):
            which = registers[not found.courses.equals(registers[0].courses)]
        assert_same(found, which)
    write_register(registers[0], folder)
    assert not [path for path in folder.iterdir() if path.name.startswith(".")]
