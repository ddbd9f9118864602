"""The ``pejling`` command loads what it is asked for, and no more."""

import subprocess
import sys

import pytest

LOADED = (
    "import sys; from kit.commands import build; build({asked!r});"
    "print(*sorted({{name.partition('.')[0] for name in sys.modules}}"
    " & {{'gateway', 'visitation', 'effects', 'standalone', 'uvicorn'}}))"
)

LARGE = {"fastapi", "httpx", "joserfc", "numpy", "sqlalchemy", "structlog"}
LOADED_TO_ANSWER = (
    "import sys; from kit import commands; sys.argv[1:] = {words!r}\n"
    "try: commands.main()\n"
    "except SystemExit: print(*{{name.partition('.')[0] for name in sys.modules}})"
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


@pytest.mark.parametrize(
    "words", [["up", "--no-nginx", "--service", "nobody"], ["restart", "--help"], ["run", "--help"]]
)
def test_what_is_refused_or_explained_is_said_before_anything_large_is_loaded(
    words: list[str],
) -> None:
    code = LOADED_TO_ANSWER.format(words=words)
    said = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.splitlines()[-1]
    assert "standalone" in said.split()
    assert not LARGE & set(said.split())


@pytest.mark.parametrize("service", ["contracts", "effects", "gateway", "surveys", "visitation"])
def test_a_worker_loads_no_routes(service: str) -> None:
    code = f"import sys; import {service}.work; print(*sys.modules)"
    said = subprocess.check_output([sys.executable, "-c", code], text=True).split()
    assert f"{service}.settings" in said
    assert not [name for name in said if name.startswith(service) and name.endswith("routes")]
