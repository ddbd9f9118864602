"""Work on a register done over ranges of citizens side by side."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import pairwise
from typing import TypeVar

import numpy as np
import numpy.typing as npt

R = TypeVar("R")

THREADS = os.cpu_count() or 1

_PARTS_EACH = 4


def in_parts(
    offsets: npt.NDArray[np.int64],
    work: Callable[[tuple[int, int]], R],
    *,
    threads: int = THREADS,
    parts_each: int = _PARTS_EACH,
) -> list[R]:
    """Do the work over ranges of citizens, each with about as many rows as the others.

    Args:
        offsets: each citizen's first row, `int64[c + 1]`.
        work: given a range (first number, and the one after the last); it does not call this
            function itself.
        threads: how many at a time.
        parts_each: ranges for each thread; more than one, so that a slow one keeps nobody waiting.

    Returns:
        What the work answered, in order of the ranges.
    """
    parts = 1 if threads == 1 else parts_each * threads
    citizens = len(offsets) - 1
    shares = np.linspace(0, offsets[-1], parts + 1)[1:-1]
    cuts = [0, *np.searchsorted(offsets, shares).clip(0, citizens).tolist(), citizens]
    ranges = [(a, b) for a, b in pairwise(cuts) if a < b]
    if threads == 1 or len(ranges) == 1:
        return [work(part) for part in ranges]
    return list(_pool(os.getpid(), threads).map(work, ranges))


@cache
def _pool(process: int, threads: int) -> ThreadPoolExecutor:  # noqa: ARG001 - a child has its own
    """One pool for all work of a process: starting threads for each piece costs more than it."""
    return ThreadPoolExecutor(threads, thread_name_prefix="effects")
