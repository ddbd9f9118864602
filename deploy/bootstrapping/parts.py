"""Runs every test of the project and prints how long each part took."""

import os
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from deploy.bootstrapping.problem import NotReady
from deploy.bootstrapping.running_system import LOADED, URL, running_system


class Part(NamedTuple):
    """One runner and the JUnit report that it writes."""

    title: str
    folder: str
    command: tuple[str, ...]
    report: str
    needs_system: bool = False
    """Whether a running system must answer at PEJLING_E2E_URL."""


class Outcome(NamedTuple):
    """What a part came to."""

    title: str
    seconds: float
    passed: int
    failed: int


_SCALE = "PEJLING_TEST_DEMONSTRATION_SCALE"
_ENOUGH = "0.3"
"""How much of the demonstration the tests load: all offers, and figures of most. `make run` shows,
and `make validate` loads, the whole."""
_REPORT_TOO = ("--reporter=default", "--reporter=junit", "--outputFile.junit={report}")

PARTS = (
    Part(
        "Python-prøver",
        ".",
        (
            *(".venv/bin/python", "-m", "pytest", "--quiet", "--junitxml={report}"),
            # One more than the smallest machine has processors: installations are waited for.
            *("--numprocesses=3", "--dist=loadscope", "--no-loadscope-reorder"),
        ),
        "python.xml",
    ),
    Part(
        "Frontendens prøver",
        "frontend",
        ("npm", "run", "--silent", "test", "--", *_REPORT_TOO),
        "frontend.xml",
    ),
    Part(
        "Browserprøver",
        "frontend",
        ("npm", "run", "--silent", "e2e", "--", *_REPORT_TOO),
        "browser.xml",
        needs_system=True,
    ),
)
BROWSER = PARTS[-1]


def run_all(root: Path, parts: Sequence[Part] = PARTS, *, set_up_seconds: float) -> int:
    """Run the parts, also after a failed one; 0 when nothing failed.

    The last line printed is `N passed, N failed`, over all of them.
    """
    with tempfile.TemporaryDirectory(prefix="pejling-demonstration-") as shared:
        # The demonstration is loaded by the first that needs it; the others take copies.
        os.environ.setdefault(LOADED, str(Path(shared, "loaded")))
        os.environ.setdefault(_SCALE, _ENOUGH)
        outcomes = [run_part(root, part) for part in parts]
    lines = [f"  {'Klargøring':<20} {set_up_seconds:7.1f} s"]
    lines += [
        f"  {done.title:<20} {done.seconds:7.1f} s   {done.passed} bestået, {done.failed} fejlet"
        for done in outcomes
    ]
    passed = sum(done.passed for done in outcomes)
    failed = sum(done.failed for done in outcomes)
    sys.stdout.write("\n" + "\n".join(lines) + f"\n\n{passed} passed, {failed} failed\n")
    sys.stdout.flush()
    return 1 if failed else 0


def run_part(root: Path, part: Part) -> Outcome:
    """Run one part; one that dies, or never begins, without a failed test counts as a failure."""
    reports = root / ".tools" / "reports"
    reports.mkdir(parents=True, exist_ok=True)
    report = reports / part.report
    report.unlink(missing_ok=True)
    sys.stdout.write(f"\n== {part.title}\n")
    sys.stdout.flush()
    began = time.monotonic()
    command = [word.format(report=report) for word in part.command]
    try:
        with ExitStack() as stack:
            environment = dict(os.environ)
            # Thousands of asserts are rewritten, and compiled, by each worker that may not keep it.
            environment.pop("PYTHONDONTWRITEBYTECODE", None)
            if part.needs_system and not environment.get(URL):
                environment |= stack.enter_context(running_system(root))
            folder = root / part.folder
            code = subprocess.run(command, cwd=folder, env=environment, check=False).returncode
    except NotReady as problem:
        sys.stderr.write(f"{problem}\n")
        code = 1
    passed, failed = _count(report)
    if code != 0 and failed == 0:
        failed = 1
    return Outcome(part.title, time.monotonic() - began, passed, failed)


def _count(report: Path) -> tuple[int, int]:
    """Passed and failed tests of a JUnit report; skipped ones are neither."""
    if not report.exists():
        return 0, 0
    passed = failed = 0
    for case in ET.parse(report).iter("testcase"):  # noqa: S314 - written by our own runner
        if case.find("failure") is not None or case.find("error") is not None:
            failed += 1
        elif case.find("skipped") is None:
            passed += 1
    return passed, failed
