"""Loading code without looking for garbage in it: what is loaded stays until the process ends.

A service is half a million objects when it has been loaded. To go through them while they come,
at every collection after that and once more at the end was a third of what a start costs.
"""

import atexit
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def kept() -> Iterator[None]:
    """Collect no garbage meanwhile; what is there afterwards is never looked at again."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def leave_without_looking() -> None:
    """Let the process end without a last look for garbage, which the system takes back as well."""
    atexit.register(_leave)


def _leave() -> None:
    # DuckDB's binding calls all that is still there at the very end a leak, in dozens of lines.
    if "duckdb" in sys.modules:
        gc.unfreeze()
    else:
        gc.freeze()
