"""An analyst with two CSV files: courses, and spells whose codes are classes."""

from pathlib import Path

import pyarrow.csv
import pytest
from typer.testing import CliRunner, Result

from effects.commands import commands

from . import factories

SPELLS = (
    ("a", "2022-W10", "2024-W08", "support"),
    ("b", "2022-W10", "2024-W20", "subsidised_work"),
    ("b", "2024-W21", "2024-W45", "education"),
)
COURSES = (
    {"course_id": "1", "citizen_id": "a"},
    {"course_id": "2", "citizen_id": "b"},
)


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    (tmp_path / "courses.csv").write_text(factories.courses(COURSES), encoding="utf-8")
    (tmp_path / "support.csv").write_text(factories.support(*SPELLS), encoding="utf-8")
    return [f"--{name}={tmp_path / name}.csv" for name in ("courses", "support")]


def _run(*arguments: object) -> Result:
    return CliRunner().invoke(commands, [str(argument) for argument in arguments])


def test_codes_that_are_classes_need_no_list(files: list[str], tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    asked = "self_support_1m,self_support_6m,education_6m"
    result = _run("measure", *files, "--definitions", asked, "--min-group", 0, "--out", out)
    assert result.exit_code == 0, result.stderr
    rows = pyarrow.csv.read_csv(out).to_pylist()
    assert {row["definition"]: (row["numerator"], row["n"]) for row in rows} == {
        "self_support_1m": (1, 2),
        "self_support_6m": (2, 2),
        "education_6m": (1, 2),
    }


def test_a_code_that_is_no_class_asks_for_the_list(files: list[str], tmp_path: Path) -> None:
    spells = [*SPELLS, ("c", "2022-W10", "2022-W12", "111")]
    (tmp_path / "support.csv").write_text(factories.support(*spells), encoding="utf-8")
    result = _run("measure", *files, "--definitions", "self_support_1m")
    assert result.exit_code == 2
    lines = result.stderr.splitlines()
    assert "række 4 (linje 5), code: Koden »111«" in lines[0]
    assert "Angiv kodelisten med --codes" in lines[-1]


def test_all_spells_on_support_make_one_curve(files: list[str], tmp_path: Path) -> None:
    out = tmp_path / "curve.csv"
    given = ["--from-week", "2022-W01", "--min-group", 0, "--out", out]
    result = _run("survival", *files, *given)
    assert result.exit_code == 0, result.stderr
    assert "Perioder på ydelse: 2. Udeladt, fordi begyndelsen ligger før registret: 0." in (
        result.stdout
    )
    rows = pyarrow.csv.read_csv(out).to_pylist()
    # From 2022-W10 to the first week without: 2024-W09 and 2024-W21.
    assert [(row["week"], row["at_risk"], row["exits"], row["survival"]) for row in rows] == [
        (0, 2, 0, 1.0),
        (103, 2, 1, 0.5),
        (115, 1, 1, 0.0),
    ]


def test_one_course_is_explained_from_two_files(files: list[str]) -> None:
    result = _run("explain", "2", *files, "--definitions", "self_support_3m")
    assert result.exit_code == 0, result.stderr
    # It ends on 31 March 2024, and three months later, on 30 June, it is W26.
    assert "2024-W26" in result.stdout
    assert "(education SU)" in result.stdout
