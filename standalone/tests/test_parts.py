import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def run_parts(tmp_path: Path, *commands: str) -> subprocess.CompletedProcess[str]:
    """Run made-up parts, each a shell command that may write its report."""
    program = (
        "import sys; from pathlib import Path\n"
        "from deploy.bootstrapping.parts import Part, run_all\n"
        "parts = [Part(f'Del {n}', '.', ('sh', '-c', text, 'sh', '{report}'), f'{n}.xml')"
        " for n, text in enumerate(sys.argv[2:])]\n"
        "sys.exit(run_all(Path(sys.argv[1]), parts, set_up_seconds=1.5))"
    )
    return subprocess.run(
        [sys.executable, "-c", program, str(tmp_path), *commands],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


CASES = (
    '<testsuites><testsuite><testcase name="a"/><testcase name="b"/>'
    '<testcase name="c"><{0}/></testcase></testsuite></testsuites>'
)


def test_the_last_line_counts_the_tests_of_all_parts(tmp_path: Path) -> None:
    one = CASES.format("skipped")
    done = run_parts(tmp_path, f"echo '{one}' > \"$1\"", f"echo '{one}' > \"$1\"")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "4 passed, 0 failed"
    assert "Klargøring" in done.stdout


def test_a_failed_test_fails_the_whole_and_the_other_parts_still_run(tmp_path: Path) -> None:
    bad, good = CASES.format("failure"), CASES.format("skipped")
    done = run_parts(tmp_path, f"echo '{bad}' > \"$1\"; exit 1", f"echo '{good}' > \"$1\"")
    assert done.returncode == 1
    assert done.stdout.splitlines()[-1] == "4 passed, 1 failed"


def test_a_part_that_dies_without_a_report_counts_as_a_failure(tmp_path: Path) -> None:
    done = run_parts(tmp_path, "exit 3")
    assert done.returncode == 1
    assert done.stdout.splitlines()[-1] == "0 passed, 1 failed"


def prepare_postgres(tmp_path: Path) -> subprocess.CompletedProcess[str]:
    """The step of a machine on which Debian's PostgreSQL is not installed."""
    program = (
        "import sys; from pathlib import Path\n"
        "from deploy.bootstrapping import steps\n"
        "steps._DEBIANS_POSTGRES = Path(sys.argv[1])\n"
        "sys.exit(steps.perform(['postgres']))"
    )
    return subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "nowhere")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": str(tmp_path), "LC_ALL": "C.UTF-8"},
    )


def test_debians_postgres_is_installed_where_we_may(tmp_path: Path) -> None:
    for name, text in (
        ("apt-get", f'echo "$*" >> "{tmp_path}/asked.txt"'),
        ("sudo", 'shift; exec "$@"'),
        ("env", 'shift; exec "$@"'),
        ("true", ":"),
    ):
        (tmp_path / name).write_text(f"#!/bin/sh\n{text}\n")
        (tmp_path / name).chmod(0o755)
    done = prepare_postgres(tmp_path)
    assert done.returncode == 0, done.stderr
    asked = (tmp_path / "asked.txt").read_text().splitlines()
    assert asked[0].startswith("update")
    assert asked[1].startswith("install")
    assert asked[1].endswith(" postgresql")


def test_debians_postgres_that_we_may_not_install_is_said_and_stops_nothing(
    tmp_path: Path,
) -> None:
    done = prepare_postgres(tmp_path)
    assert done.returncode == 0, done.stderr
    assert "springes over" in done.stdout
