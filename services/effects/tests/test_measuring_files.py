"""`pejling effects measure` as an analyst meets it: files in, results or a refusal out."""

from collections.abc import Callable
from pathlib import Path
from random import Random

import pyarrow.csv
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner, Result

from effects.commands import commands
from effects.definitions import DEFINITIONS
from effects.kernel import RESULT_COLUMNS

from . import slow_reading
from .random_registers import Files, draw_register, month_text, week_text, write_files
from .slow_reading import Register

NAMES = [definition.name for definition in DEFINITIONS]
WITHOUT_HOURS = [definition.name for definition in DEFINITIONS if not definition.reads_hours]

Run = Callable[..., Result]


@pytest.fixture(scope="module")
def register() -> Register:
    return draw_register(Random(7))  # noqa: S311 - a seeded register, no secret


@pytest.fixture
def files(register: Register, tmp_path: Path) -> Files:
    return write_files(register, tmp_path)


def _run(*arguments: object) -> Result:
    return CliRunner().invoke(commands, ["measure", *(str(argument) for argument in arguments)])


@pytest.fixture
def run(files: Files) -> Run:
    """Runs the command on the register's files, with and without hours."""

    def run_(*arguments: object, hours: bool = True) -> Result:
        given = ["--courses", files.courses, "--support", files.support, "--codes", files.codes]
        if hours:
            given += ["--hours", files.hours]
        return _run(*given, *arguments)

    return run_


def _parts(folder: Path) -> list[str]:
    return [file.name for file in folder.iterdir() if file.name.startswith((".", "out"))]


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_the_file_written_holds_every_cell_of_the_slow_reading(
    run: Run, register: Register, tmp_path: Path, suffix: str
) -> None:
    out = tmp_path / f"out{suffix}"
    coverage = ["--from-week", week_text(register.coverage[0])]
    coverage += ["--to-week", week_text(register.coverage[1])]
    if register.hours_coverage:
        coverage += ["--from-month", month_text(register.hours_coverage[0])]
        coverage += ["--to-month", month_text(register.hours_coverage[1])]
    by = "offer_id,target_group"
    result = run(
        "--by", by, "--out", out, "--min-group", 0, "--min-hours", register.min_hours, *coverage
    )
    assert result.exit_code == 0, result.stderr
    table = pq.read_table(out) if suffix == ".parquet" else pyarrow.csv.read_csv(
        out, convert_options=pyarrow.csv.ConvertOptions(column_types={"offer_id": "string"})
    )  # fmt: skip
    assert tuple(table.column_names) == ("offer_id", "target_group", *RESULT_COLUMNS)
    slow = slow_reading.results(register, ("offer_id", "target_group"))
    assert table.num_rows == len(slow)
    for row in table.to_pylist():
        cell = slow[row["offer_id"], row["target_group"], row["definition"]]
        assert {column: row[column] for column in cell} == pytest.approx(cell, nan_ok=True)
    assert _parts(tmp_path) == [out.name]


def test_coverage_is_printed_and_taken_from_the_files_extremes(run: Run, tmp_path: Path) -> None:
    first, last = "2020-W44", "2021-W38"
    result = run("--out", tmp_path / "out.csv")
    assert (
        f"Dækning: ydelser fra {first} til {last}; løntimer fra 2020-10 til 2021-09"
        in result.stdout
    )
    given = run("--out", tmp_path / "out.csv", "--to-week", "2021-W20", "--to-month", "2021-03")
    assert f"ydelser fra {first} til 2021-W20; løntimer fra 2020-10 til 2021-03" in given.stdout


def test_small_groups_are_hidden_by_default_and_the_output_says_for_whom_it_is(
    run: Run, tmp_path: Path
) -> None:
    out = tmp_path / "out.parquet"
    result = run("--out", out)
    assert "færre end 5 forskellige borgere" in result.stdout
    assert "ikke til offentliggørelse" in result.stdout
    for row in pq.read_table(out).to_pylist():
        assert row["suppressed"] == (row["n"] is None)
        assert row["citizens"] is None or row["citizens"] >= 5
    assert "Intet er skjult" in run("--out", out, "--min-group", 0).stdout


def test_without_a_file_the_results_are_a_table_on_screen(run: Run) -> None:
    result = run(
        "--by", "target_group", "--min-group", 0, "--definitions", "business_oriented_share"
    )
    assert result.exit_code == 0
    assert "Virksomhedsrettet andel" in result.stdout
    assert "80,0 %" in result.stdout
    assert "37,6–96,4" in result.stdout
    assert "skjult" in run("--by", "target_group", "--min-group", 99).stdout


def test_without_hours_the_definitions_that_read_them_are_refused_by_name(
    run: Run, tmp_path: Path
) -> None:
    out = tmp_path / "out.csv"
    for asked in ([], ["--definitions", "employed_6m,self_support_1m"]):
        result = run("--out", out, *asked, hours=False)
        assert result.exit_code == 2
        assert "employed_6m" in result.stderr
        assert "--hours" in result.stderr
    assert ",".join(WITHOUT_HOURS) in run(hours=False).stderr
    assert not out.exists()
    assert run("--out", out, "--definitions", ",".join(WITHOUT_HOURS), hours=False).exit_code == 0
    names = pyarrow.csv.read_csv(out).column("definition").to_pylist()
    assert sorted(set(names)) == sorted(WITHOUT_HOURS)


def test_bad_files_are_refused_together_and_leave_no_file(
    run: Run, files: Files, tmp_path: Path
) -> None:
    with files.courses.open("a", encoding="utf-8", newline="\r\n") as courses:
        courses.write("x,99,1,o,p,t,,999,2023-02-29,,,,true\n")
    with files.hours.open("a", encoding="utf-8", newline="\r\n") as hours:
        hours.write("1,2024-13,1\n")
    with files.support.open("a", encoding="utf-8", newline="\r\n") as support:
        support.write("111,0701901234,2021-W53,2021-W53\n")
    out = tmp_path / "out.csv"
    result = run("--out", out)
    assert result.exit_code == 2
    lines = result.stderr.splitlines()
    rows = len(files.courses.read_text(encoding="utf-8").splitlines()) - 1
    assert f"courses.csv, række {rows} (linje {rows + 1}), starts_on: »2023-02-29«" in lines[0]
    assert lines[1].startswith("hours.csv, række")
    assert lines[2].startswith("support.csv, række")
    assert "2021 har 52 uger" in result.stderr
    assert "0701901234" not in result.output
    assert _parts(tmp_path) == []


def test_a_refusal_leaves_an_older_result_as_it_was(run: Run, files: Files, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    assert run("--out", out).exit_code == 0
    before = out.read_bytes()
    files.codes.write_text("code,class\n", encoding="utf-8")
    assert run("--out", out).exit_code == 2
    assert out.read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--by", "nope"], "ingen kolonne »nope«"),
        (["--by", "offer_id,offer_id"], "nævnt to gange"),
        (["--definitions", "self_support_2m"], "»self_support_2m« findes ikke"),
        (["--definitions", ","], "mindst én definition"),
        (["--from-week", "2021-W53"], "»2021-W53« er ikke en ISO-uge"),
        (["--to-month", "2021-13"], "»2021-13« er ikke en måned"),
        (["--from-week", "2021-W20", "--to-week", "2021-W10"], "slutter, før den begynder"),
        (["--from-month", "2030-01"], "slutter, før den begynder"),
        (["--min-hours", "0"], "--min-hours"),
        (["--min-hours", "nan"], "--min-hours"),
        (["--min-hours", "en"], "--min-hours"),
    ],
)
def test_a_wish_that_cannot_be_is_refused_in_danish(
    run: Run, tmp_path: Path, arguments: list[str], said: str
) -> None:
    result = run("--out", tmp_path / "out.csv", *arguments)
    assert result.exit_code == 2
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert _parts(tmp_path) == []


def test_a_place_that_cannot_be_written_to_is_refused_before_any_work(
    run: Run, files: Files, tmp_path: Path
) -> None:
    for out in (tmp_path / "out.xlsx", tmp_path / "none" / "out.csv", files.courses):
        result = run("--out", out)
        assert result.exit_code == 2
        assert result.stderr.startswith("--out: ")


def test_an_empty_support_file_needs_its_coverage_given(run: Run, files: Files) -> None:
    files.support.write_text("citizen_id,from_week,to_week,code\n", encoding="utf-8")
    assert "--from-week og --to-week" in run().stderr
    assert run("--from-week", "2020-W01", "--to-week", "2022-W01").exit_code == 0


def test_the_command_is_part_of_pejling(files: Files) -> None:
    from kit.commands import build  # noqa: PLC0415 - the core itself needs no kit

    arguments = ["--courses", files.courses, "--support", files.support, "--codes", files.codes]
    result = CliRunner().invoke(build(), ["effects", "measure", *map(str, arguments)])
    assert result.exit_code == 2
    assert "exit_to_job" in result.stderr
