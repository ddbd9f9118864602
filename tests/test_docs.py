"""The page for integrators and its client do what they say, on a system as a reader starts it."""

import json
import os
import queue
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from standalone import ports
from standalone.data_folder import DataFolder
from standalone.database_server import embedded_cluster
from standalone.databases import SERVICES

from . import telling

ROOT = Path(__file__).parents[1]
API_PAGE = ROOT / "docs" / "api.md"
EXAMPLE = ROOT / "examples" / "follow_offers.py"
READY = "Ctrl-C stopper"
PEJLING = [sys.executable, "-c", "from kit.commands import main; main()"]
NEEDED = ("bash", "curl", "openssl", "python3")
MISSING = [program for program in NEEDED if shutil.which(program) is None]

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


def scratch_environment(data: Path) -> dict[str, str]:
    mine = {name: value for name, value in os.environ.items() if not name.startswith("PEJLING_")}
    return mine | {"PEJLING_DATA": str(data), "LC_ALL": "C.UTF-8"}


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    data = tmp_path_factory.mktemp("docs") / "data"
    port = ports.find_free_port()
    process = subprocess.Popen(
        [*PEJLING, "run"],
        env=scratch_environment(data) | {"PEJLING_PORT": str(port)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    )
    lines: queue.Queue[str | None] = queue.Queue()

    def read() -> None:
        assert process.stdout is not None
        for line in process.stdout:
            lines.put(line)
        lines.put(None)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        said: list[str] = []
        while not said or READY not in said[-1]:
            line = lines.get(timeout=240)
            assert line is not None, "".join(said)
            said.append(line)
        yield Installation(f"http://localhost:{port}", data)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=60)
        reader.join(timeout=10)
        assert process.stdout is not None
        process.stdout.close()
        subprocess.run(
            [*PEJLING, "reset", "--yes"],
            env=scratch_environment(data),
            stdout=subprocess.DEVNULL,
            check=False,
        )


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
        timeout=240,
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


@pytest.mark.skipif(bool(MISSING), reason=f"the page needs {', '.join(MISSING)}")
def test_the_page_for_integrators_runs_as_it_stands(
    installation: Installation, tmp_path: Path
) -> None:
    page = API_PAGE.read_text(encoding="utf-8")
    assert len(blocks_of(page)) > 15
    assert run_page(page, installation, tmp_path) == []


def test_a_page_that_is_wrong_is_found_out(installation: Installation, tmp_path: Path) -> None:
    wrong_status = '## A\n\n```sh\ncurl -s "$BASE/api/visitation/v1/offers"\n```\n'
    wrong_answer = (
        '## B\n\n```sh\ncurl -s "$BASE/api/visitation/v1/offers"  # 401\n```\n\n'
        '```json\n{"code": "right_missing"}\n```\n'
    )
    failing = "## C\n\n```sh\nfalse\n```\n"
    found = run_page(wrong_status + wrong_answer + failing, installation, tmp_path)
    assert [line.partition(" ")[0] for line in found] == ["A:", "B:", "the"]


def run_example(
    installation: Installation, folder: Path, *words: str
) -> subprocess.CompletedProcess[str]:
    told = json.loads((installation.data / "demo.json").read_text(encoding="utf-8"))
    client = told["clients"]["jobcenter"]
    return subprocess.run(
        [sys.executable, str(EXAMPLE), "--base", installation.address, *words],
        cwd=folder,
        env=installation.environment()
        | {"PEJLING_CLIENT_ID": client["client_id"]}
        | {"PEJLING_CLIENT_SECRET": client["client_secret"]},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )


def offer_of_the_page() -> dict[str, Any]:
    shown = re.search(
        r"<<'JSON'\n(.*?)^JSON$", API_PAGE.read_text("utf-8"), re.DOTALL | re.MULTILINE
    )
    assert shown is not None
    return dict(json.loads(shown[1]))


def test_the_example_publishes_an_offer_once_and_reads_each_event_once(
    installation: Installation, tmp_path: Path
) -> None:
    offer = offer_of_the_page() | {"id": "eksempel-1"}
    (tmp_path / "offer.json").write_text(json.dumps(offer), encoding="utf-8")
    for _ in range(2):
        published = run_example(installation, tmp_path, "publish", "offer.json")
        assert published.stdout == "eksempel-1 published 2\n", published.stderr
    following = ("follow", "--once", "--position", "position.txt")
    first = run_example(installation, tmp_path, *following).stdout.splitlines()
    assert [line.split()[1:] for line in first if line.endswith(" eksempel-1")] == [
        ["OfferPublished", "eksempel-1"]
    ]
    positions = [int(line.split()[0]) for line in first]
    assert positions == sorted(set(positions))
    assert int((tmp_path / "position.txt").read_text()) >= positions[-1]
    again = run_example(installation, tmp_path, *following)
    assert (again.returncode, again.stdout) == (0, "")


def test_the_example_says_what_an_offer_lacks(installation: Installation, tmp_path: Path) -> None:
    offer = {"id": "eksempel-2", "name": "Jobklub uden indhold"}
    (tmp_path / "offer.json").write_text(json.dumps(offer), encoding="utf-8")
    refused = run_example(installation, tmp_path, "publish", "offer.json")
    assert refused.returncode == 1
    assert "offer_incomplete" in refused.stderr
    assert "/kind: " in refused.stderr


def test_the_example_goes_on_when_the_database_falls(
    installation: Installation, tmp_path: Path
) -> None:
    offer = offer_of_the_page() | {"id": "eksempel-3"}
    (tmp_path / "offer.json").write_text(json.dumps(offer), encoding="utf-8")
    cluster = embedded_cluster(DataFolder(installation.data))
    assert cluster is not None
    os.kill(int((cluster / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    assert not is_ready(installation)
    published = run_example(installation, tmp_path, "publish", "offer.json")
    assert published.stdout == "eksempel-3 published 2\n", published.stderr
    deadline = time.monotonic() + 60
    while not is_ready(installation):
        assert time.monotonic() < deadline
        time.sleep(0.1)


def is_ready(installation: Installation) -> bool:
    """Whether every service finds itself ready, so that the next test meets all of them."""
    with httpx.Client(base_url=installation.address, trust_env=False, timeout=30) as client:
        return all(client.get(f"/api/{service}/ready").is_success for service in SERVICES)


@pytest.mark.house
def test_the_page_of_events_shows_every_event_as_it_is_published() -> None:
    page = telling.EVENTS_PAGE.read_text(encoding="utf-8")
    facts = telling.published_facts()
    shown = telling.events_shown()
    assert sorted(map(telling.kind_of, shown)) == sorted(facts)
    for event in shown:
        feed, _ = telling.kind_of(event)
        fact = facts[telling.kind_of(event)]
        told = fact.model_validate(event.data)
        assert event.data.keys() == fact.model_fields.keys()
        assert event.subject == told.subject
        provider = "yes" if fact.provider_field else "no"
        row = rf"^\| {feed} \| `{event.type}` \| .* \| `{fact.right}` \| {provider} \|$"
        assert re.search(row, page, re.MULTILINE) is not None
