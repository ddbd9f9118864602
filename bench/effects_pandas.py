"""The ten definitions as a careful analyst would write them in pandas and numpy: our peer.

It checks nothing.
"""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from bench.effects_pandas_reading import Register, read
from bench.effects_pandas_verdicts import NO, OUTSIDE, Verdicts, judge

Z = 1.959963984540054


def group(register: Register, verdicts: Verdicts, by: list[str]) -> pd.DataFrame:
    """Counts and intervals by group and definition, with no group hidden."""
    courses = register.courses
    grouped = courses.groupby(by, observed=True, dropna=False)
    number = grouped.ngroup().to_numpy().astype(np.int64)
    groups = grouped.size().index.to_frame(index=False)
    # Courses of one citizen in one group side by side.
    key = number * register.citizens + courses["citizen"].to_numpy()
    order = np.argsort(key)
    changes = np.flatnonzero(np.diff(key[order], prepend=-1))
    owner = number[order][changes]
    parts = []
    for name, verdict in verdicts.items():
        counts = np.bincount(number * 4 + (verdict - OUTSIDE), minlength=len(groups) * 4)
        outside, left, no, yes = counts.reshape(-1, 4).T
        counted = np.maximum.reduceat(verdict[order], changes) >= NO
        parts.append(
            groups.assign(
                definition=name,
                n=no + yes,
                citizens=np.bincount(owner[counted], minlength=len(groups)),
                numerator=yes,
                outside_register=outside,
                left_the_count=left,
            )
        )
    results = pd.concat(parts, ignore_index=True)
    n = results["n"].where(results["n"] > 0)
    share = results["numerator"] / n
    spread = Z * np.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
    middle, scale = share + Z * Z / (2 * n), 1 + Z * Z / n
    return results.assign(
        value=share, ci_low=(middle - spread) / scale, ci_high=(middle + spread) / scale
    )


def measure(
    files: dict[str, Path], by: list[str], step: Callable[[str], None] = lambda _: None
) -> pd.DataFrame:
    """Results by the columns `by`, of all ten definitions; `step` is told what was just done."""
    register = read(files, by)
    step("read")
    verdicts = judge(register)
    step("judged")
    results = group(register, verdicts, by)
    step("grouped")
    return results
