"""Gives every test run one real PostgreSQL, started when the first test asks for it."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

# pytest names a test module after its path (standalone/tests is standalone.tests) and would
# take the folder above for the package; it does not when the package is already there.
import standalone  # noqa: F401 - see above

_VARIABLE = "PEJLING_TEST_DATABASE_URL"


_INSTALLATIONS = frozenset({"standalone", "tests"})
"""Folders whose tests start whole installations: of each folder, one after the other."""
_OF_THEIR_OWN = frozenset(
    Path("tests", f"test_{name}.py")
    for name in ("backup", "event_shapes", "house", "matrix", "operations", "the_repository")
)
"""Files in those folders that start none, or one that waits for most of its time."""
_BY_CASE = frozenset({Path("tests", "test_anything_sent.py")})
"""Files of a few long cases in processes of their own, which any worker may take."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let workers that share the tests take a file each, or a folder, or a case."""
    root = Path(__file__).parent
    for item in items:
        path = item.path.relative_to(root)
        if path in _BY_CASE:
            group = item.nodeid
        elif path.parts[0] in _INSTALLATIONS and path not in _OF_THEIR_OWN:
            group = path.parts[0]
        else:
            group = str(path)
        item.add_marker(pytest.mark.xdist_group(group))


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
