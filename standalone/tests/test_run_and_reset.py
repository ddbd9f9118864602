"""`pejling run` and `reset` on a folder of their own, where little or nothing is there yet."""

import os
import socket
import subprocess
import sys

from standalone.data_folder import DataFolder


def pejling(folder: DataFolder, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    mine = {key: value for key, value in os.environ.items() if not key.startswith("PEJLING_")}
    return subprocess.run(
        [sys.executable, "-c", "from kit.commands import main; main()", *words],
        env=mine | {"PEJLING_DATA": str(folder.path), "LC_ALL": "C.UTF-8"} | more,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


def test_a_named_port_that_is_taken_is_one_line_before_anything_starts(
    folder: DataFolder,
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as squatter:
        taken = squatter.getsockname()[1]
        refused = pejling(folder, "run", PEJLING_PORT=str(taken))
    assert refused.returncode == 2
    assert refused.stderr == f"Port {taken} er optaget af et andet program.\n"
    assert not (folder.path / "postgres").exists()


def test_reset_asks_first_and_then_removes_everything(used_folder: DataFolder) -> None:
    kept = pejling(used_folder, "reset")
    assert kept.returncode == 1
    assert (used_folder.path / "postgres").exists()
    done = pejling(used_folder, "reset", "--yes")
    assert done.returncode == 0, done.stderr
    assert not used_folder.path.exists()
