"""The way to the ranked guide in Chromium with an empty cache, beside a page with nothing on it."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from deploy.bootstrapping.running_system import DEMO, URL, running_system

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 7
_READER = "caseworker"


def run(scale: str | None) -> dict[str, Any]:
    """Measure; ``scale`` is how many times each page is loaded.

    A system is started with the demonstration in it, unless PEJLING_E2E_URL and PEJLING_E2E_DEMO
    say where one runs. The frontend must have been built (`make run` does).
    """
    rounds = int(scale or ROUNDS)
    if URL in os.environ:
        return _measured(os.environ[URL], Path(os.environ[DEMO]), rounds)
    with running_system(ROOT) as told:
        return _measured(told[URL], Path(told[DEMO]), rounds)


def _measured(address: str, demo: Path, rounds: int) -> dict[str, Any]:
    users = json.loads(demo.read_text(encoding="utf-8"))["users"]
    reader = next(user for user in users if user["role"] == _READER)
    node = shutil.which("node") or "node"
    done = subprocess.run(
        [
            *(node, "scripts/measure-page.mjs", address),
            *(reader["username"], reader["password"], str(rounds)),
        ],
        cwd=ROOT / "frontend",
        check=True,
        capture_output=True,
        text=True,
    )
    loads: dict[str, dict[str, int]] = json.loads(done.stdout)
    nothing = loads["nothing"]["there_ms"]
    return {
        "scale": {"loads_of_each": rounds},
        **loads,
        "times_a_page_with_nothing": {
            name: round(loads[name]["there_ms"] / nothing, 1) for name in ("wide", "phone")
        },
        "agree": loads["wide"]["requests"] == loads["phone"]["requests"],
    }
