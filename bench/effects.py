"""The ten definitions by offer and target group, from files: our SQL beside pandas, same cells."""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from bench import effects_pandas, effects_register
from effects import file_results
from effects.file_results import Wishes

DEFAULT_CITIZENS = "100k"
ROUNDS = 2
BY = ("offer_id", "target_group")
COUNTS = ("n", "citizens", "numerator", "outside_register", "left_the_count")
SHARES = ("value", "ci_low", "ci_high")


def run(scale: str | None) -> dict[str, Any]:
    """Measure; ``scale`` is the number of citizens, such as 100k or 1m."""
    citizens = _number(scale or DEFAULT_CITIZENS)
    with tempfile.TemporaryDirectory(prefix="pejling-bench-") as folder:
        files = effects_register.write_register(Path(folder), citizens)
        # In turns, so that whatever else the machine does falls on both alike.
        ours, theirs = [], []
        for _ in range(ROUNDS):
            our_cells, seconds = _timed(lambda step: _ours(files, step))
            ours.append(seconds)
            their_cells, seconds = _timed(lambda step: _theirs(files, step))
            theirs.append(seconds)
    best, peer = _best(ours), _best(theirs)
    return {
        "scale": {**files.rows, "rounds": ROUNDS, "by": list(BY), "definitions": 10},
        "ours": {"duckdb_checked": best},
        "peers": {"pandas_unchecked": peer},
        "ratios": {part: round(peer[part] / best[part], 2) for part in best},
        "agree": _agree(our_cells, their_cells),
    }


def _number(scale: str) -> int:
    units = {"k": 1_000, "m": 1_000_000}
    unit = units.get(scale[-1].lower(), 1)
    return round(float(scale[:-1] if unit > 1 else scale) * unit)


def _best(rounds: list[dict[str, float]]) -> dict[str, float]:
    return min(rounds, key=lambda seconds: seconds["total_seconds"])


def _timed(
    work: Callable[[Callable[[str], None]], pd.DataFrame],
) -> tuple[pd.DataFrame, dict[str, float]]:
    """The cells, and seconds of reading, of measuring, of both, and of the processors."""
    begun, processor = time.perf_counter(), time.process_time()
    read = begun

    def step(doing: str) -> None:
        nonlocal read
        if doing in ("Måler", "read"):
            read = time.perf_counter()

    cells = work(step)
    done = time.perf_counter()
    seconds = {
        "read_seconds": round(read - begun, 3),
        "measure_seconds": round(done - read, 3),
        "total_seconds": round(done - begun, 3),
        # What a busy machine takes from one and not from the other is not in this.
        "processor_seconds": round(time.process_time() - processor, 3),
    }
    return cells, seconds


def _ours(files: effects_register.Files, step: Callable[[str], None]) -> pd.DataFrame:
    wishes = Wishes(
        courses=files.courses,
        support=files.support,
        hours=files.hours,
        codes=files.codes,
        by=BY,
        min_group=0,
    )
    answer: pd.DataFrame = file_results.measure_files(wishes, step=step).results.to_pandas()
    return answer


def _theirs(files: effects_register.Files, step: Callable[[str], None]) -> pd.DataFrame:
    paths = {name: getattr(files, name) for name in ("courses", "support", "hours", "codes")}
    return effects_pandas.measure(paths, list(BY), step)


def _agree(ours: pd.DataFrame, theirs: pd.DataFrame) -> bool:
    """Whether every cell is the same: counts exactly, shares to the last bits."""
    keys = [*BY, "definition"]
    one, other = (cells.set_index(keys).sort_index() for cells in (ours, theirs))
    if not one.index.equals(other.index):
        return False
    same_counts = all((one[column] == other[column]).all() for column in COUNTS)
    return same_counts and all(
        np.allclose(one[column], other[column], rtol=0, atol=1e-12, equal_nan=True)
        for column in SHARES
    )
