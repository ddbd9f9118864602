"""One request, one transaction, one commit in the repository."""

from pathlib import Path

import pytest

from kit.testing import house


@pytest.mark.house
def test_nobody_commits_but_the_kit() -> None:
    assert house.commits_outside_the_kit(Path(__file__).parents[1]) == []
