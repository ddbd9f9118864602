"""Child processes that are started again when they die, and that never outlive us."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from standalone.cannot_run import CannotRun
from standalone.log_files import last_line, open_log

_PR_SET_PDEATHSIG = 1
_FIRST_PAUSE = 0.2  # seconds before a first restart; doubled for each that follows soon after
_LONGEST_PAUSE = 10.0
_STEADY_AFTER = 30.0
_KILL_AFTER = 10.0


class Child:
    """One of our own programs, run by this interpreter in a session of its own.

    Args:
        name: what people call it, and its log file.
        module: the module to run, `python -m …`; its first argument is our process id, for
            `die_with_parent`.
        environment: added to what it inherits.
        inherited: the environment that it starts from; None is all of ours.
        logs: the folder of its log file; None lets it write where we write.
        descriptors: open files that it takes over, by number.
        folder: where it works; None is where we do.
    """

    def __init__(
        self,
        name: str,
        module: str,
        *arguments: str,
        environment: Mapping[str, str],
        inherited: Mapping[str, str] | None = None,
        logs: Path | None,
        descriptors: Sequence[int] = (),
        folder: Path | None = None,
    ) -> None:
        self.name = name
        self._command = [sys.executable, "-m", module, str(os.getpid()), *arguments]
        self._environment = environment
        self._inherited = inherited
        self._log = logs / f"{name}.log" if logs is not None else None
        self._descriptors = tuple(descriptors)
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """The process id of the last start."""
        return self._process.pid if self._process is not None else None

    def start(self) -> None:
        """Start the program; its output is added to its log."""
        with contextlib.ExitStack() as stack:
            output = stack.enter_context(open_log(self._log)) if self._log is not None else None
            inherited = os.environ if self._inherited is None else self._inherited
            self._process = subprocess.Popen(
                self._command,
                cwd=self._folder,
                env={**inherited, **self._environment},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                pass_fds=self._descriptors,
                start_new_session=True,  # Ctrl-C reaches us; we stop the others in order
            )

    def exit_code(self) -> int | None:
        """How it ended; None while it runs."""
        return self._process.poll() if self._process is not None else None

    def is_running(self) -> bool:
        """Whether it was started and lives."""
        return self._process is not None and self._process.poll() is None

    def terminate(self) -> None:
        """Ask it to end, and do not wait."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def stop(self) -> None:
        """Ask it to end, wait, and insist when it does not."""
        if self._process is None:
            return
        self.terminate()
        try:
            self._process.wait(timeout=_KILL_AFTER)
        except subprocess.TimeoutExpired:
            self.kill()
        self._process = None

    def kill(self) -> None:
        """End it at once, as the machine does when memory is short."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def last_words(self) -> str:
        """The last line of its log, for a person to read."""
        return last_line(self._log) if self._log is not None else ""


@dataclass
class Watched:
    """Something that shall run, and how to start it again; pauses grow when it keeps dying."""

    name: str
    is_running: Callable[[], bool]
    start_again: Callable[[], None]
    say: Callable[[str], None]
    _restarts: int = 0
    _started_at: float = 0.0
    _restart_at: float | None = None

    def tend(self) -> None:
        """Look once: plan a restart when it has died, carry it out when its time has come."""
        now = time.monotonic()
        if self.is_running():
            if self._restarts and now - self._started_at > _STEADY_AFTER:
                self._restarts = 0
            return
        if self._restart_at is None:
            pause = min(_FIRST_PAUSE * 2**self._restarts, _LONGEST_PAUSE)
            self._restarts += 1
            self._restart_at = now + pause
            self.say(f"{self.name} stoppede og startes igen.")
        elif now >= self._restart_at:
            self._restart_at = None
            self._started_at = now
            try:
                self.start_again()
            except CannotRun as fact:
                self.say(str(fact))


class Gate:
    """Lets children load their code while we prepare, and begin when we are ready.

    A pipe that nobody writes to: reading it ends when its other end is closed, and ends at once
    for a child that is started again later.
    """

    def __init__(self) -> None:
        self.descriptor, self._other_end = os.pipe()

    def open(self) -> None:
        """Let the children begin, now and from now on."""
        if self._other_end >= 0:
            os.close(self._other_end)
            self._other_end = -1

    def close(self) -> None:
        """Give the pipe back."""
        self.open()
        os.close(self.descriptor)


def wait_at(gate: int) -> None:
    """Wait until the parent opens the gate whose descriptor it gave us."""
    while os.read(gate, 1):
        pass


def die_with_parent(parent: int, number: signal.Signals = signal.SIGKILL) -> None:
    """Make the system end this process when the process `parent`, which started it, ends.

    Called by the child itself, so a parent that died before that is looked for too.

    Args:
        parent: the process id of the parent.
        number: the signal that ends us.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, number)
    else:
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()
    if os.getppid() != parent:
        sys.exit(1)


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGKILL)
