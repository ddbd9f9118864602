"""The ten definitions as a careful analyst would write them in pandas and numpy: our peer.

Spells are merged with courses, expanded over the windows' weeks alone, and laid into one array of
states per anchor (course by week), from which every definition is read at once. It checks nothing.
"""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

WINDOW = 36  # weeks after the anchor; seven months hold at most 31
FREE, SUPPORT, EDUCATION, GONE = 0, 1, 2, 3
YES, NO, LEFT, OUTSIDE = 1, 0, -1, -2
Z = 1.959963984540054

Days = npt.NDArray[np.int64]
Verdicts = npt.NDArray[np.int8]


def _read(path: Path) -> pd.DataFrame:
    if path.suffix == ".parquet":
        return pd.read_parquet(path)
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def _days(dates: pd.Series) -> Days:
    """Days since 1970-01-01, which was a Thursday."""
    return dates.to_numpy("datetime64[D]").astype(np.int64)


def _weeks(texts: pd.Series) -> Days:
    """Weeks since that of 1970-01-01, each of the few texts parsed once."""
    known = {
        text: pd.Timestamp.fromisocalendar(int(text[:4]), int(text[6:]), 4)
        for text in texts.unique()
    }
    return texts.map({text: day.toordinal() // 7 for text, day in known.items()}).to_numpy() - (
        pd.Timestamp("1970-01-01").toordinal() // 7
    )


def measure(files: dict[str, Path], by: list[str], step: Callable[[str], None]) -> pd.DataFrame:
    """Results by the columns `by`, of all ten definitions, with no group hidden."""
    courses, support, hours, codes = (
        _read(files[name]) for name in ("courses", "support", "hours", "codes")
    )
    step("read")
    courses["starts_on"] = pd.to_datetime(courses["starts_on"])
    courses["ends_on"] = pd.to_datetime(courses["ends_on"])
    courses = courses[courses["starts_on"].notna()].reset_index(drop=True)
    support["first"], support["last"] = _weeks(support["from_week"]), _weeks(support["to_week"])
    covered = int(support["first"].min()), int(support["last"].max())
    spells = _states(support, codes)
    worked = _worked(hours)
    verdicts: dict[str, Verdicts] = {}
    for anchor in ("ends_on", "starts_on"):
        verdicts |= _judge(courses, anchor, spells, worked, covered)
    verdicts["business_oriented_share"] = courses["business_oriented"].to_numpy().astype(np.int8)
    return _group(courses, verdicts, by)


def _states(support: pd.DataFrame, codes: pd.DataFrame) -> pd.DataFrame:
    """Spells with their state, cut where a code changes class."""
    states = {"support": SUPPORT, "subsidised_work": SUPPORT, "education": EDUCATION}
    codes["state"] = codes["class"].map(states).fillna(GONE).astype(np.int8)
    # A week has the class of its Thursday, day 7 * week.
    codes["valid_first"] = -(-_days(pd.to_datetime(codes["valid_from"])) // 7)
    last = codes["valid_to"].where(codes["valid_to"] < "2200", "2200-01-01")
    codes["valid_last"] = _days(pd.to_datetime(last)) // 7
    merged = support.merge(codes[["code", "state", "valid_first", "valid_last"]], on="code")
    merged["first"] = merged[["first", "valid_first"]].max(axis=1)
    merged["last"] = merged[["last", "valid_last"]].min(axis=1)
    return merged.loc[merged["first"] <= merged["last"], ["citizen_id", "first", "last", "state"]]


def _worked(hours: pd.DataFrame) -> pd.DataFrame:
    """Months in which a citizen worked at least an hour."""
    hours["hours"] = hours["hours"].astype(float)
    summed = hours.groupby(["citizen_id", "month"], as_index=False)["hours"].sum()
    summed = summed[summed["hours"] >= 1].copy()
    months = {text: int(text[:4]) * 12 + int(text[5:]) - 1 for text in summed["month"].unique()}
    summed["month"] = summed["month"].map(months)
    months_worked: pd.DataFrame = summed[["citizen_id", "month"]]
    return months_worked


def _judge(
    courses: pd.DataFrame,
    anchor: str,
    spells: pd.DataFrame,
    worked: pd.DataFrame,
    covered: tuple[int, int],
) -> dict[str, Verdicts]:
    """Verdicts of the definitions that count from one anchor."""
    present = courses[anchor].notna().to_numpy()
    dated = courses.loc[present, ["citizen_id", anchor]]
    base = _days(dated[anchor]) // 7 + 1
    state = _window(dated["citizen_id"], base, spells)
    ends = {months: _days(dated[anchor] + pd.DateOffset(months=months)) for months in range(1, 8)}
    last = {months: day // 7 - base for months, day in ends.items()}
    at = {months: (day + 3) // 7 - base for months, day in ends.items()}
    offsets = np.arange(WINDOW)
    rows = np.arange(len(base))

    def verdict(first: Days, stop: Days, outcome: npt.NDArray[np.bool_]) -> Verdicts:
        outside = (base + first < covered[0]) | (base + stop > covered[1])
        inside = (offsets >= first[:, None]) & (offsets <= stop[:, None])
        left = ((state == GONE) & inside).any(axis=1)
        every = np.full(len(courses), OUTSIDE, np.int8)
        every[present] = np.where(outside, OUTSIDE, np.where(left, LEFT, outcome))
        return every

    zero = np.zeros(len(base), np.int64)
    if anchor == "starts_on":
        good = np.zeros(len(base), np.int64)
        for month in range(1, 8):
            start = zero if month == 1 else last[month - 1] + 1
            inside = (offsets >= start[:, None]) & (offsets <= last[month][:, None])
            good += ~((state == SUPPORT) & inside).any(axis=1)
        return {"self_support_3_of_7m": verdict(zero, last[7], good >= 3)}  # noqa: PLR2004 - the definition's
    job = _working(dated["citizen_id"], base, worked) & (state == FREE)
    verdicts = {
        f"self_support_{months}m": verdict(
            at[months], at[months], state[rows, at[months]] != SUPPORT
        )
        for months in (1, 3, 6)
    }
    window = offsets <= last[3][:, None]
    sustained = ~((state == SUPPORT) & window).any(axis=1)
    verdicts["self_support_3m_sustained"] = verdict(zero, last[3], sustained)
    verdicts["employed_6m"] = verdict(at[6], at[6], job[rows, at[6]])
    verdicts["education_6m"] = verdict(at[6], at[6], state[rows, at[6]] == EDUCATION)
    free = state != SUPPORT
    run = free[:, :-3] & free[:, 1:-2] & free[:, 2:-1] & free[:, 3:] & window[:, :-3]
    found, begins = run.any(axis=1), run.argmax(axis=1)
    four = begins[:, None] + np.arange(4)
    to_job = found & job[rows[:, None], four].any(axis=1)
    to_education = found & ~to_job & (state[rows[:, None], four] == EDUCATION).any(axis=1)
    verdicts["exit_to_job"] = verdict(zero, last[3] + 3, to_job)
    verdicts["exit_to_education"] = verdict(zero, last[3] + 3, to_education)
    return verdicts


def _window(citizens: pd.Series, base: Days, spells: pd.DataFrame) -> npt.NDArray[np.int8]:
    """States of the weeks from each course's base on: course by week."""
    state = np.zeros((len(base), WINDOW), np.int8)
    windows = pd.DataFrame(
        {"citizen_id": citizens.to_numpy(), "base": base, "row": np.arange(len(base))}
    )
    met = windows.merge(spells, on="citizen_id")
    first = (met["first"] - met["base"]).clip(lower=0).to_numpy()
    last = (met["last"] - met["base"]).clip(upper=WINDOW - 1).to_numpy()
    touching = first <= last
    first, count = first[touching], (last - first + 1)[touching]
    within = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    rows = np.repeat(met["row"].to_numpy()[touching], count)
    state[rows, np.repeat(first, count) + within] = np.repeat(
        met["state"].to_numpy()[touching], count
    )
    return state


def _working(citizens: pd.Series, base: Days, worked: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Whether the month of each week's Thursday was in work: course by week."""
    thursdays = ((base[:, None] + np.arange(WINDOW)) * 7).astype("datetime64[D]")
    months = thursdays.astype("datetime64[M]").astype(np.int64) + 1970 * 12
    people = pd.Index(citizens.unique())
    known = people.get_indexer(worked["citizen_id"])
    keys = np.sort((known * 100_000 + worked["month"].to_numpy())[known >= 0])
    asked = people.get_indexer(citizens)[:, None] * 100_000 + months
    places = np.searchsorted(keys, asked).clip(max=len(keys) - 1)
    return np.asarray(keys[places] == asked)


def _group(courses: pd.DataFrame, verdicts: dict[str, Verdicts], by: list[str]) -> pd.DataFrame:
    """Counts and intervals by group and definition."""
    parts = []
    for name, verdict in verdicts.items():
        rows = courses[[*by, "citizen_id"]].assign(
            n=verdict >= NO, numerator=verdict == YES,
            outside_register=verdict == OUTSIDE, left_the_count=verdict == LEFT,
        )  # fmt: skip
        counts = rows.groupby(by, dropna=False)[
            ["n", "numerator", "outside_register", "left_the_count"]
        ].sum()
        counts["citizens"] = rows[rows["n"]].groupby(by, dropna=False)["citizen_id"].nunique()
        parts.append(counts.assign(definition=name).reset_index())
    results = pd.concat(parts, ignore_index=True).fillna({"citizens": 0})
    n = results["n"].where(results["n"] > 0)
    share = results["numerator"] / n
    spread = Z * np.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
    middle, scale = share + Z * Z / (2 * n), 1 + Z * Z / n
    return results.assign(
        value=share, ci_low=(middle - spread) / scale, ci_high=(middle + spread) / scale
    )
