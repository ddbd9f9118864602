"""The register files as they were known earlier, and what came since: a month sent after the rest.

The demonstration takes its registers in two goes, as a municipality does month after month, so that
there are two releases and figures that differ in age.
"""

import csv
import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path

from standalone.demonstration.weeks import last_whole_month, parse_week, week_text

Ids = Mapping[str, str]
"""What visitation calls each citizen, by what the files call them."""


def week_before(as_of: str, weeks: int) -> str:
    """The ISO week so many weeks before another."""
    return week_text(parse_week(as_of) - dt.timedelta(weeks=weeks))


def whole_month(week: str) -> str:
    """The newest month that is over at the end of a week."""
    return last_whole_month(parse_week(week))


def write_support(source: Path, target: Path, ids: Ids, *, after: str = "", until: str) -> Path:
    """The spells in the weeks after one week and up to another, cut off where they go further.

    Args:
        source: ``support.csv``.
        target: Where to.
        ids: Ids for the files' own.
        after: The last week that is left out; all from the first when empty.
        until: The last week that is taken.
    """
    first = week_text(parse_week(after) + dt.timedelta(weeks=1)) if after else ""

    def rows() -> Iterator[tuple[str, ...]]:
        for citizen, from_week, to_week, code in _rows(source):
            start, end = max(from_week, first), min(to_week, until)
            if start <= end:
                yield ids[citizen], start, end, code

    return _write(target, source, rows())


def write_hours(source: Path, target: Path, ids: Ids, *, after: str = "", last: str) -> Path:
    """The hours of the months after one and up to another."""

    def rows() -> Iterator[tuple[str, ...]]:
        for citizen, month, hours in _rows(source):
            if after < month <= last:
                yield ids[citizen], month, hours

    return _write(target, source, rows())


def write_courses(source: Path, target: Path, ids: Ids, *, until: str) -> Path:
    """The courses as they were known at the end of a week: begun by then, and perhaps not over."""
    last = (parse_week(until) + dt.timedelta(days=6)).isoformat()

    def rows() -> Iterator[tuple[str, ...]]:
        for course_id, citizen, *rest in _rows(source):
            starts_on, ends_on = rest[5], rest[6]
            if starts_on <= last:
                yield (
                    course_id,
                    ids[citizen],
                    *rest[:6],
                    ends_on if ends_on <= last else "",
                    *rest[7:],
                )

    return _write(target, source, rows())


def _rows(source: Path) -> Iterator[list[str]]:
    with source.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        next(lines)
        yield from lines


def _write(target: Path, source: Path, rows: Iterator[tuple[str, ...]]) -> Path:
    with source.open(encoding="utf-8") as file:
        header = file.readline()
    with target.open("w", encoding="utf-8", newline="") as file:
        file.write(header)
        file.writelines(",".join(row) + "\n" for row in rows)
    return target
