"""A month's new weeks and hours in a packed register, beside packing it all anew.

Both begin at typed rows in Parquet files, as the database hands them over, and end with the
register on the disk and every course judged; the outcomes are the same. Compiling is done before
the clock starts.
"""

import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from bench import effects_register
from bench.scales import number
from effects import kernel, reading, weeks
from effects.coverage import Coverage
from effects.kernel import Outcomes
from effects.packed.advancing import advance_register
from effects.packed.building import RegisterBuilder
from effects.packed.files import open_register, write_register
from effects.packed.register import PackedRegister

DEFAULT_CITIZENS = "1m"
ROUNDS = 3
WARM_UP_CITIZENS = 2_000


def run(scale: str | None) -> dict[str, Any]:
    """Measure; ``scale`` is the number of citizens, such as 1m."""
    with tempfile.TemporaryDirectory(prefix="pejling-bench-") as name:
        folder = Path(name)
        _measure(folder / "warm", WARM_UP_CITIZENS)
        return _measure(folder / "whole", number(scale or DEFAULT_CITIZENS))


def _measure(folder: Path, citizens: int) -> dict[str, Any]:
    files = effects_register.write_register(folder, citizens)
    codes, period, months = _write_typed(files, folder)
    whole, before, new = (folder / part for part in ("all", "before", "new"))
    seconds: dict[str, list[float]] = {"whole": [], "month": []}
    parts: dict[str, float] = {}
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        register = _packed(RegisterBuilder(codes), whole, folder / "courses-typed.parquet")
        write_register(register, folder / "packed-whole")
        outcomes = kernel.compute_outcomes(register, _coverage(register))
        seconds["whole"].append(time.perf_counter() - begun)
        earlier = _packed(RegisterBuilder(codes), before, folder / "courses-typed.parquet")
        write_register(earlier, folder / "packed")
        known = kernel.compute_outcomes(earlier, _coverage(earlier))
        step = _stopwatch(parts)
        begun = time.perf_counter()
        opened = open_register(folder / "packed")
        step("opened")
        news = _packed(RegisterBuilder(codes, citizens=opened.citizens), new, None)
        step("read")
        advance = advance_register(opened, news, weeks=period, months=months)
        step("advanced")
        write_register(advance.register, folder / "packed")
        step("written")
        updated = kernel.update_outcomes(
            replace(known, register=opened),
            advance.register,
            _coverage(advance.register),
            advance.changed,
        )
        step("judged")
        seconds["month"].append(time.perf_counter() - begun)
    best = {name: round(min(times), 3) for name, times in seconds.items()}
    return {
        "scale": {
            **files.rows,
            "rounds": ROUNDS,
            "new_spells": pq.read_metadata(new / "support.parquet").num_rows,
        },
        "ours": {"month_seconds": best["month"], **parts},
        "peers": {"all_anew_seconds": best["whole"]},
        "ratios": {"month_to_all_anew": round(best["month"] / best["whole"], 3)},
        "agree": _agree(outcomes, updated),
    }


def _stopwatch(parts: dict[str, float]) -> Callable[[str], None]:
    last = time.perf_counter()

    def step(name: str) -> None:
        nonlocal last
        now = time.perf_counter()
        parts[name] = round(now - last, 3)
        last = now

    return step


def _write_typed(
    files: effects_register.Files, folder: Path
) -> tuple[pa.Table, tuple[int, int], tuple[int, int]]:
    """Typed rows: all of them, those before the last month, and those of that month."""
    with duckdb.connect() as con:
        for name in ("all", "before", "new"):
            (folder / name).mkdir()
        reading.read_codes(con, files.codes)
        codes = con.sql("FROM codes").to_arrow_table()
        first, last = weeks.parse_week_sql("from_week"), weeks.parse_week_sql("to_week")
        con.execute(
            f"CREATE TABLE support AS SELECT citizen_id, {first} AS from_week,"  # noqa: S608 - ours
            f" {last} AS to_week, code FROM '{files.support}'"
        )
        month = weeks.parse_month_sql("month")
        con.execute(
            f"CREATE TABLE hours AS SELECT citizen_id, {month} AS month,"  # noqa: S608 - ours
            f" hours::DECIMAL(18, 9) AS hours FROM '{files.hours}'"
        )
        # A month in the midst of the register, where as many are on support as at any time.
        (middle,) = con.execute("SELECT median(from_week)::INTEGER FROM support").fetchone() or (0,)
        to_month = weeks.month_of_week(middle)
        week, to_week = (weeks.first_week_of_month(to_month), weeks.last_week_of_month(to_month))
        kept = {
            "all": (f"from_week <= {to_week}", "from_week", f"least(to_week, {to_week})",
                    f"month <= {to_month}"),
            "before": (f"from_week < {week}", "from_week", f"least(to_week, {week - 1})",
                       f"month < {to_month}"),
            "new": (f"to_week >= {week} AND from_week <= {to_week}",
                    f"greatest(from_week, {week})", f"least(to_week, {to_week})",
                    f"month = {to_month}"),
        }  # fmt: skip
        for name, (spells, begin, end, worked) in kept.items():
            con.execute(
                f"COPY (SELECT citizen_id, {begin} AS from_week, {end} AS to_week, code"  # noqa: S608 - ours
                f" FROM support WHERE {spells}) TO '{folder / name}/support.parquet'"
            )
            con.execute(
                f"COPY (SELECT * FROM hours WHERE {worked}) TO '{folder / name}/hours.parquet'"  # noqa: S608 - ours
            )
        reading.read_courses(con, files.courses)
        con.execute(f"COPY courses TO '{folder}/courses-typed.parquet'")
    return codes, (week, to_week), (to_month, to_month)


def _packed(builder: RegisterBuilder, folder: Path, courses: Path | None) -> PackedRegister:
    with pq.ParquetFile(folder / "support.parquet", read_dictionary=["citizen_id", "code"]) as file:
        for batch in file.iter_batches(1 << 20):
            builder.add_support(batch)
    with pq.ParquetFile(folder / "hours.parquet", read_dictionary=["citizen_id"]) as file:
        for batch in file.iter_batches(1 << 20):
            builder.add_hours(batch)
    builder.add_no_hours()
    if courses is not None:
        texts = ["offer_id", "provider_id", "target_group", "match_group", "municipality"]
        builder.add_courses(pq.read_table(courses, read_dictionary=texts))
    return builder.build()


def _coverage(register: PackedRegister) -> Coverage:
    assert register.from_week is not None  # noqa: S101 - a register has weeks
    assert register.to_week is not None  # noqa: S101 - as above
    return Coverage(register.from_week, register.to_week)


def _agree(one: Outcomes, other: Outcomes) -> bool:
    """Whether every course has the same verdicts, wherever its citizen's number has put it."""
    places = []
    for each in (one, other):
        ids = each.register.courses.column("course_id").to_numpy()
        places.append(np.argsort(ids))
        places.append(ids[places[-1]])
    same_courses = np.array_equal(places[1], places[3])
    return same_courses and np.array_equal(one.verdicts[:, places[0]], other.verdicts[:, places[2]])
