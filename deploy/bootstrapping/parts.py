"""Runs every test of the project and prints how long each part took."""

import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import NamedTuple


class Part(NamedTuple):
    """One runner and the JUnit report that it writes."""

    title: str
    folder: str
    command: tuple[str, ...]
    report: str


class Outcome(NamedTuple):
    """What a part came to."""

    title: str
    seconds: float
    passed: int
    failed: int


_REPORT_TOO = ("--reporter=default", "--reporter=junit", "--outputFile.junit={report}")

PARTS = (
    Part(
        "Python-prøver",
        ".",
        (".venv/bin/python", "-m", "pytest", "--quiet", "--junitxml={report}"),
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
    ),
)


def run_all(root: Path, *, set_up_seconds: float) -> int:
    """Run all parts, also after a failed one; 0 when nothing failed.

    The last line printed is `N passed, N failed`, over all parts.
    """
    outcomes = [run_part(root, part) for part in PARTS]
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
    """Run one part; a runner that dies without a report counts as one failure."""
    reports = root / ".tools" / "reports"
    reports.mkdir(parents=True, exist_ok=True)
    report = reports / part.report
    report.unlink(missing_ok=True)
    sys.stdout.write(f"\n== {part.title}\n")
    sys.stdout.flush()
    began = time.monotonic()
    folder = root / part.folder
    command = [word.format(report=report) for word in part.command]
    code = subprocess.run(command, cwd=folder, check=False).returncode
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
