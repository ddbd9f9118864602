"""How the hot loops are compiled: once, kept beside the source, and free to run side by side."""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import numba
import numpy as np
import numpy.typing as npt
from numba.core.caching import FunctionCache
from numba.core.compiler_lock import global_compiler_lock

T = TypeVar("T", bound=np.generic)
P = ParamSpec("P")
R = TypeVar("R")


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a function of numbers and arrays at its first call, and keep the result on disk.

    It lets go of the interpreter's lock, so that threads may run it over different citizens. What
    it calls must stand in the same file: the kept result is renewed when its own file changes.
    Where nothing can be kept (neither the source's folder nor the user's own can be written to), it
    is compiled anew in each process.
    """
    try:
        return _jitted(function, keep=True)
    except RuntimeError:
        return _jitted(function, keep=False)


def _jitted(function: Callable[P, R], *, keep: bool) -> Callable[P, R]:
    dispatcher: Any = numba.njit(nogil=True, error_model="numpy")(function)
    if keep:
        shared: Any = _SharedCache
        cache = dispatcher._cache = shared(function)  # noqa: SLF001 - as its own enable_caching does
        dispatcher.compile = _by_one_process(dispatcher.compile, cache)
    result: Callable[P, R] = dispatcher
    return result


def _by_one_process(
    compile_here: Callable[[Any], Any], cache: "_SharedCache"
) -> Callable[..., Any]:
    """Let one process compile a function at a time: those that wait find what it has kept.

    Services that start together would otherwise all spend the same seconds on the same loops. The
    lock of Numba's own comes first, so that no two threads of a process wait for one another.
    """

    def compile_once(signature: Any) -> Any:  # noqa: ANN401 - handed on
        with global_compiler_lock, cache.alone(f"{cache.filename_base}.lock"):
            return compile_here(signature)

    return compile_once


class _SharedCache(FunctionCache):
    """Numba's kept results, with one process at a time at them.

    Its index and its data are two files: of two processes that compile one function for different
    kinds of arrays at the same time, one would otherwise load what the other has written.
    """

    def _load_overload(self, *arguments: Any) -> Any:  # noqa: ANN401 - handed on
        with self.alone():
            return super()._load_overload(*arguments)  # type: ignore[no-untyped-call]

    def _save_overload(self, *arguments: Any) -> None:  # noqa: ANN401 - handed on
        with self.alone():
            super()._save_overload(*arguments)  # type: ignore[no-untyped-call]

    @property
    def filename_base(self) -> str:
        """What the names of this function's files begin with."""
        base: str = self._impl.filename_base
        return base

    @contextmanager
    def alone(self, name: str = ".lock") -> Iterator[None]:
        """Wait until no other process has the lock of that name, and have it."""
        folder = Path(self.cache_path)
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / name).open("ab") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def inlined(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a function as part of those that call it: handing arrays over costs more than it."""
    result: Callable[P, R] = numba.njit(error_model="numpy", inline="always")(function)
    return result


def frozen(values: npt.NDArray[T]) -> npt.NDArray[T]:
    """A view that cannot be written to, so that one compiled loop serves memory and files."""
    view = values.view()
    view.flags.writeable = False
    return view
