"""The house's rules about the repository as a whole."""

from pathlib import Path

import pytest

from kit.testing import house
from standalone import documents

ROOT = Path(__file__).parents[1]


@pytest.mark.house
def test_nobody_commits_but_the_kit() -> None:
    assert house.commits_outside_the_kit(ROOT) == []


@pytest.mark.house
def test_the_page_of_definitions_is_what_is_computed() -> None:
    committed = (ROOT / "docs" / "definitions.md").read_text(encoding="utf-8")
    assert committed == documents.definitions_page(), "run: make openapi"
