"""What is loaded is not searched for garbage; what comes afterwards is."""

import subprocess
import sys

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


def run(code: str) -> None:
    # In a process of its own: what is frozen in this one would stay for all other tests.
    subprocess.run([sys.executable, "-c", code], check=True)


def test_what_is_loaded_is_not_searched_again() -> None:
    run(MEANWHILE)


def test_what_comes_afterwards_is_collected() -> None:
    run(AFTERWARDS)
