"""What the machine's memory can do, and how much of it a piece of work takes."""

import multiprocessing
import resource
import sys
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TypeVar

import numpy as np

Answer = TypeVar("Answer")

BYTES = 1_000_000_000
"""Copied at a time: far more than any cache holds."""

ROUNDS = 5

STATUS = Path("/proc/self/status")


def measure_copying(size: int = BYTES, rounds: int = ROUNDS) -> float:
    """GB (1e9 bytes) per second, read and written alike counted, of the best of several copies.

    One thread copies; a machine with more channels than one core can fill has more to give.
    """
    source = np.ones(size // 8)
    # Written before it is timed, so that no page of it is met for the first time.
    target = np.zeros_like(source)
    best = float("inf")
    for _ in range(rounds):
        begun = time.perf_counter()
        np.copyto(target, source)
        best = min(best, time.perf_counter() - begun)
    return 2 * source.nbytes / best / 1e9


def run_apart(work: Callable[[], Answer]) -> tuple[Answer, int]:
    """What the work answers in a fresh process, and the most memory that it ever held, in bytes.

    The process starts from nothing, so its interpreter and what it imports are in the figure.

    Args:
        work: anything that can be pickled: a function of a module, or a `functools.partial` of one.

    Raises:
        ChildFailed: the process ended without an answer.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_answer, args=(theirs, work))
    process.start()
    # Held by the child alone from here on, so that its end is heard.
    theirs.close()
    try:
        answer, peak = ours.recv()
    except EOFError:
        raise ChildFailed from None
    finally:
        process.join()
        ours.close()
    return answer, peak


class ChildFailed(RuntimeError):
    """The process that did the work ended without an answer; it has said why itself."""


def _answer(pipe: Connection, work: Callable[[], object]) -> None:
    answer = work()
    pipe.send((answer, _peak()))
    pipe.close()


def _peak() -> int:
    """The most memory that this process ever held, in bytes."""
    if STATUS.exists():
        # Linux lets a child begin with its parent's `ru_maxrss`, but not with this.
        (line,) = (line for line in STATUS.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) * 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
