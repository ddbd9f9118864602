"""The ``pejling`` command loads what it is asked for, and no more."""

import subprocess
import sys

import pytest

LOADED = (
    "import sys; from kit.commands import build; build({asked!r});"
    "print(*sorted({{name.partition('.')[0] for name in sys.modules}}"
    " & {{'gateway', 'visitation', 'effects', 'standalone', 'uvicorn'}}))"
)


def loaded(asked: str | None) -> set[str]:
    code = LOADED.format(asked=asked)
    return set(subprocess.check_output([sys.executable, "-c", code], text=True).split())


@pytest.mark.parametrize(
    ("asked", "expected"),
    [("effects", {"effects"}), ("serve", set()), ("work", set()), ("run", {"standalone"})],
)
def test_only_what_is_asked_for_is_loaded(asked: str, expected: set[str]) -> None:
    assert loaded(asked) & {"effects", "standalone"} == expected


def test_help_lists_every_part() -> None:
    assert {"effects", "gateway", "standalone"} <= loaded("--help")
