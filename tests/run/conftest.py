"""One `pejling run` on a copy of the demonstration, for all who ask a running Pejling."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ..demonstrations import copied, remove  # noqa: TID252 - test folders are no packages
from ..running import Running  # noqa: TID252 - as above


class Runs:
    """One data folder for all of them, at work whenever somebody asks for it."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._current: Running | None = None

    def up(self) -> Running:
        """The run at work; a new one where a test has ended the last."""
        if self._current is None or self._current.process.poll() is not None:
            self._current = Running(self._data)
            self._current.wait_until_ready()
        return self._current

    def end(self) -> None:
        if self._current is not None and self._current.process.poll() is None:
            self._current.stop()


@pytest.fixture(scope="package")
def runs(demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runs]:
    data = copied(demonstration, tmp_path_factory.mktemp("run") / "data på en mappe")
    shared = Runs(data)
    try:
        yield shared
    finally:
        shared.end()
        remove(data)


@pytest.fixture
def running(runs: Runs) -> Running:
    return runs.up()
