import itertools
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from standalone import processes
from standalone.children import Child, Watched

SLEEPER = """
import sys, time
from standalone.children import die_with_parent
die_with_parent(int(sys.argv[1]))
print("ready", flush=True)
time.sleep(600)
"""


@pytest.fixture
def modules(tmp_path: Path) -> dict[str, str]:
    """An environment in which the module `sleeper` is found."""
    (tmp_path / "sleeper.py").write_text(SLEEPER)
    return {"PYTHONPATH": str(tmp_path)}


@pytest.fixture
def child(modules: dict[str, str], tmp_path: Path) -> Iterator[Child]:
    sleeper = Child("sleeper", "sleeper", environment=modules, logs=tmp_path)
    yield sleeper
    sleeper.stop()


def until(condition: Callable[[], bool], *, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_child_runs_until_it_is_stopped(child: Child) -> None:
    assert not child.is_running()
    child.start()
    assert child.is_running()
    child.stop()
    assert not child.is_running()


def test_a_child_writes_to_its_own_private_log(child: Child, tmp_path: Path) -> None:
    child.start()
    until(lambda: child.last_words() == "ready")
    assert (tmp_path / "sleeper.log").stat().st_mode & 0o777 == 0o600


def test_a_child_that_died_is_started_again_after_a_pause(child: Child) -> None:
    said: list[str] = []
    watched = Watched("Sleeper", child.is_running, child.start, said.append)
    child.start()
    first = child.pid
    assert first is not None
    watched.tend()
    assert said == []
    os.kill(first, signal.SIGKILL)
    until(lambda: not child.is_running())
    watched.tend()
    assert said == ["Sleeper stoppede og startes igen."]
    assert not child.is_running()

    def running_again() -> bool:
        watched.tend()
        return child.is_running()

    until(running_again)
    assert child.pid != first


def test_pauses_grow_for_what_keeps_dying() -> None:
    starts: list[float] = []
    watched = Watched(
        "Mayfly",
        lambda: False,
        lambda: starts.append(time.monotonic()),
        lambda _: None,
    )

    def started_four_times() -> bool:
        watched.tend()
        return len(starts) == 4

    until(started_four_times)
    pauses = [later - earlier for earlier, later in itertools.pairwise(starts)]
    assert pauses == sorted(pauses)
    assert pauses[0] >= 0.4
    assert pauses[2] >= 1.6


def test_children_end_when_their_parent_is_killed(modules: dict[str, str], tmp_path: Path) -> None:
    program = textwrap.dedent(
        """
        import pathlib, sys, time
        from standalone.children import Child
        child = Child("sleeper", "sleeper", environment={}, logs=pathlib.Path(sys.argv[1]))
        child.start()
        while child.last_words() != "ready":
            time.sleep(0.02)
        print(child.pid, flush=True)
        time.sleep(600)
        """,
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path)],
        env=os.environ | modules,
        stdout=subprocess.PIPE,
        text=True,
    ) as parent:
        assert parent.stdout is not None
        grandchild = int(parent.stdout.readline())
        parent.kill()
    assert processes.wait_until_gone(grandchild, seconds=10)


def test_a_child_whose_parent_is_gone_already_ends_at_once(modules: dict[str, str]) -> None:
    nobody = 2**22 - 1
    done = subprocess.run(
        [sys.executable, "-m", "sleeper", str(nobody)],
        env=os.environ | modules,
        capture_output=True,
        check=False,
        timeout=30,
    )
    assert done.returncode == 1
    assert done.stdout == b""
