"""`pejling effects` beyond its files: own definitions, bands, days gone by, packed registers."""

import csv
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner, Result

from effects.commands import commands
from effects.definitions import BY_NAME, DEFINITIONS

from . import slow_reading
from .random_registers import draw_register, month_text, week_text, write_files
from .slow_reading import Course, Register

COMMANDS = ("measure", "describe", "survival", "explain", "pack")
OWN = """
[[definition]]
name = "work_37"
label = "I arbejde mindst 37 timer"
text = "Andelen af forløb, hvor borgeren er i arbejde mindst 37 timer."
based_on = "employed_6m"
min_hours = 37
"""

Run = Callable[..., Result]


@pytest.fixture(scope="module")
def register() -> Register:
    """A register of a year or so, with awkward courses."""
    return draw_register(Random(11))  # noqa: S311 - a seeded register, no secret


@pytest.fixture
def files(register: Register, tmp_path: Path) -> list[str]:
    """The register's files and coverage as arguments."""
    written = write_files(register, tmp_path)
    return [
        *(
            f"--{name}={getattr(written, name)}"
            for name in ("courses", "support", "codes", "hours")
        ),
        *_covered(register),
    ]


def _covered(register: Register) -> list[str]:
    first, last = (week_text(week) for week in register.coverage)
    given = [f"--from-week={first}", f"--to-week={last}"]
    if register.hours_coverage:
        first, last = (month_text(month) for month in register.hours_coverage)
        given += [f"--from-month={first}", f"--to-month={last}"]
    return given


def _run(*arguments: object, columns: int = 200) -> Result:
    texts = [str(argument) for argument in arguments]
    return CliRunner(env={"COLUMNS": f"{columns}", "TERM": "dumb"}).invoke(commands, texts)


def _cells(out: Path, by: Iterable[str]) -> dict[tuple[Any, ...], dict[str, Any]]:
    rows = pq.read_table(out).to_pylist()
    return {(*(row.pop(name) for name in by), row.pop("definition")): row for row in rows}


def _in_bands(number: int | None, limits: Iterable[tuple[int, str]], over: str) -> str | None:
    if number is None:
        return None
    return next((name for limit, name in limits if number < limit), over)


def _write_births(file: Path, random: Random) -> dict[str, int | None]:
    """Give each course in a file a year of birth, or none; the year by course."""
    with file.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    births: dict[str, int | None] = {}
    for row in rows:
        latest = int(row["starts_on"][:4] or 2000)
        born = random.choice([None, *(latest - age for age in (0, 24, 25, 29, 30, 49, 59, 60, 99))])
        births[row["course_id"]] = born
        row["birth_year"] = "" if born is None else str(born)
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return births


def _age_band(born: int | None, course: Course) -> str | None:
    assert course.starts_on is not None
    age = None if born is None else course.starts_on.year - born
    bands = ((25, "under 25"), (30, "25-29"), (40, "30-39"), (50, "40-49"), (60, "50-59"))
    return _in_bands(age, bands, "60+")


def _weeks_band(register: Register, course: Course) -> str | None:
    bands = ((13, "0-12"), (26, "13-25"), (52, "26-51"), (104, "52-103"))
    return _in_bands(slow_reading.weeks_before(register, course), bands, "104+")


def _quarter(day: date | None) -> str | None:
    return None if day is None else f"{day.year}-Q{(day.month + 2) // 3}"


@pytest.mark.parametrize("seed", range(6))
def test_bands_hold_the_courses_that_belong_in_them(seed: int, tmp_path: Path) -> None:
    register = draw_register(Random(f"bands {seed}"))  # noqa: S311 - as above
    written = write_files(register, tmp_path)
    births = _write_births(written.courses, Random(seed))  # noqa: S311 - as above
    out, by = (
        tmp_path / "out.parquet",
        ("age_band", "weeks_before_band", "quarter", "start_quarter"),
    )
    given = [
        f"--{name}={getattr(written, name)}" for name in ("courses", "support", "codes", "hours")
    ]
    result = _run(
        "measure", *given, *_covered(register), "--out", out, "--min-group", 0,
        "--min-hours", register.min_hours, "--by", ",".join(by),
    )  # fmt: skip
    assert result.exit_code == 0, result.stderr
    expected: defaultdict[tuple[Any, ...], list[str]] = defaultdict(list)
    for course in register.courses:
        if course.starts_on is None:
            continue
        for definition in DEFINITIONS:
            day = course.starts_on if definition.anchor == "start" else course.ends_on
            group = (
                _age_band(births[course.course_id], course),
                _weeks_band(register, course),
                _quarter(day),
                _quarter(course.starts_on),
                definition.name,
            )
            expected[group].append(slow_reading.JUDGES[definition.name](register, course))
    found = _cells(out, by)
    assert found.keys() == expected.keys()
    for group, verdicts in expected.items():
        told = [found[group][name] for name in ("numerator", "outside_register", "left_the_count")]
        assert told == [verdicts.count(each) for each in (slow_reading.YES, slow_reading.OUTSIDE,
                                                          slow_reading.LEFT)]  # fmt: skip
        assert found[group]["n"] == told[0] + verdicts.count(slow_reading.NO)


def test_a_packed_register_gives_what_its_files_give(
    files: list[str], register: Register, tmp_path: Path
) -> None:
    folder = tmp_path / "packed"
    packed = _run("pack", *files[:4], "--out", folder)
    assert packed.exit_code == 0, packed.stderr
    assert f"Skrevet: {folder}" in packed.stdout
    assert _run("pack", *files[:4], "--out", folder).exit_code == 0
    for command, more in (
        ("measure", ["--by", "offer_id,age_band"]),
        ("measure", ["--as-of", date.fromisocalendar(*register.coverage[1], 1)]),
        ("describe", ["--by", "offer_id,match_group", "--within", "match_group"]),
        ("survival", ["--by", "start_year"]),
    ):
        covered = files[4:6] if command == "survival" else files[4:]
        outs = [tmp_path / "files.parquet", tmp_path / "packed.parquet"]
        for given, out in ((files[:4], outs[0]), ([f"--register={folder}"], outs[1])):
            result = _run(command, *given, *covered, *more, "--min-group", 0, "--out", out)
            assert result.exit_code == 0, result.stderr
        assert pq.read_table(outs[0]).equals(pq.read_table(outs[1]))


def test_own_definitions_are_measured_beside_the_ten(
    files: list[str], register: Register, tmp_path: Path
) -> None:
    own, out = tmp_path / "own.toml", tmp_path / "out.parquet"
    own.write_text(OWN, encoding="utf-8")
    result = _run(
        "measure", *files, "--definitions", f"employed_6m,{own}", "--by", "", "--out", out,
        "--min-group", 0, "--min-hours", 20,
    )  # fmt: skip
    assert result.exit_code == 0, result.stderr
    found = _cells(out, ())
    assert set(found) == {("employed_6m",), ("work_37",)}
    for name, hours in (("employed_6m", 20), ("work_37", 37)):
        definition = replace(BY_NAME["employed_6m"], min_hours=Decimal(hours))
        verdicts = [
            slow_reading.judge_definition(register, course, definition)
            for course in register.courses
            if course.starts_on is not None
        ]
        assert found[name,]["numerator"] == verdicts.count(slow_reading.YES)
        assert found[name,]["outside_register"] == verdicts.count(slow_reading.OUTSIDE)
    shown = _run("measure", *files, "--definitions", own, "--by", "", "--min-group", 0)
    assert "I arbejde mindst 37 timer" in shown.stdout


def test_descriptions_need_no_hours_and_no_target_group(files: list[str], tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    for given in (files, [*files[:3], *files[4:6]]):
        result = _run("describe", *given, "--by", "offer_id", "--min-group", 0, "--out", out)
        assert result.exit_code == 0, result.stderr
        with out.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert sum(int(row["courses"]) for row in rows) > 0
        assert all(row["suppressed"] == "false" for row in rows)
        assert "forløb" in _run("describe", *given, "--min-group", 0).stdout


def test_one_course_is_told_on_screen_and_as_json(files: list[str], register: Register) -> None:
    course = next(each for each in register.courses if each.starts_on and each.ends_on)
    told = _run("explain", course.course_id, *files, columns=80)
    assert told.exit_code == 0, told.stderr
    assert f"Forløb {course.course_id}" in told.stdout
    assert max(len(line) for line in told.stdout.splitlines()) <= 80
    given = ["--definitions", "self_support_1m", "--min-hours", register.min_hours, "--as-json"]
    answer = json.loads(_run("explain", course.course_id, *files, *given).stdout)
    verdict = slow_reading.JUDGES["self_support_1m"](register, course)
    assert [each["verdict"] for each in answer["definitions"]] == [verdict]


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_is_readable_in_eighty_columns(command: str) -> None:
    lines = _run(command, "--help", columns=80).stdout.splitlines()
    assert max(len(line) for line in lines) <= 80
    assert not [line for line in lines if "…" in line]
    text = [line.strip() for line in lines if not line.startswith(("│", "╭", "╰"))]
    told = [line for line in text if line and not line.startswith("Usage")]
    assert told
    # A line broken early, and not at the end of a sentence, was broken in the wrong place.
    assert not [line for line in told if len(line) < 40 and not line.endswith((".", ":"))]


def test_a_damaged_register_is_refused_and_mended_by_packing_again(
    files: list[str], tmp_path: Path
) -> None:
    folder = tmp_path / "packed"
    assert _run("pack", *files[:4], "--out", folder).exit_code == 0
    column = next(folder.glob("span_from.*"))
    column.write_bytes(b"\0" * column.stat().st_size)
    result = _run("measure", "--register", folder)
    assert result.exit_code == 2
    assert re.search("beskadiget. Pak det igen med pejling effects pack", result.stderr)
    assert _run("pack", *files[:4], "--out", folder).exit_code == 0
    assert _run("measure", "--register", folder).exit_code == 0


def test_a_folder_with_other_things_in_it_is_not_packed_into(
    files: list[str], tmp_path: Path
) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    for out in (folder, folder / "notes.txt"):
        result = _run("pack", *files[:4], "--out", out)
        assert result.exit_code == 2
        assert result.stderr.startswith("--out: ")
    assert [path.name for path in folder.iterdir()] == ["notes.txt"]
    left = tmp_path / "left"  # by a writer that was killed
    left.mkdir()
    (left / ".span_from.0123abcd").write_bytes(b"left")
    assert _run("pack", *files[:4], "--out", left).exit_code == 0
