"""Gives every test run one real PostgreSQL, started when the first test asks for it."""

import gc
import os
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]  # none published

# pytest names a test module after its path (standalone/tests is standalone.tests) and would
# take the folder above for the package; it does not when the package is already there.
import standalone  # noqa: F401 - see above

_VARIABLE = "PEJLING_TEST_DATABASE_URL"


_INSTALLATIONS = ("tests/apart", "tests/run", "tests", "standalone")
"""Folders whose tests start whole installations: of each folder, one after the other."""
_OF_THEIR_OWN = frozenset(
    f"tests/test_{name}.py"
    for name in ("backup", "event_shapes", "house", "matrix", "operations", "the_repository")
)
"""Files in those folders that start none, or one that waits for most of its time."""
_BY_CASE = "tests/test_anything_sent.py"
"""A file of a few long cases in processes of their own, which any worker may take."""
_BEGUN_FIRST = ("tests/test_backup.py", *reversed(_INSTALLATIONS), "tests/test_matrix.py", _BY_CASE)
"""The longest, so that no worker is left with one of them when the others are done."""


class _Sharing(LoadScopeScheduling):  # type: ignore[misc]  # as above
    """Gives workers that share the tests a file at a time, or a folder, or a case.

    Its own way of naming groups, by a marker, is lost on pytest 9.2: it then gives out each test by
    itself, and every worker starts every installation.
    """

    def _split_scope(self, nodeid: str) -> str:
        return _group(nodeid)


def _group(nodeid: str) -> str:
    file = nodeid.partition("::")[0]
    if file == _BY_CASE:
        return nodeid
    if file in _OF_THEIR_OWN:
        return file
    return next((each for each in _INSTALLATIONS if file.startswith(f"{each}/")), file)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> _Sharing:  # noqa: ANN401 - its own
    """Share the tests out by what they start."""
    return _Sharing(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest; the order is otherwise as it was drawn."""
    items.sort(key=lambda item: _turn(_group(item.nodeid).partition("::")[0]))


def _turn(group: str) -> int:
    return _BEGUN_FIRST.index(group) if group in _BEGUN_FIRST else len(_BEGUN_FIRST)


def pytest_collection() -> None:
    """Collect no garbage while thousands of tests and all that they import come to stay."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Set aside what has come to stay, so that it is not looked through again and again."""
    gc.collect()
    gc.freeze()
    gc.enable()


def pytest_unconfigure() -> None:
    """DuckDB's binding calls what is still set aside at the very end a leak, in dozens of lines."""
    gc.unfreeze()


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The administrator's URL of the run's PostgreSQL: a throw-away one unless named by us."""
    named = os.environ.get(_VARIABLE)
    with ExitStack() as stack:
        if named:
            yield named
            return
        from standalone.throw_away import throw_away_postgres  # noqa: PLC0415 - pay only on use

        url = stack.enter_context(throw_away_postgres())
        os.environ[_VARIABLE] = url
        try:
            yield url
        finally:
            del os.environ[_VARIABLE]
