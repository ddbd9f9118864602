"""A hot loop is compiled by one process, however many need it at the same time."""

import subprocess
import sys
from pathlib import Path

LOOP = """
import sys
from effects.compiling import compiled

@compiled
def total(numbers):
    result = 0.0
    for number in numbers:
        result += number
    return result

if __name__ == "__main__":
    import loop, numpy as np
    print("ready", flush=True)
    sys.stdin.readline()
    assert loop.total(np.arange(5.0)) == 10
    print(sum(loop.total.stats.cache_misses.values()))
"""


def test_those_that_come_while_a_loop_is_compiled_wait_for_it_and_load_it(tmp_path: Path) -> None:
    (tmp_path / "loop.py").write_text(LOOP)
    processes = [
        subprocess.Popen(
            [sys.executable, "loop.py"],
            cwd=tmp_path,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    for each in processes:
        assert each.stdout is not None
        assert each.stdout.readline() == "ready\n"
    for each in processes:
        assert each.stdin is not None
        each.stdin.write("\n")
        each.stdin.flush()
    compiled = [int(each.communicate(timeout=120)[0]) for each in processes]
    assert [each.returncode for each in processes] == [0, 0, 0]
    assert sorted(compiled) == [0, 0, 1]
