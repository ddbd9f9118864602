"""`pejling restart`: one process asks the running `pejling up` to put new processes in its place.

The question and its answer are files in the data folder, whose owner alone may write there; who
answers is `standalone.renewing`.
"""

import json
import secrets
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from standalone.cannot_run import CannotRun
from standalone.data_folder import DataFolder
from standalone.doctor.instance import find_instance
from standalone.secret_files import write_private_json

_LOOK_EVERY = 0.1
_TAKEN_UP_WITHIN = 150.0
"""An installation that is starting takes up nothing before it is up."""


class NothingToRestart(CannotRun):
    """No `pejling up` runs on the data folder."""


class NotRestarted(CannotRun):
    """The running installation says why it did not."""


def ask(names: Sequence[str], folder: DataFolder) -> None:
    """Ask the installation that runs on a data folder, and return when it is done.

    Raises:
        NothingToRestart: none runs there.
        NotRestarted: it could not.
    """
    instance = find_instance(folder)
    if instance is None or instance.address is not None:
        raise NothingToRestart(
            f"Ingen `pejling up` kører med data i {folder.path}. `pejling run` startes om med "
            "Ctrl-C og `make run`.",
        )
    mine = secrets.token_hex(8)
    write_private_json(folder.restart_asked, {"id": mine, "names": list(names)})
    until = time.monotonic() + _TAKEN_UP_WITHIN
    while (told := read(folder.restart_told)).get("id") != mine:
        if folder.restart_asked.exists() and time.monotonic() > until:
            folder.restart_asked.unlink(missing_ok=True)
            raise NotRestarted("Den kørende `pejling up` tog ikke imod; prøv igen om lidt.")
        if find_instance(folder) is None:
            raise NotRestarted("Den kørende `pejling up` stoppede imens.")
        time.sleep(_LOOK_EVERY)
    folder.restart_told.unlink(missing_ok=True)
    if told.get("trouble"):
        raise NotRestarted(str(told["trouble"]))


def read(path: Path) -> dict[str, Any]:
    """What stands in a file of questions or answers; nothing where there is none."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}
