"""A year of the whole demonstration's released figures, attacked with all families together.

Run by `make validate`: ``pytest standalone/tests/validate_demonstration_disclosure.py``.
"""

from datetime import date

import pytest

from effects.releases.grounds import Audience
from standalone.demonstration.generate import generate

from .demonstration_releases import LIMITS, Released, attack_released, release_each

MONTHS = [*(date(2025, month, 28) for month in (11, 12)),
          *(date(2026, month, 28) for month in range(1, 11))]  # fmt: skip


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> list[Released]:
    """Twelve releases of the whole demonstration municipality."""
    files = generate(tmp_path_factory.mktemp("files"), as_of="2026-W45")
    return release_each(files.courses.parent, MONTHS, folder=tmp_path_factory.mktemp("room"))


@pytest.mark.parametrize("audience", LIMITS)
@pytest.mark.parametrize("months", [1, 12])
def test_a_year_of_releases_of_the_demonstration_tells_no_hidden_number(
    released: list[Released], audience: Audience, months: int
) -> None:
    assert attack_released(released[:months], audience) == []
