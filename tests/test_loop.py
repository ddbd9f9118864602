"""The whole loop by API alone, on a municipality with figures of its own, whatever is killed."""

import os
import signal
import threading
import time

from .towns import STEPS, GoingRound, Town

AWAY_SECONDS = 4.0


def test_the_loop_goes_round_though_every_process_is_killed_on_the_way(town: Town) -> None:
    # One or two die at the beginning of each step, and the database in the middle of it all.
    deaths = dict(zip(STEPS, _spread(town.apart.names, len(STEPS)), strict=True))
    killed: list[str] = []
    coming_back: list[threading.Thread] = []
    begun = []
    with GoingRound(town) as loop:
        for step in loop.steps():
            begun.append(step)
            for name in deaths.get(step, ()):
                town.apart.kill(name)
                killed.append(name)
                coming_back.append(threading.Timer(AWAY_SECONDS, town.apart.start, (name,)))
                coming_back[-1].start()
            if step == "attendance":
                _kill_the_database(town)
        for each in coming_back:
            each.join()
        assert loop.ended_well(), "".join(loop.said)
    assert sorted(killed) == sorted(town.apart.names)
    assert begun == list(STEPS)
    assert "  repeated: 6 rækker\n" in loop.said, "a batch sent again changes nothing"
    assert "  expectations_not_aligned\n" in loop.said, (
        "nobody starts before expectations are aligned"
    )


def _kill_the_database(town: Town) -> None:
    pid = town.server.pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    while town.server.is_running():
        time.sleep(0.05)
    town.server.start_again()


def _spread(names: tuple[str, ...], steps: int) -> list[tuple[str, ...]]:
    dealt: list[tuple[str, ...]] = [()] * steps
    for number, name in enumerate(names):
        dealt[number % steps] += (name,)
    return dealt
