"""``pejling demonstration generate`` writes the files, and says in Danish what it cannot do."""

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from standalone.demonstration.commands import commands

application = typer.Typer()
application.add_typer(commands, name="demonstration")


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(application, ["demonstration", "generate", *arguments])
    return result.exit_code, result.output


def test_the_files_are_written_and_the_week_is_said(tmp_path: Path) -> None:
    code, said = run("--out", str(tmp_path / "by"), "--as-of", "2026-W46", "--scale", "0.002")
    assert code == 0
    assert "2026-W46" in said
    assert len((tmp_path / "by" / "offers.ndjson").read_text(encoding="utf-8").splitlines()) == 60


def test_without_a_week_it_is_the_last_whole_one(tmp_path: Path) -> None:
    assert run("--out", str(tmp_path), "--scale", "0.001")[0] == 0


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--as-of", "2021-W53", "--as-of skal være en ISO-uge som 2026-W46."),
        ("--as-of", "i går", "--as-of skal være en ISO-uge som 2026-W46."),
        ("--scale", "0", "--scale skal være mellem 0,001 og 100."),
        ("--scale", "nan", "--scale skal være mellem 0,001 og 100."),
    ],
)
def test_what_it_cannot_do_is_one_line_and_exit_code_2(
    tmp_path: Path, option: str, value: str, said: str
) -> None:
    code, output = run("--out", str(tmp_path / "by"), option, value)
    assert (code, output.strip()) == (2, said)
    assert not (tmp_path / "by").exists()
