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


_ONE_AFTER_THE_OTHER = frozenset({"standalone", "tests"})
"""Folders whose tests start whole installations: they look for free ports and for orphans."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let workers that share the tests take a file each, and one of them all installations."""
    root = Path(__file__).parent
    for item in items:
        path = item.path.relative_to(root)
        alone = path.parts[0] in _ONE_AFTER_THE_OTHER
        item.add_marker(pytest.mark.xdist_group("installations" if alone else str(path)))


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
