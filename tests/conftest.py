"""The demonstration municipality, at rest and with its services apart."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from .demonstrations import copied, loaded_demonstration, remove
from .towns import Town, town_apart


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the demonstration municipality, loaded and at rest; never changed."""
    return loaded_demonstration(tmp_path_factory.getbasetemp())


@pytest.fixture(scope="module")
def town(demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The demonstration with its services apart, to change at will; gone with the module."""
    data = copied(demonstration, tmp_path_factory.mktemp("loop") / "data")
    try:
        with town_apart(data) as town:
            yield town
    finally:
        remove(data)
