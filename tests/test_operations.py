"""`docs/operations.md` names commands, settings, metrics and log lines that there are."""

import re
from pathlib import Path

import pytest
import yaml
from typer.main import get_command

from kit import commands, health
from standalone.backup import KEYS
from standalone.databases import SERVICES

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "operations.md").read_text()
_CALL = re.compile(r"(?:\.venv/bin/pejling|--no-deps operations|`pejling) ([a-z][^`\n|&;]*)")


def calls() -> list[list[str]]:
    """The words of every call of `pejling` on the page, as far as they are fixed."""
    found = []
    for match in _CALL.finditer(PAGE):
        words = re.sub(r'"[^"]*"|<[^>]*>(:work)?', "x", match[1]).split()
        found.append([word for word in words if word not in {"…", "$"}])
    return found


@pytest.mark.parametrize("words", calls(), ids=" ".join)
def test_a_command_on_the_page_is_understood(words: list[str]) -> None:
    command = get_command(commands.build(words[0]))
    rest = list(words)
    while rest and rest[0] in getattr(command, "commands", {}):
        command = command.commands[rest.pop(0)]  # type: ignore[attr-defined] # looked for right before
    assert not hasattr(command, "commands"), f"no such command: {words}"
    known = {name for parameter in command.params for name in parameter.opts}
    assert {word for word in rest if word.startswith("--")} <= known


def test_every_key_that_must_be_kept_is_named() -> None:
    for name in KEYS:
        assert name in PAGE or name.replace(name.partition("_")[0], "<service>") in PAGE


def test_metrics_and_log_lines_on_the_page_are_in_the_code() -> None:
    registry = health.Metrics().registry
    made = {sample.name for family in registry.collect() for sample in family.samples}
    made |= {family.name for family in registry.collect()} | {"http_requests_total"}
    told = set(re.findall(r"^\| `([a-z_]+)[`{]", PAGE.partition("| metric |")[2], re.MULTILINE))
    lines = set(re.findall(r"`([a-z_]+)`", PAGE.partition("| log line |")[2].partition("\n\n")[0]))
    code = "".join(
        path.read_text()
        for folder in ("kit/kit", "standalone/standalone", *(f"services/{n}/{n}" for n in SERVICES))
        for path in (ROOT / folder).rglob("*.py")
    )
    assert {"database_up", "jobs", "feed_heard_seconds"} <= told
    for name in told - lines:
        assert name in made, name
    assert "audit_log_broken" in lines
    for name in lines:
        assert f'"{name}"' in code, name


def test_every_container_and_file_on_the_page_is_there() -> None:
    composed = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    for name in ("nginx", "gateway", "operations", "keycloak"):
        assert name in composed["services"]
    for path in re.findall(r"`((?:tests|services|kit)/[a-z_/]+\.py)`", PAGE):
        assert (ROOT / path).is_file(), path
