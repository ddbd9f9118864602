"""The house's rules about the repository as a whole."""

import ast
import runpy
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from kit.testing import house
from standalone import documents

ROOT = Path(__file__).parents[1]
HOOK = runpy.run_path(str(ROOT / "deploy" / "refuse_secrets.py"))
"""The commit hook, which is a program and no package."""


@pytest.mark.house
def test_nobody_commits_but_the_kit() -> None:
    assert house.commits_outside_the_kit(ROOT) == []


@pytest.mark.house
def test_the_page_of_definitions_is_what_is_computed() -> None:
    committed = (ROOT / "docs" / "definitions.md").read_text(encoding="utf-8")
    assert committed == documents.definitions_page(), "run: make openapi"


@pytest.mark.house
def test_the_file_by_which_others_find_us_says_what_its_standard_asks_for() -> None:
    told = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))
    asked = {"publiccodeYmlVersion", "name", "developmentStatus", "softwareType", "platforms"}
    assert asked | {"description", "legal", "maintenance", "localisation"} <= told.keys()
    assert told["legal"]["license"] == "EUPL-1.2"
    for language in told["localisation"]["availableLanguages"]:
        words = told["description"][language]
        assert len(words["shortDescription"]) <= 150
        assert 150 <= len(words["longDescription"]) <= 10_000
        assert words["features"]


@pytest.mark.house
def test_no_committed_file_holds_a_key_a_secret_or_a_persons_number() -> None:
    git = shutil.which("git")
    assert git is not None
    listed = subprocess.run([git, "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    paths = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    looked_at = [path for path in paths if "tests" not in path.parts and path.is_file()]
    assert len(looked_at) > 100
    found = {str(path): HOOK["mistakes_in"](path.read_bytes()) for path in looked_at}
    assert {path: mistakes for path, mistakes in found.items() if mistakes} == {}


@pytest.mark.parametrize(
    ("content", "mistake"),
    [
        (b"-----BEGIN PRIVATE KEY-----\nMII", "en privat nøgle"),
        (b"-----BEGIN EC PRIVATE KEY-----\nMII", "en privat nøgle"),
        (b'{"kty": "EC", "d": "' + b"a" * 43 + b'"}', "en privat JWK"),
        (b"SECRET=pejl_" + b"a" * 43, "en klients hemmelighed"),
        (b"Borger: 010160-1234.", "noget, der ligner et CPR-nummer"),
        (b"Borger: 610160-1234. Tlf. 12345678, 2026-11-22", None),
    ],
)
def test_what_must_not_be_committed_is_seen(content: bytes, mistake: str | None) -> None:
    assert HOOK["mistakes_in"](content) == ([mistake] if mistake else [])


def lines_of_code(path: Path) -> int:
    """Lines that hold code: blank ones, comments and docstrings are not counted."""
    text = path.read_text(encoding="utf-8")
    said = {
        number
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
        for number in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    }
    return sum(
        bool(line.strip()) and not line.lstrip().startswith("#") and number not in said
        for number, line in enumerate(text.splitlines(), 1)
    )


@pytest.mark.house
def test_the_kit_stays_small() -> None:
    kit = ROOT / "kit" / "kit"
    counted = [path for path in kit.rglob("*.py") if "testing" not in path.parts]
    # 3,950 of the ground, 710 of rows in bulk, some 1,070 of disclosure, 60 of erasure, and what
    # decision 0016 says of the rest.
    assert sum(map(lines_of_code, counted)) <= 6_150
