"""Runs a page of documentation as its reader would, and says what was not as the page says."""

import json
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .running import scratch_environment

ROOT = Path(__file__).parents[1]
LONGEST_SECONDS = 400

# Notes each answer's status behind the reader's back; the commands themselves run as written.
PRELUDE = r"""set -euo pipefail
curl() { command curl --noproxy '*' -w '%{stderr}%{http_code}\n' "$@" 2>> "$STATUSES"; }
"""


@dataclass(frozen=True)
class Block:
    """One `sh` block: its commands, the statuses in its comments, and the answer shown below it."""

    heading: str
    commands: str
    statuses: list[str]
    answer: Any


@dataclass(frozen=True)
class Installation:
    """A running Pejling with the demonstration loaded."""

    address: str
    data: Path

    def environment(self) -> dict[str, str]:
        return scratch_environment(self.data) | {"BASE": self.address}


def blocks_of(page: str) -> list[Block]:
    """The page's `sh` blocks in order, each with the `json` block that follows it directly."""
    found = []
    heading = ""
    fences = r"^## ([^\n]+)$|^```sh\n(.*?)^```$(?:\n\n```json\n(.*?)^```$)?"
    for match in re.finditer(fences, page, re.MULTILINE | re.DOTALL):
        if match[1]:
            heading = match[1]
            continue
        statuses = re.findall(r"  # (\d{3})$", match[2], re.MULTILINE)
        answer = json.loads(match[3]) if match[3] else None
        found.append(Block(heading, match[2], statuses, answer))
    return found


def fits(shown: Any, answered: Any) -> bool:  # noqa: ANN401 - any JSON
    """Whether an answer is what the page shows of it; `…` stands for anything but nothing."""
    if shown == "…":
        return answered not in (None, "")
    if isinstance(shown, dict):
        return isinstance(answered, dict) and all(
            name in answered and fits(value, answered[name]) for name, value in shown.items()
        )
    if isinstance(shown, list) and shown:
        return isinstance(answered, list) and any(fits(shown[0], each) for each in answered)
    return bool(shown == answered)


def run_page(page: str, installation: Installation, folder: Path) -> list[str]:
    """Run all blocks in one bash; what was not as the page says, one line each."""
    blocks = blocks_of(page)
    script = PRELUDE + "".join(
        f'export STATUSES="$RESULTS/{number}.statuses"; : > "$STATUSES"\n'
        f'exec > "$RESULTS/{number}.out"\n{block.commands}'
        for number, block in enumerate(blocks)
    )
    done = subprocess.run(
        ["bash", "-c", script],  # noqa: S607 - the reader's own bash
        cwd=ROOT,
        env=installation.environment() | {"RESULTS": str(folder), "TMPDIR": str(folder)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=LONGEST_SECONDS,
    )
    wrong = []
    for number, block in enumerate(blocks):
        result = folder / f"{number}.statuses"
        if not result.exists():
            break
        statuses = [
            line for line in result.read_text().splitlines() if re.fullmatch(r"\d{3}", line)
        ]
        if statuses != (block.statuses or ["200"] * len(statuses)):
            wrong.append(f"{block.heading}: block {number} answered {statuses}")
        printed = (folder / f"{number}.out").read_text(encoding="utf-8")
        if block.answer is not None and not fits(block.answer, first_json(printed)):
            wrong.append(f"{block.heading}: block {number} printed {printed}")
    if done.returncode != 0:
        wrong.append(f"the last block ended with {done.returncode}: {done.stderr}")
    return wrong


def first_json(printed: str) -> Any:  # noqa: ANN401 - any JSON
    try:
        return json.JSONDecoder().raw_decode(printed.lstrip())[0]
    except ValueError:
        return None
