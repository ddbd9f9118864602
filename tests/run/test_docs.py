"""The page for integrators and the examples do what they say, on a system as a reader starts it."""

import csv
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest

from standalone.data_folder import DataFolder
from standalone.database_server import embedded_cluster
from standalone.databases import SERVICES

from .. import telling  # noqa: TID252 - test folders are no packages
from ..running import Running  # noqa: TID252 - as above
from ..running_pages import (  # noqa: TID252 - as above
    LONGEST_SECONDS,
    ROOT,
    Installation,
    blocks_of,
    run_page,
)
from .conftest import Runs

API_PAGE = ROOT / "docs" / "api.md"
FOLLOW_OFFERS = ROOT / "examples" / "follow_offers.py"
THE_LOOP = ROOT / "examples" / "the_loop.py"
NEEDED = ("bash", "curl", "openssl", "python3")
MISSING = [program for program in NEEDED if shutil.which(program) is None]


@pytest.fixture
def installation(running: Running) -> Installation:
    return Installation(running.address, running.folder.path)


@pytest.fixture(scope="module")
def gone_round(
    runs: Runs, tmp_path_factory: pytest.TempPathFactory
) -> subprocess.CompletedProcess[str]:
    """The loop in Python, with half of the month, so that the page has the whole of it to send."""
    running = runs.up()
    installation = Installation(running.address, running.folder.path)
    folder = tmp_path_factory.mktemp("loop")
    write_half_a_month(installation.data / "demonstration" / "sent" / "next_month", folder)
    demo = installation.data / "demo.json"
    return run_python(installation, folder, THE_LOOP, "--demo", str(demo), "--month", str(folder))


def write_half_a_month(month: Path, folder: Path) -> None:
    """The month as it could have been known in its middle: half of its weeks, most of its rows."""
    for register in ("hours", "courses"):
        rows = (month / f"{register}.csv").read_text(encoding="utf-8").splitlines(keepends=True)
        known = (row for number, row in enumerate(rows) if number == 0 or number % 50)
        (folder / f"{register}.csv").write_text("".join(known), encoding="utf-8")
    with (month / "support.csv").open(encoding="utf-8", newline="") as file:
        header, *spells = csv.reader(file)
    weeks = sorted({week for spell in spells for week in spell[1:3]})
    last = weeks[len(weeks) // 2 - 1]
    with (folder / "support.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(
            (citizen, begun, min(over, last), code)
            for citizen, begun, over, code in spells
            if begun <= last
        )


def run_python(
    installation: Installation,
    folder: Path,
    *words: str | Path,
    said: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *map(str, words)],
        cwd=folder,
        env=installation.environment() | dict(said or {}),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=LONGEST_SECONDS,
    )


def test_the_loop_goes_round_by_the_api_alone(
    gone_round: subprocess.CompletedProcess[str],
) -> None:
    assert gone_round.returncode == 0, gone_round.stderr
    steps = ("choose", "order", "call-off", "start", "attendance", "end", "answer", "measure")
    said = gone_round.stdout.splitlines()
    assert [line for line in said if not line.startswith(" ")] == [*steps, "choose better"]
    assert "  expectations_not_aligned" in said
    assert [line.split(":")[0] for line in said if line.endswith(" rækker")] == [
        "  taken",
        "  repeated",
    ]
    assert re.fullmatch(r"  \S+ -> \S+: [1-9]\d* offers changed", said[-1])


@pytest.mark.skipif(bool(MISSING), reason=f"the page needs {', '.join(MISSING)}")
@pytest.mark.usefixtures("gone_round")
def test_the_page_for_integrators_runs_as_it_stands(
    installation: Installation, tmp_path: Path
) -> None:
    page = API_PAGE.read_text(encoding="utf-8")
    assert len(blocks_of(page)) > 30
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
    credentials = {
        "PEJLING_CLIENT_ID": client["client_id"],
        "PEJLING_CLIENT_SECRET": client["client_secret"],
    }
    asked = ("--base", installation.address, *words)
    return run_python(installation, folder, FOLLOW_OFFERS, *asked, said=credentials)


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
