"""What cannot be asked of `pejling effects` is refused in Danish, and no CPR number repeated."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from effects.commands import commands

from . import factories

CPR = "0701901234"


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """A small municipality's files as arguments."""
    for name, text in factories.random_registers(5, citizens=8).items():
        (tmp_path / f"{name}.csv").write_bytes(text.encode())
    names = ("courses", "support", "codes", "hours")
    return [f"--{name}={tmp_path / name}.csv" for name in names]


def _run(*arguments: object) -> Result:
    return CliRunner().invoke(commands, [str(argument) for argument in arguments])


WRONG: list[tuple[str, list[str], str]] = [
    ("measure", ["--as-of", "2024-W31-3"], "--as-of: »2024-W31-3« er ikke en dato"),
    ("measure", ["--as-of", "20240731"], "er ikke en dato"),
    ("measure", ["--as-of", "2024-02-30"], "er ikke en dato"),
    ("measure", ["--as-of", "1990-01-01"], "slutter, før den begynder"),
    ("measure", ["--as-of", CPR], "er ikke en dato"),
    ("measure", ["--from-week", CPR], "er ikke en ISO-uge"),
    ("measure", ["--min-hours", CPR], "er ikke et tal"),
    ("measure", ["--definitions", CPR], "findes ikke"),
    ("measure", ["--definitions", "none.toml"], "none.toml"),
    ("measure", ["--min-group", "-1"], "--min-group"),
    ("measure", ["--by", "none"], "ingen kolonne »none«"),
    ("measure", ["--by", "definition"], "navnet på et resultat"),
    ("measure", ["--register", "."], "angiv enten mappen eller filerne"),
    ("describe", ["--by", "none", "--within", ""], "ingen kolonne »none«"),
    ("describe", ["--within", "match_group"], "--within: match_group"),
    ("describe", ["--min-group", "-1"], "--min-group"),
    ("survival", ["--by", "age_band"], "ingen kolonne »age_band«"),
    ("survival", ["--min-group", "-1"], "--min-group"),
    ("explain", [CPR], "er ikke et forløb i filen"),
    ("explain", ["none"], "»none« er ikke et forløb i filen"),
]


@pytest.mark.parametrize(("command", "wish", "said"), WRONG)
def test_a_wrong_wish_is_refused_in_one_danish_line_and_no_file(
    files: list[str], tmp_path: Path, command: str, wish: list[str], said: str
) -> None:
    out = tmp_path / "out.csv"
    written = [] if command == "explain" else [f"--out={out}"]
    result = _run(command, *files, *written, *wish)
    assert result.exit_code == 2
    assert said.lower() in result.stderr.lower()
    assert len(result.stderr.splitlines()) == 1
    assert CPR not in result.output
    assert not out.exists()
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([], "--courses og --support er ikke angivet"),
        (["--register", "none"], "der er intet pakket register"),
    ],
)
def test_without_files_or_a_register_nothing_is_done(
    tmp_path: Path, given: list[str], said: str
) -> None:
    for command in ("measure", "describe", "survival"):
        more = ["--definitions", "self_support_1m"] if command == "measure" else []
        result = _run(command, *given, *more, "--out", tmp_path / "out.csv")
        assert (result.exit_code, result.stdout) == (2, "")
        assert said in result.stderr


def test_no_mistake_of_a_file_repeats_a_personal_number(files: list[str], tmp_path: Path) -> None:
    courses = tmp_path / "courses.csv"
    with courses.open("a", encoding="utf-8", newline="") as file:
        file.write(f"x,{CPR},{CPR[:6]}-{CPR[6:]},p,t,,999,{CPR},,,,{CPR}\n")
    for command in ("measure", "describe", "pack"):
        result = _run(command, *files, "--out", tmp_path / "o.csv")
        assert result.exit_code == 2
        assert "ligner et personnummer" in result.output
        assert CPR[6:] not in result.output
