"""`pejling effects measure --release`: files for publishing, that give away nothing hidden."""

import csv
from collections import defaultdict
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from effects.commands import commands
from kit.disclosure import ALL
from kit.testing.attacking import attack

from .factories import random_registers

Rows = list[dict[str, str]]


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """Register files of a small municipality, as arguments."""
    written = random_registers(5, citizens=300)
    for name, content in written.items():
        (tmp_path / f"{name}.csv").write_text(content, encoding="utf-8")
    return [f"--{name}={tmp_path / f'{name}.csv'}" for name in written]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(commands, ["measure", *arguments])


def released(files: list[str], out: Path, *options: str) -> Rows:
    result = run(*files, "--release", f"--out={out}", *options)
    assert result.exit_code == 0, result.output
    assert "kan ikke regnes ud" in " ".join(result.output.split())
    with out.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(("audience", "limit"), [("staff", 5), ("public", 10)])
def test_a_released_file_gives_away_no_hidden_count(
    files: list[str], tmp_path: Path, audience: str, limit: int
) -> None:
    rows = released(files, tmp_path / "out.csv", f"--audience={audience}")
    tables: defaultdict[str, dict[tuple[str, str], dict[str, str]]] = defaultdict(dict)
    for row in rows:
        tables[row["definition"]][row["offer_id"] or ALL, row["target_group"] or ALL] = row
    assert len(tables) == 10
    shown_at_all = 0
    for definition, places in tables.items():
        shown = {
            place: (int(row["numerator"]), int(row["n"]) - int(row["numerator"]))
            for place, row in places.items()
            if row["suppressed"] == "false"
        }
        shown_at_all += len(shown)
        assert attack([shown], list(places), parts=2, limit=limit) == [], definition
        for row in places.values():
            if row["suppressed"] == "true":
                assert not any(row[name] for name in ("n", "citizens", "value", "left_the_count"))
            else:
                assert int(row["citizens"]) >= limit
    assert shown_at_all > 10


def test_profiles_are_released_to_staff_alone(files: list[str], tmp_path: Path) -> None:
    rows = released(files, tmp_path / "out.csv", "--views=offers,profiles")
    assert {row["view"] for row in rows} == {"offers", "profiles"}
    assert any(row["age_band"] and row["suppressed"] == "false" for row in rows)
    for wrong in (("--audience=public", "--views=profiles"), ("--views=anything",), ("--views=",)):
        refused = run(*files, "--release", *wrong)
        assert refused.exit_code == 2
        assert "--views" in refused.output
