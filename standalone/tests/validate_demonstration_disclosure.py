"""A year of the whole demonstration's released figures, attacked with all families together.

Run by `make validate`: ``pytest standalone/tests/validate_demonstration_disclosure.py``.
"""

from datetime import date

import pytest

from effects.releases.grounds import Audience
from standalone.demonstration.generate import generate
from standalone.demonstration.municipality import Municipality

from .demonstration_releases import LIMITS, Released, attack_released, find_closed, release_each

MONTHS = [*(date(2025, month, 28) for month in (11, 12)),
          *(date(2026, month, 28) for month in range(1, 11))]  # fmt: skip


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Municipality:
    """The whole demonstration municipality."""
    return generate(tmp_path_factory.mktemp("files"), as_of="2026-W45")


@pytest.fixture(scope="module")
def released(files: Municipality, tmp_path_factory: pytest.TempPathFactory) -> list[Released]:
    """Twelve releases of it; the hours have not got so far as the weeks in most."""
    return release_each(files.courses.parent, MONTHS, folder=tmp_path_factory.mktemp("room"))


@pytest.mark.parametrize("audience", LIMITS)
@pytest.mark.parametrize("months", [1, 12])
def test_a_year_of_releases_of_the_demonstration_tells_no_hidden_number(
    released: list[Released], audience: Audience, months: int
) -> None:
    assert attack_released(released[:months], audience) == []


@pytest.mark.parametrize("audience", LIMITS)
def test_nor_do_they_to_somebody_who_knows_where_there_can_be_nobody(
    files: Municipality, released: list[Released], audience: Audience
) -> None:
    closed = find_closed(files.offers, released)
    assert attack_released(released, audience, closed=closed) == []
