"""The ten definitions by offer and target group: the kernel beside DuckDB and pandas, same cells.

Each competitor runs in a process of its own, on the same Parquet files, in turns. DuckDB and pandas
check nothing of the files; ours checks all of it. Compiling is done before the clock starts.
"""

import functools
import math
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from bench import effects_duckdb, effects_pandas, effects_register, memory
from bench.scales import number
from effects import kernel, packing
from effects.coverage import Coverage
from effects.packed.files import open_register, write_register

DEFAULT_CITIZENS = "100k"
BY = ("offer_id", "target_group")
GROUPINGS: dict[str, tuple[str, ...]] = {
    "offer_and_target_group": BY,
    "all_in_one": (),
    "provider_and_quarter": ("provider_id", "quarter"),
    "target_group_age_and_weeks": ("target_group", "age_band", "weeks_before_band"),
    "offer_target_group_age_and_weeks": (*BY, "age_band", "weeks_before_band"),
}
COUNTS = ("n", "citizens", "numerator", "outside_register", "left_the_count")
SHARES = ("value", "ci_low", "ci_high")
REPEATS = 5
WARM_UP_CITIZENS = 2_000
LARGE = 2_000_000
GROWTH_BY = 5

Seconds = dict[str, float]


def run(scale: str | None) -> dict[str, Any]:
    """Measure; ``scale`` is the number of citizens, such as 100k, 1m or 5m."""
    citizens = number(scale or DEFAULT_CITIZENS)
    rounds = 1 if citizens >= LARGE else 2
    with tempfile.TemporaryDirectory(prefix="pejling-bench-") as name:
        folder = Path(name)
        files = effects_register.write_register(folder / "whole", citizens)
        effects_register.write_register(folder / "part", max(citizens // GROWTH_BY, 1))
        effects_register.write_register(folder / "warm", WARM_UP_CITIZENS)
        works: dict[str, Callable[[Path], tuple[pd.DataFrame, Seconds]]] = {
            "ours_from_files": _from_files,
            "duckdb_from_files": functools.partial(_peer, "duckdb"),
            "duckdb_from_tables": functools.partial(_peer, "duckdb_warm"),
            "pandas_from_files": functools.partial(_peer, "pandas"),
        }
        cells, seconds, peaks = _in_turns(works, folder, rounds)
        packed_cells, packed = memory.run_apart(functools.partial(_from_packed, folder))[0]
        copying = memory.measure_copying()
    return {
        "scale": {**files.rows, "rounds": rounds, "by": list(BY), "definitions": 10},
        "ours": {"from_packed": packed, "from_files": seconds["ours_from_files"]},
        "peers": {name: parts for name, parts in seconds.items() if name != "ours_from_files"},
        "peak_gb": peaks,
        "ratios": _ratios(packed, seconds, copying),
        "agree": all(_agree(packed_cells, others) for others in cells.values()),
    }


def _in_turns(
    works: dict[str, Callable[[Path], tuple[pd.DataFrame, Seconds]]], folder: Path, rounds: int
) -> tuple[dict[str, pd.DataFrame], dict[str, Seconds], Seconds]:
    """The cells, the seconds of the fastest round, and the peak memory of each competitor."""
    cells: dict[str, pd.DataFrame] = {}
    seconds: dict[str, Seconds] = {}
    peaks: Seconds = {}
    for _ in range(rounds):
        for name, work in works.items():
            (cells[name], parts), peak = memory.run_apart(functools.partial(work, folder))
            if name not in seconds or parts["total"] < seconds[name]["total"]:
                seconds[name] = parts
            peaks[name] = round(max(peak / 1e9, peaks.get(name, 0)), 2)
    return cells, seconds, peaks


def _ratios(packed: dict[str, Any], seconds: dict[str, Seconds], copying: float) -> dict[str, Any]:
    stage_1 = packed["stage_1"]
    pandas, cold, warm = (
        seconds[name] for name in ("pandas_from_files", "duckdb_from_files", "duckdb_from_tables")
    )
    return {
        "stage_1_from_packed_to_pandas_from_files": round(pandas["total"] / stage_1, 1),
        "stage_1_from_packed_to_duckdb_from_files": round(cold["total"] / stage_1, 1),
        "stage_1_to_pandas_own_from_its_arrays": round(pandas["judged"] / stage_1, 1),
        "stage_1_to_duckdb_own_from_its_tables": round(warm["judged"] / stage_1, 1),
        "from_files_to_duckdb_from_files": round(
            cold["total"] / seconds["ours_from_files"]["total"], 2
        ),
        "from_files_to_pandas_from_files": round(
            pandas["total"] / seconds["ours_from_files"]["total"], 2
        ),
        "slowest_grouping_seconds": max(packed["groupings"].values()),
        "growth_exponent": packed["growth_exponent"],
        "gb_touched_a_second_to_copying": round(packed["gb_touched"] / stage_1 / copying, 3),
        "copying_gb_a_second": round(copying, 1),
    }


def _pack(folder: Path) -> packing.Packed:
    files = effects_register.find_register(folder)
    with duckdb.connect() as con:
        return packing.pack_files(
            con,
            packing.Files(
                courses=files.courses, support=files.support, codes=files.codes, hours=files.hours
            ),
        )


def _measure(folder: Path) -> tuple[pd.DataFrame, Seconds]:
    """All of it from files, with the seconds of each part."""
    begun = time.perf_counter()
    register = _pack(folder).register
    packed = time.perf_counter()
    assert register.from_week is not None  # noqa: S101 - a register has weeks
    assert register.to_week is not None  # noqa: S101 - as above
    outcomes = kernel.compute_outcomes(register, Coverage(register.from_week, register.to_week))
    judged = time.perf_counter()
    cells = kernel.compute_results(outcomes, by=BY).to_pandas()
    done = time.perf_counter()
    if folder.name != "warm":
        write_register(register, folder.with_name(f"{folder.name}-packed"))
    return cells, {
        "read_and_packed": round(packed - begun, 3),
        "judged": round(judged - packed, 3),
        "grouped": round(done - judged, 3),
        "total": round(done - begun, 3),
    }


def _from_files(folder: Path) -> tuple[pd.DataFrame, Seconds]:
    _measure(folder / "warm")
    return _measure(folder / "whole")


def _from_packed(folder: Path) -> tuple[pd.DataFrame, dict[str, Any]]:
    """Both stages on the packed register as it lies on the disk."""
    _measure(folder / "warm")
    _measure(folder / "part")
    begun = time.perf_counter()
    register = open_register(folder / "whole-packed")
    opened = time.perf_counter() - begun
    assert register.from_week is not None  # noqa: S101 - a register has weeks
    assert register.to_week is not None  # noqa: S101 - as above
    coverage = Coverage(register.from_week, register.to_week)
    stage_1: list[float] = []
    part: list[float] = []
    ratio = len(register.starts_on)
    smaller = open_register(folder / "part-packed")
    for _ in range(REPEATS):
        for times, each in ((stage_1, register), (part, smaller)):
            begun = time.perf_counter()
            outcomes = kernel.compute_outcomes(each, coverage)
            times.append(time.perf_counter() - begun)
        outcomes = kernel.compute_outcomes(register, coverage)
    groupings = {}
    for name, by in GROUPINGS.items():
        times = []
        for _ in range(3):
            again = kernel.Outcomes(
                register=register,
                coverage=coverage,
                definitions=outcomes.definitions,
                verdicts=outcomes.verdicts,
            )
            begun = time.perf_counter()
            kernel.compute_results(again, by=by)
            times.append(time.perf_counter() - begun)
        groupings[name] = round(min(times), 3)
    arrays = (
        register.span_offsets, register.span_from, register.span_to, register.span_class,
        register.hours_offsets, register.hours_month, register.hours_amount,
        register.course_offsets, register.starts_on, register.ends_on, register.business_oriented,
        outcomes.verdicts,
    )  # fmt: skip
    growth = math.log(min(stage_1) / min(part)) / math.log(ratio / len(smaller.starts_on))
    return kernel.compute_results(outcomes, by=BY).to_pandas(), {
        "open_and_verify": round(opened, 3),
        "stage_1": round(min(stage_1), 4),
        "groupings": groupings,
        "growth_exponent": round(growth, 3),
        "gb_touched": round(sum(array.nbytes for array in arrays) / 1e9, 3),
    }


def _peer(name: str, folder: Path) -> tuple[pd.DataFrame, Seconds]:
    files = effects_register.find_register(folder / "whole")
    paths = {kind: getattr(files, kind) for kind in ("courses", "support", "hours", "codes")}
    seconds: Seconds = {}
    begun = last = time.perf_counter()

    def step(part: str) -> None:
        nonlocal last
        now = time.perf_counter()
        seconds[part] = round(now - last, 3)
        last = now

    if name == "pandas":
        cells = effects_pandas.measure(paths, list(BY), step)
    else:
        spill = folder / "spill"
        warm = name == "duckdb_warm"
        cells = effects_duckdb.measure(paths, list(BY), folder=spill, warm=warm, step=step)
    return cells, {**seconds, "total": round(time.perf_counter() - begun, 3)}


def _agree(ours: pd.DataFrame, theirs: pd.DataFrame) -> bool:
    """Whether every cell is the same: counts exactly, shares to the last bits."""
    keys = [*BY, "definition"]
    one, other = (
        cells.astype(dict.fromkeys(keys, str)).set_index(keys).sort_index()
        for cells in (ours, theirs)
    )
    if not one.index.equals(other.index):
        return False
    same_counts = all((one[column] == other[column]).all() for column in COUNTS)
    return same_counts and all(
        np.allclose(one[column], other[column], rtol=0, atol=1e-12, equal_nan=True)
        for column in SHARES
    )
