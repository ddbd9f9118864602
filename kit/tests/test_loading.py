"""What is loaded is not searched for garbage; what comes afterwards is."""

import subprocess
import sys

import pytest

MEANWHILE = """
import gc
from kit import loading
before = gc.get_freeze_count()
with loading.kept():
    assert not gc.isenabled()
    loaded = [[] for _ in range(10_000)]
assert gc.isenabled()
assert gc.get_freeze_count() > before + 10_000
"""
AFTERWARDS = """
import gc, weakref
from kit import loading
class Thing: ...
with loading.kept():
    pass
thing = Thing()
thing.itself = thing
seen = weakref.ref(thing)
del thing
gc.collect()
assert seen() is None
"""


def run(code: str) -> str:
    """What a process of its own says; what is frozen in this one would stay for all other tests."""
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, timeout=60
    )
    return done.stdout + done.stderr


def test_what_is_loaded_is_not_searched_again() -> None:
    run(MEANWHILE)


def test_what_comes_afterwards_is_collected() -> None:
    run(AFTERWARDS)


@pytest.mark.parametrize("library", ["duckdb", "sqlalchemy.ext.asyncio"])
def test_a_process_leaves_without_a_word(library: str) -> None:
    code = f"""
from kit import loading
loading.leave_without_looking()
with loading.kept():
    import {library}
"""
    assert not run(code)
