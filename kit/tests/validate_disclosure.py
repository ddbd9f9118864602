"""All three hundred random tables attacked, and more municipalities over twelve releases.

Run by `make validate`: ``pytest kit/tests/validate_disclosure.py``.
"""

import pytest

from kit.testing.attacking import attack

from .test_disclosure_attacks import TABLES, attack_tables, twelve_months

BUNDLES = 12


@pytest.mark.parametrize("bundle", range(BUNDLES))
def test_no_hidden_count_of_three_hundred_tables_can_be_told(bundle: int) -> None:
    attack_tables(range(bundle, TABLES, BUNDLES))


@pytest.mark.parametrize("seed", range(10, 30))
def test_twelve_releases_of_twenty_municipalities_tell_no_hidden_count(seed: int) -> None:
    share = (0.05, 0.15, 0.3, 0.6)[seed % 4]
    releases, places, _ = twelve_months(seed, 3 + seed % 7, 2 + seed % 4, share)
    assert attack(releases, places, parts=2, limit=5) == []
